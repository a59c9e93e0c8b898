"""What a model may take: a hostile one ends in words that name it, and limits change nothing of what others make."""

import ast
import os
import subprocess
import sys

import duckdb
import pytest

from pipelines.cli import app
from report.edition import publish
from report.evidence.auditing.edition import audit_edition
from report.evidence.tracing.target import cell_target
from report.evidence.tracing.trace import trace
from tests.conftest import ROOT
from warehouse import bounds
from warehouse.bounds import bounded
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import write_database
from warehouse.builder.kept import Kept
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


ALWAYS = (
    "a list of a billion numbers",
    "a text that fills up",
    "more rows than memory and disk may hold",
)
"""One value, one group, many rows; the others in the long suite."""


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(sql, id=name, marks=() if name in ALWAYS else pytest.mark.long)
        for name, sql in HUNGRY.items()
    ],
)
def test_a_model_that_takes_too_much_is_named_and_the_rest_is_built(toy, sql):
    done = build(toy, sql)
    assert done.returncode == 1, done.stderr
    assert "core_hungry.sql" in done.stdout
    assert "more memory or disk than it may" in done.stdout
    assert bounds.MEMORY_VARIABLE in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert (toy.build / "2020" / "latest" / "report" / "tables" / "table_02_orchards.csv").is_file()
    assert not list(toy.steps.glob(".spill-*/*"))


READING = {
    "trace": ["trace", "harvest_north"],
    "trace of a row": ["trace", "table_01_harvest", "--row", "orchard=NORTH"],
    "audit": ["audit", "2020"],
    "book": ["book", "2020"],
}


@pytest.mark.parametrize("words", [["build", "2020"], *READING.values()], ids=["build", *READING])
def test_too_little_memory_is_said_whoever_needs_it(toy, words):
    if words[0] != "build":
        publish(EditionBuild(toy, "2020"))
    done = subprocess.run(
        [*BUILD[:3], *words],
        cwd=toy.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), bounds.MEMORY_VARIABLE: "1MB"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode in (1, 2), said
    assert "memory" in said
    assert "remedy: " in said
    assert "Traceback" not in said


@pytest.mark.parametrize("error", [MemoryError(), duckdb.OutOfMemoryException("full")])
def test_an_end_of_memory_is_said_wherever_it_comes(monkeypatch, capsys, error):
    def out_of_memory(**_):
        raise error

    monkeypatch.setattr(app, "app", out_of_memory)
    assert app.run() == app.USAGE
    assert "remedy: free memory" in capsys.readouterr().err


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
    assert publish(EditionBuild(toy, "2020"))[1].complete


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


TIMES = 9
SUM = " + ".join(f"c{number}.tonnes" for number in range(TIMES))
SAME = " AND ".join(f"c0._row = c{number}._row" for number in range(1, TIMES))
LAZY = f"""/*
title: Slow
key: [orchard]
lineage: lazy
*/
SELECT c0.orchard, sum(c0.tonnes) AS tonnes FROM {product(TIMES)} WHERE {SUM} < 0 OR ({SAME}) GROUP BY c0.orchard
"""
ON_IT = """/*
title: On it
key: [orchard]
columns:
  orchard: {title: Orchard}
  tonnes: {title: Tonnes, decimals: 1}
*/
SELECT s.orchard, s.tonnes FROM core_slow AS s ORDER BY s.orchard
"""


def read_again(path, project, kept, connection):
    """Do what runs the text of a model that keeps no evidence once more."""
    if path == "trace":
        key = {"orchard": connection.execute("SELECT min(orchard) FROM core_slow").fetchone()[0]}
        trace(kept, connection, cell_target(kept, connection, "table_03_on_it", key, "tonnes"))
    elif path == "audit":
        audit_edition(kept, connection)
    else:
        publish(EditionBuild(project, "2020"))


@pytest.fixture
def slow(toy):
    (toy.models / "core" / "core_slow.sql").write_text(LAZY)
    (toy.models / "report" / "table_03_on_it.sql").write_text(ON_IT)
    publish(EditionBuild(toy, "2020"))
    return toy


@pytest.mark.parametrize("path", ["trace", "audit", "build"])
def test_a_model_that_is_run_again_later_is_held_to_its_time(slow, monkeypatch, path):
    kept = Kept.current(slow, "2020")
    with kept.connection() as connection:
        monkeypatch.setenv(bounds.SECONDS_VARIABLE, "0.05")
        with pytest.raises(DefinitionError) as caught:
            read_again(path, slow, kept, connection)
    assert "runs longer than" in str(caught.value)
    assert "core_slow" in caught.value.where
    assert bounds.SECONDS_VARIABLE in caught.value.remedy


@pytest.mark.parametrize("folder", ["warehouse", "report", "assets", "pipelines"])
def test_whatever_may_run_a_model_again_is_bounded(folder):
    """A walk or an audit captures what kept no evidence: of the package, they take the time that it thinks fit."""
    asking = {"traceable", "GraphWalk", "ForwardWalk", "Audit", "captured_evidence"}
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in asking:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                assert "bounded" in {getattr(a, "id", "") for a in given}, f"{path}:{node.lineno}"


@pytest.fixture
def wide(tmp_path):
    place = tmp_path / "wide.parquet"
    with duckdb.connect() as connection:
        rows = "SELECT i, md5(i::VARCHAR) AS t FROM range(1000000) r(i)"
        connection.execute(f"COPY ({rows}) TO '{place}'")
    return place


@pytest.mark.parametrize(
    ("variable", "given", "words"),
    [
        (bounds.SECONDS_VARIABLE, "0.01", "runs longer than"),
        (bounds.MEMORY_VARIABLE, "1MB", "more memory or disk than it may"),
    ],
)
def test_the_database_of_a_generation_is_written_within_limits(
    tmp_path, wide, monkeypatch, variable, given, words
):
    write_database({"wide": wide}, tmp_path / "free.duckdb")
    monkeypatch.setenv(variable, given)
    with pytest.raises(DefinitionError, match=words) as caught:
        write_database({"wide": wide}, tmp_path / "held.duckdb")
    assert caught.value.where == "held.duckdb"
