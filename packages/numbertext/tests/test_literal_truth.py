"""The literal truth of statements: the table of conditions by its examples, and what is known of a value."""

from decimal import Decimal
from fractions import Fraction

import pytest

from numbertext import Interval, Truth, extract, truth
from numbertext.condition_table import conditions_in, literal, with_own
from numbertext.literal_truth import FALSE, LOOSE, OPEN, TRUE


def statement_of(text):
    (statement,) = [s for s in extract(text) if s.is_statement]
    return statement


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
        ("2,000 people", "2049", LOOSE),
        ("2,000 people", "2050", FALSE),
        ("20 schools", "21", FALSE),
        ("10,000,000 people", "14051971", FALSE),
        ("10,000,000 people", "10200000", LOOSE),
        ("exactly 2,000 people", "2001", FALSE),
        ("exactly 10 million people", "10200000", FALSE),
        ("exactly 10 million people", "10000000", TRUE),
        ("exactly 7 per cent of them", "7.3", FALSE),
        ("exactly half of them", "0.52", FALSE),
        ("nearly 500 million people", "49600000", FALSE),
        ("nearly 500 million people", "400000000", LOOSE),
        ("nearly 500 million people", "399999999", FALSE),
        ("nearly 100 people", "49", FALSE),
        ("just under 60 people", "49", FALSE),
        ("close to 1,247 people", "1120", FALSE),
        ("close to 1,247 people", "1130", LOOSE),
        ("nearly half of them", "0.3", OPEN),
        ("about 100 people", "12", FALSE),
        ("fewer than 500 people", "420", TRUE),
        ("fewer than 2,000 people", "1600", TRUE),
        ("fewer than 2,000 people", "1599", OPEN),
        ("fewer than 450 people", "380", LOOSE),
        ("fewer than 450 people", "359", OPEN),
        ("fewer than 450 people", "450", FALSE),
        ("fewer than three people", "2", TRUE),
        ("up to 450 people", "450", TRUE),
        ("up to 450 people", "380", LOOSE),
        ("up to 450 people", "12", OPEN),
        ("not under 12 per cent of them", "12", TRUE),
        ("not under 12 per cent of them", "11.9", FALSE),
        ("not above 50 people", "50", TRUE),
        ("not above 50 people", "51", FALSE),
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
    assert truth(statement_of(text), Decimal(value)).answer == expected


def test_statements_carry_their_literal_bounds():
    (statement,) = extract("more than 110 million people")
    bounds = literal(statement)
    assert (bounds.low, bounds.high, bounds.low_open) == (Decimal(110000000), None, True)
    assert (statement.low, statement.high, statement.low_open) == (Decimal(110000000), None, True)


def known(low, high):
    """A value that was given rounded."""
    return Interval(Fraction(low), Fraction(high), high_open=True)


@pytest.mark.parametrize(
    ("text", "low", "high", "expected"),
    [
        ("more than 110 million people", 109_500_000, 110_500_000, OPEN),
        ("more than 108 million people", 109_500_000, 110_500_000, LOOSE),
        ("more than 111 million people", 109_500_000, 110_500_000, FALSE),
        ("110 million people", 109_500_000, 110_500_000, TRUE),
        ("at least 40 states", 55, 56, LOOSE),
    ],
)
def test_a_value_that_is_known_coarsely_can_leave_it_open(text, low, high, expected):
    assert truth(statement_of(text), known(low, high)).answer == expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("The number fell by 5 per cent.", -5, TRUE),
        ("The number fell by 5 per cent.", 5, FALSE),
        ("The number rose by 5 per cent.", 5, TRUE),
        ("The number rose by 5 per cent.", -5, FALSE),
    ],
)
def test_a_fall_is_a_negative_change(text, value, expected):
    assert truth(statement_of(text), value).answer == expected


def test_a_share_against_a_percentage():
    third = statement_of("a third of them")
    assert truth(third, Decimal("33.3"), factor=Fraction(100)).holds
    assert not truth(third, Decimal("33.3")).holds


