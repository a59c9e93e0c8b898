"""What keeps a sentence from being about a figure for certain: words that it leaves unexplained, or conditions unmet.

A figure explains the words of its own (label, unit, terms, wording, place, period, sources). What is left over beside
neutral words may narrow the subject or change it, so that nothing follows from the figure's value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from numbertext.statement import Statement
from report.figures.catalogue import Figure
from report.reconcile.attribution import Names
from report.reconcile.context import Context
from report.reconcile.core import core
from report.reconcile.modes import mode_of
from report.reconcile.neutral import is_neutral
from report.reconcile.periods import MONTHS, Period
from report.reconcile.place_names import Said, is_world_word
from report.reconcile.rates import base_of_unit, base_said, same_base
from report.reconcile.readings import Quantity, Reading
from report.reconcile.rests import not_of_one
from report.reconcile.segment import is_inside, own_words, unparted
from report.reconcile.units import is_of_series
from report.reconcile.words import raw_words, root_of, roots, stems

_PART = re.compile(r"\s+of\s+(?:the|these|those|its|their|our|all|whom|which)\b", re.I)
_WORLD = frozenset(
    map(root_of, ("world", "worldwide", "global", "globally", "globe", "earth", "planet"))
)
_KINDS_OF_PLACE = frozenset(map(root_of, ("region", "country", "area", "territory")))
_MONTH_NAMES = frozenset(map(root_of, MONTHS))
_TOKEN = re.compile(r"\w+")
Sources = Callable[[Quantity, Reading], frozenset[str]]


@dataclass(frozen=True)
class Explainer:
    """Says what is missing for a sentence to be about a figure.

    Attributes:
        names: Names of sources.
        sources: The sources whose rows feed a reading.
        whole: Roots of the words that name whose report it is: what is said of that body is said of the whole.
        title: The report's own title, wherever a text names it.
        years: Years that a figure without a period may be said of: from the edition's to its as-of date's.
    """

    names: Names
    sources: Sources
    whole: frozenset[str]
    title: re.Pattern[str]
    years: frozenset[str]

    def missing(
        self,
        context: Context,
        said: Said,
        quantity: Quantity,
        reading: Reading,
        *,
        whole: bool,
        is_named: bool = True,
    ) -> tuple[str, ...]:
        """Return what is missing, in words for the author; empty where the figure explains everything.

        Args:
            context: The number in its surroundings.
            said: The places that the text names.
            quantity: The quantity.
            reading: Its value at the period meant.
            whole: Whether the subject stands in another clause than the number, so that both have to be explained.
            is_named: Whether the text names the subject, not its unit only.
        """
        if _names_one(context, quantity):
            return _of_series(context, quantity, reading)
        found = self._words(
            context, quantity, reading, whole=whole, span=context.sentence, is_named=is_named
        )
        found += self._besides(context, said, quantity, reading, context.sentence)
        found += [*self._narrower(context, quantity, reading), *not_of_one(context, quantity)]
        if _is_part(context, quantity):
            found.append("the whole, not a part of it")
        return tuple(dict.fromkeys(found))

    def unmet(self, context: Context, said: Said, quantity: Quantity) -> tuple[str, ...]:
        """Return the conditions that keep a number from being a figure's that somebody bound it to.

        That the words around it are about the figure is what the binding says; another place, a rate, a part, and a
        number that is denied, asked or foreseen are no question of words.
        """
        found = [
            *said.foreign(quantity.figure, within=context.clause),
            *_conditions(context, quantity),
        ]
        if _is_part(context, quantity):
            found.append("the whole, not a part of it")
        return tuple(dict.fromkeys(found))

    def missing_at_heart(
        self, context: Context, said: Said, quantity: Quantity, reading: Reading
    ) -> tuple[str, ...]:
        """Return what is missing at the heart of the sentence, for a number that its figure's value bears out.

        The value is a witness itself there: what stands elsewhere in a long sentence is no doubt.
        """
        if _names_one(context, quantity):
            return _of_series(context, quantity, reading)
        span = core(context, quantity)
        found = self._words(context, quantity, reading, whole=True, span=span)
        found += self._besides(context, said, quantity, reading, span)
        return tuple(dict.fromkeys(found))

    def _besides(
        self,
        context: Context,
        said: Said,
        quantity: Quantity,
        reading: Reading,
        span: tuple[int, int],
    ) -> list[str]:
        """Return what is missing besides words: other numbers, places, years and conditions."""
        found = [
            f"“{other.text}”"
            for other in unparted(context)
            if span[0] <= other.start < span[1] and not _knows(quantity, other)
        ]
        found += said.missing(quantity.figure, within=span)
        if reading.period is None:
            years = {year for year in map(_year, context.periods) if year not in self.years}
            found += [f"“{year}”" for year in sorted(years)]
        return found + _conditions(context, quantity)

    def _narrower(self, context: Context, quantity: Quantity, reading: Reading) -> list[str]:
        """Return months that a text names where the reading is of a year."""
        period = reading.period
        if period is None or period.month is not None or period.at_end:
            return []
        months = {MONTHS[said.month - 1] for said in context.periods if said.month}
        known = own_roots(quantity)
        return [f"“{month.capitalize()}”" for month in months if root_of(month) not in known]

    def _words(
        self,
        context: Context,
        quantity: Quantity,
        reading: Reading,
        *,
        whole: bool,
        span: tuple[int, int],
        is_named: bool = True,
    ) -> list[str]:
        known = own_roots(quantity) | roots(reading.words) | self.whole
        if quantity.figure.place:
            known |= _KINDS_OF_PLACE
        if span != context.sentence:
            known |= _MONTH_NAMES
        is_change = context.statement.kind == "change" or quantity.figure.is_change
        has_period = bool(context.periods)
        titles = [found.span() for found in self.title.finditer(context.text)]
        left = [
            word
            for at, word in own_words(context, whole=whole)
            if (span[0] <= at < span[1] or (word[0].isupper() and is_inside(context.text, at)))
            and not any(start <= at < end for start, end in titles)
            and root_of(word) not in known
            and not is_neutral(word, is_change=is_change, has_period=has_period, is_named=is_named)
            and not (is_world_word(word) and known & _WORLD)
        ]
        if not left:
            return []
        named = self._source_roots(context, quantity, reading)
        return [f"“{word}”" for word in left if root_of(word) not in named]

    def _source_roots(
        self, context: Context, quantity: Quantity, reading: Reading
    ) -> frozenset[str]:
        """Return the roots of the name that the sentence credits, and of those of the figure's own sources."""
        credited = self.names.credited(context)
        own = self.sources(quantity, reading)
        names = {credited[0]} if credited else set()
        names |= {name for name, meant in self.names.sources.items() if meant & own}
        return frozenset(root for name in names for root in roots(name))


