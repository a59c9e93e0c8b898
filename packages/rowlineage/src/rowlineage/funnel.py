"""A SELECT as a funnel: the steps, one condition or join at a time, by which the rows of its sources become its own.

Each step is a query that runs by itself. What a step still rests on and the next one does not is kept out by what the
next one adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from rowlineage.conditions import conjuncts
from rowlineage.functions import calls
from rowlineage.join_order import JoinOrder
from rowlineage.levels import Needs
from rowlineage.reached import QueryPart, all_columns
from rowlineage.scopes import outer_columns


@dataclass(frozen=True)
class FunnelStep:
    """One step.

    Attributes:
        part: What runs.
        added: What the step adds to the one before: conditions, joins, clauses; nothing for what is shown and needed.
        what: `from` for conditions and joins, `shown`, `needed`, or the clause.
        before: The rows before the step, or before grouping: what the SELECT reads, as far as it is joined.
    """

    part: QueryPart
    added: tuple[exp.Expr, ...]
    what: str
    before: exp.Select | None = None


class Funnel:
    """The steps of one SELECT.

    Args:
        select: The SELECT, in its place.
        needs: What is needed of it.
    """

    def __init__(self, select: exp.Select, needs: Needs) -> None:
        self.select, self.needs = select, needs
        self.correlated = bool(outer_columns(select))
        self.rows = JoinOrder(select, needs.mentions(select))

    @property
    def outer(self) -> list[exp.Expr]:
        """The conditions over columns from outside."""
        return self.rows.outer

    def steps(self) -> Iterator[FunnelStep]:
        """Yield the steps; of a SELECT that takes columns from outside only those that need none."""
        for select, added, rows in self.rows.alone():
            yield FunnelStep(_part(select), added, "from", rows)
        before = self.rows.lead()
        for select, added in self.rows.joined():
            yield FunnelStep(_part(select), added, "from", before)
            before = select
        if self.correlated:
            return
        grouped = self._is_grouped()
        if grouped:
            yield from self._of_groups(before)
        distinct = self.select.args.get("distinct")
        if distinct is not None and not distinct.args.get("on"):
            yield self._needed(self._without("limit"), before)
            yield from self._limited(self._needed(self.select, before))
        else:
            yield from self._shown(before, grouped=grouped)
            yield self._needed(self.select, before)

    def calls(self) -> list[exp.Expr]:
        """Return the aggregates of what is shown and of HAVING, or else of what ranks the groups, each once."""
        found = self._calls(*self.needs.projections(self.select), self.select.args.get("having"))
        ranking = (self.select.args.get(name) for name in ("qualify", "order"))
        return found or self._calls(*ranking)

    def _calls(self, *nodes: exp.Expr | None) -> list[exp.Expr]:
        given = [node for node in nodes if node is not None]
        found = [c for node in given for c in calls(node, self.needs.aggregates)]
        return list({call.sql(): call for call in found}.values())

    def _is_grouped(self) -> bool:
        clauses = [*self.select.selects, *(self.select.args.get(n) for n in ("having", "order"))]
        found = [c for c in clauses if c is not None]
        grouped = self.select.args.get("group") is not None
        return grouped or any(True for c in found for _ in calls(c, self.needs.aggregates))

    def _of_groups(self, rows: exp.Select | None) -> Iterator[FunnelStep]:
        """Yield what each condition of HAVING leaves, with all rows of its groups."""
        having = self.select.args.get("having")
        kept: list[exp.Expr] = []
        for condition in conjuncts(having.this) if having else []:
            kept.append(condition)
            some = self._without("having", "qualify", "distinct", "order", "limit", "windows")
            some.set("expressions", [_every_row()])
            some = some.having(*(c.copy() for c in kept), copy=False)
            yield FunnelStep(_part(some), (condition,), "having", rows)

    def _shown(self, rows: exp.Select | None, *, grouped: bool) -> Iterator[FunnelStep]:
        """Yield what QUALIFY, DISTINCT ON and LIMIT leave, with all that they name and all rows of groups."""
        distinct, qualify = self.select.args.get("distinct"), self.select.args.get("qualify")
        base = self._without("qualify", "limit", "distinct")
        further = [*self._named_late(), *([_every_row()] if grouped else [])]
        base.set("expressions", [*base.selects, *further])
        yield FunnelStep(_part(base.copy()), (), "shown", rows)
        kept: list[exp.Expr] = []
        for condition in conjuncts(qualify.this) if qualify else []:
            kept.append(condition)
            base.set("qualify", exp.Qualify(this=exp.and_(*(c.copy() for c in kept))))
            yield FunnelStep(_part(base.copy()), (condition,), "qualify", rows)
        if distinct is not None:
            base.set("distinct", distinct.copy())
            yield FunnelStep(_part(base.copy()), (distinct,), "distinct on", rows)
        base.set("limit", limit.copy() if (limit := self.select.args.get("limit")) else None)
        yield from self._limited(FunnelStep(_part(base), (), "limit", rows))

    def _limited(self, step: FunnelStep) -> Iterator[FunnelStep]:
        if limit := self.select.args.get("limit"):
            yield replace(step, added=(limit,), what="limit")

    def _needed(self, tree: exp.Select, rows: exp.Select | None) -> FunnelStep:
        """Return the step to what is needed of the columns."""
        columns, copies = self.needs.columns(self.select), self.needs.copies(self.select)
        return FunnelStep(QueryPart(tree.copy(), columns, copies), (), "needed", rows)

    def _named_late(self) -> list[exp.Expr]:
        """Return as further projections what QUALIFY and ORDER BY name."""
        own = {p.alias_or_name: p.unalias() for p in self.select.selects}
        qualify, order = self.select.args.get("qualify"), self.select.args.get("order")
        nodes = [qualify.this] if qualify else []
        nodes += [term.this for term in order.expressions] if order else []
        plain = [
            node.transform(lambda n: own[n.name].copy() if _is_output(n, own) else n)
            for node in nodes
            if not node.find(exp.Query)
        ]
        return [_alias(node, f"late{n}") for n, node in enumerate(plain)]

    def _without(self, *clauses: str) -> exp.Select:
        copied = self.select.copy()
        for clause in clauses:
            copied.set(clause, None)
        return copied


class Funnels:
    """The funnels of the SELECTs of one query.

    Args:
        needs: What is needed of them.
    """

    def __init__(self, needs: Needs) -> None:
        self.needs = needs
        self._known: dict[int, Funnel] = {}

    def of(self, select: exp.Select) -> Funnel:
        """Return the funnel of a SELECT in its place."""
        if id(select) not in self._known:
            self._known[id(select)] = Funnel(select, self.needs)
        return self._known[id(select)]


def _alias(expression: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(expression, name, quoted=True)


def _is_output(node: exp.Expr, own: Mapping[str, exp.Expr]) -> bool:
    return isinstance(node, exp.Column) and not node.table and node.name in own


def _every_row() -> exp.Expr:
    """Return a projection that rests on every row of a group."""
    return _alias(exp.Count(this=exp.Star()), "rows")


def _part(tree: exp.Select) -> QueryPart:
    return QueryPart(tree, all_columns(tree), copies=True)
