"""How well the words around a number name a quantity's subject."""

from __future__ import annotations

from dataclasses import dataclass, replace

from report.reconcile.context import Context
from report.reconcile.readings import Quantity
from report.reconcile.words import NUMBER_STEMS, Word, places

_OUTSIDE_CLAUSE = 12.0
_OWN = 12.0
_PER_WORD, _PER_SCATTERED, _PER_STEP, _FARTHEST = 10.0, 7.0, 0.4, 20


@dataclass(frozen=True)
class Subject:
    """How well the text names a subject.

    Attributes:
        score: Higher is better.
        is_named: Whether the subject is said, not its unit only.
        in_clause: Whether it stands in the number's own clause.
    """

    score: float
    is_named: bool
    in_clause: bool = True


def subject_score(context: Context, quantity: Quantity) -> Subject | None:
    """Return how well a text names a quantity, or None where it does not."""
    # Where no noun follows the number, the unit's noun elsewhere in the sentence is the subject.
    said = context.statement.unit
    scores: dict[tuple[str, ...], Subject] = {}
    for phrase in quantity.phrases:
        if not phrase.has_number and not context.stems.issuperset(phrase.stems):
            continue
        score = _nearest(context, phrase.stems)
        if score is not None:
            is_named = not (phrase.is_unit and said) and not phrase.is_place
            scores[phrase.stems] = Subject(score, is_named, _in_clause(context, phrase.stems))
    if not scores:
        return None
    best = max(scores.values(), key=lambda subject: (subject.is_named, subject.score))
    # Further terms that the clause holds too tell one quantity from another that shares the best one.
    further = sum(subject.in_clause for subject in scores.values()) - best.in_clause
    in_clause = any(s.in_clause for s in scores.values() if s.is_named == best.is_named)
    return Subject(best.score + 2.0 * further, best.is_named, in_clause)


def subject_span(context: Context, quantity: Quantity) -> tuple[int, int] | None:
    """Return start and end of the words that name a quantity's subject best, or None where none do."""
    said = context.statement.unit
    scored = [
        (not (phrase.is_unit and said) and not phrase.is_place, score, phrase.stems)
        for phrase in quantity.phrases
        if (score := _nearest(context, phrase.stems)) is not None
    ]
    if not scored:
        return None
    phrase = max(scored)[2]
    if not NUMBER_STEMS.isdisjoint(phrase):
        context = replace(context, others=(context.statement,))
    found = places(context.words, phrase)
    if found:
        at = min(found, key=lambda place: _distance(context, place, len(phrase)))
        spoken = context.words[at : at + len(phrase)]
    else:
        spoken = [_nearest_word(context, part) for part in phrase]
    return min(word.start for word in spoken), max(word.end for word in spoken)


def _nearest_word(context: Context, stem: str) -> Word:
    found = [at for at, word in enumerate(context.words) if word.stem == stem]
    return context.words[min(found, key=lambda at: _distance(context, at, 1))]


def _in_clause(context: Context, phrase: tuple[str, ...]) -> bool:
    if not NUMBER_STEMS.isdisjoint(phrase):
        context = replace(context, others=(context.statement,))
    return set(phrase) <= {word.stem for word in context.words if context.in_clause(word)}


def _nearest(context: Context, phrase: tuple[str, ...]) -> float | None:
    """Return the score of the nearest place at which a phrase stands, in one piece or else word by word."""
    if not NUMBER_STEMS.isdisjoint(phrase):
        # `less than five minutes late`: the number in it is a word of the subject.
        context = replace(context, others=(context.statement,))
    if not context.stems.issuperset(phrase):
        return None
    found = [
        _PER_WORD * len(phrase)
        - _distance(context, at, len(phrase))
        - _outside(context, at)
        + _within(context, at)
        for at in places(context.words, phrase)
    ]
    return max(found) if found else _scattered(context, phrase)


def _scattered(context: Context, phrase: tuple[str, ...]) -> float | None:
    if len(phrase) < 2:
        return None
    nearest: list[float] = []
    for part in phrase:
        steps = [
            _distance(context, at, 1) + _outside(context, at)
            for at, word in enumerate(context.words)
            if word.stem == part
        ]
        if not steps:
            return None
        nearest.append(min(steps))
    return _PER_SCATTERED * len(phrase) - max(nearest)


def _distance(context: Context, at: int, size: int) -> float:
    here = context.position
    steps = at - here if at >= here else here - (at + size)
    return _PER_STEP * min(max(steps, 0), _FARTHEST)


def _within(context: Context, at: int) -> float:
    """Return what it adds that a phrase is part of the statement itself: `first time` in three years."""
    statement = context.statement
    return _OWN if statement.start <= context.words[at].start < statement.end else 0.0


def _outside(context: Context, at: int) -> float:
    return 0.0 if context.in_clause(context.words[at]) else _OUTSIDE_CLAUSE
