"""A trace explained as text: the cell, whether it is verified, its rows by what tells them, what became of others."""

from __future__ import annotations

from collections.abc import Iterator

from rowlineage.errors import UnsupportedSQL
from rowlineage.identities import RowIdentity
from rowlineage.signs import safe, told
from rowlineage.trace import Trace

LISTED = 20
"""How many rows of a table and role are named; all are counted."""


def as_lines(trace: Trace) -> Iterator[str]:
    """Yield a trace as lines for a terminal."""
    for name, value in cell(trace).items():
        yield f"{safe(name)} = {told(value)}"
    yield certificate(trace)
    for name, text in trace.parameters.items():
        yield f"with {safe(name)} = {told(text)}"
    yield ""
    yield from _rows(trace)
    yield from others(trace)


def cell(trace: Trace) -> dict[str, object]:
    """Return the traced cell, or the whole row, by column."""
    if trace.column is None:
        return trace.values
    return {trace.column: trace.values[trace.column]}


def certificate(trace: Trace) -> str:
    """Return what came of running the author's query on the traced rows alone."""
    state = trace.replay()["state"]
    gives = "gives it again" if state == "verified" else "gives another answer"
    return f"{state.replace('_', ' ')}: the query on these rows alone {gives}"


def others(trace: Trace) -> Iterator[str]:
    """Yield what became of the rows that are not traced, and what holds because rows are not there."""
    for out in trace.excluded():
        yield safe(f"left out of {out['table']} by {out['predicate']}: {out['rows']}")
    yield from map(safe, _ignored(trace))
    for warning in trace.warnings():
        yield safe(f"warning: {warning}")
    for absence in trace.absences():
        yield safe(f"holds by absence: {absence.construct} of {', '.join(absence.tables)}")


def _ignored(trace: Trace) -> Iterator[str]:
    """Yield which rows aggregates pass over, or that this cannot be told of the query."""
    try:
        for ignored in trace.ignored():
            reason = f"{ignored['aggregate']} ({ignored['why']})"
            yield f"ignored of {ignored['table']} by {reason}: {ignored['rows']}"
    except UnsupportedSQL as refusal:
        yield f"what aggregates ignore is not known: {refusal.fact}"


def _rows(trace: Trace) -> Iterator[str]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for identity in trace.identities():
        grouped.setdefault((identity.table, identity.role), []).append(_named(identity))
    for (table, role), rows in grouped.items():
        more = f", ... ({len(rows)})" if len(rows) > LISTED else ""
        yield f"{safe(table)} ({role}): {', '.join(rows[:LISTED])}{more}"


def _named(identity: RowIdentity) -> str:
    """Return what tells a row in few words: a row id or key of one column by itself."""
    values = list(map(told, identity.row.values()))
    shown = values[0] if len(values) == 1 else f"({', '.join(values)})"
    return shown if identity.copies == 1 else f"{identity.copies} x {shown}"
