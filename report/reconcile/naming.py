"""How well the words around a number name a quantity's subject, and whether the places agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from report.figures.catalogue import Figure
from report.reconcile.context import Context
from report.reconcile.readings import Quantity
from report.reconcile.words import Word, places, stem_of, stems

_WORLD = frozenset(map(stem_of, ("world", "worldwide", "global", "globally")))
_OUTSIDE_CLAUSE = 6.0
_OWN = 12.0
_PER_WORD, _PER_SCATTERED, _PER_STEP, _FARTHEST = 10.0, 7.0, 0.4, 20


@dataclass(frozen=True)
class Subject:
    """How well the text names a subject; `is_named` is False where it only says the unit."""

    score: float
    is_named: bool


def subject_score(context: Context, quantity: Quantity) -> Subject | None:
    """Return how well a text names a quantity, or None where it does not."""
    # Where no noun follows the number, the unit's noun elsewhere in the sentence is the subject.
    said = context.statement.unit
    scores: dict[tuple[str, ...], Subject] = {}
    for phrase in quantity.phrases:
        score = _nearest(context, phrase.stems)
        if score is not None:
            is_named = not (phrase.is_unit and said) and not phrase.is_place
            scores[phrase.stems] = Subject(score, is_named)
    if not scores:
        return None
    best = max(scores.values(), key=lambda subject: (subject.is_named, subject.score))
    # Further terms that the sentence holds too tell one quantity from another that shares the best one.
    return Subject(best.score + 2.0 * (len(scores) - 1), best.is_named)


def _nearest(context: Context, phrase: tuple[str, ...]) -> float | None:
    """Return the score of the nearest place at which a phrase stands, in one piece or else word by word."""
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


@dataclass(frozen=True)
class Said:
    """The places that a text names, in reduced words: in the number's clause, and in its sentence."""

    clause: set[tuple[str, ...]]
    sentence: set[tuple[str, ...]]

    def agree(self, figure: Figure) -> bool:
        """Return whether the places are those of a figure.

        A figure without a place takes any; one of the world wants no other place; one of a place wants one of its
        names in the sentence, and no other in the clause.
        """
        own = {stems(name) for name in figure.place}
        if not own:
            return True
        nearest = self.clause or self.sentence
        if _is_world(own):
            return not {name for name in nearest if not set(name) & _WORLD} - _own_words(figure)
        return bool(own & self.sentence) and (not nearest or bool(own & nearest))


@dataclass(frozen=True)
class Places:
    """The names of places that texts may say.

    Attributes:
        names: Every name that the catalogue and the tables know.
    """

    names: tuple[str, ...]

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[str, ...]]]:
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in {stems(name) for name in self.names}:
            if phrase:
                by_first.setdefault(phrase[0], []).append(phrase)
        return by_first

    def said(self, context: Context) -> Said:
        """Return the places that clause and sentence of a number name."""
        return Said(self._said(context, clause=True), self._said(context, clause=False))

    def _said(self, context: Context, *, clause: bool) -> set[tuple[str, ...]]:
        words = [w for w in context.words if not clause or context.in_clause(w)]
        found = list(self._found(words))
        # `East Asia and the Pacific` is not `Asia and the Pacific`: the longest name at a place counts.
        return {
            phrase
            for at, phrase in found
            if not any(
                other != phrase and start <= at and at + len(phrase) <= start + len(other)
                for start, other in found
            )
        }

    def _found(self, words: list[Word]) -> Iterable[tuple[int, tuple[str, ...]]]:
        for at, word in enumerate(words):
            for phrase in self._phrases.get(word.stem, ()):
                if tuple(w.stem for w in words[at : at + len(phrase)]) == phrase:
                    yield at, phrase
            if word.stem in _WORLD:
                yield at, (word.stem,)


def _is_world(names: set[tuple[str, ...]]) -> bool:
    return any(set(name) & _WORLD for name in names)


def _own_words(figure: Figure) -> frozenset[tuple[str, ...]]:
    return _phrases_of(" ".join((figure.label, figure.unit, *figure.terms)))


@lru_cache(maxsize=1_000)
def _phrases_of(said: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of a figure's own subject: a place may be a word of it, as in `Palestine refugees`."""
    subject = stems(said)
    return frozenset(
        subject[at : at + size] for size in range(1, 6) for at in range(len(subject) - size + 1)
    )


def is_place_name(value: object) -> bool:
    """Return whether a cell can be the name of a place: words that begin with a capital."""
    return isinstance(value, str) and bool(re.fullmatch(r"[A-Z][^\d(]{2,60}", value))
