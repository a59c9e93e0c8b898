"""The workbook, read back: values, headers, marks, properties, and hostile cells that stay texts."""

import io
import os
import re
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from report.publish.dictionary import dictionary
from report.publish.kept_edition import open_edition
from report.publish.workbook import workbook
from report.publish.workbook.cells import CELL_UNITS, CUT
from tests.report.publish.conftest import HOSTILE
from warehouse.project import Project


@pytest.fixture
def opened(kept, toy):
    def run(name="North Orchard"):
        edition = kept(name)
        content = workbook(edition, dictionary(toy, edition))
        return openpyxl.load_workbook(io.BytesIO(content)), content

    return run


@pytest.fixture(scope="module")
def real(edition_2022):
    place, _ = edition_2022
    project = Project(place.parents[4])
    edition = open_edition(project, "2022")
    content = workbook(edition, dictionary(project, edition))
    return edition, openpyxl.load_workbook(io.BytesIO(content)), content


def marked_rows(sheet):
    """The cells of a sheet's one marked table, header included."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def test_sheets_are_cover_contents_notes_tables_sources_dictionary(opened):
    book, _ = opened()
    assert book.sheetnames == [
        "Cover",
        "Contents",
        "Notes",
        "Table 1",
        "Table 2",
        "Sources",
        "Dictionary",
    ]
    assert all(len(sheet.tables) == 1 for sheet in book.worksheets[1:])
    assert not any(sheet.merged_cells.ranges for sheet in book.worksheets)


def test_values_are_published_ones_and_headers_have_units(opened):
    book, _ = opened()
    sheet = book["Table 1"]
    rows = marked_rows(sheet)
    assert rows[0] == [
        "Orchard",
        "Name",
        "Harvested\n(tonnes)",
        "Share of the harvest\n(per cent)",
        *rows[0][4:],
    ]
    by_name = {row[0]: row for row in rows[1:]}
    assert by_name["NORTH"][2:4] == [131, 59.1]
    assert by_name["SOUTH"][2] == 90.8
    assert by_name["WEST"][2:4] == [None, None]
    lines = [cell.value for cell in sheet["A"] if isinstance(cell.value, str)]
    assert "it is not zero" in " ".join(lines)
    assert "[note 1]" in " ".join(lines)
    assert [row[1] for row in marked_rows(book["Notes"])][1].startswith("An orchard without")


def test_title_language_and_fixed_date(opened):
    book, _ = opened()
    properties = book.properties
    assert properties.title == "Harvest Report 2020: tables"
    assert properties.language == "en-GB"
    assert properties.creator == "Orchard Board"
    assert str(properties.created) == "2021-03-01 00:00:00"


def test_sources_with_licence_vintage_and_hash(opened):
    book, _ = opened()
    rows = marked_rows(book["Sources"])
    register = dict(
        zip(rows[0], next(row for row in rows if "orchards.csv" in row[8]), strict=True)
    )
    assert register["Licence"] == "CC-BY-4.0"
    assert register["Vintage"] == "2021-01-01"
    assert re.fullmatch("[0-9a-f]{64}", register["sha256 of the file"])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_text_as_it_stands(opened, name):
    book, content = opened(name)
    cells = [c for row in book["Table 1"].iter_rows() for c in row if c.value == name]
    assert len(cells) == 1
    assert cells[0].data_type == "s"
    assert cells[0].hyperlink is None
    assert cells[0].quotePrefix == (name[0] in "=+-@")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in archive.read(n) for n in sheets)


def test_a_cell_that_is_too_long_is_cut_with_a_mark(opened):
    book, _ = opened("\U0001f333" * 20_000)
    (cell,) = [c for r in book["Table 1"].iter_rows() for c in r if str(c.value).endswith(CUT)]
    assert len(cell.value.encode("utf-16-le")) // 2 <= CELL_UNITS


def test_a_table_without_rows_says_so(kept, toy):
    model = toy.models / "report" / "table_02_orchards.sql"
    model.write_text(model.read_text().replace("ORDER BY", "WHERE o.code = 'NONE' ORDER BY"))
    edition = kept()
    book = openpyxl.load_workbook(io.BytesIO(workbook(edition, dictionary(toy, edition))))
    assert marked_rows(book["Table 2"])[1] == ["no rows in this edition", None]


def test_every_cell_of_the_real_edition_is_that_of_the_page(real):
    edition, book, _ = real
    for table in edition.tables:
        rows = marked_rows(book[edition.label(table)])[1:]
        for row, shown in zip(rows, table.shown_rows(), strict=True):
            for cell, text in zip(row, shown, strict=False):
                if isinstance(cell, int | float):
                    assert float(text.replace(",", "").replace("\u2212", "-")) == cell
                else:
                    assert (cell or "") == text


def test_natures_are_letters_with_a_legend_and_words(real):
    _, book, _ = real
    sheet = book["Table 5"]
    formats = {cell.number_format for row in sheet.iter_rows() for cell in row}
    assert any('" [e]"' in given for given in formats)
    lines = [cell.value for cell in sheet["A"] if isinstance(cell.value, str)]
    assert "Nature: [e] estimate. Cells without a letter are measured." in lines
    rows = marked_rows(sheet)
    assert rows[0][-1] == "Weakest nature"
    assert {row[-1] for row in rows[1:]} == {"measured", "estimate"}


def test_the_contents_lead_to_every_sheet(real):
    edition, book, _ = real
    cells = [cell for row in book["Contents"].iter_rows() for cell in row]
    links = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    labels = [edition.label(table) for table in edition.tables]
    assert links == {f"'{label}'!A1" for label in [*labels, "Sources", "Dictionary"]}


SCRIPT = """
import hashlib, sys
from pathlib import Path
from report.publish.dictionary import dictionary
from report.publish.kept_edition import open_edition
from report.publish.word import document
from report.publish.workbook import workbook
from warehouse.project import Project
project = Project(Path(sys.argv[1]))
edition = open_edition(project, "2020")
for content in (workbook(edition, dictionary(project, edition)), document(edition)):
    print(hashlib.sha256(content).hexdigest())
"""


def test_two_runs_give_the_same_bytes(kept, toy):
    kept()

    def run(seed, zone):
        line = [sys.executable, "-c", SCRIPT, str(toy.root)]
        settings = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run(line, env=settings, capture_output=True, text=True, check=True)
        return done.stdout.split()

    assert run("1", "UTC") == run("2", "Pacific/Kiritimati")


def test_the_cover_explains_the_letters_that_are_used_and_no_others(real):
    _, book, _ = real
    cover = " ".join(str(row[0].value) for row in book["Cover"].iter_rows() if row[0].value)
    assert "[e] estimate: " in cover
    assert "synthetic" not in cover
