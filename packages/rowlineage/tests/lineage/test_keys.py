"""Keys by typed value: every way of writing a value finds its cell, and what a column cannot hold is refused."""

import datetime as dt
import uuid
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowlineage.errors import NoSuchRow
from rowlineage.keys import BLANK, as_text, holds_sql, typed

from .cells import ENDS, ends

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
    ("TIMESTAMP WITH TIME ZONE", "'0001-12-31 (BC) 15:00:00+00'", ["0001-01-01T00:00:00+09:00"]),
    ("TIME", "'04:05:06'", ["04:05:06", dt.time(4, 5, 6), "04:05:06.0000000"]),
    ("TIME", "'04:05'", ["04:05", "04:05:00"]),
    ("TIME", "'24:00:00'", ["24:00:00", "24:00"]),
    ("TIME_NS", "'04:05:06.123456789'", ["04:05:06.123456789"]),
    ("TIME WITH TIME ZONE", "'04:05:06+00'", ["04:05:06+00:00", "04:05:06Z", "04:05:06+00"]),
    ("TIME WITH TIME ZONE", "'04:05:06+00'", [dt.time(4, 5, 6, tzinfo=UTC)]),
    ("INTERVAL", "'36 hours'", ["1 day 12:00:00", "36:00:00", dt.timedelta(hours=36)]),
    ("INTERVAL", "'-36 hours'", [dt.timedelta(hours=-36), "-36:00:00"]),
    ("INTERVAL", "'1 year 2 months'", ["14 months", "1 year 2 months", dt.timedelta(420)]),
    ("INTERVAL", "'1 millisecond'", [np.timedelta64(10**6, "ns"), "00:00:00.001"]),
    ("UUID", f"'{uuid.UUID(int=10)}'", [str(uuid.UUID(int=10)).upper(), uuid.UUID(int=10)]),
    ("BIGNUM", f"'{10**50}'", [10**50, str(10**50)]),
    ("BIT", "'0101'", ["0101"]),
    ("JSON", "'1'", [1, "1"]),
    ("JSON", """'{"a": 1}'""", ['{"a": 1}']),
    ("DOUBLE", "1e23", [1e23, "1e23", "100000000000000000000000", "1e+23", as_text(1e23)]),
    ("FLOAT", "1e23", ["1e23", "1e+23", 9.999999778196308e22, "99999997781963080000000"]),
    ("FLOAT", "'nan'", [float("nan"), np.float32("nan"), "nan"]),
    ("FLOAT", "0.1", [np.float32(0.1), 0.10000000149011612]),
    ("BIGINT", "3", [np.int64(3), np.float64(3)]),
    ("TIMESTAMP", "'2021-03-01 00:00:00.5'", [np.datetime64("2021-03-01T00:00:00.5", "ns")]),
    ("TIMESTAMP_NS", "'2021-03-01 00:00:00.123456789'", ["2021-03-01T00:00:00.123456789"]),
    ("TIMESTAMP_NS", "'2262-04-11 23:47:16.854775806'", ["2262-04-11 23:47:16.854775806"]),
    ("DATE", "'infinity'", ["infinity"]),
    ("DATE", "'0044-03-15 (BC)'", ["0044-03-15 (BC)", "0044-03-15 (BC)T00:00:00"]),
    ("DATE", "'0001-01-01 (BC)'", ["0000-01-01"]),
    ("TIMESTAMP", "'20000-02-29 01:02:03'", ["20000-02-29 01:02:03"]),
    ("INTEGER[]", "[1, 2]", ["[1, 2]", [1, 2], [1.0, "2"], (1, 2), np.array([1, 2])]),
    ("DOUBLE[]", "[1, 2]", [[1, 2], "[1, 2]", "[1.0, 2.0]", np.array([1.0, 2.0])]),
    ("DOUBLE[]", "['nan', 'inf']", [[float("nan"), float("inf")], "[nan, inf]"]),
    ("FLOAT[]", "[0.1]", [[0.1], [0.10000000149011612]]),
    ("DECIMAL(4,2)[]", "[1.5]", [[1.5], ["1.50"], "[1.50]", "[1.5]"]),
    ("DECIMAL(4,2)[1]", "[1.5]", [[1.5], ("1.50",), [Decimal("1.5")]]),
    ("VARCHAR[]", "['a, b', NULL, 'NULL']", [["a, b", None, "NULL"], "['a, b', NULL, 'NULL']"]),
    ("VARCHAR[]", "['true']", ["[true]", ["true"]]),
    (
        "TIMESTAMP WITH TIME ZONE[]",
        "['2021-03-01 00:00:00+00']",
        [[dt.datetime(2021, 3, 1, tzinfo=UTC)]],
    ),
    ("TIMESTAMP[]", "['2021-03-01']", [np.array(["2021-03-01"], dtype="M8[ns]")]),
    ("INTERVAL[]", "['3 days', NULL]", [np.array([3, "NaT"], dtype="m8[D]")]),
    ("STRUCT(a INTEGER)[]", "[{'a': 1}]", [[{"a": 1}], "[{'a': 1}]"]),
    ("STRUCT(a INTEGER, b DOUBLE)", "{'a': 1, 'b': 2}", [{"b": 2, "A": 1}, '{"b": 2.0, "a": 1}']),
    ("STRUCT(a DECIMAL(4,2))", "{'a': 1.5}", [{"a": 1.5}]),
    ("MAP(INTEGER, VARCHAR)", "MAP {1: 'x'}", [{1: "x"}, {"1": "x"}, '{"1": "x"}', "{1=x}"]),
    ("MAP(INTEGER[], DATE)", "MAP {[1]: '2021-03-01'}", [{"key": [[1]], "value": ["2021-03-01"]}]),
    ("MAP(VARCHAR, INTEGER)", "MAP {'key': 1, 'value': 2}", [{"key": 1, "value": 2}]),
    ("UNION(n INTEGER, d DATE)", "1", [1, "1"]),
    ("UNION(n INTEGER, d DATE)", "'2021-03-01'::DATE", [dt.date(2021, 3, 1)]),
    ("UNION(b BOOLEAN, x DOUBLE)", "true", [True, "true"]),
    ("UNION(n DECIMAL(4,2), u UUID)", "1.50", [Decimal("1.50"), "1.50"]),
    ("UNION(n INTEGER, d DATE)[]", "[1]", ["[1]"]),
    ("STRUCT(a INTEGER, b VARCHAR)", "{'a': 1, 'b': 'x'}", [{"a": 1, "b": "x"}]),
    ("MAP(VARCHAR, INTEGER)", "MAP {'a': 1}", [{"a": 1}, "{a=1}"]),
    ("STRUCT(a INTEGER[])", "{'a': [1, 2]}", [{"a": [1, 2]}]),
    ("BLOB", "'ab'::BLOB", ["ab", b"ab", r"\x61b", bytearray(b"ab")]),
    ("BLOB", r"'\xE9\x5C'::BLOB", [b"\xe9\\", r"\xE9\x5C", r"\xe9\x5c"]),
    ("ENUM('a', 'b')", "'a'", ["a"]),
    ("ENUM('1', '2')", "'1'", [1, "1"]),
]
# Type, and values that none of its cells is, although a cast would make one of many of them.
REFUSED = [
    ("BOOLEAN", [1, 0, "1", "t", "TRUE", "yes", "", Decimal(1)]),
    ("INTEGER", [True, 4.4, "4.4", Decimal("4.4"), 2**31, "", "4 ", "1_0", "four", "0x1", "1e400"]),
    ("INTEGER", [float("inf"), float("nan"), Decimal("NaN"), dt.date(2021, 3, 1)]),
    ("UTINYINT", [-1, 256]),
    ("DECIMAL(4,2)", [4.405, "4.405", 100, "1e9", True, "", "4,4", Decimal("Infinity")]),
    ("DECIMAL(20,2)", [12345678901234567.89]),
    ("DOUBLE", [True, "", "a", 2**53 + 1, "1e999", "1e-999", "Infinity", "\u0664"]),
    ("DOUBLE", ["100000000000000000000001", "9007199254740993", b"1"]),
    ("FLOAT", [1e300, 1e-300, 16777217, 16777217.0]),
    ("VARCHAR", [True, 4.4, Decimal("4.4"), dt.datetime(2021, 3, 1, 4)]),
    ("DATE", [2021, "2021", "2021-3-1", "2021-02-30", dt.datetime(2021, 3, 1, 4), "20210301", ""]),
    (
        "DATE",
        ["0000-01-01 (BC)", "2020-02-29 (BC)", "\u0662021-03-01", "2021-03-01 (bc)", "10000-02-30"],
    ),
    ("DATE", ["2021-03-01+00:00", "2021-03-01T00:00:00.5"]),
    ("TIMESTAMP", ["2021-03-01T04:05:06+00:00", "2021-03-01T04:05:06.1234567", "now", 5]),
    ("TIMESTAMP_S", ["2021-03-01T04:05:06.5"]),
    ("TIMESTAMP_MS", ["2021-03-01T04:05:06.1234"]),
    ("TIMESTAMP_NS", ["1600-03-01", "1677-09-21", "2262-04-11 23:47:16.854775807", "2300-01-01"]),
    ("TIMESTAMP_NS", ["2021-03-01T04:05:06.1234567891"]),
    ("TIMESTAMP WITH TIME ZONE", ["2021-03-01T04:05:06", "2021-03-01T04:05:06.1234567+00:00"]),
    ("TIME", ["25:00:00", 4, dt.time(4, tzinfo=UTC), "04:05:06.1234567", "040506", "04", "T04:05"]),
    ("TIME", ["04:05:06,5", "24:00:01", "24:00:00.1", "04:60", "\u0660\u0664:05"]),
    ("TIME_NS", ["04:05:06.1234567891"]),
    ("TIME WITH TIME ZONE", ["04:05:06", dt.time(4, 5, 6), "04:05:06.1234567+00"]),
    ("INTERVAL", ["", "1 fortnight", 3, "00:00:00.0000001", "1.5 days", "soon"]),
    ("VARCHAR", ["a\0", "\0", "\ud800", "a\udce9", 10**5000]),
    ("VARCHAR[]", [["\0"], ["\ud800"], "\0", [4.4], [True]]),
    ("UUID", [5, "5", ""]),
    ("BIT", ["", "2", 1]),
    ("BLOB", ["\xe9", "\\xZZ", "\\", 5]),
    ("BIGNUM", [4.4, "4.4", True, f"1{'0' * 300}e999"]),
    ("JSON", [{"a": 1}, [1], True]),
    ("INTEGER[]", [{1, 2}, 5, [4.4], [True], [1, "a", [2]], [[1]], {"a": 1}, [2**31]]),
    ("DECIMAL(4,2)[]", [[4.405], [100]]),
    ("INTEGER[2]", [[1], [1, 2, 3]]),
    ("STRUCT(a INTEGER)", [{"a": 4.4}, {"b": 1}, {}, {"a": 1, "b": 2}, {"a": 1, "A": 1}, [1], 1]),
    ("STRUCT(INTEGER, TIME WITH TIME ZONE)", [[1], {"a": 1}, [1, "04:05:06"]]),
    ("MAP(INTEGER, VARCHAR)", [{1: 1.5}, {"a": "x"}, {1: "x", "1": "x"}, [1], {None: "x"}]),
    ("MAP(INTEGER[], INTEGER)", [{1: 1}, {"key": [[1]]}, {"key": [[1]], "value": [1, 2]}]),
    ("UNION(n INTEGER)", [[1], {"a": 1}, b"1"]),
    ("UNION(n INTEGER)[]", [[1]]),
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
    condition = holds_sql("k", typed(value, kind), kind)
    return [n for (n,) in con.execute(f"SELECT n FROM ({rows}) WHERE {condition}").fetchall()]


@pytest.mark.parametrize(("kind", "cell", "ways"), NAMED)
def test_every_way_of_writing_a_value_finds_its_cell_and_no_other(con, kind, cell, ways):
    for value in ways:
        assert found(con, kind, value, ["NULL", cell]) == [1], value


@pytest.mark.parametrize(("kind", "cell", "ways"), NAMED)
def test_a_typed_value_is_one_value_that_is_read_again_from_its_text(kind, cell, ways):
    for value in ways:
        once = typed(value, kind)
        assert isinstance(once, str | bool | int | float | Decimal)
        assert repr(typed(once, kind)) == repr(once)
        assert repr(typed(as_text(once), kind)) == repr(once)


@pytest.mark.parametrize(("kind", "values"), REFUSED)
def test_what_a_column_cannot_hold_is_refused(kind, values):
    for value in values:
        with pytest.raises(NoSuchRow, match="holds no value") as error:
            typed(value, kind, "code")
        assert error.value.fact.startswith(f"code of type {kind} ")
        assert error.value.expected


def test_no_member_of_a_list_or_structure_is_rounded_or_mistaken(con):
    assert found(con, "INTEGER[]", "[4.4]", ["[4]"]) == []
    assert found(con, "STRUCT(a INTEGER)", "{'a': 4.4}", ["{'a': 4}"]) == []
    assert found(con, "DOUBLE[]", [float("nan")], ["['nan']", "[NULL]"]) == [0]
    assert found(con, "DOUBLE[]", [None], ["['nan']", "[NULL]"]) == [1]
    assert found(con, "VARCHAR[]", ["a", "b"], ["['a, b']", "['a', 'b']"]) == [1]
    assert found(con, "MAP(VARCHAR, INTEGER)", '{"a": 1, "a": 2}', ["MAP {'a': 2}"]) == []


def test_members_without_names_are_told_by_their_place(con):
    rows = "(SELECT row(1, 'a') AS k, 0 AS n UNION ALL SELECT row(1, 'b'), 1)"
    ((kind,),) = con.execute(f"SELECT DISTINCT typeof(k) FROM {rows}").fetchall()
    for value in ((1, "b"), [1, "b"], "(1, b)", '[1, "b"]'):
        condition = holds_sql("k", typed(value, kind), kind)
        assert con.execute(f"SELECT n FROM {rows} WHERE {condition}").fetchall() == [(1,)], value


@pytest.mark.parametrize("kind", ENDS)
def test_an_integer_type_has_a_first_and_a_last_value(con, kind):
    first, last = ends(kind)
    cells = [str(first), str(last)]
    assert found(con, kind, first, cells) == [0]
    assert found(con, kind, str(last), cells) == [1]
    for beyond in (first - 1, last + 1):
        with pytest.raises(NoSuchRow):
            typed(beyond, kind)
        with pytest.raises(duckdb.Error):
            con.execute(f"SELECT CAST('{beyond}' AS {kind})")


def test_a_value_that_the_engine_cannot_hold_names_no_row(con):
    assert found(con, "DATE", "9999999-01-01", ["NULL", "DATE '2021-03-01'"]) == []
    assert found(con, "BIGNUM", 10**999, ["1"]) == []
    assert found(con, "INTEGER[]", "[" * 5000 + "]" * 5000, ["[1]"]) == []


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
