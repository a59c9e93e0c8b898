"""Refusals before anything is rewritten: constructs whose lineage cannot be known, each with its line and a remedy."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from sqlglot import exp

from rowlineage.catalog import ConnectionCatalog
from rowlineage.ctes import is_cte
from rowlineage.errors import UnsupportedSQL

ROW_SOURCES = frozenset({"generate_series", "json_each", "json_tree", "range", "unnest"})
ENGINE_STATE = frozenset(
    {
        "getvariable",
        "current_setting",
        "current_timestamp",
        "current_time",
        "localtime",
        "localtimestamp",
    }
    | {
        "current_user",
        "session_user",
        "current_catalog",
        "current_role",
        "user",
        "getdate",
        "version",
        "current_version",
    }
    # The engine calls these consistent, or they are its own macros.
    | {"ago", "current_localtime", "current_localtimestamp", "current_query", "current_schemas"}
    | {"pg_conf_load_time", "pg_postmaster_start_time"}
)
_SCHEMAS_OF_FUNCTIONS = frozenset({"main", "pg_catalog"})


def line_of(node: exp.Expr) -> int:
    """Return the line of a node's own word, or else of the first word in it that has one, or 0."""
    if "line" in node.meta:
        return int(node.meta["line"])
    lines = [n.meta["line"] for n in node.walk() if "line" in n.meta]
    return min(lines, default=0)


def place_at(tree: exp.Expr, line: int) -> None:
    """Let every word of a tree stand at the line of what it takes the place of, and nowhere in the author's text."""
    for node in tree.walk():
        for known in ("start", "end"):
            node.meta.pop(known, None)
        if "line" in node.meta:
            node.meta.update(line=line)


def refuse(construct: str, node: exp.Expr, model: str, remedy: str = "") -> UnsupportedSQL:
    """Return the error for a construct at a node."""
    around: exp.Expr | None = node
    while around is not None and not line_of(around):
        around = around.parent
    return UnsupportedSQL(
        construct, model=model, line=line_of(around) if around else 0, remedy=remedy
    )


def check(tree: exp.Expr, catalog: ConnectionCatalog, model: str) -> None:
    """Refuse what cannot be traced, as far as the author's own words show it.

    Raises:
        UnsupportedSQL: Names construct, model and line.
    """
    for node in tree.walk():
        for construct in (*_syntax(node), *_files(node, catalog), *_functions(node, catalog)):
            raise refuse(construct, node, model)


def check_resolved(tree: exp.Query, model: str) -> None:
    """Refuse names that were not resolved."""
    for column in tree.find_all(exp.Column):
        if isinstance(column.this, exp.Star):
            raise refuse(f"the star of {column.table}", column, model, "list its fields")
        if not column.table and not _is_output_name(column):
            raise refuse(f"the unresolved name {column.name}", column, model)


def check_width(tree: exp.Query, columns: int, model: str) -> None:
    """Refuse a SELECT of which a single term yields several columns, as UNNEST of a struct does."""
    if len(tree.named_selects) != columns:
        raise refuse("a term that yields several columns", tree, model, "list the columns")


def _is_output_name(column: exp.Column) -> bool:
    """Say whether a name without a table stands where output columns may be named."""
    place = column.find_ancestor(
        exp.Order, exp.Distinct, exp.Query, exp.Window, exp.Lambda, exp.Comprehension
    )
    return isinstance(place, exp.Order | exp.Distinct | exp.Lambda | exp.Comprehension)


def _syntax(node: exp.Expr) -> Iterator[str]:
    for kind, construct, applies in _FORMS:
        if isinstance(node, kind) and applies(node):
            yield construct


def _always(_: exp.Expr) -> bool:
    return True


def _files(node: exp.Expr, catalog: ConnectionCatalog) -> Iterator[str]:
    """Yield the refusal of a name that the engine would read as a file, having no table of that name."""
    if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
        return
    name = node.name
    looks_like_one = "/" in name or (name.count(".") > 0 and node.this.quoted)
    if looks_like_one and not node.db and not is_cte(node) and not catalog.has(name):
        yield "a file named in FROM (declare it as a source)"


