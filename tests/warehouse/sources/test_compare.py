"""Comparison of two vintages: what each setting lets pass, to the last unit, and how a breach says what it saw."""

import duckdb
import pytest

from warehouse.errors import DefinitionError
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.comparing import compare
from warehouse.sources.compare.pair import Pair
from warehouse.sources.compare.settings import Comparison

OPEN = Comparison(rows_change_pct=1_000_000)
OF_SETTINGS = ("columns", "rows", "keys_removed", "categories", "totals")
WHERE = "raw/un/source.yaml, table population, comparison"


def areas(north=10, south=30):
    return f"SELECT * FROM (VALUES ('north', 2020, {north}), ('south', 2020, {south})) AS t(area, year, people)"


AREAS = areas()


@pytest.fixture
def breaches():
    """Compare two SELECTs and return the breaches."""
    with duckdb.connect() as connection:

        def run(old, new, settings=OPEN, key=()):
            connection.execute(f"CREATE OR REPLACE VIEW old AS {old}")
            connection.execute(f"CREATE OR REPLACE VIEW new AS {new}")
            pair = Pair(connection, "population", "2023", "2022", WHERE)
            return [b for b in compare(pair, settings, tuple(key)) if b.rule in OF_SETTINGS]

        yield run


def rows(count):
    return f"SELECT i AS area FROM range({count}) AS t(i)"


def said(found):
    """What acceptances of single fields say of breaches: without the places, and each category alone."""
    return [(b.rule, b.subject, text) for b in found for text in b.formerly or (b.observed,)]


def test_the_same_again_is_no_breach(breaches):
    strict = Comparison(rows_change_pct=0, keys_removed=0)
    assert breaches(AREAS, AREAS, strict, ["area", "year"]) == []


def test_a_breach_names_table_and_both_vintages(breaches):
    (found,) = breaches(rows(10), rows(0), Comparison())
    assert found == Breach("population", "2023", "2022", "rows", "", "10 became 0")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("SELECT 'a' AS area, 1 AS people, 2 AS more", ("columns", "more", "added")),
        ("SELECT 'a' AS area", ("columns", "people", "removed")),
        ("SELECT 'a' AS area, 'b' AS people", ("columns", "people", "INTEGER became VARCHAR")),
    ],
)
def test_columns(breaches, new, expected):
    assert said(breaches("SELECT 'a' AS area, 1 AS people", new)) == [expected]


def test_columns_of_the_engine_are_not_the_files(breaches):
    assert breaches("SELECT 1 AS a", "SELECT 1 AS a, 1 AS _row, 'x' AS _nature") == []
    assert breaches("SELECT 1 AS a, 1 AS _row, 'x' AS _nature", "SELECT 1 AS a") == []


def test_changed_columns_come_by_name(breaches):
    found = breaches("SELECT 1 AS b, 1 AS z", "SELECT 1 AS c, 1 AS a")
    assert [breach.subject for breach in found] == ["a", "b", "c", "z"]


@pytest.mark.parametrize(
    ("before", "after", "allowed", "is_breach"),
    [
        (100, 120, 20.0, False),
        (100, 121, 20.0, True),
        (100, 80, 20.0, False),
        (100, 79, 20.0, True),
        (1, 1, 0.0, False),
        (1, 2, 0.0, True),
        (2, 1, 50.0, False),
        (0, 0, 0.0, False),
        (0, 1, 1_000.0, True),
        (1, 0, 99.0, True),
        (1, 0, 100.0, False),
    ],
)
def test_number_of_rows(breaches, before, after, allowed, is_breach):
    found = breaches(rows(before), rows(after), Comparison(rows_change_pct=allowed))
    assert said(found) == [("rows", "", f"{before} became {after}")] * is_breach


@pytest.mark.parametrize(
    ("gone", "allowed", "observed"),
    [
        (1, 0, "1: 0"),
        (1, 1, None),
        (3, 2, "3: 0; 1; 2"),
        (3, 3, None),
        (5, 0, "5: 0; 1; 2; 3; 4"),
        (6, 0, "6: 0; 1; 2; 3; 4 and 1 more"),
        (9, 8, "9: 0; 1; 2; 3; 4 and 4 more"),
    ],
)
def test_keys_that_vanish(breaches, gone, allowed, observed):
    settings = Comparison(rows_change_pct=100, keys_removed=allowed)
    new = f"{rows(20)} WHERE i >= {gone}"
    expected = [("keys_removed", "area", observed)] if observed else []
    assert said(breaches(rows(20), new, settings, ["area"])) == expected


def test_a_key_of_two_columns_is_shown_whole(breaches):
    settings = Comparison(rows_change_pct=100)
    new = f"{AREAS} WHERE area = 'south'"
    found = breaches(AREAS, new, settings, ["area", "year"])
    assert said(found) == [("keys_removed", "area, year", "1: north / 2020")]


def test_a_blank_key_is_the_same_key(breaches):
    both = "SELECT NULL::VARCHAR AS area, 5 AS people"
    settings = Comparison(rows_change_pct=0, totals={"people": 0})
    assert breaches(both, both, settings, ["area"]) == []


