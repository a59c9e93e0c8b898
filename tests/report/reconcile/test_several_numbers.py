"""Sentences of several numbers: each has its own period, its own part of the whole, and no figure of another."""

import pytest

from report.reconcile.finding import AGAINST, SUPPORTED
from report.reconcile.tables.captions import left_over
from report.reconcile.tables.report_table import ReportTable
from warehouse.model import Column

TRUE = [
    (
        "2022",
        "Displacement rose from 89.4 million people at the end of 2021 to 108.4 million at the end of 2022.",
    ),
    (
        "2022",
        "The share of the Member States in the world's hosted people fell from 36.6 per cent in 2021 to 35.1 per cent"
        " in 2022.",
    ),
    (
        "2022",
        "Of the 108.4 million forcibly displaced people, 62.5 million were internally displaced, 29.4 million were"
        " refugees under UNHCR's mandate and 5.4 million were asylum-seekers.",
    ),
    (
        "2022",
        "Some 160 million children were in child labour, 49 million of them in Asia and the Pacific.",
    ),
    (
        "2022",
        "The Bali Process has 45 Member States and four member organisations, 49 members in all.",
    ),
    ("2022", "Of the 13 events in 2022, five stated a head count and eight did not."),
    (
        "2022",
        "UNHCR estimated that 110 million people were displaced by May 2023, 1.6 million more than at the end of"
        " 2022.",
    ),
    ("railway", "Journeys rose by 10.6 per cent, after 31.7 per cent the year before."),
    ("railway", "Complaints: 27,372 (2022: 25,968; 2021: 18,565)."),
    ("railway", "103 passengers were injured, three more than in 2022 and 25 more than in 2021."),
    (
        "railway",
        "Fare revenue reached £148.9 million, 12.9 per cent up on 2022, while operating cost grew by 6.0 per cent.",
    ),
    (
        "railway",
        "Fares covered 65.5 per cent of the operating cost; the County Council paid the remaining 34.5 per cent.",
    ),
    (
        "railway",
        "Lowmarch County Council's subsidy fell from £104.9 million in 2021 to £78.5 million in 2023.",
    ),
    ("toy", "Together the two orchards harvested 234.5 tonnes."),
]
FALSE = [
    ("2022", "Displacement rose from 79.4 million people at the end of 2021 to 108.4 million at the end of 2022."),
    ("2022", "The share of the Member States in the world's hosted people fell from 36.6 per cent in 2021 to 25.1"
     " per cent in 2022."),
    ("railway", "Lowmarch County Council's subsidy fell from £104.9 million in 2021 to £87.5 million in 2023."),
    ("railway", "Complaints: 37,372 (2022: 25,968; 2021: 18,565)."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), TRUE)
def test_no_number_of_a_true_sentence_is_accused(readers, name, text):
    assert [v for *_, v in readers[name].verdicts(text) if v.verdict in AGAINST] == []


@pytest.mark.parametrize(("name", "text"), FALSE)
def test_the_one_wrong_number_of_several_is_accused(readers, name, text):
    found = [v.verdict for *_, v in readers[name].verdicts(text)]
    assert sum(verdict in AGAINST for verdict in found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The network gained almost 51.5 million journeys.",
        "The network has gained 51.4 million passenger journeys.",
    ],
)
def test_a_gain_is_no_level(readers, text):
    assert SUPPORTED not in {v.verdict for *_, v in readers["railway"].verdicts(text)}


NETWORK = ReportTable(
    "t",
    "The network by year",
    ("year",),
    {"year": Column("year", "Year", unit="year"), "lines": Column("lines", "Lines", unit="lines")},
    {("2022",): {"year": 2022, "lines": 6}},
)


@pytest.mark.parametrize(
    ("caption", "words", "years"),
    [
        ("Table 1. The network by year", (), ()),
        ("The network, lines in thousands, 2022", (), ()),
        ("The network by year: targets", ("targets",), ()),
        ("Private lines of the network", ("Private",), ()),
        ("The network in 2019", (), ("2019",)),
        ("The network in 2023", (), ()),
        ("Sheet1", (), ()),
        ("Tabelle 2", (), ()),
    ],
)
def test_what_a_caption_says_that_the_report_table_does_not_is_told(caption, words, years):
    assert left_over(caption, NETWORK, {"2023"}) == (words, years)
