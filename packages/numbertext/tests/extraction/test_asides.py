"""What is set aside and why: one line a case."""

import pytest

from numbertext import extract

CASES = [
    ("It will open in three years.", "three years", "period"),
    ("It opens in two years' time.", "two years", "period"),
    ("Shut; over five years the fund grew.", "five years", "period"),
    ("It ended within one hour and ten minutes.", "one hour and ten minutes", "period"),
    ("Said Ruth Oyelaran, 53, who farms.", "53", "age"),
    ("Calls to 111 were answered.", "111", "telephone"),
    ("Judged 4* or 3* by them.", "4*", "identifier"),
    ("It fixed CVE-2024-31337 at once.", "CVE-2024-31337", "identifier"),
    ("Second-year students came.", "Second-year", "idiom"),
    ("It happened at least once.", "once", "idiom"),
    ("Without one-off items.", "one-off", "idiom"),
    ("Rebuilt to EN 16798 then.", "16798", "title"),
    ("It ended on 10 July 2023.", "10 July 2023", "date"),
    ("It ended on 10 Jul 2023.", "10 Jul 2023", "date"),
    ("It ended on July 10, 2023.", "July 10, 2023", "date"),
    ("It ended on Sunday 20 November 2022.", "Sunday 20 November 2022", "date"),
    ("It ended on 2023-07-10.", "2023-07-10", "date"),
    ("It ran from 12–14 March 2019.", "12–14 March 2019", "date"),
    ("It ended in July 2023.", "July 2023", "date"),
    ("It ended in 2022.", "2022", "date"),
    ("It ended in 2021/22.", "2021/22", "date"),
    ("It ended in FY2022.", "FY2022", "date"),
    ("It ended in Q3 2023.", "Q3 2023", "date"),
    ("It ended in the 1990s.", "1990s", "date"),
    ("The 2022 elections were free.", "2022", "date"),
    ("Above 2019 levels.", "2019", "date"),
    ("In the 21st century.", "21st century", "date"),
    ("It opens at 8.30 a.m. daily.", "8.30 a.m.", "time"),
    ("It opens at 07:15 daily.", "07:15", "time"),
    ("At half past three it closes.", "half past three", "time"),
    ("A man in his 50s came.", "50s", "age"),
    ("It was built in the 90s.", "90s", "date"),
    ("They live on 5th Avenue now.", "5th", "identifier"),
    ("It lies north of the 38th parallel.", "38th", "identifier"),
    ("The FTSE 100 fell.", "FTSE 100", "identifier"),
    ("It was saved at the 11th hour.", "11th hour", "idiom"),
    ("In the past three years it grew.", "three years", "period"),
    ("Answer within 30 days.", "30 days", "period"),
    ("It opened ten years ago.", "ten years", "period"),
    ("The first six weeks were hard.", "first six weeks", "period"),
    ("The first quarter was hard.", "first quarter", "period"),
    ("Children aged 5 to 17 came.", "5 to 17", "age"),
    ("Children under 12 travel free.", "under 12", "age"),
    ("It is free for over-65s.", "over-65s", "age"),
    ("See resolution 73/151 on it.", "73/151", "title"),
    ("Under Regulation (EU) 2019/1896 it is.", "2019/1896", "title"),
    ("Under Article 12 it is.", "12", "title"),
    ("It serves SDG 8.7 and us.", "8.7", "title"),
    ("It serves SDG target 14.4 and us.", "14.4", "title"),
    ("Under Convention No. 182 it is.", "182", "title"),
    ("As Table 4.1 shows.", "4.1", "reference"),
    ("As shown (see section 4.3).", "4.3", "reference"),
    ("It names all children.12 The rest follows.", "12", "reference"),
    ("It names all children.\u00b9\u00b2 The rest follows.", "\u00b9\u00b2", "reference"),
    ("3.2 Findings of the study", "3.2", "reference"),
    ("4. Training of the staff", "4", "reference"),
    ("Call +41 22 555 01 39 now.", "+41 22 555 01 39", "telephone"),
    ("Call 101 to report it.", "101", "telephone"),
    ("After COVID-19 it rose.", "COVID-19", "identifier"),
    ("After\u00a0COVID\u201119 it rose.", "COVID\u201119", "identifier"),
    ("The G20 met.", "G20", "identifier"),
    ("A Boeing 737 landed.", "Boeing 737", "identifier"),
    ("In Case C-411/10 it held.", "C-411/10", "identifier"),
    (
        "Write to 25 Wharf Street, London E14 5ZZ, now.",
        "25 Wharf Street, London E14 5ZZ",
        "identifier",
    ),
    ("Of type 2 diabetes.", "2", "identifier"),
    ("It covers 4G or better.", "4G", "identifier"),
    ("At 12 (95 per cent confidence interval).", "95 per cent", "confidence"),
    ("One of the largest.", "One", "idiom"),
    ("It spared no one there.", "no one", "idiom"),
    ("They help one another.", "one another", "idiom"),
    ("On the one hand it is.", "one", "idiom"),
    ("First, it was read.", "First", "idiom"),
    ("A one-off cost.", "one-off", "idiom"),
    ("Zero tolerance of it.", "Zero tolerance", "idiom"),
    ("It is second to none.", "second to none", "idiom"),
    ("A 24/7 line.", "24/7", "idiom"),
    ("Once it ends we go.", "Once", "idiom"),
    ("At 07.35 it leaves.", "07.35", "time"),
    ("Open from 10.00 to 16.30.", "16.30", "time"),
    ("Profit for 1H 2023 rose.", "1H 2023", "date"),
    ("Revised in 2022Q4 again.", "2022Q4", "date"),
    ("The index (2015 = 100) rose.", "2015 = 100", "date"),
    ("It ran in the nineties.", "nineties", "date"),
    ("It began in 1618.", "1618", "date"),
    ("The 2022 Annual Report is out.", "2022", "title"),
    ("RSO 2022 Annual Report reflects it.", "2022", "title"),
    ("The 2023 Global Slavery Index shows it.", "2023", "title"),
    ("The Vision 2040 rests on it.", "2040", "title"),
    ("Under Directive 2012/27/EU it is.", "2012/27/EU", "title"),
    ("Under resolution 2165 (2014) it is.", "2165 (2014)", "title"),
    ("The Order of 2022 says so.", "2022", "title"),
    ("Under section 54 of the Slavery Act 2015 it is.", "54", "title"),
    ("As rule 33 obliges the State.", "33", "title"),
    ("As paragraph 21 recalls.", "21", "reference"),
    ("In Table A.5 it is.", "A.5", "reference"),
    ("Level 3 hospitals must act.", "3", "identifier"),
    ("In Zones 4 and 5 it rains.", "5", "identifier"),
    ("It covers categories 1 to 15 of it.", "15", "identifier"),
    ("Families in ward 9 agreed.", "9", "identifier"),
    ("Apollo 11 landed there.", "11", "identifier"),
    ("The new Euro 6 lorries pay.", "6", "identifier"),
    ("The Three Gorges dam holds.", "Three", "identifier"),
    ("None of the Big Four firms came.", "Four", "identifier"),
    ("The Group of Twenty agreed there.", "Twenty", "identifier"),
    ("It lies in the Second District there.", "Second", "identifier"),
    ("Loan 3874-BAN was closed.", "3874-BAN", "identifier"),
    ("Under SITC Rev. 4 it is.", "SITC Rev. 4", "identifier"),
    ("They wait in their seventies.", "seventies", "age"),
    ("It is free to callers under 25.", "under 25", "age"),
    ("Over a three-month period it grew.", "three-month period", "period"),
    ("It was back within half an hour.", "half an hour", "period"),
    ("It will end in just under three years.", "just under three years", "period"),
    ("Significant at the 5 per cent level.", "5 per cent", "confidence"),
    ("The oldest pending one is old.", "one", "idiom"),
    ("A second-tier practice.", "second-tier", "idiom"),
    ("And once a grievance is logged it ends.", "once", "idiom"),
]


