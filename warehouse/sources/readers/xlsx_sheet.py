"""Which worksheet of a workbook is read, and which of its cells are formulas or errors.

Turning cells into rows belongs to `xlsx_file`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import openpyxl  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from warehouse.errors import SourceFileError
from warehouse.sources.options import ReaderOptions

Cell = tuple[int, int]


@dataclass(frozen=True)
class SpecialCells:
    """Cells that are more than a value, by row and column counted from 1.

    Attributes:
        formulas: Cells with a formula.
        errors: Cells with an error value such as `#DIV/0!`, with that value.
    """

    formulas: frozenset[Cell]
    errors: dict[Cell, str]


NONE = SpecialCells(frozenset(), {})


def chosen_sheet(workbook: CalamineWorkbook, options: ReaderOptions, where: str) -> str:
    """Return the name of the worksheet to read: the one the options name, or the only one that is shown.

    Raises:
        SourceFileError: The sheet does not exist or is hidden, or none is named and several are shown.
    """
    sheets = [m for m in workbook.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    if options.sheet is None:
        if len(shown) == 1:
            return str(shown[0])
        fact = f"the workbook shows {len(shown)} sheets, and the reader options name none"
        raise _wrong_sheet(fact, shown, where)
    named = next((sheet for sheet in sheets if sheet.name == options.sheet), None)
    if named is None:
        raise _wrong_sheet(f"the workbook has no sheet {options.sheet!r}", shown, where)
    _refuse_hidden(named, options, shown, where)
    return str(named.name)


def _refuse_hidden(
    sheet: SheetMetadata, options: ReaderOptions, shown: list[str], where: str
) -> None:
    if sheet.visible != SheetVisibleEnum.Visible and not options.read_hidden:
        raise SourceFileError(
            f"the sheet {sheet.name!r} is hidden",
            where=where,
            expected=f"one of the sheets shown: {', '.join(shown)}",
            remedy="set reader option `sheet`, or `read_hidden: true` if the hidden sheet is meant",
        )


def _wrong_sheet(fact: str, shown: list[str], where: str) -> SourceFileError:
    return SourceFileError(
        fact,
        where=where,
        expected=f"one of the sheets shown: {', '.join(shown) or '(none)'}",
        remedy="set reader option `sheet` to the name of the sheet",
    )


def special_cells(workbook: io.BytesIO, sheet: str, where: str) -> SpecialCells:
    """Return the formulas and errors of a sheet, by reading it once more with openpyxl.

    Raises:
        SourceFileError: The workbook cannot be read.
    """
    formulas: set[Cell] = set()
    errors: dict[Cell, str] = {}
    workbook.seek(0)
    try:
        book = openpyxl.load_workbook(workbook, read_only=True, data_only=False, keep_links=False)
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas.add((cell.row, cell.column))
                elif cell.data_type == "e":
                    errors[cell.row, cell.column] = str(cell.value)
    except Exception as error:
        raise SourceFileError(
            f"the formulas of sheet {sheet!r} cannot be read: {type(error).__name__}",
            where=where,
            remedy="replace the formulas by their values (copy, paste as values) and save the workbook",
        ) from error
    return SpecialCells(frozenset(formulas), errors)
