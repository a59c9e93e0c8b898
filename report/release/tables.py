"""The tables of a release: canonical CSV, which is the record, and the same as Parquet.

Values are those of the warehouse, unrounded, in the order that readers see the rows.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet

from report.evidence.auditing.edition import report_tables
from report.publish.files import write_table
from report.publish.release_statement import TableContent
from report.release.verify.verify import MOST_IN_CELL, content_of
from warehouse.builder.content import columns_of
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import TableEntry
from warehouse.folders import REPORT


def write_tables(kept: Kept, data: Path) -> None:
    """Write every report table of a generation, and the natures of its cells, into a payload."""
    for name in report_tables(kept):
        table = pyarrow.parquet.ParquetFile(kept.tables[name]).read()
        write_table(data / "tables", name, table.drop_columns(["_row"]))
    shutil.copytree(kept.folder / REPORT / "natures", data / "natures", copy_function=_copy)


def contents(kept: Kept, entries: Iterable[TableEntry], data: Path) -> Iterator[TableContent]:
    """Yield what the content hash takes of each table that was written into a payload.

    Args:
        kept: The generation.
        entries: Its tables as its manifest lists them.
        data: The payload, where the tables stand.
    """
    for entry in entries:
        with (data / "tables" / f"{entry.id}.csv").open(encoding="utf-8", newline="") as file:
            csv.field_size_limit(MOST_IN_CELL)
            _, *rows = csv.reader(file)
        with kept.connection(entry.id) as connection:
            columns = tuple(columns_of(connection, entry.id))
        from_csv = content_of([list(column) for column in columns], rows) == entry.content_sha256
        yield TableContent(entry.id, columns, entry.rows, entry.content_sha256, from_csv)


def _copy(source: str, target: str) -> None:
    Path(target).write_bytes(Path(source).read_bytes())
