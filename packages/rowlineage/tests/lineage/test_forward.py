"""The forward walk against the backward one: they must agree on every cell, raw row and tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditing.kept import Captured, Text
from lineage import generated
from lineage.constructs import CONSTRUCTS, Construct
from lineage.tables import TABLES, fill
from lineage.test_graph import MODELS
from lineage.thirds import third_always
from rowlineage import UnsupportedSQL
from rowlineage.forward import ForwardWalk
from rowlineage.graph import GraphWalk, Models, cell
from rowlineage.marks import FULL, MOST, VALUE, marked

Cell = tuple[str, str, int]
RawRow = tuple[str, int]
Found = dict[Cell, dict[RawRow, bool]]
SPLIT = {
    "table_growth": "WITH g AS (SELECT region_id AS k, sum(amount) AS total FROM sale GROUP BY region_id) "
    "SELECT a.k, b.total FROM g AS a JOIN g AS b ON b.k >= a.k",
    "table_of_growth": "SELECT k, sum(total) AS total, count(*) AS n FROM table_growth GROUP BY k",
}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def raw_rows(con: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> list[RawRow]:
    found = []
    for name in tables:
        found += [(name, row) for (row,) in con.execute(f"SELECT _row FROM {name}").fetchall()]
    return found


def columns(models: Models, tables: Sequence[str]) -> list[tuple[str, str]]:
    stored = [(name, models.evidence(name)) for name in tables]
    return [(name, c) for name, evidence in stored if evidence for c in evidence.manifest.columns]


def forward(
    con: duckdb.DuckDBPyConnection, models: Models, raw: Sequence[RawRow], tables: Sequence[str]
) -> Found:
    """Return the raw rows of every cell, and whether each feeds it, asking for each raw row by a mark of its own."""
    found: Found = {}
    for start in range(0, len(raw), MOST):
        part = raw[start : start + MOST]
        rows: dict[str, list[tuple[int, int]]] = {}
        for number, (table, row) in enumerate(part):
            rows.setdefault(table, []).append((row, 1 << number))
        given_marks = {
            table: marked(np.array([r for r, _ in own]), np.array([m for _, m in own], np.uint64))
            for table, own in rows.items()
        }
        walk = ForwardWalk(con, models, given_marks)
        for (table, column), cells in walk.cells(columns(models, tables)).items():
            for row, bits in zip(cells.ids.tolist(), cells.bits.tolist(), strict=True):
                for number, raw_row in enumerate(part):
                    if bits[FULL] >> number & 1:
                        feeds = bool(bits[VALUE] >> number & 1)
                        found.setdefault((table, column, row), {})[raw_row] = feeds
    return found


def backward(con: duckdb.DuckDBPyConnection, models: Models, place: Cell) -> dict[RawRow, bool]:
    table, column, row = place
    raw = GraphWalk(con, models).trace(table, [row], cell(column, [])).raw
    return {(r["table"], r["row_id"]): r["role"] == "value" for r in raw.to_pylist()}


def cells_of(con: duckdb.DuckDBPyConnection, models: Models, tables: Sequence[str]) -> list[Cell]:
    found = []
    for table, column in columns(models, tables):
        rows = con.execute(f"SELECT _row FROM {table} ORDER BY 1").fetchall()
        found += [(table, column, row) for (row,) in rows]
    return found


def disagreements(
    con: duckdb.DuckDBPyConnection,
    models: Models,
    raw: Sequence[RawRow],
    tables: Sequence[str],
    sample: Sequence[Cell] | None = None,
) -> list[Cell]:
    found = forward(con, models, raw, tables)
    cells = cells_of(con, models, tables) if sample is None else sample
    return [place for place in cells if found.get(place, {}) != backward(con, models, place)]


def captured(con: duckdb.DuckDBPyConnection, texts: Mapping[str, str]) -> Captured:
    return Captured(con, {name: Text(sql, ()) for name, sql in texts.items()})


@pytest.mark.parametrize("construct", third_always(CONSTRUCTS, 0), ids=lambda c: c.name)
def test_every_construct_agrees(con: duckdb.DuckDBPyConnection, construct: Construct) -> None:
    models = captured(con, {"m": construct.sql})
    assert disagreements(con, models, raw_rows(con, list(TABLES)), ["m"]) == []


@pytest.mark.parametrize("texts", [MODELS, SPLIT], ids=["models", "asked weakly and otherwise"])
def test_a_graph_of_models_agrees(con: duckdb.DuckDBPyConnection, texts: dict[str, str]) -> None:
    models = captured(con, texts)
    assert disagreements(con, models, raw_rows(con, list(TABLES)), list(texts)) == []


def test_a_stage_asked_weakly_and_otherwise_is_settled_cell_by_cell(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    traced = []
    trace = GraphWalk.trace
    monkeypatch.setattr(GraphWalk, "trace", lambda *a: traced.append(a[1:3]) or trace(*a))  # type: ignore[func-returns-value]
    models = captured(con, SPLIT)
    forward(con, models, raw_rows(con, ["sale"]), ["table_growth"])
    assert traced
    traced.clear()
    forward(con, models, raw_rows(con, ["tag"]), ["table_growth"])
    assert traced == []


def test_one_line_reaches_its_sum_and_its_share_but_not_the_neighbour(
    con: duckdb.DuckDBPyConnection,
) -> None:
    models = captured(con, MODELS)
    found = forward(con, models, [("sale", 104)], ["stat_region", "table_share"])
    names = dict(con.execute("SELECT _row, name FROM table_share").fetchall())
    reached = {
        (names[r], c): feeds[("sale", 104)]
        for (t, c, r), feeds in found.items()
        if t == "table_share"
    }
    assert reached[("South", "x")]
    assert reached[("North", "share")]
    assert ("North", "x") not in reached


def test_nothing_marked_reaches_nothing(con: duckdb.DuckDBPyConnection) -> None:
    models = captured(con, MODELS)
    none = marked(np.zeros(0, np.int64), np.zeros(0, np.uint64))
    cells = ForwardWalk(con, models, {"sale": none}).cells(columns(models, list(MODELS)))
    assert all(cell.ids.size == 0 for cell in cells.values())


def test_the_walk_leaves_nothing_behind(con: duckdb.DuckDBPyConnection) -> None:
    models = captured(con, SPLIT)
    before = con.execute("SHOW ALL TABLES").fetchall()
    forward(con, models, raw_rows(con, ["sale"]), list(SPLIT))
    assert con.execute("SHOW ALL TABLES").fetchall() == before


def generated_agree(content: dict[str, list[generated.Row]], relation: generated.Relation) -> None:
    with duckdb.connect(config={"threads": 1}) as con:
        generated.load(con, content)
        texts = {
            "one": relation.sql,
            "two": f"SELECT {relation.columns[0]} AS k, count(*) AS n, sum({relation.columns[-1]}) AS s "
            f"FROM one GROUP BY {relation.columns[0]}",
        }
        try:
            models = captured(con, texts)
        except UnsupportedSQL:
            return
        raw = raw_rows(con, generated.TABLES)
        assert disagreements(con, models, raw, list(texts)) == []


tables = st.fixed_dictionaries(dict.fromkeys(generated.TABLES, generated.rows))
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(tables, generated.query())
def test_generated_queries_agree(
    content: dict[str, list[generated.Row]], relation: generated.Relation
) -> None:
    generated_agree(content, relation)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=QUIET)
@given(tables, generated.query())
def test_many_generated_queries_agree(
    content: dict[str, list[generated.Row]], relation: generated.Relation
) -> None:
    generated_agree(content, relation)
