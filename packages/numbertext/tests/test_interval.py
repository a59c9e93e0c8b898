from fractions import Fraction

import pytest

from numbertext.errors import ConditionError
from numbertext.interval import Interval, decimal, point, written

NAMES = {
    "n": Fraction(110),
    "g": Fraction(10),
    "u": Fraction(1),
    "p": Fraction(1),
    "q": Fraction(150),
}


def between(low, high, low_open=False, high_open=False):
    return Interval(
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        low_open,
        high_open,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[n, n]", between(110, 110)),
        ("(n, )", between(110, None, low_open=True)),
        ("(, n)", between(None, 110, high_open=True)),
        ("[n - g/2, n + g/2)", between(105, 115, high_open=True)),
        ("[n + g/4, 2 n)", between("112.5", 220, high_open=True)),
        ("[0.95 n, 1.25 n]", between("104.5", "137.5")),
        ("[p/(q + g/2), p/(q - g/2)]", between("1/155", "1/145")),
        ("[24, )", between(24, None)),
    ],
)
def test_written_intervals(text, expected):
    assert written(text, NAMES, "test") == expected


@pytest.mark.parametrize(
    "text", ["n, n", "[n]", "[n; n]", "[x, n]", "[n +, n]", "[, n", "[n*2, n]"]
)
def test_what_is_no_interval_is_refused(text):
    with pytest.raises(ConditionError, match="test"):
        written(text, NAMES, "test")


@pytest.mark.parametrize(
    ("outer", "inner", "contains", "meets"),
    [
        (between(1, 3), point(2), True, True),
        (between(1, 3), point(3), True, True),
        (between(1, 3, high_open=True), point(3), False, False),
        (between(1, 3, low_open=True), point(1), False, False),
        (between(1, 3), between(2, 4), False, True),
        (between(1, 3, high_open=True), between(2, 3, high_open=True), True, True),
        (between(1, 3, high_open=True), between(2, 3), False, True),
        (between(1, None), between(5, None), True, True),
        (between(1, 3), between(2, None), False, True),
        (between(1, 3), between(3, 5, low_open=True), False, False),
        (between(None, 3), between(None, 2), True, True),
        (Interval(), between(1, 2), True, True),
    ],
)
def test_containing_and_meeting(outer, inner, contains, meets):
    assert outer.contains(inner) is contains
    assert outer.meets(inner) is inner.meets(outer) is meets


def test_bounds_as_decimals():
    assert decimal(None) is None
    assert str(decimal(Fraction(1, 8))) == "0.125"
    assert str(decimal(Fraction(1, 3))) == "0." + "3" * 28
