"""The self-test: every seeded error is found, and one that is not found is not hidden."""

import shutil
from pathlib import Path

import pytest

from report.release import selftest as module
from report.release.selftest import selftest
from report.release.selftest_copy import NotApplicable
from tests.report.release.projects import build, commit, release
from warehouse.errors import GateError
from warehouse.sources.files import sha256_of

KEPT = Path(__file__).parent / "fixtures" / "r1"


@pytest.mark.needs("ssh-keygen")
def test_every_seeded_error_is_found_and_the_release_is_untouched():
    before = {path: sha256_of(path) for path in KEPT.rglob("*") if path.is_file()}
    outcomes = selftest(KEPT)
    assert len(outcomes) >= 55
    # An earlier version made it, which gave it no workbook.
    without = {"cells of the workbook changed, re-hashed"}
    assert {outcome.seeded for outcome in outcomes if outcome.state != "found"} == without
    assert before == {path: sha256_of(path) for path in KEPT.rglob("*") if path.is_file()}


@pytest.mark.needs("git")
def test_a_release_whose_quoted_rows_hold_no_number_is_tried_as_well(toy):
    source = toy.raw / "harvest" / "source.yaml"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("redistribute: true", "redistribute: false"), encoding="utf-8")
    commit(toy)
    build(toy)
    outcomes = {o.seeded: o for o in selftest(release(toy).revision.folder)}
    assert {seeded for seeded, o in outcomes.items() if o.state == "not found"} == set()
    assert outcomes["a quoted raw row changed, re-hashed"].state == "found"


def test_what_is_missed_and_what_is_not_tried_are_told_apart(monkeypatch):
    def refuse(copy):
        raise NotApplicable("nothing to change")

    seeds = {"nothing": ("changed", lambda copy: None), "more": ("changed", refuse)}
    monkeypatch.setattr(module, "SEEDS", seeds)
    assert [(o.state, o.why) for o in selftest(KEPT)] == [
        ("not found", ""),
        ("not tried", "nothing to change"),
    ]


def test_a_release_that_is_not_intact_is_refused(tmp_path):
    copy = shutil.copytree(KEPT, tmp_path / "r1")
    (copy / "data" / "figures.csv").unlink()
    with pytest.raises(GateError, match="tampered before anything is seeded"):
        selftest(copy)
