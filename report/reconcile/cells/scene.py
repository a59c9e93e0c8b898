"""What a clause names that cells can be found by: measures, places and years, each with where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from numbertext.statement import UNRESOLVED_KIND, Statement
from report.reconcile.cells.families import Family
from report.reconcile.context import Context
from report.reconcile.periods import Period
from report.reconcile.place_names import Places, is_world_word
from report.reconcile.readings import Quantity, Reading
from report.reconcile.units import normal_unit
from report.reconcile.words import Word, roots, stems, words_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
Span = tuple[int, int]
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class MeasureSaid:
    """A measure that a clause names: where, and the quantities that are called so."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True)
class PlaceSaid:
    """A place that a clause names: where, and its reduced words."""

    start: int
    end: int
    phrase: Phrase

    @property
    def is_world(self) -> bool:
        """Whether it is the whole world."""
        return any(map(is_world_word, self.phrase))


@dataclass(frozen=True)
class Pool:
    """All cells that claims may be of.

    Attributes:
        quantities: What the catalogue publishes, then what only stands in a table.
        families: The columns by place.
        places: The names of places.
    """

    quantities: Sequence[Quantity]
    families: Sequence[Family]
    places: Places

    @cached_property
    def phrases(self) -> dict[str, list[tuple[Phrase, Quantity]]]:
        """The ways to name each quantity, in reduced words, by the first of them."""
        found: dict[str, dict[tuple[Phrase, int], Quantity]] = defaultdict(dict)
        for at, quantity in enumerate(self.quantities):
            for phrase in _names(quantity):
                found[phrase[0]][phrase, at] = quantity
        return {k: [(phrase, q) for (phrase, _), q in v.items()] for k, v in found.items()}

    def family_of(self, quantity: Quantity) -> Family | None:
        """Return the column that a quantity is of, if its places lie side by side."""
        found = (f for f in self.families if f.is_apart)
        return next((f for f in found if any(m is quantity for m in f.members)), None)


def pool_of(quantities: Sequence[Quantity], families: Sequence[Family], places: Places) -> Pool:
    """Return all cells: those that figures publish, and those that only stand in a table."""
    rows = list({id(m): m for family in families for m in family.members}.values())
    in_rows = {figure.id for member in rows for figure in member.figures}
    rest = [q for q in quantities if q.figure.id not in in_rows]
    return Pool((*rest, *rows), families, places)


def _names(quantity: Quantity) -> set[Phrase]:
    own = {word for figure in quantity.figures for name in figure.place for word in stems(name)}
    found = {p.stems for p in quantity.phrases if p.stems and not p.is_place}
    for figure in quantity.figures:
        label = stems(figure.label) if figure.terms else ()
        found.add(tuple(word for word in label if word not in own and not is_world_word(word)))
    return {phrase for phrase in found if phrase}


