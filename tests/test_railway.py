"""The railway of the tests against sums by hand: rates, money in two currencies, ranks, shares and changes."""

import csv

import pytest

from report.figures.published import figures_of
from warehouse.natures import NATURES


@pytest.fixture(scope="module")
def figures(railway_2023):
    return {figure.id: figure for figure in figures_of(railway_2023[1])}


def rows(railway_2023, name):
    place = railway_2023[0] / "report" / "tables" / f"{name}.csv"
    with place.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_it_is_complete_and_nothing_in_it_passes_for_measured(railway_2023, figures):
    manifest = railway_2023[1]
    assert manifest.is_complete
    assert manifest.errors == []
    assert {figure.nature for figure in figures.values()} == {NATURES[-1]}


@pytest.mark.parametrize(
    ("name", "display"),
    [
        # 21,306,450 + 12,944,800 + 8,490,600 + 6,733,900 + 1,571,250 + 388,700
        ("journeys_exact", "51,435,700"),
        ("journeys_2022", "46.5 million"),  # 46,500,500
        ("journeys_change_pct", "10.6 per cent"),  # 4,935,200 of 46,500,500
        ("punctuality", "88.3 per cent"),  # 148,417 of the 168,000 trains that ran
        ("punctuality_change", "1.1 percentage points"),  # 88.343 less 87.232
        ("cancelled_share", "2.5 per cent"),  # 4,298 of 172,298 in the timetable
        ("average_delay", "2.3 minutes"),  # 386,185 by 168,000
        ("injury_rate", "7.5 per million train-kilometres"),  # 103 by 13.8102
        ("complaint_rate", "53.2 per 100,000 journeys"),  # 27,372 by 514.357
        ("harbour_share", "41.4 per cent"),
        ("valley_change_pct", "\N{MINUS SIGN}1.9 per cent"),  # 164,500 of 8,655,100 fewer
        ("coast_rank", "rank 2"),
        ("moor_rank", "rank 1"),
        ("cost_per_journey", "£4.42"),  # 227.45 by 51.4357
        ("cost_recovery", "65.5 per cent"),  # 148.93 of 227.45
        ("cross_border_grant", "€38.5 million"),
        ("rolling_stock_order", "£1.26 billion"),
        ("value_for_money", "46 per cent"),  # 2,226 of 4,812
    ],
)
def test_figures_by_hand(figures, name, display):
    assert figures[name].display == display


def test_what_has_no_year_before_or_another_currency_is_blank(railway_2023):
    network = {row["year"]: row for row in rows(railway_2023, "table_01_network")}
    assert network["2021"]["journeys_change_pct"] == ""
    money = {(row["year"], row["item"]): row for row in rows(railway_2023, "table_03_money")}
    grant = money["2023", "cross-border grant"]
    assert (grant["currency"], grant["share_of_cost_pct"]) == ("EUR", "")
    assert money["2023", "rolling stock order"]["per_journey"] == ""


def test_lines_are_ranked_within_their_year(railway_2023):
    """The table of 2023 is led by the harbour for journeys and by the moor for punctuality."""
    by_rank = {
        (row["journeys_rank"], row["punctuality_rank"]): row["code"]
        for row in rows(railway_2023, "table_02_lines")
        if row["year"] == "2023"
    }
    assert by_rank == {
        ("1", "3"): "HAR",
        ("2", "4"): "COA",
        ("3", "5"): "VAL",
        ("4", "2"): "AIR",
        ("5", "1"): "MOO",
        ("6", "6"): "QUA",
    }
