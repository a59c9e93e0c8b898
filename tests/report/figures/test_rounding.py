"""Published rounding: exact decimals, the mode that is stated, and the words of readers."""

from decimal import Decimal

import pytest

from report.figures.rounding import as_text, exact, round_value
from warehouse.errors import DefinitionError


@pytest.mark.parametrize(
    ("value", "decimals", "mode", "expected"),
    [
        (Decimal("2.5"), 0, "half_up", "3"),
        (Decimal("2.5"), 0, "half_even", "2"),
        (Decimal("-2.5"), 0, "half_up", "-3"),
        (Decimal("2.9"), 0, "down", "2"),
        (Decimal("2.1"), 0, "up", "3"),
        (2.675, 2, "half_up", "2.68"),
        (1.005, 2, "half_up", "1.01"),
        (1249, -2, "half_up", "1200"),
        (1250, -2, "half_up", "1300"),
        (Decimal("-0.04"), 1, "half_up", "0.0"),
    ],
)
def test_rounding(value, decimals, mode, expected):
    assert round_value(value, decimals, mode) == Decimal(expected)


def test_scale_is_applied_before_rounding():
    assert round_value(108_436_336, 1, scale="million") == Decimal("108.4")
    assert round_value(49_630_000, 0, scale="million") == Decimal(50)


def test_a_float_is_read_as_it_is_written():
    assert exact(0.1) == Decimal("0.1")


def test_what_is_not_finite_is_refused():
    with pytest.raises(DefinitionError, match="inf"):
        exact(float("inf"))


def test_text_has_commas_and_a_true_minus():
    assert as_text(Decimal("108436336"), 0) == "108,436,336"
    assert as_text(Decimal("-1234.50"), 2) == "\N{MINUS SIGN}1,234.50"
    assert as_text(Decimal(1300), -2) == "1,300"


def test_no_negative_zero():
    assert as_text(round_value(Decimal("-0.04"), 1), 1) == "0.0"


@pytest.mark.parametrize("value", [10**37 + 1, -(10**37) - 1, 2**128 - 1, Decimal(10**37 + 1)])
def test_no_digit_of_a_large_number_is_lost(value):
    assert round_value(value, 0) == value
    assert as_text(round_value(value, 0), 0).replace(",", "").replace("\N{MINUS SIGN}", "-") == str(
        value
    )


@pytest.mark.parametrize("value", [1e308, -1e308, 5e-324, 1.7976931348623157e308])
def test_every_double_is_rounded_or_refused(value):
    assert round_value(value, 2) == (0 if abs(value) < 1 else exact(value))


def test_more_digits_than_can_be_published_are_refused():
    with pytest.raises(DefinitionError, match="800"):
        round_value(1e308, 900)
