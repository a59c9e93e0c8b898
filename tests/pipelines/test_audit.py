"""`annual-report audit`: its exit codes and what it prints; and the same as a check that blocks the report."""

import csv
import json

import dagster as dg
import duckdb
import pytest

from assets.builds import EDITIONS
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from report.edition import publish


@pytest.fixture
def built(run, toy):
    assert run("build", "2020")[0] == 0
    return toy.build / "2020" / "current"


def spoil(generation):
    """Let the evidence of the core model name the rows of another row."""
    path = (generation / "evidence" / "core_harvest__orchard_year" / "evidence.parquet").resolve()
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE kept AS FROM '{path}'")
        connection.execute("UPDATE kept SET _row = 7 - _row WHERE _row IN (3, 4)")
        path.unlink()
        connection.execute(f"COPY (FROM kept ORDER BY _row) TO '{path}' (FORMAT parquet)")


def test_all_verified(run, built):
    code, out, _ = run("audit", "2020")
    assert code == 0
    assert out.splitlines()[-1] == "18 of 18 cells and 2 of 2 figures verified"
    assert "table_01_harvest" in out


def test_json(run, built):
    code, out, _ = run("audit", "2020", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["schema"], found["cells"], found["verified"]) == ("annual-report/audit/1", 18, 18)


def test_every_cell_that_is_not_verified_is_listed(run, built):
    spoil(built)
    code, out, _ = run("audit", "2020")
    assert code == 1
    assert "not_reproduced: table_01_harvest, orchard=NORTH, tonnes: core_harvest" in out
    assert "not_reproduced: figure harvest_north" in out
    assert out.splitlines()[-1] == "13 of 18 cells and 1 of 2 figures verified"


def test_working_paper(run, built, tmp_path):
    words = ("audit", "2020", "--sample", "5", "--seed", "3", "--out")
    assert run(*words, str(tmp_path / "one"))[0] == 0
    assert run(*words, str(tmp_path / "two"), "--json")[0] == 0
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == ["raw-rows.csv", "working-paper.csv", "working-paper.html"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    with (tmp_path / "one" / "working-paper.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 5


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("audit",), "Missing argument 'EDITION'"),
        (("audit", "2020"), "annual-report build 2020"),
        (("audit", "2020", "--sample", "5"), "--sample and --out go together"),
        (("audit", "2020", "--sample", "0", "--out", "x"), "0"),
    ],
)
def test_wrong_usage(run, words, message):
    code, out, err = run(*words)
    assert code == 2
    assert message in out + err


def checked(toy):
    """Run the edition in Dagster; returns whether the run succeeded and the evaluation of the check."""
    job = build_defs(toy).resolve_job_def(EDITION_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(EDITIONS.name, ["2020"])
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        result = job.execute_in_process(
            instance=instance, partition_key="2020", run_config=quiet, raise_on_error=False
        )
        found = result.get_asset_check_evaluations()
    (check,) = [e for e in found if e.check_name == "every_cell_is_verified"]
    return result.success, check


def test_check_of_the_report(toy):
    success, check = checked(toy)
    assert success
    assert check.passed
    assert check.blocking
    assert check.metadata["cells"].value == 18


def test_check_of_the_report_blocks(toy, monkeypatch):
    def publish_spoiled(build):
        place, parts = publish(build)
        spoil(place)
        return place, parts

    monkeypatch.setattr("assets.report_assets.publish", publish_spoiled)
    success, check = checked(toy)
    assert not success
    assert not check.passed
    assert len(check.metadata["not_verified"].value) == 5
