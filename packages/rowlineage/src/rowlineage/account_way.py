"""The way of a table's rows through a query, from the source to the result: what is lost on it, and where.

The queries around the table are taken from the inside out, each step by step (`funnel`). A step that cannot be run by
itself is passed by: what it loses is lost with the next one, whose reason then names both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import numpy as np
from sqlglot import exp

from rowlineage.account_reasons import Lossy, Reasons
from rowlineage.arrays import NONE, Ids, contained
from rowlineage.correlated import matching
from rowlineage.errors import UnsupportedSQL
from rowlineage.funnel import Funnels, FunnelStep
from rowlineage.levels import Level, Needs, levels, root
from rowlineage.losses import Loss
from rowlineage.query import Query
from rowlineage.reached import PartRows, QueryPart

NOT_READ = "no part of the query reads it"
_NOT_RUN = (UnsupportedSQL, duckdb.BinderException, duckdb.NotImplementedException)


class Way:
    """The way of the rows of one mention of a table.

    Args:
        query: The resolved query.
        reached: What its parts rest on.
        needs: What is needed of its parts.
        occurrence: The mention.
    """

    def __init__(self, query: Query, reached: PartRows, needs: Needs, occurrence: str) -> None:
        self.query, self.reached, self.needs, self.occurrence = query, reached, needs, occurrence
        self.funnels = Funnels(needs)
        self.reasons = Reasons(query, self.funnels, self._rows)
        self.correlated: list[exp.Select] = []
        self.passed_by: tuple[exp.Expr, ...] = ()

    def losses(self, rows: Ids) -> Iterator[Loss]:
        """Yield the losses of rows that the result does not rest on; those of a shared expression for each mention."""
        trees = (self.query.tree, *self.query.shared.values())
        tables = (t for tree in trees for t in tree.find_all(exp.Table))
        node = next((t for t in tables if t.name == self.occurrence), None)
        if node is not None:
            yield from self._follow(node, rows)
        elif rows.size:
            yield self._not_read(rows)

    def _not_read(self, rows: Ids) -> Loss:
        line = self.query.occurrences[self.occurrence].line
        return Loss("excluded", NOT_READ, "", line, rows)

    def _follow(self, node: exp.Expr, rows: Ids) -> Iterator[Loss]:
        """Yield the losses on the way from a node of the tree upwards."""
        self.correlated, self.passed_by = [], ()
        for level in levels(node):
            for step in self._steps(level):
                if not rows.size:
                    return
                lost = self._lost(level, node, step, rows)
                rows = rows[~np.isin(rows, np.concatenate([NONE, *(loss.rows for loss in lost)]))]
                yield from lost
        top = root(node)
        if top is not self.query.tree:
            yield from self._beyond(top, rows)
        elif rows.size:
            yield Loss("untold", "", "", 0, rows)

    def _beyond(self, top: exp.Expr, rows: Ids) -> Iterator[Loss]:
        """Yield the losses of a shared expression's rows where it is read."""
        name = next(n for n, tree in self.query.shared.items() if tree is top)
        mentions = self.needs.mentions_of(name)
        for mention in mentions:
            yield from self._follow(mention, rows)
        if not mentions and rows.size:
            yield self._not_read(rows)

    def _steps(self, level: Level) -> Iterator[FunnelStep]:
        """Yield the steps of a query that read the table; of one within a correlated subquery only what runs alone."""
        if isinstance(level.query, exp.Select):
            funnel = self.funnels.of(level.query)
            steps = funnel.steps()
            if funnel.correlated:
                self.correlated.append(level.query)
        else:
            steps = self._of_sides(level.query) if not self.correlated else iter(())
        yield from (s for s in steps if self.occurrence in self.reached.tables(s.part.tree))

    def _of_sides(self, tree: exp.Query) -> Iterator[FunnelStep]:
        """Yield a set operation or a query in parentheses, then what its LIMIT leaves of it."""
        columns, copies = self.needs.columns(tree), self.needs.copies(tree)
        unlimited = tree.copy()
        unlimited.set("limit", None)
        yield FunnelStep(QueryPart(unlimited, columns, copies), (), tree.key)
        if limit := tree.args.get("limit"):
            yield FunnelStep(QueryPart(tree.copy(), columns, copies), (limit,), "limit")

    def _lost(self, level: Level, node: exp.Expr, step: FunnelStep, rows: Ids) -> list[Loss]:
        """Return the rows that a step loses, by reason."""
        step = replace(step, added=(*self.passed_by, *step.added))
        at = Lossy(level, node, step, [s for s in self.correlated if s is not level.query])
        try:
            found = list(self._unmatched(at, rows))
            left = rows[~np.isin(rows, np.concatenate([NONE, *(loss.rows for loss in found)]))]
            left = left[~contained(left, self._rows(step.part))]
            found += self.reasons.of(at, left) if left.size else []
        except _NOT_RUN:
            self.passed_by = step.added
            return []
        self.passed_by = ()
        if at.inner:
            self.correlated = [s for s in self.correlated if s is level.query]
        return found

    def _unmatched(self, at: Lossy, rows: Ids) -> Iterator[Loss]:
        for inner in at.fitting[:1]:
            if at.step.before is not None and self.occurrence in self.reached.tables(inner):
                matched = self._rows(matching(inner, at.step.before))
                unmatched = rows[~contained(rows, matched)]
                if unmatched.size:
                    yield self.reasons.unmatched(at, unmatched)

    def _rows(self, part: QueryPart) -> Ids:
        return self.reached.by(part).get(self.occurrence, NONE)
