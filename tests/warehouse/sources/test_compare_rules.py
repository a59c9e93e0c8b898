"""The rules of a comparison that need no settings, each at its edge, and what it says."""

from decimal import Decimal

import duckdb
import pytest

from warehouse.errors import DefinitionError
from warehouse.sources.compare.as_read import holds
from warehouse.sources.compare.comparing import compare
from warehouse.sources.compare.moves import Move, change, largest, listed, tens
from warehouse.sources.compare.pair import Pair
from warehouse.sources.compare.settings import Comparison

OPEN = Comparison(rows_change_pct=1_000_000)
KEY = ("year", "area")


@pytest.fixture
def found():
    """Compare two lists of rows and return what was found: (severity, rule, subject, observed)."""
    with duckdb.connect() as connection:

        def run(old, new, columns="year, area, people", settings=OPEN, key=KEY, units=None):
            for view, rows in (("old", old), ("new", new)):
                text = (
                    rows
                    if isinstance(rows, str)
                    else f"SELECT * FROM (VALUES {', '.join(rows)}) AS t({columns})"
                )
                connection.execute(f"CREATE OR REPLACE TABLE {view} AS {text}")
            pair = Pair(connection, "population", "2023", "2022", "x", units or {})
            told = compare(pair, settings, tuple(key))
            return [(b.severity, b.rule, b.subject, b.observed) for b in told]

        yield run


def rows(*years, north=100, south=300, extra=""):
    return [
        f"({year}, '{area}', {n}{extra})"
        for year in years
        for area, n in (("north", north), ("south", south))
    ]


def table(given):
    return f"SELECT * FROM (VALUES {', '.join(given)}) AS t(year, area, people)"


PAST = rows(2018, 2019, 2020)


def test_a_new_year_like_the_one_before_is_nothing_to_say(found):
    assert found(PAST, [*PAST, *rows(2021)]) == []


def test_a_new_year_is_held_against_the_one_before_in_the_same_file(found):
    assert found(PAST, [*PAST, *rows(2021, north=100_000, south=300_000)]) == [
        (
            "error",
            "newest",
            "people",
            "2021 against 2020: 400 became 400000 (exactly 1,000 times); 1.50 times or more; the largest movers: "
            "2021 / south against 2020: 300 became 300000 (exactly 1,000 times); "
            "2021 / north against 2020: 100 became 100000 (exactly 1,000 times)",
        )
    ]


@pytest.mark.parametrize(
    ("south", "is_told"), [(400, False), (499, False), (500, True), (600, True), (166, True)]
)
def test_the_past_says_how_far_a_step_may_go(found, south, is_told):
    """Up to half as much again where the past is quiet, and half as far again as it ever went where it is not."""
    newest = [t for t in found(PAST, [*PAST, *rows(2021, south=south)]) if t[1] == "newest"]
    assert bool(newest) == is_told
    wild = [*rows(2018), *rows(2019, north=200, south=600), *rows(2020)]
    assert [t for t in found(wild, [*wild, *rows(2021, south=south)]) if t[1] == "newest"] == []


def test_a_year_before_the_first_is_held_against_the_next(found):
    (told,) = found(PAST, [*rows(2017, north=1, south=3), *PAST])
    assert told[1:3] == ("newest", "people")
    assert told[3].startswith("2017 against 2018: 400 became 4 (exactly 1/100)")


def test_one_area_that_moves_alone_is_named_by_its_column(found):
    past = [*PAST, *(f"({y}, 'west', 10)" for y in (2018, 2019, 2020))]
    new = [*past, *rows(2021), "(2021, 'west', 40)"]
    assert found(past, new) == [
        ("error", "movers", "people, area", "1: 2021 / west against 2020: 10 became 40 (+300.0 %)")
    ]


def test_cells_of_the_past_that_moved_a_little_are_a_warning(found):
    assert found(PAST, [*rows(2018, 2019), *rows(2020, north=101)]) == [
        (
            "warning",
            "restated",
            "people",
            "1 of 6 cells changed (1200 became 1201 (+0.1 %)), in 2020 (1): 2020 / north 100 became 101 (+1.0 %)",
        )
    ]


@pytest.mark.parametrize(
    ("north", "is_told"), [(199, False), (200, True), (51, False), (50, True), (-100, True)]
)
def test_a_cell_of_the_past_that_doubled_or_halved_is_a_breach(found, north, is_told):
    told = found(PAST, [*rows(2018, 2019), *rows(2020, north=north)])
    assert [(t[0], t[2]) for t in told if t[1] == "cells"] == [("error", "people")] * is_told


