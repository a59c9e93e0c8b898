"""What was left out: for every table of a query, how many rows each predicate and each join keeps out.

Each condition is counted by itself over the whole table: a row that fails two conditions counts with both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

import duckdb
from sqlglot import exp

from rowlineage import plain
from rowlineage.conditions import conjuncts
from rowlineage.guards import line_of
from rowlineage.query import Query
from rowlineage.scopes import outer_columns, sources


class Excluded(TypedDict):
    """How many rows of a table a condition keeps out."""

    table: str
    predicate: str
    rows: int


@dataclass(frozen=True)
class Exclusion:
    """A condition that keeps rows of one table out.

    Attributes:
        table: The table, or the alias of a nested query.
        predicate: The condition in the author's words.
        line: Line of the SQL text; 0 when it is not known.
        sql: Yields the rows kept out.
    """

    table: str
    predicate: str
    line: int
    sql: str

    def count(self, con: duckdb.DuckDBPyConnection) -> Excluded:
        """Return the number of rows kept out."""
        row = con.execute(f"SELECT count(*) FROM ({self.sql})").fetchone()
        return {"table": self.table, "predicate": self.predicate, "rows": int(row[0]) if row else 0}

    def sample(self, con: duckdb.DuckDBPyConnection, limit: int = 5) -> list[dict[str, object]]:
        """Return the first of the rows kept out, by their first columns."""
        cursor = con.execute(f"SELECT * FROM ({self.sql}) ORDER BY ALL LIMIT {int(limit)}")
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def exclusions(query: Query) -> list[Exclusion]:
    """Return the conditions of a query that keep rows out, in the order of its SELECTs."""
    found = [e for select in plain.selects(query) for e in _of_select(query, select)]
    return list(dict.fromkeys(found))


def _of_select(query: Query, select: exp.Select) -> Iterator[Exclusion]:
    relations = {s.alias_or_name: s for s in sources(select)}
    for condition, kept in _conditions(select):
        used = dict.fromkeys(
            c.table for c in condition.find_all(exp.Column) if c.table in relations
        )
        outside = [c for c in outer_columns(condition) if c.table not in relations]
        if outside or not used or any(not _stands_alone(relations[a]) for a in used):
            continue
        links = _links(select, condition, set(used)) if len(used) > 2 else []
        for alias in [a for a in used if a not in kept]:
            others = [relations[other] for other in used if other != alias]
            kept_out = _kept_out(relations[alias], others, condition, links)
            name = _table_name(query, relations[alias])
            predicate = plain.wording(query, condition, single_source=len(relations) == 1)
            yield Exclusion(name, predicate, line_of(condition), plain.text(query, kept_out))
    if not outer_columns(select):
        yield from _of_groups(query, select, list(relations.values()))


def _links(select: exp.Select, condition: exp.Expr, used: set[str]) -> list[exp.Expr]:
    """Return the equalities, but for a condition's own, by which a SELECT picks rows of its sources and joins them."""
    others = (other for other, _ in _conditions(select) if other is not condition)
    parts = [part for other in others for part in conjuncts(other)]
    tables = [(part, {c.table for c in part.find_all(exp.Column)}) for part in parts]
    return [p for p, t in tables if isinstance(p, exp.EQ) and t and t <= used]


def _conditions(select: exp.Select) -> Iterator[tuple[exp.Expr, set[str]]]:
    """Yield each condition, with the sources of which an outer join keeps all rows."""
    if where := select.args.get("where"):
        yield from ((part, set()) for part in conjuncts(where.this))
    from_ = select.args.get("from_")
    earlier = {from_.this.alias_or_name} if from_ else set()
    for join in select.args.get("joins") or []:
        on, own = join.args.get("on"), {join.this.alias_or_name}
        if on and not isinstance(on, exp.Boolean):
            kept = {"LEFT": earlier, "RIGHT": own, "FULL": earlier | own}
            yield on, kept.get(join.side, set())
        earlier = earlier | own


def _stands_alone(source: exp.Expr) -> bool:
    return isinstance(source, exp.Table | exp.Subquery | exp.Values) and not outer_columns(source)


