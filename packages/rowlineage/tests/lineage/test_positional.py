"""POSITIONAL JOIN of tables of all lengths: what is beyond the shorter ones rests on how many rows these have."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import duckdb
import pytest

from lineage.oracle import influencing, run, without_each_row
from rowlineage import Lineage, UnsupportedSQL

ROWS = {"a": 5, "b": 3, "c": 8}
FORMS = {
    "groups": ("SELECT a.g, sum(c.z) AS s, count(*) AS n, count(b.y) AS m FROM {} GROUP BY a.g", "g"),
    "one group": ("SELECT sum(c.z) AS s, list(a.x) AS l FROM {} WHERE b.y IS NULL", ""),
    "groups around": ("SELECT q.g, max(q.z) AS m FROM (SELECT a.g, b.y, c.z FROM {}) AS q GROUP BY q.g", "g"),
    "distinct": ("SELECT DISTINCT a.g, b.y IS NULL AS n FROM {}", "g n"),
    "rows": ("SELECT a.x, b.y, c.z FROM {} WHERE c.z IS NOT NULL", "z"),
    "in a subquery": ("SELECT d.k, (SELECT count(*) FROM {} WHERE a.g IS NULL) AS n FROM d", "k"),
}  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        for (table, count), term in zip(
            ROWS.items(), ("10 * i AS x, i % 2 AS g", "i AS y", "2 ** i AS z"), strict=True
        ):
            numbers = f"range(1, {count + 1}) t(i)"
            connection.execute(
                f"CREATE TABLE {table} AS SELECT 50 - i AS _row, {term} FROM {numbers}"
            )
        connection.execute("CREATE TABLE d AS SELECT 1 AS _row, 1 AS k")
        yield connection


@pytest.mark.parametrize("form", FORMS)
def test_rows_beyond_the_shorter_tables(con: duckdb.DuckDBPyConnection, form: str) -> None:
    text, key = FORMS[form]
    for order in itertools.permutations(ROWS):
        sql = text.format(" POSITIONAL JOIN ".join(order))
        without = without_each_row(con, sql, list(ROWS))
        for row in run(con, sql):
            told = {name: row[name] for name in key.split()}
            trace = Lineage(con).trace(sql, told)
            assert trace.replay()["state"] == "verified", (sql, told)
            rows = trace.rows()
            found = set(zip(rows["table"].to_pylist(), rows["row_id"].to_pylist(), strict=True))
            assert found >= influencing(without, told, None, row), (sql, told)


def test_in_a_correlated_subquery(con: duckdb.DuckDBPyConnection) -> None:
    """Traced or refused by name: where nothing is kept there is nothing to point to."""
    sql = "SELECT c.z, (SELECT count(*) FROM a POSITIONAL JOIN b WHERE b.y IS NULL AND a.x > c.z) AS n FROM c"
    for row in run(con, sql):
        try:
            trace = Lineage(con).trace(sql, {"z": row["z"]})
        except UnsupportedSQL as error:
            assert "POSITIONAL JOIN in a correlated subquery" in str(error)  # noqa: PT017
        else:
            assert trace.replay()["state"] == "verified"
