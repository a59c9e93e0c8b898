"""Reads Parquet, Stata and SPSS files: typed columns become text, exactly, with the number of the record as line.

A file of these formats has no lines; its header counts as line 0 and its first record as 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyreadstat

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import Batch, Work
from warehouse.sources.readers.foreign import LONGEST, foreign_kind
from warehouse.sources.readers.rawbytes import open_bytes

PLAIN = (
    pyarrow.types.is_integer,
    pyarrow.types.is_boolean,
    pyarrow.types.is_decimal,
    pyarrow.types.is_date32,
    pyarrow.types.is_string,
    pyarrow.types.is_large_string,
    pyarrow.types.is_null,
)
Batches = Iterator[pyarrow.RecordBatch | pyarrow.Table]


class TypedReader:
    """One open file of typed columns; see `batch.Reader`."""

    sheet = ""
    header_line = 0

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._where = where
        with open_bytes(path, where) as handle:
            self._kind = foreign_kind(handle.read(LONGEST))
        try:
            self.names, self._batches = TYPED_FILES[options.format](path, options)
        except SourceFileError:
            raise
        except Exception as error:
            raise self._unreadable(options.format, error) from error
        self.positions = tuple(range(1, len(self.names) + 1))
        self.physical_lines = 0
        self._format = options.format

    def close(self) -> None:
        """Nothing stays open that must be closed."""

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the records in batches."""
        while True:
            try:
                batch = next(self._batches, None)
            except (pyarrow.ArrowException, OSError) as error:
                raise self._unreadable(self._format, error) from error
            if batch is None:
                return
            first = self.physical_lines + 1
            self.physical_lines += batch.num_rows
            columns = {
                name: self._text(name, batch.column(place)) for place, name in enumerate(self.names)
            }
            lines = np.arange(first, first + batch.num_rows, dtype=np.int64)
            yield partial(Batch, lines, columns)

    def _text(self, name: str, column: pyarrow.Array) -> pyarrow.Array:
        if isinstance(column, pyarrow.ChunkedArray):
            column = column.combine_chunks()
        if pyarrow.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        make = _maker(column.type)
        if make is None:
            raise SourceFileError(
                f"the column {name!r} is of the type {column.type}",
                where=self._where,
                expected="numbers, texts, dates, moments or true and false",
                remedy="write one plain value a cell, and register that file with this one as `original`",
            )
        return make(column).cast(pyarrow.string()).dictionary_encode()

    def _unreadable(self, kind: str, error: Exception) -> SourceFileError:
        found = f"it is {self._kind[0]}" if self._kind else type(error).__name__
        return SourceFileError(
            f"the file cannot be read as {kind}: {found}",
            where=self._where,
            remedy="fetch the file again if it is cut; otherwise correct `format` in the reader options",
        )


def _maker(kind: pyarrow.DataType) -> Callable[[pyarrow.Array], pyarrow.Array] | None:
    if any(is_kind(kind) for is_kind in PLAIN):
        return _as_it_is
    if pyarrow.types.is_floating(kind):
        return _floats
    return _moments if pyarrow.types.is_timestamp(kind) else None


def _as_it_is(column: pyarrow.Array) -> pyarrow.Array:
    return column.cast(pyarrow.string())


def _floats(column: pyarrow.Array) -> pyarrow.Array:
    """Return floats in the fewest digits that mean the same number of their size, without exponent."""
    encoded = column.dictionary_encode()
    texts = [_float_text(value) for value in encoded.dictionary.to_numpy(zero_copy_only=False)]
    return pyarrow.array(texts, pyarrow.string()).take(encoded.indices)


def _float_text(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    text = format(Decimal(str(value)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _moments(column: pyarrow.Array) -> pyarrow.Array:
    """Return moments as `YYYY-MM-DD HH:MM:SS`, with a zone in UTC and with Z; midnight without a zone is a day."""
    if column.type.tz:
        column = column.cast(pyarrow.timestamp(column.type.unit, "UTC"))
    texts = column.cast(pyarrow.string())
    texts = pc.replace_substring_regex(texts, r"(\.\d*?)0+(Z?)$", r"\1\2")
    texts = pc.replace_substring_regex(texts, r"\.(Z?)$", r"\1")
    return pc.replace_substring_regex(texts, r" 00:00:00$", "")


def _open_parquet(path: Path, options: ReaderOptions) -> tuple[tuple[str, ...], Batches]:
    file = pq.ParquetFile(path)
    return tuple(file.schema_arrow.names), file.iter_batches(limits.BATCH_ROWS)


def _open_statistical(path: Path, options: ReaderOptions) -> tuple[tuple[str, ...], Batches]:
    """Open a Stata or SPSS file: the codes that it stores, or their labels where the options say so."""
    read = pyreadstat.read_dta if options.format == "dta" else pyreadstat.read_sav
    columns, told = read(str(path), output_format="dict")
    labels = told.variable_value_labels if options.value_labels == "label" else {}
    arrays = [_statistical(columns[name], labels.get(name, {})) for name in told.column_names]
    table = pyarrow.table(arrays, names=list(told.column_names))
    names = tuple(str(name) for name in told.column_names)
    return names, iter([table] if table.num_rows else [])


def _statistical(values: Iterable[object], labels: Mapping[float | int, str]) -> pyarrow.Array:
    texts = [
        _statistical_text(labels.get(value, value) if isinstance(value, (float, int)) else value)
        for value in values
    ]
    return pyarrow.array(texts, pyarrow.string())


def _statistical_text(value: object) -> str | None:
    if value is None or value != value:  # noqa: PLR0124
        return None
    if isinstance(value, (float, np.floating)):
        return _float_text(float(value))
    text = str(value)
    return text.removesuffix(" 00:00:00")


TYPED_FILES: dict[str, Callable[[Path, ReaderOptions], tuple[tuple[str, ...], Batches]]] = {
    "parquet": _open_parquet,
    "dta": _open_statistical,
    "sav": _open_statistical,
}
