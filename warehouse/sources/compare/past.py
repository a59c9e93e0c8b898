"""The past of two vintages: sums over the same keys, in all and by period, single cells, values that changed places."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from warehouse.connection import quoted
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.frame import JOINED, Frame
from warehouse.sources.compare.moves import (
    Move,
    change,
    largest,
    listed,
    percent,
    plain,
    tens,
    total,
    value,
)
from warehouse.sources.compare.pair import shown_key

PERIOD_PCT = 10.0
"""By how much the sum of a past period may change over the same keys, where the source allows no more in all."""
_FACTOR = 2
_SHARE = Decimal("0.001")
_SLIP = 100


class Sums(NamedTuple):
    """What a measure comes to in one period over the keys of both vintages, where neither cell is blank."""

    cells: int
    size: Decimal
    before: Decimal
    after: Decimal


class PastCells:
    """A measure over the keys that both vintages have.

    Attributes:
        sums: Period -> what its cells come to.
        changed: Period, and the cell before and after, where both have a value and not the same.
    """

    def __init__(self, frame: Frame, measure: str) -> None:
        both, name = frame.both(measure), quoted(measure)
        filled = f"o.{name} IS NOT NULL AND n.{name} IS NOT NULL"
        sums = frame.pair.rows(
            f"SELECT {frame.period_of('o')} AS p, count(*), sum(abs(o.{name})), sum(o.{name}), sum(n.{name}) "
            f"{both[both.index(JOINED) :]} WHERE {filled} GROUP BY p ORDER BY p"
        )
        self.sums = {
            shown_key(row[:1]): Sums(int(str(row[1])), *(Decimal(str(cell)) for cell in row[2:]))
            for row in sums
        }
        found = frame.cells(f"{both} WHERE {filled} AND o.{name} <> n.{name}")
        self.changed = [(p, Move(place, value(o), value(n))) for p, place, o, n in found]

    @property
    def cells(self) -> int:
        """How many cells both vintages have."""
        return sum(sums.cells for sums in self.sums.values())

    def matters(self, period: str, cell: Move) -> bool:
        """Return whether a cell's change shows in what its period comes to."""
        return cell.size >= _SHARE * self.sums[period].size


def changed_totals(frame: Frame) -> Iterator[Breach]:
    """Yield the sums over the keys of both vintages that changed by more than the source allows."""
    settings, pair = frame.settings, frame.pair
    if not frame.is_said:
        return
    exempt = pair.not_exempt(settings, frame.common)
    for column, allowed in sorted(settings.totals.items()):
        if column not in frame.common:
            continue
        sql = f"{frame.both(column)} WHERE {exempt}"
        name = quoted(column)
        sums = f"SELECT sum(o.{name}), sum(n.{name}) {sql[sql.index(JOINED) :]}"
        before, after = pair.rows(sums)[0]
        if percent(value(before), value(after)) > allowed:
            cells = [
                Move(place, value(o), value(n)) for _, place, o, n in frame.cells(sql) if o != n
            ]
            said = f"{before} became {after} over the same keys"
            where = f": {largest(cells)}" if cells else ""
            yield pair.breach("totals", column, said + where, formerly=[said])


def changed_past(frame: Frame) -> Iterator[Breach]:
    """Yield for each measure the periods, the cells and the exchanges of the past that a person must see."""
    if not frame.key:
        return
    for measure in frame.measures:
        past = PastCells(frame, measure)
        yield from _changed_periods(frame, measure, past)
        yield from _exchanged(frame, measure, past)
        yield from _changed_cells(frame, measure, past)


def _changed_periods(frame: Frame, measure: str, past: PastCells) -> Iterator[Breach]:
    if not frame.period:
        return
    moves = [Move(period, sums.before, sums.after) for period, sums in past.sums.items()]
    allowed = max(PERIOD_PCT, frame.settings.totals.get(measure, 0.0))
    found = [move for move in moves if move.percent > allowed]
    if found:
        said = f"{len(found)} of {len(moves)} periods: {largest(found)}"
        yield frame.pair.breach("periods", measure, said)


def _changed_cells(frame: Frame, measure: str, past: PastCells) -> Iterator[Breach]:
    """Yield the cells of the past that changed: a breach where one stands out, else a warning of all of them."""
    changed = past.changed
    if not changed:
        return
    limit = frame.settings.cells_change_pct.get(measure, math.inf)
    is_limited = measure in frame.settings.cells_change_pct
    out = [
        cell
        for period, cell in changed
        if (cell.percent > limit if is_limited else _stands_out(past, period, cell))
    ]
    before = total(sums.before for sums in past.sums.values())
    after = total(sums.after for sums in past.sums.values())
    how = change(before, after)
    summed = f"{plain(before)} became {plain(after)}" + (f" ({how})" if how else "")
    if out:
        told = f"{len(out)} of {len(changed)} changed cells, of {past.cells} in all ({summed})"
        yield frame.pair.breach("cells", measure, f"{told}: {largest(out)}")
    elif not is_limited and measure not in frame.settings.totals:
        told = f"{len(changed)} of {past.cells} cells changed ({summed}){_counted(changed)}"
        cells = largest(cell for _, cell in changed)
        yield frame.pair.breach("restated", measure, f"{told}: {cells}", "warning")


def _counted(changed: Sequence[tuple[str, Move]]) -> str:
    """Return in which periods how many cells changed."""
    counts: dict[str, int] = defaultdict(int)
    for period, _ in changed:
        counts[period] += 1
    told = [f"{period} ({n})" for period, n in sorted(counts.items(), reverse=True) if period]
    return f", in {listed(told)}" if told else ""


def _stands_out(past: PastCells, period: str, cell: Move) -> bool:
    """Return whether a cell changed as a slip would: by a power of ten, or to twice or half so that it shows."""
    assert cell.before is not None and cell.after is not None  # noqa: S101, PT018 - see `changed`
    is_slip = min(abs(cell.before), abs(cell.after)) >= _SLIP and tens(cell.before, cell.after) != 0
    return is_slip or (cell.factor >= _FACTOR and past.matters(period, cell))


def _exchanged(frame: Frame, measure: str, past: PastCells) -> Iterator[Breach]:
    """Yield the cells of one period that have each other's former value."""
    waiting: dict[tuple[str, Decimal | None, Decimal | None], list[Move]] = defaultdict(list)
    found: list[str] = []
    for period, cell in past.changed:
        if not past.matters(period, cell):
            continue
        others = waiting[(period, cell.after, cell.before)]
        if others:
            other = others.pop()
            found.append(
                f"{other.place} and {cell.place}: {plain(other.before)} and {plain(cell.before)}"
            )
        else:
            waiting[(period, cell.before, cell.after)].append(cell)
    if found:
        yield frame.pair.breach("exchanged", measure, f"{len(found)}: {listed(found)}")