def test_keys_of_the_settings_come_before_those_of_the_schema(breaches):
    settings = Comparison(key=("area",), rows_change_pct=100)
    new = AREAS.replace("2020", "2021")
    assert breaches(AREAS, new, settings, ["year"]) == []
    assert said(breaches(AREAS, new, Comparison(rows_change_pct=100), ["year"])) == [
        ("keys_removed", "year", "1: 2020")
    ]


def test_without_all_columns_of_the_key_no_key_is_missed(breaches):
    new = "SELECT 'east' AS area, 10 AS people"
    found = breaches(AREAS, new, Comparison(rows_change_pct=100), ["area", "year"])
    assert [breach.rule for breach in found] == ["columns"]


def test_without_a_key_no_key_is_missed(breaches):
    new = AREAS.replace("north", "east")
    assert breaches(AREAS, new, Comparison(rows_change_pct=0)) == []


def test_exempt_rows_may_vanish(breaches):
    new = f"{AREAS} WHERE area = 'south'"
    exempt = Comparison(rows_change_pct=100, exempt={"area": "north"})
    assert breaches(AREAS, new, exempt, ["area"]) == []
    other = Comparison(rows_change_pct=100, exempt={"area": "west"})
    assert [breach.rule for breach in breaches(AREAS, new, other, ["area"])] == ["keys_removed"]


def test_an_exempt_value_that_no_cell_can_be_is_refused_with_its_place(breaches):
    exempt = Comparison(rows_change_pct=100, exempt={"people": "ten"})
    with pytest.raises(DefinitionError) as caught:
        breaches(AREAS, AREAS, exempt, ["area"])
    assert caught.value.where == f"{WHERE}, exempt"


def test_exempt_by_each_of_several_columns(breaches):
    new = f"{AREAS} WHERE false"
    exempt = Comparison(rows_change_pct=100, exempt={"area": "north", "people": "30"})
    assert breaches(AREAS, new, exempt, ["area"]) == []


def test_exempt_of_a_column_that_is_gone_exempts_nothing(breaches):
    new = "SELECT 'south' AS area"
    exempt = Comparison(rows_change_pct=100, exempt={"people": "10"})
    found = breaches("SELECT area, people FROM (" + AREAS + ")", new, exempt, ["area"])
    assert ("keys_removed", "area", "1: north") in said(found)


def test_exempt_compares_blanks_too(breaches):
    old = "SELECT * FROM (VALUES ('a', NULL), ('b', 'x')) AS t(area, kind)"
    exempt = Comparison(rows_change_pct=100, exempt={"kind": "x"})
    found = breaches(old, f"{old} WHERE false", exempt, ["area"])
    assert said(found) == [("keys_removed", "area", "1: a")]


def totals(north, south, allowed, **more):
    return areas(north, south), Comparison(totals={"people": allowed}, **more)


@pytest.mark.parametrize(
    ("north", "south", "allowed", "after"),
    [
        (10, 30, 0, None),
        (10, 31, 0, 41),
        (14, 30, 10, None),
        (15, 30, 10, 45),
        (6, 30, 10, None),
        (5, 30, 10, 35),
        (30, 10, 0, None),
    ],
)
def test_totals_over_the_same_keys(breaches, north, south, allowed, after):
    new, settings = totals(north, south, allowed)
    observed = f"40 became {after} over the same keys"
    assert said(breaches(AREAS, new, settings, ["area"])) == (
        [("totals", "people", observed)] if after else []
    )


def test_totals_over_keys_of_two_columns(breaches):
    settings = Comparison(totals={"people": 0})
    found = breaches(areas(), areas(north=11), settings, ["area", "year"])
    assert said(found) == [("totals", "people", "40 became 41 over the same keys")]


def test_rows_that_come_or_go_are_no_change_of_a_total(breaches):
    new = f"{AREAS} UNION ALL SELECT 'west', 2020, 1000"
    settings = Comparison(rows_change_pct=100, totals={"people": 0})
    assert breaches(AREAS, new, settings, ["area"]) == []


def test_exempt_rows_are_in_no_total(breaches):
    new, settings = totals(99, 30, 0, exempt={"area": "north"})
    assert breaches(AREAS, new, settings, ["area"]) == []


@pytest.mark.parametrize(
    ("before", "after", "observed"),
    [
        ("NULL::INT", "NULL::INT", None),
        ("NULL::INT", "5", "None became 5 over the same keys"),
        ("5", "NULL::INT", "5 became None over the same keys"),
        ("0", "0", None),
        ("0", "1", "0 became 1 over the same keys"),
        ("-10", "-12", "-10 became -12 over the same keys"),
        ("-10", "-11", None),
    ],
)
def test_totals_of_blanks_zero_and_less(breaches, before, after, observed):
    old, new = (f"SELECT 'a' AS area, {value} AS people" for value in (before, after))
    settings = Comparison(totals={"people": 15})
    expected = [("totals", "people", observed)] if observed else []
    assert said(breaches(old, new, settings, ["area"])) == expected


