"""Faults of our own and of the engine are told as what they are, and what DuckDB reads as two statements is not run."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import (
    InternalFault,
    Lineage,
    LineageError,
    RejectedSQL,
    UnsupportedSQL,
    desugar,
    dialect,
    execution,
    rewrite_select,
)
from rowlineage.capture import capture
from rowlineage.one_select import is_one_select
from rowlineage.query import parse

SQL = "SELECT k, v FROM p"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TABLE p AS SELECT i AS _row, i AS k, i * 10 AS v FROM range(3) r(i)"
        )
        yield connection


@pytest.mark.parametrize(
    "error",
    [
        AttributeError("x"),
        KeyError("x"),
        TypeError(),
        ValueError("x"),
        IndexError(),
        AssertionError(),
        StopIteration(),
    ],
    ids=lambda e: type(e).__name__,
)
@pytest.mark.parametrize("place", ["reading", "rewriting"])
def test_a_fault_of_our_own_is_told_as_such(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, error: Exception, place: str
) -> None:
    module, name = {"reading": (desugar, "apply"), "rewriting": (rewrite_select, "select")}[place]

    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(module, name, failing)
    with pytest.raises(InternalFault, match=type(error).__name__) as caught:
        Lineage(con).trace(SQL, {"k": 1}, model="core_p")
    assert not isinstance(caught.value, UnsupportedSQL)
    assert "report it" in caught.value.remedy
    assert caught.value.where == "core_p"
    assert ".py, line " in caught.value.fact
    with pytest.raises(InternalFault), capture(con, SQL):
        pass


@pytest.mark.parametrize("error", [MemoryError(), OSError("disk"), KeyboardInterrupt()])
def test_what_is_no_fault_of_ours_is_passed_on(error: BaseException) -> None:
    with pytest.raises(type(error)), execution.understood(SQL, "m"):
        raise error


def test_an_interrupt_by_hand_is_no_fault_of_ours() -> None:
    """DuckDB raises another error from it."""
    with pytest.raises(RuntimeError, match="interrupted"), execution.understood(SQL, "m"):
        raise RuntimeError("Query interrupted") from KeyboardInterrupt()


HIDDEN = {
    "a statement after": "SELECT k, v FROM p; DROP TABLE p",
    "before": "DROP TABLE p; SELECT k, v FROM p",
    "two SELECTs": "SELECT k, v FROM p; SELECT 1",
    "out of a bracket": "SELECT k, v FROM p) AS q; DROP TABLE p; SELECT * FROM (SELECT 1",
}


@pytest.mark.parametrize("form", HIDDEN)
def test_what_duckdb_reads_as_several_statements_is_not_run(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Even if the other parser sees one SELECT in it, and nothing behind it."""
    tree = parse(SQL)
    monkeypatch.setattr(dialect, "parse", lambda _: [tree.copy()])
    for module in ("own_words", "execution", "query", "capture"):
        monkeypatch.setattr(f"rowlineage.{module}.statement", lambda sql: sql)
    with pytest.raises((UnsupportedSQL, RejectedSQL)):
        Lineage(con).trace(HIDDEN[form], {"k": 1})
    with pytest.raises(LineageError):
        execution.check_accepted(con, HIDDEN[form], "m")
    with pytest.raises(LineageError), execution.running(con, HIDDEN[form], "m"):
        con.execute("SELECT nothing")
    with capture(con, SQL) as captured, pytest.raises(LineageError):
        captured.gives_the_same_as(HIDDEN[form])
    assert con.execute("SELECT count(*) FROM p").fetchall() == [(3,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "FROM p",
        "VALUES (1)",
        "TABLE p",
        "(SELECT 1)",
        "SELECT $$a;b$$ -- c ; d",
        "SELECT 1 /* ; */",
        "PIVOT p ON k USING sum(v)",
        "PIVOT p ON k IN (1) USING sum(v)",
        "UNPIVOT p ON k",
        "WITH c AS (PIVOT p ON k USING sum(v)) FROM c",
        "SELECT k FROM p WHERE v = $1",
    ],
)
def test_what_is_one(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert is_one_select(con, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; SELECT 2",
        "PIVOT p ON k USING sum(v); CREATE TABLE z AS SELECT 1",
        "DROP TABLE p",
        "CREATE TABLE z AS FROM p",
    ],
)
def test_what_is_none(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        assert not is_one_select(con, sql)
    except duckdb.ParserException:
        assert sql.startswith(("DROP", "CREATE"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (duckdb.BinderException("no column\nLINE 2: x"), "correct the query"),
        (duckdb.IOException("No space left on device"), "see to what DuckDB names"),
        (duckdb.InternalException("assertion"), "fault of DuckDB"),
        (duckdb.FatalException("invalidated"), "fault of DuckDB"),
    ],
)
def test_the_remedy_is_that_of_the_cause(error: duckdb.Error, words: str) -> None:
    with pytest.raises(RejectedSQL) as caught, execution.accepted("m"):
        raise error
    assert words in caught.value.remedy


@pytest.mark.parametrize("sql", ["SELECT '\ud800' AS k FROM p", "\udcff"])
def test_signs_that_are_no_text(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(UnsupportedSQL, match="cannot be parsed"):
        Lineage(con).trace(sql, {"k": 1})
