"""A law of keys: for every type, what a row's cell gives back names the rows that hold the same, and no other."""

import json
import math

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rowlineage.keys import as_text, holds_sql, typed

from .cells import KINDS

# An array has floats for decimals and for integers beyond 64 bits, no zones, and no such type at all.
NOT_IN_ARRAYS = ["DECIMAL", "HUGEINT", "WITH TIME ZONE", "BIT", "BIGNUM"]


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def in_json(value):
    """Return a typed value as a file of JSON gives it back."""
    if isinstance(value, float) and not math.isfinite(value):
        return as_text(value)
    return json.loads(json.dumps(value, default=as_text))


def forms(cell, array, kind):
    """Return the ways in which programs name a cell: as fetched, as text, in JSON, and as an array holds it."""
    yield "fetched", cell
    yield "text", as_text(cell)
    yield "JSON", in_json(typed(cell, kind))
    if array is not None and "(BC)" not in as_text(cell):
        yield "array", array


def check(con, kind, values):
    con.execute(f"CREATE OR REPLACE TEMP TABLE t(n INTEGER, k {kind})")
    for n, value in enumerate(values):
        con.execute(f"INSERT INTO t VALUES ({n}, CAST(? AS {kind}))", [value])
    cells = con.execute("SELECT k FROM t ORDER BY n").fetchall()
    arrays = [None] * len(cells)
    if not any(name in kind for name in NOT_IN_ARRAYS):
        arrays = con.execute("SELECT k FROM t ORDER BY n").fetchnumpy()["k"]
    for n, (cell,) in enumerate(cells):
        asked = "SELECT n FROM t WHERE k = (SELECT k FROM t AS o WHERE o.n = ?) ORDER BY n"
        same = con.execute(asked, [n]).fetchall()
        for form, named in forms(cell, arrays[n], kind):
            condition = holds_sql("k", typed(named, kind), kind)
            found = con.execute(f"SELECT n FROM t WHERE {condition} ORDER BY n").fetchall()
            assert found == same, (form, named, condition)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_names_its_row_and_no_other(con, kind):
    @settings(max_examples=5, deadline=None)
    @given(values=st.lists(KINDS[kind], min_size=1, max_size=5))
    def law(values):
        check(con, kind, values)

    law()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_cells_name_their_rows_and_no_other(con, kind):
    @settings(max_examples=60, deadline=None)
    @given(values=st.lists(KINDS[kind], min_size=1, max_size=6))
    def law(values):
        check(con, kind, values)

    law()
