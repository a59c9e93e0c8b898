"""What a macro has in the place of arguments that a call leaves out: no table of the engine tells it, but its words do.

A call that fits none of a macro's forms is answered with all of them, the defaults written out:

    SELECT net(NULL, NULL, NULL)    ->    Candidate macros: net(x, tax := 10)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import duckdb
from sqlglot import Token, TokenType, exp
from sqlglot.errors import SqlglotError

from rowlineage import dialect
from rowlineage.catalog import quoted
from rowlineage.limits import MET

_CANDIDATES = re.compile(r"\nCandidate macros:\n\t(.*?)(?:\n\nLINE \d+:|\Z)", re.DOTALL)
_OPENS = (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
_CLOSES = (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)
Defaults = dict[str, exp.Expr]


def defaults(
    con: duckdb.DuckDBPyConnection, name: str, parameters: Sequence[str], *, is_table: bool
) -> Defaults | None:
    """Return the defaults of a macro's form by parameter, in small letters; None where they are not known.

    Args:
        con: The connection.
        name: The macro.
        parameters: Of the form.
        is_table: Whether it stands in FROM.
    """
    found = [
        told
        for text in _forms(con, name, len(parameters), is_table=is_table)
        if (told := _read(text, parameters)) is not None
    ]
    return found[0] if len(found) == 1 else None


def _forms(
    con: duckdb.DuckDBPyConnection, name: str, count: int, *, is_table: bool
) -> Iterator[str]:
    """Yield what stands in the brackets of each form of a macro."""
    # In DuckDB 2 the error would end the user's transaction, and beside it another definition may hold.
    if _is_in_transaction(con):
        return
    for more in (1, 20):
        call = f"{quoted(name)}({', '.join(['NULL'] * (count + more))})"
        try:
            con.execute(f"EXPLAIN FROM {call}" if is_table else f"EXPLAIN SELECT {call}")
        except MET:
            raise
        except duckdb.Error as error:
            listed = _CANDIDATES.search(str(error))
            for form in listed[1].split("\n\t") if listed else ():
                yield form.partition("(")[2].rpartition(")")[0]
            return


def _is_in_transaction(con: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a transaction is open; without one every statement has its own."""
    first, second = (con.execute("SELECT txid_current()").fetchall() for _ in range(2))
    return bool(first == second)


def _read(text: str, parameters: Sequence[str]) -> Defaults | None:
    """Return the defaults of a form that is written out; None where it is another."""
    try:
        words = dialect.tokens(text)
        parts = [part for part in _split(words) if part]
        if len(parts) != len(parameters):
            return None
        found: Defaults = {}
        for part, name in zip(parts, parameters, strict=True):
            own = text[part[0].start : part[-1].end + 1]
            if not own.strip('"').lower().startswith(name.lower()):
                return None
            sign = next((w for w in part if w.token_type == TokenType.COLON_EQ), None)
            if sign is not None:
                found[name.lower()] = _value(text[sign.end + 1 : part[-1].end + 1])
    except (ValueError, StopIteration, SqlglotError):
        return None
    return found


def _split(words: Sequence[Token]) -> Iterator[list[Token]]:
    depth, part = 0, list[Token]()
    for word in words:
        depth += (word.token_type in _OPENS) - (word.token_type in _CLOSES)
        if word.token_type == TokenType.COMMA and depth == 0:
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _value(text: str) -> exp.Expr:
    """Return a default as an expression; functions are called without the place that DuckDB 2 writes before them."""
    parsed = dialect.parse(f"SELECT {text}")[0]
    if not isinstance(parsed, exp.Select) or len(parsed.selects) != 1:
        raise ValueError
    for call in list(parsed.find_all(exp.Dot)):
        if isinstance(call.this, exp.Dot) and isinstance(call.expression, exp.Func):
            words = [part.name for part in (call.this.this, call.this.expression)]
            if words == ["system", "main"]:
                call.replace(call.expression)
    return parsed.selects[0]
