"""The places that texts name, and whether they are those of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from report.figures.catalogue import Figure
from report.reconcile.context import Context
from report.reconcile.segment import is_inside, own_words
from report.reconcile.words import Word, stem_of, stems

_WORLD = frozenset(
    map(stem_of, ("world", "worldwide", "global", "globally", "globe", "earth", "planet"))
)
_PARTED = re.compile(r"[\d:;().]")


@dataclass(frozen=True)
class Named:
    """A place that a text names: its reduced words, its name, where it stands, and whether in the number's clause."""

    stems: tuple[str, ...]
    name: str
    at: int
    in_clause: bool
    is_inside: bool


@dataclass(frozen=True)
class Said:
    """The places that a text names, and where the number stands."""

    named: tuple[Named, ...]
    here: int

    def missing(self, figure: Figure, *, within: tuple[int, int]) -> list[str]:
        """Return what the places lack to be those of a figure; empty where they agree.

        A place is to be explained: by the figure's own places, or as words of its subject. One of a place wants one of
        its names in the sentence besides; one of the world, or of the whole report, wants none.

        Args:
            figure: The figure.
            within: Start and end of the text in which other places would make it another subject.
        """
        own = {stems(name) for name in figure.place}
        found = self.foreign(figure, within=within)
        if own and not _is_world(own) and not own & {place.stems for place in self.named}:
            found.append(" or ".join(figure.place))
        return found

    def foreign(self, figure: Figure, *, within: tuple[int, int]) -> list[str]:
        """Return the places that are not those of a figure; arguments as of `missing`."""
        own = {stems(name) for name in figure.place}
        words = _own_words(figure)
        clause = [place for place in self.named if place.in_clause]
        before = [place for place in self.named if place.at < self.here]
        nearest = clause or (self.named if own else before)
        foreign = [
            place.name
            for place in nearest
            if place.stems not in own | words
            and (own or place.is_inside or within[0] <= place.at < within[1])
        ]
        if _is_world(own | words):
            foreign = [name for name in foreign if not is_world_word(name)]
        return [f"“{name}”" for name in foreign]


@dataclass(frozen=True)
class Places:
    """The names of places that texts may say.

    Attributes:
        names: Every name that the catalogue and the tables know.
    """

    names: tuple[str, ...]

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, name in {stems(name): name for name in self.names}.items():
            if phrase:
                by_first.setdefault(phrase[0], []).append((phrase, name))
        return by_first

    def said(self, context: Context) -> Said:
        """Return the places that the sentence of a number names."""
        own = {at for at, _ in own_words(context)}
        last = _end_of_reach(context)
        words = [word for word in context.words if word.start < last]
        found = list(self._found(context.text, words))
        # `East Asia and the Pacific` is not `Asia and the Pacific`: the longest name at a place counts.
        named = [
            Named(phrase, name, start, start in own, is_inside(context.text, start))
            for at, phrase, name in found
            if (start := context.words[at].start) >= 0
            and not any(
                other != phrase and first <= at and at + len(phrase) <= first + len(other)
                for first, other, _ in found
            )
        ]
        return Said(tuple(named), context.statement.start)

    def _found(
        self, text: str, words: Sequence[Word]
    ) -> Iterable[tuple[int, tuple[str, ...], str]]:
        for at, word in enumerate(words):
            for phrase, name in self._phrases.get(word.stem, ()):
                spoken = words[at : at + len(phrase)]
                if tuple(w.stem for w in spoken) == phrase and not _PARTED.search(
                    text, word.start, spoken[-1].end
                ):
                    yield at, phrase, name
            if word.stem in _WORLD:
                yield at, (word.stem,), "world"


def _end_of_reach(context: Context) -> int:
    """Return how far the places of a sentence can be a number's: to its clause's end, where another number follows."""
    end = context.clause[1]
    later = (other for other in context.others if other.is_statement and other.start >= end)
    return end if any(later) else context.sentence[1]


def is_world_word(word: str) -> bool:
    """Return whether a word says the world."""
    return stem_of(word) in _WORLD


def _is_world(names: Iterable[tuple[str, ...]]) -> bool:
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