def test_what_says_no_number_is_open():
    (year,) = extract("It began in 2020.")
    assert truth(year, 2020) == Truth(OPEN, "")


def test_a_float_is_refused():
    with pytest.raises(TypeError, match=r"0\.1.*Decimal"):
        truth(statement_of("0.1 per cent of them"), 0.1)


def test_an_own_table_decides_with_its_widths():
    row = {"id": "about", "comparators": ["about"], "literal": "[0.9 n, 1.1 n]"}
    own = with_own(conditions_in({"conditions": [{**row, "pragmatic": "[n, n]"}]}, "own"))
    some = statement_of("about 300 people")
    assert (truth(some, 350).answer, truth(some, 350, conditions=own).answer) == (LOOSE, FALSE)
    assert truth(some, 310, conditions=own) == Truth(LOOSE, "about", "above")


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("more than 110 people", 300, (LOOSE, "above")),
        ("at least 40 states", 55, (LOOSE, "above")),
        ("some 300 people", 250, (TRUE, "")),
        ("some 300 people", 240, (LOOSE, "below")),
        ("some 300 people", 360, (LOOSE, "above")),
        ("fewer than 450 people", 380, (LOOSE, "below")),
        ("fewer than 450 people", 12, (OPEN, "below")),
        ("2,000 people", 2040, (LOOSE, "above")),
        ("2,000 people", 1960, (LOOSE, "below")),
        ("1,247 people", 1248, (FALSE, "above")),
        ("The number fell by 500.", -490, (LOOSE, "below")),
    ],
)
def test_what_is_not_put_well_says_which_way(text, value, expected):
    found = truth(statement_of(text), value)
    assert (found.answer, found.lies) == expected


@pytest.mark.parametrize(
    ("text", "value", "of_count", "of_measure"),
    [
        ("15,136 a month", "15135.83", FALSE, TRUE),
        ("15,136 a month", "15135.4", FALSE, FALSE),
        ("15,000 a month", "15000.3", LOOSE, TRUE),
        ("exactly 15,136 a month", "15135.83", FALSE, TRUE),
        ("exactly 15,000 a month", "15100", FALSE, FALSE),
        ("more than 15,136 a month", "15135.83", FALSE, FALSE),
        ("12.5 a month", "12.46", TRUE, TRUE),
        ("20 a month", "20.4", LOOSE, TRUE),
        ("20 a month", "20.6", FALSE, FALSE),
    ],
)
def test_a_mean_is_right_within_half_a_unit_of_what_is_printed(text, value, of_count, of_measure):
    statement, known = statement_of(text), Decimal(value)
    assert truth(statement, known).answer == of_count
    assert truth(statement, known, is_count=False).answer == of_measure


@pytest.mark.parametrize("digits", [1, 2, 5, 10, 12, 14, 15, 50, 99, 100, 150, 400, 999])
@pytest.mark.parametrize("scale", ["thousand", "million", "billion"])
def test_full_digits_are_never_wider_than_a_scale_word(digits, scale):
    size = {"thousand": 10**3, "million": 10**6, "billion": 10**9}[scale]
    in_digits, in_words = (
        literal(statement_of(f"{number} people"))
        for number in (f"{digits * size:,}", f"{digits} {scale}")
    )
    assert in_words.low <= in_digits.low <= digits * size <= in_digits.high <= in_words.high


@pytest.mark.parametrize("number", [7, 20, 45, 100, 450, 1247, 2000, 108400000])
@pytest.mark.parametrize(
    "words",
    ["fewer than", "under", "below", "up to", "no more than", "at most", "almost", "nearly"],
)
def test_what_lies_far_below_is_never_supported(words, number):
    statement = statement_of(f"{words} {number:,} people")
    assert truth(statement, number // 3).answer in (OPEN, FALSE)
    assert truth(statement, number * 2).answer == FALSE
