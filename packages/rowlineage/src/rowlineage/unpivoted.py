"""UNPIVOT as a plain SELECT: every row once for each of some columns, with the column's name and value.

UNPIVOT t ON a, b INTO NAME n VALUE v
SELECT * FROM (SELECT * EXCLUDE (a, b), unnest(['a', 'b']) AS n, unnest([a, b]) AS v FROM t) WHERE v IS NOT NULL
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from rowlineage import dialect
from rowlineage.guards import refuse


def unpivoted(
    pivot: exp.Pivot, source: exp.Expr, describe: Callable[[str], list[str]], model: str
) -> exp.Select:
    """Return an UNPIVOT as a SELECT.

    Args:
        pivot: The UNPIVOT, as a statement or after a table.
        source: What it reads, to stand in FROM.
        describe: Returns the names of the columns of a query.
        model: Name for messages.

    Raises:
        UnsupportedSQL: It is of a form that is not understood.
    """
    name, values, listed = _parts(pivot, model)
    terms = [t for term in listed for t in _terms(term, source, describe)]
    entries = [_entry(term, pivot, model) for term in terms]
    if any(len(parts) != len(values) for _, parts in entries):
        raise refuse("UNPIVOT of unequal numbers of columns", pivot, model)
    used = {
        c.name.lower(): c for _, parts in entries for p in parts for c in p.find_all(exp.Column)
    }
    left_out = [exp.column(c.this.copy()) for c in used.values()]
    known = {n.lower() for n in describe(f"SELECT * FROM {dialect.text(source)}")}
    others = [exp.Star(except_=left_out)] if known - set(used) else []
    names: list[exp.Expr] = [exp.Literal.string(own) for own, _ in entries]
    columns = [_unnested(names, name)]
    for place, value in enumerate(values):
        columns.append(_unnested([parts[place].copy() for _, parts in entries], value))
    inner = exp.select(*others, *columns).from_(source)
    outer = exp.select(exp.Star()).from_(inner.subquery("unpivoted"))
    if pivot.args.get("include_nulls"):
        return outer
    kept = [
        exp.Not(this=exp.Is(this=exp.column(value, quoted=True), expression=exp.Null()))
        for value in values
    ]
    return outer.where(exp.and_(*kept))


def _parts(pivot: exp.Pivot, model: str) -> tuple[str, list[str], list[exp.Expr]]:
    """Return the column for the names, those for the values, and what is listed."""
    if pivot.arg_key == "pivots":
        fields = pivot.args.get("fields") or []
        if len(fields) != 1 or len(pivot.expressions) != 1:
            raise refuse("UNPIVOT of several lists", pivot, model)
        value = pivot.expressions[0]
        parts = value.expressions if isinstance(value, exp.Tuple) else [value]
        return fields[0].this.name, [part.name for part in parts], fields[0].expressions
    into = pivot.args.get("into")
    if into is None:
        return "name", ["value"], pivot.expressions
    return into.this.name, [value.name for value in into.expressions], pivot.expressions


def _terms(
    term: exp.Expr, source: exp.Expr, describe: Callable[[str], list[str]]
) -> list[exp.Expr]:
    """Return what a term lists: itself, or the columns that a star or COLUMNS means."""
    is_columns = isinstance(term, exp.Anonymous) and term.name.upper() == "COLUMNS"
    if not isinstance(term, exp.Star) and not is_columns:
        return [term]
    names = describe(f"SELECT {dialect.text(term)} FROM {dialect.text(source)}")
    return [exp.column(exp.to_identifier(name, quoted=True)) for name in names]


def _entry(term: exp.Expr, pivot: exp.Pivot, model: str) -> tuple[str, list[exp.Expr]]:
    """Return the name that a term gives its rows, and its columns."""
    own = term.this if isinstance(term, exp.PivotAlias | exp.Alias) else term
    bare = own.expression if isinstance(own, exp.Dot) else own
    # ROW(k, v) is how the engine writes (k, v) in a view.
    is_row = isinstance(bare, exp.Anonymous) and bare.name.lower() == "row"
    parts = bare.expressions if isinstance(bare, exp.Tuple) or is_row else [own]
    if own is not term:
        alias = term.args.get("alias")
        return alias.name if isinstance(alias, exp.Expr) else str(alias), parts
    if any(not isinstance(part, exp.Column) for part in parts):
        raise refuse("UNPIVOT of an expression without a name", pivot, model)
    return "_".join(part.name for part in parts), parts


def _unnested(items: list[exp.Expr], name: str) -> exp.Expr:
    call = exp.Anonymous(this="unnest", expressions=[exp.Array(expressions=items)])
    return exp.alias_(call, name, quoted=True)
