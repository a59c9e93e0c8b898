"""Acceptances: one covers what one reason is good for, is bound to what was seen, and is written so that it reads."""

import datetime as dt

import pytest

from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError
from warehouse.problems import Problem
from warehouse.sources.accepted import (
    ACCEPTED,
    Breach,
    acceptance_of,
    covering,
    covers_breach,
    load_accepted,
    stanza,
    with_acceptance,
)

SIGNED = {
    "by": "Ada Fieldhouse",
    "role": "statistician",
    "why": "restated by the board",
    "date": dt.date(2022, 2, 10),
}
CROPS = "harvest/2022-02-01/crops.csv"


def problem(
    rule_id="raw_x__y.comparison.cells.people", value="1 of 3", vintage="2024", severity="error"
):
    return Problem(
        "x", "raw_x__y", vintage, "f", "", 0, "", value, "r", "", severity, rule_id=rule_id
    )


FOUND = [
    problem(),
    problem("raw_x__y.comparison.cells.area"),
    problem("raw_x__y.comparison.newest.people"),
    problem("raw_x__y.comparison.restated.people", severity="warning"),
    problem("raw_x__y.comparisons"),
]


def covered(acceptance, found):
    return [p.rule_id.partition(".")[2] for p in found if covering([acceptance], p, found)]


def test_by_id_each_named_is_accepted_and_no_other():
    ids = [FOUND[0].problem_id, FOUND[2].problem_id]
    given = acceptance_of(FOUND, **SIGNED, problem_ids=ids)
    assert covered(given, FOUND) == ["comparison.cells.people", "comparison.newest.people"]
    assert covered(given, [problem(value="2 of 3")]) == []
    assert covered(given, [problem(vintage="2025")]) == []


@pytest.mark.parametrize(
    ("rule_id", "expected"),
    [
        ("raw_x__y.comparison.cells", ["comparison.cells.people", "comparison.cells.area"]),
        ("raw_x__y.comparison.cells.area", ["comparison.cells.area"]),
        (
            "raw_x__y.comparison",
            ["comparison.cells.people", "comparison.cells.area", "comparison.newest.people"],
        ),
    ],
)
def test_by_rule_all_that_it_found_is_accepted_until_it_finds_anything_else(rule_id, expected):
    given = acceptance_of(FOUND, **SIGNED, rule_id=rule_id)
    assert [name for name in covered(given, FOUND) if "restated" not in name] == expected
    assert covered(given, list(reversed(FOUND)))
    more = [*FOUND, problem(f"{rule_id}.more")]
    other = [problem(p.rule_id, "another", severity=p.severity) for p in FOUND]
    assert covered(given, more) == covered(given, other) == covered(given, FOUND[3:]) == []


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"problem_ids": ["0" * 16]}, "no problem that blocks has the id 0000000000000000"),
        ({"problem_ids": [FOUND[3].problem_id]}, "no problem that blocks has the id"),
        ({"rule_id": "raw_x__y.comp"}, "nothing to accept"),
        ({"rule_id": "raw_x__y.comparison.restated"}, "nothing to accept"),
        ({}, "nothing to accept"),
        ({"problem_ids": [FOUND[0].problem_id], "by": " "}, "without by"),
        ({"problem_ids": [FOUND[0].problem_id], "role": "ROLE"}, "without role"),
        ({"problem_ids": [FOUND[0].problem_id], "why": ""}, "without why"),
    ],
)
def test_what_is_not_there_or_not_signed_is_not_accepted(asked, message):
    with pytest.raises(DefinitionError, match=message) as caught:
        acceptance_of(FOUND, **{**SIGNED, **asked})
    assert caught.value.expected
    assert caught.value.remedy


def test_problems_of_two_vintages_are_two_acceptances():
    both = [FOUND[0], problem(vintage="2025")]
    with pytest.raises(DefinitionError, match="several vintages"):
        acceptance_of(both, **SIGNED, rule_id="raw_x__y")


ODD = [
    'said "so"',
    "it's: {so}",
    "a # b",
    "- x",
    "ü € 👍",
    "null",
    "2022",
    "line\nline",
    "back\\slash",
    "[x",
    "\t",
    "'",
]


