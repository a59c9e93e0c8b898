"""Further wordings of a figure: in words, as an ordinal, rounded further; none that is untrue or says more digits."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from report.figures.wordings import parse_wordings
from warehouse.errors import DefinitionError

MILLIONS = SimpleNamespace(decimals=1, scale="million", rounding="half_up")
WHOLE = SimpleNamespace(decimals=0, scale="one", rounding="half_up")
DOWN = {"decimals": 0, "rounding": "down"}


def said(spec, value, figure=WHOLE):
    return parse_wordings({"a": spec}, figure, "figure x")["a"].said(value, "figure x")


@pytest.mark.parametrize(
    ("spec", "value", "figure", "text"),
    [
        ("{ordinal} decade", 2, WHOLE, "second decade"),
        ("the {ordinal}", 21, WHOLE, "the twenty-first"),
        ("{words} members", 9, WHOLE, "nine members"),
        ("{words}", 108, WHOLE, "one hundred and eight"),
        ("{value} people", 1234, WHOLE, "1,234 people"),
        (
            {"display": "more than {value} million", **DOWN},
            108_362_000,
            MILLIONS,
            "more than 108 million",
        ),
        (
            {"display": "almost {value} million", "decimals": 0, "rounding": "up"},
            108_960_000,
            MILLIONS,
            "almost 109 million",
        ),
        (
            {"display": "{value} billion", "scale": "billion"},
            Decimal(1_300_000_000),
            MILLIONS,
            "1.3 billion",
        ),
    ],
)
def test_a_wording_says_the_value(spec, value, figure, text):
    assert said(spec, value, figure) == text


@pytest.mark.parametrize(
    ("spec", "value", "figure", "why"),
    [
        (
            {"display": "more than {value} million", "decimals": 0},
            108_962_000,
            MILLIONS,
            "is not true of",
        ),
        ({"display": "more than {value}", **DOWN}, 9, WHOLE, "is not true of"),
        (
            {"display": "fewer than {value} million", **DOWN},
            108_362_000,
            MILLIONS,
            "is not true of",
        ),
        (
            "{words}",
            Decimal("1.5"),
            SimpleNamespace(decimals=1, scale="one", rounding="half_up"),
            "not written in words",
        ),
        ("{words}", 1000, WHOLE, "not written in words"),
        ("{ordinal}", 0, WHOLE, "not written in words"),
        ("chapter {value}", 4, WHOLE, "is read as"),
    ],
)
def test_a_wording_that_is_not_true_or_cannot_be_read_is_refused(spec, value, figure, why):
    with pytest.raises(DefinitionError, match=why):
        said(spec, value, figure)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"value": "{value}"}, "called value"),
        ({"A b": "{value}"}, "wording"),
        ({"a": "none"}, "display"),
        ({"a": "{value} or {words}"}, "display"),
        ({"a": {"decimals": 0}}, "display"),
        ({"a": {"display": "{value}", "decimals": 2}}, "more digits"),
        ({"a": {"display": "{value}", "scale": "thousand"}}, "more digits"),
        ({"a": {"display": "{value}", "rounding": "sideways"}}, "rounding"),
        (["{value}"], "figure x"),
    ],
)
def test_a_wording_that_is_declared_wrongly_is_refused(given, why):
    with pytest.raises(DefinitionError, match=why):
        parse_wordings(given, MILLIONS, "figure x")
