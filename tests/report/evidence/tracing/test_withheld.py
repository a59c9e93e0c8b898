"""A withheld source that is summed into what is published: none of its numbers is in anything that is passed on."""

import json
import shutil
from pathlib import Path

import pytest

from pipelines.cli import app as frame
from report.book import write_book
from report.evidence.auditing.edition import audit_edition
from report.reperform.reperform import reperform
from tests.conftest import ROOT
from tests.report import canaries
from tests.report.canaries import EDITION, told, told_in
from tests.report.release.projects import build, commit, release
from warehouse.builder.generation import Generations
from warehouse.builder.kept import Kept
from warehouse.project import Project

FIGURES = ("harvest_north", "harvest_best", "share_north", "large_orchards")
CELLS = (
    ("table_01_harvest", "--row", "orchard=SOUTH", "--column", "tonnes"),
    ("table_01_harvest", "--row", "orchard=SOUTH"),
    ("core_harvest__orchard_year", "--row", "orchard=SOUTH", "--row", "year=2021"),
    (
        *[
            "core_harvest__orchard_year",
            "--row",
            "orchard=NORTH",
            "--row",
            "year=2021",
            "--column",
            "tonnes",
        ],
    ),
)
FORMS = ((), ("--json",), ("--csv",), ("--all",), ("--all", "--json"))


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("withheld") / "toy")
    shutil.copytree(ROOT / "tests" / "toy", project.root)
    canaries.lay_out(project)
    commit(project)
    build(project, EDITION)
    return project


@pytest.fixture
def built(built_once, tmp_path):
    """A copy of a project with a withheld source, built, and the folder of its generation."""
    root = shutil.copytree(built_once.root, tmp_path / "toy", symlinks=True)
    project = Project(Path(root))
    return project, Generations(project, EDITION).open()


@pytest.fixture(scope="module")
def released_once(built_once, tmp_path_factory):
    """The project, and the folder of its release; not to be changed."""
    root = shutil.copytree(built_once.root, tmp_path_factory.mktemp("made") / "toy", symlinks=True)
    project = Project(Path(root))
    return project, release(project, EDITION).revision.folder


@pytest.fixture
def trace(monkeypatch, capsys):
    def command(toy, *words):
        monkeypatch.delenv("DAGSTER_HOME", raising=False)
        line = ["annual-report", "trace", *words, "--edition", EDITION, "--project", str(toy.root)]
        monkeypatch.setattr("sys.argv", line)
        capsys.readouterr()
        assert frame.run() == 0
        return capsys.readouterr().out

    return command


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_that_something_is_left_out(built, form, monkeypatch, capsys):
    root = str(built[0].root)
    line = ["annual-report", "trace", FIGURES[0], "--edition", EDITION, "--project", root, *form]
    monkeypatch.setattr("sys.argv", line)
    capsys.readouterr()
    assert frame.run() == 0
    printed = capsys.readouterr()
    said = {"--json": '"values_withheld": true'}.get(form[-1] if form else "", "--show-withheld")
    assert said in printed.out + printed.err
    # Beside what other programs read, never within it.
    assert ("--show-withheld" in printed.err) == ("--csv" in form)


def test_traces_tell_none_of_its_numbers(built, trace):
    toy, _ = built
    for words in (*((name,) for name in FIGURES), *CELLS):
        for form in FORMS:
            assert told(trace(toy, *words, *form)) == [], (words, form)
    assert "94290 tonnes" in trace(toy, "harvest_north").replace(",", "")
    assert json.loads(trace(toy, *CELLS[0], "--json"))["value"] == 61843.7375
    hidden = json.loads(trace(toy, *CELLS[3], "--json"))
    assert (hidden["value"], hidden["value_withheld"]) == (None, True)


def test_whoever_may_see_them_asks(built, trace):
    toy, _ = built
    assert {"41371", "52918"} <= set(told(trace(toy, "harvest_north", "--show-withheld", "--json")))


def test_the_page_of_the_build_and_the_release_tell_none(released_once):
    toy, folder = released_once
    generation = Generations(toy, EDITION).open()
    assert told((generation / "report" / "index.html").read_text()) == []
    assert told_in(folder) == {}
    listed = json.loads((folder / "data" / "withheld.json").read_text())["files"]
    assert "raw/harvest/accepted.yaml" in {file["path"] for file in listed}
    evidence = json.loads((folder / "data" / "evidence" / "harvest_north.json").read_text())
    (crops,) = (part for part in evidence["sources"] if part["source"] == "harvest")
    assert [row["line"] for row in crops["rows"] if row["role"] == "value"] == [4, 5]
    assert "94290" in (folder / "data" / "book" / "assets" / "entries.js").read_text().replace(
        ",", ""
    )


