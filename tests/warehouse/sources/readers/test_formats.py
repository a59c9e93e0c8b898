"""Parquet, Stata, SPSS, ZIP and OpenDocument files: read exactly, guarded alike, or refused by name."""

import datetime
import io
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet as pq
import pyreadstat
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from warehouse.errors import SourceFileError

KV = {"k": {"type": "text", "nullable": True}, "v": {"type": "text", "nullable": True}}


def parquet(**columns):
    data = io.BytesIO()
    pq.write_table(pyarrow.table(columns), data)
    return data.getvalue()


MOMENT = datetime.datetime(2020, 1, 2, 3, 4, 5, 600_000)
VALUES = [
    (pyarrow.array([2**62 + 1]), str(2**62 + 1)),
    (pyarrow.array([0.1]), "0.1"),
    (pyarrow.array([0.1], pyarrow.float32()), "0.1"),
    (pyarrow.array([1e20]), "100000000000000000000"),
    (pyarrow.array([Decimal("1.10")]), "1.10"),
    (pyarrow.array([True]), "true"),
    (pyarrow.array([datetime.date(2020, 2, 29)]), "2020-02-29"),
    (pyarrow.array([MOMENT]), "2020-01-02 03:04:05.6"),
    (pyarrow.array([MOMENT], pyarrow.timestamp("us", "Asia/Tokyo")), "2020-01-02 03:04:05.6Z"),
    (pyarrow.array([datetime.datetime(2020, 1, 2)]), "2020-01-02"),
    (pyarrow.array(["x"]).dictionary_encode(), "x"),
    (pyarrow.array([None], pyarrow.int64()), None),
]


@pytest.mark.parametrize(("values", "text"), VALUES)
def test_parquet_types_are_exact(loaded, values, text):
    content = parquet(k=["a"], v=values)
    result = loaded(content, KV, name="file.parquet", format="parquet")
    assert result.rows("k, v") == [(1, "a", text)]


@pytest.mark.parametrize("values", [[[1]], [{"a": 1}], [b"x"], [datetime.timedelta(1)]])
def test_other_parquet_types_are_refused_by_name(loaded, values):
    with pytest.raises(SourceFileError, match="'v' is of the type"):
        loaded(parquet(k=["a"], v=values), KV, name="file.parquet", format="parquet")


