"""Keys in a trace and its certificate: exact where a row is asked for, within a billionth where it is found again."""

from dataclasses import replace

import duckdb
import pytest

from rowlineage.errors import AmbiguousKey, NoSuchRow
from rowlineage.lineage import Lineage


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


@pytest.fixture
def lineage(con):
    con.execute("CREATE OR REPLACE TABLE t AS SELECT range AS _row, range AS n FROM range(3, 6)")
    yield Lineage(con)
    con.execute("DROP TABLE t")


def test_a_trace_takes_a_key_by_value_and_rounds_none(lineage):
    sql = "SELECT n, n > 3 AS flag, sum(n) AS total FROM t GROUP BY n"
    assert lineage.trace(sql, {"n": "4"}).values["total"] == 4
    assert lineage.trace(sql, {"n": 3, "flag": "false"}).values["total"] == 3
    for key in ({"n": 4.4}, {"n": True}, {"flag": 1, "n": 4}):
        with pytest.raises(NoSuchRow, match="holds no value"):
            lineage.trace(sql, key)


def test_a_key_that_names_a_column_twice_is_refused(lineage):
    with pytest.raises(AmbiguousKey, match="names the column n twice"):
        lineage.trace("SELECT n FROM t", {"n": 4, "N": 5})
    with pytest.raises(NoSuchRow, match="no column m"):
        lineage.trace("SELECT n FROM t", {"m": 4})


@pytest.mark.parametrize(
    ("cell", "key", "state"),
    [
        (1.0, 1.0, "verified"),
        (1.0, 1.0 + 1e-12, "verified"),
        (-1e20, -1e20 * (1 + 1e-10), "verified"),
        (1e-20, 1e-20 * (1 + 1e-10), "verified"),
        (0.0, 0.0, "verified"),
        (1.0, 1.001, "not_reproduced"),
        (1.0, 1.00000001, "not_reproduced"),
        (1e-20, 1.001e-20, "not_reproduced"),
        (0.0, 1e-13, "not_reproduced"),
        (1e-13, 9e-13, "not_reproduced"),
        (float("nan"), float("nan"), "verified"),
        (float("inf"), float("inf"), "verified"),
        (float("inf"), 1e308, "not_reproduced"),
    ],
)
def test_a_certificate_finds_a_float_again_within_a_billionth_and_no_further(con, cell, key, state):
    con.execute(f"CREATE OR REPLACE TABLE f AS SELECT 1 AS _row, '{cell}'::DOUBLE AS k, 7 AS n")
    trace = Lineage(con).trace("SELECT k, n FROM f", {"n": 7}, "n")
    trace._output = replace(trace._output, key={"k": key})
    assert trace.replay()["state"] == state


def test_a_trace_allows_a_float_no_tolerance(con):
    con.execute("CREATE OR REPLACE TABLE f AS SELECT 1 AS _row, 1::DOUBLE AS k")
    with pytest.raises(NoSuchRow, match="no row of the result"):
        Lineage(con).trace("SELECT k FROM f", {"k": 1 + 1e-12})
