"""The evidence of one row or cell: row ids by table, each in its strongest role, whatever stored or computed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rowlineage.arrays import Ids, distinct, numbers, words
from rowlineage.roles import RowRole, row_role
from rowlineage.walk import Reached

SCHEMA = pa.schema(
    [
        ("table", pa.string()),
        ("occurrence", pa.int32()),
        ("row_id", pa.int64()),
        ("role", pa.string()),
    ]
)
STRENGTH: tuple[RowRole, ...] = ("value", "order", "witness")


class Mention(Protocol):
    """One mention of an upstream table."""

    @property
    def table(self) -> str:
        """The table's name."""
        ...

    @property
    def number(self) -> int:
        """The mention's number in its query, counted from 1."""
        ...


@dataclass(frozen=True)
class Rows:
    """Rows of one mention of a table.

    Attributes:
        table: The table.
        number: The mention's number in its query.
        ids: Row ids, ascending, each once.
        roles: The place in `STRENGTH` of each row's role.
    """

    table: str
    number: int
    ids: Ids
    roles: npt.NDArray[np.int32]

    def counts(self) -> dict[RowRole, int]:
        """Return the number of rows by role, without roles that no row has."""
        found = np.bincount(self.roles, minlength=len(STRENGTH)).tolist()
        return {role: count for role, count in zip(STRENGTH, found, strict=True) if count}

    def role_names(self) -> list[RowRole]:
        """Return each row's role."""
        return [STRENGTH[place] for place in self.roles.tolist()]

    def strongest(self, most: int | None) -> Rows:
        """Return the first rows, or all: those in the strongest role, then by row id."""
        first = np.argsort(self.roles, kind="stable")[:most]
        return self.some(np.sort(first))

    def some(self, places: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Rows:
        """Return the rows in some places, or where a flag is set."""
        return Rows(self.table, self.number, self.ids[places], self.roles[places])


def united(parts: Iterable[Rows]) -> tuple[Rows, ...]:
    """Return one part for each mention, by number, each row in the strongest role that it has in any part."""
    by_number: dict[int, list[Rows]] = {}
    for part in parts:
        by_number.setdefault(part.number, []).append(part)
    return tuple(_one(by_number[number]) for number in sorted(by_number))


def _one(parts: Sequence[Rows]) -> Rows:
    if len(parts) == 1:
        return parts[0]
    ids = distinct([part.ids for part in parts])
    roles = np.full(ids.size, len(STRENGTH), np.int32)
    for part in parts:
        places = np.searchsorted(ids, part.ids) if part.ids.size < ids.size else slice(None)
        roles[places] = np.minimum(roles[places], part.roles)
    return Rows(parts[0].table, parts[0].number, ids, roles)


def strongest(
    reached: Iterable[Reached[Ids]], occurrences: Mapping[str, Mention]
) -> tuple[Rows, ...]:
    """Return the rows reached, each once in its strongest role, by mention and row id."""
    parts = []
    for part in reached:
        mention = occurrences[part.occurrence]
        roles = np.full(part.rows.size, STRENGTH.index(row_role(part.need)), np.int32)
        parts.append(Rows(mention.table, mention.number, part.rows, roles))
    return united(parts)


def as_table(parts: Iterable[Rows]) -> pa.Table:
    """Return rows as a table.

    Returns:
        Columns table, occurrence (the mention's number in the query), row_id, role (value, order or witness).
    """
    tables = []
    for part in parts:
        size = part.ids.size
        columns = [
            words([part.table], np.zeros(size, np.int32)),
            numbers(np.full(size, part.number, np.int32)),
            numbers(part.ids),
            words(STRENGTH, part.roles),
        ]
        tables.append(pa.Table.from_arrays(columns, schema=SCHEMA))
    return pa.concat_tables(tables) if tables else SCHEMA.empty_table()


def collect(reached: Iterable[Reached[Ids]], occurrences: Mapping[str, Mention]) -> pa.Table:
    """Return the rows reached as a table, each once in its strongest role, by occurrence and row id."""
    return as_table(strongest(reached, occurrences))