@dataclass(frozen=True)
class Scene:
    """A clause with what it names.

    Attributes:
        context: The number, or the words of comparison, in their surroundings.
        start: Where the clause starts.
        end: Where it ends.
        measures: The measures that it names, in order.
        places: The places that it names, in order.
        pool: All cells.
    """

    context: Context
    start: int
    end: int
    measures: tuple[MeasureSaid, ...]
    places: tuple[PlaceSaid, ...]
    pool: Pool

    @property
    def text(self) -> str:
        """The block of text."""
        return self.context.text

    @property
    def statement(self) -> Statement:
        """The number, or the words of comparison."""
        return self.context.statement

    def asked(self, kind: str) -> Statement:
        """Return the number as it is held against what cells give: more than another is no change in time."""
        said = self.statement
        if said.kind != "change":
            return said
        return (
            replace(said, direction="up")
            if kind == "ratio"
            else replace(said, kind="cardinal", direction="")
        )

    @cached_property
    def subjects(self) -> tuple[MeasureSaid, ...]:
        """The measures but for the count of the places themselves: `lines` are what a column is of."""
        nouns = frozenset[str]().union(*(f.noun for f in self.pool.families if f.is_apart))
        return tuple(
            m for m in self.measures if not any(nouns & roots(q.figure.unit) for q in m.quantities)
        )

    @cached_property
    def dates(self) -> tuple[Statement, ...]:
        """The dates of the clause."""
        inside = (o for o in self.context.others if self.start <= o.start < self.end)
        return tuple(o for o in inside if o.set_aside == "date")

    @cached_property
    def numbers(self) -> tuple[Statement, ...]:
        """The other numbers of the clause that say something, or may."""
        inside = (o for o in self.context.others if self.start <= o.start < self.end)
        return tuple(
            o
            for o in inside
            if (o.is_statement or o.kind == UNRESOLVED_KIND) and o.start != self.statement.start
        )

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that the clause names, or else those of its sentence, each once, in order."""
        spans = (self.start, self.end), self.context.sentence
        for start, end in spans:
            dates = (
                o for o in self.context.others if o.set_aside == "date" and start <= o.start < end
            )
            found = [int(year) for date in dates for year in _YEAR.findall(date.text)]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that the clause names, or else its sentence."""
        return self.context.periods or self.context.periods_around

    def measures_in(self, span: Span) -> tuple[MeasureSaid, ...]:
        """Return the measures named in a part of the clause."""
        return tuple(m for m in self.measures if span[0] <= m.start < span[1])

    def places_in(self, span: Span) -> tuple[PlaceSaid, ...]:
        """Return the places named in a part of the clause."""
        return tuple(p for p in self.places if span[0] <= p.start < span[1])

    def reading(self, quantity: Quantity) -> Reading | None:
        """Return the reading of the one period that is meant; None where it is not held, or not certain."""
        if len({period.year for period in self.periods}) > 1:
            return None
        if not self.periods:
            return quantity.present
        period = self.periods[0]
        if all(reading.period is None for reading in quantity.readings):
            return quantity.present
        found = quantity.at(period)
        if found is None or found.period is None:
            return None
        is_narrower = period.month is not None and found.period.month is None
        return None if is_narrower and not found.period.at_end else found


def scene_of(context: Context, span: Span, pool: Pool) -> Scene:
    """Return what a part of a text names: the longest names at each place, those of places before those of measures."""
    words = list(_spoken(context, span))
    places = tuple(_places(context, words, pool.places))
    free = [None if any(p.start <= w.start < p.end for p in places) else w for w in words]
    return Scene(context, *span, tuple(_measures(free, pool)), places, pool)


def _spoken(context: Context, span: Span) -> Iterable[Word]:
    """Yield the words of a part of a text, but for those of its numbers and dates."""
    start, end = span
    taken = [(o.start, o.end) for o in context.others if o.is_statement or o.set_aside == "date"]
    for word in words_of(context.text[start:end]):
        at = word.start + start
        if not any(a <= at < b for a, b in taken):
            yield Word(at, word.end + start, word.stem)


def _places(context: Context, words: Sequence[Word], names: Places) -> Iterable[PlaceSaid]:
    whole = replace(context, others=tuple(o for o in context.others if o is context.statement))
    inside = {word.start: at for at, word in enumerate(words)}
    for named in names.said(whole).named:
        at = inside.get(named.at)
        if at is not None and at + len(named.stems) <= len(words):
            yield PlaceSaid(named.at, words[at + len(named.stems) - 1].end, named.stems)


def _measures(words: Sequence[Word | None], pool: Pool) -> Iterable[MeasureSaid]:
    at = 0
    while at < len(words):
        size, found = _longest(words, at, pool)
        if size:
            first, last = words[at], words[at + size - 1]
            if first is not None and last is not None:
                yield MeasureSaid(first.start, last.end, found)
        at += size or 1


def _longest(words: Sequence[Word | None], at: int, pool: Pool) -> tuple[int, tuple[Quantity, ...]]:
    word = words[at]
    if word is None:
        return 0, ()
    best = 0
    found: list[Quantity] = []
    for phrase, quantity in pool.phrases.get(word.stem, ()):
        said = tuple(w.stem if w else "" for w in words[at : at + len(phrase)])
        if said != phrase or len(phrase) < best:
            continue
        found = [*found, quantity] if len(phrase) == best else [quantity]
        best = len(phrase)
    return best, tuple(found)


def is_of(quantity: Quantity, place: PlaceSaid | None) -> bool:
    """Return whether a quantity is of a place; of no place or of the world where none is said."""
    own = {stems(name) for figure in quantity.figures for name in figure.place}
    if place is None or place.is_world:
        return not own or any(is_world_word(word) for name in own for word in name)
    return place.phrase in own


def unit_of(quantity: Quantity) -> str:
    """Return a quantity's unit as statements have it."""
    return normal_unit(quantity.figure.unit)
