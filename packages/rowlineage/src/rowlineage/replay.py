"""The certificate: the author's query over the traced rows alone must give the traced output again.

It runs the author's own text, in which only the tables are exchanged for their traced rows: neither a fault of the
rewriter nor one of the parser can make it true.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import duckdb
import pyarrow as pa

from rowlineage import plain
from rowlineage.catalog import quoted
from rowlineage.keys import RELATIVE_TOLERANCE, key_condition
from rowlineage.own_words import as_relation
from rowlineage.query import Query
from rowlineage.traced import traced

Row = dict[str, object]


class Replay(TypedDict):
    """The outcome: what was expected and what came back (None when no row did)."""

    state: Literal["verified", "not_reproduced"]
    expected: Any
    actual: Any


@dataclass(frozen=True)
class Output:
    """One output row to be found again.

    Attributes:
        key: Columns that tell the row, with their values.
        column: The cell in question, or None for the whole row.
        values: The row as it was published.
        types: The types of its columns.
    """

    key: Mapping[str, object]
    column: str | None
    values: Row
    types: Mapping[str, str]

    def shown(self, row: Row | None) -> object:
        """Return the cell or the row."""
        if row is None or self.column is None:
            return row
        return row[self.column]


def replay(
    con: duckdb.DuckDBPyConnection, query: Query, evidence: pa.Table, output: Output
) -> Replay:
    """Run the author's query on the evidence alone and look for the same output.

    Args:
        con: The connection on which the query's tables live.
        query: The resolved query.
        evidence: As from `evidence.collect`.
        output: The row or cell.
    """
    with traced(con, evidence) as name:
        rows = _matching(con, query, restricted(query, name), output)
    wanted = [output.column] if output.column else list(output.values)
    # Cut down, a neighbour may come out with the same key (`lag` on the first row left): it must say the same then.
    same = bool(rows) and all(equal(row[c], output.values[c]) for row in rows for c in wanted)
    return {
        "state": "verified" if same else "not_reproduced",
        "expected": output.shown(output.values),
        "actual": output.shown(rows[0]) if rows else None,
    }


def restricted(query: Query, evidence: str) -> str:
    """Return the author's query with every table occurrence cut down to its own rows of the evidence, a relation."""

    def cut(id_: str) -> str:
        occurrence = query.occurrences[id_]
        ids = f"SELECT row_id FROM {evidence} WHERE occurrence = {occurrence.number}"
        number = quoted(occurrence.row_id)
        kept = f"{number} IN ({ids})"
        if query.is_positional:  # a semi-join may give the rows in another order
            kept = f"list_contains((SELECT list(row_id) FROM ({ids})), {number})"
        return f"SELECT * FROM {occurrence.relation} WHERE {kept}"

    return query.words.with_tables(cut) or plain.text(query, query.tree, lambda o: cut(o.id))


def _matching(con: duckdb.DuckDBPyConnection, query: Query, sql: str, output: Output) -> list[Row]:
    """Return up to two rows with the output's key; other columns are not worked out: on few rows they may fail."""
    names = [name for name, _ in query.columns]
    wanted = {*output.key, output.column} if output.column else set(names)
    shown = (
        quoted(str(place)) if name in wanted else f"NULL AS {quoted(str(place))}"
        for place, name in enumerate(names)
    )
    relation = f"(SELECT DISTINCT {', '.join(shown)} FROM {as_relation(sql, len(names))})"
    return nearest(con.execute(nearest_sql(relation, output.key, output.types)).fetchall(), names)


def nearest_sql(relation: str, key: Mapping[str, object], types: Mapping[str, str]) -> str:
    """Return SQL for two rows with a key, its floats near by, and last whether each has it exactly: these first.

    Args:
        relation: A relation whose columns are named by their position.
        key: Column -> value.
        types: Types of the columns, in order.
    """
    near, exact = (key_condition(key, types, list(types), tolerant=t) for t in (True, False))
    return (
        f'SELECT *, coalesce({exact}, FALSE) AS "#exact" FROM {relation} WHERE {near} '
        'ORDER BY "#exact" DESC LIMIT 2'
    )


def nearest(found: Sequence[Sequence[object]], names: Sequence[str]) -> list[Row]:
    """Return the rows of `nearest_sql` that a key tells: those that have it exactly, and others only without such."""
    told = [row for row in found if row[-1] == found[0][-1]]
    return [dict(zip(names, row, strict=False)) for row in told]


def equal(left: object, right: object) -> bool:
    """Say whether two values are the same; floats within a relative 1e-9, since their sums depend on the order."""
    if isinstance(left, float) and isinstance(right, float):
        both_nan = math.isnan(left) and math.isnan(right)
        return both_nan or math.isclose(left, right, rel_tol=RELATIVE_TOLERANCE)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[k], right[k]) for k in left)
    return bool(left == right)
