"""What was worked out is no count, on every way to a verdict; and where the value of a loose statement lies is said."""

from dataclasses import replace

import pytest

from pipelines.cli.reconcile_text import print_reconciliation
from report.figures.catalogue import Figure
from report.reconcile.finding import CONTRADICTED, LOOSE, SUPPORTED, UNDECIDED
from report.reconcile.page import render
from report.reconcile.units import is_worked_out
from tests.report.reconcile.hand_made import document, finding, reconciled


def said_of(read, text):
    """The verdicts on the statements of a text."""
    return [v for _, _, v in read.verdicts(text) if v.verdict != "set aside"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # its own value, 2.2987 minutes
        ("The average delay of a train was 2 minutes in 2023.", SUPPORTED),
        ("The average delay of a train was 3 minutes in 2023.", CONTRADICTED),
        # of another period that is named: 2.035 and 2.347
        ("The average delay of a train was 2 minutes in 2021.", SUPPORTED),
        ("In 2022 the average delay of a train was 3 minutes.", CONTRADICTED),
        # an earlier period that nobody names: 3.4992 minutes, then 4.2
        ("The average delay on the Valley Line is 3 minutes.", "stale"),
        # a change that is worked out: 0.70 minutes
        ("The average delay on the Valley Line rose by 1 minute in 2023.", SUPPORTED),
        ("The average delay on the Valley Line rose by 2 minutes in 2023.", CONTRADICTED),
        # what was counted is as exact as ever
        ("In 2023, 103 passengers were injured.", SUPPORTED),
        ("In 2023, 104 passengers were injured.", CONTRADICTED),
    ],
)
def test_a_whole_number_of_what_was_worked_out_is_right_to_half_a_unit(readers, text, verdict):
    assert [v.verdict for v in said_of(readers["railway"], text)] == [verdict]


def test_a_figure_that_is_only_near_is_judged_alike(readers):
    text = "The average delay of freight trains on the Valley Line was 4 minutes in 2023, says the union."
    (found,) = said_of(readers["railway"], text)
    assert (found.verdict, found.figure) == ("near", "valley_delay")
    said = {candidate.figure: candidate.verdict for candidate in found.candidates}
    assert said["average_delay"] == CONTRADICTED


@pytest.mark.parametrize(
    ("given", "is_so"),
    [
        ({"unit": "people"}, False),
        ({"unit": "people", "recheck": "sum people"}, False),
        ({"unit": "people per month"}, True),
        ({"unit": "per 1000"}, True),
        ({"unit": "per cent"}, True),
        ({"unit": "minutes", "recheck": "share minutes / trains"}, True),
        ({"unit": "people", "label": "Mean number of people in a home"}, True),
        ({"unit": "people", "terms": ("average attendance",)}, True),
    ],
)
def test_a_mean_a_rate_or_a_share_is_known_by_its_catalogue_entry(given, is_so):
    figure = Figure(
        **{"id": "x", "label": "A thing", "table": "t", "key": {}, "column": "c", **given}
    )
    assert is_worked_out(figure) == is_so


@pytest.mark.parametrize(
    ("text", "verdict", "lies"),
    [
        ("More than 20 million passenger journeys were made in 2023.", LOOSE, "above"),
        ("No more than 64 million passenger journeys were made in 2023.", LOOSE, "below"),
        ("Fewer than 900 passengers were injured in 2023.", UNDECIDED, "below"),
        ("More than 51 million passenger journeys were made in 2023.", SUPPORTED, ""),
        ("More than 60 million passenger journeys were made in 2023.", CONTRADICTED, ""),
    ],
)
def test_where_the_value_lies_is_said(readers, text, verdict, lies):
    (found,) = said_of(readers["railway"], text)
    assert (found.verdict, found.lies) == (verdict, lies)
    assert (f"lies well {lies} what the words suggest" in found.why) == bool(lies)


def test_where_the_value_lies_is_in_every_form(capsys):
    made = document("More than 12 came.")
    why = "True, and it lies well above what the words suggest."
    one = replace(finding(made, made.blocks[0], "12", LOOSE), lies="above", why=why)
    whole = reconciled(made, one)
    assert whole.as_dict()["documents"][0]["statements"][0]["lies"] == "above"
    assert "well above what the words suggest" in render(whole)
    print_reconciliation(whole)
    assert "well above" in " ".join(capsys.readouterr().out.split())
