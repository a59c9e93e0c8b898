"""Claims about a series: the highest since, a record, and more than in another year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.reconcile.cells.claim import COMPARISON, RECORD_CLAIM, Claim, term
from report.reconcile.cells.operands import (
    CellAt,
    distinct,
    distinct_places,
    is_level,
    is_said_so,
    preferred,
)
from report.reconcile.cells.scene import Scene, Span, is_of
from report.reconcile.periods import Period
from report.reconcile.readings import Quantity, Reading

_HIGH = frozenset(
    ["highest", "most", "largest", "greatest", "biggest", "longest", "high", "more", "higher"]
)
_LOW = frozenset(
    ["lowest", "fewest", "smallest", "least", "shortest", "low", "fewer", "less", "lower"]
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_LONG = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_MANY = {word: number for number, word in enumerate(_LONG, 2)}
_SINCE = re.compile(rf"\bsince\s+(?:the end of\s+|end-)?{_YEAR}\b", re.I)
_IN_YEARS = re.compile(
    r"\b(?:in|of|for|over)\s+(?:the\s+)?(?:(?:last|past)\s+)?"
    rf"(?:(?P<many>{'|'.join(_LONG)}|\d{{1,2}})\s+years|(?P<decade>a decade))\b",
    re.I,
)
_EVER = re.compile(r"\b(?:on record|ever|of all time)\b", re.I)
_ANY_YEAR = re.compile(
    rf"\bthan\s+(?:in|at the end of)\s+any\s+(?:other\s+|previous\s+|earlier\s+)?year\b(?:\s+since\s+{_YEAR})?",
    re.I,
)


@dataclass(frozen=True)
class _Window:
    """The years that a claim looks back on, the present one left out, and where it is said."""

    first: int | None
    cues: tuple[Span, ...]
    named: int | None = None
    last: int | None = None
    numbers: tuple[Span, ...] = ()


def records(scene: Scene) -> Iterator[Claim]:
    """Yield what a superlative over time may say: that no year since was as high."""
    word = scene.statement.text.lower().split()[-1]
    is_high = word in _HIGH
    if word not in _HIGH | _LOW:
        return
    window = _window(scene)
    if window is None or len(distinct_places(scene.places)) > 1:
        return
    for quantity in _quantities(scene):
        present = _present(scene, quantity, window.named)
        if present is None or present.period is None:
            continue
        first = window.first
        if first is not None and first < 0:
            first = present.period.year + first
        yield from _record(quantity, present, first, window, is_high=is_high)


def _window(scene: Scene) -> _Window | None:
    text, span = scene.text, (scene.start, scene.end)
    any_year, since = _ANY_YEAR.search(text, *span), _SINCE.search(text, *span)
    ever = _EVER.search(text, *span)
    many = _IN_YEARS.search(text, *span)
    is_record = scene.statement.text.lower().startswith("record")
    if any_year is not None:
        year = int(any_year.group("year")) if any_year.group("year") else None
        return _Window(year, (any_year.span(),), year)
    if since is not None:
        first = int(since.group("year"))
        if many is None:
            return _Window(first, (since.span(),), first)
        # `The lowest of the three years since 2021`: these years, whichever of them is meant.
        last = first + _length(many) - 1
        return _Window(first, (since.span(), many.span()), first, last, _inside(scene, many))
    if many is not None:
        return _Window(1 - _length(many), (many.span(),), numbers=_inside(scene, many))
    if ever is not None or is_record:
        return _Window(None, (ever.span(),) if ever else ())
    return None


def _length(many: re.Match[str]) -> int:
    said = (many.group("many") or "ten").lower()
    return _MANY.get(said) or int(said)


def _inside(scene: Scene, many: re.Match[str]) -> tuple[Span, ...]:
    return tuple((n.start, n.end) for n in scene.numbers if many.start() <= n.start < many.end())


def _quantities(scene: Scene) -> list[Quantity]:
    measures, places = distinct(scene.measures), distinct_places(scene.places)
    place = places[0] if places else None
    found = [
        CellAt(quantity, quantity.present)
        for quantity in (measures[0].quantities if len(measures) == 1 else ())
        if is_level(quantity)
        and is_of(quantity, place)
        and is_said_so(scene, quantity)
        and len(quantity.readings) > 1
    ]
    return [cell.quantity for cell in preferred(scene, found)]


def _present(scene: Scene, quantity: Quantity, besides: int | None) -> Reading | None:
    """Return the reading that a claim is of: of the one year that is named besides where it looks back to."""
    years = [year for year in scene.years if year != besides]
    if len(years) > 1 or any(p.month is not None for p in scene.periods):
        return None
    return quantity.at(Period(years[0])) if years else quantity.present


def _record(
    quantity: Quantity, present: Reading, first: int | None, window: _Window, *, is_high: bool
) -> Iterator[Claim]:
    years = {r.period.year: r for r in quantity.readings if r.period and r.period.month is None}
    if present.period is None or present is not years.get(present.period.year):
        return
    start = min(years)
    now = present.period.year
    last = window.last or now
    wanted = range(start if first is None else first, last + 1)
    held = {year: years[year] for year in wanted if year in years and year != now}
    if not held or any(r.rounded_to or r.is_part for r in (present, *held.values())):
        return
    # Who says `since 2015` may mean that 2015 was higher: only the years between speak against it.
    is_open = window.named is not None and window.last is None
    between = [r for year, r in held.items() if not (is_open and year == window.named)]
    beaten = [r for r in between if not _is_beaten(present, r, is_high=is_high)]
    if not beaten and (len(held) < len(wanted) - 1 or now not in wanted):
        return
    equal = [r for r in beaten if r.value == present.value]
    if beaten and len(equal) == len(beaten):
        return
    first_said = years.get(wanted.start)
    is_loose = (
        not beaten
        and is_open
        and start < wanted.start
        and first_said is not None
        and _is_beaten(present, first_said, is_high=is_high)
    )
    rival = _extreme(beaten or list(held.values()), is_high=is_high)
    cells = CellAt(quantity, present), CellAt(quantity, rival)
    span = f"{min(*held, now)} to {max(*held, now)}"
    way = "max" if is_high else "min"
    column = f"{quantity.figure.table}.{quantity.figure.column}"
    formula = f"{way} of {column} from {span} = {term(cells[1] if beaten else cells[0])}"
    says = f"the tables hold {span}: {term(cells[0])} against {term(cells[1])}"
    yield Claim(
        RECORD_CLAIM,
        cells,
        formula,
        holds=not beaten,
        cues=window.cues,
        numbers=window.numbers,
        says=says,
        is_loose=is_loose,
    )


def _is_beaten(present: Reading, other: Reading, *, is_high: bool) -> bool:
    return present.value > other.value if is_high else present.value < other.value


def _extreme(readings: Sequence[Reading], *, is_high: bool) -> Reading:
    return (max if is_high else min)(readings, key=lambda reading: reading.value)


def of_two_years(scene: Scene, cut: int, cue: Span, *, is_up: bool) -> Iterator[Claim]:
    """Yield what a comparison of two years may say, the years on both sides of `than`."""
    years = [
        [y for d in scene.dates if a <= d.start < b for y in _years(d.text)]
        for a, b in ((scene.start, cut), (cut, scene.end))
    ]
    if [len(found) for found in years] != [1, 1] or any(p.month is not None for p in scene.periods):
        return
    if len(distinct_places(scene.places)) > 1:
        return
    for quantity in _quantities(scene):
        a, b = (quantity.at(Period(found[0])) for found in years)
        if a is None or b is None or a is b:
            continue
        cells = CellAt(quantity, a), CellAt(quantity, b)
        holds = (
            None
            if a.rounded_to or b.rounded_to or a.value == b.value
            else (a.value > b.value) == is_up
        )
        formula = f"{term(cells[0])} {'>' if a.value > b.value else '<'} {term(cells[1])}"
        yield Claim(COMPARISON, cells, formula, holds=holds, cues=(cue,))


def _years(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
