"""What is closed in a built generation: raw tables of withheld sources, what is worked out of them, who reads it."""

import pytest

from report.edition import publish
from report.evidence.withheld_problems import read_by, read_by_plan
from report.evidence.withholding import (
    Closed,
    closed_by_sources,
    closed_of,
    closed_tables,
    closed_tables_of,
    withheld_of,
    withheld_sources,
)
from tests.toys import withhold_source
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept

CROPS, ORCHARDS = "raw_harvest__crops", "raw_orchards__orchards"
CORE, HARVEST = "core_harvest__orchard_year", "table_01_harvest"


@pytest.fixture
def build(toy):
    return EditionBuild(toy, "2021")


@pytest.fixture
def kept(build):
    return Kept(publish(build)[0])


@pytest.mark.parametrize(
    ("withheld", "tables"),
    [([], set()), (["harvest"], {CROPS, CORE}), (["orchards"], {ORCHARDS}), (["elsewhere"], set())],
)
def test_raw_tables_and_what_is_worked_out_of_them_but_nothing_published(kept, withheld, tables):
    assert closed_tables(kept, withheld) == tables


def test_readers_of_what_is_closed_are_named_report_tables_among_them(kept):
    assert closed_by_sources(kept, ["harvest"]) == Closed(
        frozenset({"harvest"}), frozenset({CROPS, CORE}), frozenset({CORE, HARVEST})
    )


def test_where_nothing_is_withheld_nothing_is_closed_and_no_model_is_read(kept):
    assert closed_by_sources(kept, []) == Closed(frozenset(), frozenset(), frozenset())


def test_the_licences_count_as_they_are_registered_now(toy, kept):
    assert withheld_of(toy, kept) == set()
    withhold_source(toy, "harvest")
    assert withheld_of(toy, kept) == {"harvest"}


def test_what_is_closed_of_a_generation_is_shown_to_whoever_asks_for_all(toy, kept):
    withhold_source(toy, "harvest")
    assert closed_of(toy, kept) == closed_by_sources(kept, {"harvest"})
    assert closed_of(toy, kept, show_withheld=False) == closed_of(toy, kept)
    assert closed_of(toy, kept, show_withheld=True) == closed_by_sources(kept, [])


def test_a_licence_that_forbade_it_when_the_edition_was_built_still_does(toy):
    withhold_source(toy, "harvest")
    kept = Kept(publish(EditionBuild(toy, "2021"))[0])
    path = toy.raw / "harvest" / "source.yaml"
    path.write_text(path.read_text().replace("redistribute: false", "redistribute: true"))
    assert withheld_of(toy, kept) == {"harvest"}


@pytest.mark.parametrize("text", [None, "", "title: [", "redistribute: true\n", "- a\n", "\0"])
def test_a_source_that_the_register_no_longer_tells_of_is_closed(toy, kept, text):
    path = toy.raw / "harvest" / "source.yaml"
    if text is None:
        path.parent.rename(toy.raw / "crops")
    else:
        path.write_text(text, encoding="utf-8")
    assert withheld_of(toy, kept) == {"harvest"}


def test_an_edition_that_is_being_built_closes_the_same(toy, build):
    assert withheld_sources(build.plan) == set()
    assert closed_tables_of(build.plan) == set()
    withhold_source(toy, "harvest")
    plan = EditionBuild(toy, "2021").plan
    assert withheld_sources(plan) == {"harvest"}
    assert closed_tables_of(plan) == {CROPS, CORE}


def test_what_models_and_checks_read_is_known_before_and_after_the_build(kept, build):
    after, before = read_by(kept), read_by_plan(build.plan)
    assert {name: set(tables) for name, tables in after.items()} == {
        name: set(tables) for name, tables in before.items()
    }
    assert set(after[CORE]) == {CROPS}
    assert set(after["check_orchards_exist"]) == {CROPS, ORCHARDS}
