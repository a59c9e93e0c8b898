"""What is odd about cells and sheets: refused, said, or read as declared; and numbers that are more than digits."""

import pytest

from tests.warehouse.sources.readers.written import (
    DAY,
    RAISED,
    STRUCK,
    STYLES,
    packed,
    worksheet,
)
from warehouse.errors import SourceFileError

COLUMNS = {"k": {"type": "text", "nullable": True}, "v": {"type": "text", "nullable": True}}
HEAD = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
NAMES = "<si><t>k</t></si><si><t>v</t></si>"


def run(text, mark):
    return f"<si><r><t>{text}</t></r><r><rPr>{mark}</rPr><t>3</t></r></si>"


def cell(value, style=0, kind="", row=2):
    kind = f' t="{kind}"' if kind else ""
    return f'<row r="{row}"><c r="B{row}" s="{style}"{kind}><v>{value}</v></c></row>'


def sheet(rows, texts="", styles=STYLES, book="", before="", after=""):
    xml = worksheet(HEAD + rows, before=before, after=after)
    return packed(xml, NAMES + texts, styles=styles, workbook=book)


@pytest.fixture
def read(loaded):
    def run(content, **options):
        options = {"format": "xlsx", "allow_empty": True} | options
        return loaded(content, COLUMNS, name="file.xlsx", **options)

    return run


SUPER, SUB = '<vertAlign val="superscript"/>', '<vertAlign val="subscript"/>'
MARKS = [
    ("raised", "join", lambda: sheet(cell(2, kind="s"), run("120", SUPER)), "1203", "120"),
    ("raised", "join", lambda: sheet(cell(2, kind="s"), run("120", SUB)), "1203", "120"),
    ("struck", "keep", lambda: sheet(cell(2, kind="s"), run("120", "<strike/>")), "1203", "120"),
    ("raised", "join", lambda: sheet(cell(7, RAISED)), "7", ""),
    ("struck", "keep", lambda: sheet(cell(7, STRUCK)), "7", ""),
    (
        "raised",
        "join",
        lambda: sheet(
            '<row r="2"><c r="B2" t="inlineStr"><is><r><t>120</t></r><r><rPr>'
            f"{SUPER}</rPr><t>3</t></r></is></c></row>"
        ),
        "1203",
        "120",
    ),
]


@pytest.mark.parametrize(("option", "whole", "make", "joined", "dropped"), MARKS)
def test_a_mark_never_joins_a_value_unless_that_is_declared(
    read, option, whole, make, joined, dropped
):
    problem = read(make()).only()
    assert problem.severity == "error"
    assert problem.value.startswith(f"B2: '{joined}', of which")
    assert f"`{option}`" in problem.remedy
    assert read(make(), **{option: whole}).rows("v") == [(2, joined)]
    left = read(make(), **{option: "drop"}).rows("v")
    assert left == [(2, dropped)] or (not dropped and left == [(2, None)])


def test_marks_that_are_switched_off_are_none(read):
    content = sheet(cell(2, kind="s"), run("120", '<strike val="0"/><vertAlign val="baseline"/>'))
    assert read(content).rows("v") == [(2, "1203")]


def test_hidden_rows_and_columns_are_said_read_or_passed_over(read):
    hidden = '<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2"><v>5</v></c></row>'
    columns = '<cols><col min="2" max="3" hidden="1"/></cols>'
    content = sheet(hidden + cell(6, row=3), before=columns)
    result = read(content)
    assert [p.severity for p in result.report.problems] == ["warning"] * 2
    assert result.told() == [(1, "v", ""), (2, "", "row 2")]
    assert read(content, hidden_cells="read").report.problems == ()
    with_rows = read(sheet(hidden + cell(6, row=3)), hidden_cells="skip")
    assert with_rows.rows("v") == [(3, "6")]
    assert read(content, hidden_cells="skip").told() == [(1, "v", "")]


def test_rows_that_a_filter_hides_are_said(read):
    hidden = '<row r="2" hidden="1"><c r="B2"><v>5</v></c></row>'
    content = sheet(hidden, before='<sheetPr filterMode="1"/>')
    assert "filter" in read(content).only().rule


