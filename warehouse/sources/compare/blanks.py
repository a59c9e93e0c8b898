"""Blanks of two vintages: cells that lost their value, columns that are emptier than they were."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from warehouse.connection import quoted
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.frame import OF_TRANSCRIBER, Frame
from warehouse.sources.compare.moves import Move, largest, listed, value
from warehouse.sources.compare.newest import periods_of
from warehouse.sources.compare.pair import shown_key

_SHARE = Decimal("0.01")
_FEW = 3
_CELLS = Decimal("0.05")


def blanked(frame: Frame) -> Iterator[Breach]:
    """Yield what a person must see of blanks: cells, whole columns, and new periods."""
    if frame.key:
        for measure in frame.measures:
            yield from _blanked_cells(frame, measure)
    for column in frame.common:
        if column not in (*OF_TRANSCRIBER, *frame.key):
            yield from _emptier(frame, column)


def _blanked_cells(frame: Frame, measure: str) -> Iterator[Breach]:
    """Yield the cells that had a value: a breach where they were many or much of it, else a warning."""
    name, both = quoted(measure), frame.both(measure)
    gone = [
        Move(place, value(before), None)
        for _, place, before, _ in frame.cells(
            f"{both} WHERE o.{name} IS NOT NULL AND n.{name} IS NULL"
        )
    ]
    if not gone:
        return
    filled, amount = frame.pair.rows(
        f"SELECT count(o), coalesce(sum(abs(o)), 0) FROM ({both}) AS t(p, {_names(frame)}o, n)"
    )[0]
    lost = sum((move.size for move in gone), Decimal(0))
    is_much = len(gone) >= _CELLS * int(str(filled)) or lost >= _SHARE * Decimal(str(amount))
    told = f"{len(gone)} of {filled} cells with a value became blank: {largest(gone)}"
    yield frame.pair.breach("blanks", measure, told, "error" if is_much and lost else "warning")


def _names(frame: Frame) -> str:
    return "".join(f"k{number}, " for number in range(len(frame.places)))


def _emptier(frame: Frame, column: str) -> Iterator[Breach]:
    """Yield a column whose blanks rose by more than is allowed, in all or in a new period against the one before."""
    allowed = frame.settings.blanks_points
    blank_before, before = _share(frame, "old", column)
    blank_after, after = _share(frame, "new", column)
    if not before or not after or blank_before == before:
        return
    told = f"{blank_before} of {before} blank became {blank_after} of {after}"
    periods = list(_emptier_periods(frame, column))
    where = f": {listed(periods)}" if periods else ""
    is_emptied = blank_after == after
    if is_emptied or (
        blank_after >= _FEW and 100 * blank_after / after - 100 * blank_before / before > allowed
    ):
        yield frame.pair.breach("blank_share", column, told + where)
    elif periods and column in frame.measures and periods_of(frame).is_panel:
        yield frame.pair.breach("blank_share", column, listed(periods))


def _share(frame: Frame, view: str, column: str) -> tuple[int, int]:
    """Return the blanks of a column and its cells, those of rows that may vanish left out."""
    row = view[0]
    exempt = frame.pair.not_exempt(frame.settings, frame.common, row)
    blanks, cells = frame.pair.rows(
        f"SELECT count(*) - count({row}.{quoted(column)}), count(*) FROM {view} AS {row} WHERE {exempt}"
    )[0]
    return int(str(blanks)), int(str(cells))


def _emptier_periods(frame: Frame, column: str) -> Iterator[str]:
    """Yield the periods with more blanks than they had; a new one than the one before it."""
    if not frame.period:
        return
    known, counts = (_by_period(frame, view, column) for view in ("old", "new"))
    before = ""
    for period, (blanks, cells) in counts.items():
        against = period if period in known else before
        of = known if against == period else counts
        was_blank, was = of.get(against, (blanks, cells))
        if 100 * blanks / cells - 100 * was_blank / was > frame.settings.blanks_points:
            year = "" if against == period else f" in {against}"
            yield f"{period}: {was_blank} of {was} blank{year} became {blanks} of {cells}"
        before = period


def _by_period(frame: Frame, view: str, column: str) -> dict[str, tuple[int, int]]:
    row = view[0]
    rows = frame.pair.rows(
        f"SELECT {frame.period_of(row)} AS p, count(*) - count({row}.{quoted(column)}), count(*) "
        f"FROM {view} AS {row} WHERE p IS NOT NULL GROUP BY p ORDER BY p"
    )
    return {shown_key(row[:1]): (int(str(row[1])), int(str(row[2]))) for row in rows}
