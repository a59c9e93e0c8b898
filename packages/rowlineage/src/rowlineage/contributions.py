"""How a sum comes about: for a cell that is one aggregate, what each combination of upstream rows puts in.

The parts must give the cell again when they are aggregated; whether they do is part of the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from rowlineage import dialect, plain
from rowlineage.catalog import quoted
from rowlineage.declared import BY_ENGINE
from rowlineage.functions import arguments, bare, counts_rows, is_aggregate, used_rows
from rowlineage.occurrences import Occurrence
from rowlineage.query import Query
from rowlineage.replay import Output, equal
from rowlineage.scopes import sources

GROUPING_SETS = (exp.Rollup, exp.Cube, exp.GroupingSets)


@dataclass(frozen=True)
class Contributions:
    """The parts of one aggregate cell.

    Attributes:
        aggregate: The aggregate in the author's words, e.g. `SUM(amount)`.
        parts: Columns `value` and, for every upstream table of the SELECT, `<alias>` with the row id.
        total: The parts, aggregated again.
        agrees: Whether that is the cell.
    """

    aggregate: str
    parts: pa.Table
    total: Any
    agrees: bool


def contributions(
    con: duckdb.DuckDBPyConnection,
    query: Query,
    aggregates: frozenset[str],
    evidence: str,
    output: Output,
) -> Contributions | None:
    """Return the parts of a cell, or None where the cell is no single aggregate of the outermost SELECT.

    Args:
        con: The connection on which the query's tables live.
        query: The resolved query.
        aggregates: Names of the aggregate functions.
        evidence: A relation with the traced rows, as from `evidence.collect`.
        output: The cell.
    """
    call = _aggregate(query, aggregates, output)
    select = query.tree
    if call is None or not isinstance(select, exp.Select):
        return None
    argument = _argument(call)
    parts_query = _parts(query, select, call, argument, output)

    def cut(occurrence: Occurrence) -> str:
        ids = f"SELECT row_id FROM {evidence} WHERE occurrence = {occurrence.number}"
        number = quoted(occurrence.row_id)
        shown = f"*, {number} AS {number}" if occurrence.row_id == BY_ENGINE else "*"
        return f"SELECT {shown} FROM {occurrence.relation} WHERE {number} IN ({ids})"

    sql = plain.text(query, parts_query, cut)
    parts = con.execute(f"SELECT * FROM ({sql}) ORDER BY ALL").to_arrow_table()
    total = con.execute(f"SELECT {_again(call)} FROM ({sql})").fetchall()[0][0]
    cell = output.values[output.column or ""]
    wording = plain.wording(query, call, single_source=len(sources(select)) == 1)
    return Contributions(wording, parts, total, equal(total, cell))


def _aggregate(query: Query, aggregates: frozenset[str], output: Output) -> exp.Expr | None:
    """Return the call if the cell is one aggregate of one expression (or COUNT of rows) and nothing else."""
    if (
        output.column is None
        or not isinstance(query.tree, exp.Select)
        or query.tree.args.get("distinct")
        or _ranks_totals(query.tree)
    ):
        return None
    position = [name for name, _ in query.columns].index(output.column)
    call = query.tree.selects[position].unalias()
    function = bare(call)
    if not is_aggregate(function, aggregates) or isinstance(call, exp.WithinGroup | exp.Window):
        return None
    if counts_rows(call):
        return call
    given = arguments(function)
    return call if len(given) == 1 and not isinstance(given[0], exp.Order) else None


def _ranks_totals(select: exp.Select) -> bool:
    """Say whether windows stand over grouping sets: rows of other groups are evidence too, not told apart."""
    group = select.args.get("group")
    has_sets = group is not None and group.find(*GROUPING_SETS) is not None
    return has_sets and any(s.find(exp.Window) for s in select.selects)


def _argument(call: exp.Expr) -> exp.Expr:
    if counts_rows(call):
        return exp.Literal.number(1)
    (argument,) = arguments(bare(call))
    return (argument.expressions[0] if isinstance(argument, exp.Distinct) else argument).copy()


def _again(call: exp.Expr) -> str:
    """Return the same aggregate over the column `value`."""
    function = bare(call).copy()
    value = exp.column("value", quoted=True)
    if not counts_rows(call):
        (argument,) = arguments(function)
        is_distinct = isinstance(argument, exp.Distinct)
        argument.replace(exp.Distinct(expressions=[value]) if is_distinct else value)
    return dialect.text(function)


def _parts(
    query: Query,
    select: exp.Select,
    call: exp.Expr,
    argument: exp.Expr,
    output: Output,
) -> exp.Select:
    """Return the SELECT of the parts: the argument and the row ids, for the rows of the cell's group."""
    columns: list[exp.Expr] = [exp.Alias(this=argument, alias=exp.to_identifier("value"))]
    for source in sources(select):
        if occurrence := query.occurrences.get(source.name):
            ids = exp.column(occurrence.row_id, source.alias, quoted=True)
            columns.append(exp.Alias(this=ids, alias=exp.to_identifier(source.alias, quoted=True)))
    parts = select.copy()
    for clause in ("group", "having", "order", "limit", "qualify"):
        parts.set(clause, None)
    parts.set("expressions", columns)
    conditions = [
        c for c in (used_rows(call, lambda _: False), *_same_group(query, select, output)) if c
    ]
    return parts.where(*conditions) if conditions else parts


def _same_group(query: Query, select: exp.Select, output: Output) -> list[exp.Expr]:
    """Return the conditions that a row is of the cell's group, for plain keys that are shown in the result."""
    group = select.args.get("group")
    if group is None:
        return []
    keys = {dialect.text(key) for key in group.expressions}
    found: list[exp.Expr] = []
    for projection, (name, kind) in zip(select.selects, query.columns, strict=True):
        expression = projection.unalias()
        if dialect.text(expression) in keys and not _has_fields(output.values[name]):
            value = exp.cast(_literal(output.values[name]), kind, dialect=dialect.DIALECT)
            found.append(exp.NullSafeEQ(this=expression.copy(), expression=value))
    return found


def _literal(value: object) -> exp.Expr:
    """Return a value as SQL; infinity and NaN are names to the engine, which it reads only as texts."""
    is_odd = isinstance(value, float) and not math.isfinite(value)
    return exp.Literal.string(str(value)) if is_odd else exp.convert(value)


def _has_fields(value: object) -> bool:
    """Say whether a value is a struct or holds one; the evidence alone then tells the group."""
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_fields, value)))
