"""Workbooks as they are met: sheets, headers, dates, formulas, and archives that are no workbooks."""

import datetime
import gzip
import io
import struct
import zipfile

import openpyxl
import pytest
from openpyxl.cell.cell import ERROR_CODES

from warehouse.errors import SourceFileError
from warehouse.sources import limits

COLUMNS = {
    "place": {"type": "text", "nullable": True},
    "people": {"type": "whole", "nullable": True},
}
TABLE = [["place", "people"], ["Asia", 5], ["World", 7]]


def workbook(rows=TABLE, change=None):
    """The bytes of a workbook with one sheet of rows, after `change` was applied to it."""
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def repacked(data, changes):
    """The bytes of a workbook whose parts were replaced; a change is a function of the old part."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part) if name in changes else part)
    return target.getvalue()


def load_xlsx(loaded, content, columns=COLUMNS, **reader):
    return loaded(content, columns, name="file.xlsx", format="xlsx", **reader)


def test_the_only_sheet_is_read(loaded):
    result = load_xlsx(loaded, workbook())
    assert result.rows("place, people") == [(2, "Asia", 5), (3, "World", 7)]
    assert result.report.problems == ()
    assert result.report.physical_lines == 3


def test_problems_name_the_sheet(loaded):
    problem = load_xlsx(loaded, workbook([*TABLE, ["Africa", "many"]])).only()
    assert (problem.sheet, problem.line, problem.column, problem.value) == (
        "Data",
        4,
        "people",
        "many",
    )


def test_lines_are_rows_of_the_sheet(loaded):
    def change(book):
        sheet = book.create_sheet("Table")
        sheet["C5"], sheet["D5"] = "place", "people"
        sheet["C7"], sheet["D7"] = "Asia", 5
        sheet["C10"], sheet["D10"] = "World", 7

    result = load_xlsx(loaded, workbook(change=change), sheet="Table", preamble_lines=4)
    assert result.rows("place, people") == [(7, "Asia", 5), (10, "World", 7)]


def test_values_are_read_as_stored(loaded):
    row = [
        5.0,
        0.1,
        1e20,
        "007",
        True,
        datetime.date(2020, 2, 29),
        datetime.datetime(2020, 1, 2, 3, 4, 5),
        "=1+1",
    ]
    names = ["whole", "part", "large", "code", "flag", "day", "moment", "text"]

    def change(book):
        book.active["H2"].data_type = "s"

    columns = dict.fromkeys(names, "text")
    result = load_xlsx(loaded, workbook([names, row], change), columns)
    assert result.report.problems == ()
    assert result.rows(", ".join(names)) == [
        (
            2,
            "5",
            "0.1",
            "100000000000000000000",
            "007",
            "true",
            "2020-02-29",
            "2020-01-02 03:04:05",
            "=1+1",
        )
    ]


def test_typed_columns_take_what_a_sheet_stores(loaded):
    columns = {"n": "whole", "share": "decimal(9, 4)", "day": "date", "final": "flag"}
    rows = [
        list(columns),
        [3.0, 62.1, datetime.date(2020, 2, 29), False],
        ["4", "62.1", "2020-03-01", "yes"],
    ]
    result = load_xlsx(loaded, workbook(rows), columns)
    assert result.report.problems == ()
    assert [str(value) for value in result.rows("n, share, day, final")[0]] == [
        "2",
        "3",
        "62.1000",
        "2020-02-29",
        "False",
    ]


def test_a_moment_is_no_date(loaded):
    rows = [["day"], [datetime.datetime(2020, 1, 2, 3, 4)]]
    assert load_xlsx(loaded, workbook(rows), {"day": "date"}).told() == [
        (2, "day", "2020-01-02 03:04:00")
    ]


def test_several_header_rows_with_merged_cells(loaded):
    rows = [["Table 1"], ["place", "people", None], [None, "women", "men"], ["Asia", 5, 6]]

    def change(book):
        book.active.merge_cells("B2:C2")
        book.active.merge_cells("A2:A3")

    columns = {"place": "text", "people women": "whole", "people men": "whole"}
    result = load_xlsx(loaded, workbook(rows, change), columns, preamble_lines=1, header_rows=2)
    assert result.report.problems == ()
    assert result.rows('place, "people women", "people men"') == [(4, "Asia", 5, 6)]


def test_merged_cells_below_the_header_are_a_problem(loaded):
    problem = load_xlsx(
        loaded, workbook(change=lambda book: book.active.merge_cells("A2:A3"))
    ).only()
    assert (problem.line, problem.rule) == (2, "cells below the header are not merged")


def test_values_without_a_column_name_are_a_problem(loaded):
    result = load_xlsx(loaded, workbook([*TABLE, ["Africa", 9, None, "see note"]]))
    assert result.told() == [(4, "", "column 4 of the sheet")]
    assert result.report.rows_written == 3


def hide(state):
    def change(book):
        book.create_sheet("Draft").append(["place", "people"])
        book["Draft"].sheet_state = state

    return change


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_never_read_by_accident(loaded, state):
    content = workbook(change=hide(state))
    assert load_xlsx(loaded, content).report.rows_written == 2
    with pytest.raises(SourceFileError, match="'Draft' is hidden"):
        load_xlsx(loaded, content, sheet="Draft")
    assert (
        load_xlsx(loaded, content, sheet="Draft", read_hidden=True, allow_empty=True).rows() == []
    )


def test_several_sheets_need_a_name(loaded):
    content = workbook(change=hide("visible"))
    with pytest.raises(SourceFileError) as caught:
        load_xlsx(loaded, content)
    assert "Data, Draft" in caught.value.expected
    assert load_xlsx(loaded, content, sheet="Data").report.rows_written == 2


def test_a_sheet_that_is_not_there_is_refused(loaded):
    with pytest.raises(SourceFileError, match="no sheet 'Dada'"):
        load_xlsx(loaded, workbook(), sheet="Dada")


def test_a_sheet_that_ends_before_its_header_is_refused(loaded):
    with pytest.raises(SourceFileError, match="ends before its header"):
        load_xlsx(loaded, workbook([]))
    with pytest.raises(SourceFileError, match="it has 3 rows"):
        load_xlsx(loaded, workbook(), preamble_lines=3)


def test_a_formula_without_a_stored_value_is_a_problem(loaded):
    result = load_xlsx(loaded, workbook([*TABLE, ["Africa", "=1+1"]]))
    assert result.told() == [(4, "people", "")]
    assert result.only().rule == "people is a formula whose value is stored"
    assert result.report.rejected_lines == (4,)


def test_a_formula_with_a_stored_value_is_read_and_reported(loaded):
    content = repacked(
        workbook([*TABLE, ["Africa", "=1+1"]]),
        {
            "xl/worksheets/sheet1.xml": lambda xml: xml.replace(
                b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
            )
        },
    )
    result = load_xlsx(loaded, content)
    assert result.rows("people")[-1] == (4, 2)
    assert (result.only().severity, result.only().line) == ("warning", 4)


@pytest.mark.parametrize("error", [ERROR_CODES[0], "#DIV/0!"])
def test_an_error_value_is_a_problem_and_not_blank(loaded, error):
    def change(book):
        book.active["B3"].value = error
        book.active["B3"].data_type = "e"

    result = load_xlsx(loaded, workbook(change=change))
    assert result.told() == [(3, "people", error)]
    assert result.rows("people") == [(2, 5)]


def test_a_row_with_nothing_but_an_error_is_told(loaded):
    def change(book):
        book.active["B5"].value = "#REF!"
        book.active["B5"].data_type = "e"

    assert load_xlsx(loaded, workbook(change=change)).told() == [(5, "people", "#REF!")]


def test_a_gzipped_workbook_is_read(loaded):
    result = loaded(gzip.compress(workbook()), COLUMNS, name="file.xlsx.gz", format="xlsx")
    assert result.report.rows_written == 2


@pytest.mark.parametrize(
    "content",
    [
        b"place,people\nAsia,5\n",
        b"PK\x03\x04 and no more",
        workbook()[:-100],
        workbook()[:2000] + b"\0" * 50 + workbook()[2050:],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\0",
    ],
)
def test_what_is_no_workbook_is_refused(loaded, content):
    with pytest.raises(SourceFileError, match="not a workbook that can be read safely"):
        load_xlsx(loaded, content)


def zipped(parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


def test_an_archive_that_is_no_workbook_is_refused(loaded):
    with pytest.raises(SourceFileError):
        load_xlsx(loaded, zipped({"readme.txt": "hello"}))


def test_a_zip_bomb_is_refused(loaded):
    content = zipped({"xl/worksheets/sheet1.xml": b" " * (60 * limits.MEBIBYTE)})
    assert len(content) < limits.MEBIBYTE
    with pytest.raises(SourceFileError, match="grows to more than"):
        load_xlsx(loaded, content)


def test_a_part_that_lies_about_its_size_is_refused(loaded):
    content = zipped({"xl/worksheets/sheet1.xml": b" " * (4 * limits.MEBIBYTE)})
    content = content.replace(struct.pack("<I", 4 * limits.MEBIBYTE), struct.pack("<I", 1000))
    with pytest.raises(SourceFileError, match="not a workbook"):
        load_xlsx(loaded, content)


def test_many_parts_are_refused(loaded, monkeypatch):
    monkeypatch.setattr(limits, "ZIP_ENTRIES", 5)
    with pytest.raises(SourceFileError, match="more than 5"):
        load_xlsx(loaded, workbook())


LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>"""
)


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    "xml", [LAUGHS, b" " * (limits.MEBIBYTE - 5) + LAUGHS, LAUGHS.decode().encode("utf-16")]
)
def test_entities_in_xml_are_refused(loaded, part, xml):
    content = repacked(workbook(), {part: lambda _: xml})
    with pytest.raises(SourceFileError, match="not a workbook that can be read safely"):
        load_xlsx(loaded, content)


def test_entities_in_a_part_of_another_name_are_refused(loaded):
    with pytest.raises(SourceFileError, match="declares a document type"):
        load_xlsx(loaded, zipped({"xl/worksheets/sheet1.dat": LAUGHS}))


def test_xml_that_is_cut_is_refused(loaded):
    content = repacked(workbook(), {"xl/workbook.xml": lambda xml: xml[:80]})
    with pytest.raises(SourceFileError, match="cannot be read"):
        load_xlsx(loaded, content)