@pytest.mark.parametrize("why", ODD)
def test_whatever_a_person_writes_is_read_again_as_it_was_written(tmp_path, why):
    if not why.strip():
        return
    given = acceptance_of(
        FOUND, **{**SIGNED, "why": why, "by": f"Ada {why}"}, rule_id="raw_x__y.comparison"
    )
    first = with_acceptance("", given)
    ids = acceptance_of(FOUND, **SIGNED, problem_ids=[FOUND[0].problem_id])
    text = with_acceptance(f"# a comment\n{first}    # and one more\n", ids)
    (tmp_path / ACCEPTED).write_text(text, "utf-8")
    assert load_accepted(tmp_path, "x") == (given, ids)
    assert text.startswith("# a comment\n")
    assert text.count("\n  - ") == 2


def test_a_list_that_cannot_be_added_to_is_told_with_the_line_to_add():
    given = acceptance_of(FOUND, **SIGNED, problem_ids=[FOUND[0].problem_id])
    inline = "accepted: [" + with_acceptance("", given).splitlines()[1].strip()[2:] + "]"
    with pytest.raises(DefinitionError) as caught:
        with_acceptance(inline, given)
    assert caught.value.where


@pytest.mark.parametrize(
    "entry",
    [
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, why: c}",
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, why: c, problem_ids: []}",
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, why: c, rule_id: x}",
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, why: c, digest: x}",
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, why: c, problem_ids: x}",
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, why: c, rule_id: x, digest: y, problem_ids: [z]}",
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, problem_ids: [z]}",
        "{vintage: 2024, by: a, role: b, date: 2024-01-01, why: c, problem_ids: [z], more: 1}",
        "text",
    ],
)
def test_an_entry_that_is_bound_to_nothing_is_refused(tmp_path, entry):
    (tmp_path / ACCEPTED).write_text(f"accepted:\n  - {entry}\n", "utf-8")
    with pytest.raises(DefinitionError):
        load_accepted(tmp_path, "x")


def test_acceptances_of_single_fields_still_hold(tmp_path):
    fields = "table: t, vintage: v, against: a, rule: categories, subject: c"
    signed = "accepted_by: A, role: r, date: 2022-01-01, reason: w"
    lines = [f"  - {{{fields}, observed: {o}, {signed}}}" for o in ("x vanished", "y appeared")]
    (tmp_path / ACCEPTED).write_text("\n".join(["accepted:", *lines]), "utf-8")
    given = load_accepted(tmp_path, "x")
    seen = Breach(
        "t",
        "v",
        "a",
        "categories",
        "c",
        "x vanished; y appeared",
        formerly=("x vanished", "y appeared"),
    )
    assert covers_breach(given, seen)
    assert not covers_breach(given[:1], seen)
    assert covers_breach(given[:1], Breach("t", "v", "a", "categories", "c", "x vanished"))
    assert not covers_breach(given, Breach("t", "v", "a", "categories", "d", "x vanished"))


def test_the_line_that_is_proposed_says_what_is_to_be_filled_in():
    found = problem(value='a "quoted" value')
    assert stanza(found) == (
        f"- {{vintage: '2024', by: NAME, role: ROLE, date: YYYY-MM-DD, why: WHY, problem_ids: [{found.problem_id}]}}"
    )


def test_one_acceptance_covers_all_that_a_good_release_changed(toy):
    rewrite(toy, CROPS, "2019,NORTH,apple,120.5,A\n", "")
    rewrite(toy, CROPS, "2020,SOUTH,apple,79.0", "2020,SOUTH,apple,179.0")
    rewrite(toy, CROPS, "2021,SOUTH,apple,81.5", "2021,SOUTH,apple,815.0")
    found = EditionBuild(toy, "2021").outcome("raw_harvest__crops").problems
    assert len({p.rule_id for p in found if p.severity == "error"}) >= 4
    rule = "raw_harvest__crops.comparison"
    text = with_acceptance("", acceptance_of(found, **SIGNED, rule_id=rule))
    (toy.raw / "harvest" / ACCEPTED).write_text(text, "utf-8")
    outcome = EditionBuild(toy, "2021").outcome("raw_harvest__crops")
    assert outcome.passed
    assert EditionBuild(toy, "2021").outcome("table_01_harvest").passed
    rewrite(toy, CROPS, "2021,SOUTH,apple,815.0", "2021,SOUTH,apple,816.0")
    assert not EditionBuild(toy, "2021").outcome("raw_harvest__crops").passed
