"""What a model may take: a hostile one ends in words that name it, and limits change nothing of what others make."""

import os
import subprocess
import sys

import duckdb
import pytest

from report.edition import publish
from tests.conftest import ROOT
from warehouse import bounds
from warehouse.bounds import bounded
from warehouse.builder.edition_build import EditionBuild
from warehouse.connection import connect
from warehouse.errors import DefinitionError, ReportError

HEAD = "/*\ntitle: Hungry\nkey: [n]\n*/\n"


def product(times):
    """The returns of 2020, each beside each, so many times."""
    return ", ".join(f"raw_harvest__crops AS c{number}" for number in range(times))


HUNGRY = {
    "a text of 3 billion characters": "SELECT length(repeat('x', 3000000000)) AS n",
    "a list of a billion numbers": "SELECT len(range(0, 1000000000)) AS n",
    "a number printed very wide": "SELECT length(printf('%2000000000d', 1)) AS n",
    "a text that fills up": "SELECT length(string_agg(repeat('x', 1000000), '' ORDER BY c0._row)) AS n "
    f"FROM {product(7)}",
    "more rows than memory and disk may hold": "SELECT c0.orchard || c1.orchard AS n, "
    f"repeat('x', 10000) AS x FROM {product(9)}",
}
ENDLESS = f"SELECT count(*) AS n FROM {product(25)} WHERE c0.tonnes + c24.tonnes < c12.tonnes"
STUCK = "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000)) AS n"
SMALL = {
    bounds.MEMORY_VARIABLE: "300MB",
    bounds.SPILL_VARIABLE: "50MB",
    bounds.SECONDS_VARIABLE: "20",
}
BUILD = [sys.executable, "-m", "pipelines.cli", "build", "2020"]
IN_A_HURRY = """
import sys
from warehouse import bounds
bounds.GRACE_SECONDS = 1
from pipelines.cli.app import run
sys.argv = ["annual-report", "build", "2020"]
sys.exit(run())
"""


def build(toy, sql, line=BUILD, **settings):
    """Build the toy with a model more, in a process of its own."""
    (toy.models / "core" / "core_hungry.sql").write_text(HEAD + sql)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **SMALL, **settings}
    return subprocess.run(
        line,
        cwd=toy.root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("sql", HUNGRY.values(), ids=HUNGRY)
def test_a_model_that_takes_too_much_is_named_and_the_rest_is_built(toy, sql):
    done = build(toy, sql)
    assert done.returncode == 1, done.stderr
    assert "core_hungry.sql" in done.stdout
    assert "more memory or disk than it may" in done.stdout
    assert bounds.MEMORY_VARIABLE in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert (toy.build / "2020" / "latest" / "report" / "tables" / "table_02_orchards.csv").is_file()
    assert not list(toy.steps.glob(".spill-*/*"))


def test_a_model_that_does_not_end_is_ended(toy):
    done = build(toy, ENDLESS, **{bounds.SECONDS_VARIABLE: "1.5"})
    assert done.returncode == 1, done.stderr
    assert "core_hungry.sql" in done.stdout
    assert "runs longer than 2 seconds" in done.stdout
    assert bounds.SECONDS_VARIABLE in done.stdout


def test_a_function_that_does_not_return_ends_the_process_in_words(toy):
    hurry = [sys.executable, "-c", IN_A_HURRY]
    done = build(toy, STUCK, line=hurry, **{bounds.SECONDS_VARIABLE: "1"})
    assert done.returncode == 2, done.stdout
    assert "core_hungry.sql" in done.stderr
    assert "cannot be interrupted" in done.stderr
    (toy.models / "core" / "core_hungry.sql").write_text(f"{HEAD}SELECT 1 AS n")
    assert subprocess.run(BUILD, cwd=toy.root, capture_output=True, check=False).returncode == 0


def test_limits_change_no_result(toy, monkeypatch):
    _, free = publish(EditionBuild(toy, "2020"))
    for name, value in SMALL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("warehouse.builder.store.Store.find", lambda *_: None)
    _, held = publish(EditionBuild(toy, "2020"))
    assert held.content_sha256 == free.content_sha256


@pytest.mark.parametrize("variable", SMALL)
@pytest.mark.parametrize("given", ["much", "-1", "0", "1e999", "4XB", "nan", "inf", "1 2"])
def test_a_limit_that_is_none_is_refused(tmp_path, monkeypatch, variable, given):
    monkeypatch.setenv(variable, given)
    with pytest.raises(ReportError, match=variable):
        bounds.memory_bytes(), bounds.spill_bytes(tmp_path), bounds.seconds()


def test_the_limit_of_the_process_is_taken_back(tmp_path, monkeypatch):
    import resource

    monkeypatch.setenv(bounds.MEMORY_VARIABLE, "300MB")
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with connect(tmp_path) as connection:
        with bounded(connection, "one"), bounded(connection, "two"):
            assert resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY
        with pytest.raises(DefinitionError), bounded(connection, "three"):
            connection.execute("SELECT repeat('x', 3000000000)")
        with pytest.raises(duckdb.Error, match="nothing"), bounded(connection, "four"):
            connection.execute("FROM nothing")
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
