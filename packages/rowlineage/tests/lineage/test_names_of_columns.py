"""Two output columns of one name, values without names, and the macros of the engine that aggregate."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.forms import fill
from lineage.oracle import run
from rowlineage import DifferentAnswer, Lineage, author
from rowlineage.catalog import ConnectionCatalog, quoted
from rowlineage.output_names import unique


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


@given(
    st.lists(st.sampled_from(["k", "K", "k_1", "k_1_1", "k_2", "v", "a b"]), min_size=1, max_size=7)
)
def test_names_are_those_of_the_engine(names: list[str]) -> None:
    columns = ", ".join(f"{number} AS {quoted(name)}" for number, name in enumerate(names))
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM (SELECT {columns})").fetchall()
    assert unique(names) == [row[0] for row in described]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a.*, b.* FROM p a JOIN q b ON a.k = b.k",
        "SELECT * FROM p a JOIN q b ON a.k = b.k ORDER BY a.k, b.u LIMIT 2",
        "SELECT k, v AS k, r AS K FROM p",
        "SELECT DISTINCT k, k FROM p ORDER BY k",
        "SELECT k, v AS k FROM p UNION SELECT k, u FROM q",
        "SELECT count(*), count(*), sum(v), sum(v) FROM p",
        "WITH c AS (SELECT a.*, b.* FROM p a JOIN q b ON a.k = b.k) SELECT c.*, c.k FROM c",
    ],
)
def test_columns_of_one_name_are_asked_for_as_a_table_of_them_has_them(
    con: duckdb.DuckDBPyConnection, sql: str
) -> None:
    lineage = Lineage(con)
    for row in run(con, f"SELECT * FROM ({sql})"):
        for column in row:
            trace = lineage.trace(sql, row, column)
            assert trace.values == row
            assert trace.replay()["state"] == "verified"


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("ROW(k, s)", (2, "y")),
        ("list_zip([k], [s])", [(2, "y")]),
        ("{'a': ROW(k)}", {"a": (2,)}),
        ("[[ROW(k, ROW(s))]]", [[(2, ("y",))]]),
        ("map([k], [ROW(s)])", {2: ("y",)}),
    ],
)
def test_fields_without_names(con: duckdb.DuckDBPyConnection, term: str, value: object) -> None:
    for sql in (
        f"SELECT v, {term} AS x FROM p",
        f"SELECT v, x FROM (SELECT v, {term} AS x FROM p) s",
    ):
        trace = Lineage(con).trace(sql, {"v": 20})
        assert trace.values == {"v": 20, "x": value}
        assert trace.rows()["row_id"].to_pylist() == [502]
        assert trace.replay()["state"] == "verified"


def test_macros_of_the_engine_that_aggregate(con: duckdb.DuckDBPyConnection) -> None:
    """One that is not known as an aggregate would be taken for a value of a single row."""
    listed = con.execute(
        "SELECT DISTINCT function_name, parameters FROM duckdb_functions() WHERE internal "
        "AND function_type = 'macro' AND len(parameters) BETWEEN 1 AND 2 AND schema_name = 'main'"
    ).fetchall()
    known = ConnectionCatalog(con).aggregates
    for name, parameters in listed:
        sql = f"SELECT {quoted(name)}({', '.join(['v', 'k'][: len(parameters)])}) FROM range(3) t(v), range(2) u(k)"
        try:
            rows = con.execute(sql).fetchall()
        except duckdb.Error:
            continue
        assert (len(rows) == 1) == (name in known), name


def test_columns_called_like_types(con: duckdb.DuckDBPyConnection) -> None:
    """Before a bracket the word is the column, whatever it means elsewhere; a list type begins no value."""
    types = "SELECT DISTINCT lower(type_name) FROM duckdb_types() WHERE regexp_matches(type_name, '^[a-z0-9_]+$', 'i')"
    words = sorted(
        {*(name for (name,) in con.execute(types).fetchall()), "row", "interval", "list"}
    )
    traced = set()
    for word in words:
        con.execute(
            f'CREATE OR REPLACE TABLE typed AS SELECT 1 AS _row, 1 AS k, [5, 6] AS "{word}"'
        )
        sql = f"SELECT {word}[k] AS v, {word}[1:2] AS u FROM typed WHERE {word}[2] > 5"
        try:
            rows = con.execute(sql).fetchall()
        except duckdb.Error:
            continue
        if rows != [(5, [5, 6])]:  # to this version of the engine the word is something else
            continue
        trace = Lineage(con).trace(sql, {})
        assert trace.values == {"v": 5, "u": [5, 6]}
        assert trace.replay()["state"] == "verified"
        traced.add(word)
    assert {"interval", "integer", "varchar", "timestamp", "row", "list", "map"} <= traced


def test_a_row_that_only_the_authors_text_has(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That no row has a key is said only if the author's text has none either."""
    monkeypatch.setattr(author, "_found", lambda *_, **__: [(77, True)])
    with pytest.raises(DifferentAnswer, match="has a row with the key"):
        Lineage(con).trace("SELECT k FROM p", {"k": 77})
