"""What holds an execution within its time: what is a limit, what is interrupted, and when nothing is any more."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import Lineage, LineageError, TimeLimitReached, limits
from rowlineage.limits import Watch, clean_up, is_limit, limited


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def endless(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"
    ).fetchall()


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), -1.0, 0.0, 1e12, -float("inf")])
def test_what_is_no_limit(con: duckdb.DuckDBPyConnection, seconds: float) -> None:
    assert not is_limit(seconds)
    with pytest.raises(LineageError, match="no time limit"):
        Lineage(con, seconds=seconds)
    with pytest.raises(LineageError, match="no time limit"), limited(con, "m", seconds):
        pass


@pytest.mark.parametrize("seconds", [1e-3, 1, 600.0, 1e9])
def test_what_is_one(seconds: float) -> None:
    assert is_limit(seconds)


def test_many_short_statements_are_ended_too(con: duckdb.DuckDBPyConnection) -> None:
    """An interrupt between two of them is lost: one alone would not end this."""

    def short_ones() -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < 60:
            time.sleep(0.09)
            con.execute("SELECT sum(hash(i)) FROM range(3000000) r(i)").fetchall()

    with pytest.raises(TimeLimitReached), limited(con, "m", 0.2):
        short_ones()


def test_nothing_is_interrupted_afterwards(con: duckdb.DuckDBPyConnection) -> None:
    with contextlib.suppress(TimeLimitReached), limited(con, "m", 0.05):
        endless(con)
    time.sleep(0.3)
    assert con.execute("SELECT count(*) FROM range(20000000) r(i) WHERE i % 3 = 0").fetchall()
    assert not [t for t in threading.enumerate() if t.name == "time limit"]


def test_an_interrupt_of_somebody_else_is_passed_on(con: duckdb.DuckDBPyConnection) -> None:
    threading.Timer(0.2, con.interrupt).start()
    with pytest.raises(duckdb.InterruptException), limited(con, "m", 60):
        endless(con)


def test_what_is_taken_back_is_taken_back_though_the_time_be_over(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_PAUSE", 0.0)
    watch = Watch(con, 0.01)
    watch.start()
    try:
        for number in range(200):
            clean_up(con, f"CREATE OR REPLACE TEMP TABLE x AS SELECT {number} AS n")
    finally:
        watch.stop()
    assert con.execute("FROM x").fetchall() == [(199,)]


def test_a_connection_that_was_closed_ends_no_thread_in_a_traceback(
    capfd: pytest.CaptureFixture[str],
) -> None:
    other = duckdb.connect()
    watch = Watch(other, 0.01)
    other.close()
    watch.start()
    time.sleep(0.1)
    watch.stop()
    assert "Traceback" not in capfd.readouterr().err
