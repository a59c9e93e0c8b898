"""What the words around a number make of it: time spent, bounds in verbs, distances, marks. One line a case."""

from decimal import Decimal

import pytest

from numbertext import extract

CASES = [
    # text, span, kind, value, unit, comparator
    ("She led by 3.4 seconds after a lap.", "3.4", "cardinal", "3.4", "seconds", "eq"),
    ("Staff by agency: UNHCR 120, WFP 61.", "61", "cardinal", "61", "", "eq"),
    (
        "It rose from two in nine to four in nine.",
        "two in nine",
        "ratio",
        "0.222222222",
        "share",
        "eq",
    ),
    ("It hit a 41-year high in May.", "41-year high", "occurrence", "41", "year", "eq"),
    ("It hit an 18-month low of 3%.", "18-month low", "occurrence", "18", "month", "eq"),
    ("A ten-year low-interest loan.", "ten", "cardinal", "10", "year", "eq"),
    ("It fell from 0.67 to 0.4 eurocents.", "0.67", "money", "0.0067", "EUR", "eq"),
    ("It rose from 61 to 74 pence.", "61", "money", "0.61", "GBP", "eq"),
    ("It took four 787-9 jets there.", "four", "cardinal", "4", "jets", "eq"),
    ("It took £38m or 10% more than planned.", "£38m", "change", "38000000", "GBP", "eq"),
    ("Income was £118m, or 9% more than planned.", "£118m", "money", "118000000", "GBP", "eq"),
    ("It fell by 12% or 340 offences.", "340", "change", "340", "offences", "eq"),
    ("Sales rose 4%, or €1.3bn, to €33bn.", "€1.3bn", "change", "1300000000", "EUR", "eq"),
    ("Staff fell by 340 (12%) in May.", "12%", "change", "12", "per cent", "eq"),
    ("It grew 2.1% in June after 1.4% in May.", "1.4%", "change", "1.4", "per cent", "eq"),
    ("It rose 4% after 60% of them left.", "60%", "percent", "60", "per cent", "eq"),
    ("It rose 4%, following 60% support.", "60%", "percent", "60", "per cent", "eq"),
    (
        "Interest fell a quarter of a point to 4%.",
        "a quarter of a point",
        "change",
        "0.25",
        "percentage points",
        "eq",
    ),
    ("It is the ninth rise running.", "ninth", "ordinal", "9", "rise", "eq"),
    (
        "The share of A fell, that of B by half a point.",
        "half a point",
        "change",
        "0.5",
        "percentage points",
        "eq",
    ),
    ("The toll passed 50,000 within a week.", "passed 50,000", "cardinal", "50000", "", "gt"),
    ("It fell to £8m, and staff from 90 to 61.", "90", "cardinal", "90", "", "eq"),
    ("It rose to 5 GW and jobs by 1,200.", "1,200", "change", "1200", "", "eq"),
    ("It lasted a quarter of a century.", "a quarter", "cardinal", "0.25", "century", "eq"),
    ("It was 84.1% (+2.6 pts).", "2.6 pts", "change", "2.6", "percentage points", "eq"),
    ("It signed up 720 children.", "720", "cardinal", "720", "children", "eq"),
    ("It took £8m, £1.2m up, in May.", "£1.2m", "change", "1200000", "GBP", "eq"),
    ("Sales are 4% up; costs are not.", "4%", "change", "4", "per cent", "eq"),
    (
        "Open for 20 hours a week or less.",
        "20 hours a week or less",
        "cardinal",
        "20",
        "hours",
        "le",
    ),
    ("It is half as deep.", "half", "change", "0.5", "times", "eq"),
    ("It was heard over eleven sessions.", "eleven", "cardinal", "11", "sessions", "eq"),
    ("Rates hardened by 10 per cent.", "10 per cent", "change", "10", "per cent", "eq"),
    ("It fell for three quarters running.", "three", "cardinal", "3", "quarters", "eq"),
    ("It takes an hour and a half.", "an hour and a half", "cardinal", "1.5", "hour", "eq"),
    ("It went up, i.e. by almost a tenth.", "almost a tenth", "change", "0.1", "share", "almost"),
    ("At 44%, 17 points clear of it.", "17 points", "change", "17", "percentage points", "eq"),
    ("£240 million was 15 million above budget.", "15 million", "change", "15000000", "GBP", "eq"),
    ("It drew 60,000 over four days.", "four", "cardinal", "4", "days", "eq"),
    ("It saw 44 F-16 jets.", "44", "cardinal", "44", "jets", "eq"),
    ("It saw 1,874 near misses.", "1,874", "cardinal", "1874", "misses", "eq"),
    ("It never rose above \u221231 °C.", "above \u221231", "cardinal", "-31", "°c", "le"),
    ("The book (148 pp.) sold.", "148", "cardinal", "148", "pp", "eq"),
    ("Yields rose 4 hl/ha to 52.", "4", "change", "4", "hl/ha", "eq"),
    ("It was £240k under budget.", "£240k", "change", "240000", "GBP", "eq"),
    ("It grew at a compound rate of 23%.", "23%", "change", "23", "per cent", "eq"),
    ("A pay award of 4.5 per cent.", "4.5 per cent", "change", "4.5", "per cent", "eq"),
    ("It was 0.21 per 100,000 (2021: 0.34).", "0.34", "rate", "0.34", "per 100,000", "eq"),
    ("It is the third cut in as many years.", "third", "ordinal", "3", "cut", "eq"),
    ("Rain fell on only four days.", "four", "cardinal", "4", "days", "eq"),
    ("They stayed 2 min 14 s there.", "2 min 14", "cardinal", "134", "s", "eq"),
    ("A loss of 25 dB or more.", "25 dB or more", "cardinal", "25", "db", "ge"),
    ("She came third in the 200m.", "200", "cardinal", "200", "m", "eq"),
    ("It grew in just under three years.", "just under three", "cardinal", "3", "years", "almost"),
    ("They drew 40 bids in six weeks.", "six", "cardinal", "6", "weeks", "eq"),
    ("It was shut for ten days after it.", "ten", "cardinal", "10", "days", "eq"),
    ("It is written off over four years.", "four", "cardinal", "4", "years", "eq"),
    ("Patients waited over 18 weeks.", "over 18", "cardinal", "18", "weeks", "gt"),
    (
        "It won in four seasons out of six.",
        "four seasons out of six",
        "ratio",
        "0.666666667",
        "share",
        "eq",
    ),
    ("It is the show to pass 300,000.", "pass 300,000", "cardinal", "300000", "", "gt"),
    ("They passed 41 acts.", "41", "cardinal", "41", "acts", "eq"),
    ("Days hotter than 35 °C came.", "hotter than 35", "cardinal", "35", "°c", "gt"),
    ("No vessel older than 25 years.", "older than 25", "cardinal", "25", "years", "gt"),
    (
        "A good third of them left.",
        "A good third",
        "fraction",
        "0.333333333",
        "share",
        "gt",
    ),
    ("Sales lost a third.", "a third", "change", "0.333333333", "share", "eq"),
    ("The fund lost 8 per cent.", "8 per cent", "change", "8", "per cent", "eq"),
    ("It was 6 per cent short of plan.", "6 per cent", "change", "6", "per cent", "eq"),
    (
        "From 54% to 81%, a spread of 27 points.",
        "27 points",
        "points",
        "27",
        "percentage points",
        "eq",
    ),
    ("It was 12% (+0.9 points).", "0.9 points", "change", "0.9", "percentage points", "eq"),
    ("It was 44.1% (\u22120.7 pp).", "0.7 pp", "change", "0.7", "percentage points", "eq"),
    ("Rated 4.3 out of 5.", "4.3 out of 5", "ratio", "0.86", "share", "eq"),
    ("Rated 4.3 out of 5, up from 4.1.", "4.1", "ratio", "0.82", "share", "eq"),
    (
        "It took one hour and ten minutes.",
        "one hour and ten",
        "cardinal",
        "70",
        "minutes",
        "eq",
    ),
    ("He is 6 ft 2 in tall.", "6 ft 2", "cardinal", "74", "in", "eq"),
    ("It ran for 1h 45m.", "1h 45m", "cardinal", "105", "m", "eq"),
    (
        "The first time in the club's 120-year history.",
        "first time in the club's 120-year",
        "occurrence",
        "120",
        "year",
        "eq",
    ),
    ("It placed us first among ten.", "first", "ordinal", "1", "", "eq"),
    (
        "A two-thirds majority.",
        "two-thirds",
        "fraction",
        "0.666666667",
        "share",
        "eq",
    ),
    ("One earned £9 and seven earned more than £60.", "seven", "cardinal", "7", "", "eq"),
]


