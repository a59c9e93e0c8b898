"""Every cell, formula, error and merged area of generated workbooks, as this reader and two libraries see them."""

import datetime
import io

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.warehouse.sources.readers.written import Writer
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.xlsx_sheet import XlsxSheet

OPTIONS = ReaderOptions(format="xlsx")


def read(content):
    """Values, formulas, errors and merged areas of the sheet, by row and column."""
    sheet = XlsxSheet(io.BytesIO(content), OPTIONS, "file.xlsx")
    cells, formulas, errors = {}, set(), {}
    for row in sheet.rows():
        cells |= {(row.number, place): text for place, text in row.texts.items()}
        for place, odd in row.odd.items():
            if odd.is_formula:
                formulas.add((row.number, place))
            if odd.error:
                errors[row.number, place] = odd.error
    merged = [(area.top, area.left, area.bottom, area.right) for area in sheet.frame.merged]
    return cells, formulas, errors, merged


def same(text, value):
    """Whether a text says the same as a value of the model or of a library."""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, (int, float)):
        return float(text) == value
    if isinstance(value, (datetime.date, datetime.datetime)):
        return text == f"{value:%Y-%m-%d}"
    return text == value


def differences(cells, values):
    return [
        (cell, cells.get(cell), values.get(cell))
        for cell in sorted(cells.keys() | values.keys())
        if cell not in cells or cell not in values or not same(cells[cell], values[cell])
    ]


def by_calamine(content):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    top = (sheet.start or (0, 0))[0]
    rows = enumerate(sheet.to_python(skip_empty_area=False), start=1)
    assert top >= 0
    return {
        (row, place): value
        for row, values in rows
        for place, value in enumerate(values, start=1)
        if value != ""
    }


def by_openpyxl(content):
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    formulas = openpyxl.load_workbook(io.BytesIO(content)).active
    merged = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in formulas.merged_cells.ranges]
    kinds = {
        (cell.row, cell.column): (cell.data_type, cell.value)
        for row in formulas.iter_rows()
        for cell in row
    }
    plain = {
        (cell.row, cell.column): cell.value
        for row in values.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "e"
    }
    found = {cell for cell, (kind, _) in kinds.items() if kind == "f"}
    errors = {cell: value for cell, (kind, value) in kinds.items() if kind == "e"}
    return plain, found, errors, merged


@pytest.mark.parametrize("part", range(4))
def test_generated_workbooks_are_read_as_they_were_written(part):
    for seed in range(part * 25, part * 25 + 25):
        content, model = Writer(seed).workbook()
        cells, formulas, errors, merged = read(content)
        assert differences(cells, model.cells) == [], seed
        assert (formulas, errors, merged) == (model.formulas, model.errors, model.merged), seed


def test_calamine_sees_the_same_values():
    compared = 0
    for seed in range(60):
        writer = Writer(seed)
        content, _ = writer.workbook()
        cells, *_ = read(content)
        assert differences(cells, by_calamine(content)) == [], seed
        compared += len(cells)
    assert compared > 500


def test_openpyxl_sees_the_same_cells_formulas_errors_and_merged_areas():
    compared = 0
    for seed in range(60):
        writer = Writer(seed)
        writer.form |= {"strict": False}
        content, _ = writer.workbook()
        cells, formulas, errors, merged = read(content)
        values, *rest = by_openpyxl(content)
        assert differences(cells, values) == [], seed
        assert [formulas, errors, merged] == rest, seed
        compared += len(cells)
    assert compared > 500