def test_a_release_is_performed_again_with_what_was_accepted_supplied(released_once):
    toy, folder = released_once
    alone = reperform(folder)
    assert alone.state == "incomplete"
    assert "raw/harvest/accepted.yaml" in {entry["path"] for entry in alone.missing}
    (accepted,) = [e for e in alone.missing if e["path"] == "raw/harvest/accepted.yaml"]
    assert accepted["figures"] == [item.id for item in alone.figures]
    assert (accepted["where_to_get_it"], accepted["contact"][:7]) == ("", "whoever")
    supplied = reperform(folder, toy.root)
    assert (supplied.missing, supplied.content["state"]) == ([], "same")


def test_without_what_was_accepted_nothing_is_said_to_differ(released_once, tmp_path):
    """Whoever has all of the provider's files, but not the publisher's own accepted.yaml."""
    toy, folder = released_once
    supply = tmp_path / "supply"
    shutil.copytree(toy.raw, supply, ignore=shutil.ignore_patterns("accepted.yaml"))
    outcome = reperform(folder, supply)
    assert (outcome.state, outcome.content["state"]) == ("incomplete", "not re-performed")
    assert [entry["path"] for entry in outcome.missing] == ["raw/harvest/accepted.yaml"]
    assert {item.first.state for item in outcome.figures} == {"not re-performed"}
    assert {item.second.state for item in outcome.figures} == {"same"}
    for item in (*outcome.figures, *outcome.tables):
        assert "differs" not in (item.first.state, item.second.state), item.id


def test_a_breach_that_nobody_accepted_is_named_and_not_quoted(toy):
    canaries.lay_out(toy)
    (toy.raw / "harvest" / "accepted.yaml").unlink()
    generation, parts = build(toy, EDITION)
    assert not parts.complete
    page = (generation / "report" / "index.html").read_text()
    assert "totals of vintage 2022-02-01" in page
    assert told(page) == []


def test_what_may_be_passed_on_is_told(toy, trace):
    """The search finds what it looks for: with the same files open, all of these outputs tell."""
    canaries.lay_out(toy, redistribute=True)
    commit(toy)
    build(toy, EDITION)
    folder = release(toy, EDITION).revision.folder
    found = told_in(folder / "data")
    expected = {
        "book/figures/harvest_north.html",
        "book/figures/large_orchards.html",
        "book/checks.html",
        "evidence/harvest_best.json",
        "evidence/harvest_best.csv",
        "evidence/large_orchards.json",
        "figures.json",
        "project/raw/harvest/accepted.yaml",
        "statements/1.html",
        "validation/checks.json",
        "validation/problems.csv",
    }
    assert expected <= set(found)
    assert set(canaries.SECRETS) <= {secret for secrets in found.values() for secret in secrets}


def book_of(toy, generation, folder, withheld):
    kept = Kept(generation)
    with kept.connection() as connection:
        audited = audit_edition(kept, connection)
    write_book(toy, kept, folder, audited=audited, withheld=withheld)
    return audited


def test_a_replay_that_gives_another_value_does_not_tell_it(built, tmp_path):
    """What comes back of a sum that lost a row is the other row's number."""
    toy, generation = built
    lose_a_row(generation)
    audited = book_of(toy, generation, tmp_path / "open", ())
    assert not audited.complete
    open_ = told_in(tmp_path / "open")
    assert "41371" in open_["checks.html"]
    book_of(toy, generation, tmp_path / "closed", {"harvest"})
    assert told_in(tmp_path / "closed") == {}
    assert "not reproduced" in (tmp_path / "closed" / "checks.html").read_text()


def lose_a_row(generation):
    """Take line 5, one of the two that are summed for North, out of the evidence of the model."""
    import duckdb
    import pyarrow.parquet

    (file,) = (generation / "evidence" / "core_harvest__orchard_year").glob("evidence.parquet")
    names = [row[0] for row in duckdb.sql(f"DESCRIBE FROM '{file}'").fetchall() if row[0] != "_row"]
    cut = ", ".join(f'list_filter("{n}", lambda x: x % 4294967296 <> 5) AS "{n}"' for n in names)
    table = duckdb.sql(f"SELECT _row, {cut} FROM '{file}'").to_arrow_table()
    file.unlink()
    pyarrow.parquet.write_table(table, file)
