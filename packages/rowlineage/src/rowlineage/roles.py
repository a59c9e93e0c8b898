"""Why a row or a column is needed: the roles, and how they combine along a query.

A *need* maps columns of a relation to the roles in which they are needed. Two names that no column can have stand
for the row itself (`ROW`: that it exists) and for its multiplicity (`COPIES`: how often it occurs).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeAlias

ROW = ""
COPIES = "*"


class Role(StrEnum):
    """The part that a column plays in a result, from the strongest to the weakest."""

    VALUE = "value"
    ORDER = "order"
    GROUP = "group"
    JOIN = "join"
    FILTER = "filter"
    EXISTS = "exists"


Need: TypeAlias = Mapping[str, frozenset[Role]]
RowRole: TypeAlias = Literal["value", "witness", "order"]

EXISTENCE: Need = {ROW: frozenset({Role.EXISTS})}


def compose(outer: Role, inner: Role) -> Role:
    """Return the role of what is needed in the role `inner` for something needed in the role `outer`."""
    if outer in (Role.VALUE, Role.EXISTS) or inner is Role.ORDER:
        return inner
    return outer


def through(column: str, roles: frozenset[Role], inner: Need) -> Need:
    """Return the need `inner` of a column that is itself needed in `roles`.

    Where rows are counted, their existence is the value.
    """
    counted = column in (ROW, COPIES) and Role.VALUE in roles
    return {
        name: frozenset(
            Role.VALUE if counted and role is Role.EXISTS else compose(outer, role)
            for outer in roles
            for role in inner_roles
        )
        for name, inner_roles in inner.items()
    }


def union(*needs: Need) -> Need:
    """Return the need that covers all the given needs, in the order of first mention."""
    merged: dict[str, frozenset[Role]] = {}
    for need in needs:
        for column, roles in need.items():
            merged[column] = merged.get(column, frozenset()) | roles
    return merged


def row_role(need: Need) -> RowRole:
    """Return the role of a row of which the given columns are needed."""
    roles = frozenset().union(*need.values()) if need else frozenset()
    if Role.VALUE in roles:
        return "value"
    return "order" if Role.ORDER in roles else "witness"
