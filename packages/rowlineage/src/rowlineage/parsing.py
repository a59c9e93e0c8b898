"""The text of one SELECT as a syntax tree, on the lines where it was written."""

from __future__ import annotations

from sqlglot import TokenType, exp
from sqlglot.errors import ParseError, SqlglotError

from rowlineage import depth, dialect, guards, nested_joins
from rowlineage.errors import UnsupportedSQL

SET_WORDS = (TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT)


def parse(sql: str, model: str = "") -> exp.Query | exp.Pivot:
    """Return the syntax tree of one SELECT, PIVOT or UNPIVOT statement."""
    try:
        sql.encode()
        statements = dialect.parse(sql)
    except ParseError as error:
        told = error.errors[0] if error.errors else {}
        construct = f"what cannot be parsed ({told.get('description') or error})"
        line = int(told.get("line") or 0)
        raise UnsupportedSQL(construct, model=model, line=line) from error
    except (SqlglotError, UnicodeError) as error:
        raise UnsupportedSQL(f"what cannot be parsed ({error})", model=model) from error
    # What follows the last semicolon may be a comment, which comes as a statement of its own.
    trees = [s for s in statements if s is not None and not isinstance(s, exp.Semicolon)]
    if len(trees) != 1 or not isinstance(trees[0], exp.Query | exp.Pivot):
        line = guards.line_of(trees[0]) if trees else 0
        words = f" ({trees[0].key.upper()})" if len(trees) == 1 else ""
        raise UnsupportedSQL(f"anything but a single SELECT{words}", model=model, line=line)
    _set_lines(trees[0], sql)
    tree = depth.balance(trees[0], model)
    nested_joins.in_parentheses(tree)
    for limit in tree.find_all(exp.Limit):
        limit.set("expression", limit.expression.unnest())
    for collate in tree.find_all(exp.Collate):
        if isinstance(collate.expression, exp.Column):  # NOCASE.NOACCENT is no column of a table
            collate.set("expression", exp.Var(this=dialect.text(collate.expression)))
    assert isinstance(tree, exp.Query | exp.Pivot)  # noqa: S101 - a chain of queries is one
    return tree


def _set_lines(tree: exp.Expr, sql: str) -> None:
    """Give set operations the lines of their words, which the parser drops."""
    words = [t for t in dialect.tokens(sql) if t.token_type in SET_WORDS]
    found = sorted(tree.find_all(exp.SetOperation), key=lambda o: _first(o.expression))
    if len(found) == len(words):
        for operation, word in zip(found, words, strict=True):
            operation.meta["line"] = word.line


def _first(node: exp.Expr) -> int:
    return min((int(n.meta["start"]) for n in node.walk() if "start" in n.meta), default=0)
