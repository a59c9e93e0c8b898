"""What becomes of odd cells, hidden rows and columns, and merged areas: refused, said, or read as is declared."""

from __future__ import annotations

from collections.abc import Mapping

from warehouse.sources.faults import Faults, Rule
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.sheet import Oddity, SheetFrame, SheetRow, cell_name

PASTE = "replace the formula by its value (copy, paste as values) and save the workbook"
LISTED = 5
MERGED = Rule(
    "file.merged_cells",
    "",
    "cells below the header are not merged",
    "unmerge the cells and write the value into each row that it stands for",
)
HIDDEN_REMEDY = (
    "look at them; set reader option `hidden_cells` to read where they belong to the table, "
    "or to skip where they do not"
)
HIDDEN_ROWS = Rule(
    "file.hidden_rows",
    "",
    "rows of the table are shown; hidden ones were read like any other",
    HIDDEN_REMEDY,
    "warning",
    quotes=False,
)
FILTERED_ROWS = Rule(
    "file.filtered_rows",
    "",
    "rows of the table are shown; those that a filter hides were read like any other",
    HIDDEN_REMEDY,
    "warning",
    quotes=False,
)


class CellJudge:
    """Judges the rows of one sheet, and keeps what is said once at its end.

    Args:
        frame: What holds for the sheet.
        options: What the register declares of marks and hidden cells.
        first_row: The first row below the header.
    """

    def __init__(self, frame: SheetFrame, options: ReaderOptions, first_row: int) -> None:
        self._frame = frame
        self._options = options
        self._first_row = first_row
        self._hidden_rows: list[int] = []

    def is_wanted(self, row: SheetRow) -> bool:
        """Return whether a row is read; a hidden one is noted, and passed over where the options say so."""
        if not row.is_hidden or self._options.hidden_cells == "read":
            return True
        if self._options.hidden_cells == "skip":
            return False
        self._hidden_rows.append(row.number)
        return True

    def shown_columns(self, places: dict[int, str]) -> dict[int, str]:
        """Return the columns that are read: without hidden ones where the options say to skip them."""
        if self._options.hidden_cells != "skip":
            return places
        return {place: name for place, name in places.items() if not self._is_hidden(place)}

    def _is_hidden(self, place: int) -> bool:
        return any(first <= place <= last for first, last in self._frame.hidden_columns)

    def hidden_columns(self, places: dict[int, str]) -> list[str]:
        """Return the names of the hidden columns of which something is to be said."""
        if self._options.hidden_cells != "say":
            return []
        return [name for place, name in places.items() if self._is_hidden(place)]

    def judged(
        self, row: SheetRow, places: Mapping[int, str], faults: Faults
    ) -> Mapping[int, str] | None:
        """Return the texts of a row with odd cells, or None where one of them cannot be read."""
        texts = dict(row.texts)
        is_readable = True
        for place, odd in row.odd.items():
            if place in places:
                cell = _Cell(row.number, place, places[place], texts.get(place, ""), odd)
                text = self._judged_cell(cell, faults)
                is_readable = is_readable and text is not None
                texts[place] = text or ""
        return texts if is_readable else None

    def _judged_cell(self, cell: _Cell, faults: Faults) -> str | None:
        odd = cell.odd
        if odd.error:
            remedy = "correct the formula in the source workbook, or clear the cell"
            cell.report(faults, "error_values", "is not an error value", remedy, odd.error)
            return None
        if odd.unreadable:
            remedy = "write the value as text, or give the cell the format of what it is"
            cell.report(
                faults, "stored_values", "is stored as what it says", remedy, odd.unreadable
            )
            return None
        if odd.is_formula and not _is_calculated(cell, faults):
            return None
        if odd.raised and self._options.raised == "refuse":
            cell.refuse_mark(faults, "raised", "raised or lowered", odd.raised, "drop or join")
            return None
        if odd.struck and self._options.struck == "refuse":
            cell.refuse_mark(faults, "struck", "struck out", odd.struck, "drop or keep")
            return None
        is_dropped = (odd.raised and self._options.raised == "drop") or (
            odd.struck and self._options.struck == "drop"
        )
        return odd.plain.strip() if is_dropped else cell.text

    def conclude(self, hidden: list[str], faults: Faults) -> None:
        """Say what is said once for the sheet."""
        for area in self._frame.merged:
            if area.bottom >= self._first_row:
                faults.add(MERGED, max(area.top, self._first_row))
        if self._hidden_rows:
            rule = FILTERED_ROWS if self._frame.is_filtered else HIDDEN_ROWS
            faults.add(rule, self._hidden_rows[0], _counted(self._hidden_rows))
        for name in hidden:
            words = f"{name} is a column that is shown; it is hidden and was read like any other"
            rule = Rule("file.hidden_columns", name, words, HIDDEN_REMEDY, "warning")
            faults.add(rule, self._first_row - 1)


class _Cell:
    """An odd cell under judgement."""

    def __init__(self, row: int, column: int, name: str, text: str, odd: Oddity) -> None:
        self.row, self.place, self.name, self.text, self.odd = (
            row,
            cell_name(row, column),
            name,
            text,
            odd,
        )

    def report(self, faults: Faults, rule: str, words: str, remedy: str, value: str = "") -> None:
        """Add an error about the cell."""
        faults.add(Rule(f"file.{rule}", self.name, f"{self.name} {words}", remedy), self.row, value)

    def refuse_mark(self, faults: Faults, option: str, manner: str, mark: str, others: str) -> None:
        """Add the error for a part of the text that is set apart from the rest."""
        is_all = mark == self.text.strip()
        what = "all of it" if is_all else repr(mark)
        remedy = f"look at the cell in the workbook; then set reader option `{option}` to {others}"
        value = f"{self.place}: {self.text!r}, of which {what} is {manner}"
        self.report(faults, f"{option}_text", f"has no text that is {manner}", remedy, value)


def _is_calculated(cell: _Cell, faults: Faults) -> bool:
    """Return whether a formula has a value, which is said; report it where it has none."""
    if not cell.text:
        cell.report(faults, "formula_values", "is a formula whose value is stored", PASTE)
        return False
    if cell.odd.is_stale:
        words = (
            "is a formula whose value is stored; its 0 may never have been worked out, "
            "as the workbook is to be calculated when it is opened"
        )
        cell.report(faults, "formula_values", words, PASTE)
        return False
    words = f"{cell.name} is a value and not a formula; the value last calculated was read"
    faults.add(Rule("file.formulas", cell.name, words, PASTE, "warning"), cell.row)
    return True


def _counted(rows: list[int]) -> str:
    listed = ", ".join(str(row) for row in rows[:LISTED])
    more = f" and {len(rows) - LISTED:,} more" if len(rows) > LISTED else ""
    return f"{'row' if len(rows) == 1 else f'{len(rows):,} rows:'} {listed}{more}"
