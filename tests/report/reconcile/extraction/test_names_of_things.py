"""Numbers that only name: places, files, registers, ages of law, games. One line a case."""

import pytest

from report.reconcile import extract

CASES = [
    # text, span, reason
    ("It starts at 9 and ends.", "9", "time"),
    ("In year two of it they left.", "two", "identifier"),
    ("They came in twos and threes.", "threes", "idiom"),
    ("They took US 1 to the coast.", "1", "identifier"),
    ("UNSCR 2417 and others were cited.", "UNSCR 2417", "identifier"),
    ("A USB 3.0 hub was bought.", "3.0", "identifier"),
    ("NUTS 2 regions were poor.", "2", "identifier"),
    ("Compound 14b was tested.", "14b", "identifier"),
    ("The 2,4-D residue was low.", "2,4-D", "identifier"),
    ("The plan COM(2021) 557 was read.", "557", "title"),
    ("The class of '98 met.", "98", "date"),
    ("They played Op. 23 there.", "23", "identifier"),
    ("The News at Ten lost viewers.", "Ten", "identifier"),
    ("Under HS code 8542.31 exports rose.", "8542.31", "identifier"),
    ("The Six-Day War ended.", "Six", "identifier"),
    ("It fell by week 9; then it rose.", "9", "identifier"),
    ("Five months on, they left.", "Five months", "period"),
    ("Texts to 60777 rose.", "60777", "telephone"),
    ("Open from 9 to 5 on weekdays.", "9 to 5", "time"),
    ("Open 10–4 on Saturdays.", "10–4", "time"),
    ("It passed 52–48; he left.", "52–48", "identifier"),
    ("A 3–2 majority held.", "3–2", "identifier"),
    ("As others agree [4, 7–9].", "9", "reference"),
    ("Exports rose 4 per cent.4,5", "5", "reference"),
    ("Call 0800 123 456, extension 12, now.", "12", "telephone"),
    ("A man of 43 was hurt.", "43", "age"),
    ("See PO 77120 for it.", "PO 77120", "identifier"),
    ("It rose, week 27 too.", "27", "identifier"),
    ("Six to eight weeks after surgery.", "Six to eight weeks", "period"),
    ("Sales (six months to September 2021) fell.", "six months", "period"),
    ("Under s. 47 of the Act it fell.", "47", "title"),
    ("Under ss 12–14 of the Act it fell.", "12–14", "title"),
    ("The court applied Art. 8(2) there.", "8(2)", "title"),
    ("See n. 12 for it.", "12", "reference"),
    ("Ligue 1 clubs spent more.", "1", "identifier"),
    ("It arrived on the 4th and left.", "4th", "date"),
    ("The Treaty of 1648 ended it.", "1648", "date"),
    ("From the 3rd century BC it is.", "3rd century", "date"),
    ("Six Sigma training went on.", "Six", "identifier"),
    ("One World Trade Center is tall.", "One", "identifier"),
    ("Seven Sisters Road is closed.", "Seven", "identifier"),
    ("They played Ocean's Eleven there.", "Eleven", "identifier"),
    ("Sentinel-2B took the images.", "Sentinel-2B", "identifier"),
    ("The H1N1 strain killed birds.", "H1N1", "identifier"),
    ("The value of R0 was high.", "R0", "identifier"),
    ("They won 21–19, 21–17 in May.", "21–17", "identifier"),
    ("First-preference votes were cast.", "First-preference", "idiom"),
    ("It lies at 54°N, 12°E off shore.", "54°N, 12°E", "identifier"),
    ("It lies at 51° 28' 40\" N there.", "51° 28' 40\" N", "identifier"),
    ("At grid reference TF 225 567 it is.", "TF 225 567", "identifier"),
    ("Write to Box 14, 00100 Nairobi.", "00100", "identifier"),
    ("Write to P.O. Box 90 now.", "90", "identifier"),
    ("Write to our office, 75007 Paris.", "75007", "identifier"),
    ("It stands at 14–20 Mill Lane.", "14–20 Mill Lane", "identifier"),
    ("It stands at 1 Place de la Paix.", "1", "identifier"),
    ("Complaint 2021/0457 was closed.", "2021/0457", "identifier"),
    ("They noted decision 77/501 of it.", "77/501", "title"),
    ("Under Regulation (EC) No 1760/2000 it is.", "1760/2000", "title"),
    ("Under 40 CFR Part 60 it is.", "40 CFR Part 60", "title"),
    ("The House passed H.R. 3684 in May.", "3684", "title"),
    ("Prices of NPK 15-15-15 rose.", "15-15-15", "identifier"),
    ("The 95-95-95 targets were met.", "95-95-95", "identifier"),
    ("Her iD is 0000-0002-1825-0097 there.", "0000-0002-1825-0097", "identifier"),
    ("Our VAT number is GB 123 4567 89.", "GB 123 4567 89", "identifier"),
    ("The ship (IMO 9321483) sank.", "9321483", "identifier"),
    ("The home side won 3–1 in May.", "3–1", "identifier"),
    ("A 2-0 victory followed.", "2-0", "identifier"),
    ("The quota for Subdivision 31 was cut.", "31", "identifier"),
    ("The crew of Expedition 68 slept.", "68", "identifier"),
    ("Traffic on county road 120 fell.", "120", "identifier"),
    ("NACE divisions 10 to 33 grew.", "33", "identifier"),
    ("She ran the 4x100m relay.", "4x100m", "identifier"),
    ("The Third Section heard 12 cases, the Fourth 9.", "Fourth", "identifier"),
    ("Officers answered 999 calls at once.", "999", "telephone"),
    ("Ring 111, or 999 in an emergency.", "999", "telephone"),
    ("The helpline (0800 123 4567) is free.", "0800 123 4567", "telephone"),
    ("They must retire at 70.", "70", "age"),
    ("The pension age rises to 67.", "67", "age"),
    ("The age of consent was raised to 16.", "16", "age"),
    ("It rose among those over 75.", "over 75", "age"),
    ("It landed at 21:34 CEST there.", "21:34 CEST", "time"),
    ("It landed at 0415 there.", "0415", "time"),
    ("She ran it in 29:59.37 there.", "29:59.37", "time"),
    ("It met on Monday, 6 March 2023.", "Monday, 6 March 2023", "date"),
    ("The 70:20:10 model guides it.", "70:20:10", "identifier"),
    ("Trade with ASEAN+3 grew.", "ASEAN+3", "identifier"),
    ("The population aged 0–14 fell, that of 65+ rose.", "65+", "age"),
    ("Half of the pupils are under 12.", "under 12", "age"),
    ("It is due in half-yearly parts.", "half-yearly", "idiom"),
    ("He was the only one there.", "one", "idiom"),
    ("It fell in the first three quarters and rose in the fourth.", "fourth", "period"),
    ("A 2nd-hand car is cheap.", "2nd-hand", "idiom"),
    ("They were at one with it.", "one", "idiom"),
]


@pytest.mark.parametrize(("text", "span", "reason"), CASES)
def test_set_aside(text, span, reason):
    assert (span, reason) in [(item.text, item.set_aside) for item in extract(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It rose to 67.",
        "The average age rose to 67.",
        "It holds 120/350 of them.",
        "England has 159 per 100,000 in prison, Finland 51.",
        "The mean was high (SD 3.1).",
        "In all cases 10 to 12 weeks passed.",
        "Its 999 cows give milk.",
        "It stood 3–4 metres high.",
        "However, 1200 pupils came.",
    ],
)
def test_what_only_looks_like_a_name_is_a_statement(text):
    assert all(item.set_aside is None for item in extract(text))


@pytest.mark.parametrize("text", ["A simple majority.", "The majority owner.", "A majority stake."])
def test_a_majority_of_votes_is_no_amount(text):
    assert extract(text) == []
