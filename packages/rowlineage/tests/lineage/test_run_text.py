"""Clocks, parameters, and the statements that keep a SELECT: what of them is traced, and what the trace shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from lineage.tables import fill
from rowlineage import Lineage, UnsupportedSQL
from rowlineage.capture import capture
from rowlineage.clock_names import WITHOUT_BRACKETS
from rowlineage.run_text import CLOCKS, run_text, selected


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        fill(connection)
        yield connection


def test_every_clock_of_the_engine_is_known(con: duckdb.DuckDBPyConnection) -> None:
    """Whatever has no arguments and tells a day or a time of no table is one."""
    found = con.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE len(parameters) = 0 "
        "AND function_type = 'scalar' AND (return_type LIKE '%TIME%' OR return_type = 'DATE')"
    ).fetchall()
    assert {name for (name,) in found} - {"pg_conf_load_time", "pg_postmaster_start_time"} <= CLOCKS


@pytest.mark.parametrize("clock", sorted(CLOCKS))
def test_a_clock_is_a_parameter_of_the_run(con: duckdb.DuckDBPyConnection, clock: str) -> None:
    call = clock if clock.startswith(("current_d", "current_t", "localtime")) else f"{clock}()"
    if clock.startswith("current_local"):
        call = f"{clock}()"
    sql = f"SELECT id, {call}, amount FROM sale WHERE {call}::VARCHAR > ''"
    trace = Lineage(con).trace(sql, {"id": 2})
    assert list(trace.parameters) == [clock]
    assert trace.parameters[clock]
    assert trace.replay()["state"] == "verified"
    assert trace.rows()["row_id"].to_pylist() == [102]


def test_a_clock_keeps_the_name_of_its_column(con: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT x.current_date AS day FROM (SELECT id, current_date FROM sale) AS x WHERE id = 1"
    assert Lineage(con).trace(sql, {}).values == {"day": dt.datetime.now(dt.UTC).date()}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'now()' AS x, s.now AS y -- now()\nFROM s",
        'SELECT "now" AS x FROM s',
        "SELECT today AS x FROM s",
    ],
)
def test_what_is_no_clock_stays(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert run_text(con, sql, None, "").text == sql


def test_a_model_that_reads_a_clock_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    """A table that is built must be the same when it is built again."""
    with (
        pytest.raises(UnsupportedSQL, match="current_date"),
        capture(con, "SELECT current_date AS x FROM sale"),
    ):
        pass


@pytest.mark.parametrize(
    ("sql", "parameters", "shown"),
    [
        ("SELECT id, amount FROM sale WHERE amount = ? AND kind = ?", [2, "a"], {"$1": "2", "$2": "a"}),
        ("SELECT id, amount FROM sale WHERE amount = $1 AND $1 < 3", [2], {"$1": "2"}),
        ("SELECT id, amount FROM sale WHERE amount BETWEEN $a AND $b", {"a": 2, "b": 3}, {"$a": "2", "$b": "3"}),
        ("SELECT id, amount FROM sale WHERE kind = $k ORDER BY id DESC LIMIT $n OFFSET 1", {"k": "a", "n": 1},
         {"$k": "a", "$n": "1"}),
        ("SELECT id, amount FROM sale WHERE id = 2 AND kind <> $k", {"k": "it's"}, {"$k": "it's"}),
        ("SELECT id, amount FROM sale WHERE id = 2 AND ?::DATE < DATE '2020-01-02'", [dt.date(2020, 1, 1)],
         {"$1": "2020-01-01"}),
        ("SELECT id, amount FROM sale WHERE id = 2 AND ? IS NULL", [None], {"$1": None}),
    ],
)  # fmt: skip
def test_parameters(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: object, shown: dict[str, object]
) -> None:
    trace = Lineage(con).trace(sql, {"id": 2}, "amount", parameters=parameters)
    assert (trace.values, trace.parameters) == ({"id": 2, "amount": 2}, shown)
    assert trace.rows()["row_id"].to_pylist()[:1] == [102]
    assert trace.replay()["state"] == "verified"


@pytest.mark.parametrize(
    "head",
    [
        "CREATE TABLE made AS\n",
        "CREATE OR REPLACE TEMP TABLE made AS ",
        "-- a comment\nINSERT INTO made ",
        "INSERT INTO made (kind, total) ",
        "INSERT INTO made BY NAME ",
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT kind, sum(amount) AS total FROM sale GROUP BY kind",
        "(SELECT kind, sum(amount) AS total FROM sale GROUP BY kind)",
        "WITH c AS (SELECT kind, amount FROM sale) SELECT kind, sum(amount) AS total FROM c GROUP BY kind;",
        "FROM sale SELECT kind, sum(amount) AS total GROUP BY kind",
    ],
)
def test_a_statement_around_a_query_is_not_run(
    con: duckdb.DuckDBPyConnection, head: str, query: str
) -> None:
    trace = Lineage(con).trace(head + query, {"kind": "b"}, "total")
    assert trace.values == {"kind": "b", "total": 68}
    assert trace.rows()["row_id"].to_pylist() == [103, 107]
    assert trace.replay()["state"] == "verified"
    assert con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'made'").fetchall() == []


def test_the_lines_of_a_query_stay(con: duckdb.DuckDBPyConnection) -> None:
    sql = "CREATE TABLE made AS\nSELECT id,\n random() AS x FROM sale"
    assert selected(sql).splitlines()[1:] == sql.splitlines()[1:]
    with pytest.raises(UnsupportedSQL, match="random") as caught:
        Lineage(con).trace(sql, {"id": 1})
    assert caught.value.line == 3


BARE = sorted(WITHOUT_BRACKETS)
NAMED = {
    "a column": "SELECT id, {} AS v FROM clocked",
    "a column in an aggregate": "SELECT count({}) AS v FROM clocked",
    "a column of a query": "SELECT id, {} AS v FROM (SELECT * FROM clocked) AS x",
    "an alias": "SELECT id AS {0}, {0} AS v FROM sale WHERE id = 1",
    "a quoted alias": 'SELECT {} AS v FROM (SELECT 7 AS "{}", id FROM sale WHERE id = 1)',
    "a field": "SELECT {} AS v FROM (SELECT unnest({{'{}': 3}}), id FROM sale WHERE id = 1)",
    "a column of a view": "SELECT {} AS v FROM clocked_view WHERE id = 1",
    "a column of a macro": "SELECT {} AS v FROM clocked_macro() WHERE id = 1",
    "a column of a file": "SELECT {} AS v FROM '{file}' WHERE id = 1",
    "a value of a pivot": "SELECT {} AS v FROM (PIVOT pivoted ON k USING sum(n)) WHERE 1 = 1",
    "a value of a pivot, compared": "SELECT 1 AS v FROM (PIVOT pivoted ON k USING sum(n)) WHERE {} < 20",
    "a name of an unpivot": "SELECT {} AS v FROM (UNPIVOT pivoted ON n INTO NAME {} VALUE m)",
    "a column renamed": "SELECT {} AS v FROM (SELECT COLUMNS('(.*)_of_all') AS '\\1' FROM pivoted)",
    "a field of a column": "SELECT {} AS v FROM (SELECT unnest(s) FROM pivoted)",
    "a field of a list": "SELECT {} AS v FROM (SELECT unnest([s], recursive := true) FROM pivoted)",
    "an alias without AS": "SELECT {0} AS v FROM (SELECT id {0} FROM sale WHERE id = 1)",
    "a column of an alias": "SELECT {} AS v FROM (SELECT id FROM sale WHERE id = 1) AS x({})",
    "a column of a common table expression": "WITH x({}) AS (SELECT id FROM sale) SELECT {} AS v FROM x WHERE 1 = 1",
    "a parameter of a lambda": "SELECT list_transform([id], lambda {0}: {0} + 1) AS v FROM sale WHERE id = 1",
}


@pytest.mark.parametrize("place", NAMED)
@pytest.mark.parametrize("clock", BARE)
def test_a_column_called_like_a_clock_is_never_taken_for_it(
    tmp_path: Path, clock: str, place: str
) -> None:
    """To the engine the word is the column wherever there is one, so the moment must not stand in its place."""
    file = tmp_path / "clocked.parquet"
    with duckdb.connect() as own:
        fill(own)
        if place not in ("an alias", "a quoted alias", "a field", "a column of a file"):
            own.execute(f'CREATE TABLE clocked AS SELECT 1 AS _row, 1 AS id, 42 AS "{clock}"')
        own.execute(
            f"CREATE TABLE pivoted AS SELECT 1 AS _row, '{clock}' AS k, 10 AS n, 7 AS {clock}_of_all, "
            f"{{'{clock}': 5}} AS s"
        )
        source = "SELECT id, 42 AS {} FROM sale".format(f'"{clock}"')
        own.execute(f"COPY ({source}) TO '{file}'")
        if place == "a column of a view":
            own.execute(f"DROP TABLE clocked; CREATE VIEW clocked_view AS {source}")
        if place == "a column of a macro":
            own.execute(f"DROP TABLE clocked; CREATE MACRO clocked_macro() AS TABLE {source}")
        sql = NAMED[place].format(clock, clock, file=file)
        lineage = Lineage(own, keys={str(file): ["id"]}, sources=[str(file)])
        with pytest.raises(UnsupportedSQL, match=f"{clock} where a column is called so") as caught:
            lineage.trace(sql, {})
        assert caught.value.line == 1


def test_a_clock_beside_what_the_query_does_not_read() -> None:
    """Names of columns elsewhere in the database, and values, are no reason to refuse it."""
    with duckdb.connect() as own:
        fill(own)
        own.execute("CREATE TABLE clocked AS SELECT 1 AS _row, 42 AS current_date")
        own.execute("CREATE VIEW clocked_view AS SELECT 42 AS current_date FROM sale")
        own.execute("CREATE MACRO clocked_macro() AS TABLE SELECT 42 AS current_date FROM sale")
        own.execute("CREATE TABLE said AS SELECT 1 AS _row, 'current_date' AS word")
        today = own.execute("SELECT current_date").fetchall()[0][0]
        for sql in (
            "SELECT id, current_date AS d FROM sale WHERE id = 1",
            "SELECT q.current_date AS d FROM (SELECT id, current_date FROM sale WHERE id = 1) AS q",
            "SELECT word, current_date AS d FROM said GROUP BY word, current_date",
        ):
            trace = Lineage(own).trace(sql, {})
            assert trace.values["d"] == today
            assert trace.replay()["state"] == "verified"


def test_a_column_called_like_a_clock_is_traced_with_its_table() -> None:
    with duckdb.connect() as own:
        own.execute("CREATE TABLE clocked AS SELECT 1 AS _row, 42 AS current_date")
        trace = Lineage(own).trace("SELECT c.current_date AS v FROM clocked AS c", {})
        assert (trace.values, trace.parameters) == ({"v": 42}, {})
        assert trace.replay()["state"] == "verified"
