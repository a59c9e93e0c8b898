"""The certificate: the author's query over the traced rows alone must give the traced output again.

It runs the author's own text, in which only the tables are exchanged for their traced rows: neither a fault of the
rewriter nor one of the parser can make it true.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
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
    con: duckdb.DuckDBPyConnection, query: Query, row_id: str, evidence: pa.Table, output: Output
) -> Replay:
    """Run the author's query on the evidence alone and look for the same output.

    Args:
        con: The connection on which the query's tables live.
        query: The resolved query.
        row_id: Name of the row-id column.
        evidence: As from `evidence.collect`.
        output: The row or cell.
    """
    with traced(con, evidence) as name:
        rows = _matching(con, query, restricted(query, row_id, name), output)
    wanted = [output.column] if output.column else list(output.values)
    # Cut down, a neighbour may come out with the same key (`lag` on the first row left): it must say the same then.
    same = bool(rows) and all(equal(row[c], output.values[c]) for row in rows for c in wanted)
    return {
        "state": "verified" if same else "not_reproduced",
        "expected": output.shown(output.values),
        "actual": output.shown(rows[0]) if rows else None,
    }


def restricted(query: Query, row_id: str, evidence: str) -> str:
    """Return the author's query with every table occurrence cut down to its own rows of the evidence, a relation."""

    def cut(id_: str) -> str:
        occurrence = query.occurrences[id_]
        ids = f"SELECT row_id FROM {evidence} WHERE occurrence = {occurrence.number}"
        return f"SELECT * FROM {occurrence.relation} WHERE {quoted(row_id)} IN ({ids})"

    return query.words.with_tables(cut) or plain.text(query, query.tree, lambda o: cut(o.id))


def _matching(con: duckdb.DuckDBPyConnection, query: Query, sql: str, output: Output) -> list[Row]:
    names = [name for name, _ in query.columns]
    condition = key_condition(output.key, output.types, names, tolerant=True)
    text = f"SELECT DISTINCT * FROM {as_relation(sql, len(names))} WHERE {condition} LIMIT 2"
    rows = con.execute(text).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


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
