"""Keys of two vintages: those that vanished, those that came to the past, those that come twice, and none in common."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.connection import quoted
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.frame import Frame
from warehouse.sources.compare.moves import SHOWN, digest, listed
from warehouse.sources.compare.newest import periods_of
from warehouse.sources.compare.pair import same, shown_key


def nothing_in_common(frame: Frame) -> Iterator[Breach]:
    """Yield a breach where the vintages have rows, and no key of one is in the other: no rule by key saw a thing.

    A key that was only seen to be one is no promise of the source, so that this is a warning then.
    """
    if not frame.key:
        return
    before, after = (frame.pair.count(f"SELECT count(*) FROM {view}") for view in ("old", "new"))
    shared = f"SELECT count(*) FROM old AS o SEMI JOIN new AS n ON {same(frame.key)}"
    if before and after and not frame.pair.count(shared):
        yield frame.pair.breach(
            "keys",
            ", ".join(frame.key),
            f"none of {before} rows has a key of the {after} rows: nothing was compared by key",
            "error" if frame.is_said else "warning",
        )


def removed_keys(frame: Frame) -> Iterator[Breach]:
    """Yield the keys that vanished, where they are more than the source allows."""
    if not frame.is_said:
        return
    settings, pair = frame.settings, frame.pair
    exempt = pair.not_exempt(settings, frame.common)
    removed = _only_in(frame, "old", "new", exempt)
    if len(removed) > (settings.keys_removed or 0):
        first = "; ".join(removed[:SHOWN])
        more = f" and {len(removed) - SHOWN} more" if len(removed) > SHOWN else ""
        said = f"{len(removed)}: {first}{more}"
        rest = f" [{digest(removed[SHOWN:])}]" if more else ""
        yield pair.breach("keys_removed", ", ".join(frame.key), said + rest, formerly=[said])


def added_keys(frame: Frame) -> Iterator[Breach]:
    """Yield the keys that came to periods that were there already: a warning where the source says nothing of them."""
    if not frame.is_said or not frame.period or not periods_of(frame).is_panel:
        return
    settled = frame.pair.not_exempt(frame.settings, frame.common)
    known = (
        f"{frame.period_of('n')} IN (SELECT {frame.period_of('o')} FROM old AS o WHERE {settled})"
    )
    added = _only_in(frame, "new", "old", known)
    allowed = frame.settings.keys_added
    if len(added) > (allowed or 0):
        yield frame.pair.breach(
            "keys_added",
            ", ".join(frame.key),
            f"{len(added)} in periods of the past: {listed(added)}",
            "warning" if allowed is None else "error",
        )


def _only_in(frame: Frame, view: str, other: str, condition: str) -> list[str]:
    row, away = view[0], other[0]
    names = ", ".join(f"{row}.{quoted(k)}" for k in frame.key)
    rows = frame.pair.rows(
        f"SELECT DISTINCT {names} FROM {view} AS {row} ANTI JOIN {other} AS {away} "
        f"ON {same(frame.key)} WHERE {condition} ORDER BY ALL"
    )
    return [shown_key(row) for row in rows]


def repeated_keys(frame: Frame) -> Iterator[Breach]:
    """Yield the keys, or whole rows where there are none, that come several times and did not before."""
    columns = frame.key if frame.is_said else frame.common
    names = ", ".join(quoted(name) for name in columns)
    if not names:
        return
    old, new = (
        f"SELECT {names}, count(*) AS _times FROM {view} GROUP BY ALL HAVING count(*) > 1"
        for view in ("old", "new")
    )
    rows = frame.pair.rows(f"{new} EXCEPT {old} ORDER BY ALL")
    if rows:
        found = [f"{shown_key(row[:-1])} ({row[-1]} times)" for row in rows]
        subject = ", ".join(columns) if frame.is_said else ""
        what = "keys" if frame.is_said else "whole rows"
        yield frame.pair.breach("duplicates", subject, f"{len(found)} {what}: {listed(found)}")
