"""Keys by typed value: every way of writing a value finds its cell, and what a column cannot hold is refused."""

import datetime as dt
import re
import uuid
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowlineage.errors import NoSuchRow
from rowlineage.held_keys import held
from rowlineage.keys import BLANK, as_text, same, typed
from rowlineage.lineage import Lineage

UTC = dt.timezone.utc  # noqa: UP017 - as a caller of any version writes it

# Type, cell as SQL, and the ways in which a key may name it.
NAMED = [
    ("BOOLEAN", "true", [True, "true"]),
    ("BOOLEAN", "false", [False, "false"]),
    ("INTEGER", "1", [1, "1", 1.0, "1.0", Decimal("1.00")]),
    ("BIGINT", "-9223372036854775808", [-(2**63), str(-(2**63))]),
    ("UHUGEINT", str(2**128 - 1), [2**128 - 1]),
    ("DECIMAL(4,2)", "4.40", [4.4, "4.4", "4.40", "4.400", Decimal("4.4"), Decimal("4.400")]),
    ("DECIMAL(38,2)", "123456789012345678901234567890.25", ["123456789012345678901234567890.25"]),
    ("DECIMAL(4,2)", "7", [7, "7", 7.0]),
    ("DOUBLE", "0.1", [0.1, "0.1", Decimal("0.1")]),
    ("FLOAT", "0.1", [0.1, "0.1"]),
    ("DOUBLE", "'nan'", ["nan", float("nan")]),
    ("VARCHAR", "'true'", ["true"]),
    ("VARCHAR", "'1'", ["1", 1]),
    ("VARCHAR", "'2021-03-01'", ["2021-03-01", dt.date(2021, 3, 1)]),
    ("VARCHAR", "''", [""]),
    ("VARCHAR", "'it''s'", ["it's"]),
    ("DATE", "'2021-03-01'", ["2021-03-01", dt.date(2021, 3, 1), dt.datetime(2021, 3, 1)]),
    ("TIMESTAMP", "'2021-03-01'", ["2021-03-01", "2021-03-01 00:00:00", dt.date(2021, 3, 1)]),
    ("TIMESTAMP", "'2021-03-01 04:05:06.5'", ["2021-03-01T04:05:06.500000"]),
    ("TIMESTAMP_NS", "'2021-03-01 04:05:06.123456789'", ["2021-03-01 04:05:06.123456789"]),
    (
        "TIMESTAMP WITH TIME ZONE",
        "'2021-03-01 04:05:06+00'",
        ["2021-03-01 04:05:06+00", "2021-03-01T06:05:06+02:00", "2021-03-01T04:05:06Z"],
    ),
    ("TIMESTAMP WITH TIME ZONE", "'2021-03-01 00:00:00+00'", [dt.datetime(2021, 3, 1, tzinfo=UTC)]),
    ("TIME", "'04:05:06'", ["04:05:06", dt.time(4, 5, 6), "04:05:06.0000000"]),
    ("UUID", f"'{uuid.UUID(int=5)}'", [str(uuid.UUID(int=5)), uuid.UUID(int=5)]),
    ("INTEGER[]", "[1, 2]", ["[1, 2]", [1, 2]]),
    ("STRUCT(a INTEGER, b VARCHAR)", "{'a': 1, 'b': 'x'}", [{"a": 1, "b": "x"}]),
    ("MAP(VARCHAR, INTEGER)", "MAP {'a': 1}", [{"a": 1}, "{a=1}"]),
    ("STRUCT(a INTEGER[])", "{'a': [1, 2]}", [{"a": [1, 2]}]),
    ("BLOB", "'ab'::BLOB", ["ab", b"ab"]),
    ("ENUM('a', 'b')", "'a'", ["a"]),
]
# Type, and values that none of its cells is, although a cast would make one of many of them.
REFUSED = [
    ("BOOLEAN", [1, 0, "1", "t", "TRUE", "yes", "", Decimal(1)]),
    ("INTEGER", [True, 4.4, "4.4", Decimal("4.4"), 2**31, "", "4 ", "1_0", "four", "0x1", "1e400"]),
    ("INTEGER", [float("inf"), float("nan"), Decimal("NaN"), dt.date(2021, 3, 1)]),
    ("UTINYINT", [-1, 256]),
    ("DECIMAL(4,2)", [4.405, "4.405", 100, "1e9", True, "", "4,4", Decimal("Infinity")]),
    ("DECIMAL(20,2)", [12345678901234567.89]),
    ("DOUBLE", [True, "", "a", 2**53 + 1, "1e999", "1e-999", "Infinity"]),
    ("FLOAT", [1e300, 1e-300, 16777217, 16777217.0]),
    ("VARCHAR", [True, 4.4, Decimal("4.4"), dt.datetime(2021, 3, 1, 4)]),
    ("DATE", [2021, "2021", "2021-3-1", "2021-02-30", dt.datetime(2021, 3, 1, 4), "20210301", ""]),
    ("DATE", ["2021-03-01+00:00", "2021-03-01T00:00:00.5"]),
    ("TIMESTAMP", ["2021-03-01T04:05:06+00:00", "2021-03-01T04:05:06.1234567", "now", 5]),
    ("TIMESTAMP_S", ["2021-03-01T04:05:06.5"]),
    ("TIMESTAMP WITH TIME ZONE", ["2021-03-01T04:05:06", "0001-01-01T00:00:00+09:00"]),
    ("TIME", ["25:00:00", 4, dt.time(4, tzinfo=UTC), "10:00:00.1234567", "10:00:00,0000001"]),
    ("VARCHAR", ["a\0", "\0", "\ud800", "a\udce9"]),
    ("UUID", [5]),
    ("INTEGER[]", [{1, 2}, 5]),
]


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def found(con, kind, value, cells):
    """Return which of some cells of a type, given as SQL, a key's value finds."""
    rows = " UNION ALL ".join(
        f"SELECT {n} AS n, CAST({c} AS {kind}) AS k" for n, c in enumerate(cells)
    )
    condition = same("k", typed(value, kind), kind)
    return [n for (n,) in con.execute(f"SELECT n FROM ({rows}) WHERE {condition}").fetchall()]