def test_a_small_cell_is_a_breach_only_by_a_power_of_ten(found):
    old = [*PAST, "(2020, 'big', 10000000)", "(2020, 'small', 120)"]
    for after, is_told in ((300, False), (1200, True), (1201, False)):
        told = found(old, [*PAST, "(2020, 'big', 10000000)", f"(2020, 'small', {after})"])
        assert [t[1] for t in told if t[0] == "error"] == ["cells"] * is_told


def test_a_period_that_changed_by_more_than_a_tenth_is_a_breach(found):
    for after, is_told in ((340, False), (341, True)):
        told = found(PAST, [*rows(2018, 2019), *rows(2020, south=after)])
        assert [t[3] for t in told if t[1] == "periods"] == [
            "1 of 3 periods: 2020 400 became 441 (+10.2 %)"
        ] * is_told


def test_cells_that_changed_places_are_a_breach_however_close(found):
    assert found(rows(2020, north=100, south=110), rows(2020, north=110, south=100)) == [
        ("error", "exchanged", "people", "1: 2020 / north and 2020 / south: 100 and 110"),
        (
            "warning",
            "restated",
            "people",
            "2 of 2 cells changed (210 became 210 (+0.0 %)), in 2020 (2): 2020 / north 100 became 110 (+10.0 %); "
            "2020 / south 110 became 100 (-9.1 %)",
        ),
    ]


def test_areas_that_changed_places_in_a_new_year_are_named(found):
    past = rows(2018, 2019, 2020, north=100, south=150)
    assert found(past, [*past, *rows(2021, north=152, south=101)]) == [
        (
            "error",
            "exchanged",
            "people, area",
            "1: 2021 / north and south against 2020: 100 and 150 became 152 and 101",
        )
    ]


def test_a_cell_that_lost_its_value_is_said(found):
    old = [f"(2020, 'a{n:02}', {10 if n else 1})" for n in range(30)]
    small = [*old[1:], "(2020, 'a00', NULL)"]
    assert found(old, small) == [
        (
            "warning",
            "blanks",
            "people",
            "1 of 30 cells with a value became blank: 2020 / a00 1 became blank",
        )
    ]
    large = [*old[:-1], "(2020, 'a29', NULL)"]
    assert found(old, large)[0][:2] == ("error", "blanks")


def test_any_column_that_was_emptied_is_a_breach(found):
    for column in ("'x'", "DATE '2020-01-01'", "true"):
        told = found(
            f"SELECT *, {column} AS mark FROM ({table(PAST)})",
            f"SELECT *, CASE WHEN false THEN {column} END AS mark FROM ({table(PAST)})",
        )
        assert told[0][:3] == ("error", "blank_share", "mark")
        assert told[0][3].startswith(
            "0 of 6 blank became 6 of 6: 2018: 0 of 2 blank became 2 of 2; 2019: "
        )


def test_keys_that_come_to_the_past_are_said_and_limited_on_request(found):
    new = [*PAST, "(2019, 'west', 5)"]
    assert found(PAST, new) == [
        ("warning", "keys_added", "year, area", "1 in periods of the past: 2019 / west")
    ]
    for allowed, is_told in ((0, True), (1, False)):
        settings = Comparison(rows_change_pct=1_000, keys_added=allowed)
        assert (
            found(PAST, new, settings=settings)
            == [("error", "keys_added", "year, area", "1 in periods of the past: 2019 / west")]
            * is_told
        )


def test_rows_that_come_twice_are_a_breach_with_or_without_a_key(found):
    twice = [*PAST, PAST[0]]
    told = found(PAST, twice)
    assert ("error", "duplicates", "year, area", "1 keys: 2018 / north (2 times)") in told
    told = found(PAST, twice, key=())
    assert ("error", "duplicates", "", "1 whole rows: 2018 / north / 100 (2 times)") in told
    assert found(twice, twice) == []


def test_a_column_under_another_name_is_told_as_one_change(found):
    old = f"SELECT year, area, people FROM (VALUES {', '.join(PAST)}) AS t(year, area, people)"
    assert found(old, old.replace("area, people FROM", "area, people AS persons FROM")) == [
        ("error", "columns", "people", "renamed to persons")
    ]