@pytest.mark.parametrize(("text", "span", "reason"), CASES)
def test_set_aside(text, span, reason):
    found = [(item.text, item.set_aside) for item in extract(text)]
    assert (span, reason) in found


@pytest.mark.parametrize(
    "text",
    ["The most important step.", "Nobody came.", "Several", "A double room.", "It is everyone's."],
)
def test_no_number_is_invented(text):
    assert all(item.kind == "vague" for item in extract(text))


@pytest.mark.parametrize(
    "text",
    [
        "In Kenya 12 schools were rebuilt.",
        "In the Eastern Region 12 schools closed.",
        "Kenya sent five, Uganda 12 delegates.",
        "On Monday 12 people were arrested.",
        "The index stood at 10.30 in June.",
        "The rate rose from 10.20 to 16.30.",
        "The Eighth Bali Process Ministerial Conference met.",
        "Two Kenyan officers came.",
        "Orders over 50 are free.",
        "It may be renewed once.",
    ],
)
def test_what_only_looks_like_a_name_or_a_time_is_a_statement(text):
    assert all(item.set_aside is None for item in extract(text))


def test_a_table_row_is_no_sentence():
    found = extract("1 2 3 " * 40)
    assert [(item.kind, item.rule) for item in found] == [("unresolved", "unresolved.run")]


def test_positions_are_those_of_the_source():
    text = "The of\ufb01ce saw 1\u00a0250 chil\u00ad\u200bdren and twenty-\nfive mil-\nlion euros."
    assert [text[item.start : item.end] for item in extract(text)] == [
        "1\u00a0250",
        "twenty-\nfive mil-\nlion euros",
    ]
    assert extract(text)[0].unit == "children"
