"""Ranges of fractions and of ratios."""

from decimal import Decimal

import pytest

from numbertext import extract


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Between a third and a half of us.", "Between a third and a half"),
        ("From a third to a half of us.", "From a third to a half"),
    ],
)
def test_ranges_of_fractions(text, span):
    (found,) = extract(text)
    assert (found.text, found.kind, found.comparator) == (span, "fraction", "between")
    assert found.low is not None
    assert found.high == Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Between one in five and one in four", "0.2", "0.25"),
        ("One or two in ten", "0.1", "0.2"),
        ("Two to three out of ten", "0.2", "0.3"),
    ],
)
def test_ranges_of_ratios(text, low, high):
    (found,) = extract(f"{text} of them agreed.")
    assert (found.text, found.kind, found.comparator) == (text, "ratio", "between")
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


def test_a_vote_is_no_age():
    assert [s.kind for s in extract("The vote was carried by 12 to 3.")] == ["cardinal", "cardinal"]
