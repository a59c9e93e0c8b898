"""What stands around a number: its sentence, its clause, their words, and the periods that they name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from numbertext.statement import Statement
from report.reconcile.baseline import Baseline, baseline_of, is_start
from report.reconcile.dates import own_dates
from report.reconcile.periods import Period, period_of
from report.reconcile.words import Word, words_of

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")
_ABBREVIATED = re.compile(
    r"\b(?:No|Nos|Dr|Mr|Ms|Mrs|Prof|St|Art|Fig|vol|pp?|cf|approx|ca|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|[A-Z]|e\.g|i\.e)\.$"
)
_CLAUSE_END = re.compile(
    r"[;:()—]|\s–\s|\s-\s|,\s+(?=(?:and|but|while|whereas|with|which|who|where|of whom|up from|down from|compared)\b)",
    re.I,
)
_WHOLE = re.compile(r"Of\s+(?:(?:the|all|its|our|these|those)\s+)?(?=[\d(]|\w+\s)[^,;:]*(?=,)")
"""What begins a sentence about parts: `Of the 13 events in 2022, five …`."""
_NAME = re.compile(r"\s+[A-Z]")
_PUBLICATION = re.compile(
    r"\b(?:Index|Trends|Report|Plan|Strategy|Estimates|Survey|Outlook|Yearbook|Census)\s+$"
)
_PREPOSITION = re.compile(r"\b(?:in|of|by|since|during|end|late|early|until|for|from|to)\s+$", re.I)
MOST_NUMBERS = 60
"""How many numbers a sentence may have: what has more is a list, or the words of a chart or table without its cells."""
_STARTING = re.compile(
    r"(?:since|established in|founded in|compared (?:with|to)|(?:up|down) from)\s*$", re.I
)


@dataclass(frozen=True)
class Context:
    """The surroundings of one number.

    Attributes:
        statement: The number.
        text: The block of text that it stands in.
        sentence: Start and end of its sentence.
        clause: Start and end of its clause.
        others: Every number found in the sentence, itself included.
    """

    statement: Statement
    text: str
    sentence: tuple[int, int]
    clause: tuple[int, int]
    others: tuple[Statement, ...]

    @property
    def is_crowded(self) -> bool:
        """Whether so many numbers stand in the sentence that no word of it can be said to be of this one."""
        return len(self.others) > MOST_NUMBERS

    @cached_property
    def words(self) -> list[Word]:
        """The sentence's words, those of its numbers left out."""
        start, end = self.sentence
        taken = [(other.start, other.end) for other in self.others if not self._is_named_by(other)]
        found = (
            Word(word.start + start, word.end + start, word.stem)
            for word in words_of(self.text[start:end])
        )
        return [w for w in found if not any(a <= w.start < b for a, b in taken)]

    def _is_named_by(self, other: Statement) -> bool:
        """Return whether a number's words name what is spoken of: `12 cases per 1,000`, the *eighth* meeting."""
        naming = ("occurrence", "rate") if other is self.statement else ("ordinal",)
        return other.kind in naming

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of `words`, reduced."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def position(self) -> int:
        """Position among the words at which the number stands."""
        return bisect_left([word.start for word in self.words], self.statement.start)

    def in_clause(self, word: Word) -> bool:
        """Return whether a word stands in the number's own clause."""
        return self.clause[0] <= word.start < self.clause[1]

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Periods that the clause names, the nearest first."""
        return self._periods(*self.clause)

    @cached_property
    def periods_around(self) -> tuple[Period, ...]:
        """Periods that the sentence names, the nearest first."""
        return self._periods(*self.sentence)

    @cached_property
    def baseline(self) -> Baseline | None:
        """From when a change is measured, by the clause; None where it does not say, or where this is no change."""
        if self.statement.kind != "change":
            return None
        start, end = self.clause
        dates = [o for o in self.others if o.set_aside == "date" and start <= o.start < end]
        own = own_dates(self.text, self.statement, self.others, dates)
        return baseline_of(self.text, start, end, self.statement.start, own or dates)

    @cached_property
    def spoken(self) -> dict[bool, list[tuple[int, str]]]:
        """The words around the number, of the clause and of the whole sentence, as far as they were asked for."""
        return {}

    @property
    def sentence_text(self) -> str:
        """The sentence as it stands."""
        return self.text[self.sentence[0] : self.sentence[1]]

    def _periods(self, start: int, end: int) -> tuple[Period, ...]:
        is_change = self.statement.kind == "change"
        dates = [
            o
            for o in self.others
            if o.set_aside == "date"
            and start <= o.start < end
            and not _STARTING.search(self.text[start : o.start])
            and not (is_change and is_start(self.text, start, o))
            and not self._is_of_a_name(o)
        ]
        if is_change:
            # A change is said of the end of the time that it took.
            dates.sort(key=lambda o: -o.start)
        else:
            dates = own_dates(self.text, self.statement, self.others, dates)
        # "end of" and "mid-" stand before the year that was found.
        said = (self.text[max(start, o.start - 12) : o.end] for o in dates)
        found = tuple(period for words in said if (period := period_of(words)) is not None)
        return tuple(replace(period, since=None) for period in found) if is_change else found

    def _is_of_a_name(self, date: Statement) -> bool:
        """Return whether a year belongs to a name (`the 2023 Global Slavery Index`), not to what is said of it."""
        if len(date.text) == 4 and _PUBLICATION.search(self.text[: date.start][-14:]):
            return True
        named = _NAME.match(self.text, date.end) and len(date.text) == 4
        return bool(named) and not _PREPOSITION.search(self.text[: date.start][-12:])


def contexts(text: str, found: Sequence[Statement]) -> list[Context]:
    """Return the surroundings of every number of a block, in its order."""
    ends = _sentences(text)
    starts = [start for start, _ in ends]
    by_sentence: dict[int, list[Statement]] = {}
    for statement in found:
        at = max(0, bisect_left(starts, statement.start + 1) - 1)
        by_sentence.setdefault(at, []).append(statement)
    return [
        Context(statement, text, ends[at], clause, others)
        for at, others in ((at, tuple(found)) for at, found in by_sentence.items())
        for statement, clause in _with_clauses(text, ends[at], others)
    ]


def _with_clauses(
    text: str, sentence: tuple[int, int], others: Sequence[Statement]
) -> Iterator[tuple[Statement, tuple[int, int]]]:
    """Yield the numbers of a sentence with their clauses; one of too many numbers is not parted."""
    for statement in others:
        is_parted = len(others) <= MOST_NUMBERS
        yield statement, _clause(text, sentence, statement, others) if is_parted else sentence


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if "\n" not in end[0] and _ABBREVIATED.search(text[max(0, end.start() - 8) : end.start()]):
            continue
        spans.append((start, end.start()))
        start = end.end()
    return [*spans, (start, len(text))]


def _clause(
    text: str, sentence: tuple[int, int], statement: Statement, others: Sequence[Statement]
) -> tuple[int, int]:
    start, end = sentence
    for cut in _CLAUSE_END.finditer(text, *sentence):
        if any(o.start <= cut.start() < o.end for o in others):
            continue
        if cut.end() <= statement.start:
            start = cut.end()
        elif cut.start() >= statement.end:
            end = cut.start()
            break
    whole = _WHOLE.match(text, sentence[0], end)
    return start, whole.end() if whole and statement.end <= whole.end() else end
