"""Finding a row by its key: one row or the reason in words, and keys that JSON can hold."""

import json
from decimal import Decimal

import duckdb
import pytest

from rowlineage.keys import BLANK
from warehouse.errors import DefinitionError
from warehouse.find_row import find_row, find_rows, key_in_json, keyed_table

TABLE = r"""
CREATE TABLE places AS SELECT * FROM (VALUES
  (7, 'north', 1.50::DECIMAL(20, 2), true, 1::DOUBLE, '\xE9'::BLOB, [1, NULL]),
  (8, 'south', 123456789012345678.25, false, 'nan', NULL, NULL),
  (9, NULL, NULL, NULL, NULL, NULL, NULL),
  (10, '', 2.00, NULL, 2, NULL, NULL)
) AS t(_row, name, rate, flag, size, mark, list)
"""


@pytest.fixture
def table():
    with duckdb.connect() as connection:
        connection.execute(TABLE)
        yield keyed_table(connection, "places", where="figures.yaml", remedy="correct it")


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ({"name": "north"}, 7),
        ({"rate": "1.5", "flag": "true"}, 7),
        ({"rate": "123456789012345678.25"}, 8),
        ({"size": "nan"}, 8),
        ({"name": None}, 9),
        ({"name": ""}, 10),
        ({"name": BLANK, "rate": None}, 9),
        ({"name": BLANK, "rate": 2}, 10),
    ],
)
def test_the_row_with_a_key_is_found(table, key, row):
    assert find_row(table, key)["_row"] == row
    assert [found["_row"] for found in find_rows(table, key)] == [row]


@pytest.mark.parametrize(
    ("key", "fact", "expected"),
    [
        ({"name": "east"}, "no row of places for name=east", "one row"),
        ({"name": BLANK}, "several rows of places for name=", "one row"),
        ({}, "several rows of places for no key", "one row"),
        (
            {"colour": "red"},
            "column 'colour' of places does not exist",
            "name, rate, flag, size, mark, list",
        ),
        (
            {"_row": 7},
            "column '_row' of places does not exist",
            "name, rate, flag, size, mark, list",
        ),
        (
            {"flag": 1},
            "flag of type BOOLEAN holds no value 1: it is in no key of places",
            "true or false",
        ),
    ],
)
def test_a_key_of_no_single_row_is_refused_with_who_asked_and_what_to_do(
    table, key, fact, expected
):
    with pytest.raises(DefinitionError) as error:
        find_row(table, key)
    assert (error.value.fact, error.value.expected) == (fact, expected)
    assert error.value.where == "figures.yaml"


def test_where_nothing_better_is_known_the_remedy_names_the_columns():
    with duckdb.connect() as connection:
        connection.execute(TABLE)
        with pytest.raises(DefinitionError, match="it takes name, rate, flag, size, mark, list"):
            find_row(keyed_table(connection, "places"), {"name": "east"})


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ({"flag": True}, {"flag": True}),
        ({"flag": "true"}, {"flag": "true"}),
        ({"name": None}, {"name": None}),
        ({"name": ""}, {"name": ""}),
        ({"rate": 1.5}, {"rate": 1.5}),
        ({"rate": "1.50"}, {"rate": 1.5}),
        ({"rate": 2}, {"rate": 2}),
        ({"rate": Decimal("2.00")}, {"rate": 2}),
        ({"rate": "123456789012345678.250"}, {"rate": "123456789012345678.25"}),
        ({"size": float("nan")}, {"size": "nan"}),
        ({"mark": b"\xe9"}, {"mark": r"\xE9"}),
        ({"list": [1.0, None]}, {"list": "[1, null]"}),
    ],
)
def test_a_key_in_json_is_read_again_as_the_same_key(table, written, held):
    found = key_in_json(written, table.typed(written))
    assert found == held
    assert {type(v) for v in found.values()} == {type(v) for v in held.values()}
    again = json.loads(json.dumps(found))
    assert repr(table.typed(again)) == repr(table.typed(written))


def test_a_key_that_is_left_empty_has_no_form_in_json(table):
    with pytest.raises(DefinitionError, match="name is left empty"):
        key_in_json({"name": BLANK}, table.typed({"name": BLANK}))


def test_the_cells_of_a_row_are_a_key_of_it(table):
    row = find_row(table, {"name": "north"})
    key = table.key_of(row, ["name", "rate", "mark", "list"])
    assert key == {"name": "north", "rate": Decimal("1.50"), "mark": r"\xE9", "list": "[1, null]"}
    assert find_row(table, key) == row
