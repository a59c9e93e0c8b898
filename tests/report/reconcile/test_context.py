import pytest

from numbertext.extraction import extract
from report.reconcile.context import contexts
from report.reconcile.periods import Period
from report.reconcile.words import places, stem_of, stems, words_of


def around(text, number):
    return next(c for c in contexts(text, extract(text)) if number in c.statement.text)


@pytest.mark.parametrize(
    ("text", "number", "sentence"),
    [
        ("We met twice. Some 12 people came. It rained.", "12", "Some 12 people came."),
        ("See Art. 5 of the law. It holds 12 rules.", "12", "It holds 12 rules."),
        ("Dr. A. Smith met 12 people.", "12", "Dr. A. Smith met 12 people."),
        ("First line\n12 people came", "12", "12 people came"),
    ],
)
def test_sentences(text, number, sentence):
    assert around(text, number).sentence_text == sentence


@pytest.mark.parametrize(
    ("text", "number", "clause"),
    [
        ("We found 12 cases; they had 30 victims.", "12", "We found 12 cases"),
        (
            "The index shows 50 people—with 7 per cent of them young.",
            "7",
            "with 7 per cent of them young.",
        ),
        ("There were 12 cases, while 30 were closed.", "30", "while 30 were closed."),
        ("There were 1,200 cases in all.", "1,200", "There were 1,200 cases in all."),
    ],
)
def test_clauses(text, number, clause):
    context = around(text, number)
    assert text[slice(*context.clause)].strip() == clause


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("At the end of 2021, 12 people stayed.", "12", [Period(2021, at_end=True)]),
        ("It rose from 12 in 2019 to 45 in 2022.", "45", [Period(2022)]),
        ("It rose from 12 in 2019 to 45 in 2022.", "12", [Period(2019)]),
        ("It was 45, 12 more than in 2022.", "45", []),
        ("Since 2010 the office has trained 12 people.", "12", []),
        ("The 2023 Global Slavery Index shows 12 people.", "12", []),
        ("In 2022 Walk Free counted 12 people.", "12", [Period(2022)]),
        ("By May 2023 there were 12 people.", "12", [Period(2023, 5)]),
    ],
)
def test_periods_of_the_clause(text, number, expected):
    assert list(around(text, number).periods) == expected


def test_words_of_numbers_are_no_subject():
    words = [w.stem for w in around("Three of the 45 Member States came.", "45").words]
    assert words == ["member", "stat", "cam"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("States", "state"),
        ("countries", "country"),
        ("UNHCR's", "UNHCR"),
        ("displaced", "displace"),
        ("persons", "people"),
        ("hosted", "host"),
    ],
)
def test_forms_of_a_word(one, other):
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), [("bus", "bu"), ("analysis", "analysi"), ("gas", "ga")])
def test_other_words_stay_apart(one, other):
    assert stem_of(one) != stem_of(other)


def test_phrases_are_found_in_order():
    words = words_of("Asylum-seekers and refugees in the Member States of the Bali Process")
    assert places(words, stems("member state")) == [3]
    assert places(words, stems("state member")) == []
    assert places(words, stems("")) == []