@pytest.mark.parametrize(("text", "span", "kind", "value", "unit", "comparator"), CASES)
def test_phrase(text, span, kind, value, unit, comparator):
    found = next(item for item in extract(text) if item.text == span)
    assert (found.kind, found.unit, found.comparator) == (kind, unit, comparator)
    assert abs(found.value - Decimal(value)) < Decimal("0.000001")


def test_seconds_of_a_rate_are_no_ordinal():
    found = extract("It handled 2,400 requests per second, or 40 litres a second.")
    assert [item.text for item in found] == ["2,400", "40"]


def test_most_of_a_number_counts_its_noun():
    assert [item.unit for item in extract("Most of the 61 schools took part.")] == ["schools"] * 2


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The 46 Council of Europe member states signed.", "states"),
        ("It has 12 Ministers of State.", "ministers"),
        ("It paid 8,200 small and medium-sized enterprises.", "enterprises"),
        ("It lent to 14 low- and middle-income countries.", "countries"),
        ("It has 23 out-of-hours services.", "services"),
        ("It has nine in-house lawyers.", "lawyers"),
        ("It hired 40 outside lawyers.", "lawyers"),
        ("It saw 31 outside the city.", ""),
        ('It saw sixteen "high-risk" dams.', "dams"),
        ("It sold 400 season tickets.", "tickets"),
    ],
)
def test_head_of_the_noun_group(text, unit):
    assert [item.unit for item in extract(text)] == [unit]


def test_a_compound_lends_no_unit_to_an_average():
    assert [item.unit for item in extract("The 12-month average is 3.4.")] == ["month", ""]
