"""`annual-report book`: from the current build, the same in other surroundings, and never where it must not be."""

import json
import os
import re
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
def toy(toy_built):
    """The toy project, built: what a test changes is built anew, and no more."""
    return toy_built


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


def test_what_a_licence_withholds_is_left_out_unless_somebody_asks(run, toy, tmp_path):
    definition = toy.raw / "harvest" / "source.yaml"
    definition.write_text(
        definition.read_text().replace("redistribute: true", "redistribute: false")
    )
    build_edition(toy, "2020")
    run("book", "2020", "--out", tmp_path / "all", "--show-withheld")
    run("book", "2020", "--out", tmp_path / "less")
    run("book", "2020", "--out", tmp_path / "same", "--withhold")
    assert written(tmp_path / "same") == written(tmp_path / "less")
    page = "figures/harvest_north.html"
    assert "apple" in (tmp_path / "all" / page).read_text()
    assert "apple" not in (tmp_path / "less" / page).read_text()


CHECK = """/*
title: Orchards with returns
on: raw_orchards__orchards
rule: an orchard sends in no more than four returns
remedy: ask the orchard
severity: warning
*/
SELECT o._row, 'code' AS "column", 'the secret ' || sum(c.tonnes) || ' tonnes' AS value
FROM raw_orchards__orchards AS o JOIN raw_harvest__crops AS c ON c.orchard = o.code
GROUP BY o._row
"""
OPEN = (
    "SELECT o._row, 'code' AS \"column\", 'x' AS value FROM raw_orchards__orchards AS o WHERE false"
)
CHANGES = {
    "as built": lambda file: None,
    "reworded": lambda file: file.write_text(CHECK.replace("no more than four", "at most four")),
    "other remedy": lambda file: file.write_text(CHECK.replace("ask the orchard", "ask")),
    "other query": lambda file: file.write_text(CHECK[: CHECK.index("SELECT")] + OPEN),
    "renamed": lambda file: file.rename(file.with_name("check_other.sql")),
    "deleted": lambda file: file.unlink(),
}
ALWAYS = ("other query", "deleted")
"""A check that would be read as another one, and one that is not there; the others in the long suite."""


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(change, id=name, marks=() if name in ALWAYS else pytest.mark.long)
        for name, change in CHANGES.items()
    ],
)
def test_a_check_that_changed_since_the_build_quotes_no_withheld_value(run, toy, tmp_path, change):
    definition = toy.raw / "harvest" / "source.yaml"
    definition.write_text(
        definition.read_text().replace("redistribute: true", "redistribute: false")
    )
    check = toy.root / "warehouse" / "models" / "checks" / "check_returns.sql"
    check.write_text(CHECK)
    build_edition(toy, "2020")
    change(check)
    run("book", "2020", "--out", tmp_path / "all", "--show-withheld")
    run("book", "2020", "--out", tmp_path / "less")
    shown = (tmp_path / "all" / "checks.html").read_text()
    closed = (tmp_path / "less" / "checks.html").read_text()
    assert shown.count("the secret") == 2
    assert "the secret" not in closed
    assert closed.count("<code>check_returns</code>") == 2
    rows = [row for row in re.findall(r"<tr>.*?</tr>", shown, re.DOTALL) if "the secret" in row]
    ids = [problem for row in rows for problem in re.findall(r"<code>([0-9a-f]{16})</code>", row)]
    assert len(ids) == 2
    assert not any(problem in closed for problem in ids)


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
