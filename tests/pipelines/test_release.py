"""`release` and `sign-off` as people and scripts use them; and that a released edition is frozen everywhere."""

import json

import dagster as dg
import pytest

from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from tests.report.release.projects import EDITION, build, commit, contents


@pytest.fixture
def released(toy, run):
    commit(toy)
    build(toy)
    code, out, err = run("release", EDITION, "--json")
    assert code == 0, err
    return json.loads(out)


def test_release_says_what_it_made(released, toy):
    assert released["state"] == "released"
    assert released["path"] == "releases/2020/r1"
    assert len(released["identity"]) == 64
    assert released["figures"] == 2
    run_part = json.loads((toy.root / released["path"] / "run" / "run.json").read_text())
    assert run_part["command"] == ["annual-report", "release", EDITION, "--json"]


@pytest.mark.needs("git")
def test_refusals_are_listed_for_people_and_for_programs(run, toy):
    (toy.raw / "harvest" / "2021-02-01" / "crops.csv").unlink()
    code, out, err = run("release", EDITION)
    assert (code, out) == (1, "")
    assert "source: raw/harvest/2021-02-01/crops.csv: the registered file is missing" in err
    assert "--without-git" in err
    code, out, _ = run("release", EDITION, "--json")
    refused = json.loads(out)
    assert (code, refused["state"]) == (1, "refused")
    assert {r["kind"] for r in refused["reasons"]} == {"tree", "source", "generation"}


def test_wrong_usage(run):
    assert run("release", "1999")[0] == 2
    assert run("release", EDITION, "--correction", "Because.")[0] == 2
    assert run("sign-off", EDITION, "--show")[0] == 2


def test_sign_off_and_show(released, run):
    assert run("sign-off", EDITION)[0] == 2
    assert run("sign-off", EDITION, "--role", "preparer", "--name", "Ann")[0] == 0
    assert run("sign-off", EDITION, "--role", "reviewer", "--name", "ANN")[0] == 2
    code, out, _ = run("sign-off", EDITION, "--show")
    assert (code, "preparer: Ann" in out, "without a signature" in out) == (0, True, True)
    listed = json.loads(run("sign-off", EDITION, "--show", "--json")[1])
    assert [(s["role"], s["void"], s["signature"]) for s in listed] == [("preparer", False, False)]


def test_show_says_what_is_void(released, run, toy):
    run("sign-off", EDITION, "--role", "preparer", "--name", "Ann", "--release", "r1")
    path = toy.root / released["path"] / "tagmanifest-sha256.txt"
    path.write_text(path.read_text() + "\n")
    code, out, _ = run("sign-off", EDITION, "--show")
    assert (code, "VOID" in out) == (1, True)


def test_show_says_what_was_added_and_calls_nothing_void_for_it(released, run, toy):
    run("sign-off", EDITION, "--role", "preparer", "--name", "Ann", "--release", "r1")
    (toy.root / released["path"] / ".DS_Store").write_text("")
    code, out, err = run("sign-off", EDITION, "--show")
    assert (code, "VOID" in out, "of this content" in out) == (1, False, True)
    assert "the release does not hold: .DS_Store: not listed" in err


def test_a_released_edition_is_neither_built_nor_released_again(released, run, toy):
    before = contents(toy.releases), contents(toy.build)
    for words in (("build", EDITION), ("build", EDITION, "--json"), ("release", EDITION)):
        code, _, err = run(*words)
        assert code == 2
        assert "frozen by release r1" in err
    assert (contents(toy.releases), contents(toy.build)) == before


def test_run_due_leaves_it_alone(released, run):
    code, out, _ = run("run-due", "--date", "2022-01-31", "--json")
    assert code == 0
    assert EDITION not in [result["edition"] for result in json.loads(out)]


def test_no_asset_of_it_is_materialised(released, toy):
    before = contents(toy.build)
    job = build_defs(toy).resolve_job_def(EDITION_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("editions", [EDITION])
        done = job.execute_in_process(
            partition_key=EDITION, instance=instance, raise_on_error=False
        )
        failed = [e for e in done.all_events if e.event_type == dg.DagsterEventType.STEP_FAILURE]
    assert not done.success
    assert not [
        e for e in done.all_events if e.event_type == dg.DagsterEventType.ASSET_MATERIALIZATION
    ]
    assert any("frozen by release r1" in str(e.event_specific_data) for e in failed)
    assert contents(toy.build) == before


def test_file_modes_do_not_matter(released, run, toy):
    for path in [*(toy.root / released["path"]).rglob("*"), toy.root / released["path"]]:
        path.chmod(0o777)
    assert run("release", EDITION)[0] == 2
