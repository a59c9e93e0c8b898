"""The Parquet file of one raw table: what its rows hold, and how they are written.

A file is written under a temporary name and takes its own when all rows are there.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

import pyarrow
from pyarrow import parquet

from warehouse.row_ids import cell_of, row_of
from warehouse.sources.conform import Conformed, ConformedColumn
from warehouse.sources.layout import Layout

COMPRESSION_LEVEL = 1


class TableWriter:
    """Writes one Parquet file; it takes its name when the `with` block ends without an error."""

    def __init__(self, target: Path, layout: Layout) -> None:
        self.partial = target.with_name(f"{target.name}.partial")
        self._target = target
        schema = layout.arrow_schema
        texts = [field.name for field in schema if pyarrow.types.is_string(field.type)]
        wholes = [
            field.name for field in schema if field.type in (pyarrow.int64(), pyarrow.int32())
        ]
        target.parent.mkdir(parents=True, exist_ok=True)
        self._writer = parquet.ParquetWriter(
            self.partial,
            pyarrow.schema([_written(field) for field in schema]),
            compression="zstd",
            compression_level=COMPRESSION_LEVEL,
            use_dictionary=texts,
            column_encoding=dict.fromkeys(wholes, "DELTA_BINARY_PACKED"),
            store_schema=False,
            write_statistics=["_row"],
        )

    def __enter__(self) -> TableWriter:
        return self

    def write(self, rows: pyarrow.Table) -> None:
        """Append rows, made by `rows_of_table`."""
        if rows.num_rows:
            self._writer.write_table(rows)

    def finish(self) -> int:
        """Close the file, still under its temporary name, and return the number of rows that it holds."""
        self._writer.close()
        return int(parquet.read_metadata(self.partial).num_rows)

    def forget(self) -> None:
        """Leave a finished file without rows."""
        parquet.write_table(parquet.read_schema(self.partial).empty_table(), self.partial)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()
        if kind is None:
            os.replace(self.partial, self._target)
        else:
            self.partial.unlink(missing_ok=True)


def _written(field: pyarrow.Field) -> pyarrow.Field:
    """Texts are written from dictionaries, as they are read; the file holds plain texts all the same."""
    if pyarrow.types.is_string(field.type):
        return field.with_type(pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
    return field


def rows_of_table(batch: Conformed, layout: Layout, number: int) -> pyarrow.Table:
    """Return the rows of a batch that are kept, in the columns of the Parquet file.

    Args:
        batch: Typed rows.
        layout: Fields of the table.
        number: Number of the file, see `warehouse.row_ids`.
    """
    by_name = {column.field.name: column for column in batch.columns}
    lines, cells = batch.lines, batch.cells
    ids = row_of(number, lines) if cells is None else cell_of(number, lines, cells)
    arrays = [pyarrow.array(ids), batch.natures]
    arrays += [_values(by_name[field.name]) for field in layout.kept]
    arrays += [_markers(by_name[field.name]) for field in layout.kept if field.is_suppressible]
    schema = pyarrow.schema([_written(field) for field in layout.arrow_schema])
    rows = pyarrow.Table.from_arrays(arrays, schema=schema)
    return rows if batch.is_kept.all() else rows.filter(pyarrow.array(batch.is_kept))


def _values(column: ConformedColumn) -> pyarrow.Array:
    if not pyarrow.types.is_string(column.field.kind):
        return column.rows()
    return _as_dictionary(column.values, column.places)


def _markers(column: ConformedColumn) -> pyarrow.Array:
    if column.markers is None:
        return _as_dictionary(pyarrow.nulls(len(column.values), pyarrow.string()), column.places)
    return _as_dictionary(column.markers, column.places)


def _as_dictionary(texts: pyarrow.StringArray, places: pyarrow.Array | None) -> pyarrow.Array:
    """Return texts as a dictionary without null or twins, which Parquet cannot hold."""
    distinct = texts.dictionary_encode()
    if places is None:
        return distinct
    if distinct.null_count == 0 and len(distinct.dictionary) == len(texts):
        return pyarrow.DictionaryArray.from_arrays(places, texts)
    return pyarrow.DictionaryArray.from_arrays(distinct.indices.take(places), distinct.dictionary)
