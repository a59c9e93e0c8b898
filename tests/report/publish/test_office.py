"""The workbook and the Word document are opened by another program, without repair, and read back from there."""

import csv
import subprocess

import pytest

from report.publish.dictionary import dictionary
from report.publish.kept_edition import open_edition
from report.publish.natures import LETTERS, marks
from report.publish.word import document
from report.publish.workbook import workbook
from tests.programs import program
from warehouse.project import Project

pytestmark = pytest.mark.long
# Every sheet, cells as they are shown, UTF-8.
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"


@pytest.fixture(scope="module")
def converted(edition_2022, tmp_path_factory):
    """Convert both files of the 2022 edition; returns the edition and the folder of results."""
    office = program("soffice")
    folder = tmp_path_factory.mktemp("office")
    project = Project(edition_2022[0].parents[4])
    edition = open_edition(project, "2022")
    (folder / "t.xlsx").write_bytes(workbook(edition, dictionary(project, edition)))
    (folder / "t.docx").write_bytes(document(edition))
    for form, name in ((ALL_SHEETS, "t.xlsx"), ("pdf", "t.xlsx"), ("txt:Text", "t.docx")):
        line = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        line += ["--convert-to", form, "--outdir", str(folder), str(folder / name)]
        subprocess.run(line, check=True, capture_output=True, timeout=300)
    return edition, folder


def test_every_table_of_the_workbook_reads_the_same(converted):
    edition, folder = converted
    for table in edition.tables:
        path = folder / f"t-{edition.label(table)}.csv"
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
        shown = table.shown_rows()
        letters = marks(table, shown)
        below = rows[len(rows) - len(shown) :]
        for row, cells, natures in zip(below, shown, letters, strict=True):
            marked = [
                f"{cell} [{LETTERS[nature]}]" if nature else cell
                for cell, nature in zip(cells, natures, strict=True)
            ]
            assert row[: len(cells)] == marked


def test_the_workbook_prints(converted):
    _, folder = converted
    assert (folder / "t.pdf").read_bytes().startswith(b"%PDF")


def test_the_word_document_opens_with_every_caption(converted):
    edition, folder = converted
    text = (folder / "t.txt").read_text(encoding="utf-8")
    for table in edition.tables:
        assert f"{edition.label(table)}. {table.model.title}" in text
