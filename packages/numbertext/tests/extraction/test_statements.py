"""What each rule takes from a phrase: one line a case."""

from decimal import Decimal

import pytest

from numbertext import extract

CASES = [
    # text, span, kind, value, unit, comparator
    ("They employ 1,250 nurses.", "1,250", "cardinal", "1250", "nurses", "eq"),
    ("They employ 12 500 nurses.", "12 500", "cardinal", "12500", "nurses", "eq"),
    ("They employ 12\u202f500 nurses.", "12\u202f500", "cardinal", "12500", "nurses", "eq"),
    ("About 12,34,567 voted.", "About 12,34,567", "cardinal", "1234567", "", "about"),
    ("She has forty-two pupils.", "forty-two", "cardinal", "42", "pupils", "eq"),
    ("One hundred and five beds.", "One hundred and five", "cardinal", "105", "beds", "eq"),
    (
        "It has two thousand three hundred and six beds.",
        "two thousand three hundred and six",
        "cardinal",
        "2306",
        "beds",
        "eq",
    ),
    (
        "Some one point two million people.",
        "Some one point two million",
        "cardinal",
        "1200000",
        "people",
        "about",
    ),
    ("Half a million doses arrived.", "Half a million", "cardinal", "500000", "doses", "eq"),
    ("A quarter of a million nets.", "A quarter of a million", "cardinal", "250000", "nets", "eq"),
    ("One and a half million nets.", "One and a half million", "cardinal", "1500000", "nets", "eq"),
    ("It costs 25 cents.", "25 cents", "money", "0.25", "USD", "eq"),
    ("It costs €1 or 25 cents.", "25 cents", "money", "0.25", "EUR", "eq"),
    ("It costs 83p a day.", "83p", "money", "0.83", "GBP", "eq"),
    ("It costs SDR 40 million.", "SDR 40 million", "money", "40000000", "XDR", "eq"),
    ("Half as many came.", "Half", "change", "0.5", "times", "eq"),
    ("Nine more schools were found.", "Nine", "change", "9", "schools", "eq"),
    ("Two thirds fewer.", "Two thirds", "change", "0.6666666666666666666666666667", "share", "eq"),
    ("It was A$2 million higher.", "A$2 million", "change", "2000000", "AUD", "eq"),
    ("It lies 7 litres under the ceiling.", "7", "change", "7", "litres", "eq"),
    ("A near-threefold rise.", "near-threefold", "change", "3", "times", "almost"),
    ("We met 45 Tier 2 suppliers.", "45", "cardinal", "45", "suppliers", "eq"),
    ("They called at most dwellings.", "most", "vague", None, "dwellings", "vague"),
    ("A dozen nets.", "A dozen", "cardinal", "12", "nets", "eq"),
    ("Half a dozen nets.", "Half a dozen", "cardinal", "6", "nets", "eq"),
    ("It served 1.1 crore people.", "1.1 crore", "cardinal", "11000000", "people", "eq"),
    ("It served 3.5 lakh people.", "3.5 lakh", "cardinal", "350000", "people", "eq"),
    ("It served 1.2m people.", "1.2m", "cardinal", "1200000", "people", "eq"),
    ("It is 12m wide.", "12", "cardinal", "12", "m", "eq"),
    ("They made 350k calls.", "350k", "cardinal", "350000", "calls", "eq"),
    ("There were 2000 refugees.", "2000", "cardinal", "2000", "refugees", "eq"),
    ("They signed a three-year plan.", "three", "cardinal", "3", "year", "eq"),
    ("It was -40 °C.", "-40", "cardinal", "-40", "°c", "eq"),
    ("It was \u221240 °C.", "\u221240", "cardinal", "-40", "°c", "eq"),
    ("Below 50 mg/l of it.", "Below 50", "cardinal", "50", "mg/l", "lt"),
    ("It saved 12 km of pipe.", "12", "cardinal", "12", "km", "eq"),
    ("Give two months' notice.", "two", "cardinal", "2", "months", "eq"),
    ("They met twice.", "twice", "cardinal", "2", "times", "eq"),
    ("They met 22 times.", "22", "cardinal", "22", "times", "eq"),
    ("We saw 40 Member States.", "40", "cardinal", "40", "states", "eq"),
    ("We saw 12 new asylum applications.", "12", "cardinal", "12", "applications", "eq"),
    ("We saw 12 countries report.", "12", "cardinal", "12", "countries", "eq"),
    ("We saw 9 law enforcement officers.", "9", "cardinal", "9", "officers", "eq"),
    ("It has 90 staff.", "90", "cardinal", "90", "staff", "eq"),
    ("Only one of the five banks failed.", "one", "cardinal", "1", "banks", "eq"),
    ("Over 52 weeks passed.", "Over 52", "cardinal", "52", "weeks", "gt"),
    ("Upwards of 90 sites.", "Upwards of 90", "cardinal", "90", "sites", "gt"),
    ("In excess of 90 sites.", "in excess of 90", "cardinal", "90", "sites", "gt"),
    ("It topped 500.", "topped 500", "cardinal", "500", "", "gt"),
    ("It fell short of 20.", "fell short of 20", "cardinal", "20", "", "lt"),
    ("It has 300+ sites.", "300+", "cardinal", "300", "sites", "ge"),
    ("It has 50 or more sites.", "50 or more", "cardinal", "50", "sites", "ge"),
    ("It has 20-odd sites.", "20-odd", "cardinal", "20", "sites", "about"),
    ("It has 150 or so sites.", "150 or so", "cardinal", "150", "sites", "about"),
    ("It has no fewer than six sites.", "no fewer than six", "cardinal", "6", "sites", "ge"),
    ("It has no more than six sites.", "no more than six", "cardinal", "6", "sites", "le"),
    ("It has up to six sites.", "up to six", "cardinal", "6", "sites", "le"),
    ("It has just over 60 sites.", "just over 60", "cardinal", "60", "sites", "gt"),
    ("It has just under 60 sites.", "just under 60", "cardinal", "60", "sites", "almost"),
    ("It has well below 60 sites.", "well below 60", "cardinal", "60", "sites", "lt"),
    ("It has a little over 60 sites.", "a little over 60", "cardinal", "60", "sites", "gt"),
    ("It has close to 60 sites.", "close to 60", "cardinal", "60", "sites", "almost"),
    ("They handed over 50 files.", "50", "cardinal", "50", "files", "eq"),
    ("It grew out of work under three pillars.", "three", "cardinal", "3", "pillars", "eq"),
    ("It rose to 57.", "57", "cardinal", "57", "", "eq"),
    ("Seven per cent of it.", "Seven per cent", "percent", "7", "per cent", "eq"),
    ("Around 5½% of it.", "Around 5½%", "percent", "5.5", "per cent", "about"),
    (
        "A gap of 44 percentage points.",
        "44 percentage points",
        "points",
        "44",
        "percentage points",
        "eq",
    ),
    ("It was 6.8 per 1,000.", "6.8 per 1,000", "rate", "6.8", "per 1,000", "eq"),
    (
        "It was 12 cases per 100,000 people.",
        "12 cases per 100,000",
        "rate",
        "12",
        "per 100,000",
        "eq",
    ),
    ("It was 2.6 per thousand.", "2.6 per thousand", "rate", "2.6", "per 1,000", "eq"),
    ("It was 9.7 per million.", "9.7 per million", "rate", "9.7", "per million", "eq"),
    ("It was 5 ‰.", "5 ‰", "rate", "5", "per mille", "eq"),
    ("One in 150 people has it.", "One in 150", "ratio", "0.0066666667", "share", "eq"),
    (
        "One school in twelve lacks it.",
        "One school in twelve",
        "ratio",
        "0.083333333",
        "share",
        "eq",
    ),
    ("3 out of 4 agreed.", "3 out of 4", "ratio", "0.75", "share", "eq"),
    ("Every fourth child.", "Every fourth", "ratio", "0.25", "share", "eq"),
    ("Seven in every ten women.", "Seven in every ten", "ratio", "0.7", "share", "eq"),
    ("It fell to 31:1.", "31:1", "ratio", "31", "share", "eq"),
    ("A third of it.", "A third", "fraction", "0.333333333", "share", "eq"),
    ("Two-thirds of it.", "Two-thirds", "fraction", "0.666666667", "share", "eq"),
    ("Three quarters of it.", "Three quarters", "fraction", "0.75", "share", "eq"),
    ("Nearly half of it.", "Nearly half", "fraction", "0.5", "share", "almost"),
    ("It cost US$ 3.4 billion.", "US$ 3.4 billion", "money", "3400000000", "USD", "eq"),
    ("It cost A$2.7M.", "A$2.7M", "money", "2700000", "AUD", "eq"),
    ("It cost €6.2bn.", "€6.2bn", "money", "6200000000", "EUR", "eq"),
    ("It cost 45 billion yen.", "45 billion yen", "money", "45000000000", "JPY", "eq"),
    ("It cost 5 million US dollars.", "5 million US dollars", "money", "5000000", "USD", "eq"),
    ("It cost Rs 2,275.", "Rs 2,275", "money", "2275", "INR", "eq"),
    ("It cost CHF 12 million.", "CHF 12 million", "money", "12000000", "CHF", "eq"),
    ("It cost R350 million.", "R350 million", "money", "350000000", "ZAR", "eq"),
    ("It doubled.", "doubled", "change", "2", "times", "eq"),
    ("It more than halved.", "more than halved", "change", "0.5", "times", "gt"),
    ("It rose threefold.", "threefold", "change", "3", "times", "eq"),
    ("It was 1.8 times as many.", "1.8 times", "change", "1.8", "times", "eq"),
    ("It was twice as many.", "twice", "change", "2", "times", "eq"),
    ("It is double the proportion.", "double", "change", "2", "times", "eq"),
    ("It grew by a factor of four.", "four", "change", "4", "times", "eq"),
    ("It is up 12 per cent.", "12 per cent", "change", "12", "per cent", "eq"),
    ("It rose by 8.", "8", "change", "8", "", "eq"),
    ("It saw a 5 per cent increase.", "5 per cent", "change", "5", "per cent", "eq"),
    ("It saw an increase of 64%.", "64%", "change", "64", "per cent", "eq"),
    ("It fell by a third.", "a third", "change", "0.333333333", "share", "eq"),
    ("It was 8 per cent lower than before.", "8 per cent", "change", "8", "per cent", "eq"),
    ("It cost A$2m more than before.", "A$2m", "change", "2000000", "AUD", "eq"),
    ("It fell below one third.", "below one third", "fraction", "0.333333333", "share", "lt"),
    ("The eighth conference met.", "eighth", "ordinal", "8", "conference", "eq"),
    ("The 20th Anniversary Dialogue.", "20th", "ordinal", "20", "anniversary", "eq"),
    (
        "The Eighth Bali Process Ministerial Conference met.",
        "Eighth",
        "ordinal",
        "8",
        "conference",
        "eq",
    ),
    ("The third consecutive year.", "third", "ordinal", "3", "year", "eq"),
    ("The second-largest donor.", "second", "ordinal", "2", "largest", "eq"),
    ("The twenty-first session met.", "twenty-first", "ordinal", "21", "session", "eq"),
    ("It enters its second decade.", "second", "decade", "2", "decade", "eq"),
    (
        "The first time in three years.",
        "first time in three years",
        "occurrence",
        "3",
        "years",
        "eq",
    ),
    (
        "The highest level in 12 years.",
        "highest level in 12 years",
        "occurrence",
        "12",
        "years",
        "eq",
    ),
    (
        "The worst result in a decade.",
        "worst result in a decade",
        "occurrence",
        "1",
        "decade",
        "eq",
    ),
    ("It met for the first time.", "first time", "occurrence", None, "", "eq"),
    ("It drew hundreds of delegates.", "hundreds", "vague", None, "delegates", "vague"),
    ("It drew tens of thousands of people.", "tens of thousands", "vague", None, "people", "vague"),
    ("It drew several hundred people.", "several hundred", "vague", None, "people", "vague"),
    ("It drew a handful of people.", "a handful", "vague", None, "people", "vague"),
    ("Most countries agreed.", "Most", "vague", None, "countries", "vague"),
    ("The majority of voters agreed.", "majority", "vague", None, "voters", "vague"),
]


