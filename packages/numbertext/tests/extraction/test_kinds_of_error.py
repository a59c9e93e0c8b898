"""Kinds of error that real reports showed, each in several fields and wordings: mended as kinds, kept so."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from numbertext import extract


def said(text: str) -> list[tuple[str, str, str]]:
    """Return kind, value or bounds, and unit of each statement."""
    return [
        (
            item.kind,
            f"{item.low.normalize():f}..{item.high.normalize():f}"
            if item.comparator == "between"
            else f"{(item.value or Decimal(0)).normalize():f}",
            item.unit,
        )
        for item in extract(text)
        if item.is_statement
    ]


def change(*values: str, unit: str = "per cent") -> list[tuple[str, str, str]]:
    return [("change", value, unit) for value in values]


OPENINGS = (
    "A fall in prices was reported for bread",
    "The steepest increases were for bread",
    "Sales rose in Kenya",
    "Output declined most sharply in Leeds",
    "Further gains came from tourism",
)
MARKS = ("(1.2%)", "(1.2 per cent)", "(1.2% y/y)", "(i.e. 1.2%)", "(by 1.2%)")


@pytest.mark.parametrize(("opening", "mark"), list(product(OPENINGS, MARKS)))
def test_a_percentage_in_brackets_behind_a_change_is_one(opening: str, mark: str) -> None:
    assert said(f"{opening} {mark} and milk (3%).") == change("1.2", "3")


@pytest.mark.parametrize(
    "text",
    [
        "The share rose in Leeds (12%).",
        "It employs 45 nurses (12%).",
        "The proportion fell in Kenya (12%).",
        "Most complaints came from Leeds (12%).",
        "CPI inflation was 12% y/y.",
    ],
)
def test_a_level_in_brackets_is_none(text: str) -> None:
    assert [kind for kind, *_ in said(text)][-1] == "percent"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Output was higher by 4.2 million tonnes than in 2019.", change("4200000", unit="tonnes")),
        ("The bill was lower by £65.", change("65", unit="GBP")),
        ("Fees were uprated by 3 per cent.", change("3")),
        ("The benefit was supported by 3 per cent.", [("percent", "3", "per cent")]),
        ("It is up by 1,300 in May and 8,100 since June.", change("1300", "8100", unit="")),
        ("Reserves grew by 6.2% against 9.8% a year ago.", change("6.2", "9.8")),
        ("Fares fell 3 per cent, compared with 5 per cent in 2020.", change("3", "5")),
        ("GDP growth slowed to 3.1 per cent from 6.2 per cent.", change("3.1", "6.2")),
        ("Credit growth was 7%.", change("7")),
        ("Investment growth picked up to 8%.", change("8")),
        ("The cut was 25 basis points.", change("25", unit="basis points")),
        ("Cumulative tightening of 425 basis points.", change("425", unit="basis points")),
        ("The spread was 25 basis points.", [("points", "25", "basis points")]),
        ("An increase of £1.65 a week, or £86 a year.", change("1.65", "86", unit="GBP")),
        ("It was £0.4bn above profile.", change("400000000", unit="GBP")),
        ("The yield would be 1.0 bushel above 2022.", change("1", unit="bushel")),
        ("It traded £47/t below its price of a year ago.", change("47", unit="GBP")),
        (
            "Maize rose 38% between March and June, sorghum 24% and millet 11%.",
            change("38", "24", "11"),
        ),
        ("Deposits grew 13.1%, loans 15.4%.", change("13.1", "15.4")),
        (
            "Sales are up 12 per cent from last week and 4 per cent from last year.",
            change("12", "4"),
        ),
        (
            "It fell 3 points from last week and 6 below last year.",
            change("3", unit="points") + change("6", unit="points"),
        ),
        (
            "We closed 4,120 cases older than ten years.",
            [("cardinal", "4120", "cases"), ("cardinal", "10", "years")],
        ),
        ("Stocks fall 14 million bushels to a low.", [("cardinal", "14000000", "bushels")]),
        ("Inflation fell to −0.4 per cent.", [("percent", "-0.4", "per cent")]),
    ],
)
def test_what_changed_by_how_much(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


NOUNS = ("people", "cases", "tonnes", "stations")
BRACKETS = ("(95% confidence interval 9–11)", "(2019: 8)", "(of 34)", "(provisional)")


@pytest.mark.parametrize(("noun", "bracket"), list(product(NOUNS, BRACKETS)))
def test_a_noun_behind_a_bracket_is_the_one_counted(noun: str, bracket: str) -> None:
    assert said(f"An estimated 10.6 million {bracket} {noun} were lost.")[0][2] == noun


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A mean of 5.0 ± 0.3 mm.", [("cardinal", "4.7..5.3", "mm")]),
        ("It warmed by 1.2 (± 0.1) °C.", [("change", "1.1..1.3", "°c")]),
        ("It was 45 +/- 3 per cent.", [("percent", "42..48", "per cent")]),
        (
            "It saw 133 cases (95% UI: 124–143) per 100 000 people.",
            [("rate", "133", "per 100,000")],
        ),
        (
            "It was 14.8% (11.9–18.2, 95% C.I.).",
            [("percent", "14.8", "per cent"), ("percent", "11.9..18.2", "per cent")],
        ),
        ("It was 3.2 per 100 million vehicle km.", [("rate", "3.2", "per 100 million")]),
    ],
)
def test_intervals_and_rates_are_whole(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("level", ["95%", "90 per cent", "95 percent"])
@pytest.mark.parametrize(
    "word", ["UI", "uncertainty interval", "CI", "C.I.", "CrI", "confidence interval"]
)
def test_the_level_of_an_interval_is_no_statement(level: str, word: str) -> None:
    assert said(f"The mean was 4.1 kg ({level} {word} 3.2 to 5.0).") == [
        ("cardinal", "4.1", "kg"),
        ("cardinal", "3.2..5", "kg"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Those searching for 26 weeks (or more) rose by 15,000 to 1.2 million.",
            ["weeks", "", ""],
        ),
        (
            "The number of jobseekers (those searching for 26 weeks or more) fell by 15,000.",
            ["weeks", ""],
        ),
        (
            "They came from three countries, Syria (6.5 million) and Mali (5.7 million).",
            ["countries", "", ""],
        ),
        (
            "About 1.6 million people (some 310,000 households) were hit, of whom 96,000 fled.",
            ["people", "households", "people"],
        ),
        ("Tarpaulins (6 m × 4 m) went to 38,000 more.", ["m", "m", ""]),
        (
            "Twelve of the 19 members wrote down two cuts; one saw none.",
            ["members", "members", "cuts", "members"],
        ),
        (
            "Take two 500 mg tablets every six hours, and no more than eight a day.",
            ["tablets", "mg", "hours", "tablets"],
        ),
        ("Of these, 41,200 or 62 per cent were students.", ["", "per cent"]),
        (
            "We saw 66 people, 62 per cent of them in May, and 5,316 (8.0%) left.",
            ["people", "per cent", "people", "per cent"],
        ),
        ("It audited 38 wards (11 surgical, 27 medical).", ["wards"] * 3),
        ("Ten of its 14 teachers have a degree; two hold doctorates.", ["teachers"] * 3),
        ("They spent 38 per cent of their income on food, 12 on rent.", ["per cent"] * 2),
        ("Deaths fell to 2.1 per 1,000 at risk (3.4 in 2015).", ["per 1,000"] * 2),
        ("It is 3.6 per 1,000, while that for boys stood at 3.9.", ["per 1,000"] * 2),
        (
            "Rates stay at 6.50 per cent and 6.25 per cent, while the ceiling remains at 6.75.",
            ["per cent"] * 3,
        ),
        ("It enrolled 31 students (18 undergraduate, 9 taught and 4 research).", ["students"] * 4),
        ("Buses reached 93 per cent of old levels, rail 87 and ferries 71.", ["per cent"] * 3),
        (
            "Women hold 56 per cent of all senior posts at the bank, against 51 in 2019.",
            ["per cent"] * 2,
        ),
        ("The pass rate was 76.4 per cent (78.0).", ["per cent"] * 2),
        ("Rainfall was 868 mm, 94 per cent of the average of 925.", ["mm", "per cent", "mm"]),
        ("Yields averaged 1.27 t/ha (1.31 a year earlier).", ["t/ha"] * 2),
        ("Limits were cut from 30 mph to 20; collisions fell by 28 to 61.", ["mph", "mph", "", ""]),
        ("It lent 12 items, and its study space seats 600.", ["items", ""]),
        ("He got six years and four months, reduced to five.", ["months", ""]),
        ("Of every 100 births, 38 were by caesarean.", ["births"] * 2),
        ("Two- and ten-year notes fell.", ["year"] * 2),
        ("It pleaded to two counts of fraud and one of theft.", ["counts"] * 2),
    ],
)
def test_a_noun_is_carried_over_only_where_it_is_certain(text: str, expected: list[str]) -> None:
    assert [unit for *_, unit in said(text)] == expected


@pytest.mark.parametrize(
    ("group", "head"),
    [
        ("46 fire and rescue stations", "stations"),
        ("five data sets", "sets"),
        ("18 health and safety reports", "reports"),
        ("12 food and drink firms", "firms"),
        ("14 sanctions regimes", "regimes"),
        ("12 schools", "schools"),
        ("30 men and women", "men"),
        ("317 police and army personnel", "personnel"),
        ("38 Annex I Parties", "parties"),
        ("15 Gates Scholars", "scholars"),
    ],
)
def test_the_head_of_a_noun_group(group: str, head: str) -> None:
    assert said(f"It covers {group} in all.")[0][2] == head


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost £9million.", [("money", "9000000", "GBP")]),
        ("It sold 12million litres.", [("cardinal", "12000000", "litres")]),
        ("It is up 4ppts.", change("4", unit="percentage points")),
        ("It was 0.6ppts worse.", change("0.6", unit="percentage points")),
        ("It earned A$1.1b.", [("money", "1100000000", "AUD")]),
        ("It takes 19 paise in the rupee.", [("money", "0.19", "INR")]),
        ("It set 4-1/2 to 4-3/4 percent.", [("percent", "4.5..4.75", "per cent")]),
        ("It moved by 1/4 percentage point.", change("0.25", unit="percentage points")),
        ("A dose of 3.2 x 10^6 cells.", [("cardinal", "3200000", "cells")]),
        ("A dose of 3.2 × 10⁶ cells.", [("cardinal", "3200000", "cells")]),
        ("A yield of 10^-3 mol.", [("cardinal", "0.001", "mol")]),
        ("It costs 15 -20 USD.", [("money", "15..20", "USD")]),
        ("As many as one in six left.", [("ratio", "0.1666666666666666666666666667", "share")]),
        ("It took one and one-half years.", [("cardinal", "1.5", "years")]),
        ("It took 2 minutes 51 seconds.", [("cardinal", "171", "seconds")]),
    ],
)
def test_glued_scales_and_written_fractions(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It cost 1,5 million.",
        "It rose to 5,6 per cent.",
        "He paid 300.000 VND.",
        "It holds 1'200'000 people.",
        "It holds 1.200.000 people.",
        "A loss of (1,204) thousand dollars.",
    ],
)
def test_what_english_reads_otherwise_is_asked_about(text: str) -> None:
    assert any(item.kind == "unresolved" for item in extract(text))
    assert not said(text)


@pytest.mark.parametrize(
    "place", ["In Adelaide", "At the Forum", "In Kenya", "Under the Act", "Across Wales"]
)
@pytest.mark.parametrize(
    "counted", ["36 Member States met", "88 delegates spoke", "12 people were fined"]
)
def test_what_is_counted_behind_a_place_is_no_name(place: str, counted: str) -> None:
    assert len(said(f"{place} {counted} in the end.")) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Write to 1211 Geneva 19, Switzerland.", "identifier"),
        ("Its seat is 60325 Frankfurt am Main, Germany.", "identifier"),
        ("Introduction ........ 7", "reference"),
        ("Page 7 of 30", "reference"),
        ("Ring 13 14 20 for help.", "telephone"),
        ("Text HELP to 85258 now.", "telephone"),
        ("Those calls rose; of calls to 999, those to 101 took longer.", "telephone"),
        ("It cites (2022) 3 SCC 415 twice over.", "title"),
        ("Under grant award 72038620 it paid.", "identifier"),
        ("A six-figure sum was paid.", "idiom"),
        ("Report it on 101, please.", "telephone"),
        ("It is argued in Jones et al. (2020: 45).", "reference"),
        ("HIV prevalence among adults (15–49) fell.", "age"),
        ("The appellant, 43, was fined.", "age"),
        ("It was due on Friday 3rd.", "date"),
        ("The truck turned back near km 87.", "identifier"),
        ("It had happened at least once a week.", "idiom"),
    ],
)
def test_addresses_pages_and_codes_count_nothing(text: str, reason: str) -> None:
    found = extract(text)
    assert found
    assert {item.set_aside for item in found} <= {reason, "date", None}
    assert all(item.set_aside for item in found if any(map(str.isdigit, item.text)))


def test_a_far_year_is_a_number_unless_it_is_told_as_one() -> None:
    assert said("- biology (2093): 1.2%")[0][1] == "2093"
    assert not said("By 2093 it closes.")


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        # A share of a whole does not go on with a change before it.
        (
            "Claims fell 3 per cent, and 58 per cent of claims were settled.",
            [("change", "3", "per cent"), ("percent", "58", "per cent")],
        ),
        (
            "Loans rose by 4% in May and 31% of members borrowed.",
            [("change", "4", "per cent"), ("percent", "31", "per cent")],
        ),
        # The comparison belongs to the next number.
        (
            "At 23 sites more than 50 people shared a tap.",
            [("cardinal", "23", "sites"), ("cardinal", "50", "people")],
        ),
        (
            "In 12 wards fewer than 30 patients were seen.",
            [("cardinal", "12", "wards"), ("cardinal", "30", "patients")],
        ),
        # Each has its own adjective, and both the noun.
        (
            "It has 98 lake-based and 33 land-based farms.",
            [("cardinal", "98", "farms"), ("cardinal", "33", "farms")],
        ),
        (
            "The school awarded 412 master's and 97 doctoral degrees.",
            [("cardinal", "412", "degrees"), ("cardinal", "97", "degrees")],
        ),
        # The number of something else takes no noun from before.
        (
            "It opened two new branches, bringing the number of desks to 92.",
            [("cardinal", "2", "branches"), ("cardinal", "92", "")],
        ),
        (
            "There are 240 berths, or 76 for each berth.",
            [("cardinal", "240", "berths"), ("cardinal", "76", "")],
        ),
        # Per cent at the end of a list is that of the whole list.
        (
            "Supply came from coal 49.3, solar 18.5, wind 20.1 and others 12.1 per cent.",
            [
                ("percent", "49.3", "per cent"),
                ("percent", "18.5", "per cent"),
                ("percent", "20.1", "per cent"),
                ("percent", "12.1", "per cent"),
            ],
        ),
        # What stands in brackets behind gains and losses, and behind a change.
        (
            "There were gains in building (18,000) and losses in retail (9,000).",
            [("change", "18000", ""), ("change", "9000", "")],
        ),
        (
            "Output saw a fall of 0.6 per cent (2.5 tonnes) on the year.",
            [("change", "0.6", "per cent"), ("change", "2.5", "tonnes")],
        ),
        # A rate of change behind the levels that it led to.
        (
            "Spending grows from £2.37 trillion to £2.60 trillion, at an average annual rate of 4.7 per cent.",
            [("money", "2370000000000", "GBP"), ("money", "2600000000000", "GBP"), *change("4.7")],
        ),
        # Words that are the names of currencies too.
        ("The bank cleared 12 real-time payments.", [("cardinal", "12", "payments")]),
        ("Yield averaged 807 pounds per acre.", [("cardinal", "807", "pounds")]),
        (
            "The crop came to 14 million 480-pound bales.",
            [("cardinal", "14000000", "bales"), ("cardinal", "480", "pound")],
        ),
        ("A five-pound note was found.", [("money", "5", "GBP")]),
        ("Fees rose to 807 pounds.", [("money", "807", "GBP")]),
        ("Data fell from R85 to R79.", [("money", "85", "ZAR"), ("money", "79", "ZAR")]),
        (
            "A can costs 14 cents, a bottle R5.53.",
            [("money", "0.14", "ZAR"), ("money", "5.53", "ZAR")],
        ),
        # A noun before a length only says which.
        (
            "It carried 648 passengers and electrified 7,188 route km.",
            [("cardinal", "648", "passengers"), ("cardinal", "7188", "km")],
        ),
        (
            "It recovered A$509 million for 90 workers.",
            [("money", "509000000", "AUD"), ("cardinal", "90", "workers")],
        ),
        # What a word names in front of a number, it does not in front of a colon and what is counted.
        ("Line: 41 passengers were carried.", [("cardinal", "41", "passengers")]),
        ("Platform: 12 trains a day.", [("cardinal", "12", "trains")]),
        ("Ward: 14 patients.", [("cardinal", "14", "patients")]),
    ],
)
def test_kinds_of_unit_and_change(text: str, statements: list[tuple[str, str, str]]) -> None:
    assert said(text) == statements


@pytest.mark.parametrize(
    "text",
    [
        "The book (ISBN 978 1 920899 45 6) was printed.",
        "ISBN 0 19 852663 6 is out of print.",
        "ISSN 1234-5679",
        "The effect was clear (80% interval), as expected.",
    ],
)
def test_numbers_of_books_and_levels_are_no_statements(text: str) -> None:
    assert said(text) == []


def test_a_line_with_a_label_takes_nothing_from_the_line_before() -> None:
    text = "Visits by place\nMain building: 812,430 (2022: 754,118)\nMaritime wing: 143,902\nTotal: 956,332"
    assert {unit for *_, unit in said(text)} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin K2 was unaffected.",
        "It was found near the R63, and on the R21.",
        "HMS Oak, pennant K213, was sold.",
        "Strain BA.2.86 was found.",
        "Rule 26(b) was waived.",
        "The 501(c)(3) foundation dissolved.",
        "Parts under AS 4020:2018 were tested.",
        "The SSP5-8.5 pathway was used.",
        "The twice-weekly market opened.",
        "The 4K stream was watched.",
        "Pupils sat the 11-plus.",
        "It was a 1-in-100-year flood.",
        "People can text 61016.",
        "Tariff 22 customers complained.",
        "Series 5 notes circulate.",
        "Some of them under 18 were tried.",
    ],
)
def test_names_codes_and_idioms_say_no_amount(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("The fee rose to R63.", ("money", "63", "ZAR")),
        ("A ticket costs K213.", ("money", "213", "PGK")),
        ("It paid R212 million.", ("money", "212000000", "ZAR")),
        ("The market opened twice.", ("cardinal", "2", "times")),
        ("The ratio was 4:1.", ("ratio", "4", "share")),
        ("It sold 4K of them.", ("cardinal", "4000", "")),
    ],
)
def test_what_is_written_alike_is_an_amount(text: str, amount: tuple[str, str, str]) -> None:
    assert said(text) == [amount]
