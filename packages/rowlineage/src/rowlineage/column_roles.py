"""The parts that an upstream column can play in a result column, and how they combine along a query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

ColumnRole = Literal["projection", "filter", "join", "group", "order", "absence"]
Link: TypeAlias = tuple[str, str, ColumnRole]
"""Table, column, role."""


def compose(outer: ColumnRole, inner: ColumnRole) -> ColumnRole:
    """Return the role of what plays the part `inner` in something that plays the part `outer`."""
    if outer == "projection" or inner in ("order", "absence"):
        return inner
    return outer


def within(outer: ColumnRole, links: Iterable[Link]) -> frozenset[Link]:
    """Return links as they are to whatever names them in the role `outer`."""
    return frozenset((table, name, compose(outer, role)) for table, name, role in links)


def as_absence(links: Iterable[Link]) -> frozenset[Link]:
    """Return links to what must not be there."""
    return frozenset((table, name, "absence") for table, name, _ in links)
