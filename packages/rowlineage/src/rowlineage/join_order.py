"""FROM and WHERE of a SELECT in steps: one condition or join at a time, each a SELECT of what is joined so far.

Conditions on one source come first, each source by itself. A join is then taken as soon as something ties it to what is
joined already, and with it every condition that it makes possible: a product of tables that the query never makes is
not made here either. Where an outer join keeps rows of the sources before it, or ASOF picks among them, the order of
the text stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from rowlineage.conditions import conjuncts
from rowlineage.scopes import outer_columns, sources

Added = tuple[exp.Expr, ...]


@dataclass
class _Joined:
    """What is joined so far, in the order in which it was taken."""

    first: exp.Expr | None
    joins: list[exp.Join] = field(default_factory=list)
    laterals: list[exp.Expr] = field(default_factory=list)
    where: list[exp.Expr] = field(default_factory=list)

    @property
    def aliases(self) -> set[str]:
        """The sources."""
        rest = [*(join.this for join in self.joins), *self.laterals]
        return {s.alias_or_name for s in ([self.first, *rest] if self.first else rest)}


class JoinOrder:
    """The steps of FROM and WHERE.

    Args:
        select: The SELECT, in its place.
        columns: The columns of each source that it needs.
    """

    def __init__(self, select: exp.Select, columns: Mapping[str, Sequence[str]]) -> None:
        self.columns = columns
        self.own = {s.alias_or_name: s for s in sources(select)}
        from_, where = select.args.get("from_"), select.args.get("where")
        self.first: exp.Expr | None = from_.this if from_ else None
        self.joins: list[exp.Join] = select.args.get("joins") or []
        self.laterals: list[exp.Expr] = select.args.get("laterals") or []
        self.in_order = any(j.side in ("RIGHT", "FULL") or j.method == "ASOF" for j in self.joins)
        parts = list(conjuncts(where.this)) if where else []
        self.conditions = [c for c in parts if not self._is_outer(c)]
        ons = [on for join in self.joins if (on := join.args.get("on")) is not None]
        self.outer = [c for c in (*ons, *parts) if self._is_outer(c)]

    def lead(self) -> exp.Select | None:
        """Return the first source by itself; None where it takes columns from outside."""
        runs_alone = self.first is not None and not self._is_outer(self.first)
        return self._rows(_Joined(self.first)) if runs_alone else None

    def alone(self) -> Iterator[tuple[exp.Select, Added, exp.Select]]:
        """Yield the conditions on one source, each with the rows before it, where no join may lack that source."""
        optional = {j.this.alias_or_name for j in self.joins if j.side == "LEFT"}
        for alias, source in self.own.items():
            is_relation = isinstance(source, exp.Table | exp.Subquery) and isinstance(
                source.this, exp.Identifier | exp.Query
            )
            if self.in_order or alias in optional or not is_relation or outer_columns(source):
                continue
            taken = _Joined(source)
            for condition in [c for c in self.conditions if self._used(c) == {alias}]:
                before = self._rows(taken)
                taken.where.append(condition)
                yield self._rows(taken), (condition,), before

    def joined(self) -> Iterator[tuple[exp.Select, Added]]:
        """Yield the joins, each with the conditions that it makes possible, as far as none is over columns outside."""
        taken, waiting = _Joined(self.first), list(self.conditions)
        added: list[exp.Expr] = []
        blocked = self.first is not None and self._is_outer(self.first)
        if not self.in_order:
            self._take(taken, waiting)
        for join, tied in self._ordered(taken, waiting):
            taken.joins.append(join)
            blocked |= self._is_outer(join)
            own = [on] if (on := join.args.get("on")) is not None and _tests(join) else []
            if own and tied and not blocked:
                yield self._rows(taken), (*added, *own)
                added = []
            made = [] if self.in_order else self._take(taken, waiting)
            added += made or ([] if own else [join.this])
            if added and tied and not blocked:
                yield self._rows(taken), tuple(added)
                added = []
        taken.laterals, blocked = self.laterals, blocked or any(map(self._is_outer, self.laterals))
        added += [*self.laterals, *([] if self.in_order else self._take(taken, waiting))]
        if not blocked:
            yield self._rows(taken), tuple(added)
            yield from self._filtered(taken, waiting)

    def _filtered(
        self, taken: _Joined, waiting: list[exp.Expr]
    ) -> Iterator[tuple[exp.Select, Added]]:
        for condition in waiting:
            taken.where.append(condition)
            yield self._rows(taken), (condition,)

    def _ordered(self, taken: _Joined, waiting: list[exp.Expr]) -> Iterator[tuple[exp.Join, bool]]:
        """Yield the joins in the order in which they are taken, and whether something ties them to those before."""
        left = list(self.joins)
        while left:
            able = [j for j in left if self._used(j) - {j.this.alias_or_name} <= taken.aliases]
            tied = [j for j in able if self._ties(taken, j, waiting)]
            join = left[0] if self.in_order else (tied or able or left)[0]
            left = [other for other in left if other is not join]
            yield join, self.in_order or bool(tied)

    def _ties(self, taken: _Joined, join: exp.Join, waiting: list[exp.Expr]) -> bool:
        """Say whether something ties a source to what is joined: a condition, or that it is made of its columns."""
        alias, source = join.this.alias_or_name, join.this
        if _tests(join) or not isinstance(source, exp.Table | exp.Subquery) or self._used(source):
            return True
        both = [c for c in waiting if self._used(c) <= taken.aliases | {alias}]
        return any(isinstance(c, exp.EQ) and len(self._used(c)) > 1 for c in both)

    def _take(self, taken: _Joined, waiting: list[exp.Expr]) -> list[exp.Expr]:
        """Move the conditions that are over what is joined into it; those over no source only at the end."""
        done = len(taken.joins) == len(self.joins)
        used = [(c, self._used(c)) for c in waiting]
        ready = [c for c, own in used if own <= taken.aliases and (own or done)]
        waiting[:] = [c for c in waiting if not any(c is other for other in ready)]
        taken.where += ready
        return ready

    def _is_outer(self, node: exp.Expr) -> bool:
        return any(c.table not in self.own for c in outer_columns(node))

    def _used(self, node: exp.Expr) -> set[str]:
        return {c.table for c in node.find_all(exp.Column) if c.table in self.own}

    def _rows(self, taken: _Joined) -> exp.Select:
        """Return what is joined so far, with all columns of it that the SELECT names."""
        select = exp.Select()
        if taken.first is not None:
            select.set("from_", exp.From(this=taken.first.copy()))
        select.set("joins", [join.copy() for join in taken.joins])
        select.set("laterals", [lateral.copy() for lateral in taken.laterals])
        if taken.where:
            select = select.where(*(c.copy() for c in taken.where), copy=False)
        named = [(a, c) for a in self.own if a in taken.aliases for c in self.columns[a]]
        columns: list[exp.Expr] = [exp.column(c, a, quoted=True) for a, c in named]
        columns = columns or [exp.Literal.number(1)]
        shown = [exp.alias_(c, f"c{n}", quoted=True) for n, c in enumerate(columns)]
        select.set("expressions", shown)
        return select


def _tests(join: exp.Join) -> bool:
    """Say whether a join has a condition of its own."""
    on = join.args.get("on")
    return on is not None and not isinstance(on, exp.Boolean)