@pytest.mark.parametrize(("text", "span", "kind", "value", "unit", "comparator"), CASES)
def test_phrase(text, span, kind, value, unit, comparator):
    found = next(item for item in extract(text) if item.text.lower() == span.lower())
    assert (found.kind, found.unit, found.comparator) == (kind, unit, comparator)
    if value is None:
        assert found.value is None
    else:
        assert abs(found.value - Decimal(value)) < Decimal("0.000001")


RANGES = [
    (
        "Between 5 and 7 million people.",
        "Between 5 and 7 million",
        "cardinal",
        5_000_000,
        7_000_000,
        "people",
    ),
    ("It takes 12 to 15 days.", "12 to 15", "cardinal", 12, 15, "days"),
    ("It was 5–7 per cent.", "5–7 per cent", "percent", 5, 7, "per cent"),
    ("It ranges from 0 to 35 per cent.", "from 0 to 35 per cent", "percent", 0, 35, "per cent"),
    (
        "It cost US$1.2–1.4 billion.",
        "US$1.2–1.4 billion",
        "money",
        1_200_000_000,
        1_400_000_000,
        "USD",
    ),
    ("It rose two to three times the level.", "two to three times", "change", 2, 3, "times"),
    ("It has one or two rooms.", "one or two", "cardinal", 1, 2, "rooms"),
]


