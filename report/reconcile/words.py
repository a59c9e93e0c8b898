"""Words of a text with their places, reduced so that `Member States` and `member state` are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SAME = {"person": "peopl", "individual": "peopl"}
_SMALL = frozenset(
    {
        "a",
        "all",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "to",
        "with",
    }
)

_ENDINGS = (
    *("ations", "ation", "ments", "ment", "ships", "ship", "ings", "ing", "ions", "ion", "ity"),
    *("ies", "ied", "ibly", "ible", "ably", "able", "ally", "ly", "al", "ed", "es", "e", "s", "y"),
)
_IRREGULAR = {
    "every": "each",
    "children": "child",
    "women": "woman",
    "men": "man",
    "persons": "people",
    "person": "people",
    "individual": "people",
    "individuals": "people",
}
_SHORTEST = 4


@dataclass(frozen=True)
class Word:
    """One word: its place in the text and its reduced form."""

    start: int
    end: int
    stem: str


def words_of(text: str) -> list[Word]:
    """Return the words of a text in order; hyphens part words, digits are none."""
    return [
        Word(found.start(), found.end(), stem)
        for found in _WORD.finditer(text)
        if (stem := stem_of(found[0])) not in _SMALL
    ]


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """Return the reduced words of a text."""
    return tuple(word.stem for word in words_of(text))


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """Return a word in lower case, without its possessive, its plural and its past ending."""
    low = re.sub(r"['’]s?$", "", word.lower())
    if low.endswith("ies") and len(low) > 4:
        low = low[:-3] + "y"
    elif low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
        low = low[:-1]
    if low.endswith("ed") and len(low) > 4:
        low = low[:-2]
    elif low.endswith("e") and len(low) > 3:
        low = low[:-1]
    return _SAME.get(low, low)


def places(words: Sequence[Word], phrase: Sequence[str]) -> list[int]:
    """Return the positions at which a phrase of reduced words begins."""
    size = len(phrase)
    if not size:
        return []
    return [
        at
        for at in range(len(words) - size + 1)
        if words[at].stem == phrase[0]
        and all(words[at + i].stem == phrase[i] for i in range(1, size))
    ]


@lru_cache(maxsize=20_000)
def root_of(word: str) -> str:
    """Return what the forms of a word share: `displaced` and `displacement`, `punctual` and `punctuality`.

    Coarser than `stem_of`: it tells whether a figure knows a word at all, never which figure is meant.
    """
    low = re.sub(r"['’]s?$", "", word.lower())
    low = _IRREGULAR.get(low, low)
    while ending := next(
        (e for e in _ENDINGS if low.endswith(e) and len(low) - len(e) >= _SHORTEST), ""
    ):
        low = low[: -len(ending)]
    return low[:-1] if len(low) > _SHORTEST and low[-1] == low[-2] else low


@lru_cache(maxsize=20_000)
def roots(text: str) -> frozenset[str]:
    """Return the roots of a text's words."""
    return frozenset(root_of(found[0]) for found in _WORD.finditer(text))


def raw_words(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return the words between two places of a text as they are written, each with its place."""
    found = _WORD.finditer(text, start, end)
    # The letters of `20th` are no word.
    return [(w.start(), w[0]) for w in found if not text[w.start() - 1 : w.start()].isdigit()]


NUMBER_STEMS = frozenset(
    map(
        stem_of,
        (
            *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
            *("eleven", "twelve", "hundred", "thousand"),
        ),
    )
)
"""Words, reduced, that are numbers."""
