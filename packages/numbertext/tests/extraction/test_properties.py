"""Laws that hold for any text."""

import os
import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numbertext import extract
from numbertext.statement import KINDS

NUMBER_WORDS = (
    "one two three twenty hundred thousand million half a quarter third first second 20th once twice several most"
    " hundreds tens of doubled threefold between and to from per cent percentage points more than at least up about"
    " nearly or so"
)

MARKS = "$ £ US$ % ‰ - – ( ) . , ; : / + ½ ² ﬁ 5 7 12 2022 1,234 1.5 3.2.1"
OTHERS = "aged under people schools years rose by in the July COVID 's"
BREAKS = ["\n", "\u00a0", "\u00ad", "\u2212", "\u202e", "-\n"]
PIECES = [*NUMBER_WORDS.split(), *MARKS.split(), *OTHERS.split(), *BREAKS]


def check(text: str) -> None:
    """Assert what holds for the records of any text."""
    found = extract(text)
    end = 0
    for item in found:
        assert end <= item.start < item.end <= len(text)
        assert item.text == text[item.start : item.end]
        assert item.rule
        assert (item.kind == "set_aside") == (item.set_aside is not None)
        assert item.kind in (*KINDS, "set_aside", "unresolved")
        end = item.end
    covered = {at for item in found for at in range(item.start, item.end)}
    digits = {at for at, letter in enumerate(text) if unicodedata.category(letter) == "Nd"}
    assert digits <= covered


@given(st.text(max_size=80))
def test_any_text(text):
    check(text)


@given(st.lists(st.sampled_from(PIECES), max_size=25), st.sampled_from([" ", "", "  "]))
@settings(max_examples=300)
def test_any_mixture_of_number_words(pieces, space):
    check(space.join(pieces))


@given(st.text(alphabet="0123456789 ,.-–/:()+%$'\n", max_size=60))
def test_any_mixture_of_digits_and_marks(text):
    check(text)


@given(st.characters(categories=["Cs", "Cc", "So", "Lo", "No", "Nl", "Nd", "Mn"]))
def test_strange_characters(character):
    check(f"{character}12 people{character}, 5{character}6 and seven{character}")


def test_the_same_text_gives_the_same_records():
    text = "Some 300 of the 1,200 schools, or one in four, closed in 2022."
    code = "import sys; from numbertext import extract; print(extract(sys.argv[1]))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, text],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("7", "8")
    }
    assert printed == {f"{extract(text)}\n"}


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1,",
        "123 ",
        "one ",
        "one-",
        "hundred ",
        "5 of the ",
        "5 in ",
        "rose by 5 ",
        "one of the ",
        "½",
        "first ",
        "a",
        " ",
        "\n",
        "(",
        "'",
    ],
)
def test_hostile_repetition_takes_time_in_proportion(piece):
    text = piece * (20_000 // len(piece))
    started = time.perf_counter()
    check(text)
    assert time.perf_counter() - started < 10
