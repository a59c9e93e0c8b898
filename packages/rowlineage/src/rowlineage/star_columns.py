"""Terms that stand for several columns, written out: COLUMNS(..), `* LIKE 'x%'`, and the star of a structure.

`*COLUMNS(..)` is written out among the arguments of a call, which stays one term.

Which columns they mean is asked of the engine; here each is found among the sources of the SELECT.

SELECT min(COLUMNS('k|v')) FROM p     ->    SELECT min(p.k) AS k, min(p.v) AS v FROM p
SELECT max(v, *COLUMNS('k|r')) FROM p ->    SELECT max(v, p.k, p.r) FROM p
SELECT place.* FROM shop              ->    SELECT struct_extract(place, 'city') AS city, ... FROM shop
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
from sqlglot import exp

from rowlineage import dialect
from rowlineage.catalog import ConnectionCatalog
from rowlineage.guards import refuse
from rowlineage.limits import MET
from rowlineage.scopes import sources, with_nested

_UNPACKED = "*COLUMNS"
_PATTERNS = (exp.Like, exp.ILike, exp.SimilarTo, exp.Glob, exp.RegexpLike)


def expand(tree: exp.Expr, catalog: ConnectionCatalog, model: str) -> None:
    """Write out every term of a parsed query that stands for several columns, inner queries first.

    Raises:
        UnsupportedSQL: It is not known which columns one means.
    """
    for select in reversed(list(tree.find_all(exp.Select))):
        own = _Own(select, catalog, model)
        own.unpack()
        if any(own.stands_for_several(p) for p in select.selects):
            written = [part for p in select.selects for part in own.written_out(p)]
            select.set("expressions", written)
        where = select.args.get("where")
        if where is not None and any(_columns_calls(where)):
            where.set("this", exp.and_(*own.each(where.this)))


def _columns_calls(node: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the calls of COLUMNS of an expression."""
    for call in node.find_all(exp.Anonymous, exp.Columns):
        if isinstance(call, exp.Columns) or call.name.upper() == "COLUMNS":
            yield call