def _is_odd_limit(node: exp.Expr) -> bool:
    options = node.args.get("limit_options")
    if not options:
        return False
    beside = node.parent is not None and node.parent.args.get("offset") is not None
    return bool(options.args.get("with_ties") or (options.args.get("percent") and beside))


def _recurses(cte: exp.Expr) -> bool:
    """Say whether a common table expression of WITH RECURSIVE reads itself."""
    around = cte.parent
    if not isinstance(around, exp.With) or not around.args.get("recursive"):
        return False
    return any(t.name.lower() == cte.alias.lower() and not t.db for t in cte.find_all(exp.Table))


def _is_late_positional(join: exp.Expr) -> bool:
    """Say whether a POSITIONAL JOIN stands after another join, whose rows come in no order."""
    if join.args.get("method") != "POSITIONAL" or join.parent is None:
        return False
    before = itertools.takewhile(lambda other: other is not join, join.parent.args["joins"])
    return any(other.args.get("method") != "POSITIONAL" for other in before)


def _is_asof_outer(node: exp.Expr) -> bool:
    return node.args.get("method") == "ASOF" and node.args.get("side") in ("RIGHT", "FULL")


def _computed(node: exp.Expr) -> bool:
    return not isinstance(node.args.get("expression"), exp.Literal)


_Form = tuple[type[exp.Expr], str, Callable[[exp.Expr], bool]]
_FORMS: tuple[_Form, ...] = (
    (exp.CTE, "WITH RECURSIVE", _recurses),
    (exp.CTE, "a statement that changes data in WITH", lambda n: isinstance(n.this, exp.DML)),
    (exp.TableSample, "TABLESAMPLE or USING SAMPLE", _always),
    (exp.Join, "ASOF RIGHT JOIN and ASOF FULL JOIN", _is_asof_outer),
    (exp.Join, "POSITIONAL JOIN after another join", _is_late_positional),
    (exp.Column, "rowid", lambda n: n.name.lower() == "rowid"),
    (exp.Limit, "LIMIT with ties, or with per cent beside OFFSET", _is_odd_limit),
    (exp.Limit, "LIMIT that is not a plain number", _computed),
    (exp.Offset, "OFFSET that is not a plain number", _computed),
    (exp.Parameter, "a parameter", _always),
    (exp.Placeholder, "a parameter", _always),
    (exp.Command, "a statement that is no SELECT", _always),
    (exp.Describe, "DESCRIBE", _always),
    (exp.Summarize, "SUMMARIZE", _always),
)


def _functions(node: exp.Expr, catalog: ConnectionCatalog) -> Iterator[str]:
    if not isinstance(node, exp.Func) or isinstance(node, exp.Connector):
        return
    names = function_names(node)
    for name in sorted(names & catalog.macros.keys()):
        yield f"the macro {name}"
    given = _given(node)
    for name in sorted(names):
        if name in ENGINE_STATE or any((name, count) in catalog.volatile for count in given):
            yield f"the volatile function {name}"
    if "age" in names and 1 in given:
        yield "the volatile function age of one argument"
    if isinstance(node.parent, exp.Table) and not names & ROW_SOURCES:
        yield f"the table function {min(names)} (declare it as a source)"


def _given(call: exp.Func) -> frozenset[int]:
    """Return how many arguments a call may have: what a method is called of is one, unless it is a schema."""
    own = call.expressions if isinstance(call, exp.Anonymous) else list(call.iter_expressions())
    if isinstance(call.parent, exp.Dot) and call.parent.expression is call:
        before = call.parent.this.name.lower()
        is_schema = before in _SCHEMAS_OF_FUNCTIONS
        return frozenset({len(own), len(own) + 1} if is_schema else {len(own) + 1})
    return frozenset({len(own)})


def function_names(node: exp.Func) -> frozenset[str]:
    """Return the names, in small letters, by which a function may be known."""
    if isinstance(node, exp.Anonymous):
        return frozenset({str(node.name).lower()})
    return frozenset(name.lower() for name in node.sql_names())
