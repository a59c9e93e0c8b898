"""A vintage is compared with the one before; what is out of limits blocks until a named person accepts it."""

import pytest

from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError
from warehouse.sources.accepted import BLANKS, load_accepted

CROPS = "harvest/2022-02-01/crops.csv"


def breaches(toy):
    return {
        p.rule.split(" of vintage")[0]: p
        for p in EditionBuild(toy, "2021").outcome("raw_harvest__crops").problems
    }


def test_a_restatement_within_limits_passes(toy):
    assert breaches(toy) == {}


def test_totals_out_of_limits_block(toy):
    rewrite(toy, CROPS, "2020,SOUTH,apple,79.0", "2020,SOUTH,apple,179.0")
    problem = breaches(toy)["totals"]
    assert problem.value == (
        "422.250000 became 522.750000 over the same keys: 2020 / SOUTH / apple 78.5 became 179 (+128.0 %)"
    )
    assert not EditionBuild(toy, "2021").outcome("table_01_harvest").passed


def test_removed_keys_block_and_are_named(toy):
    rewrite(toy, CROPS, "2019,NORTH,apple,120.5,A\n", "")
    assert breaches(toy)["keys_removed"].value == "1: 2019 / NORTH / apple"


def test_too_many_new_rows_block(toy):
    limit = toy.raw / "harvest/source.yaml"
    limit.write_text(limit.read_text().replace("rows_change_pct: 60", "rows_change_pct: 40"))
    assert breaches(toy)["rows"].value == "6 became 9: 2021 0 became 3"


def test_a_category_that_appears_blocks(toy):
    limit = toy.raw / "harvest/source.yaml"
    limit.write_text(limit.read_text().replace("totals:", "categories: [orchard]\n      totals:"))
    rewrite(toy, CROPS, "2021,SOUTH,pear", "2021,WEST,pear")
    assert breaches(toy)["categories"].value == "WEST appeared"


@pytest.mark.parametrize(
    ("old", "exempt"),
    [
        ("2019,NORTH,apple,120.5,A", "{orchard: NORTH, year: 2019}"),
        ("2019,NORTH,apple,120.5,A", '{tonnes: 120.50, year: "2019"}'),
        ("2019,SOUTH,pear,-,B", "{tonnes: null}"),
    ],
)
def test_a_removed_row_is_exempt_by_typed_value(toy, old, exempt):
    rewrite(toy, CROPS, f"{old}\n", "")
    limit = toy.raw / "harvest/source.yaml"
    assert "keys_removed" in breaches(toy)
    limit.write_text(limit.read_text().replace("totals:", f"exempt: {exempt}\n      totals:"))
    assert "keys_removed" not in breaches(toy)


def test_an_exempt_value_that_the_column_cannot_hold_is_refused(toy):
    limit = toy.raw / "harvest/source.yaml"
    limit.write_text(limit.read_text().replace("totals:", "exempt: {year: 2019.5}\n      totals:"))
    (problem,) = EditionBuild(toy, "2021").outcome("raw_harvest__crops").problems
    assert problem.value.startswith("year of type BIGINT holds no value 2019.5")


def accept(toy, problem, **changes):
    """Copy the line that a problem proposes, and fill it in as its reader would."""
    signed = {
        "by": "Ada Fieldhouse",
        "role": "statistician",
        "date": "2022-02-10",
        "why": "recount",
    }
    stanza = problem.remedy.partition(": - ")[2]
    for key, blank in BLANKS.items():
        assert f"{key}: {blank}" in stanza
        stanza = stanza.replace(f"{key}: {blank}", f"{key}: { {**signed, **changes}[key] }")
    (toy.raw / "harvest/accepted.yaml").write_text(f"accepted:\n  - {stanza}\n")


def test_an_accepted_breach_no_longer_blocks_until_the_data_change(toy):
    rewrite(toy, CROPS, "2020,SOUTH,apple,79.0", "2020,SOUTH,apple,94.0")
    accept(toy, breaches(toy)["totals"])
    assert breaches(toy) == {}
    rewrite(toy, CROPS, "2020,SOUTH,apple,94.0", "2020,SOUTH,apple,95.0")
    assert "totals" in breaches(toy)


def test_an_acceptance_needs_a_name_and_a_reason(toy):
    rewrite(toy, CROPS, "2020,SOUTH,apple,79.0", "2020,SOUTH,apple,179.0")
    accept(toy, breaches(toy)["totals"], why="WHY")
    outcome = EditionBuild(toy, "2021").outcome("raw_harvest__crops")
    assert outcome.problems[0].value == "an acceptance without why"
    with pytest.raises(DefinitionError, match="without why"):
        load_accepted(toy.raw / "harvest", "accepted.yaml")
