"""Cells of a workbook: values that are written as what they are, and texts that a spreadsheet cannot take for more.

gptables gives some texts a meaning (links, references, blanks) and refuses others (cells without a Latin letter or a
digit). Cells come from files of others and are to be shown as they are: gptables is handed a stand-in for such a
cell, and the cell is then written over as plain text.
"""

from __future__ import annotations

import re
from decimal import Decimal

from report.publish.files import starts_a_formula
from report.publish.tables import PublishedTable
from warehouse.visible import visible

CELL_UNITS, HEADER_UNITS = 32_767, 255
"""Most UTF-16 units in a cell, and in the header of a marked table."""
CUT = " [cut here; whole in the CSV file]"
STAND_IN = "stand-in"
_READ_INTO, _LEGIBLE = re.compile(r"[\[\]$]"), re.compile(r"[A-Za-z0-9]")
_EXACT_DIGITS = 15

Value = int | Decimal | str | None


def cell_text(text: str, units: int = CELL_UNITS) -> str:
    """Return text as a cell can hold it: control characters made visible, cut with a mark where it is too long."""
    shown = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    if _length(shown) <= units:
        return shown
    kept = shown.encode("utf-16-le")[: 2 * (units - len(CUT))].decode("utf-16-le", "ignore")
    return kept + CUT


def said(text: str) -> str:
    """Return a title, note or other text around tables so that gptables reads no link or reference into it."""
    return cell_text(text.replace("](", "] (").replace("$$", "$ $"))


def needs_stand_in(value: Value) -> bool:
    """Return whether gptables would refuse a cell, or read something into it."""
    if not isinstance(value, str):
        return False
    is_plain = _LEGIBLE.search(value) and not _READ_INTO.search(value)
    return starts_a_formula(value) or not is_plain


def cell_rows(table: PublishedTable) -> list[list[Value]]:
    """Return a table's cells for a workbook: numbers as numbers, the rest as readers see it, blanks as None."""
    columns = [column.to_pylist() for column in table.arrow.columns]
    return [
        [_value(columns[i][number], shown) for i, shown in enumerate(row)]
        for number, row in enumerate(table.shown_rows())
    ]


def _value(published: object, shown: str) -> Value:
    # A spreadsheet counts in floats: a longer number would change its last digits.
    if (
        isinstance(published, int | Decimal)
        and not isinstance(published, bool)
        and len(Decimal(published).as_tuple().digits) <= _EXACT_DIGITS
    ):
        return published
    return cell_text(shown) or None


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
