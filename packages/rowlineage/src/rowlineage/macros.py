"""Macros of the user's, written out: the call becomes the definition, with arguments in the place of parameters.

SELECT net(amount, 10) FROM sale       with   CREATE MACRO net(x, tax) AS x * (100 - tax) / 100
SELECT (amount) * (100 - (10)) / 100 FROM sale
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from sqlglot import exp

from rowlineage import dialect
from rowlineage.catalog import ConnectionCatalog, Macro
from rowlineage.guards import line_of, place_at, refuse
from rowlineage.macro_signatures import defaults
from rowlineage.own_words import SourceText, mention_of, note_mentions
from rowlineage.scopes import short_names, sources, with_nested

MOST = 200
"""How many calls are written out, those within definitions too."""
Parse = Callable[[str, str], exp.Query | exp.Pivot]


def expand(tree: exp.Expr, catalog: ConnectionCatalog, parse: Parse, model: str) -> bool:
    """Replace every call of a user's macro in a parsed query; return whether there was one.

    Args:
        tree: The query.
        catalog: The connection.
        parse: Reads the text of a query.
        model: Name for messages.

    Raises:
        UnsupportedSQL: A macro is called in a way that is not understood.
    """
    for number in range(MOST):
        call = next((c for c in tree.find_all(exp.Anonymous) if _is_macro(c, catalog)), None)
        if call is None:
            return number > 0
        _replace(call, catalog, parse, model)
    raise refuse("macros that call macros without end", tree, model)


def _is_macro(call: exp.Anonymous, catalog: ConnectionCatalog) -> bool:
    return call.name.lower() in catalog.macros


def _replace(call: exp.Anonymous, catalog: ConnectionCatalog, parse: Parse, model: str) -> None:
    place = call.parent
    in_from = isinstance(place, exp.Table)
    # What a method is called of is its first argument.
    is_method = isinstance(place, exp.Dot) and place.expression is call
    given = [*([place.this] if isinstance(place, exp.Dot) and is_method else []), *call.expressions]
    known = catalog.macros[call.name.lower()]
    if not all(macro.is_near for macro in known):
        construct = f"the macro {call.name} of a schema that is not looked in"
        raise refuse(construct, call, model, "set the search path, or give it another name")
    macros = [m for m in known if m.is_table == in_from]
    found = [(m, _arguments(m, given, call.name, catalog)) for m in macros]
    fitting = [(m, arguments) for m, arguments in found if arguments is not None]
    if len(fitting) != 1 or isinstance(place, exp.Window | exp.Filter | exp.WithinGroup):
        why = "with clauses in its call, or of which several forms fit"
        if not fitting:
            why = "with arguments left out that declare no type, or by names that it does not have"
        construct = f"the macro {call.name} {why}"
        raise refuse(
            construct,
            call,
            model,
            "give all arguments, declare the parameters' types, or write it out",
        )
    macro, arguments = fitting[0]
    text = macro.definition if in_from else f"SELECT {macro.definition}"
    body = parse(text, f"macro {call.name}")
    _refuse_captured(call, body, arguments, model)
    _fill(body, arguments)
    place_at(body, line_of(call))
    if in_from:
        _in_from(body, call, parse)
    elif isinstance(body, exp.Select) and len(body.selects) == 1:
        whole = place if is_method and place is not None else call
        whole.replace(exp.paren(body.selects[0].unalias().copy()))
    else:
        raise refuse(f"the macro {call.name}", call, model)


def _arguments(
    macro: Macro, given: list[exp.Expr], name: str, catalog: ConnectionCatalog
) -> dict[str, exp.Expr] | None:
    """Return the argument of each parameter, by its name in small letters; None where a parameter has none or two."""
    names = [parameter.lower() for parameter in macro.parameters]
    found: dict[str, exp.Expr] = {}
    for place, argument in enumerate(given):
        by_name = isinstance(argument, exp.PropertyEQ | exp.Kwarg)
        own = argument.this.name.lower() if by_name else names[place] if place < len(names) else ""
        if own not in names or own in found:
            return None
        found[own] = argument.expression if by_name else argument
    types = dict(_with_types(names, macro))
    if any(types[own] for own in names if own not in found):
        told = defaults(catalog.con, name, macro.parameters, is_table=macro.is_table) or {}
        # The engine writes a DOUBLE of 0.1 as 0.1, a DECIMAL: without a declared type its own is not known.
        found = {**{own: value for own, value in told.items() if types[own]}, **found}
    if len(found) < len(names):
        return None
    return {own: _typed(found[own], kind) for own, kind in types.items()}


def _with_types(names: list[str], macro: Macro) -> Iterator[tuple[str, str]]:
    yield from itertools.zip_longest(names, macro.types[: len(names)], fillvalue="")


def _typed(argument: exp.Expr, kind: str) -> exp.Expr:
    """Return an argument as the type that its parameter is declared with."""
    return exp.cast(exp.paren(argument.copy()), kind, dialect=dialect.DIALECT) if kind else argument


def _refuse_captured(
    call: exp.Anonymous, body: exp.Expr, arguments: dict[str, exp.Expr], model: str
) -> None:
    """Refuse a column without its table that would come to stand in a query of the definition, among other columns."""
    for column in body.find_all(exp.Column):
        argument = arguments.get(column.name.lower()) if not column.table else None
        around = column.find_ancestor(exp.Select)
        bare = [c for c in argument.find_all(exp.Column) if not c.table] if argument else []
        if bare and around is not None and around.args.get("from_"):
            construct = f"the macro {call.name} over {bare[0].name} without its table"
            raise refuse(construct, call, model, "write the column with its table")


def _fill(body: exp.Expr, arguments: dict[str, exp.Expr]) -> None:
    """Put the arguments in the place of the parameters, which have no table; `x.a` is the field of a parameter x."""
    for column in list(body.find_all(exp.Column)):
        first, *fields = column.parts
        argument = arguments.get(first.name.lower())
        if argument is None or (fields and _is_source(first.name, column)):
            continue
        whole: exp.Expr = exp.paren(argument.copy())
        for field in fields:
            whole = exp.Dot(this=whole, expression=field.copy())
        column.replace(whole)


def _is_source(name: str, column: exp.Expr) -> bool:
    """Say whether a name before a column is that of something which a query around it reads."""
    select = column.find_ancestor(exp.Select)
    while select is not None:
        found = with_nested(sources(select))
        if any(source.alias_or_name.lower() == name.lower() for source in found):
            return True
        select = select.find_ancestor(exp.Select)
    return False


def _in_from(body: exp.Query | exp.Pivot, call: exp.Anonymous, parse: Parse) -> None:
    """Put a definition in the place of its call, as a derived table whose text is known."""
    table = call.parent
    if not isinstance(table, exp.Table):
        return
    text, line = dialect.text(body), line_of(call)
    inner = parse(text, f"macro {call.name}")
    place = mention_of(table)
    source = SourceText(text, place) if place else SourceText(text)
    notes = note_mentions(inner, source)
    short_names(inner)
    source.edits.extend(notes.edits() or [])
    place_at(inner, line)
    query: exp.Expr = inner
    if isinstance(inner, exp.Pivot):
        query = exp.select(exp.Star()).from_(exp.Subquery(this=inner))
    alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(call.name))
    derived = exp.Subquery(this=query, alias=alias.copy(), joins=table.args.get("joins"))
    table.replace(derived)
