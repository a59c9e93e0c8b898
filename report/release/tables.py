"""The tables of a release: canonical CSV, which is the record, and the same as Parquet.

Values are those of the warehouse, unrounded, in the order that readers see the rows.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet

from report.evidence.auditing.edition import report_tables
from report.publish.files import write_table
from warehouse.builder.kept import Kept
from warehouse.folders import REPORT


def write_tables(kept: Kept, data: Path) -> None:
    """Write every report table of a generation, and the natures of its cells, into a payload."""
    for name in report_tables(kept):
        table = pyarrow.parquet.ParquetFile(kept.tables[name]).read()
        write_table(data / "tables", name, table.drop_columns(["_row"]))
    shutil.copytree(kept.folder / REPORT / "natures", data / "natures", copy_function=_copy)


def _copy(source: str, target: str) -> None:
    Path(target).write_bytes(Path(source).read_bytes())