def test_records_of_several_batches_are_counted_on(loaded, monkeypatch):
    monkeypatch.setattr("warehouse.sources.limits.BATCH_ROWS", 2)
    content = parquet(k=list("abcde"), v=["1"] * 5)
    result = loaded(content, KV, name="file.parquet", format="parquet")
    assert [line for line, _ in result.rows("k")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("kind", ["dta", "sav"])
def test_labelled_values_are_codes_or_labels_as_declared(loaded, tmp_path, kind):
    frame = pd.DataFrame({"k": ["a", "b"], "v": [1.0, 2.5]})
    path = tmp_path / f"file.{kind}"
    write = pyreadstat.write_dta if kind == "dta" else pyreadstat.write_sav
    write(frame, str(path), variable_value_labels={"v": {1: "one"}} if kind == "sav" else {})
    assert loaded(path, KV, format=kind).rows("k, v") == [(1, "a", "1"), (2, "b", "2.5")]
    if kind == "sav":
        labelled = loaded(path, KV, format=kind, value_labels="label")
        assert labelled.rows("v") == [(1, "one"), (2, "2.5")]


@pytest.mark.parametrize("kind", ["parquet", "dta", "sav"])
def test_what_is_of_another_format_is_named(loaded, kind):
    with pytest.raises(SourceFileError, match="a PDF"):
        loaded(b"%PDF-1.7", KV, name=f"file.{kind}", format=kind)


def zipped(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return data.getvalue()


def test_one_file_of_an_archive_is_read(loaded):
    assert loaded(zipped(a="k,v\nx,1\n"), KV, name="file.zip").rows("k, v") == [(2, "x", "1")]
    both = zipped(a="k,v\nx,1\n", b="k,v\ny,2\n")
    assert loaded(both, KV, name="file.zip", member="b.csv").rows("k") == [(2, "y")]
    with pytest.raises(SourceFileError, match="holds 2 files") as caught:
        loaded(both, KV, name="file.zip")
    assert "a.csv, b.csv" in caught.value.expected


def test_an_archive_is_held_to_the_limits(loaded):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "k,v\n" + "a,b\n" * 16_000_000)
    with pytest.raises(SourceFileError, match="grows to more than"):
        loaded(data.getvalue(), KV, name="file.zip")


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods(rows, styles=""):
    content = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0" xmlns:style="{OFFICE}:style:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>k</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>v</text:p></table:table-cell>'
        f"</table:table-row>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("content.xml", content)
    return data.getvalue()


def ods_cell(attributes, shown="", row=""):
    return (
        f"<table:table-row {row}><table:table-cell/><table:table-cell {attributes}>"
        f"<text:p>{shown}</text:p></table:table-cell></table:table-row>"
    )


RAISED = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
ODD_CELLS = [
    (
        'table:formula="of:=1/0" office:value-type="string" office:string-value=""',
        "#DIV/0!",
        "error",
    ),
    ('table:formula="of:=1+1" office:value-type="float" office:value="2"', "2", "warning"),
    ('office:value-type="string"', '120<text:span text:style-name="T1">3</text:span>', "error"),
    ('table:number-rows-spanned="2" office:value-type="float" office:value="2"', "2", "error"),
    ('office:value-type="date" office:date-value="1899-13-30"', "x", "error"),
    ('office:value-type="float" office:value="1.2345678901234567E+17"', "x", "error"),
]


@pytest.mark.parametrize(("attributes", "shown", "severity"), ODD_CELLS)
def test_odd_cells_of_ods_are_told(loaded, attributes, shown, severity):
    content = ods(ods_cell(attributes, shown), RAISED)
    problems = loaded(content, KV, name="f.ods", format="ods", allow_empty=True).report.problems
    assert [problem.severity for problem in problems] == [severity]


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ('office:value-type="float" office:value="0.1"', "0.1"),
        ('office:value-type="percentage" office:value="0.0582"', "0.0582"),
        ('office:value-type="date" office:date-value="2020-02-29"', "2020-02-29"),
        ('office:value-type="time" office:time-value="PT30H00M00S"', "30:00:00"),
        ('office:value-type="boolean" office:boolean-value="true"', "true"),
        ('office:value-type="string"', "as shown"),
    ],
)
def test_values_of_ods_are_read_as_stored(loaded, attributes, text):
    content = ods(ods_cell(attributes, "as shown"))
    assert loaded(content, KV, name="f.ods", format="ods").rows("v") == [(2, text)]


def test_repeated_rows_of_ods_are_counted_and_bounded(loaded):
    value = 'office:value-type="float" office:value="1"'
    blank = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    twice = ods_cell(value, row='table:number-rows-repeated="2"')
    result = loaded(ods(twice + blank), KV, name="f.ods", format="ods")
    assert [line for line, _ in result.rows("v")] == [2, 3]
    for attributes, row in (
        (value, 'table:number-rows-repeated="9999999"'),
        (value + ' table:number-columns-repeated="99999"', ""),
    ):
        with pytest.raises(SourceFileError, match="cannot be read"):
            loaded(ods(ods_cell(attributes, "1", row)), KV, name="f.ods", format="ods")


@pytest.mark.long
@pytest.mark.needs("soffice")
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_what_libreoffice_writes_is_read_and_guarded_like_xlsx(loaded, tmp_path, kind):
    book = openpyxl.Workbook()
    sheet = book.active
    mark = TextBlock(InlineFont(vertAlign="superscript"), "3")
    day = datetime.date(2020, 2, 29)
    rows = [
        ["k", "v"],
        ["a", 1.5],
        ["b", "=1+1"],
        ["c", "=1/0"],
        ["d", CellRichText("120", mark)],
        ["e", day],
    ]
    for row in [*rows, ["f", "12"], ["h", 7]]:
        sheet.append(row)
    sheet.row_dimensions[8].hidden = True
    book.save(tmp_path / "in.xlsx")
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "in.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    result = loaded(tmp_path / f"in.{kind}", KV, format=kind)
    assert result.rows("k, v") == [
        (2, "a", "1.5"),
        (3, "b", "2"),
        (6, "e", "2020-02-29"),
        (7, "f", "12"),
        (8, "h", "7"),
    ]
    told = {(p.line, p.rule_id.rpartition("file.")[2]) for p in result.report.problems}
    assert told == {(3, "formulas"), (4, "error_values"), (5, "raised_text"), (8, "hidden_rows")}
