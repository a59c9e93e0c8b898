"""What the words of a sentence say of its language before any model is asked.

Names are of all languages, so only words in small letters count: "The Badan Nasional Penanggulangan Bencana recorded
12 floods" is English by *the*, *recorded* and *floods*.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from numbertext.extraction.wordlist import wordlist

ONLY_ENGLISH = wordlist(
    "the and were with from which this that their its than there these those since other between into about during"
    " where when while after before would will could should each our they down year years people number report"
)
"""Frequent words of English that are words of no other language that is written in Latin letters."""
PIECE = re.compile(r"\S+")
NOTATION = re.compile(r"@|://|www\.|[\w-]\.\w+\.|[=_\\{}<>]")
"""What makes a piece an address, an abbreviation or code, of no language: `www.example.org`, `n.e.c.`, `sep=";"`."""
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LETTER = re.compile(r"[^\W\d_]")
FEW = 2
"""So few letters of another script are signs: `µg`, `Σ`, `β`."""
LATIN = re.compile(r"[A-Za-zªºÀ-ɏʰ-ʸˠ-ˤᴀ-ᶿḀ-ỿ]")


class SentenceWords(NamedTuple):
    """The words of a sentence.

    Attributes:
        plain: Those that are no names, in small letters.
        english: How many of all are words of English alone.
        is_latin: Whether most of the letters are Latin ones; true where there are none.
    """

    plain: tuple[str, ...]
    english: int
    is_latin: bool


def words_of(text: str) -> SentenceWords:
    """Return the words of a sentence, without addresses and abbreviations."""
    text = PIECE.sub(lambda piece: " " if NOTATION.search(piece[0]) else piece[0], text)
    found = WORD.findall(text)
    is_shouted = text.isupper()
    plain = tuple(w.lower() for w in found if len(w) > 1 and (is_shouted or w[0].islower()))
    letters = LETTER.findall(text)
    others = sum(LATIN.match(letter) is None for letter in letters)
    english = sum(word.lower() in ONLY_ENGLISH for word in found)
    return SentenceWords(plain, english, others < FEW or 2 * others <= len(letters))