@pytest.mark.parametrize(("text", "span", "kind", "low", "high", "unit"), RANGES)
def test_range(text, span, kind, low, high, unit):
    (found,) = extract(text)
    assert (found.text, found.kind, found.unit) == (span, kind, unit)
    assert (found.low, found.high, found.comparator, found.value) == (low, high, "between", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose from 12 in 2021 to 19 million.", ["12", "2021", "19 million"]),
        ("It rose from 12 to 19.", ["12", "19"]),
        ("It rose by 8 to 57.", ["8", "57"]),
        ("It was cut by £3m to £45m.", ["£3m", "£45m"]),
        ("They chose 1,2 or 3 of it.", ["1", "2 or 3"]),
    ],
)
def test_no_range(text, expected):
    assert [item.text for item in extract(text)] == expected


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("45 countries in 2021 and 52 in 2022.", ["countries", "", "countries", ""]),
        ("12 of the 40 countries agreed.", ["countries", "countries"]),
        ("It closed 12 and 14 schools.", ["schools", "schools"]),
        ("One officer left and five stayed.", ["officer", "officer"]),
        ("Of 120 cases, 45 were heard.", ["cases", "cases"]),
        ("It lasted nine years; now it lasts 20.", ["years", "years"]),
        ("A third of 12 clubs with a score of 7.", ["share", "clubs", ""]),
        ("The first strategy ended; the second began.", ["strategy", "strategy"]),
        ("It fell from 142 to 91 per 100,000.", ["per 100,000", "per 100,000"]),
        ("It fell from 12 per cent in May to 9 in June.", ["per cent", "per cent"]),
    ],
)
def test_noun_left_out(text, units):
    assert [item.unit for item in extract(text)] == units


def test_how_it_was_written():
    (found,) = extract("It reached 110 million people.")
    assert (found.precision, found.granularity, found.is_rounded) == (10**6, 10**7, True)
    (found,) = extract("It cost A$2.7M.")
    assert (found.precision, found.granularity, found.is_rounded) == (10**5, 10**5, True)
    (found,) = extract("It reached 2,000 people.")
    assert (found.precision, found.granularity, found.is_rounded) == (1, 1000, False)


def test_quotient_and_hedge_and_direction():
    (found,) = extract("Just over one in 150 people.")
    assert (found.ratio, found.hedge, found.comparator) == ((1, 150), "just over", "gt")
    assert [item.direction for item in extract("It fell by 8 and rose by 9.")] == ["down", "up"]
    assert extract("It is three times more expensive.")[0].rule == "change.ambiguous"


def test_literal_bounds():
    (found,) = extract("More than 110 million people.")
    assert (found.low, found.high, found.low_open) == (110_000_000, None, True)
