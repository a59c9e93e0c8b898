"""The shape of two vintages: columns, the number of rows, the values of categories."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.connection import quoted
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.frame import Frame
from warehouse.sources.compare.moves import Move, largest, listed, value
from warehouse.sources.compare.pair import same, shown_key

_ALIKE_PCT = 90


def changed_columns(frame: Frame) -> Iterator[Breach]:
    """Yield the columns that went, came, changed their type or only their name."""
    old, new, pair = frame.old, frame.new, frame.pair
    renamed = dict(_renamed(frame))
    for name in sorted(set(old) | set(new)):
        if name in renamed:
            yield pair.breach("columns", name, f"renamed to {renamed[name]}", formerly=["removed"])
        elif name not in new:
            yield pair.breach("columns", name, "removed")
        elif name not in old and name not in renamed.values():
            yield pair.breach("columns", name, "added")
        elif name in old and old[name] != new[name]:
            yield pair.breach("columns", name, f"{old[name]} became {new[name]}")


def _renamed(frame: Frame) -> Iterator[tuple[str, str]]:
    """Yield the columns that went and the ones that came with the same values in nearly all rows of both."""
    if not frame.key:
        return
    come = [name for name in frame.new if name not in frame.old]
    for name in (n for n in frame.old if n not in frame.new):
        for other in [c for c in come if frame.new[c] == frame.old[name]]:
            cells, alike = frame.pair.rows(
                f"SELECT count(*), count(*) FILTER (o.{quoted(name)} = n.{quoted(other)}) "
                f"FROM old AS o JOIN new AS n ON {same(frame.key)} WHERE o.{quoted(name)} IS NOT NULL"
            )[0]
            if int(str(alike)) * 100 >= _ALIKE_PCT * max(int(str(cells)), 1):
                come.remove(other)
                yield name, other
                break


def changed_rows(frame: Frame) -> Iterator[Breach]:
    """Yield a number of rows that changed by more than is allowed, with the periods that it changed in."""
    pair = frame.pair
    before, after = (pair.count(f"SELECT count(*) FROM {view}") for view in ("old", "new"))
    allowed = frame.settings.rows_change_pct * before
    if (before == 0 and after > 0) or (before > 0 and abs(after - before) * 100 > allowed):
        said = f"{before} became {after}"
        yield pair.breach("rows", "", said + _by_period(frame), formerly=[said])


def _by_period(frame: Frame) -> str:
    if not frame.period:
        return ""
    counts = pair_of_counts(frame)
    moved = [Move(place, value(o), value(n)) for place, o, n in counts if o != n]
    return f": {largest(moved)}" if moved else ""


def pair_of_counts(frame: Frame) -> list[tuple[str, object, object]]:
    """Return each period with its number of rows in either vintage."""
    counts = (
        f"SELECT {frame.period_of('o')} AS p, 1 AS before, 0 AS after FROM old AS o UNION ALL "
        f"SELECT {frame.period_of('n')} AS p, 0 AS before, 1 AS after FROM new AS n"
    )
    rows = frame.pair.rows(
        f"SELECT p, sum(before), sum(after) FROM ({counts}) GROUP BY p ORDER BY p"
    )
    return [(shown_key(row[:1]), row[1], row[2]) for row in rows]


def changed_categories(frame: Frame) -> Iterator[Breach]:
    """Yield each column whose values are not those of before, as its settings ask."""
    for column in (c for c in frame.settings.categories if c in frame.common):
        name = quoted(column)
        exempt = frame.pair.not_exempt(frame.settings, frame.common)
        gone = f"SELECT DISTINCT {name} FROM old AS o WHERE {exempt} EXCEPT SELECT {name} FROM new"
        come = f"SELECT {name} FROM new EXCEPT SELECT {name} FROM old"
        found = [
            f"{shown} {what}"
            for sql, what in ((gone, "vanished"), (come, "appeared"))
            for (shown,) in frame.pair.rows(f"{sql} ORDER BY ALL")
        ]
        if found:
            yield frame.pair.breach("categories", column, listed(found), formerly=found)
