"""A correction is the next release beside the others, with its reason; what was released stays as it is."""

import json
import shutil
from pathlib import Path

import pytest

from report.publish.release_statement import PreviousRelease
from report.release.revisions import revision, revisions
from report.release.selftest_copy import SeededCopy
from tests.report.release.projects import EDITION, build, commit, contents, release
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DamagedFileError, DefinitionError, GateError
from warehouse.project import Project

CROPS = "harvest/2021-02-01/crops.csv"


def corrected(project, old, new):
    rewrite(project, CROPS, old, new)
    commit(project)


def test_a_correction_is_built_and_stands_beside_the_first(ready):
    first = release(ready).revision
    before = contents(first.folder)
    corrected(ready, "131.0", "132.0")
    second = release(ready, correction="An orchard was misread.")
    assert second.revision.name == "r2"
    assert contents(first.folder) == before
    said = second.statement
    assert said.reason == "An orchard was misread."
    assert said.previous == PreviousRelease(1, first.identity)
    log = (second.revision.folder / "data" / "CHANGES.md").read_text()
    assert log.index("## r2") < log.index("An orchard was misread.") < log.index("## r1")
    assert "`harvest_north`: 131 tonnes (131, measured) → 132 tonnes (132, measured)" in log


def test_what_is_said_of_a_figure_is_a_change_too(ready):
    release(ready)
    figures = ready.root / "report" / "figures.yaml"
    figures.write_text(figures.read_text().replace("Harvest of North", "Yield of North"))
    commit(ready)
    made = release(ready, correction="The label was wrong.")
    log = (made.revision.folder / "data" / "CHANGES.md").read_text()
    assert "`harvest_north`, its label: Harvest of North Orchard → Yield of North Orchard" in log
    assert "No figure changed." not in log


def test_what_was_altered_is_not_corrected(ready):
    figures = release(ready).revision.folder / "data" / "figures.json"
    figures.write_bytes(figures.read_bytes().replace(b"131", b"231"))
    with pytest.raises(GateError, match=r"not as it was made: data/figures.json"):
        release(ready, correction="An orchard was misread.")
    assert [r.name for r in revisions(ready, EDITION)] == ["r1"]


@pytest.fixture(scope="module")
def corrected_once(ready_once, tmp_path_factory):
    """A project with two releases; only to be copied."""
    root = tmp_path_factory.mktemp("corrected") / "toy"
    project = Project(Path(shutil.copytree(ready_once.root, root, symlinks=True)))
    release(project)
    release(project, correction="One.")
    return project


@pytest.mark.parametrize("act", ["made anew", "exchanged", "gone"])
def test_what_a_correction_was_of_must_stand_there(corrected_once, tmp_path, act):
    """A release that was made anew whole is whole by itself: the identity in the next one tells."""
    root = shutil.copytree(corrected_once.root, tmp_path / "toy", symlinks=True)
    ready = Project(Path(root))
    first, second = revisions(ready, EDITION)
    kept = first.folder.rename(ready.root / "kept")
    if act == "made anew":
        copy = SeededCopy(kept, first.folder)
        copy.replace("data/CHANGES.md", b"First", b"The first")
        copy.rehash()
    elif act == "exchanged":
        SeededCopy(second.folder, first.folder)
    with pytest.raises(GateError, match=r"it says that it is r2 .* corrects r1") as error:
        release(ready, correction="Two.")
    assert "restore the releases" in str(error.value)
    assert not (first.folder.parent / "r3").exists()


def test_a_third_release_knows_both(ready):
    release(ready)
    release(ready, correction="One.")
    made = release(ready, correction="Two.")
    assert [r.name for r in revisions(ready, EDITION)] == ["r1", "r2", "r3"]
    log = (made.revision.folder / "data" / "CHANGES.md").read_text()
    assert log.index("Two.") < log.index("One.") < log.index("First release.")
    assert "No figure changed." in log
    assert revision(ready, EDITION).name == "r3"
    assert revision(ready, EDITION, "r1").number == 1


def test_releases_are_ordered_by_number(ready):
    for number in (1, 2, 10):
        folder = ready.releases / EDITION / f"r{number}"
        folder.mkdir(parents=True)
        (folder / "bagit.txt").write_text("")
    assert [r.number for r in revisions(ready, EDITION)] == [1, 2, 10]


def test_a_correction_needs_a_reason_and_something_to_correct(ready):
    with pytest.raises(DefinitionError, match="no release to correct"):
        release(ready, correction="Why not.")
    release(ready)
    with pytest.raises(DefinitionError, match="without a reason"):
        release(ready, correction=" ")


def test_only_a_correction_builds_a_frozen_edition(ready):
    release(ready)
    with pytest.raises(GateError, match="frozen by release r1"):
        build(ready)
    assert EditionBuild(ready, EDITION, for_correction=True).plan.edition.name == EDITION


def test_an_earlier_release_that_cannot_be_read_is_named(ready):
    made = release(ready)
    (made.revision.folder / "data" / "release.json").write_text("{")
    with pytest.raises(DamagedFileError, match=r"releases/.*/r1/data/release\.json"):
        _ = made.revision.statement
    with pytest.raises(GateError, match=r"not as it was made: data/release\.json"):
        release(ready, correction="Because.")
    assert not (ready.releases / EDITION / "r2").exists()
    assert json.loads((made.revision.folder / "run" / "run.json").read_text())
