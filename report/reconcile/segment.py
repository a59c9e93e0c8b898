"""The words of a clause that belong to one of its numbers: those beside another number of it do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from numbertext.statement import Statement
from report.reconcile.context import Context
from report.reconcile.words import raw_words

_COORDINATOR = re.compile(r",|;|\band\b|\bor\b|\bbut\b", re.I)
_OF_RATES = re.compile(
    r"\b(?:per|for|in|of|to|out|every|each|hundred|thousand|million|billion|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
_INSIDE = re.compile(r"\b(?:in|inside|within|across|throughout|outside)\s+(?:the\s+)?$", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[^\w\s-]")
_MOST_IN_NOUN = 3
_MOST_AFTER_COMMA, _MOST_AFTER_AND = 1, 4
_NARROWING = ("age",)
_FROM_TO = re.compile(r"\b(?:from|to|against|than|with|over)\s+$", re.I)
_NAMING = ("ordinal", "occurrence")
"""Kinds of number that name what is spoken of: the *fifth* period, the *first* time."""

Spoken = tuple[int, str]
"""A word as it is written, after its place in the text."""


def own_words(context: Context, *, whole: bool = False) -> list[Spoken]:
    """Return the words that stand around a number, those of dates and of other numbers left out.

    Args:
        context: The number in its surroundings.
        whole: Whether the sentence is meant, not the number's clause only.
    """
    kept = context.spoken
    if whole not in kept:
        kept[whole] = _own_words(context, *(context.sentence if whole else context.clause))
    return kept[whole]


def _own_words(context: Context, start: int, end: int) -> list[Spoken]:
    numbers = [span for other in context.others for span in _number(context, other)]
    beside = [span for other in context.others for span in _beside(context, other)]
    return [
        (at, word)
        for at, word in raw_words(context.text, start, end)
        if not _within(at, numbers) and (not _within(at, beside) or _is_of_all(context, at, word))
    ]


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_of_all(context: Context, at: int, word: str) -> bool:
    """Return whether a word beside another number is a name, which may be of the whole clause.

    Of two ordinals (`the 20th anniversary of the one and the 10th of the other`) each has its own, but for the place.
    """
    if not word[0].isupper() or at == context.clause[0]:
        return False
    return context.statement.kind not in _NAMING or is_inside(context.text, at)


def is_inside(text: str, at: int) -> bool:
    """Return whether a name stands as the place where all that is said is so: `in Africa`."""
    return bool(_INSIDE.search(text[max(0, at - 24) : at]))


def _number(context: Context, other: Statement) -> Iterator[tuple[int, int]]:
    """Yield what a number of the sentence takes for itself: its words, and the noun that it counts."""
    if other is context.statement:
        if other.kind == "rate":
            yield from _number_words(context)
        else:
            yield other.start, other.end
    elif other.set_aside == "date":
        yield other.start, other.end
    elif other.is_statement and other.kind not in _NAMING:
        yield other.start, _noun_end(context.text, other)


def _noun_end(text: str, other: Statement) -> int:
    """Return where the noun ends that another number counts: `Member States` of `40 Member States`."""
    noun = other.unit.split()[-1:]
    for count, word in enumerate(_WORD.finditer(text, other.end)):
        if count == _MOST_IN_NOUN or not noun or _STOP.search(text, other.end, word.start()):
            break
        if word[0].lower() == noun[0]:
            return word.end()
    return other.end


def _number_words(context: Context) -> Iterator[tuple[int, int]]:
    """Yield the words of a rate that only say how many: what it is of stands between them."""
    me = context.statement
    found = _OF_RATES.finditer(context.text, me.start, me.end)
    hedge = me.start + (len(me.hedge) if me.text.lower().startswith(me.hedge) else 0)
    yield me.start, hedge
    yield from (word.span() for word in found)


def _beside(context: Context, other: Statement) -> Iterator[tuple[int, int]]:
    """Yield what goes with another number of the clause: from the comma or `and` that parts the two to the next."""
    me, (start, end) = context.statement, context.clause
    is_number = other.is_statement and (other.kind not in _NAMING or me.kind in _NAMING)
    if other is me or not is_number or not start <= other.start < end:
        return
    cut = _between(context, other)
    if cut is None:
        return
    if other.start < me.start:
        yield other.start, cut
        return
    after = _COORDINATOR.search(context.text, other.end, end)
    yield cut, after.start() if after else end


def _between(context: Context, other: Statement) -> int | None:
    """Return where a clause parts between two of its numbers that stand side by side; None where it does not."""
    first, last = sorted((context.statement, other), key=lambda statement: statement.start)
    cuts = list(_COORDINATOR.finditer(context.text, first.end, last.start))
    if not cuts:
        return None
    cut = cuts[-1]
    words = len(context.text[cut.end() : last.start].split())
    return (
        cut.start() if words <= (_MOST_AFTER_COMMA if cut[0] in ",;" else _MOST_AFTER_AND) else None
    )


def unparted(context: Context) -> list[Statement]:
    """Return the other numbers of a clause that stand in one part of it with this one: they say something of it."""
    start, end = context.clause
    return [
        other
        for other in context.others
        if other is not context.statement
        and start <= other.start < end
        and (other.is_statement or other.set_aside in _NARROWING)
        and other.kind not in _NAMING
        and (not other.is_statement or _between(context, other) is None)
        and not _YEAR.fullmatch(other.text)
        and not _FROM_TO.search(context.text[max(0, other.start - 14) : other.start])
    ]