def _kept_out(
    source: exp.Expr, others: list[exp.Expr], condition: exp.Expr, links: list[exp.Expr]
) -> exp.Select:
    """Return the rows of a source that fail a condition, or that have no partner under it.

    Where a condition is over three sources or more, only those combinations count that the links let through: all
    combinations would be too many.
    """
    alias = exp.Column(this=exp.Star(), table=exp.to_identifier(source.alias_or_name, quoted=True))
    rows = exp.select(alias).from_(source.copy())
    if not others:
        return rows.where(
            exp.Not(this=exp.Is(this=exp.paren(condition.copy()), expression=exp.true()))
        )
    if bound := _bound(source, others, condition):
        return rows.where(exp.Not(this=exp.Is(this=bound, expression=exp.true())))
    partners = exp.select("1").from_(others[0].copy())
    for other in others[1:]:
        partners = partners.join(other.copy(), join_type="cross")
    if links:
        partners = partners.where(*(link.copy() for link in links))
        rows = rows.where(exp.Exists(this=partners.copy()))
    return rows.where(exp.Not(this=exp.Exists(this=partners.where(condition.copy()))))


def _bound(source: exp.Expr, others: list[exp.Expr], condition: exp.Expr) -> exp.Expr | None:
    """Return a comparison by order with one other table as one with its greatest or least value.

    Otherwise every row would be compared with every other.
    """
    comparison = condition.unnest()
    by_order = isinstance(comparison, exp.GT | exp.GTE | exp.LT | exp.LTE)
    if not by_order or len(others) != 1 or comparison.find(exp.Query):
        return None
    sides = [{c.table for c in side.find_all(exp.Column)} for side in comparison.iter_expressions()]
    own, other = {source.alias_or_name}, {others[0].alias_or_name}
    if sides not in ([own, other], [other, own]):
        return None
    bound, part = comparison.copy(), "expression" if sides[0] == own else "this"
    least = isinstance(comparison, exp.GT | exp.GTE) == (part == "expression")
    extreme = exp.Min if least else exp.Max
    value = exp.select(extreme(this=bound.args[part].copy())).from_(others[0].copy())
    bound.set(part, value.subquery())
    return exp.paren(bound)


def _of_groups(query: Query, select: exp.Select, relations: list[exp.Expr]) -> Iterator[Exclusion]:
    """Yield what HAVING (input rows of the groups dropped) and QUALIFY keep out."""
    tables = ", ".join(_table_name(query, relation) for relation in relations)
    for clause in ("having", "qualify"):
        node = select.args.get(clause)
        if node is None:
            continue
        dropped = exp.Select()
        for part in ("from_", "joins", "laterals", "where", "group", "having"):
            value = select.args.get(part)
            dropped.set(
                part,
                [v.copy() for v in value] if isinstance(value, list) else value and value.copy(),
            )
        failed = exp.Not(this=exp.Is(this=exp.paren(node.this.copy()), expression=exp.true()))
        dropped.set(clause, type(node)(this=failed))
        grouped = clause == "having"
        counted: exp.Expr = exp.Count(this=exp.Star()) if grouped else exp.Literal.number(1)
        ranks = [] if grouped or node.find(exp.Window) else _with_windows(select)
        dropped.set("expressions", [exp.Alias(this=counted, alias=exp.to_identifier("n")), *ranks])
        sql = plain.text(query, dropped)
        if grouped:
            sql = f"SELECT unnest(range(n)) AS n FROM ({sql})"
        yield Exclusion(
            tables,
            plain.wording(query, node.this, single_source=len(relations) == 1),
            line_of(node),
            sql,
        )


def _with_windows(select: exp.Select) -> list[exp.Expr]:
    """Return the output columns with windows, without one of which the engine takes no QUALIFY."""
    return [p.copy() for p in select.selects if p.find(exp.Window)]


def _table_name(query: Query, source: exp.Expr) -> str:
    occurrence = query.occurrences.get(source.name) if isinstance(source, exp.Table) else None
    return occurrence.table if occurrence else source.alias_or_name
