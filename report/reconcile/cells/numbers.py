"""Claims with a number over the cells that a clause names: share, sum, difference and ratio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from numbertext.statement import Statement
from report.reconcile.cells.adjectives import fits, measure_of
from report.reconcile.cells.arithmetic import added, divided, known, less, scaled
from report.reconcile.cells.claim import DIFFERENCE, RATIO, SHARE, SUM, Claim, result, term, terms
from report.reconcile.cells.families import is_aggregate
from report.reconcile.cells.operands import (
    CellAt,
    cells_of,
    distinct,
    distinct_places,
    is_amount,
    is_level,
    listed,
    part,
)
from report.reconcile.cells.scene import PlaceSaid, Scene, Span, is_of, unit_of
from report.reconcile.cells.together import TOGETHER
from report.reconcile.units import PER_CENT, POINTS, TIMES, factor, is_most
from report.reconcile.units import SHARE as SHARE_OF_ONE

_HUNDRED = Fraction(100)
_VERB = re.compile(
    r"\b(?:were|was|are|is|had|have|has|came|went|took|made|travelled|lived|live|fell|stood)\b",
    re.I,
)
_OF = re.compile(r"\s+of\s+", re.I)
_SHARE_WAS = re.compile(
    r"\bshare\s+(?:of|in)\b(?P<whole>.*?)\b(?:was|is|came to|stood at|reached|amounted to)\s*$",
    re.I | re.S,
)
_MAKES = re.compile(
    r"\b(?:made up|makes? up|accounts? for|accounted for|was|were|is|are|met|meets|covers?|covered|came to|amounts? to"
    r"|amounted to|equalled|equals|represents?|represented|constitutes?|constituted|forms?|formed)\s+$",
    re.I,
)
_TOGETHER = re.compile(
    rf"\b(?:{TOGETHER}|combined|in all|altogether|in total|jointly|(?:the )?sum of)\b", re.I
)
_MORE_THAN = re.compile(
    r"(?:\s+[^\W\d_][\w-]*){0,2}?\s+(?P<sign>more|fewer|less|higher|lower|longer|shorter|larger|smaller|greater|bigger)\b"
    r"(?P<middle>.*?)\bthan\b",
    re.I | re.S,
)
_BY = re.compile(
    r"\b(?P<verb>exceeded|exceeds|outnumbered|outnumber|(?:was|were) (?:above|below)|fell short of|trailed)\b"
    r"(?P<other>.*?)\bby\s+$",
    re.I | re.S,
)
_BETWEEN = re.compile(
    r"\b(?:difference|gap)\s+between\s+(?P<a>.*?)\s+and\s+(?P<b>.*?)\s+(?:was|is|came to|amounted to|stood at)\s*$",
    re.I | re.S,
)
_TIMES_AS = re.compile(
    r"\s*as\s+(?:many|much|long|large|high|big|great)\b(?P<middle>.*?)\bas\b", re.I | re.S
)
_TIMES_OF = re.compile(
    r"\s+(?:that\s+of\s+|those\s+of\s+|the\s+|as\s+high\s+as\s+|(?=[a-z]))", re.I
)
_RATIO = re.compile(
    r"\bratio\s+of\s+(?P<a>.*?)\s+to\s+(?P<b>.*?)\s+(?:was|is|stood at|came to)\s*$", re.I | re.S
)
_DOWN = frozenset(["fewer", "less", "lower", "shorter", "smaller"])
_BELOW = re.compile(r"below|short|trailed", re.I)


def shares(scene: Scene) -> Iterator[Claim]:
    """Yield the shares that a number may be: of a part in a whole, both named by the clause."""
    said = scene.statement
    if not (said.unit in (PER_CENT, SHARE_OF_ONE) or is_most(said)) or said.kind == "change":
        return
    spans = _share_spans(scene)
    if spans is None:
        return
    parts, wholes, cues = spans
    measures = distinct([m for span in wholes for m in scene.measures_in(span)])
    if len(measures) != 1:
        return
    of_whole = [p for span in wholes for p in distinct_places(scene.places_in(span))]
    in_parts = distinct_places([p for span in parts for p in scene.places_in(span)])
    if len(of_whole) > 1 or not (in_parts or any(scene.measures_in(span) for span in parts)):
        return
    wanted = cells_of(scene, measures[0], of_whole[0] if of_whole else None, is_amount)
    own = distinct([m for span in parts for m in scene.measures_in(span)]) or measures
    if len(own) != 1 or (len(in_parts) > 1 and not listed(scene, in_parts)):
        return
    is_one = any(q in measures[0].quantities for q in own[0].quantities)
    asked: Sequence[PlaceSaid | None] = in_parts or [None]
    options = [cells_of(scene, own[0], place, is_amount) for place in asked]
    for whole, *pieces in product(wanted, *options):
        if any(piece.quantity is whole.quantity or not _alike(piece, whole) for piece in pieces):
            continue
        if not _is_within(scene, pieces, whole, is_one_measure=is_one):
            continue
        value = divided(added([known(piece) for piece in pieces]), known(whole))
        if value is None:
            continue
        value = scaled(value, _HUNDRED)
        top = terms(pieces, " + ")
        top = f"({top})" if len(pieces) > 1 else top
        yield Claim(
            SHARE,
            (*pieces, whole),
            f"100 × {top} ÷ {term(whole)} = {result(value)} per cent",
            value,
            PER_CENT,
            Fraction(1) if said.unit == PER_CENT else _HUNDRED,
            is_count=False,
            cues=cues,
        )


def _is_within(
    scene: Scene, pieces: Sequence[CellAt], whole: CellAt, *, is_one_measure: bool
) -> bool:
    """Return whether a whole may hold the parts: no row beside theirs, no measure that it is not set to."""
    if not is_one_measure and not _MAKES.search(scene.text, scene.start, scene.statement.start):
        return False
    if not is_one_measure and len(distinct_places(scene.places)) == 1:
        return False
    of_place = whole.quantity.figure.place and not is_of(whole.quantity, None)
    if of_place and any(p.quantity.figure.table == whole.quantity.figure.table for p in pieces):
        return False
    family = scene.pool.family_of(whole.quantity)
    return family is None or not any(p.quantity is m for p in pieces for m in family.members)


def _share_spans(scene: Scene) -> tuple[list[Span], list[Span], tuple[Span, ...]] | None:
    """Return the parts of a clause that name the part and the whole."""
    said, text = scene.statement, scene.text
    of = _OF.match(text, said.end, scene.end)
    if of is not None or said.kind == "ratio" or is_most(said):
        start = of.end() if of else said.end
        verb = _VERB.search(text, start, scene.end)
        end = verb.start() if verb else scene.end
        return [(scene.start, said.start), (end, scene.end)], [(start, end)], ()
    before = _SHARE_WAS.search(text, scene.start, said.start)
    if before is None:
        return None
    parts = [(scene.start, before.start()), (said.end, scene.end)]
    return parts, [before.span("whole")], ()


def _alike(one: CellAt, other: CellAt) -> bool:
    """Return whether two cells can be set against each other: of one unit, at one time."""
    if unit_of(one.quantity) != unit_of(other.quantity):
        return False
    a, b = one.reading.period, other.reading.period
    return a is None or b is None or (a.year, a.since) == (b.year, b.since)


def sums(scene: Scene) -> Iterator[Claim]:
    """Yield the sums that a number may be: of cells that stand in a list, said to be taken together."""
    said = scene.statement
    cues = tuple(found.span() for found in _TOGETHER.finditer(scene.text, scene.start, scene.end))
    if not cues or said.kind not in ("cardinal", "money", "vague"):
        return
    for pieces in listed_cells(scene):
        by = factor(_plain(said), pieces[0].quantity.figure)
        if by is None:
            continue
        value = added([known(piece) for piece in pieces])
        formula = f"{terms(pieces, ' + ')} = {result(value)}"
        yield Claim(SUM, pieces, formula, value, pieces[0].quantity.figure.unit, by, cues=cues)


def listed_cells(scene: Scene) -> Iterator[tuple[CellAt, ...]]:
    """Yield the cells that a list names: one measure at several places, or several measures at none."""
    measures, places = distinct(scene.measures), distinct_places(scene.places)
    if len(measures) == 1 and len(places) > 1 and listed(scene, places):
        options = [cells_of(scene, measures[0], place, is_amount) for place in places]
    elif len(measures) > 1 and not places and listed(scene, measures):
        options = [cells_of(scene, measure, None, is_amount) for measure in measures]
    else:
        return
    for pieces in product(*options):
        ids = {id(piece.quantity) for piece in pieces}
        if len(ids) < len(pieces) or not all(_alike(piece, pieces[0]) for piece in pieces):
            continue
        # What is of several places together may hold the other.
        names = [name for c in pieces for name in c.quantity.figure.place] if places else []
        if not any(map(is_aggregate, names)):
            yield pieces


def differences(scene: Scene) -> Iterator[Claim]:
    """Yield the differences that a number may be: more than, exceeded by, the gap between."""
    said, text = scene.statement, scene.text
    more = _MORE_THAN.match(text, said.end, scene.end)
    by = _BY.search(text, scene.start, said.start)
    between = _BETWEEN.search(text, scene.start, said.start)
    if more is not None:
        spans = (scene.start, more.end()), (more.end(), scene.end)
        is_down, cue = more.group("sign").lower() in _DOWN, more.span("sign")
        yield from _difference(
            scene, *spans, is_down=is_down, cue=cue, adjective=more.group("sign")
        )
    elif by is not None:
        spans = (scene.start, by.start()), by.span("other")
        is_down = bool(_BELOW.search(by.group("verb")))
        yield from _difference(scene, *spans, is_down=is_down, cue=by.span("verb"))
    elif between is not None:
        yield from _difference(scene, between.span("a"), between.span("b"), is_down=None)


def _difference(
    scene: Scene,
    one: Span,
    other: Span,
    *,
    is_down: bool | None,
    cue: Span | None = None,
    adjective: str = "",
) -> Iterator[Claim]:
    for a, b in pairs(scene, one, other, adjective):
        by = _difference_factor(scene.statement, a)
        if by is None:
            continue
        first, second = (b, a) if is_down else (a, b)
        if is_down is None and a.reading.value < b.reading.value:
            first, second = b, a
        value = less(known(first), known(second))
        formula = f"{term(first)} − {term(second)} = {result(value)}"
        unit = POINTS if unit_of(a.quantity) == PER_CENT else a.quantity.figure.unit
        cues = (cue,) if cue else ()
        whole = all(c.reading.value == c.reading.value.to_integral_value() for c in (a, b))
        yield Claim(DIFFERENCE, (a, b), formula, value, unit, by, is_count=whole, cues=cues)


def pairs(
    scene: Scene, one: Span, other: Span, adjective: str = ""
) -> Iterator[tuple[CellAt, CellAt]]:
    """Yield the pairs of cells that two parts of a clause may name; the measure may stand in either."""
    stated = distinct([*scene.measures_in(one), *scene.measures_in(other)])
    like = stated[0] if len(stated) == 1 else None
    if not stated and adjective:
        like = measure_of(adjective, scene)
    places = distinct_places([*scene.places_in(one), *scene.places_in(other)])
    # `More refugees than asylum-seekers in Iran`: one place is of both.
    at = places[0] if len(places) == 1 and len(stated) > 1 else None
    first, second = (part(scene, span, like=like, at=at) for span in (one, other))
    for a, b in product(first, second):
        fitting = not adjective or fits(adjective, a.quantity)
        if a.quantity is not b.quantity and fitting and _alike(a, b):
            yield a, b


def _difference_factor(said: Statement, cell: CellAt) -> Fraction | None:
    if unit_of(cell.quantity) == PER_CENT:
        return Fraction(1) if said.unit == POINTS else None
    return factor(_plain(said), cell.quantity.figure)


def _plain(said: Statement) -> Statement:
    """Return a number as one of a count: what says how much more is no change in time."""
    is_change = said.kind == "change" and said.unit not in (PER_CENT, POINTS, TIMES)
    is_money = len(said.unit) == 3 and said.unit.isupper()
    kind = "money" if is_money else "cardinal"
    return replace(said, kind=kind, direction="") if is_change else said


def ratios(scene: Scene) -> Iterator[Claim]:
    """Yield the ratios that a number may be: so many times as many, the ratio of one to the other."""
    said, text = scene.statement, scene.text
    stated = _RATIO.search(text, scene.start, said.start)
    if stated is not None and said.kind == "cardinal" and not said.unit:
        yield from _ratio(scene, [stated.span("a")], stated.span("b"))
        return
    if said.unit != TIMES:
        return
    many = _TIMES_AS.match(text, said.end, scene.end)
    if many is not None or text[said.start : said.end].lower().endswith(" as"):
        end = many.end() if many else said.end
        adjective = re.search(r"as\s+(\w+)", many[0]) if many else None
        own = (
            [(scene.start, said.start), many.span("middle")]
            if many
            else [(scene.start, said.start)]
        )
        yield from _ratio(scene, own, (end, scene.end), adjective[1] if adjective else "")
        return
    if _TIMES_OF.match(text, said.end, scene.end):
        yield from _ratio(scene, [(scene.start, said.start)], (said.end, scene.end))


def _ratio(scene: Scene, one: list[Span], other: Span, adjective: str = "") -> Iterator[Claim]:
    span = one[0][0], one[-1][1]
    for a, b in pairs(scene, span, other, adjective):
        value = divided(known(a), known(b))
        if value is not None and is_level(a.quantity):
            formula = f"{term(a)} ÷ {term(b)} = {result(value)}"
            yield Claim(RATIO, (a, b), formula, value, TIMES, is_count=False)
