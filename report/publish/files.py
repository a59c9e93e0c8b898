"""Files as they are published: CSV that spreadsheets open harmlessly, Parquet with the same values, and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet

# The last four are full-width signs, which some spreadsheets read as the plain ones.
_STARTS_A_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as CSV: UTF-8, LF, a header line, blank for what is not stated.

    A text that a spreadsheet would take for a formula is written with an apostrophe before it.
    """
    path.write_bytes(csv_text([columns, *map(guarded, rows)]).encode("utf-8"))


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV, each ended by LF.

    A cell with a line break of any kind is quoted. The library quotes those that are part of its own line end; a
    lone CR left as it is would begin a row in a spreadsheet, whose first cell no apostrophe guards.
    """
    line, lines = io.StringIO(), []
    writer = csv.writer(line, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        lines.append(line.getvalue().removesuffix("\r\n") + "\n")
        line.seek(0)
        line.truncate()
    return "".join(lines)


def guarded(row: Iterable[object]) -> list[str]:
    """Return the cells of a row as texts of which a spreadsheet takes none for a formula."""
    return [_cell(value) for value in row]


def starts_a_formula(text: str) -> bool:
    """Return whether a spreadsheet would take a text for a formula if it were typed in."""
    return text.startswith(_STARTS_A_FORMULA)


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


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON: UTF-8, keys in the order given, the same bytes for the same value."""
    path.write_bytes((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if starts_a_formula(value) else value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