def _is_unpacked(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.upper() == _UNPACKED


class _Own:
    """The terms of one SELECT."""

    def __init__(self, select: exp.Select, catalog: ConnectionCatalog, model: str) -> None:
        self.select, self.catalog, self.model = select, catalog, model
        self.found = list(with_nested(sources(select)))
        self.aliases = {source.alias_or_name.lower() for source in self.found}

    def unpack(self) -> None:
        """Put the columns that `*COLUMNS(..)` means among the arguments where it stands."""
        for call in list(self.select.find_all(exp.Anonymous)):
            # UNPACK(COLUMNS(..)) is how the engine knows it.
            inner = call.expressions[0] if len(call.expressions) == 1 else None
            is_unpack = call.name.upper() == "UNPACK" and isinstance(inner, exp.Anonymous)
            if is_unpack and inner is not None and inner.name.upper() == "COLUMNS":
                inner.set("this", _UNPACKED)
                call.replace(inner)
        mine = [
            call
            for call in self.select.find_all(exp.Anonymous)
            if _is_unpacked(call) and call.find_ancestor(exp.Select) is self.select
        ]
        for term in self.select.selects if mine else ():
            if not isinstance(term, exp.Alias) and any(map(_is_unpacked, term.walk())):
                names = self._names(term)
                if len(names) > 1:
                    raise refuse(
                        "*COLUMNS(...) beside COLUMNS", term, self.model, "list the columns"
                    )
                term.replace(_named(term.copy(), names[0]))
        for call in [c for c in self.select.find_all(exp.Anonymous) if _is_unpacked(c)]:
            if call.find_ancestor(exp.Select) is self.select:
                self._unpacked(call)

    def _unpacked(self, call: exp.Anonymous) -> None:
        bare, around, key = call.copy(), call.parent, call.arg_key or ""
        bare.set("this", "COLUMNS")
        columns = self._columns(bare, self._names(bare))
        if isinstance(around, exp.Anonymous) and around.name.lower() == "struct_pack":
            # Its fields are called after its arguments.
            columns = [
                exp.PropertyEQ(this=exp.to_identifier(c.name, quoted=True), expression=c)
                for c in columns
            ]
        if (
            around is None
            or not columns
            or (key == "this" and "expressions" not in around.arg_types)
        ):
            raise refuse("*COLUMNS(...) in this place", call, self.model, "list the columns")
        if key == "this":
            around.set("expressions", [*columns[1:], *around.expressions])
            around.set("this", columns[0])
            return
        others = around.args[key]
        place = next(n for n, part in enumerate(others) if part is call)
        around.set(key, [*others[:place], *columns, *others[place + 1 :]])

    def stands_for_several(self, term: exp.Expr) -> bool:
        """Say whether a term is to be written out here."""
        bare = term.unalias()
        is_pattern = isinstance(bare, _PATTERNS) and _is_star(bare.this)
        # In a view the engine writes regexp_full_match(*, 'k|v').
        is_pattern |= isinstance(bare, exp.Anonymous) and any(map(_is_star, bare.expressions))
        return (
            is_pattern
            or (isinstance(bare, exp.Star) and bool(bare.args.get("ilike")))
            or self._is_structure(bare)
            or any(_columns_calls(term))
        )

    def _is_structure(self, term: exp.Expr) -> bool:
        if isinstance(term, exp.Explode):
            kind = self._type(term.this)
            return kind.startswith("STRUCT(") and kind.endswith(")")
        if not isinstance(term, exp.Column) or not isinstance(term.this, exp.Star):
            return False
        return bool(term.args.get("db")) or term.table.lower() not in self.aliases

    def written_out(self, term: exp.Expr) -> list[exp.Expr]:
        """Return the terms that one stands for, each under its name."""
        if not self.stands_for_several(term):
            return [term]
        bare, names = term.unalias(), self._names(term)
        if self._is_structure(bare):
            whole = _whole(bare)
            fields = [
                exp.Anonymous(
                    this="struct_extract", expressions=[whole.copy(), exp.Literal.string(n)]
                )
                for n in names
            ]
            return [_named(field, name) for field, name in zip(fields, names, strict=True)]
        written = self.each(term) if any(_columns_calls(term)) else self._columns(term, names)
        if len(written) != len(names):
            raise refuse("a term that stands for several columns", term, self.model, "list them")
        return [_named(part.unalias(), name) for part, name in zip(written, names, strict=True)]

    def each(self, term: exp.Expr) -> list[exp.Expr]:
        """Return a term with COLUMNS once for each of the columns that it means."""
        calls = list(_columns_calls(term))
        meant = [self._columns(call, self._names(call)) for call in calls]
        if len({len(columns) for columns in meant}) != 1 or any(term.find_all(exp.Query)):
            raise refuse("COLUMNS(...) of several kinds in a term", term, self.model, "list them")
        written = []
        for place in range(len(meant[0])):
            copied = term.copy()
            for call, columns in zip(list(_columns_calls(copied)), meant, strict=True):
                column = columns[place].copy()
                if call is copied:
                    copied = column
                else:
                    call.replace(column)
            written.append(copied)
        return written

    def _names(self, term: exp.Expr) -> list[str]:
        """Return the names of the columns that a term alone would give."""
        try:
            return [name for name, _ in self._described(term)]
        except MET:
            raise
        except duckdb.Error as error:
            construct = f"a term that stands for several columns (DuckDB says: {str(error).splitlines()[0]})"
            raise refuse(construct, term, self.model, "list the columns") from error

    def _type(self, term: exp.Expr) -> str:
        """Return the type of a term; empty where the engine cannot tell it by itself."""
        try:
            return self._described(term)[0][1]
        except MET:
            raise
        except duckdb.Error:
            return ""

    def _described(self, term: exp.Expr) -> list[tuple[str, str]]:
        from_, joins = self.select.args.get("from_"), self.select.args.get("joins") or []
        laterals = self.select.args.get("laterals") or []
        parts = [dialect.text(part) for part in (from_, *joins, *laterals) if part is not None]
        sql = f"SELECT {dialect.text(term)} {' '.join(parts)}"
        before = ", ".join(dialect.text(cte) for cte in self._ctes())
        return self.catalog.describe(f"WITH {before} {sql}" if before else sql)

    def _ctes(self) -> list[exp.CTE]:
        """Return the common table expressions that the SELECT can see, the outer ones first."""
        found: list[exp.CTE] = []
        node: exp.Expr | None = self.select
        while node is not None:
            with_ = node.args.get("with_")
            if with_ is not None:
                inside = {id(a) for a in _ancestors(self.select)}
                own = []
                for cte in with_.expressions:
                    if id(cte) in inside:
                        break
                    own.append(cte)
                found = [*own, *found]
            node = node.parent
        return found

    def _columns(self, term: exp.Expr, names: list[str]) -> list[exp.Expr]:
        """Return the columns of the sources that have some names, which must come in this order."""
        bare = next(
            (c.table for c in term.find_all(exp.Column) if isinstance(c.this, exp.Star)), ""
        )
        wanted = {name.lower() for name in names}
        found: list[exp.Expr] = []
        joins = self.select.args.get("joins") or []
        merged = {u.name.lower() for join in joins for u in join.args.get("using") or []}
        for source in self.found:
            join = source.parent if isinstance(source.parent, exp.Join) else None
            if join is not None and join.method == "NATURAL":
                raise refuse("COLUMNS(...) over a NATURAL JOIN", term, self.model, "list them")
            using = {u.name.lower() for u in (join.args.get("using") or [])} if join else set()
            if bare and source.alias_or_name.lower() != bare.lower():
                continue
            for name in self._columns_of(source):
                if name.lower() in wanted and (bare or name.lower() not in using):
                    column = exp.to_identifier(name, quoted=True)
                    # What is merged has no table of its own.
                    table = "" if name.lower() in merged and not bare else source.alias_or_name
                    found.append(exp.column(column, table or None, quoted=True))
        if [c.name.lower() for c in found] != [name.lower() for name in names]:
            by_name = {c.name.lower(): c for c in found}
            found = [by_name[n.lower()] for n in names if n.lower() in by_name]
            if len(found) != len(names) or len(by_name) != len(names):
                raise refuse(
                    "a term that stands for several columns", term, self.model, "list them"
                )
        return found

    def _columns_of(self, source: exp.Expr) -> list[str]:
        bare = source.copy()
        bare.set("joins", None)
        alone = exp.select(exp.Star()).from_(bare)
        before = ", ".join(dialect.text(cte) for cte in self._ctes())
        sql = f"WITH {before} {dialect.text(alone)}" if before else dialect.text(alone)
        try:
            return [name for name, _ in self.catalog.describe(sql)]
        except duckdb.Error as error:
            raise refuse("COLUMNS(...) over a lateral source", source, self.model) from error


def _ancestors(node: exp.Expr) -> Iterator[exp.Expr]:
    around: exp.Expr | None = node
    while around is not None:
        yield around
        around = around.parent


def _whole(term: exp.Expr) -> exp.Expr:
    """Return the structure of which a term gives the fields."""
    if isinstance(term, exp.Explode):
        inner: exp.Expr = term.this
        return inner
    named = [term.args.get("db"), term.args.get("table")]
    parts = [part.copy() for part in named if isinstance(part, exp.Expr)]
    return exp.Column(**dict(zip(("this", "table"), reversed(parts), strict=False)))


def _is_star(node: exp.Expr) -> bool:
    return isinstance(node, exp.Star) or (
        isinstance(node, exp.Column) and isinstance(node.this, exp.Star)
    )


def _named(expression: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))
