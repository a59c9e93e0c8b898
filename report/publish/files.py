"""Files as they are published: CSV that spreadsheets open harmlessly, Parquet with the same values, and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as CSV: UTF-8, LF, a header line, blank for what is not stated.

    A text that a spreadsheet would take for a formula is written with an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    path.write_bytes(text.getvalue().encode("utf-8"))


def write_table(folder: Path, name: str, table: pyarrow.Table) -> None:
    """Write a table as `<name>.csv` and `<name>.parquet`, the same bytes on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = (
        zip(*(column.to_pylist() for column in table.columns), strict=True)
        if table.num_columns
        else ()
    )
    write_csv(folder / f"{name}.csv", table.column_names, rows)
    pyarrow.parquet.write_table(table, folder / f"{name}.parquet", compression="zstd")


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON: UTF-8, keys in the order given, the same bytes for the same value."""
    path.write_bytes((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_STARTS_A_FORMULA) else value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
