"""A new period against the one before it in the same file: what it comes to, who moved, who is in it.

The past says what is plausible: a period that differs from the one before by no more than half, or little more than
periods did before, passes without a word. Where periods do not have the same keys one after the other, as in a list of
what was printed, there is nothing to hold a new one against but the size of what is in it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from warehouse.connection import literal, quoted
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.frame import Frame
from warehouse.sources.compare.moves import Move, factor, largest, listed, plain, total
from warehouse.sources.compare.pair import shown_key

USUAL, USUAL_OF_PARTS, MOST = 1.5, 2.0, 10.0
"""Factors that pass at least, for a sum and for the parts of one, and what never passes."""
_BEYOND = 1.5
_SHARE = Decimal("0.01")
_FEW_ROWS = 8
_KINDS = 20
_GROUPS = 20_000
_PANEL = 0.6
_ROWS = ""


@dataclass(frozen=True)
class Periods:
    """The periods of the newer vintage.

    Attributes:
        ordered: All of them, the oldest first.
        steps: Each new period with the one to compare it with.
        provisional: Those with rows that may vanish, which are not expected to be whole.
        is_panel: Whether periods have mostly the keys of the one before.
    """

    ordered: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    provisional: frozenset[str]
    is_panel: bool

    def is_new(self, period: str) -> bool:
        """Return whether the older vintage has no such period."""
        return any(period == new for new, _ in self.steps)

    @property
    def compared(self) -> frozenset[str]:
        """The periods of all steps."""
        return frozenset(period for step in self.steps for period in step)

    def is_whole(self, step: tuple[str, str]) -> bool:
        """Return whether both periods of a step can be expected to have every key."""
        return self.provisional.isdisjoint(step)


def new_periods(frame: Frame) -> Iterator[Breach]:
    """Yield what a person must see of the periods that the older vintage did not have."""
    periods = periods_of(frame)
    if not periods.steps:
        return
    rows = _whole(frame, _ROWS)
    if max(rows.values()) >= _FEW_ROWS:
        yield from _implausible(frame, periods, _ROWS, rows, {_ROWS: rows})
    if not periods.is_panel:
        for measure in frame.measures:
            sums = _whole(frame, measure)
            yield from _implausible(frame, periods, measure, sums, {_ROWS: sums})
        return
    columns = _movers(frame)
    parts = [name for name in frame.parts if name not in frame.settings.exempt]
    for measure in frame.measures:
        whole = _whole(frame, measure)
        cells = _groups(frame, measure, parts, periods.compared) if parts else {_ROWS: whole}
        found = list(_implausible(frame, periods, measure, whole, cells))
        yield from found
        for column in columns:
            groups = _groups(frame, measure, (column,))
            yield from _moved(frame, periods, (measure, column), groups, is_told=bool(found))
    yield from _other_kinds(frame, periods)


def periods_of(frame: Frame) -> Periods:
    """Return the periods of a pair; without steps where its rows are of no time, or no period is new."""
    if not frame.period:
        return Periods((), (), frozenset(), is_panel=False)
    was, is_settled = (frame.pair.not_exempt(frame.settings, frame.common, row) for row in "on")
    known = _distinct(frame, "old", was)
    ordered = _distinct(frame, "new", "true")
    provisional = _distinct(frame, "new", f"NOT ({is_settled})")
    steps = [
        (period, ordered[number - 1] if number else ordered[1])
        for number, period in enumerate(ordered)
        if known and period not in known and len(ordered) > 1
    ]
    is_panel = len(known) < 2 or _overlap(frame) >= _PANEL
    return Periods(tuple(ordered), tuple(steps), frozenset(provisional), is_panel)


def _distinct(frame: Frame, view: str, condition: str) -> list[str]:
    row = view[0]
    p = frame.period_of(row)
    sql = f"SELECT DISTINCT {p} AS p FROM {view} AS {row} WHERE {p} IS NOT NULL AND {condition} ORDER BY p"
    return [shown_key(found) for found in frame.pair.rows(sql)]


def _overlap(frame: Frame) -> float:
    """Return what share of its keys a period has in common with the one before, on the average."""
    parts = [name for name in frame.parts if name not in frame.settings.exempt]
    if not parts:
        return 1.0
    p, names = frame.period_of("n"), ", ".join(f"n.{quoted(name)}" for name in parts)
    shared, most = frame.pair.rows(
        f"WITH d AS (SELECT DISTINCT {p} AS p, hash({names}) AS g FROM new AS n WHERE {p} IS NOT NULL), "
        f"s AS (SELECT p, count(*) AS c, row_number() OVER (ORDER BY p) AS i FROM d GROUP BY p) "
        f"SELECT (SELECT count(*) FROM d AS a JOIN s AS x ON x.p = a.p JOIN s AS y ON y.i = x.i + 1 "
        f"JOIN d AS b ON b.p = y.p AND b.g = a.g), "
        f"(SELECT sum(greatest(x.c, y.c)) FROM s AS x JOIN s AS y ON y.i = x.i + 1)"
    )[0]
    return float(str(shared)) / float(str(most)) if most else 1.0


def _whole(frame: Frame, measure: str) -> dict[str, Decimal]:
    """Return what a measure comes to by period; without a measure, the number of rows."""
    return next(iter(_sums(frame, measure, "''").values()), {})


def _groups(
    frame: Frame, measure: str, columns: Sequence[str], periods: Collection[str] = ()
) -> dict[str, dict[str, Decimal]]:
    """Return the same for each value of some columns, of all periods or some."""
    cells = [f"coalesce(n.{quoted(c)}::VARCHAR, '(blank)')" for c in columns]
    return _sums(frame, measure, f"concat_ws(' / ', {', '.join(cells)})", periods)


def _sums(
    frame: Frame, measure: str, group: str, periods: Collection[str] = ()
) -> dict[str, dict[str, Decimal]]:
    p = frame.period_of("n")
    summed = f"sum(n.{quoted(measure)})" if measure else "count(*)"
    asked = ", ".join(literal(period) for period in sorted(periods))
    rows = frame.pair.rows(
        f"SELECT {group} AS g, {p} AS p, {summed} AS s FROM new AS n WHERE {p} IS NOT NULL "
        f"{f'AND ({p})::VARCHAR IN ({asked})' if asked else ''} GROUP BY g, p ORDER BY g, p"
    )
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for name, period, amount in rows:
        if amount is not None:
            found[shown_key([name])][shown_key([period])] = Decimal(str(amount))
    return found


def _movers(frame: Frame) -> list[str]:
    """Return the columns by which a measure is taken apart: those asked for, else those of not too many values."""
    asked = [name for name in frame.settings.movers if name in frame.common]
    if asked:
        return asked
    return [
        name
        for name in frame.parts
        if name not in frame.settings.exempt
        and frame.pair.count(f"SELECT count(DISTINCT {quoted(name)}) FROM new") <= _GROUPS
    ]


def _moves(step: tuple[str, str], groups: Mapping[str, Mapping[str, Decimal]]) -> list[Move]:
    new, before = step
    return [
        Move(_place(step, name), sums.get(before), sums.get(new))
        for name, sums in groups.items()
        if sums.get(before) != sums.get(new)
    ]


def _place(step: tuple[str, str], name: str) -> str:
    new, before = step
    return f"{new}{' / ' if name else ''}{name} against {before}:"


def _bound(periods: Periods, sums: Mapping[str, Decimal], usual: float) -> float:
    """Return the factor up to which a step of these sums is plausible, by the steps of the past."""
    known = [p for p in periods.ordered if p in sums and not periods.is_new(p)]
    steps = [factor(sums[a], sums[b]) for a, b in pairwise(known)]
    finite = [step for step in steps if step < math.inf]
    least = usual if len(finite) > 1 else max(usual, USUAL_OF_PARTS)
    return min(max(least, 1 + _BEYOND * (max(finite, default=1.0) - 1)), MOST)


def _alike(step: tuple[str, str], groups: Mapping[str, Mapping[str, Decimal]]) -> Move:
    """Return what the groups that have a value in both periods come to."""
    both = [sums for sums in groups.values() if step[0] in sums and step[1] in sums]
    new, before = (total(sums[period] for sums in both) for period in step)
    return Move(_place(step, ""), before, new)


def _implausible(
    frame: Frame,
    periods: Periods,
    measure: str,
    whole: Mapping[str, Decimal],
    groups: Mapping[str, Mapping[str, Decimal]],
) -> Iterator[Breach]:
    """Yield a breach where what a new period comes to is beyond what the source allows, or the past makes plausible."""
    allowed = frame.settings.newest_change_pct.get(measure)
    bound = _bound(periods, whole, USUAL) if periods.is_panel else MOST
    moves = [(step, _alike(step, groups)) for step in periods.steps]
    found = [
        (step, move)
        for step, move in moves
        if (move.factor >= bound if allowed is None else move.percent > allowed)
    ]
    if not found:
        return
    limit = f"more than {allowed:g} %" if allowed is not None else f"{bound:.2f} times or more"
    told = f"{'' if measure else 'rows of '}{largest(move for _, move in found)}; {limit}"
    movers = [move for step, _ in found for move in _moves(step, groups)]
    if len(groups) > 1:
        told += f"; the largest movers: {largest(movers)}"
    yield frame.pair.breach("newest", measure, told)


def _moved(
    frame: Frame,
    periods: Periods,
    of: tuple[str, str],
    groups: Mapping[str, Mapping[str, Decimal]],
    *,
    is_told: bool,
) -> Iterator[Breach]:
    """Yield the groups of a column that moved more than they ever did, and those that seem to have changed places."""
    found, places = [], []
    for step in periods.steps:
        most = max(total(abs(s.get(p, Decimal(0))) for s in groups.values()) for p in step)
        shown = {
            name: sums
            for name, sums in groups.items()
            if max(abs(sums.get(p, Decimal(0))) for p in step) >= _SHARE * most
        }
        for name, sums in shown.items():
            move = Move(_place(step, name), sums.get(step[1]), sums.get(step[0]))
            if None in (move.before, move.after) and not periods.is_whole(step):
                continue
            bound = _bound(periods, sums, USUAL_OF_PARTS)
            if move.size >= _SHARE * most and move.factor >= bound:
                found.append(move)
        places += list(_changed_places(step, shown))
    subject = ", ".join(of)
    if found and not is_told:
        yield frame.pair.breach("movers", subject, f"{len(found)}: {largest(found)}")
    if places:
        yield frame.pair.breach("exchanged", subject, f"{len(places)}: {listed(places)}")


def _changed_places(
    step: tuple[str, str], groups: Mapping[str, Mapping[str, Decimal]]
) -> Iterator[str]:
    """Yield two groups each of which is, in a new period, far from itself and close to what the other was before."""
    new, before = step
    filled = {
        n: s
        for n, s in groups.items()
        if s.get(new, Decimal(0)) > 0 and s.get(before, Decimal(0)) > 0
    }
    names = sorted(filled)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            a, b = filled[one], filled[other]
            stays = math.log(factor(a[before], a[new])) + math.log(factor(b[before], b[new]))
            swaps = math.log(factor(a[before], b[new])) + math.log(factor(b[before], a[new]))
            if stays >= 2 * math.log(1.25) and swaps * 4 <= stays:
                yield (
                    f"{new} / {one} and {other} against {before}: {plain(a[before])} and {plain(b[before])} "
                    f"became {plain(a[new])} and {plain(b[new])}"
                )


def _other_kinds(frame: Frame, periods: Periods) -> Iterator[Breach]:
    """Yield the columns of the key with few values, where a new period has others than the one before it."""
    for column in (c for c in frame.parts if frame.is_said and c not in frame.settings.exempt):
        cells = _groups(frame, _ROWS, (column,))
        found = []
        for new, before in periods.steps:
            was, now = (
                {name for name, counts in cells.items() if p in counts} for p in (before, new)
            )
            if len(was | now) <= _KINDS:
                found += [f"{new} has no {name}, {before} has" for name in sorted(was - now)]
                found += [f"{new} has {name}, {before} has not" for name in sorted(now - was)]
        if found:
            yield frame.pair.breach("kinds", column, listed(found))
