"""Evidence beside tables: the lineage columns of a model's rows, as Parquet with a manifest that says how to read them.

Writing it and finding it again; what the columns mean belongs to `manifest`, reading a row of a file to `places`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rowlineage.arrays import Ids, whole
from rowlineage.capture import Captured
from rowlineage.catalog import literal
from rowlineage.errors import DamagedEvidence
from rowlineage.graph import RESULT, Evidence
from rowlineage.manifest import EvidenceManifest

EVIDENCE = "evidence.parquet"
EVIDENCE_MANIFEST = "evidence.json"
_VALUES, _BATCH = 1 << 15, 1 << 13


def write_evidence(connection: duckdb.DuckDBPyConnection, captured: Captured, folder: Path) -> None:
    """Write the evidence of a captured model into a folder: the rows, each stage, and the manifest."""
    for place, select in {RESULT: captured.evidence, **captured.stages}.items():
        # DuckDB 2 opens no reader while another result is half read, which any statement ends.
        connection.execute("SELECT NULL").fetchall()
        _write(connection.sql(select).to_arrow_reader(_BATCH), folder / _file(place))
    text = json.dumps(captured.manifest.as_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / EVIDENCE_MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_evidence(folder: Path) -> Evidence | None:
    """Return the evidence kept in a folder, or None where the model is traced lazily; raises DamagedEvidence."""
    if not (folder / EVIDENCE_MANIFEST).is_file():
        return None
    manifest = _manifest(folder / EVIDENCE_MANIFEST)
    files = {place: folder / _file(place) for place in (RESULT, *manifest.stages)}
    relations = {place: f"read_parquet({literal(str(path))})" for place, path in files.items()}
    return Evidence(relations.pop(RESULT), relations, manifest, files)


def _manifest(path: Path) -> EvidenceManifest:
    try:
        return EvidenceManifest.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedEvidence(str(path), f"{type(error).__name__}: {error}") from error


def _file(place: str) -> str:
    return f"evidence-{place}.parquet" if place else EVIDENCE


def _write(rows: pa.RecordBatchReader, target: Path) -> None:
    """Write rows, of which the first column is their number, in the order of it.

    Row ids rise within a list and from row to row, so their differences are small: this encoding makes files that
    are half as large and read several times faster than DuckDB's own; LZ4 gives files a sixth larger than Zstandard
    and scattered ids in half the time. Row groups are cut by the length of lists, so
    that a reader of one row does not decode all of them.
    """
    number = rows.schema.names[0]
    whole_numbers = {
        path: "DELTA_BINARY_PACKED"
        for column in rows.schema
        for path, kind in _leaves(column.name, column.type)
        if pa.types.is_integer(kind)
    }
    with pq.ParquetWriter(
        target,
        rows.schema,
        compression="lz4",
        use_dictionary=False,
        column_encoding=whole_numbers,
        write_statistics=[number],
        store_schema=False,
    ) as writer:
        written = 0
        for group in _groups(rows):
            _check_order(whole(group[number]), written, target)
            writer.write_table(group, row_group_size=group.num_rows)
            written += group.num_rows


def _leaves(path: str, kind: pa.DataType) -> Iterator[tuple[str, pa.DataType]]:
    """Yield the columns of plain values within a column, under the names that Parquet gives them."""
    if pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for part in kind:
            yield from _leaves(f"{path}.{part.name}", part.type)
    else:
        yield path, kind


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield rows in groups of at most `_VALUES` values, or of one row that has more; the same for any batches."""
    held: list[pa.RecordBatch] = []
    room = _VALUES
    for batch in batches:
        ends, start, done = np.cumsum(_sizes(batch)), 0, 0
        while start < batch.num_rows:
            end = int(np.searchsorted(ends, done + room, "right"))
            if end <= start and held:
                yield pa.Table.from_batches(held)
                held, room = [], _VALUES
                continue
            end = max(end, start + 1)
            held.append(batch.slice(start, end - start))
            room -= int(ends[end - 1]) - done
            start, done = end, int(ends[end - 1])
    if held:
        yield pa.Table.from_batches(held)


def _sizes(batch: pa.RecordBatch) -> Ids:
    """Return how many values each row has in the column that has most of them."""
    sizes = np.ones(batch.num_rows, np.int64)
    for column in batch.columns:
        if pa.types.is_list(column.type):
            sizes = np.maximum(sizes, whole(pc.list_value_length(column).fill_null(0)))
    return sizes


def _check_order(numbers: Ids, before: int, target: Path) -> None:
    """Make sure that rows are numbered as they stand in the file, since they are read by their place in it."""
    if not np.array_equal(numbers, np.arange(before + 1, before + 1 + numbers.size)):
        raise ValueError(
            f"{target.name}: the rows after {before} are not numbered in their order; report a fault of the engine"
        )
