"""Warnings of published values that tell one row of a file which is not passed on, by themselves or by a difference."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from report.edition import gather, summary
from report.evidence import lone_rows
from rowlineage.marks import VALUE, Marked
from tests.report import canaries
from tests.report.canaries import EDITION
from warehouse.builder.closed_walk import _lone, _marks
from warehouse.builder.edition_build import EditionBuild

ALL = """/*
title: The whole harvest
key: [year]
columns:
  year: {title: Year, unit: year}
  tonnes: {title: Harvested, unit: tonnes, decimals: 0}
  returns: {title: Returns}
*/
SELECT c.year, sum(c.tonnes) AS tonnes, count(*) AS returns
FROM raw_harvest__crops AS c JOIN raw_edition AS e ON e.year = c.year
GROUP BY c.year
"""
LARGE = """/*
title: Orchards by size
key: [is_large]
columns:
  is_large: {title: Large}
  tonnes: {title: Harvested, unit: tonnes, decimals: 0}
*/
SELECT c.orchard = 'NORTH' AS is_large, sum(c.tonnes) AS tonnes
FROM raw_harvest__crops AS c JOIN raw_edition AS e ON e.year = c.year
WHERE c.orchard IN ('NORTH', 'SOUTH') AND c.tonnes < 60000
GROUP BY c.orchard = 'NORTH'
"""


def warned(toy):
    """What is warned of: rule and value."""
    problems = gather(EditionBuild(toy, EDITION)).problems
    kinds = (".lone_row.", ".difference.")
    found = [p for p in problems if any(kind in p.rule_id for kind in kinds)]
    assert {p.severity for p in found} <= {"warning"}
    return {p.rule_id: p.value for p in found}


def keep_only(toy, *models):
    """Leave the toy some report tables, by name and text."""
    for path in (toy.models / "report").glob("*.sql"):
        path.unlink()
    for path in (toy.models / "checks").glob("*.sql"):
        path.unlink()
    for name, text in models:
        (toy.models / "report" / f"{name}.sql").write_text(text)
    toy.figures.write_text("figures: []\n")


def test_a_sum_of_one_withheld_row_is_warned_of(toy):
    canaries.lay_out(toy)
    found = warned(toy)
    assert found["table_01_harvest.lone_row.tonnes"] == "1 cell, the first: orchard=SOUTH"
    assert "table_03_best.lone_row.tonnes" not in found


def test_what_may_be_passed_on_is_not_warned_of(toy):
    canaries.lay_out(toy, redistribute=True)
    assert warned(toy) == {}


def test_a_row_about_a_person_is_warned_of_though_its_licence_is_open(toy):
    canaries.lay_out(toy, redistribute=True)
    schema = toy.schemas / "harvest.py"
    text = schema.read_text().replace(
        "import pandera", "from typing import Optional\n\nimport pandera", 1
    )
    keeper = '    keeper: Optional[Text] = pa.Field(metadata={"personal": True})\n'
    schema.write_text(text.replace("    quality:", f"{keeper}    quality:", 1))
    assert "table_01_harvest.lone_row.tonnes" in warned(toy)


def test_a_total_less_what_is_published_of_it_is_warned_of(toy):
    canaries.lay_out(toy)
    keep_only(toy, ("table_01_all", ALL), ("table_02_large", LARGE))
    found = warned(toy)
    # 156,133.6125 less 94,289.875 is South's row, though no cell shows it.
    assert found["table_01_all.difference.tonnes"] == "1 cell, the first: year=2021"
    assert "table_01_all.difference.returns" not in found


def test_a_total_alone_is_not_warned_of(toy):
    canaries.lay_out(toy)
    keep_only(toy, ("table_01_all", ALL))
    assert warned(toy) == {}


def test_where_there_are_too_many_numbers_it_says_that_it_did_not_look(toy, monkeypatch):
    canaries.lay_out(toy)
    monkeypatch.setattr(lone_rows, "MOST_CELLS", 3)
    found = warned(toy)
    assert [rule for rule in found if ".difference." in rule] == [
        "table_01_harvest.difference.not_looked_at"
    ]


def test_warnings_name_published_cells_and_are_no_secret(toy):
    canaries.lay_out(toy)
    build = EditionBuild(toy, EDITION)
    manifest = summary(build, gather(build))
    shown = {s.problem.rule_id: s for s in manifest.shown()}
    warning = shown["table_01_harvest.lone_row.tonnes"]
    assert (warning.is_withheld, warning.problem.value) == (
        False,
        "1 cell, the first: orchard=SOUTH",
    )
    assert canaries.told(str(warning)) == []


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=5))
def test_marks_put_together_tell_one_row_from_several(numbers):
    bits = np.bitwise_or.reduce(_marks(np.array(numbers, np.int64)))
    cells = Marked(np.array([7]), np.array([[bits, 0]], np.uint64))
    assert cells.bits[0, VALUE] == bits
    assert _lone(cells) == ([7] if len(set(numbers)) == 1 else [])