@pytest.mark.parametrize(("kind", "cell", "ways"), NAMED)
def test_every_way_of_writing_a_value_finds_its_cell_and_no_other(con, kind, cell, ways):
    for value in ways:
        assert found(con, kind, value, ["NULL", cell]) == [1], value


@pytest.mark.parametrize(("kind", "cell", "ways"), NAMED)
def test_a_typed_value_written_as_text_is_read_as_the_same_value(kind, cell, ways):
    for value in ways:
        once = typed(value, kind)
        assert repr(typed(once, kind)) == repr(once)
        if isinstance(once, str | bool | int | float | Decimal):
            assert repr(typed(as_text(once), kind)) == repr(once)


@pytest.mark.parametrize(("kind", "values"), REFUSED)
def test_what_a_column_cannot_hold_is_refused(kind, values):
    for value in values:
        with pytest.raises(NoSuchRow, match="holds no value") as error:
            typed(value, kind, "code")
        assert error.value.fact.startswith(f"code of type {kind} ")
        assert error.value.expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("TIMESTAMP_NS", "2300-01-01"),
        ("TIMESTAMP_NS", "1600-01-01T00:00:00"),
        ("INTEGER[]", [1, "a", [2]]),
        ("STRUCT(a VARCHAR)", {"a": "\0"}),
        ("VARCHAR[]", ["\ud800"]),
        ("MAP(VARCHAR, INTEGER)", {"a": [1], "b": 2}),
    ],
)
def test_what_the_engine_cannot_hold_is_refused_like_what_the_type_cannot(con, kind, value):
    with pytest.raises(NoSuchRow, match=f"^k of type {re.escape(kind)} holds no value"):
        held(con, {"k": value}, {"k": kind})
    with pytest.raises(NoSuchRow, match="holds no value"):
        Lineage(con).trace(f"SELECT CAST(NULL AS {kind}) AS k", {"k": value})


@pytest.mark.parametrize(("kind", "cell", "ways"), NAMED)
def test_a_held_key_is_one_value_that_is_read_again(con, kind, cell, ways):
    for value in ways:
        once = held(con, {"k": value}, {"k": kind})
        assert hash(tuple(once.items()))
        assert repr(held(con, once, {"k": kind})) == repr(once)
        assert found(con, kind, once["k"], ["NULL", cell]) == [1]


def test_no_member_of_a_list_or_structure_is_rounded(con):
    assert found(con, "INTEGER[]", [4.4], ["[4]"]) == []
    assert found(con, "STRUCT(a INTEGER)", {"a": 4.4}, ["{'a': 4}"]) == []


def test_nothing_is_null_and_an_empty_text_is_a_text(con):
    assert found(con, "VARCHAR", None, ["NULL", "''"]) == [0]
    assert found(con, "VARCHAR", "", ["NULL", "''"]) == [1]
    assert found(con, "VARCHAR", BLANK, ["NULL", "''", "'a'"]) == [0, 1]
    assert found(con, "INTEGER", BLANK, ["NULL", "0"]) == [0]


@given(number=st.decimals(min_value=-99, max_value=99, places=3), width=st.integers(4, 38))
def test_a_decimal_is_held_exactly_or_refused(number, width):
    kind = f"DECIMAL({width},2)"
    if number == round(number, 2):
        assert typed(number, kind) == number
    else:
        with pytest.raises(NoSuchRow):
            typed(number, kind)


@given(number=st.integers(-(10**30), 10**30))
def test_an_integer_is_held_exactly_or_refused(number):
    if -(2**63) <= number < 2**63:
        assert typed(number, "BIGINT") == typed(str(number), "BIGINT") == number
    else:
        with pytest.raises(NoSuchRow):
            typed(number, "BIGINT")


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
