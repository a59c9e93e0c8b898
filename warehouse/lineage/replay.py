"""The certificate: the author's query over the traced rows alone must give the traced output again.

It runs the author's parsed query, not the rewritten one, so a fault of the rewriter shows here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import duckdb
import pyarrow as pa
from sqlglot import exp

from warehouse.lineage.catalog import quoted
from warehouse.lineage.query import Query

Row = dict[str, Any]
RELATIVE_TOLERANCE = 1e-9
FLOATS = frozenset({"FLOAT", "DOUBLE"})


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

    key: Mapping[str, Any]
    column: str | None
    values: Row
    types: Mapping[str, str]

    def shown(self, row: Row | None) -> Any:
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
    name = "lineage_evidence"
    con.register(name, evidence)
    try:
        sql = restricted(query, row_id, name)
        rows = _matching(con, query, sql, output)
    finally:
        con.unregister(name)
    wanted = [output.column] if output.column else list(output.values)
    same = len(rows) == 1 and all(equal(rows[0][c], output.values[c]) for c in wanted)
    return {
        "state": "verified" if same else "not_reproduced",
        "expected": output.shown(output.values),
        "actual": output.shown(rows[0]) if rows else None,
    }


def restricted(query: Query, row_id: str, evidence: str) -> str:
    """Return the author's query with every table occurrence cut down to its own rows of the evidence."""
    shared = {name: tree.copy() for name, tree in query.shared.items()}
    tree = query.tree.copy()
    for part in (tree, *shared.values()):
        for table in list(part.find_all(exp.Table)):
            if occurrence := query.occurrences.get(table.name):
                ids = f"SELECT row_id FROM {quoted(evidence)} WHERE occurrence = {occurrence.number}"
                sql = f"SELECT * FROM {occurrence.relation} WHERE {quoted(row_id)} IN ({ids})"
                table.replace(_cut(sql, table.alias))
    ctes = "".join(f"{quoted(name)} AS ({shared[name].sql('duckdb', identify=True)}), " for name in _ordered(shared))
    return f"WITH {ctes}\"#restricted\" AS ({tree.sql('duckdb', identify=True)}) SELECT * FROM \"#restricted\""


def _cut(sql: str, alias: str) -> exp.Subquery:
    parsed = exp.maybe_parse(sql, dialect="duckdb")
    return exp.Subquery(
        this=parsed, alias=exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
    )


def _ordered(shared: Mapping[str, exp.Query]) -> list[str]:
    """Return the names of common table expressions so that each comes after those that it reads."""
    done: list[str] = []

    def visit(name: str) -> None:
        if name not in done:
            for table in shared[name].find_all(exp.Table):
                if table.name in shared:
                    visit(table.name)
            done.append(name)

    for name in shared:
        visit(name)
    return done


def _matching(
    con: duckdb.DuckDBPyConnection, query: Query, sql: str, output: Output
) -> list[Row]:
    names = [name for name, _ in query.columns]
    renamed = ", ".join(quoted(f"{i}") for i in range(len(names)))
    conditions, values = key_condition(output.key, output.types, names, tolerant=True)
    rows = con.execute(
        f"SELECT * FROM ({sql}) AS q({renamed}) WHERE {conditions} LIMIT 2", values
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def key_condition(
    key: Mapping[str, Any], types: Mapping[str, str], names: Sequence[str], tolerant: bool = False
) -> tuple[str, list[Any]]:
    """Return the NULL-safe condition for a key over columns that are named by their position, with its values."""
    parts, values = ["TRUE"], []
    for name, value in key.items():
        column, kind = quoted(str(names.index(name))), types[name]
        values.append(value)
        if tolerant and kind in FLOATS and isinstance(value, float) and math.isfinite(value):
            parts.append(f"abs({column} - ?) <= {abs(value) * RELATIVE_TOLERANCE!r}")
        else:
            parts.append(f"{column} IS NOT DISTINCT FROM CAST(? AS {kind})")
    return " AND ".join(parts), values


def equal(left: Any, right: Any) -> bool:
    """Say whether two values are the same; floats within a relative 1e-9, since their sums depend on the order."""
    if isinstance(left, float) and isinstance(right, float):
        both_nan = math.isnan(left) and math.isnan(right)
        return both_nan or math.isclose(left, right, rel_tol=RELATIVE_TOLERANCE, abs_tol=1e-12)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[k], right[k]) for k in left)
    return bool(left == right)
