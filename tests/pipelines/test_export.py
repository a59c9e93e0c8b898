"""`annual-report export` and `fill`: files from the current build, and errors in plain words."""

import json

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipelines.cli import app as frame


@pytest.fixture
def toy(toy_built):
    """The toy project, built: nothing here is about the build itself."""
    return toy_built


@pytest.fixture
def run(toy, monkeypatch, capsys):
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", *map(str, words)])
        code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def test_both_files_are_written(run, tmp_path):
    book, text = tmp_path / "t.xlsx", tmp_path / "t.docx"
    code, out, _ = run("export", "2020", book, text)
    assert code == 0
    assert out.count("Wrote") == 2
    assert "Table 1" in openpyxl.load_workbook(book).sheetnames
    assert len(docx.Document(text).tables) == 2
    first = [path.read_bytes() for path in (book, text)]
    run("export", "2020", book, text)
    assert [path.read_bytes() for path in (book, text)] == first


def test_an_unknown_form_writes_nothing(run, tmp_path):
    code, _, err = run("export", "2020", tmp_path / "t.xlsx", tmp_path / "t.ods")
    assert code == 2
    assert ".xlsx or .docx" in err
    assert not (tmp_path / "t.xlsx").exists()


def test_a_folder_that_does_not_exist_is_told(run, tmp_path):
    code, _, err = run("export", "2020", tmp_path / "no" / "t.xlsx")
    assert code == 2
    assert "cannot be written" in err


def test_an_edition_that_was_not_built_is_told(run):
    code, _, err = run("export", "2021", "t.xlsx")
    assert code == 2
    assert "annual-report build 2021" in err


def test_fill_writes_a_copy(run, tmp_path):
    draft = docx.Document()
    draft.add_paragraph("North: {{figure:harvest_north}}, {{figure:harvest_north.value}}.")
    draft.save(tmp_path / "draft.docx")
    words = ("fill", "2020", tmp_path / "draft.docx", tmp_path / "filled.docx")
    code, out, _ = run(*words, "--json")
    assert code == 0
    assert json.loads(out)["filled"] == {"harvest_north": 1, "harvest_north.value": 1}
    (paragraph,) = docx.Document(tmp_path / "filled.docx").paragraphs
    # What is filled stands in content controls, which `text` leaves out.
    shown = "".join(text.text for text in paragraph._p.iter(qn("w:t")))
    assert shown == "North: 131 tonnes, 131."


def test_fill_with_a_wrong_id_tells_the_nearest_and_writes_nothing(run, tmp_path):
    draft = docx.Document()
    draft.add_paragraph("{{figure:harvest_nord}}")
    draft.save(tmp_path / "draft.docx")
    code, _, err = run("fill", "2020", tmp_path / "draft.docx", tmp_path / "filled.docx")
    assert code == 2
    assert "harvest_north" in err
    assert not (tmp_path / "filled.docx").exists()