@pytest.mark.parametrize(
    ("stored", "style", "text"),
    [
        ("1.25", 0, "1.25"),
        ("5.8200000000000003", 0, "5.82"),
        ("0.30000000000000004", 0, "0.30000000000000004"),
        ("12345678901234567", 0, "12345678901234567"),
        ("1E+20", 0, "100000000000000000000"),
        ("-0", 0, "0"),
        ("43018", DAY, "2017-10-10"),
        ("43018.5", DAY, "2017-10-10 12:00:00"),
        ("1", DAY, "1900-01-01"),
        ("59", DAY, "1900-02-28"),
        ("61", DAY, "1900-03-01"),
        ("2958465", DAY, "9999-12-31"),
    ],
)
def test_a_stored_number_is_read_exactly(read, stored, style, text):
    assert read(sheet(cell(stored, style))).rows("v") == [(2, text)]


@pytest.mark.parametrize(
    ("stored", "style"),
    [("1.234567890123457E+17", 0), ("NaN", 0), ("INF", 0), ("x", 0)]
    + [(n, DAY) for n in ("-1", "0", "0.5", "60", "60.5", "2958466", "10000000", "1E+300")],
)
def test_a_stored_number_that_means_nothing_is_refused(read, stored, style):
    problem = read(sheet(cell(stored, style))).only()
    assert (problem.severity, problem.line, problem.column) == ("error", 2, "v")
    assert stored in problem.value


@pytest.mark.parametrize(
    ("code", "stored", "text"),
    [
        ("[h]:mm", "1.25", "30:00:00"),
        ("[mm]:ss", "0.5", "12:00:00"),
        ("h:mm", "0.75", "18:00:00"),
        ("h:mm", "1.75", None),
        ("mm:ss.0", "0.5", "12:00:00"),
        ("yyyy-mm-dd hh:mm:ss.000", "43018.25", "2017-10-10 06:00:00"),
        ('0.0 "days"', "3", "3"),
        ("[Red]#,##0;d", "3", "3"),
        ("[$-409]d mmm yy;@", "43018", "2017-10-10"),
        ("0.00E+00", "3", "3"),
        ("General", "3", "3"),
    ],
)
def test_number_formats_tell_days_times_and_durations(read, code, stored, text):
    written = code.replace('"', "&quot;")
    styles = STYLES.replace("yyyy\\-mm\\-dd", written)
    result = read(sheet(cell(stored, DAY), styles=styles))
    assert result.rows("v") == ([] if text is None else [(2, text)])


def test_a_workbook_may_count_from_1904(read):
    content = sheet(cell(0, DAY), book='<workbookPr date1904="1"/>')
    assert read(content).rows("v") == [(2, "1904-01-01")]


def test_cells_filled_by_an_array_formula_are_formulas(read):
    rows = (
        '<row r="2"><c r="B2"><f t="array" ref="B2:B3">x</f><v>1</v></c></row>'
        + cell(2, row=3)
        + cell(3, row=4)
    )
    assert read(sheet(rows)).told() == [(2, "v", ""), (3, "v", "")]


def test_a_formula_that_was_never_calculated_is_refused(read):
    rows = '<row r="2"><c r="B2"><f>A1</f><v>0</v></c></row>'
    book = '<calcPr fullCalcOnLoad="1"/>'
    assert read(sheet(rows, book=book)).only().severity == "error"
    assert read(sheet(rows)).only().severity == "warning"


@pytest.mark.parametrize(
    "rows",
    [
        cell(1, row=3) + cell(2, row=2),
        cell(1) + cell(2),
        '<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
        '<row r="2"><c r="B3"><v>1</v></c></row>',
        '<row r="2"><c r="B2" t="s"><v>99</v></c></row>',
        '<row r="2"><c r="B2"><v>1</v></row>',
        '<row r="2"><c r="XFE2"><v>1</v></c></row>',
        '<row r="1048577"><c r="B1048577"><v>1</v></c></row>',
        '<row r="2"><x r="B2"><v>1</v></x></row>',
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(read, rows):
    with pytest.raises(SourceFileError, match="cannot be read"):
        read(sheet(rows))


@pytest.mark.parametrize("value", [' t="str"><v> </v>', "/>", ' t="s"><v>2</v>'])
def test_a_blank_cell_far_away_is_no_row_and_takes_no_memory(read, value):
    last = '<row r="1048576"><c r="XFD1048576"' + value + ("</c>" if "<v>" in value else "")
    content = sheet(cell(5) + last + "</row>", "<si><t> </t></si>")
    result = read(content)
    assert result.rows("v") == [(2, "5")]
    assert result.report.physical_lines == 2


def test_the_declared_size_of_a_sheet_plays_no_part(read):
    rows = cell(5) + '<row r="9"><c r="B9" t="e"><v>#N/A</v></c></row>'
    lying = sheet(rows, before='<dimension ref="A1:B2"/>')
    assert read(lying).told() == read(sheet(rows)).told() == [(9, "v", "#N/A")]
