"""Averages that nobody publishes: of the places of a list, of all places of a column, of the years of a series."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from report.reconcile.cells.arithmetic import added, known, scaled
from report.reconcile.cells.claim import AVERAGE, Claim, result, term
from report.reconcile.cells.numbers import listed_cells
from report.reconcile.cells.operands import CellAt, distinct, distinct_places, is_amount
from report.reconcile.cells.orders import column_of, counted
from report.reconcile.cells.scene import Scene, Span, is_of
from report.reconcile.periods import Period
from report.reconcile.units import factor
from report.reconcile.words import raw_words, root_of

_AVERAGE = re.compile(
    r"\bon average\b|\b(?:an? )?(?:average|mean)(?: of)?\b|\baverag(?:ed|es|ing)\b", re.I
)
_EACH = re.compile(r"\beach\b", re.I)
_YEARS = re.compile(
    r"\b(?:from|between)\s+(?P<first>(?:19|20)\d\d)\s+(?:to|and|until|through)\s+(?P<last>(?:19|20)\d\d)\b"
    r"|\b(?P<start>(?:19|20)\d\d)\s?[-–]\s?(?P<end>(?:19|20)\d\d)\b",
    re.I,
)
_A_YEAR = re.compile(r"\b(?:a|per|each|every)\s+year\b|\bannually\b|\byearly\b", re.I)
_SHOWN = 8


def averages(scene: Scene) -> Iterator[Claim]:
    """Yield the averages that a number may be."""
    cue = next(
        (
            found
            for found in _AVERAGE.finditer(scene.text, scene.start, scene.end)
            if not any(m.start <= found.start() < m.end for m in scene.measures)
        ),
        None,
    )
    if cue is None or scene.statement.kind not in ("cardinal", "money"):
        return
    span = _YEARS.search(scene.text, scene.start, scene.end)
    if span is not None:
        if _A_YEAR.search(scene.text, scene.start, scene.end):
            first, last = (int(year) for year in span.groups() if year)
            yield from _over_years(scene, first, last, cue.span())
    elif len(distinct_places(scene.places)) > 1:
        for cells in listed_cells(scene):
            yield from _mean(scene, cells, cue.span(), frozenset())
    else:
        yield from _over_places(scene, cue.span())


def _over_places(scene: Scene, cue: Span) -> Iterator[Claim]:
    measures = distinct([m for m in scene.subjects if any(map(is_amount, m.quantities))])
    places = distinct_places(scene.places)
    if len(measures) != 1:
        return
    for family in scene.pool.families:
        own = [m for m in family.members if m in measures[0].quantities and is_amount(m)]
        # One row of the table would be a part of it; what is left names all of them.
        if (
            not own
            or not family.is_apart
            or any(is_of(m, p) for m in family.members for p in places)
        ):
            continue
        if family.noun.isdisjoint(_free_words(scene)):
            continue
        cells = tuple(column_of(scene, family))
        if len(cells) > 1:
            numbers = counted(scene, family, len(cells))
            yield from _mean(scene, cells, cue, family.kind, numbers)


def _free_words(scene: Scene) -> set[str]:
    words = raw_words(scene.text, scene.start, scene.end)
    return {root_of(w) for at, w in words if not any(m.start <= at < m.end for m in scene.subjects)}


def _over_years(scene: Scene, first: int, last: int, cue: Span) -> Iterator[Claim]:
    measures, places = distinct(scene.measures), distinct_places(scene.places)
    if len(measures) != 1 or len(places) > 1 or not first < last:
        return
    place = places[0] if places else None
    for quantity in measures[0].quantities:
        if not is_amount(quantity) or not is_of(quantity, place):
            continue
        found = [quantity.at(Period(year)) for year in range(first, last + 1)]
        readings = [reading for reading in found if reading is not None]
        if len(readings) == len(found):
            cells = tuple(CellAt(quantity, reading) for reading in readings)
            yield from _mean(scene, cells, cue, frozenset())


def _mean(
    scene: Scene,
    cells: Sequence[CellAt],
    cue: Span,
    scope: frozenset[str],
    numbers: tuple[Span, ...] = (),
) -> Iterator[Claim]:
    by = factor(scene.statement, cells[0].quantity.figure)
    if by is None:
        return
    value = scaled(added([known(cell) for cell in cells]), Fraction(1, len(cells)))
    shown = " + ".join(map(term, cells[:_SHOWN]))
    more = f" + … ({len(cells)} cells of {cells[0].quantity.figure.table}.{cells[0].quantity.figure.column})"
    top = shown + (more if len(cells) > _SHOWN else "")
    unit = cells[0].quantity.figure.unit
    each = [found.span() for found in _EACH.finditer(scene.text, scene.start, scene.end)]
    yield Claim(
        AVERAGE,
        tuple(cells),
        f"({top}) ÷ {len(cells)} = {result(value)}",
        value,
        unit,
        by,
        is_count=False,
        cues=(cue, *each),
        scope=scope,
        numbers=numbers,
    )
