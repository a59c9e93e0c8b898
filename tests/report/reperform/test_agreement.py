"""When two cells agree, and what is said where a figure's cell does not."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from report.figures.catalogue import Figure
from report.reperform.agreement import EXACT, TWELVE_DIGITS, agree, judge
from report.reperform.whole_tables import compare_tables
from tests.report.figures.figures import a_figure

TABLE = pa.table(
    {
        "year": [2021, 2022, 2022],
        "area": ["a", "a", None],
        "share": [0.1, 100 / 3, 0.5],
        "people": pa.array([Decimal("1.50"), Decimal("2.50"), None], pa.decimal128(18, 2)),
    }
)


@pytest.mark.parametrize(
    ("left", "right", "is_exact", "same"),
    [
        (3, Decimal("3.000"), True, True),
        (3.5, Decimal("3.5"), True, True),
        (Decimal("0.1"), Decimal("0.10000000000000000001"), True, False),
        (100 / 3, 33.33333333343, False, False),
        (100 / 3, 33.3333333333333, False, True),
        (0.0, 1e-300, False, False),
        (True, 1, True, False),
        ("1", 1, True, False),
        (None, 0, True, False),
        (None, None, True, True),
        (dt.date(2022, 1, 1), dt.date(2022, 1, 1), True, True),
        (float("inf"), 1, True, False),
    ],
)
def test_agree(left, right, is_exact, same):
    assert agree(left, right, is_exact=is_exact) is same


def figure(column, decimals=0, **more):
    return Figure("f", "F", "t", {}, column, "people", decimals=decimals, **more)


def given(key, column, value, display):
    return a_figure(id="f", table="t", key=key, column=column, value=value, display=display)


def test_a_quotient_is_compared_to_12_digits_and_its_published_value_exactly():
    key = {"year": 2022, "area": "a"}
    found = judge(given(key, "share", 33.3333333333333, "33.3"), figure("share", 1), TABLE)
    assert (found.same, found.rule) == (True, TWELVE_DIGITS)
    found = judge(given(key, "share", 33.3333333333333, "33.4"), figure("share", 1), TABLE)
    assert found.why == "published as 33.3, not 33.4"


def test_a_decimal_is_compared_exactly():
    found = judge(given({"year": 2021}, "people", 1.5, "2"), figure("people"), TABLE)
    assert (found.same, found.rule) == (True, EXACT)
    found = judge(given({"year": 2021}, "people", 1.51, "2"), figure("people"), TABLE)
    assert found.why == "1.5 is not 1.51"


def test_what_is_not_stated_agrees_with_nothing_else():
    key = {"year": 2022, "area": None}
    assert judge(given(key, "people", None, "not stated"), figure("people"), TABLE).same
    assert not judge(given(key, "people", 0, "0"), figure("people"), TABLE).same


@pytest.mark.parametrize(
    ("key", "column", "why"),
    [
        ({"year": 2022}, "people", "several rows of t for year=2022"),
        ({"year": 1999}, "people", "no row of t for year=1999"),
        ({"place": "a"}, "people", "column 'place' of t does not exist"),
        ({"year": 2021}, "amount", "column 'amount' of t does not exist"),
    ],
)
def test_a_figure_without_its_cell_differs(key, column, why):
    found = judge(given(key, column, 1, "1"), figure(column), TABLE)
    assert (found.same, found.why) == (False, why)


def test_a_figure_that_the_catalogue_does_not_know_differs():
    assert not judge(given({"year": 2021}, "people", 1.5, "2"), None, TABLE).same


def test_tables_are_compared_by_key_and_every_cell_is_counted():
    turned = TABLE.take([2, 0, 1])
    assert compare_tables(TABLE, turned, ("year", "area")).cells == 12
    assert compare_tables(TABLE, turned.slice(1), ("year",)).why == "2 rows, not 3"
    other = TABLE.set_column(2, "share", pa.array([0.1, 33.0, 0.5]))
    found = compare_tables(TABLE, other, ("year", "area"))
    assert found.why == "share of 2022 a: 33.0, not 33.333333333333336"
    assert compare_tables(TABLE, TABLE.drop_columns(["area"]), ("year",)).why.startswith("columns")
