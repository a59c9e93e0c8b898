"""The links of a resolved query: upstream columns behind an output column, and behind the number of its rows.

Read off the resolved tree, of which every alias is unique: a column leads to its source, and a source to the query
or the table behind it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from rowlineage.column_roles import ColumnRole, Link, as_absence, compose, within
from rowlineage.functions import counts_rows
from rowlineage.guards import refuse
from rowlineage.query import Query
from rowlineage.scopes import aliases_inside, sources

NONE: frozenset[Link] = frozenset()
_REPEATS = (exp.Unnest, exp.Explode, exp.Posexplode)


class Links:
    """The links of one query.

    Args:
        query: The resolved query.
    """

    def __init__(self, query: Query) -> None:
        self.query = query
        trees = (query.tree, *query.shared.values())
        selects = [s for tree in trees for s in tree.find_all(exp.Select)]
        self._sources = {source.alias_or_name: source for s in selects for source in sources(s)}
        self._columns: dict[tuple[str, str], frozenset[Link]] = {}
        self._rows: dict[int, frozenset[Link]] = {}

    def output(self, tree: exp.Expr, place: int) -> frozenset[Link]:
        """Return what the expression of an output column names, the column told by its place."""
        if isinstance(tree, exp.SetOperation):
            return self.output(tree.left, place) | self._right(tree, self.output(tree.right, place))
        if isinstance(tree, exp.Subquery):
            return self.output(tree.this, place)
        select = self._select(tree)
        return self._named(select.selects[place].unalias(), "projection", select)

    def rows(self, tree: exp.Expr) -> frozenset[Link]:
        """Return what decides which rows a query yields, in which order, and how often."""
        if id(tree) not in self._rows:
            self._rows[id(tree)] = self._rows_of(tree) | self._of_order(tree)
        return self._rows[id(tree)]

    def _rows_of(self, tree: exp.Expr) -> frozenset[Link]:
        if isinstance(tree, exp.Subquery):
            return self.rows(tree.this)
        if isinstance(tree, exp.SetOperation):
            both = self.rows(tree.left) | self._right(tree, self.rows(tree.right))
            if isinstance(tree, exp.Union) and not tree.args.get("distinct"):
                return both
            return both | within("group", self._outputs(tree))
        select = self._select(tree)
        found = [self._rows_of_source(source) for source in sources(select)]
        found += [self._named(e, role, select) for e, role in _deciding(select)]
        return frozenset().union(*found)

    def _right(self, tree: exp.SetOperation, links: frozenset[Link]) -> frozenset[Link]:
        return as_absence(links) if isinstance(tree, exp.Except) else links

    def _outputs(self, tree: exp.Expr) -> frozenset[Link]:
        places = range(len(_first(tree).selects))
        return frozenset().union(*(self.output(tree, place) for place in places))

    def _of_order(self, tree: exp.Expr) -> frozenset[Link]:
        order = tree.args.get("order")
        return self._each(order.expressions, "order", tree) if order else NONE

    def _rows_of_source(self, source: exp.Expr) -> frozenset[Link]:
        inner = self._behind(source)
        if inner is not None:
            return self.rows(inner)
        if source.name in self.query.occurrences:
            return NONE
        return self._each(_arguments(source), "join", None)

    def _behind(self, source: exp.Expr) -> exp.Expr | None:
        """Return the query that a source reads, if it reads one."""
        if isinstance(source, exp.Table) and source.name in self.query.shared:
            return self.query.shared[source.name]
        inner = source.this if isinstance(source, exp.Subquery | exp.Lateral) else None
        if isinstance(inner, exp.Subquery):
            inner = inner.this
        return inner if isinstance(inner, exp.Query) else None

    def _select(self, tree: exp.Expr) -> exp.Select:
        if not isinstance(tree, exp.Select):
            raise refuse(f"{tree.key.upper()} as a query", tree, self.query.model)
        return tree

    def _column(self, alias: str, name: str) -> frozenset[Link]:
        key = (alias, name.lower())
        if key not in self._columns:
            self._columns[key] = self._of_source(self._sources[alias], *key)
        return self._columns[key]

    def _of_source(self, source: exp.Expr, alias: str, name: str) -> frozenset[Link]:
        occurrence = self.query.occurrences.get(source.name)
        if isinstance(source, exp.Table) and occurrence is not None:
            return frozenset({(occurrence.table, name, "projection")})
        inner = self._behind(source)
        if inner is None:
            return self._each(_arguments(source), "projection", None)
        columns = source.alias_column_names or _first(inner).named_selects
        names = [name.lower() for name in columns]
        if name not in names:
            raise refuse(f"the column {alias}.{name}", source, self.query.model)
        return self.output(inner, names.index(name))

    def _each(
        self, expressions: Iterable[exp.Expr], role: ColumnRole, around: exp.Expr | None
    ) -> frozenset[Link]:
        return frozenset().union(*(self._named(e, role, around) for e in expressions))

    def _named(self, node: exp.Expr, role: ColumnRole, around: exp.Expr | None) -> frozenset[Link]:
        """Return what an expression of a query names, and what the subqueries in it rest on."""
        if isinstance(node, exp.Column):
            return self._of_name(node, role, around)
        if isinstance(node, exp.Not) and _reads(node.this):
            return self._absent(node.this.unnest(), role, around)
        if isinstance(node, exp.Query) and not isinstance(node.this, exp.Values):
            return within(role, self._outputs(node)) | self.rows(node)
        if isinstance(node, exp.Exists) and isinstance(node.this, exp.Query):
            return self.rows(node.this)
        if isinstance(node, exp.Count) and counts_rows(node) and role == "projection":
            return self._counted(around)
        parts = [self._each([part], own, around) for part, own in _parts(node, role)]
        return frozenset().union(*parts)

    def _of_name(
        self, column: exp.Column, role: ColumnRole, around: exp.Expr | None
    ) -> frozenset[Link]:
        if column.table not in self._sources:
            return self._of_output(column, role, around)
        own = [s.alias_or_name for s in sources(around)] if isinstance(around, exp.Select) else []
        is_outer = bool(own) and column.table not in own and role != "projection"
        links = self._column(column.table, column.name)
        return within("join" if is_outer else role, links)

    def _of_output(
        self, column: exp.Column, role: ColumnRole, around: exp.Expr | None
    ) -> frozenset[Link]:
        """Return the links of an output column that a clause names; none for the parameter of a function."""
        if isinstance(around, exp.Query) and not column.find_ancestor(exp.Lambda):
            names = [name.lower() for name in _first(around).named_selects]
            if column.name.lower() in names:
                return within(role, self.output(around, names.index(column.name.lower())))
        return NONE

    def _absent(self, node: exp.Expr, role: ColumnRole, around: exp.Expr | None) -> frozenset[Link]:
        """Return what a negated EXISTS or IN names: of its own tables the absent, of those around it the partners."""
        query: exp.Expr = (
            node.this if isinstance(node, exp.Exists) else node.args.get("query", node)
        )
        looked_for = self._named(node.this, role, around) if isinstance(node, exp.In) else NONE
        inside = aliases_inside(query)
        columns = [c for c in query.find_all(exp.Column) if c.table in self._sources]
        own = [self._column(c.table, c.name) for c in columns if c.table in inside]
        outer = [self._column(c.table, c.name) for c in columns if c.table not in inside]
        behind = [self._rows_of_source(s) for n in query.find_all(exp.Select) for s in sources(n)]
        absent = as_absence(frozenset().union(*own, *behind))
        return looked_for | absent | within("join", frozenset().union(*outer))

    def _counted(self, around: exp.Expr | None) -> frozenset[Link]:
        """Return links to the rows of the tables that a SELECT reads."""
        if isinstance(around, exp.SetOperation):
            return self._counted(around.left) | self._counted(around.right)
        if isinstance(around, exp.Subquery):
            return self._counted(around.this)
        found = NONE
        for source in sources(around) if isinstance(around, exp.Select) else []:
            inner, occurrence = self._behind(source), self.query.occurrences.get(source.name)
            if inner is not None:
                found |= self._counted(inner)
            elif occurrence is not None:
                found |= {(occurrence.table, "*", "projection")}
        return found


def _deciding(select: exp.Select) -> list[tuple[exp.Expr, ColumnRole]]:
    """Return the parts of a SELECT that decide which rows it yields and how often, but for its order."""
    clauses: list[tuple[str, ColumnRole]] = [
        ("where", "filter"),
        ("group", "group"),
        ("having", "filter"),
        ("qualify", "filter"),
        ("limit", "filter"),
    ]
    found = [(select.args[name], role) for name, role in clauses if select.args.get(name)]
    joins = [join.args.get("on") for join in select.args.get("joins") or []]
    found += [(on, "join") for on in joins if on is not None]
    found += [(p, "join") for p in select.selects if p.find(*_REPEATS) and not p.find(exp.Query)]
    distinct = select.args.get("distinct")
    if distinct is not None:
        on = distinct.args.get("on")
        found += [(e, "group") for e in ([on] if on else [p.unalias() for p in select.selects])]
    return found


def _parts(node: exp.Expr, role: ColumnRole) -> list[tuple[exp.Expr, ColumnRole]]:
    """Return the parts of an expression, each with its role in what the whole is needed for."""
    if isinstance(node, exp.Window):
        keys, order = node.args.get("partition_by") or [], node.args.get("order")
        own = [(node.this, role), *((key, compose(role, "group")) for key in keys)]
        return [*own, *([(order, role)] if order else [])]
    if isinstance(node, exp.Filter):
        return [(node.this, role), (node.expression, compose(role, "filter"))]
    if isinstance(node, exp.Order):
        first = [(node.this, role)] if isinstance(node.this, exp.Expr) else []
        return first + [(term, compose(role, "order")) for term in node.expressions]
    return [(part, role) for part in node.iter_expressions()]


def _reads(node: exp.Expr) -> bool:
    """Say whether a node is EXISTS or IN over a subquery."""
    node = node.unnest()
    exists = isinstance(node, exp.Exists) and isinstance(node.this, exp.Query)
    return exists or (isinstance(node, exp.In) and node.args.get("query") is not None)


def _arguments(source: exp.Expr) -> list[exp.Expr]:
    """Return what a row function is called with: its expressions but for the alias."""
    alias = source.args.get("alias")
    return [part for part in source.iter_expressions() if part is not alias]


def _first(tree: exp.Expr) -> exp.Select:
    while not isinstance(tree, exp.Select):
        tree = tree.this
    return tree
