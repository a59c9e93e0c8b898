"""Limits that are met, wherever it is: they end in their own errors, reject no query and decide about no cell."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

import rowlineage
from rowlineage import (
    Lineage,
    MemoryLimitReached,
    TimeLimitReached,
    author,
    execution,
)
from rowlineage import capture as capture_module
from rowlineage import lineage as lineage_module
from rowlineage import trace as trace_module
from rowlineage.auditing import batch_replay, nodes, strays
from rowlineage.auditing.audit import Audit
from rowlineage.capture import capture
from rowlineage.forward import ForwardWalk
from rowlineage.graph import Evidence, GraphWalk, cell
from rowlineage.limits import Bounds, limited
from rowlineage.marks import marked
from rowlineage.on_demand import captured_evidence
from rowlineage.traceable import traceable

SOURCES = Path(rowlineage.__file__).parent
SQL = "SELECT g, sum(v)::BIGINT AS s FROM t GROUP BY g"
ENDLESS = (
    "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"
)
SHORT = 0.4
Slow = Callable[[], None]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT i AS _row, i % 3 AS g, i AS v FROM range(30) r(i)"
        )
        connection.execute(f"CREATE TABLE m AS SELECT row_number() OVER () AS _row, * FROM ({SQL})")
        yield connection


def endless(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(ENDLESS).fetchall()


def full(_: duckdb.DuckDBPyConnection) -> None:
    raise duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate\nmore words")


MET = {"time": (endless, TimeLimitReached), "memory": (full, MemoryLimitReached)}
"""How a limit is met, and what is said."""


def meeting(monkeypatch: pytest.MonkeyPatch, module: object, name: str, met: Slow) -> None:
    real = getattr(module, name)

    def before(*given: object, **named: object) -> object:
        met()
        return real(*given, **named)

    monkeypatch.setattr(module, name, before)


@pytest.mark.parametrize("met", MET)
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (lineage_module, "_keyed_row"),
        (author, "_rows"),
        (author, "_contradiction"),
        (lineage_module, "collect"),
    ],
    ids=["the text with lineage", "the author's text", "the second look", "the walk"],
)
def test_a_trace_that_meets_a_limit_rejects_nothing(
    con: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    met: str,
    module: object,
    name: str,
) -> None:
    act, error = MET[met]
    if name == "_contradiction":
        monkeypatch.setattr(author, "_different", lambda *_: ["s"])
    meeting(monkeypatch, module, name, lambda: act(con))
    before = con.execute("SHOW ALL TABLES").fetchall()
    with pytest.raises(error):
        Lineage(con, seconds=SHORT).trace(SQL, {"g": 1}, "s")
    assert con.execute("SHOW ALL TABLES").fetchall() == before


@pytest.mark.parametrize("met", MET)
@pytest.mark.parametrize("name", ["replay", "contributions", "exclusions"])
def test_a_question_to_a_trace(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, met: str, name: str
) -> None:
    act, error = MET[met]
    trace = Lineage(con, seconds=SHORT).trace(SQL, {"g": 1}, "s")
    meeting(monkeypatch, trace_module, name, lambda: act(con))
    with pytest.raises(error):
        getattr(trace, name)()


def test_when_what_was_made_fails_the_authors_text_has_what_is_left_of_the_time(
    con: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(TimeLimitReached), execution.running(con, ENDLESS, "m", SHORT):
        con.execute("SELECT nothing")


@pytest.mark.parametrize("met", MET)
def test_the_capture_of_a_model(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, met: str
) -> None:
    act, error = MET[met]
    meeting(monkeypatch, capture_module, "_fill_result", lambda: act(con))
    with pytest.raises(error), capture(con, SQL, model="m", seconds=SHORT):
        pass


def test_the_authors_text_beside_a_capture(con: duckdb.DuckDBPyConnection) -> None:
    with capture(con, SQL, model="m", seconds=SHORT) as captured:
        assert captured.gives_the_same_as(SQL)
        with pytest.raises(TimeLimitReached):
            captured.gives_the_same_as(f"SELECT 1 AS g, ({ENDLESS}) AS s")


class Models:
    """One model that keeps no evidence, over one table."""

    sql, key = SQL, ("g",)

    def order(self) -> list[str]:
        return ["m"]

    def evidence(self, table: str) -> Evidence | None:
        return None

    def model(self, name: str) -> Models:
        return self


def within(seconds: float) -> Bounds:
    return lambda con, where: limited(con, where, seconds)


def lazily(con: duckdb.DuckDBPyConnection) -> None:
    with captured_evidence(con, "m", SQL, ["g"], bounds=within(SHORT)):
        pass


def backwards(con: duckdb.DuckDBPyConnection) -> None:
    models = Models()
    text = lambda _: (SQL, ["g"])  # noqa: E731 - a stand-in
    with traceable(con, ["m"], models.evidence, text, within(SHORT)) as found:
        GraphWalk(con, found, bounds=within(SHORT)).trace("m", [1], cell("s", []))


def forwards(con: duckdb.DuckDBPyConnection) -> None:
    models = Models()
    text = lambda _: (SQL, ["g"])  # noqa: E731 - a stand-in
    raw = {"t": marked(np.arange(30), np.ones(30, np.uint64))}
    with traceable(con, ["m"], models.evidence, text, within(SHORT)) as found:
        ForwardWalk(con, found, raw, bounds=within(SHORT)).cells([("m", "s")])


def audited(con: duckdb.DuckDBPyConnection) -> None:
    audit = Audit(con, Models(), bounds=within(SHORT))
    try:
        assert audit.run(["m"])[0].verified == 6
    finally:
        audit.close()


PATHS = {
    "a lazy capture": (lazily, capture_module, "_fill_result"),
    "its comparison": (lazily, rowlineage.on_demand, "_check"),  # type: ignore[attr-defined]
    "a walk": (backwards, capture_module, "_fill_result"),
    "reading on a walk": (backwards, Evidence, "reached"),
    "a walk forward": (forwards, capture_module, "_fill_result"),
    "reading on a walk forward": (forwards, ForwardWalk, "_place"),
    "the evidence of an audit": (audited, nodes.Nodes, "parts"),
    "a capture in an audit": (audited, capture_module, "_fill_result"),
    "an audit's replay of many rows": (audited, batch_replay.BatchReplay, "_not_given_by"),
}


@pytest.mark.parametrize("met", MET)
@pytest.mark.parametrize("path", PATHS)
def test_every_path(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, met: str, path: str
) -> None:
    act, error = MET[met]
    run, module, name = PATHS[path]
    run(con)
    meeting(monkeypatch, module, name, lambda: act(con))
    before = con.execute("SHOW ALL TABLES").fetchall()
    with pytest.raises(error):
        run(con)
    assert con.execute("SHOW ALL TABLES").fetchall() == before


def caught(node: ast.AST | None) -> set[str]:
    return (
        set() if node is None else {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    )


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.py")), ids=lambda p: p.name)
def test_whoever_goes_on_after_an_error_of_duckdb_lets_limits_pass(path: Path) -> None:
    """In the last look at a difference that is known already, and in the command, nothing is decided by them."""
    if path.name in ("author.py", "command.py", "limits.py"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "suppress":
            assert "Error" not in set().union(*map(caught, node.args)), f"{path.name}:{node.lineno}"
        for earlier, handler in (
            zip([None, *node.handlers], node.handlers, strict=False)
            if isinstance(node, ast.Try)
            else []
        ):
            if "Error" in caught(handler.type) and not isinstance(handler.body[0], ast.Raise):
                names = (
                    {n.id for n in ast.walk(earlier.type) if isinstance(n, ast.Name)}
                    if earlier and earlier.type
                    else set()
                )
                assert "MET" in names, f"{path.name}:{handler.lineno} swallows limits"


def test_strays_let_limits_pass(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture(con, SQL) as captured:
        stages = {name: f"({select})" for name, select in captured.stages.items()}
        kept = Evidence(f"({captured.evidence})", stages, captured.manifest)

        class Full:
            def execute(self, *_: object) -> None:
                full(con)

        with pytest.raises(duckdb.OutOfMemoryException):
            strays._identical(Full(), kept, kept)  # type: ignore[arg-type]
