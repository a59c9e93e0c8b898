"""Every file of every step, edited in every way, is noticed by the build that republishes, and by a run of Dagster."""

import json
import os
import shutil
from dataclasses import replace

import dagster as dg
import pytest

from assets.builds import EDITIONS
from pipelines.cli.build import build_edition
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from report.release.refusal import ReleaseRefused
from report.release.release import release
from tests.conftest import ROOT
from tests.edits import EDITS, cell_changed, flipped
from warehouse.builder import run_model, seals, stamp
from warehouse.builder import store as store_module
from warehouse.builder.generation import Generations
from warehouse.builder.generation_files import differences
from warehouse.builder.holding import MARK
from warehouse.builder.record import RECORD, TABLE, read_record, write_record
from warehouse.builder.store import Store
from warehouse.project import Project

EDITION = "2020"


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("steps") / "toy")
    shutil.copytree(ROOT / "tests" / "toy", project.root)
    for edition in (EDITION, "2021"):
        build_edition(project, edition)
    return project


@pytest.fixture
def built(built_once, tmp_path, monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    shutil.copytree(built_once.root, tmp_path / "toy", symlinks=True)
    return Project(tmp_path / "toy")


def steps(project):
    """The steps that the generation of the edition was made from."""
    notes = json.loads((project.build / EDITION / "steps.json").read_text())
    (names,) = notes.values()
    return [project.steps / name for name in names]


def files(folder):
    return sorted(path for path in folder.iterdir() if path.name != MARK)


def another(project, path):
    """Return the bytes of a file of the same name of another step, first of the same table."""
    same = [p for p in path.parents[1].glob(f"*/{path.name}") if p != path]
    others = [*same, *sorted(project.steps.glob(f"*/*/{path.name}"))]
    return next(p.read_bytes() for p in others if p.read_bytes() != path.read_bytes())


def rebuilt(project):
    """Build as one does whose stamp is lost; return what is not as it was."""
    place = Generations(project, EDITION).find()
    before = json.loads((place / "manifest.json").read_text())["content_sha256"]
    stamp.discard(project.root, EDITION)
    manifest, _ = build_edition(project, EDITION)
    wrong = [] if manifest.content_sha256 == before else ["content"]
    wrong += [str(d) for d in differences(Generations(project, EDITION).find())]
    return [*wrong, *([] if Generations(project, EDITION).find() == place else ["place"])]


def whole(path):
    return Store(path.parents[1]).find(path.parent.name, path.name) is not None


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_step_with_an_edited_file_is_not_found(built, edit):
    found = []
    for step in steps(built):
        for path in files(step):
            content, other = path.read_bytes(), another(built, path)
            edit(path, other)
            if whole(step):
                found.append(path.relative_to(built.steps).as_posix())
            path.unlink(missing_ok=True)
            path.write_bytes(content)
            assert whole(step)
    assert found == []


@pytest.mark.parametrize("edit", [cell_changed, flipped], ids=["cell changed", "flipped"])
def test_a_build_makes_all_edited_steps_again(built, edit):
    for step in steps(built):
        edit(next(path for path in files(step) if path.name in (TABLE, RECORD)))
    assert rebuilt(built) == []
    assert all(whole(step) for step in steps(built))


def remade(step, **changes):
    """Edit the table of a step and make its record anew, as someone would who has the time to cover it up."""
    record = read_record(step, beside=MARK)
    if record.files:
        cell_changed(step / TABLE)
    else:
        changes.setdefault("details", {**record.details, "title": "edited"})
    (step / RECORD).unlink()
    return write_record(step, replace(record, **changes), beside=MARK)


REMADE = {
    "its digests": {},
    "its content too": {"content_sha256": "0" * 64},
    "its rows too": {"rows": 1},
}


@pytest.mark.parametrize("changes", REMADE.values(), ids=REMADE)
@pytest.mark.parametrize("is_alone", [False, True], ids=["one build kept", "no build kept"])
def test_a_step_whose_record_was_made_anew_is_not_found_and_made_again(built, changes, is_alone):
    made = steps(built)
    good = json.loads((built.build / EDITION / "current" / "manifest.json").read_text())
    for step in made:
        remade(step, **changes)
        assert not whole(step), step.parent.name
    if is_alone:
        shutil.rmtree(built.build / EDITION)
        assert build_edition(built, EDITION)[0].content_sha256 == good["content_sha256"]
    else:
        assert rebuilt(built) == []


def test_without_seals_a_step_whose_record_was_made_anew_is_believed(built, monkeypatch):
    """The switch of the test above."""
    step = next(s for s in steps(built) if s.parent.name == "raw_harvest__crops")
    remade(step)
    record = read_record(step, beside=MARK)
    monkeypatch.setattr(store_module, "read_seal", lambda *_: record.seal)
    assert whole(step)


def sealed_anew(project, name, **changes):
    """Edit a step, its record and its seal: whatever stands in the store fits."""
    step = next(s for s in steps(project) if s.parent.name == name)
    record = remade(step, **changes)
    seals.write_seal(project.steps, step, record.seal)
    assert whole(step)
    return step


def test_what_is_published_is_hashed_whatever_record_and_seal_say(built):
    sealed_anew(built, "table_01_harvest")
    assert rebuilt(built) == []


def test_without_hashing_what_is_published_a_wrong_table_is(built, monkeypatch):
    """The switch of the test above."""
    monkeypatch.setattr(run_model, "_holds", lambda *_: True)
    sealed_anew(built, "table_01_harvest")
    assert rebuilt(built) != []


@pytest.mark.parametrize("name", ["raw_harvest__crops", "core_harvest__orchard_year"])
def test_a_release_finds_a_store_in_which_everything_fits_and_the_next_build_is_right(built, name):
    """Nothing in the store gives it away: the release is built from nothing, and what differs is replaced."""
    good = build_edition(built, EDITION)[0].content_sha256
    sealed_anew(built, name)
    for model in built.steps.glob("*_0*"):
        shutil.rmtree(model)
    stamp.discard(built.root, EDITION)
    build_edition(built, EDITION)
    with pytest.raises(ReleaseRefused) as refused:
        release(built, EDITION, without_git=True)
    assert f"tables/{name}.parquet" in {reason.where for reason in refused.value.reasons}
    assert {reason.remedy for reason in refused.value.reasons} == {"annual-report build 2020"}
    assert not (built.releases / EDITION / "r1").exists()
    assert build_edition(built, EDITION)[0].content_sha256 == good
    assert release(built, EDITION, without_git=True).statement.content_sha256 == good


def in_dagster(project):
    job = build_defs(project).resolve_job_def(EDITION_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(EDITIONS.name, [EDITION])
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        result = job.execute_in_process(
            instance=instance, partition_key=EDITION, run_config=quiet, raise_on_error=False
        )
        events = result.get_asset_materialization_events()
    (event,) = [e for e in events if e.asset_key == dg.AssetKey("report")]
    return result.success, str(event.materialization.metadata["content_sha256"].value)


def test_a_run_of_dagster_is_not_fooled(built):
    good = build_edition(built, EDITION)[0].content_sha256
    place = Generations(built, EDITION).find()
    for step in steps(built):
        remade(step)
    flipped(place / "report/figures.json")
    (built.build / EDITION / "current").unlink()
    os.symlink("../2021/current", built.build / EDITION / "current")
    assert in_dagster(built) == (True, good)
    assert Generations(built, EDITION).open() == place
