"""Ranges of fractions."""

from decimal import Decimal

import pytest

from report.reconcile import extract


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
