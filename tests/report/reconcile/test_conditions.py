"""The table of truth conditions, by the examples that come with it."""

from decimal import Decimal

import pytest

from numbertext.condition_table import literal, standard
from numbertext.errors import ConditionError
from numbertext.extraction import extract
from numbertext.interval import point
from report.reconcile.own_conditions import conditions_of

TRUE, LOOSE, FALSE = "true", "loose", "false"


def judged(text, value):
    (statement,) = [s for s in extract(text) if s.is_statement]
    inside, careful, _ = standard().intervals(statement)
    there = point(Decimal(value))
    if not inside.contains(there):
        return FALSE
    return TRUE if careful.contains(there) else LOOSE


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("1,247 people", "1247", TRUE),
        ("1,247 people", "1248", FALSE),
        ("112 million people", "112400000", TRUE),
        ("112 million people", "112500000", FALSE),
        ("7 per cent of them", "6.5", TRUE),
        ("7 per cent of them", "7.5", FALSE),
        ("seven per cent of them", "7.4", TRUE),
        ("2,000 people", "2000", TRUE),
        ("2,000 people", "2400", LOOSE),
        ("2,000 people", "2500", FALSE),
        ("more than 110 million people", "110000000", FALSE),
        ("more than 110 million people", "112300000", TRUE),
        ("more than 110 million people", "120000000", LOOSE),
        ("at least 40 states", "40", TRUE),
        ("at least 40 states", "39", FALSE),
        ("at least 40 states", "55", LOOSE),
        ("just over 500 people", "540", TRUE),
        ("just over 500 people", "560", LOOSE),
        ("well over 500 people", "520", LOOSE),
        ("well over 500 people", "530", TRUE),
        ("almost 60 per cent of them", "55", TRUE),
        ("almost 60 per cent of them", "54.9", LOOSE),
        ("almost 60 per cent of them", "60", FALSE),
        ("fewer than 100 people", "99", TRUE),
        ("fewer than 100 people", "100", FALSE),
        ("up to 30 people", "30", TRUE),
        ("up to 30 people", "31", FALSE),
        ("about one in 20 patients", "0.06", TRUE),
        ("about one in 20 patients", "0.07", LOOSE),
        ("about one in 20 patients", "0.09", FALSE),
        ("around one person in 10,000 is affected", "0.01", FALSE),
        ("more than 1 in 80 adults", "0.013", TRUE),
        ("more than 1 in 80 adults", "0.5", LOOSE),
        ("almost one in five adults", "0.16", TRUE),
        ("almost one in five adults", "0.1", LOOSE),
        ("a ratio of 24:1", "24.4", TRUE),
        ("a ratio of 24:1", "24.6", FALSE),
        ("a ratio of 2.4 to 1", "2.5", FALSE),
        ("a ratio of about 30 to 1", "33", TRUE),
        ("some 300 people", "349", TRUE),
        ("some 300 people", "350", LOOSE),
        ("some 300 people", "401", FALSE),
        ("between 5 and 7 million people", "5000000", TRUE),
        ("between 5 and 7 million people", "7000001", FALSE),
        ("a third of them", "0.35", TRUE),
        ("a third of them", "0.37", LOOSE),
        ("a third of them", "0.39", FALSE),
        ("two in five of them", "0.42", TRUE),
        ("one in 150 people", "0.0067", TRUE),
        ("one in 150 people", "0.0072", FALSE),
        ("nearly half of them", "0.46", TRUE),
        ("nearly half of them", "0.5", FALSE),
        ("more than half of them", "0.65", LOOSE),
        ("The number doubled.", "2.03", TRUE),
        ("The number doubled.", "2.3", LOOSE),
        ("The number doubled.", "2.6", FALSE),
        ("hundreds of delegates", "88", FALSE),
        ("hundreds of delegates", "200", TRUE),
        ("hundreds of delegates", "1500", LOOSE),
        ("tens of thousands of people", "20000", TRUE),
        ("the 20th anniversary", "20", TRUE),
        ("the 20th anniversary", "19", FALSE),
        ("its second decade", "2", TRUE),
    ],
)
def test_what_makes_a_statement_true(text, value, expected):
    assert judged(text, value) == expected


def test_statements_carry_their_literal_bounds():
    (statement,) = extract("more than 110 million people")
    bounds = literal(statement)
    assert (bounds.low, bounds.high, bounds.low_open) == (Decimal(110000000), None, True)
    assert (statement.low, statement.high, statement.low_open) == (Decimal(110000000), None, True)


def test_a_project_sets_its_own_widths(toy):
    toy.conditions.write_text(
        'conditions:\n  - {id: about, comparators: [about], literal: "[0.9 n, 1.1 n]", pragmatic: "[0.9 n, 1.1 n]"}\n'
        'amounts:\n  dozens: {literal: "[36, )", pragmatic: "[36, 100)"}\n'
    )
    own = conditions_of(toy)
    (some,) = extract("about 300 people")
    assert own.intervals(some)[0].high == 330
    assert standard().intervals(some)[0].high == 400
    (dozens,) = extract("dozens of people")
    assert own.intervals(dozens)[0].low == 36
    (exact,) = extract("1,247 people")
    assert own.intervals(exact) == standard().intervals(exact)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('conditions:\n  - {id: nearby, literal: "[n, n]", pragmatic: "[n, n]"}\n', "nearby"),
        (
            'conditions:\n  - {id: about, comparators: [near], literal: "[n, n]", pragmatic: "[n, n]"}\n',
            "near",
        ),
        ('conditions:\n  - {id: about, literal: "[n, n]"}\n', "pragmatic"),
        ('amounts:\n  dozens: {literal: "[36, )"}\n', "pragmatic"),
    ],
)
def test_wrong_rows_are_refused(toy, text, fault):
    toy.conditions.write_text(text)
    with pytest.raises(ConditionError, match=fault):
        conditions_of(toy)
