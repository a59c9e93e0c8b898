"""`annual-report book`: from the current build, the same in other surroundings, and never where it must not be."""

import json
import os
import subprocess
import sys

import pytest

from pipelines.cli import app as frame
from pipelines.cli.build import build_edition
from tests.report.book.conftest import TOY_TEXT, register_text, written
from tests.report.book.crawler import faults

PLACES = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "ANNUAL_REPORT_THREADS": "1"},
    {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "2",
        "ANNUAL_REPORT_THREADS": "4",
    },
]


@pytest.fixture
def run(toy, monkeypatch, capsys):
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    register_text(toy, TOY_TEXT)
    build_edition(toy, "2020")
    capsys.readouterr()

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", *map(str, words)])
        code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def test_the_book_stands_beside_the_build(run, toy):
    code, out, _ = run("book", "2020")
    folder = toy.build / "2020" / "book"
    assert code == 0
    assert "2 figures, 2 tables" in out
    assert f"Open {folder / 'index.html'}" in " ".join(out.split())
    marker = json.loads((folder / "book.json").read_text())
    assert (marker["edition"], marker["schema"]) == ("2020", "annual-report/book/1")
    assert "18 of 18 cells reproduced" in (folder / "index.html").read_text()


def test_it_is_opened_when_asked(run, toy, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    run("book", "2020", "--open")
    assert opened == [(toy.build / "2020" / "book" / "index.html").resolve().as_uri()]


def test_a_draft_is_shown_with_its_verdicts(run, tmp_path):
    draft = tmp_path / "my draft.txt"
    draft.write_text("The harvest of North Orchard was 999 tonnes in 2020.")
    run("book", "2020", "--out", tmp_path / "book", "--text", draft)
    page = (tmp_path / "book" / "texts" / "2.html").read_text()
    assert "my draft.txt" in page
    assert "contradicted" in page
    assert str(tmp_path) not in page
    assert faults(tmp_path / "book") == []


def test_what_a_licence_withholds_is_left_out_when_asked(run, toy, tmp_path):
    definition = toy.raw / "harvest" / "source.yaml"
    definition.write_text(
        definition.read_text().replace("redistribute: true", "redistribute: false")
    )
    build_edition(toy, "2020")
    run("book", "2020", "--out", tmp_path / "all")
    run("book", "2020", "--out", tmp_path / "less", "--withhold")
    page = "figures/harvest_north.html"
    assert "apple" in (tmp_path / "all" / page).read_text()
    assert "apple" not in (tmp_path / "less" / page).read_text()


@pytest.mark.parametrize("inside", ["warehouse/build/2020/generations/book", "releases/2020/book"])
def test_nothing_is_written_into_what_is_kept(run, toy, inside):
    code, _, err = run("book", "2020", "--out", toy.root / inside)
    assert code == 2
    assert "not written into a generation or a release" in err
    assert not (toy.root / inside).exists()


def test_an_edition_that_was_not_built_is_told(run):
    code, _, err = run("book", "2021")
    assert code == 2
    assert "annual-report build 2021" in err


def test_the_same_bytes_in_other_surroundings(run, toy, tmp_path):
    books = []
    for number, settings in enumerate(PLACES):
        folder = tmp_path / f"place {number}" / "book"
        folder.parent.mkdir()
        line = [sys.executable, "-m", "pipelines.cli", "book", "2020", "--out", str(folder)]
        environment = os.environ | settings
        subprocess.run(line, env=environment, cwd=toy.root, check=True, capture_output=True)
        books.append(written(folder))
    assert books[0] == books[1]
    assert len(books[0]) > 15
