"""Units that another number of the sentence lends, and those that stand in odd places. One line a case."""

import pytest

from numbertext import extract


def units(text: str) -> list[str]:
    return [item.unit for item in extract(text) if item.set_aside is None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took 31 days (2020: 28).", ["days", "days"]),
        ("It took 14.5 weeks (range 9–22).", ["weeks", "weeks"]),
        ("It took 14 weeks (n = 45).", ["weeks", ""]),
        ("It took 23 days, the target being 25.", ["days", "days"]),
        ("It was 18 µg/m³, within the limit of 40.", ["µg/m³", "µg/m³"]),
        ("It fell by 1.2 days to 5.4.", ["days", "days"]),
        ("It rose by 8 per cent to 57.", ["per cent", ""]),
        ("It took 27 minutes in 2011, 29 in 2016.", ["minutes", "minutes"]),
        ("Men slept 7.2 hours, women 7.5.", ["hours", "hours"]),
        ("Spruce was 70 per cent, pine 20 and birch 10.", ["per cent"] * 3),
        ("England has 159 per 100,000, Finland 51.", ["per 100,000", "per 100,000"]),
        ("It was 52 per cent; average age 41.", ["per cent", ""]),
        ("Storms came every 50 years, now every 15 to 20.", ["years", "years"]),
        ("It has 12 active and 9 retired members.", ["members", "members"]),
        ("It housed 1,400 Syrian and 900 Afghan families.", ["families"] * 2),
        ("It has 31 branch, 12 mobile and two prison libraries.", ["libraries"] * 3),
        ("It has one main and three side doors.", ["doors", "doors"]),
        ("It landed 200 cod and 300 haddock.", ["cod", "haddock"]),
        ("It upheld 61 per cent in 2021, 58 in 2022.", ["per cent"] * 2),
        ("Four of Japan's 33 old reactors, and 12 in France.", ["reactors"] * 3),
        ("Its staff of 61 includes 14 lawyers.", ["", "lawyers"]),
        ("It was 0.42 person-Sv.", ["person-sv"]),
        ("It was 4.1 per 1,000 for boys, 3.6 for girls.", ["per 1,000"] * 2),
        ("It was 12 per cent in Peru, 300 in prison died.", ["per cent", ""]),
        ("It was 61 per cent, above the target of 59.", ["per cent"] * 2),
        ("Only 140 of an expected 600 delegates came.", ["delegates"] * 2),
        ("Its 41 Level 3 and 12 Level 4 incidents.", ["", "incidents"]),
        ("The jail built for 900 holds 1,410 there.", ["", ""]),
        ("It won 14 medals, three gold and six bronze.", ["medals"] * 3),
        ("Of 90 actions, 45 are open and 3 overdue.", ["actions"] * 3),
        ("Terms of over 10 years rose to 412.", ["years", ""]),
        ("The 1st, 2nd and 5th battalions.", ["battalions"] * 3),
        ("It was flood (31 per cent), storm (28).", ["per cent", "per cent"]),
        ("Trains were late by 7 minutes, buses by 4.", ["minutes", "minutes"]),
        ("It got 83 appeals and disposed of 79.", ["appeals", "appeals"]),
        ("It has 54 indicators, scored from 0 to 100.", ["indicators", ""]),
        ("Samples with 10 µg/l numbered 12.", ["µg/l", ""]),
    ],
)
def test_unit_is_lent(text, expected):
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They got three reports of it.", ["reports"]),
        ("It made four annual offers.", ["offers"]),
        ("Two of whose members came.", ["members"]),
        ("Two out of the three targets.", ["targets", "targets"]),
        ("It needs 12 new 40 MW turbines.", ["turbines", "mw"]),
        ("In 14 of the last 20 years it failed.", ["years"]),
        ("It runs on 2 × 3 lanes.", ["lanes", "lanes"]),
        ("It has 12 big beds and 230 small ones.", ["beds", "beds"]),
        ("A 20 hectare site.", ["hectare"]),
        ("It emits 3.4 MtCO2e a year.", ["mtco2e"]),
        ("It covers 1,250 km2 of land.", ["km2"]),
        ("It moved 3.4 billion tonne-km.", ["tonne-km"]),
        ("A 12 MW/24 MWh battery.", ["mw", "mwh"]),
        ("It fell 140bp.", ["basis points"]),
    ],
)
def test_unit_is_read(text, expected):
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Calls rose to 1.32m.", 1_320_000, "cardinal"),
        ("The tower rose to 30m.", 30, "cardinal"),
        ("It has 1.3 m members.", 1_300_000, "cardinal"),
        ("A 3 1/2 year loan.", "3.5", "cardinal"),
        ("The ten millionth visitor.", 10_000_000, "ordinal"),
        ("The two hundred and fiftieth day.", 250, "ordinal"),
        ("Complaints (+6%) and costs.", 6, "change"),
        ("Complaints (-6%) and costs.", 6, "change"),
        ("It returned +9.1 per cent in May.", "9.1", "percent"),
        ("Removals of –3.4 Mt.", "-3.4", "cardinal"),
        ("A load factor of 91 per cent.", 91, "percent"),
        ("A fifth more lobsters.", "0.2", "change"),
        ("The remaining tenth went.", "0.1", "fraction"),
        ("It was 6.4 mmHg lower in men.", "6.4", "change"),
        ("It was 0.8 °C above the norm.", "0.8", "change"),
        ("It was cut by a total of 125 basis points.", 125, "change"),
        ("It was up two and a half times on 2020.", "2.5", "change"),
        ("The top 1 per cent gained.", 1, "percent"),
        ("They were 1.1 per cent under budget.", "1.1", "change"),
        ("It returned 4 per cent over the decade.", 4, "percent"),
        ("Up from one in nine a decade ago.", "0.111111", "ratio"),
    ],
)
def test_value_and_kind(text, value, kind):
    found = extract(text)[0]
    assert (round(float(found.value or 0), 6), found.kind) == (float(value), kind)


def test_a_bound_behind_a_noun_may_be_that_of_the_next_number():
    assert [item.text for item in extract("43 guns and over 6,000 rounds.")] == ["43", "over 6,000"]


@pytest.mark.parametrize(
    ("text", "span", "comparator"),
    [
        ("It took the best part of 20 years.", "the best part of 20", "almost"),
        ("Getting on for 500 people came.", "Getting on for 500", "almost"),
        ("At the very least 5 judges sit.", "At the very least 5", "ge"),
        ("At the very most 9 judges sit.", "At the very most 9", "le"),
        ("It holds (max. 1.0 mg/l) lead.", "max. 1.0", "le"),
        ("As few as 2 per cent came.", "As few as 2 per cent", "ge"),
    ],
)
def test_words_of_comparison(text, span, comparator):
    (found,) = extract(text)
    assert (found.text, found.comparator) == (span, comparator)