def test_zero_again_is_no_change_at_all(breaches):
    nothing = "SELECT 'a' AS area, 0 AS people"
    assert breaches(nothing, nothing, Comparison(totals={"people": 0}), ["area"]) == []


def test_every_total_is_looked_at_whatever_another_column_lacks(breaches):
    old = "SELECT 'a' AS area, 1 AS b, NULL::INT AS c, 1 AS d"
    new = "SELECT 'a' AS area, NULL::INT AS c, 9 AS d"
    settings = Comparison(totals={"d": 0, "c": 0, "b": 0})
    found = said(breaches(old, new, settings, ["area"]))
    assert found == [("columns", "b", "removed"), ("totals", "d", "1 became 9 over the same keys")]


def test_categories(breaches):
    settings = Comparison(rows_change_pct=100, categories=("area",))
    new = AREAS.replace("north", "east").replace("south", "coast")
    assert said(breaches(AREAS, new, settings)) == [
        ("categories", "area", "north vanished"),
        ("categories", "area", "south vanished"),
        ("categories", "area", "coast appeared"),
        ("categories", "area", "east appeared"),
    ]


def test_categories_of_exempt_rows_may_vanish_and_not_appear(breaches):
    settings = Comparison(rows_change_pct=100, categories=("area",), exempt={"area": "north"})
    new = f"{AREAS} WHERE area = 'south'"
    assert breaches(AREAS, new, settings) == []
    assert said(breaches(new, AREAS, settings)) == [("categories", "area", "north appeared")]


def test_categories_of_a_column_that_is_gone_are_not_asked(breaches):
    settings = Comparison(rows_change_pct=100, categories=("area", "kind"))
    old = "SELECT 'a' AS area, 'x' AS kind"
    found = breaches(old, "SELECT 'y' AS kind", settings)
    assert said(found) == [
        ("columns", "area", "removed"),
        ("categories", "kind", "x vanished"),
        ("categories", "kind", "y appeared"),
    ]


def test_names_and_values_are_quoted(breaches):
    old = """SELECT 'it''s' AS "a""b", 1 AS people"""
    settings = Comparison(
        rows_change_pct=100, categories=('a"b',), exempt={'a"b': "it's"}, totals={"people": 0}
    )
    assert breaches(old, old, settings, ['a"b']) == []


@pytest.mark.parametrize(
    ("settings", "key", "message"),
    [
        ({"totals": {"peple": 1}}, ["area"], "names peple, which is no column"),
        ({"totals": {"people": 1}}, [], "totals, and no key"),
        ({"totals": {"area": 1}}, ["year"], "of area, which holds no numbers"),
        ({"categories": ("arae",)}, [], "names arae"),
        ({"exempt": {"yaer": 2020}}, ["area"], "names yaer"),
        ({"key": ("area", "yaer")}, [], "names yaer"),
        ({"exempt": {"year": 2020}}, [], "exempt, and no key"),
        ({"keys_removed": 0}, [], "keys_removed, and no key"),
        ({"keys_removed": 0, "totals": {"people": 1}}, [], "totals and keys_removed, and no key"),
    ],
)
def test_a_setting_that_would_compare_nothing_is_refused(breaches, settings, key, message):
    with pytest.raises(DefinitionError, match=message) as caught:
        breaches(AREAS, AREAS, Comparison(**settings), key)
    assert caught.value.where == WHERE


NEEDING_A_KEY = (
    {"keys_removed": 0},
    {"keys_removed": 3},
    {"totals": {"people": 1}},
    {"exempt": {"year": 2020}},
)


@pytest.mark.parametrize("key", [["person"], ["area", "person"]])
@pytest.mark.parametrize("settings", NEEDING_A_KEY)
def test_a_key_that_is_not_kept_is_refused_where_something_rests_on_it(breaches, settings, key):
    """Personal columns are in neither vintage: nothing would be compared by a schema's key that has one."""
    with pytest.raises(DefinitionError, match=r"and person is not kept") as caught:
        breaches(AREAS, AREAS, Comparison(**settings), key)
    assert (caught.value.where, "its `key`" in caught.value.remedy) == (WHERE, True)
    assert breaches(AREAS, AREAS, Comparison(key=("area",), **settings), key) == []


@pytest.mark.parametrize("settings", [{}, {"rows_change_pct": 0}, {"categories": ("area",)}])
def test_a_key_that_nothing_rests_on_may_be_unkept(breaches, settings):
    assert breaches(AREAS, AREAS, Comparison(**settings), ["person"]) == []


def test_a_setting_of_a_column_that_came_or_went_is_no_fault(breaches):
    settings = Comparison(totals={"people": 1}, categories=("people",), keys_removed=99)
    without = "SELECT area, year FROM (" + AREAS + ")"
    for old, new in ((AREAS, without), (without, AREAS)):
        assert [rule for rule, *_ in said(breaches(old, new, settings, ["area"]))] == ["columns"]
