"""Evidence of a model that keeps none: it is of the table that was kept, or there is none."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from rowlineage import DifferentAnswer
from rowlineage.on_demand import captured_evidence

SQL = "SELECT g, sum(x) AS total FROM item GROUP BY g"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TABLE item AS SELECT row_number() OVER () AS _row, * "
            "FROM (VALUES ('a', 1.5), ('a', 2), ('b', 4)) t(g, x)"
        )
        connection.execute(
            f"CREATE TABLE m AS SELECT row_number() OVER () AS _row, * FROM ({SQL} ORDER BY g)"
        )
        yield connection


def test_of_the_kept_table(con: duckdb.DuckDBPyConnection) -> None:
    with captured_evidence(con, "m", SQL, ["g"]) as evidence:
        rows = con.execute(f"SELECT _row FROM {evidence.relation} ORDER BY 1").fetchall()
    assert rows == [(1,), (2,)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE m SET total = 5 WHERE g = 'a'", r"total \(1\)"),
        ("UPDATE m SET total = NULL WHERE g = 'a'", r"total \(1\)"),
        ("DELETE FROM m WHERE g = 'b'", r"rows that only one of them has \(1\)"),
        ("INSERT INTO m VALUES (3, 'c', 1)", r"rows that only one of them has \(1\)"),
    ],
)
def test_another_table_has_none(con: duckdb.DuckDBPyConnection, change: str, words: str) -> None:
    con.execute(change)
    with (
        pytest.raises(DifferentAnswer, match=words) as caught,
        captured_evidence(con, "m", SQL, ["g"]),
    ):
        pass
    assert caught.value.where == "m"
    assert "5" not in caught.value.fact, "values of rows that may be withheld"


def test_sums_of_floats_may_differ_in_the_last_place(con: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT g, sum(x::DOUBLE) AS total FROM item GROUP BY g"
    con.execute(f"CREATE OR REPLACE TABLE m AS SELECT row_number() OVER () AS _row, * FROM ({sql})")
    con.execute("UPDATE m SET total = total * (1 + 1e-13)")
    with captured_evidence(con, "m", sql, ["g"]) as evidence:
        assert con.execute(f"SELECT count(*) FROM {evidence.relation}").fetchall() == [(2,)]
    con.execute("UPDATE m SET total = total * (1 + 1e-6)")
    with pytest.raises(DifferentAnswer, match="total"), captured_evidence(con, "m", sql, ["g"]):
        pass
