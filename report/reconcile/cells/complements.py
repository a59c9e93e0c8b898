"""What is left of a whole: the per cent that are not, and those beside a place's share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from numbertext import truth
from numbertext.interval import point
from report.reconcile.cells.arithmetic import divided, known, less, scaled
from report.reconcile.cells.claim import COMPLEMENT, Claim, result, term
from report.reconcile.cells.operands import (
    cells_of,
    distinct,
    distinct_places,
    is_amount,
    is_percent,
    part,
)
from report.reconcile.cells.scene import Scene, Span, scene_of
from report.reconcile.units import PER_CENT

_HUNDRED = Fraction(100)
_NOT = re.compile(r"\b(?:were|was|are|is|did|do|does|had|have|has|ran)\s+not\b", re.I)
_REST = re.compile(r"\b(?:the\s+)?(?:other|remaining|rest)\b", re.I)
_BESIDE = re.compile(r"\b(?:other than|outside(?: of)?|except(?: for)?|elsewhere than)\b", re.I)


def complements(scene: Scene) -> Iterator[Claim]:
    """Yield what is left of a whole that a number may be."""
    if scene.statement.unit != PER_CENT or scene.statement.kind != "percent":
        return
    denied = _NOT.search(scene.text, scene.statement.end, scene.end)
    if denied is not None:
        yield from _denied(scene, denied.span())
        return
    rest = _REST.search(scene.text, scene.start, scene.statement.start)
    if rest is None:
        return
    beside = _BESIDE.search(scene.text, scene.start, scene.end)
    if beside is not None:
        yield from _beside(scene, (rest.span(), beside.span()))
    else:
        yield from _after_share(scene, rest.span())


def _denied(scene: Scene, cue: Span) -> Iterator[Claim]:
    """Yield what is left of a share whose subject stands denied after the number."""
    measures = [m for m in distinct(scene.measures) if any(map(is_percent, m.quantities))]
    after = [m for m in measures if m.start >= cue[1]]
    places = distinct_places(scene.places)
    if len(after) != 1 or len(measures) != 1 or len(places) > 1:
        return
    for cell in cells_of(scene, after[0], places[0] if places else None, is_percent):
        value = less(point(_HUNDRED), known(cell))
        formula = f"100 − {term(cell)} = {result(value)} per cent"
        yield Claim(COMPLEMENT, (cell,), formula, value, PER_CENT, is_count=False, cues=(cue,))


def _beside(scene: Scene, cues: tuple[Span, ...]) -> Iterator[Claim]:
    """Yield what is left of a whole beside a place: the other per cent, outside of it."""
    measures, places = distinct(scene.measures), distinct_places(scene.places)
    if len(measures) != 1 or len(places) != 1:
        return
    for own in cells_of(scene, measures[0], places[0], is_amount):
        for whole in cells_of(scene, measures[0], None, is_amount):
            share = divided(known(own), known(whole))
            if share is None or own.quantity.figure.unit != whole.quantity.figure.unit:
                continue
            value = less(point(_HUNDRED), scaled(share, _HUNDRED))
            formula = f"100 − 100 × {term(own)} ÷ {term(whole)} = {result(value)} per cent"
            cells = own, whole
            yield Claim(COMPLEMENT, cells, formula, value, PER_CENT, is_count=False, cues=cues)


def _after_share(scene: Scene, cue: Span) -> Iterator[Claim]:
    """Yield what is left beside the one share that the sentence has said before: `41 per cent …; the rest, 59`."""
    said = [
        o
        for o in scene.context.others
        if o.kind == "percent" and scene.context.sentence[0] <= o.start < scene.statement.start
    ]
    if len(said) != 1:
        return
    own = replace(scene.context, statement=said[0])
    span = scene.context.sentence[0], scene.start if said[0].end <= scene.start else cue[0]
    before = scene_of(own, span, scene.pool)
    number = (said[0].start, said[0].end)
    for cell in part(before, span, wanted=is_percent):
        if truth(said[0], known(cell), is_count=False).holds:
            value = less(point(_HUNDRED), known(cell))
            formula = f"100 − {term(cell)} = {result(value)} per cent"
            yield Claim(
                COMPLEMENT,
                (cell,),
                formula,
                value,
                PER_CENT,
                is_count=False,
                cues=(cue,),
                numbers=(number,),
            )
