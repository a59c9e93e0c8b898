"""Numbers that a document binds to a figure itself: those that were filled, and stand under the figure's name.

The name is a claim of which figure it is, never that it is right: value, comparison, period and unit are judged as
those of any number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from numbertext.documents import Block
from numbertext.documents.document import Mark
from report.figures.bound_name import BoundName, cut_name, parse_bound
from report.figures.catalogue import Figure
from report.figures.resolve import BARE, texts_of, worded
from report.figures.rounding import SCALES
from report.reconcile.binding import Binder
from report.reconcile.context import Context
from report.reconcile.finding import CONTRADICTED, SUPPORTED, UNDECIDED, UNMATCHED, Verdict
from report.reconcile.match import Match
from report.reconcile.near import near
from report.reconcile.readings import Quantity, Reading
from report.reconcile.rewording import as_published
from report.reconcile.units import factor

BOUND_BY = "control"


@dataclass(frozen=True)
class Held:
    """What a document says of a number by the names that it stands under.

    Attributes:
        names: The names of figures, the innermost first, and what the stretch of each says.
        is_nested: Whether one of the stretches lies within another.
    """

    names: tuple[tuple[BoundName, str], ...]
    is_nested: bool


@dataclass(frozen=True)
class BoundMatch:
    """The figure that a number is bound to, and what is to be said of the binding."""

    match: Match
    note: str


def held_in(block: Block, start: int, end: int) -> Held | None:
    """Return the names of figures that a stretch of a block stands under; None for none."""
    over = [mark for mark in block.marks if mark.start < end and start < mark.end]
    named = [(mark, bound) for mark in over if (bound := parse_bound(mark.name)) is not None]
    if not named:
        return None
    first, *others = (mark for mark, _ in named)
    names = tuple((bound, block.text[mark.start : mark.end]) for mark, bound in named)
    return Held(names, any(_overlap(first, other) for other in others))


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


class FilledNumbers:
    """Finds the figures that documents name.

    Args:
        quantities: What the edition knows.
        edition: The edition's name.
        binder: Holds numbers against quantities.
    """

    def __init__(self, quantities: Sequence[Quantity], edition: str, binder: Binder) -> None:
        self._edition, self._binder = edition, binder
        self._named: Mapping[str, tuple[Quantity, Figure]] = {
            cut_name(name): (quantity, figure)
            for quantity in quantities
            for figure in quantity.figures
            for name in _names(figure)
        }

    def find(self, context: Context, held: Held) -> BoundMatch | Verdict:
        """Return what a number is to be held against, or the verdict where there is nothing."""
        bound, text = held.names[0]
        if len(held.names) > 1:
            return _of_several(held)
        found = self._named.get(bound.name)
        if found is None:
            why = f"The document binds it to {bound.name}, which is no figure with a number in this edition."
            return Verdict(UNMATCHED, why, bound_by=BOUND_BY)
        return self._held(context, *found, text, self._note(bound, text))

    def _held(
        self, context: Context, quantity: Quantity, figure: Figure, text: str, note: str
    ) -> BoundMatch | Verdict:
        own = _own_reading(quantity, figure)
        quantity = replace(quantity, figures=(figure, *quantity.figures))
        published = {_plain(said) for said in texts_of(figure, own.value).values()}
        if not context.statement.is_statement:
            return _aside(context, figure, own, note, is_published=_plain(text) in published)
        match = self._binder.bound(context, quantity, own)
        if match is None:
            return _near(quantity, own, _mismatch(context, figure), note)
        if missing := self._binder.unmet(context, match):
            return _near(quantity, match.reading, missing, note)
        is_other = _plain(text) in published and not _says_value(context, figure, own)
        if match.verdict == CONTRADICTED and is_other and match.reading is own:
            return _of_the_wording(figure, own)
        return BoundMatch(match, note)

    def _note(self, bound: BoundName, text: str) -> str:
        if not bound.is_of(self._edition):
            return f"It was filled from edition {bound.edition}."
        if bound.digest and not bound.is_untouched(text):
            return "It was changed by hand since it was filled."
        return ""


def _mismatch(context: Context, figure: Figure) -> tuple[str, ...]:
    statement = context.statement
    if factor(statement, figure) is None:
        return (f"“{statement.unit}”",) if statement.unit else (f"the unit, {figure.unit}",)
    return ("a period that the figure has",)


def _names(figure: Figure) -> Iterator[str]:
    yield figure.id
    for wording in (BARE, *figure.wordings):
        yield f"{figure.id}.{wording}"


def _own_reading(quantity: Quantity, figure: Figure) -> Reading:
    """Return the reading that a figure publishes: its own, or that of another figure of the same cell."""
    same = {other.id for other in quantity.figures if other.key == figure.key}
    ordered = sorted(quantity.readings, key=lambda reading: reading.figure != figure.id)
    return next((r for r in ordered if r.figure in same), quantity.present)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _says_value(context: Context, figure: Figure, reading: Reading) -> bool:
    """Return whether a number is a figure's own, to whatever place it is rounded."""
    said = context.statement.value
    rounded, _ = worded(figure, reading.value)
    by = factor(context.statement, figure) or Fraction(1)
    if said is None or rounded is None:
        return False
    return abs(Fraction(said)) * by == abs(Fraction(rounded)) * Fraction(SCALES[figure.scale])


def _of_several(held: Held) -> Verdict:
    names = " and ".join(dict.fromkeys(bound.name for bound, _ in held.names))
    how = "within each other" if held.is_nested else "side by side"
    why = f"It stands under the names of several figures, {how}: {names}."
    return Verdict(UNDECIDED, why, bound_by=BOUND_BY)


def _aside(
    context: Context, figure: Figure, reading: Reading, note: str, *, is_published: bool
) -> Verdict:
    """Return the verdict on a number that is read as no statement: it stands, if it is what the figure publishes."""
    said = as_published(figure, reading)
    what = context.statement.set_aside or "not understood"
    # What is around a number that no rule understood, or that stands in another language, is not judged.
    verdict = SUPPORTED if is_published and context.statement.set_aside else UNDECIDED
    why = f"The document binds it to {figure.id}, which is {said}; it is read as: {what}. {note}"
    return Verdict(verdict, why.strip(), figure=figure.id, figure_value=said, bound_by=BOUND_BY)


def _of_the_wording(figure: Figure, reading: Reading) -> Verdict:
    said = as_published(figure, reading)
    why = f"It is a number of the wording of {figure.id} ({said}), which no row bears out."
    return Verdict(UNDECIDED, why, figure=figure.id, figure_value=said, bound_by=BOUND_BY)


def _near(quantity: Quantity, reading: Reading, missing: tuple[str, ...], note: str) -> Verdict:
    found = near(quantity, reading, missing)
    return replace(found, why=f"{found.why} {note}".strip(), bound_by=BOUND_BY)
