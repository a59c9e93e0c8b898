"""Why a step of a query loses rows, in the author's words: a condition keeps them out, or aggregates pass over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sqlglot import exp

from rowlineage import plain
from rowlineage.arrays import Ids
from rowlineage.correlated import fits, matching, under
from rowlineage.funnel import Funnels, FunnelStep
from rowlineage.guards import line_of
from rowlineage.ignored import Aggregated, passed_over, words_of
from rowlineage.levels import Level
from rowlineage.losses import Loss
from rowlineage.query import Query
from rowlineage.reached import QueryPart
from rowlineage.scopes import outer_columns, sources

NO_COLUMN = "no column that is asked for rests on it"
RowsOf = Callable[[QueryPart], Ids]


@dataclass(frozen=True)
class Lossy:
    """A step that loses rows.

    Attributes:
        level: The query that the step is of.
        node: What the rows come from.
        step: The step.
        inner: The correlated subqueries between the two, from the inside out.
    """

    level: Level
    node: exp.Expr
    step: FunnelStep
    inner: Sequence[exp.Select]

    @property
    def fitting(self) -> list[exp.Select]:
        """The correlated subqueries that the rows before the step give all that they need."""
        return [select for select in self.inner if fits(select, self.step.before)]


@dataclass(frozen=True)
class _OfSelect:
    """What the aggregates of a SELECT are over."""

    rows_of: RowsOf
    before: exp.Select

    def reaching(self, call: exp.Expr) -> Ids:
        """Return the rows behind the columns that a call names, and those that it counts."""
        named = {(c.table, c.name) for c in call.find_all(exp.Column)}
        shown = [(p.alias_or_name, p.unalias()) for p in self.before.selects]
        columns = [a for a, c in shown if isinstance(c, exp.Column) and (c.table, c.name) in named]
        return self.rows_of(QueryPart(self.before, frozenset(columns), copies=True))

    def using(self, condition: exp.Expr) -> Ids:
        """Return the rows that remain under a further condition."""
        return self.rows_of(under(self.before, condition))


@dataclass(frozen=True)
class _OfInner:
    """What the aggregates of a correlated subquery are over."""

    rows_of: RowsOf
    before: exp.Select
    inner: exp.Select

    def reaching(self, _: exp.Expr) -> Ids:
        """Return the rows that the subquery finds."""
        return self.rows_of(matching(self.inner, self.before))

    def using(self, condition: exp.Expr) -> Ids:
        """Return those that remain under a further condition."""
        return self.rows_of(matching(self.inner, self.before, condition))


class Reasons:
    """The reasons why the rows of one mention of a table are lost.

    Args:
        query: The resolved query.
        funnels: Its SELECTs, step by step.
        rows_of: Returns the rows of that mention that a part of the query rests on.
    """

    def __init__(self, query: Query, funnels: Funnels, rows_of: RowsOf) -> None:
        self.query, self.funnels, self.rows_of = query, funnels, rows_of

    def unmatched(self, at: Lossy, rows: Ids) -> Loss:
        """Return the loss of rows of a correlated subquery that belong to no row around it."""
        outer = [c for select in at.inner for c in self.funnels.of(select).outer]
        return self.excluded(outer or [_predicate(at)], rows)

    def of(self, at: Lossy, rows: Ids) -> Iterator[Loss]:
        """Yield the losses that some rows of a step are."""
        for passed in self._ignored(at, rows):
            yield passed
            rows = rows[~np.isin(rows, passed.rows)]
        if rows.size:
            yield self._kept_out(at, rows)

    def _kept_out(self, at: Lossy, rows: Ids) -> Loss:
        limits = [limit for s in at.inner if (limit := s.args.get("limit"))]
        if limits:
            return self.excluded(limits, rows)
        if not at.level.is_source:
            return self.excluded([_predicate(at)], rows)
        if at.step.added:
            return self.excluded(at.step.added, rows, at.level.query)
        if isinstance(at.level.query, exp.Select):
            return self._not_shown(at.level.query, rows)
        return Loss("excluded", at.level.query.key.upper(), "", line_of(at.level.query), rows)

    def excluded(
        self, added: Sequence[exp.Expr], rows: Ids, select: exp.Query | None = None
    ) -> Loss:
        """Return the loss of rows that conditions keep out, of a SELECT if that is known."""
        own = (
            {s.alias_or_name for s in sources(select)} if isinstance(select, exp.Select) else set()
        )
        words = [
            plain.wording(
                self.query,
                part,
                single_source=len(own) == 1 and {c.table for c in outer_columns(part)} <= own,
            )
            for part in added
        ]
        line = min((line_of(part) for part in added), default=0)
        return Loss("excluded", " AND ".join(dict.fromkeys(words)), "", line, rows)

    def _ignored(self, at: Lossy, rows: Ids) -> Iterator[Loss]:
        """Yield the rows that all aggregates of a SELECT pass over, as far as the step can show that."""
        before, select = at.step.before, at.level.query
        if before is None:
            return
        for inner in at.fitting:
            for loss in self._passed_over(inner, _OfInner(self.rows_of, before, inner), rows):
                yield loss
                rows = rows[~np.isin(rows, loss.rows)]
        if at.level.is_source and at.step.what == "needed" and isinstance(select, exp.Select):
            yield from self._passed_over(select, _OfSelect(self.rows_of, before), rows)

    def _passed_over(self, select: exp.Select, over: Aggregated, rows: Ids) -> Iterator[Loss]:
        single = len(sources(select)) == 1
        for passed in passed_over(self.funnels.of(select).calls(), over, rows):
            words = [words_of(self.query, c, single_source=single) for c in passed.calls]
            whys = passed.whys[:1] if len(set(passed.whys)) == 1 else passed.whys
            line = line_of(passed.calls[0])
            yield Loss("ignored", ", ".join(words), "; ".join(whys), line, passed.rows)

    def _not_shown(self, select: exp.Select, rows: Ids) -> Loss:
        """Return the loss of rows that got as far as what a SELECT shows.

        Nothing repeats them, or they are named by nothing but an outer join or an order.
        """
        repeats = [p for p in select.selects if p.find(exp.Unnest, exp.Explode)]
        if repeats:
            return self.excluded([p.unalias() for p in repeats], rows, select)
        ranks = any(select.args.get(clause) for clause in ("order", "qualify", "distinct"))
        if ranks or any(join.side for join in select.args.get("joins") or []):
            return Loss("excluded", NO_COLUMN, "", line_of(select), rows)
        return Loss("untold", "", "", line_of(select), rows)


def _predicate(at: Lossy) -> exp.Expr:
    """Return the predicate, or the subquery, of a query's own in which a node stands."""
    found, part = at.level.child, at.node
    while part is not at.level.query and part.parent is not None:
        if isinstance(part, exp.Exists | exp.In | exp.Query):
            found = part
        part = part.parent
    return found.parent if isinstance(found.parent, exp.Not) else found
