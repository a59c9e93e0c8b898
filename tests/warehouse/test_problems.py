"""Ids of problems: they name rule, place and value, and stay when words change."""

from dataclasses import replace

import pytest

from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.problems import COLUMNS, Problem, owner, telling_words

GIVEN = Problem(
    source="harvest",
    table="raw_harvest__crops",
    vintage="2021-02-01",
    file="raw/harvest/2021-02-01/crops.csv",
    sheet="",
    line=5,
    column="tonnes",
    value="-1",
    rule="tonnes is at least 0",
    remedy="correct it",
    rule_id="raw_harvest__crops.tonnes.greater_than_or_equal_to",
)


def test_an_id_is_the_same_in_every_build_on_every_machine():
    assert GIVEN.problem_id == "4a65a9b6c593411a"


@pytest.mark.parametrize(
    "change",
    [{"rule": "no negative harvest"}, {"remedy": "ask"}, {"severity": "warning"}],
)
def test_other_words_leave_the_id(change):
    assert replace(GIVEN, **change).problem_id == GIVEN.problem_id


@pytest.mark.parametrize(
    "change",
    [
        {"rule_id": "raw_harvest__crops.tonnes.stated"},
        {"file": "raw/harvest/2022-02-01/crops.csv"},
        {"sheet": "Sheet1"},
        {"line": 6},
        {"column": "weight"},
        {"value": "-2"},
        {"value": ""},
        {"sheet": "5", "line": 0},
    ],
)
def test_another_rule_place_or_value_is_another_problem(change):
    assert replace(GIVEN, **change).problem_id != GIVEN.problem_id


def test_ids_are_written_with_every_problem():
    written = GIVEN.as_dict()
    assert tuple(written) == COLUMNS
    assert (written["rule_id"], written["problem_id"]) == (GIVEN.rule_id, GIVEN.problem_id)


@pytest.mark.parametrize(
    ("rule_id", "of", "told"),
    [
        ("raw_harvest__crops.tonnes.type", "raw_harvest__crops", ("remedy",)),
        ("raw_harvest__crops.comparison.totals.tonnes", "raw_harvest__crops", ("remedy",)),
        ("raw_harvest__crops.made", "raw_harvest__crops", ("rule", "remedy")),
        ("raw_harvest__crops.made.type", "raw_harvest__crops", ("remedy",)),
        ("check_orchards_exist", "check_orchards_exist", ()),
        ("figures.harvest_north.cell", "figures", ()),
    ],
)
def test_an_id_tells_what_its_rule_is_of(rule_id, of, told):
    assert (owner(rule_id), telling_words(rule_id)) == (of, told)


def problems_of(toy, name="raw_harvest__crops"):
    return EditionBuild(toy, "2020").outcome(name).problems


FILE = "harvest/2021-02-01/crops.csv"


@pytest.mark.parametrize(
    ("old", "new", "rule_id"),
    [
        ("2020,NORTH,apple,131.0,A", "2020,NORTH,apple,-1,A", "tonnes.greater_than_or_equal_to"),
        ("2020,NORTH,apple,131.0,A", "2020,NORTH,plum,131.0,A", "crop.isin"),
        ("2020,NORTH,apple,131.0,A", "soon,NORTH,apple,131.0,A", "year.type"),
        ("2020,NORTH,apple,131.0,A", "2020,NORTH,,131.0,A", "crop.stated"),
        ("2020,NORTH,apple,131.0,A", "2019,NORTH,apple,131.0,A", "unique(year+orchard+crop)"),
        ("2020,NORTH,apple,131.0,A", "2020,NORTH,apple,131.0", "file.fields"),
        ("year,orchard,crop,tonnes,", "year,orchard,crop,weight,", "header.missing"),
        ("year,orchard,crop,tonnes,", "year,orchard,crop,crop,", "header.repeated"),
        ("crop,tonnes,quality\n2019", "crop,tonnes,quality,more\n2019", "header.unknown"),
    ],
)
def test_a_rule_of_a_file_is_named_by_its_table_and_column(toy, old, new, rule_id):
    rewrite(toy, FILE, old, new)
    found = {p.rule_id for p in problems_of(toy)}
    assert f"raw_harvest__crops.{rule_id}" in found


def test_rules_of_other_steps_are_named_by_them(toy):
    rewrite(toy, FILE, "2020,NORTH", "2020,EAST")
    assert [p.rule_id for p in problems_of(toy, "check_orchards_exist")] == ["check_orchards_exist"]
    (toy.raw / FILE).unlink()
    assert [p.rule_id for p in problems_of(toy)] == ["raw_harvest__crops.made"]
