"""The syntax of `recheck` in the catalogue."""

import pytest

from report.figures.catalogue import load_catalogue
from report.figures.recheck import CountedRows, Recheck, parse_recheck
from warehouse.errors import DefinitionError


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", None),
        ("count", Recheck("count", (CountedRows(),))),
        ("count of events", Recheck("count", (CountedRows((), "events"),))),
        ("count distinct iso3 of events", Recheck("count", (CountedRows(("iso3",), "events"),))),
        ("sum people", Recheck("sum", (CountedRows(("people",)),))),
        ("sum a + b of hosts", Recheck("sum", (CountedRows(("a", "b"), "hosts"),))),
        ("sum millions times 1000000", Recheck("sum", (CountedRows(("millions",)),), 1_000_000)),
        (
            "share a+b of x / c of y",
            Recheck("share", (CountedRows(("a", "b"), "x"), CountedRows(("c",), "y"))),
        ),
    ],
)
def test_what_it_says(text, meaning):
    assert parse_recheck(text, "figure x") == meaning


@pytest.mark.parametrize(
    "text",
    [
        "mean a",
        "sum",
        "sum a +",
        "count a",
        "share a",
        "share a / b / c",
        "sum a times 0",
        "sums a",
    ],
)
def test_what_is_not_in_the_syntax_is_refused(text):
    with pytest.raises(DefinitionError, match=r"figure x.*recheck") as error:
        parse_recheck(text, "figure x")
    assert "count [distinct COLUMN]" in str(error.value)


def test_the_catalogue_names_the_figure(toy):
    text = toy.figures.read_text(encoding="utf-8")
    toy.figures.write_text(text.replace("sum tonnes", "total tonnes"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"figure harvest_north.*'total tonnes'"):
        load_catalogue(toy)
