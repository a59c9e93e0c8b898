"""What keeps a sentence from being about a figure: each kind of it once, and the same sentence without it."""

import pytest

from report.reconcile.modes import mode_of
from report.reconcile.neutral import is_neutral, neutral_words
from report.reconcile.rates import base_of_unit, base_said, same_base
from report.reconcile.segment import own_words, unparted
from tests.report.reconcile.corpora import Line, reader
from tests.report.reconcile.test_context import around
from warehouse.builder.kept import Kept


@pytest.fixture(scope="module")
def read(project, edition_2022):
    with reader(project, Kept(edition_2022[0]), "2022") as found:
        yield found


def verdict(read, text, number):
    found = read.verdict(Line("", "2022", text, number, "", False))
    return found.verdict, found.why


@pytest.mark.parametrize(
    ("text", "number", "missing"),
    [
        # a word that narrows the subject, or makes it another one
        ("At the end of 2022, 12 million people were newly displaced worldwide.", "12 million", "“newly”"),
        ("Some 12 million refugees under UNHCR's mandate were resettled.", "12 million", "“resettled”"),
        ("The office has 20 staff members.", "20", "“staff”"),
        # a place that no table knows, one that the figure is not of, and one that it wants
        ("Germany hosted 2.1 million refugees at the end of 2022.", "2.1 million", "“Germany”"),
        ("In Sudan 4.8 million people were forcibly displaced.", "4.8 million", "“Sudan”"),
        ("About 2,000 Rohingya departed by sea in 2022.", "2,000", "Bay of Bengal or Andaman Sea"),
        # who gave it
        ("Canada gave A$1.2 million in one-off funding.", "1.2 million", "“Canada”"),
        # how it is said
        ("It is not true that 90 million people were forcibly displaced.", "90 million", "denied"),
        ("Were 90 million people forcibly displaced at the end of 2022?", "90 million", "asked"),
        ("If 90 million people were forcibly displaced, camps were full.", "90 million", "supposed"),
        ("By 2022 some 90 million people will be forcibly displaced.", "90 million", "foreseen"),
        # a rate, a part, another number beside it, a month of the year, a year of no period
        ("The world counted 900,000 asylum-seekers a month.", "900,000", "month"),
        ("Three of the trainings were held in 2022.", "Three", "not a part"),
        ("Three flagship events had more than 40 participants.", "Three", "40"),
        ("In June 2022 the office held three events.", "three", "“June”"),
        ("The Bali Process had 38 Member States in 2011.", "38", "“2011”"),
        # one of a series is not how many there are
        ("The fifth Ministerial Conference of the Bali Process was held on Bali.", "fifth", "not one of them"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_nobody_accused(read, text, number, missing):
    found, why = verdict(read, text, number)
    assert found == "near", why
    assert missing in why


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It is not true that 108.4 million people were forcibly displaced.", "108.4 million"),
        ("Were 108.4 million people forcibly displaced at the end of 2022?", "108.4 million"),
        ("At the end of 2022, 108.4 million people were newly displaced.", "108.4 million"),
        ("At the end of 2022, 108.4 million people were displaced by disasters.", "108.4 million"),
        ("In Africa, 108.4 million people were forcibly displaced at the end of 2022.", "108.4 million"),
    ],
)  # fmt: skip
def test_a_true_number_in_another_sentence_is_not_supported(read, text, number):
    assert verdict(read, text, number)[0] == "near"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("At the end of 2022, 90 million people were forcibly displaced worldwide.", "90 million"),
        ("About 2,000 Rohingya departed by sea in the Andaman Sea in 2022.", "2,000"),
        ("Three trainings were held in 2022.", "Three"),
        ("The Bali Process has 38 Member States.", "38"),
        ("The ninth Ministerial Conference of the Bali Process decided so.", "ninth"),
    ],
)
def test_with_everything_explained_the_figure_speaks(read, text, number):
    assert verdict(read, text, number)[0] == "contradicted"


def test_an_ordinal_is_no_count(read):
    for text in (
        "Indonesia ranks second among the Member States.",
        "The first Joint Period of Action involved 15 countries.",
    ):
        for _, _, found in read.verdicts(text):
            assert found.verdict in ("unmatched", "near"), found.why


def test_the_noun_beside_the_number_comes_first(read):
    text = "The RSO held 5 trainings and trained 72 officials."
    trained = read.verdict(Line("", "2022", text, "72", "", False))
    assert (trained.figure, trained.verdict == "supported") == ("training_officials", False)
    held = read.verdict(Line("", "2022", text, "5", "", False))
    assert held.figure == "trainings_in_year"


@pytest.mark.parametrize(
    ("text", "number", "mode"),
    [
        ("There were 12 trains.", "12", ""),
        ("There were not 12 trains.", "12", "denied"),
        ("There weren't 12 trains.", "12", "denied"),
        ("Nobody believes that 12 trains ran.", "12", "denied"),
        ("Did 12 trains run?", "12", "asked"),
        ("Had it snowed, 12 trains would have run.", "12", "supposed"),
        ("In May 12 trains ran.", "12", ""),
        ("In 2030 there will be 12 trains.", "12", "foreseen or aimed at"),
        ("We aim at 12 trains.", "12", "foreseen or aimed at"),
        ("Trains will be late; there were 12 of them.", "12", ""),
    ],
)
def test_modes(text, number, mode):
    assert mode_of(around(text, number)) == mode


@pytest.mark.parametrize(
    ("text", "number", "base"),
    [
        ("It received 15,136 submissions a month.", "15,136", "month"),
        ("It yields 17.5 tonnes a hectare.", "17.5", "hectare"),
        ("It costs 4 pounds per journey.", "4 pounds", "journey"),
        ("It sold 140 tonnes a year ago.", "140", ""),
        ("It sold 140 tonnes.", "140", ""),
    ],
)
def test_what_a_number_is_said_for_each_of(text, number, base):
    assert base_said(around(text, number)) == base


def test_bases_of_units():
    assert base_of_unit("submissions per month") == "month"
    assert base_of_unit("per 1,000") == base_of_unit("people") == ""
    assert same_base("months", "month")
    assert same_base("annually", "year")
    assert not same_base("month", "year")


def own(text, number):
    return [word for _, word in own_words(around(text, number))]


def test_words_belong_to_the_number_that_they_stand_beside():
    text = "We held 5 trainings and trained 72 officials."
    assert own(text, "5") == ["We", "held", "trainings"]
    assert own(text, "72") == ["We", "held", "and", "trained", "officials"]
    assert unparted(around(text, "5")) == []


def test_a_number_in_the_same_part_says_something_of_it():
    text = "Two events had more than 40 participants."
    assert [other.text for other in unparted(around(text, "Two"))] == ["more than 40"]


def test_neutral_words_are_plain_and_stand_once():
    words = [word for group in neutral_words().values() for word in group]
    assert all(word == word.lower() and word.isalpha() for word in words)
    assert len(words) == len(set(words))
    for word in ("children", "new", "staff", "another", "each", "every", "half", "without"):
        assert not is_neutral(word, is_change=True, has_period=True), word
    assert is_neutral("numbered", is_change=False, has_period=False)
    assert not is_neutral("more", is_change=False, has_period=False)
