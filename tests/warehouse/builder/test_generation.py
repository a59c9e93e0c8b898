"""A generation that was kept before is the same one again, and is mended where something in it changed meanwhile."""

import os

import duckdb
import pytest

from report.edition import publish
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.builder.generation_files import identity
from warehouse.builder.kept import Kept
from warehouse.errors import GateError


def build(project):
    place, _ = publish(EditionBuild(project, "2020"))
    return place


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)  # through the link to the step's file too


DAMAGES = {
    "table flipped": lambda p: flip(p / "tables/table_01_harvest.parquet"),
    "table truncated": lambda p: os.truncate(p / "tables/core_harvest__orchard_year.parquet", 9),
    "page changed": lambda p: flip(p / "report/index.html"),
    "evidence gone": lambda p: next((p / "evidence").rglob("*.parquet")).unlink(),
    "manifest changed": lambda p: flip(p / "manifest.json"),
    "a file too many": lambda p: (p / "report/extra.txt").write_text("x"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_generation_is_made_whole_by_the_next_build(toy, damage):
    place = build(toy)
    before = {path.relative_to(place) for path in place.rglob("*")}
    damage(place)
    assert identity(place) != place.name
    assert build(toy) == place
    assert identity(place) == place.name
    assert {path.relative_to(place) for path in place.rglob("*")} == before
    assert Kept.current(toy, "2020").folder == place


def test_the_database_for_people_is_made_whole_too(toy):
    place = build(toy)
    (place / "warehouse.duckdb").write_bytes(b"not a database")
    assert build(toy) == place
    with duckdb.connect(str(place / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM table_01_harvest").fetchall() == [(3,)]


def test_the_current_generation_of_an_edition_that_was_never_built_is_an_error(toy):
    with pytest.raises(GateError, match="edition 2020 has no current generation"):
        Kept.current(toy, "2020")


def test_an_incomplete_generation_is_latest_and_not_current(toy):
    good = build(toy)
    crops = toy.raw / "harvest/2021-02-01/crops.csv"
    crops.write_text(crops.read_text().replace("131.0", "931.0"))
    latest = build(toy)
    assert Kept.current(toy, "2020").folder == good
    assert Generations(toy, "2020").open("latest") == latest != good
