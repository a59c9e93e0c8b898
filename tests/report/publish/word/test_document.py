"""The Word document, read back: styles, captions, repeated headers, descriptions, values, properties."""

import io
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from report.publish.kept_edition import open_edition
from report.publish.word import document
from report.publish.word.columns import fitted
from tests.report.publish.conftest import third_always
from warehouse.project import Project


@pytest.fixture
def opened(kept):
    def run(name="North Orchard"):
        return docx.Document(io.BytesIO(document(kept(name))))

    return run


@pytest.fixture(scope="module")
def real(edition_2022):
    edition = open_edition(Project(edition_2022[0].parents[4]), "2022")
    return edition, docx.Document(io.BytesIO(document(edition)))


def texts(table):
    return [
        ["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in r.tc_lst]
        for r in table._tbl.tr_lst
    ]


def test_tables_have_a_style_a_repeated_header_and_a_description(opened):
    for table in opened().tables:
        assert table.style.name == "Report Table"
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert "rows; columns: Orchard" in properties.find(qn("w:tblDescription")).get(qn("w:val"))
        assert [row.trPr.find(qn("w:tblHeader")) is not None for row in table._tbl.tr_lst] == [
            True,
            *[False] * (len(table.rows) - 1),
        ]


def test_captions_number_themselves(opened):
    made = opened()
    captions = [p for p in made.paragraphs if p.style.name == "Caption"]
    words = ["".join(t.text for t in p._p.iter(qn("w:t"))) for p in captions]
    assert words == ["Table 1. Harvest of the year, by orchard", "Table 2. Orchards"]
    fields = [f.get(qn("w:instr")) for p in captions for f in p._p.iter(qn("w:fldSimple"))]
    assert fields == [r" SEQ Table \* ARABIC "] * 2


def test_values_notes_sources_and_blanks(opened):
    made = opened()
    rows = {row[0]: row for row in texts(made.tables[0])}
    assert rows["Orchard"][2] == "Harvested(tonnes)"
    assert rows["NORTH"][3].startswith("59.1")
    assert rows["WEST"][2] == ""
    below = "\n".join(p.text for p in made.paragraphs if p.style.name == "Table Note")
    assert "it is not zero" in below
    assert "Note 1. An orchard without a return" in below
    assert "Sources: Orchard Board, Harvest returns" in below
    assert "CC-BY-4.0" in below


def test_title_language_and_fixed_date(opened):
    made = opened()
    properties = made.core_properties
    assert properties.title == "Harvest Report 2020: tables"
    assert properties.language == "en-GB"
    assert str(properties.created)[:10] == str(properties.modified)[:10] == "2021-03-01"
    assert {e.get(qn("w:val")) for e in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}


@pytest.mark.parametrize("name", [*third_always(2), "two\nlines", "{{ 7 * 7 }}", "110\u202e"])
def test_hostile_text_is_text_as_it_stands(opened, name):
    cells = [cell for row in texts(opened(name).tables[0]) for cell in row]
    assert name.replace("\n", "").replace("\u202e", "\u2426") in cells


def test_every_cell_of_the_real_edition_is_that_of_the_page(real):
    edition, made = real
    assert len(made.tables) == len(edition.tables)
    for table, shown in zip(made.tables, edition.tables, strict=True):
        for row, expected in zip(texts(table)[1:], shown.shown_rows(), strict=True):
            for cell, text in zip(row, expected, strict=True):
                assert cell in {text.replace("\n", ""), *(text + letter for letter in "epsx")}


def test_wide_tables_lie_across(real):
    _, made = real
    orientations = [section.orientation for section in made.sections]
    assert orientations[0] == orientations[-1] == WD_ORIENT.PORTRAIT
    assert WD_ORIENT.LANDSCAPE in orientations


def test_no_part_carries_a_time_or_a_picture(kept):
    with zipfile.ZipFile(io.BytesIO(document(kept()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if name.endswith(".jpeg")]


@pytest.mark.parametrize("room", [9_000, 14_000])
def test_columns_fill_the_room_and_break_no_number(room):
    headers = ["Year", "Category", "People\n(people)"]
    rows = [["2022", "a long text of many words that may be broken", "108,436,336"]] * 3
    style, widths = fitted(headers, rows, room)
    assert style == "TableText"
    assert sum(widths) == room
    assert widths[2] > len("108,436,336") * 89
