"""Findings of checks where files are withheld: decided by the ids of their rules, and closed where nothing is known."""

from dataclasses import replace

import pytest

from report.evidence.withheld_problems import (
    closed_of_plan,
    closed_of_source,
    closed_problems,
)
from tests.toys import withhold_source
from warehouse.builder.plan import make_plan
from warehouse.problems import Problem

SECRET = "Zacharias"
WITHHELD = {"secret"}
CLOSED = {"raw_secret__names", "core_names"}
READS = {
    "core_names": ("raw_secret__names",),
    "table_01": ("core_names", "raw_open__places"),
    "table_02": ("raw_open__places",),
    "check_names": ("raw_open__places", "raw_secret__names"),
    "check_table": ("table_01",),
    "check_places": ("raw_open__places",),
}


def problem(rule_id, source="open", table="raw_open__places", **more):
    given = {"value": SECRET, "rule": "it is a place", "remedy": "correct it"} | more
    place = {"vintage": "2021-01-01", "file": "raw/open/places.csv", "sheet": "", "line": 4}
    return Problem(source, table, column="name", rule_id=rule_id, **place, **given)


def close(given, withheld=frozenset(WITHHELD)):
    (found,) = closed_problems([given], withheld, CLOSED if withheld else set(), READS)
    return found


@pytest.mark.parametrize(
    "given",
    [
        problem("raw_secret__names.name.isin", "secret", "raw_secret__names"),
        problem("raw_secret__names.comparison.rows", "secret", "raw_secret__names"),
        # A file that could not be read is no table of the generation, and a row may have a rule of any table.
        problem("raw_secret__other.made", "secret", "raw_secret__other"),
        problem("check_places", "", "raw_secret__names"),
        problem("figures.names.cell", "", "core_names"),
        # A table that nothing is known of.
        problem("core_other.made", "", "core_other"),
        problem("check_names"),
        problem("check_table"),
        problem("core_names.made", "", "core_names"),
        problem("table_01.made", "", "table_01"),
        # Of a check that nothing is known of, and of a generation from before problems had ids.
        problem("check_of_yesterday"),
        problem(""),
    ],
)
def test_what_may_quote_a_withheld_file_has_no_value_and_no_digest_of_it(given):
    found, is_withheld = close(given)
    assert is_withheld
    assert SECRET not in str(found.as_dict())
    assert (found.file, found.line, found.column) == (given.file, given.line, given.column)
    # Whoever tries out every value that there is finds none: the digest is that of an empty one.
    assert found.problem_id == replace(found, value="").problem_id
    assert found.problem_id == close(replace(given, value="another"))[0].problem_id


@pytest.mark.parametrize(
    "given",
    [
        problem("raw_open__places.name.isin"),
        problem("raw_open__places.comparison.rows"),
        problem("check_places"),
        problem("table_02.made", "", "table_02"),
        problem("figures.places.cell", "", "table_02"),
    ],
)
def test_what_rests_on_open_files_alone_is_shown(given):
    assert close(given) == (given, False)


def test_where_nothing_is_withheld_everything_is_shown():
    given = problem("check_of_yesterday")
    assert close(given, withheld=frozenset()) == (given, False)


@pytest.mark.parametrize(
    ("rule_id", "gone"),
    [
        ("raw_secret__names.name.isin", set()),
        ("raw_secret__names.name.made", set()),
        ("raw_secret__names.comparison.totals.name", {"remedy"}),
        ("raw_secret__names.made", {"rule", "remedy"}),
        ("check_names", set()),
        ("", {"rule", "remedy"}),
    ],
)
def test_words_stay_where_an_author_wrote_them_and_go_where_they_are_told_of_the_file(
    rule_id, gone
):
    words = f"accept: {SECRET}"
    told = problem(rule_id, "secret", "raw_secret__names", rule=words, remedy=words)
    found = close(told)[0].as_dict()
    assert {name for name in ("rule", "remedy") if found[name] == "(withheld)"} == gone
    assert {name for name in ("rule", "remedy") if found[name] == words} == {
        "rule",
        "remedy",
    } - gone


def test_problems_of_one_source_are_shown_unless_its_licence_withholds_its_files(toy):
    given = [problem("raw_harvest__crops.orchard.isin", "harvest"), problem("", "harvest")]
    shown = [(p, False) for p in given]
    assert closed_of_source(toy, "harvest", given) == shown
    withhold_source(toy, "orchards")
    assert closed_of_source(toy, "harvest", given) == shown
    withhold_source(toy, "harvest")
    found = closed_of_source(toy, "harvest", given)
    assert found == closed_of_source(toy, "harvest", given, show_withheld=False)
    assert [is_withheld for _, is_withheld in found] == [True, True]
    assert SECRET not in str([p.as_dict() for p, _ in found])
    assert closed_of_source(toy, "harvest", given, show_withheld=True) == shown


BUILDING = {
    problem("raw_harvest__crops.orchard.isin", "harvest", "raw_harvest__crops"): {"harvest"},
    problem("core_harvest__orchard_year.made", "", "core_harvest__orchard_year"): {"harvest"},
    problem("check_orchards_exist"): {"harvest", "orchards"},
    problem("raw_orchards__orchards.made", "orchards", "raw_orchards__orchards"): {"orchards"},
    problem("figures.harvest_north.cell", "", "table_01_harvest"): set(),
}
"""What is found while the toy is built, and the sources whose withholding closes it."""


@pytest.mark.parametrize("withheld", ["", "harvest", "orchards"])
def test_what_is_found_while_an_edition_is_built_is_closed_by_what_it_reads(toy, withheld):
    if withheld:
        withhold_source(toy, withheld)
    found = closed_of_plan(make_plan(toy, "2021"), list(BUILDING))
    assert [is_withheld for _, is_withheld in found] == [withheld in by for by in BUILDING.values()]
