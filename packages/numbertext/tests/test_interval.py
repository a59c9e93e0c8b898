from fractions import Fraction
from itertools import product

import pytest

from numbertext.errors import ConditionError
from numbertext.interval import Interval, check_written, decimal, point, written

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
        ("[n - g, n) & [n - u, n + u]", between(109, 110, high_open=True)),
        ("[n, n + g] & (n, )", between(110, 120, low_open=True)),
        ("[n - g, n) | [n - u, n]", between(100, 110)),
        ("(n, ) | [n, n]", between(110, None)),
        ("[n - g, n] & [n - u, n] | [n - g/2, n]", between(105, 110)),
    ],
)
def test_written_intervals(text, expected):
    assert written(text, NAMES, "test") == expected


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        *(
            (text, f"interval {text!r}", "e.g. [n - g/2, n)")
            for text in ("n, n", "[n]", "[n; n]", "[, n")
        ),
        ("[n +, n]", "bound 'n+'", "a sum of multiples of n, m, g, s, u, a, b, p, q, k"),
        ("[n*2, n]", "bound 'n*2'", "a sum of multiples of n, m, g, s, u, a, b, p, q, k"),
        ("[x, n]", "'x' in the bound 'x'", "g, n, p, q, u"),
        ("[n/(g - g), n]", "bound 'n/(g-g)'", "nothing divided by 0"),
        ("[n/(x), n]", "'x' in the bound 'x'", "g, n, p, q, u"),
    ],
)
def test_what_is_no_interval_is_refused(text, fact, expected):
    with pytest.raises(ConditionError) as caught:
        written(text, NAMES, "the table, row 3")
    error = caught.value
    assert (error.fact, error.where, error.expected) == (fact, "the table, row 3", expected)


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


BOUNDS = [None, *(Fraction(n) for n in range(4))]
SPECIMENS = [Fraction(n, 2) for n in range(-1, 9)]
ALL = [
    Interval(low, high, low_open and low is not None, high_open and high is not None)
    for low, high, low_open, high_open in product(BOUNDS, BOUNDS, (False, True), (False, True))
    if low is None or high is None or low < high or (low == high and not (low_open or high_open))
]


def numbers(interval):
    """The specimens that an interval holds, told without it: half steps suffice where bounds are whole numbers."""
    return {
        n
        for n in SPECIMENS
        if (
            interval.low is None
            or n > interval.low
            or (n == interval.low and not interval.low_open)
        )
        and (
            interval.high is None
            or n < interval.high
            or (n == interval.high and not interval.high_open)
        )
    }


@pytest.mark.parametrize("outer", ALL, ids=str)
def test_containing_and_meeting_are_those_of_sets(outer):
    for inner in ALL:
        assert outer.contains(inner) is (numbers(inner) <= numbers(outer))
        assert outer.meets(inner) is bool(numbers(inner) & numbers(outer))


def test_a_point_holds_its_number_alone():
    assert point(2) == Interval(Fraction(2), Fraction(2))


def test_bounds_as_decimals():
    assert decimal(None) is None
    assert str(decimal(Fraction(1, 8))) == "0.125"
    assert str(decimal(Fraction(1, 3))) == "0." + "3" * 28


@pytest.mark.parametrize("low", [None, -3, 0, 7])
@pytest.mark.parametrize("high", [None, 7, 9])
@pytest.mark.parametrize("ends", list(product([False, True], repeat=2)))
def test_another_unit_and_the_other_sign_move_the_bounds_and_keep_the_ends(low, high, ends):
    given = between(low, high, *ends)
    factor = Fraction(1000)
    moved = [None if bound is None else bound * 1000 for bound in (low, high)]
    assert given.times(factor) == between(*moved, *ends)
    turned = [None if bound is None else -bound for bound in (high, low)]
    assert given.negated() == between(*turned, ends[1], ends[0])
    assert given.negated().negated() == given


def test_an_interval_is_checked_before_there_are_numbers():
    check_written("[n - g/2, n)", {"n", "g"}, "rules.yaml")
    # No short sum of what stands for the names is nothing, so that none divides by it.
    check_written("[n/(g - n), n]", ["g", "n"], "rules.yaml")
    check_written("[n/(u - 2a), n/(n - g)]", "nugab", "rules.yaml")
    check_written("[n/(b - a), n]", "ab" + "n", "rules.yaml")
    with pytest.raises(ConditionError) as caught:
        check_written("[n, x)", {"n", "g"}, "rules.yaml, line 3")
    assert caught.value.where == "rules.yaml, line 3"
    assert "g, n" in str(caught.value)
    with pytest.raises(ConditionError, match="interval"):
        check_written("n", {"n"}, "rules.yaml")