WORDS = [
    f"({year}, '{area}', {n}, '{n:,} people')"
    for year in (2018, 2019, 2020)
    for area, n in (("n", 37395), ("s", 81500))
]
READ = "year, area, people, as_read"


def test_a_value_that_is_not_what_was_read_is_a_breach(found):
    new = [*WORDS, "(2021, 'n', 37400, '37,400 people')", "(2021, 's', 81100, '81,010 people')"]
    assert found(WORDS, new, READ) == [
        ("error", "as_read", "people", "1 not as read: 2021 / s 81100 beside '81,010 people'")
    ]


def test_words_that_never_held_the_value_say_nothing(found):
    old = [row.replace(" people", "0").replace("'3", "'9").replace("'8", "'7") for row in WORDS]
    assert found(old, [*old, "(2021, 'n', 37400, '1')", "(2021, 's', 81100, '2')"], READ) == []


@pytest.mark.parametrize(
    ("words", "number", "is_held"),
    [
        ("373950", "3739500", False),
        ("3,739,500", "3739500", True),
        ("3.739.500 Personen", "3739500", True),
        ("3\u202f739\u202f500", "3739500", True),
        ("42.7 million", "42.7", True),
        ("42.7 million", "42700000", True),
        ("42.7", "42700000", False),
        ("42.7 million", "4270", True),
        ("4,5 Mio.", "4500000", True),
        ("373950 people", "3739500", False),
        ("almost 78 million or 9.3% of all", "9.3", True),
        ("about half", "12", True),
        ("12", "-12", True),
        ("1234", "1235", False),
    ],
)
def test_a_number_stands_in_words(words, number, is_held):
    assert holds(words, Decimal(number)) is is_held


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("79", "179", "+126.6 %"),
        ("10", "20", "exactly doubled"),
        ("10", "5", "exactly halved"),
        ("7", "70", "exactly 10 times"),
        ("7", "7000", "exactly 1,000 times"),
        ("7000", "7", "exactly 1/1,000"),
        ("0", "7", ""),
        ("-10", "-12", "-20.0 %"),
        ("-10", "10", "+200.0 %"),
    ],
)
def test_a_change_in_words(before, after, told):
    assert change(Decimal(before), Decimal(after)) == told


def test_a_power_of_ten_is_exact_or_none():
    assert [
        tens(Decimal(b), Decimal(a))
        for b, a in (("1", "10"), ("1", "11"), ("3", "3"), ("1", "-10"), ("0", "1"), ("10", "0.01"))
    ] == [1, 0, 0, 0, 0, -3]


def test_five_places_are_said_the_largest_first_and_the_rest_by_digest():
    moves = [Move(f"a{n}", Decimal(10), Decimal(10 + n)) for n in range(8)]
    told = largest(moves)
    assert told.startswith("a7 10 became 17 (+70.0 %); a6 ")
    assert told.count("became") == 5
    assert " and 3 more [" in told
    assert largest(reversed(moves)) == told
    assert largest([*moves[1:], Move("b", Decimal(0), Decimal(0))]) != told
    assert listed(["x"] * 5) == "; ".join(["x"] * 5)


def test_what_cannot_be_added_up_is_refused_with_its_place(found):
    people = f"{'9' * 38}::DECIMAL(38,0)"
    big = f"SELECT 2020 AS year, 'a' || i AS area, {people} AS people FROM range(9) AS t(i)"
    with pytest.raises(DefinitionError, match="cannot be compared") as caught:
        found(big, big)
    assert (caught.value.where, "measures" in caught.value.remedy) == ("x", True)


@pytest.mark.parametrize("seen", ["published", "id"])
def test_a_table_of_no_time_has_no_new_period(found, seen):
    old = f"SELECT i AS {seen}, i * 3 AS people FROM range(9) AS t(i)"
    assert found(old, old.replace("range(9)", "range(10)"), key=(seen,)) == []


def test_names_with_every_sign_are_quoted(found):
    odd = 'SELECT year AS "y{""r", area AS "a;b\'", people AS "p%--" FROM (VALUES {}) AS t(year, area, people)'
    new = [*PAST, *rows(2021, north=100_000, south=300_000)]
    told = found(
        odd.replace("(VALUES {})", f"(VALUES {', '.join(PAST)})"),
        odd.replace("(VALUES {})", f"(VALUES {', '.join(new)})"),
        key=('y{"r', "a;b'"),
    )
    assert [t[1:3] for t in told] == [("newest", "p%--")]
