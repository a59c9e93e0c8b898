"""The yearly run: opens what is due, catches up, is safe to repeat, leaves raw/ and frozen editions alone."""

import datetime as dt
import json

import duckdb
import pytest

from pipelines.cli import app as frame
from pipelines.cli import run_due
from pipelines.cli.run_due import _one
from rowlineage.errors import RejectedSQL
from warehouse.calendar import due_editions, open_edition, propose, source_statuses
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError, GateError


def tree(folder):
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def day(text):
    return dt.date.fromisoformat(text)


def test_a_missed_year_is_opened_and_built_and_nothing_is_written_under_raw(toy):
    before = tree(toy.raw)
    result = _one(toy, "2022", day("2024-02-01"))
    assert result.is_draft
    assert result.manifest.is_complete
    assert tree(toy.raw) == before
    edition = load_edition(toy, "2022")
    assert (edition.year, edition.is_draft, edition.due) == (2022, True, day("2023-03-31"))


def test_running_again_changes_nothing(toy):
    first = _one(toy, "2022", day("2024-02-01"))
    built = tree(toy.build / "2022")
    second = _one(toy, "2022", day("2024-02-01"))
    assert second.is_unchanged
    assert second.manifest == first.manifest
    assert tree(toy.build / "2022") == built


def test_its_answer_for_programs_keeps_its_parts(toy):
    result = _one(toy, "2022", day("2024-02-01"))
    given = json.loads(json.dumps(result.to_json(show_withheld=False)))
    assert list(given) == [
        "edition",
        "draft",
        "unchanged",
        "complete",
        "content_sha256",
        "overdue",
        "waits_for",
        "problems",
    ]
    assert (given["edition"], given["overdue"]) == ("2022", True)
    assert given["problems"] == result.manifest.to_json()["problems"]


def test_it_says_what_is_missing_and_from_whom(toy):
    result = _one(toy, "2022", day("2024-02-01"))
    late = {status.source: (status.state, status.contact) for status in result.waits_for}
    assert late["harvest"] == ("late", "Orchard Board, statistics desk")


def test_a_frozen_edition_is_left_alone(toy):
    release = toy.releases / "2020" / "r1"
    release.mkdir(parents=True)
    (release / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    assert due_editions(toy, day("2022-02-01")) == ["2021"]
    with pytest.raises(GateError, match="frozen by release r1"):
        _one(toy, "2020", day("2022-02-01"))
    assert not (toy.build / "2020").exists()


def test_a_proposal_pins_the_newest_vintage_known_that_day(toy):
    assert "harvest: '2022-02-01'" in propose(toy, "2022", day("2023-03-31"))
    assert "due: 2023-03-31" in propose(toy, "2022", day("2023-03-31"))


def test_a_registered_edition_takes_the_place_of_its_proposal(toy):
    open_edition(toy, "2022", day("2023-02-01"))
    (toy.editions / "2022.yaml").write_text(propose(toy, "2022", day("2023-02-01")))
    assert not load_edition(toy, "2022").is_draft


def test_status_tells_renewed_from_not_renewed(toy):
    states = {s.source: s.state for s in source_statuses(toy, load_edition(toy, "2021"))}
    assert states == {"harvest": "provisional", "orchards": "not renewed"}


REFUSALS = {
    "a folder that may not be read": PermissionError(13, "Permission denied", "/raw"),
    "a disk that is not sound": OSError(5, "Input/output error"),
    "a file that the engine cannot open": duckdb.IOException("IO Error: Cannot open file"),
    "too little memory": MemoryError(),
    "too little memory for the engine": duckdb.OutOfMemoryException("Out of Memory Error: full"),
    "a definition": DefinitionError("wrong", where="here", remedy="mend it"),
    "a query": RejectedSQL("DuckDB does not run it", remedy="correct it"),
}


@pytest.mark.parametrize("error", REFUSALS.values(), ids=REFUSALS)
def test_an_edition_that_stops_stops_no_other(toy, monkeypatch, capsys, error):
    real = run_due.build_edition

    def build(project, name):
        if name == "2020":
            raise error
        return real(project, name)

    monkeypatch.setattr(run_due, "build_edition", build)
    monkeypatch.chdir(toy.root)
    monkeypatch.setattr("sys.argv", ["annual-report", "run-due", "--date", "2022-02-01", "--json"])
    assert frame.run() == 2
    first, second = json.loads(capsys.readouterr().out)
    assert (first["edition"], first["complete"]) == ("2020", False)
    assert first["error"]["fact"]
    assert first["error"]["remedy"]
    assert (second["edition"], second["complete"]) == ("2021", True)
