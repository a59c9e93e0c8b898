"""Where a part of a resolved query stands: the queries around it, from the inside out, and what they need of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from rowlineage.functions import heeds_copies
from rowlineage.query import Query
from rowlineage.scopes import own_nodes, sources

_SOURCE_KEYS = ("from_", "joins", "laterals")


@dataclass(frozen=True)
class Level:
    """A query around a node.

    Attributes:
        query: A SELECT, a set operation, or a query in parentheses with an order or limit of its own.
        child: The part of it in which the node stands.
        is_source: Whether that is one of the sources of a SELECT, or a side; else it stands in an expression.
    """

    query: exp.Query
    child: exp.Expr
    is_source: bool


def levels(node: exp.Expr) -> Iterator[Level]:
    """Yield the queries around a node, the innermost first, up to the root of its tree."""
    child = node
    while child.parent is not None:
        around, key = child.parent, child.arg_key
        if isinstance(around, exp.SetOperation):
            yield Level(around, child, is_source=key in ("this", "expression"))
        elif isinstance(around, exp.Select):
            yield Level(
                around, child, is_source=key in _SOURCE_KEYS and not _of_condition(child, node)
            )
        elif isinstance(around, exp.Subquery) and (
            around.args.get("order") or around.args.get("limit")
        ):
            yield Level(around, child, is_source=True)
        child = around


def _of_condition(join: exp.Expr, node: exp.Expr) -> bool:
    """Say whether a node stands in the condition of a join."""
    on = join.args.get("on")
    return on is not None and any(part is node for part in on.walk())


def root(node: exp.Expr) -> exp.Expr:
    """Return the root of a node's tree."""
    while node.parent is not None:
        node = node.parent
    return node


class Needs:
    """Which columns of its parts a query needs, and whether it matters how often their rows are there.

    Args:
        query: The resolved query.
        columns: The columns of the result that are asked for, in small letters.
        aggregates: Names of the aggregate functions.
    """

    def __init__(self, query: Query, columns: frozenset[str], aggregates: frozenset[str]) -> None:
        self.query, self.asked, self.aggregates = query, columns, aggregates
        self._known: dict[int, tuple[frozenset[str], bool]] = {}

    def columns(self, tree: exp.Query) -> frozenset[str]:
        """Return the columns of a part that are needed."""
        return self._of(tree)[0]

    def copies(self, tree: exp.Query) -> bool:
        """Say whether it matters how often a row of a part is there."""
        return self._of(tree)[1]

    def projections(self, select: exp.Select) -> list[exp.Expr]:
        """Return the projections of a SELECT that are needed."""
        needed = self.columns(select)
        return [p for p in select.selects if p.alias_or_name.lower() in needed]

    def mentions(self, select: exp.Select) -> dict[str, list[str]]:
        """Return the columns that the needed parts of a SELECT name, by source."""
        own: dict[str, list[str]] = {source.alias_or_name: [] for source in sources(select)}
        clauses = [
            select.args.get(n) for n in ("where", "group", "having", "qualify", "order", "distinct")
        ]
        clauses += [select.args.get("joins"), select.args.get("laterals"), self.projections(select)]
        parts = [p for c in clauses for p in (c if isinstance(c, list) else [c]) if p is not None]
        for column in [c for part in parts for c in part.find_all(exp.Column)]:
            if column.table in own and column.name not in own[column.table]:
                own[column.table].append(column.name)
        return own

    def _of(self, tree: exp.Query) -> tuple[frozenset[str], bool]:
        if id(tree) not in self._known:
            self._known[id(tree)] = self._worked_out(tree)
        return self._known[id(tree)]

    def _worked_out(self, tree: exp.Query) -> tuple[frozenset[str], bool]:
        around = tree.parent
        every = frozenset(name.lower() for name in tree.named_selects)
        if around is None:
            return (self.asked & every, False) if tree is self.query.tree else self._shared(tree)
        if isinstance(tree, exp.Select) and tree.args.get("distinct"):
            return every, True
        if isinstance(around, exp.SetOperation):
            return self._side(tree, around)
        if isinstance(around, exp.Subquery | exp.Lateral):
            return self._nested(tree, around, every)
        return every, True

    def _nested(
        self, tree: exp.Query, around: exp.Expr, every: frozenset[str]
    ) -> tuple[frozenset[str], bool]:
        if isinstance(around.parent, exp.Lateral):
            around = around.parent
        if isinstance(around.parent, exp.From | exp.Join | exp.Select) and around.alias:
            return self._source(around, [name.lower() for name in tree.named_selects])
        if isinstance(around.parent, exp.SetOperation) or around.parent is None:
            return self._of(around) if isinstance(around, exp.Query) else (every, True)
        return every, True

    def _side(self, tree: exp.Query, around: exp.SetOperation) -> tuple[frozenset[str], bool]:
        every = [name.lower() for name in tree.named_selects]
        if not isinstance(around, exp.Union) or around.args.get("distinct"):
            return frozenset(every), True
        needed, copies = self._of(around)
        whole = [name.lower() for name in around.named_selects]
        return frozenset(
            own for own, name in zip(every, whole, strict=True) if name in needed
        ), copies

    def _source(self, source: exp.Expr, inner: list[str]) -> tuple[frozenset[str], bool]:
        """Return what a SELECT needs of one of its sources, whose own columns are given."""
        select = source.find_ancestor(exp.Select)
        if select is None:
            return frozenset(inner), True
        names = [name.lower() for name in self.mentions(select).get(source.alias_or_name, [])]
        aliased = [name.lower() for name in source.alias_column_names]
        own = dict(zip(aliased or inner, inner, strict=False))
        return frozenset(own[name] for name in names if name in own), self.row_copies(select)

    def row_copies(self, select: exp.Select) -> bool:
        """Say whether it matters how often a row stands in FROM of a SELECT."""
        calls = [
            n for p in self.projections(select) for n in own_nodes(p) if isinstance(n, exp.AggFunc)
        ]
        clauses = [select.args[n] for n in ("having", "qualify", "order") if select.args.get(n)]
        if clauses or any(heeds_copies(call) for call in calls):
            return True
        return self.copies(select) if not select.args.get("group") and not calls else True

    def _shared(self, tree: exp.Query) -> tuple[frozenset[str], bool]:
        name = next(n for n, shared in self.query.shared.items() if shared is tree)
        inner = [n.lower() for n in tree.named_selects]
        found = [self._source(table, inner) for table in self.mentions_of(name)]
        return frozenset().union(*(columns for columns, _ in found)), any(c for _, c in found)

    def mentions_of(self, name: str) -> list[exp.Table]:
        """Return where a shared expression is read."""
        trees = (self.query.tree, *self.query.shared.values())
        return [t for tree in trees for t in tree.find_all(exp.Table) if t.name == name]
