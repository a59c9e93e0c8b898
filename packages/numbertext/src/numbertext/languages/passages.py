"""In which language each passage of a document is: sentence by sentence, and where one does not tell, by those around.

"Arrivals fell by 12 per cent. Les arrivées ont reculé de 12 pour cent."   ->  en, fr
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from numbertext.languages.identifier import ENGLISH, likelihood
from numbertext.languages.words import Words, words_of

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？।۔؟។၊။])\s*|\n+")
STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*$")
FEW, SOME, MANY = 2, 3, 6
"""Words that are no names: fewer than `FEW` say nothing of a language, from `MANY` on they say it for sure, and so do
`SOME` that make a sentence with a full stop, which references and species have seldom."""
ENGLISH_WORDS = 8
"""One word in so many that is of English alone makes the sentence English."""
LIKELY, UNLIKELY, UNTHINKABLE = 0.3, 0.05, 0.01
"""Probabilities of English."""


@dataclass(frozen=True)
class Passage:
    """A sentence, or a heading, cell or item of a list, of one language.

    Attributes:
        start: Code point of the paragraph at which it starts.
        end: Code point after its last one.
        language: ISO 639 code; empty while nothing tells.
        is_sure: Whether its own words tell.
        weight: How many words it has that tell.
    """

    start: int
    end: int
    language: str
    is_sure: bool
    weight: int


def passages(paragraphs: Sequence[str]) -> list[tuple[Passage, ...]]:
    """Return the passages of every paragraph of a document, in their order.

    A passage that does not tell by itself is in the language of its paragraph, else in that of the paragraphs before
    and behind where both have the same one, else in that of most of the document, which is English unless its
    passages say otherwise.
    """
    told = [tuple(_told(text, *span) for span in _sentences(text)) for text in paragraphs]
    most = _most(passage for found in told for passage in found)
    ahead = _nearest(reversed(told))[::-1]
    behind = _nearest(told)
    return [
        tuple(_settled(passage, (_most(found), *around), most) for passage in found)
        for found, *around in zip(told, behind, ahead, strict=True)
    ]


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        if end.start() > start:
            yield start, end.start()
        start = end.end()
    if start < len(text):
        yield start, len(text)


def _told(text: str, start: int, end: int) -> Passage:
    sentence = text[start:end]
    words = words_of(sentence)
    language, is_sure = _language(sentence, words)
    return Passage(start, end, language, is_sure, max(1, len(words.plain)))


def _language(sentence: str, words: Words) -> tuple[str, bool]:
    if not words.is_latin:
        return likelihood(sentence).best, True
    if words.english and words.english * ENGLISH_WORDS >= len(words.plain):
        return ENGLISH, True
    if len(words.plain) < FEW:
        return "", False
    whole, plain = likelihood(sentence), likelihood(" ".join(words.plain))
    if plain.english >= LIKELY:
        return ENGLISH, True
    if max(whole.english, plain.english) > UNLIKELY:
        return "", False
    is_sure = len(words.plain) >= MANY or (
        STOPPED.search(sentence) is not None
        and len(words.plain) >= SOME
        and max(whole.english, plain.english) < UNTHINKABLE
    )
    return (plain if is_sure else whole).best, is_sure


def _most(found: Iterator[Passage] | Sequence[Passage]) -> str:
    """Return the language that has most of the words of passages that tell for sure; empty where none does."""
    counts: Counter[str] = Counter()
    for passage in found:
        if passage.is_sure:
            counts[passage.language] += passage.weight
    return max(counts, key=counts.__getitem__) if counts else ""


def _nearest(told: Sequence[tuple[Passage, ...]] | Iterator[tuple[Passage, ...]]) -> list[str]:
    """Return for every paragraph the language of the last one before it that tells."""
    nearest, last = [], ""
    for found in told:
        nearest.append(last)
        last = _most(found) or last
    return nearest


def _settled(passage: Passage, around: Sequence[str], most: str) -> Passage:
    """Return a passage with its language, by what is around it where its own words are too few.

    Args:
        passage: The passage.
        around: Languages of its paragraph, of the one before and of the one behind; empty where these do not tell.
        most: Language of most of the document.
    """
    if passage.is_sure:
        return passage
    own, behind, ahead = around
    if passage.language and passage.language in around:
        return passage
    between = behind if behind == ahead or not ahead else ahead if not behind else ""
    guessed = passage.language if most != ENGLISH else ""
    return replace(passage, language=own or between or guessed or most or ENGLISH)
