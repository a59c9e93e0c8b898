"""Two ways of rounding, written apart, agree on every number, mode, scale and precision."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.figures.resolve import worded
from report.figures.rounding import MODES, SCALES
from report.reperform.own_wording import own_wording
from warehouse.errors import DefinitionError

NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e20, max_value=1e20),
    st.decimals(-(10**15), 10**15, places=6),
    st.integers(-100_000, 100_000).map(lambda n: Decimal(n) / 2000),  # halves of the last place
)


def figure(decimals, scale, rounding):
    return SimpleNamespace(decimals=decimals, scale=scale, rounding=rounding, display="a {value} b")


@given(NUMBERS, st.integers(-3, 6), st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(MODES)))
def test_both_give_the_same_words(number, decimals, scale, rounding):
    asked = figure(decimals, scale, rounding)
    assert own_wording(asked, number) == worded(asked, number)[1]


@pytest.mark.parametrize("cell", [None, True, "text", Decimal("-0.4"), -0.0, 0, 1e-30])
def test_what_is_no_number_or_nought(cell):
    asked = figure(0, "one", "half_up")
    assert own_wording(asked, cell) == worded(asked, cell)[1]


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_not_finite_is_refused(cell):
    with pytest.raises(DefinitionError):
        own_wording(figure(0, "one", "half_up"), cell)
