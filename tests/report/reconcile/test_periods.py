import pytest

from report.reconcile.periods import Period, period_of, spoken, when


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("end of 2022", Period(2022, at_end=True)),
        ("2020", Period(2020)),
        ("May 2023", Period(2023, 5)),
        ("10 Jul 2023", Period(2023, 7)),
        ("mid-2022", Period(2022, 6)),
        ("any given day in 2021", Period(2021)),
        ("2019 to 2020", Period(2020, since=2019)),
        ("2021–22", Period(2022, since=2021)),
        ("the third area", None),
        ("", None),
    ],
)
def test_periods_in_words(words, expected):
    assert period_of(words) == expected


@pytest.mark.parametrize(
    ("said", "held", "expected"),
    [
        ("2022", "end of 2022", True),
        ("2022", "May 2022", True),
        ("December 2022", "end of 2022", True),
        ("May 2022", "end of 2022", False),
        ("May 2022", "June 2022", False),
        ("October 2015", "2015", True),
        ("2021", "end of 2022", False),
        ("2020", "2019 to 2020", False),
    ],
)
def test_which_periods_words_can_mean(said, held, expected):
    assert period_of(said).names(period_of(held)) is expected


def test_periods_sort_by_their_end():
    words = ["May 2023", "end of 2022", "June 2022", "2020"]
    assert sorted(words, key=lambda w: period_of(w).order) == words[::-1]


@pytest.mark.parametrize(
    ("at", "words", "sentence"),
    [
        ("2022-12-31", "end of 2022", "at end-2022"),
        ("2023-05", "May 2023", "by May 2023"),
        ("2022-06-30", "June 2022", "by June 2022"),
        ("2020", "2020", "in 2020"),
        ("2019 to 2020", "2019 to 2020", "from 2019 to 2020"),
        ("any given day in 2021", "any given day in 2021", "on any given day in 2021"),
        ("", "", ""),
    ],
)
def test_periods_as_they_are_said(at, words, sentence):
    assert spoken(at) == words
    assert when(words) == sentence
