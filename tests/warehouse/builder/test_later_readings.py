"""Reading notes: a row that was read after the as-of date blocks, or is said with its reason; never in silence."""

import pytest
import yaml

from warehouse.builder.edition_build import EditionBuild
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError
from warehouse.sources.accepted import ACCEPTED
from warehouse.sources.reading_notes import READINGS, load_notes, records_digest
from warehouse.sources.register import load_source

CROPS = "raw_harvest__crops"
VINTAGE = "2022-02-01"
NOTE = {
    "vintage": VINTAGE,
    "table": "crops",
    "key": {"year": 2020, "orchard": "SOUTH", "crop": "apple"},
    "read": "2025-06-11",
    "where": "a leaflet of 2025",
}


def noted(toy, *notes):
    (toy.raw / "harvest" / READINGS).write_text(yaml.safe_dump({"readings": list(notes)}), "utf-8")


def problems(toy):
    return EditionBuild(toy, "2021").outcome(CROPS).problems


def test_a_row_read_later_blocks_and_its_line_is_named(toy):
    noted(toy, NOTE)
    (problem,) = problems(toy)
    assert (problem.severity, problem.line) == ("error", 6)
    assert problem.value == "crop=apple, orchard=SOUTH, year=2020: read in a leaflet of 2025"
    assert "2025-06-11" in problem.rule
    assert "after_as_of" in problem.remedy
    assert problem.rule_id == f"{CROPS}.reading.after_as_of"
    assert not EditionBuild(toy, "2021").outcome("table_01_harvest").passed


def test_with_a_reason_it_is_said_and_does_not_block(toy):
    noted(toy, {**NOTE, "after_as_of": "no earlier one exists"})
    (problem,) = problems(toy)
    assert problem.severity == "warning"
    assert EditionBuild(toy, "2021").outcome("table_01_harvest").passed


def test_what_was_read_by_the_as_of_date_is_nothing_to_say(toy):
    as_of = load_edition(toy, "2021").as_of.isoformat()
    noted(toy, {**NOTE, "read": as_of})
    assert problems(toy) == ()


def test_a_note_of_another_vintage_is_none_of_this_edition(toy):
    noted(toy, {**NOTE, "vintage": "2021-02-01"})
    assert problems(toy) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"vintage": "2020-02-01"},
        {"table": "cows"},
        {"key": {}},
        {"key": "x"},
        {"where": " "},
        {"read": "11.06.2025"},
        {"read": "2025-02-30"},
        {"read": "2022-01-31"},
        {"read": None},
        {"more": 1},
    ],
)
def test_a_note_that_says_nothing_is_refused_with_its_file(toy, wrong):
    noted(toy, {**NOTE, **wrong})
    with pytest.raises(DefinitionError) as caught:
        load_notes(load_source(toy, "harvest"))
    assert caught.value.where.startswith(f"raw/harvest/{READINGS}")
    (problem,) = problems(toy)
    assert (problem.severity, problem.file.split(",")[0]) == ("error", f"raw/harvest/{READINGS}")


@pytest.mark.parametrize("key", [{"year": 2020}, {"year": 1999}, {"yaer": 2020}, {"year": "x"}])
def test_a_note_names_one_row(toy, key):
    noted(toy, {**NOTE, "key": key, "read": "2022-02-01"})
    (problem,) = problems(toy)
    assert (problem.severity, problem.file) == ("error", f"raw/harvest/{READINGS}")


def pin(toy, records):
    path = toy.editions / "2021.yaml"
    given = yaml.safe_load(path.read_text("utf-8"))
    given["sources"]["harvest"] = {"vintage": VINTAGE, "records": records}
    path.write_text(yaml.safe_dump(given), "utf-8")


def test_an_edition_that_pins_what_is_on_record_is_built_with_nothing_else(toy):
    noted(toy, {**NOTE, "after_as_of": "why"})
    digest = records_digest(load_source(toy, "harvest"), VINTAGE)
    pin(toy, digest)
    assert [p.severity for p in problems(toy)] == ["warning"]
    # Of another vintage: nothing to this edition.
    noted(toy, {**NOTE, "vintage": "2021-02-01"}, {**NOTE, "after_as_of": "why"})
    assert records_digest(load_source(toy, "harvest"), VINTAGE) == digest
    noted(toy, {**NOTE, "after_as_of": "another reason"})
    (problem,) = [p for p in problems(toy) if p.severity == "error"]
    assert digest in problem.value
    assert problem.file == "raw/editions/2021.yaml"


def test_acceptances_are_on_record_too(toy):
    source = load_source(toy, "harvest")
    nothing = records_digest(source, VINTAGE)
    entry = f"{{vintage: {VINTAGE}, by: A, role: r, date: 2022-02-02, why: w, problem_ids: [x]}}"
    (toy.raw / "harvest" / ACCEPTED).write_text(f"accepted:\n  - {entry}\n", "utf-8")
    assert records_digest(source, VINTAGE) != nothing
    assert records_digest(source, "2021-02-01") == nothing
