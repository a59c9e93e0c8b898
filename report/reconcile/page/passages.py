"""The text of a block cut at its numbers, so that the pieces put together are the block's text again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numbertext.documents import Block, Document
from report.reconcile.finding import SET_ASIDE, Finding

_AROUND = 300
_CUT = "…"


@dataclass(frozen=True)
class NumberedFinding:
    """A finding with its number on the page.

    Attributes:
        number: From 1, over all documents.
        finding: The finding.
        following: Number of the next finding with the same verdict; None for the last.
        evidence: Number of the evidence that it rests on; None for none.
    """

    number: int
    finding: Finding
    following: int | None
    evidence: int | None

    @property
    def is_set_aside(self) -> bool:
        """Whether the number is no statement."""
        return self.finding.verdict == SET_ASIDE


@dataclass(frozen=True)
class MarkedText:
    """Some text of a block, and the number that it is; None between numbers."""

    text: str
    entry: NumberedFinding | None = None


def pieces(block: Block, entries: Sequence[NumberedFinding]) -> list[MarkedText]:
    """Return a block's text in pieces.

    Args:
        block: The block.
        entries: The findings in it, in any order. Where two overlap, the later one gets what is left, maybe nothing:
            each has a piece, so that each can be linked to.
    """
    found: list[MarkedText] = []
    place = 0
    for entry in sorted(entries, key=lambda e: (e.finding.statement.start, e.number)):
        statement = entry.finding.statement
        start = min(max(statement.start - block.start, place), len(block.text))
        end = min(max(statement.end - block.start, start), len(block.text))
        if start > place:
            found.append(MarkedText(block.text[place:start]))
        found.append(MarkedText(block.text[start:end], entry))
        place = end
    if place < len(block.text):
        found.append(MarkedText(block.text[place:]))
    return found


def sentence_around(document: Document, finding: Finding) -> tuple[str, str, str]:
    """Return the sentence of a number: what stands before it, the phrase, what follows.

    A sentence without end (a table pasted as text) is cut, or a page of many numbers would repeat it for each one.
    """
    start, end = finding.sentence
    first, last = finding.statement.start, finding.statement.end
    before, after = document.text[start:first], document.text[last:end]
    if len(before) > _AROUND:
        before = _CUT + _whole_words(before[-_AROUND:], at_end=False)
    if len(after) > _AROUND:
        after = _whole_words(after[:_AROUND], at_end=True) + _CUT
    return before, document.text[first:last], after


def _whole_words(text: str, *, at_end: bool) -> str:
    """Return a cut text without the rest of the word that the cut went through, unless that is all."""
    first, space, last = text.rpartition(" ") if at_end else text.partition(" ")
    if not space:
        return text
    return first + space if at_end else space + last