def _year(period: Period) -> str:
    return f"{period.since}–{period.year}" if period.since else str(period.year)


def _names_one(context: Context, quantity: Quantity) -> bool:
    """Return whether a number names one of those that the figure counts: the *eighth* conference."""
    statement = context.statement
    return statement.kind == "ordinal" and is_of_series(stems(statement.unit)[-1:], quantity.figure)


def _of_series(context: Context, quantity: Quantity, reading: Reading) -> tuple[str, ...]:
    """Return what keeps an ordinal from being the last of a counted series: it names another, or an earlier one.

    There is a ninth of eight for nobody, and the fifth of eight says nothing of how many there are.
    """
    statement = context.statement
    noun = context.text.lower().find(statement.unit.lower(), statement.end)
    known = own_roots(quantity)
    words = raw_words(context.text, statement.end, max(noun, statement.end))
    found = [f"“{word}”" for _, word in words if root_of(word) not in known]
    if statement.value is not None and statement.value < reading.value:
        found.append("how many there are, not one of them")
    mode = mode_of(context)
    return (*found, f"a plain fact, not something {mode}") if mode else tuple(found)


def _knows(quantity: Quantity, other: Statement) -> bool:
    """Return whether a figure speaks of another number itself: `less than five minutes late`."""
    if root_of(other.unit.split()[-1] if other.unit else "") in own_roots(quantity):
        return True
    own = set(_TOKEN.findall(quantity.own_text.lower()))
    said = _TOKEN.findall(other.text.lower())
    digits = [token for token in said if token[0].isdigit()]
    return own.issuperset(digits or said)


def _conditions(context: Context, quantity: Quantity) -> list[str]:
    """Return the conditions that are unmet: a rate or a count, from when a change is measured, how it is said."""
    figure, found = quantity.figure, []
    base, meant = base_said(context), base_of_unit(figure.unit)
    if base and not (same_base(base, meant) if meant else root_of(base) in own_roots(quantity)):
        found.append(f"a count, not one per {base}")
    if meant and not base:
        found.append(f"per {meant}")
    if _lacks_start(context):
        found.append("the year that the change is measured from")
    mode = mode_of(context, frozenset(word.lower() for word in quantity.own_text.split()))
    if mode:
        found.append(f"a plain fact, not something {mode}")
    return found


def _lacks_start(context: Context) -> bool:
    """Return whether a clause names several periods for a change and does not say plainly from which it is measured."""
    years = {period.year for period in context.periods}
    return context.statement.kind == "change" and context.baseline is None and len(years) > 1


def _is_part(context: Context, quantity: Quantity) -> bool:
    """Return whether a number is said of a part of what the figure counts: `three of the trainings`."""
    found = _PART.match(context.text, context.statement.end)
    if found is None or _is_share(quantity.figure):
        return False
    figure = quantity.figure
    counted = roots(" ".join((figure.label, figure.unit, *figure.terms)))
    following = context.text[found.end() : context.clause[1]].split()[:3]
    return not counted.isdisjoint(root_of(word.strip(".,")) for word in following)


def _is_share(figure: Figure) -> bool:
    return figure.unit == "per cent" or figure.unit.startswith("per ")


def label_overlap(context: Context, quantity: Quantity) -> int:
    """Return how many words of a clause are words of the figure's label."""
    own = roots(quantity.figure.label)
    said = (
        word
        for _, word in own_words(context)
        if not is_neutral(word, is_change=False, has_period=True)
    )
    return len({root_of(word) for word in said} & own)


def own_roots(quantity: Quantity) -> frozenset[str]:
    """Return the roots of all that a quantity's figures say of themselves."""
    return roots(quantity.own_text)
