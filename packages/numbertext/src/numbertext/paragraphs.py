"""The numbers of a whole document, paragraph by paragraph: those of English passages read, those of all others listed.

["Arrivals fell by 12 per cent.", "Les arrivées ont reculé de 5,6 pour cent."]
    ->  change 12 per cent; 5,6, unresolved by rule unresolved.language.fr
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from numbertext.extraction import extract
from numbertext.languages import ENGLISH, Passage, passages
from numbertext.languages.numerals import numerals
from numbertext.statement import UNRESOLVED_KIND, Statement

LANGUAGE_RULE = "unresolved.language."
WORDS_ENOUGH = 4
"""A passage without digits is listed from so many words on: it may say a number in words."""


def extract_paragraphs(paragraphs: Sequence[str]) -> list[list[Statement]]:
    """Return the numbers of every paragraph of a document, in their order.

    What stands in a passage that is not in English is `unresolved` by the rule `unresolved.language.` and the
    passage's ISO 639 code; of such a passage without digits, the passage itself.

    Args:
        paragraphs: Texts of the paragraphs, headings and cells, in the order of the document.
    """
    return [
        _of_paragraph(text, found)
        for text, found in zip(paragraphs, passages(paragraphs), strict=True)
    ]


def _of_paragraph(text: str, found: Sequence[Passage]) -> list[Statement]:
    foreign = [passage for passage in found if passage.language != ENGLISH]
    if not foreign:
        return extract(text)
    read = (
        statement
        for statement in extract(text)
        if not any(p.start < statement.end and statement.start < p.end for p in foreign)
    )
    listed = (
        _unread(text, start, end, language)
        for language, group in groupby(foreign, lambda passage: passage.language)
        for start, end in _numbers(text, list(group))
    )
    return sorted((*read, *listed), key=lambda statement: statement.start)


def _numbers(text: str, group: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Yield the places of the numbers of passages of one language; the passages' own place where they have none."""
    found = [place for passage in group for place in numerals(text, passage.start, passage.end)]
    if found:
        yield from found
    elif sum(passage.weight for passage in group) >= WORDS_ENOUGH:
        yield group[0].start, group[-1].end


def _unread(text: str, start: int, end: int, language: str) -> Statement:
    return Statement(
        start, end, text[start:end], UNRESOLVED_KIND, rule=f"{LANGUAGE_RULE}{language}"
    )
