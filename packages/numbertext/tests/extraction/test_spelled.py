"""Numbers in words are read back as they were written."""

import pytest

from numbertext import TextError, extract
from numbertext.spelled import LARGEST, in_words, ordinal_in_words


def test_every_number_in_words_is_read_back():
    wrong = {
        n: in_words(n)
        for n in range(1, LARGEST + 1)
        if [s.value for s in extract(f"{in_words(n)} people")] != [n]
    }
    assert wrong == {}


def test_every_ordinal_in_words_is_read_back():
    wrong = {
        n: ordinal_in_words(n)
        for n in range(1, 100)
        if [s.value for s in extract(f"the {ordinal_in_words(n)} decade")] != [n]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("say", "number"),
    [(in_words, -1), (in_words, 1000), (ordinal_in_words, 0), (ordinal_in_words, 100)],
)
def test_others_are_refused(say, number):
    with pytest.raises(TextError, match="not written in words"):
        say(number)
