"""The one form of each value of a key, and the words in which a value is refused."""

import datetime as dt
import uuid
from decimal import Decimal

import duckdb
import pytest

from rowlineage.errors import NoSuchRow
from rowlineage.keys import as_text, key_condition, typed


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


WHOLE = "an integer that the type can hold"
NO_FINER = "a moment as 2021-12-31T23:59:00, no finer than the type"
WITH_OFFSET = "a moment with its offset, as 2021-12-31T23:59:00+00:00"
BYTES = r"bytes, or a text with every byte that is no plain letter as \xAB"
MEMBERS = "its members as the type has them, or the cell as text as DuckDB shows it"


@pytest.mark.parametrize(
    ("kind", "value", "shown", "expected"),
    [
        ("INTEGER", "4.4", '"4.4"', WHOLE),
        ("INTEGER", Decimal("4.40"), "4.40", WHOLE),
        ("BOOLEAN", 1, "1", "true or false"),
        ("DECIMAL(4,2)", 100, "100", "a number with no more digits than the type has; a long one in quotes"),
        ("DOUBLE", True, "true", "a number"),
        ("VARCHAR", "a\0\ud800", r'"a\0\ud800"', "a text, in quotes"),
        ("DATE", "today", '"today"', "a date as 2021-12-31"),
        ("TIME", "now", '"now"', "a time as 23:59:00, no finer than the type"),
        ("TIME WITH TIME ZONE", "1", '"1"', "a time with its offset, as 23:59:00+00:00"),
        ("TIMESTAMP", "now", '"now"', NO_FINER),
        ("TIMESTAMP WITH TIME ZONE", "1", '"1"', WITH_OFFSET),
        ("INTERVAL", "1", '"1"', "an interval as 1 year 2 months 3 days 04:05:06"),
        ("UUID", "1", '"1"', "a UUID as 00000000-0000-0000-0000-000000000000"),
        ("BLOB", 1, "1", BYTES),
        ("BIT", "2", '"2"', "bits as 0101, in quotes"),
        ("INTEGER[]", [1.5], "[1.5]", MEMBERS),
        ("UNION(n INTEGER)", [1], "[1]", "the cell as text, in quotes"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_was_given_and_what_is_right(kind, value, shown, expected):
    with pytest.raises(NoSuchRow) as error:
        typed(value, kind)
    fact = f"a column of type {kind} holds no value {shown}"
    assert (error.value.fact, error.value.expected) == (fact, expected)


def test_a_condition_names_the_column_that_holds_no_such_value():
    types = {"a": "INTEGER", "b": "DATE"}
    with pytest.raises(NoSuchRow, match=r"^b of type DATE holds no value 5"):
        key_condition({"a": 1, "b": 5}, types, ["a", "b"], tolerant=False)
    assert key_condition({}, types, ["a", "b"], tolerant=False) == "TRUE"
    both = key_condition({"b": None, "a": 1}, types, ["a", "b"], tolerant=True)
    assert both == 'TRUE AND "1" IS NULL AND "0" = TRY_CAST(\'1\' AS INTEGER)'


def test_bytes_are_written_as_the_engine_shows_them(con):
    every = bytes(range(256))
    ((shown,),) = con.execute("SELECT CAST(CAST(? AS BLOB) AS VARCHAR)", [every]).fetchall()
    assert typed(every, "BLOB") == as_text(every) == shown
    assert typed(shown, "BLOB") == shown


@pytest.mark.parametrize(
    ("kind", "value", "held"),
    [
        ("DOUBLE", "-inf", float("-inf")),
        ("DOUBLE", "inf", float("inf")),
        ("UUID", uuid.UUID(int=10), str(uuid.UUID(int=10))),
        ("UUID", str(uuid.UUID(int=10)).upper(), str(uuid.UUID(int=10))),
        ("UNION(u UUID)", uuid.UUID(int=10), str(uuid.UUID(int=10))),
        ("UNION(x DOUBLE)", 1.5, "1.5"),
        ("VARCHAR", 10**1000 - 1, "9" * 1000),
        ("DECIMAL(4,2)", "1." + "0" * 400, Decimal(1)),
        ("TIMESTAMP WITH TIME ZONE", "9999-12-31T23:00:00-02:00", "10000-01-01T01:00:00+00:00"),
        ("TIME", "24:00", "24:00:00"),
        ("TIME WITH TIME ZONE", "24:00Z", "24:00:00+00:00"),
        ("INTERVAL", dt.timedelta(days=-1, microseconds=5), "-23:59:59.999995"),
        ("MAP(DATE, FLOAT)", {dt.date(2021, 3, 1): "nan"}, '{"2021-03-01": "nan"}'),
        ("STRUCT(b DECIMAL(4,2), a VARCHAR)", {"a": "é", "b": "1.50"}, '{"b": 1.5, "a": "é"}'),
    ],
)
def test_a_value_has_one_form_however_it_is_written(kind, value, held):
    assert repr(typed(value, kind)) == repr(held)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("VARCHAR", 10**1000), ("UNION(n DECIMAL(4,2))", Decimal("NaN")), ("DECIMAL", 1)],
)
def test_what_has_no_form_is_refused(kind, value):
    with pytest.raises(NoSuchRow):
        typed(value, kind)
