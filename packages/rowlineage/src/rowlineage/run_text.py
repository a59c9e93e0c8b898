"""The text of a run: the SELECT of a statement, and in the place of clocks and parameters what they are in the run.

CREATE TABLE late AS SELECT id FROM sale WHERE day < current_date AND amount > $least
                     SELECT id FROM sale WHERE day < CAST('2026-11-30' AS DATE) AND amount > 20

Only these words are exchanged; all other signs stay, on the lines where they were.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
from sqlglot import Token, TokenType, exp

from rowlineage import clock_names, dialect, view_clocks
from rowlineage.catalog import literal, quoted
from rowlineage.clock_names import WITHOUT_BRACKETS
from rowlineage.errors import UnsupportedSQL
from rowlineage.own_words import edited

Parameters = Sequence[object] | Mapping[str, object]
CLOCKS = frozenset(
    {
        "current_date",
        "current_localtime",
        "current_localtimestamp",
        "current_time",
        "current_timestamp",
        "get_current_time",
        "get_current_timestamp",
        "localtime",
        "localtimestamp",
        "now",
        "today",
        "transaction_timestamp",
    }
)
"""Functions without arguments that tell when a query runs."""
_A_CLOCK = re.compile(rf"\b({'|'.join(sorted(CLOCKS))})\b", re.IGNORECASE)
_A_STATEMENT = re.compile(r"\b(create|insert)\b", re.IGNORECASE)
_A_PARAMETER = re.compile(r"[?$]")
_BEGINS = (TokenType.SELECT, TokenType.WITH, TokenType.FROM)


@dataclass(frozen=True)
class RunText:
    """A text of one run.

    Attributes:
        text: The SELECT as it is run, nothing left open in it.
        named: The SELECT with its own clocks and parameters, after which columns without a name are called.
        prepared: The SELECT with the moment of the run and the parameters still open.
        parameters: What they are, to be bound to `prepared`; None where there are none.
        shown: Clocks and parameters with their values in the run, as text.
    """

    text: str
    named: str
    prepared: str
    parameters: Parameters | None = None
    shown: Mapping[str, str | None] = field(default_factory=dict)


def run_text(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters | None, model: str
) -> RunText:
    """Return the text of a run.

    Args:
        con: The connection on which it runs.
        sql: The author's statement.
        parameters: Values of its parameters: in order, or by name.
        model: Name for messages.

    Raises:
        UnsupportedSQL: It is a statement of which no SELECT can be taken, or lacks a parameter.
    """
    select = selected(sql, model)
    written = view_clocks.written_out(con, select, _has_clock, model)
    prepared, moments = _with_moment(con, written, model)
    text, values = _with_values(con, prepared, parameters or (), model)
    shown = {**moments, **values}
    return RunText(text, select, prepared, parameters or None, shown)


def as_it_is(sql: str, model: str = "") -> RunText:
    """Return the text of a run that has nothing in the place of its clocks and parameters, which are refused then."""
    select = selected(sql, model)
    return RunText(select, select, select)


def selected(sql: str, model: str = "") -> str:
    """Return the SELECT of a CREATE TABLE AS or INSERT, with blanks before it; any other text as it is.

    Raises:
        UnsupportedSQL: It does more than to keep the rows of a SELECT.
    """
    if not _A_STATEMENT.search(sql):
        return sql
    words = dialect.tokens(sql)
    own = [w for w in words if w.token_type != TokenType.SEMICOLON]
    if not own or own[0].token_type not in (TokenType.CREATE, TokenType.INSERT):
        return sql
    statement = dialect.parse(sql)[0]
    if isinstance(statement, exp.Create) and statement.args.get("kind") == "TABLE":
        start = _behind_as(own)
    elif isinstance(statement, exp.Insert) and not any(
        statement.args.get(part) for part in ("conflict", "returning", "alternative")
    ):
        start = _query_inserted(own)
    else:
        start = None
    if (
        statement is None
        or start is None
        or not isinstance(statement.args.get("expression"), exp.Query)
    ):
        words_of_it = statement.key.upper() if statement else "a statement"
        construct = f"anything but a single SELECT ({words_of_it})"
        raise UnsupportedSQL(construct, model=model, line=own[0].line)
    return re.sub(r"[^\n]", " ", sql[:start]) + sql[start:]


def _behind_as(words: Sequence[Token]) -> int | None:
    depth = 0
    for word, following in itertools.pairwise(words):
        depth += _bracket(word)
        if word.token_type == TokenType.ALIAS and depth == 0:
            return following.start
    return None


def _query_inserted(words: Sequence[Token]) -> int | None:
    """Return where the query of an INSERT begins, with the brackets around it."""
    for place, word in enumerate(words):
        if word.token_type in _BEGINS:
            while words[place - 1].token_type == TokenType.L_PAREN:
                place -= 1  # noqa: PLW2901 - brackets belong to the query
            return words[place].start
    return None


def _bracket(word: Token) -> int:
    return {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(word.token_type, 0)


def _with_moment(
    con: duckdb.DuckDBPyConnection, sql: str, model: str
) -> tuple[str, dict[str, str | None]]:
    """Return a text with the moment in the place of its clocks, and these with their values."""
    if not _A_CLOCK.search(sql):
        return sql, {}
    try:
        found = list(_clocks(dialect.tokens(sql)))
    except Exception:
        return sql, {}
    names = sorted({name for name, _, _ in found})
    if not names:
        return sql, {}
    clock_names.refuse_aliases(sql, found, model)
    calls = [name if name in WITHOUT_BRACKETS else f"{name}()" for name in names]
    asked = ", ".join(f"{call}::VARCHAR, typeof({call})" for call in calls)
    row = con.execute(f"SELECT {asked}").fetchall()[0]
    known = {name: (row[2 * n], row[2 * n + 1]) for n, name in enumerate(names)}
    bare = _bare_items(dialect.tokens(sql))
    edits = [
        (start, end, _moment(*known[name], sql[start:end] if (start, end) in bare else ""))
        for name, start, end in found
    ]
    return edited(sql, edits), {name: value for name, (value, _) in known.items()}


def _has_clock(sql: str) -> bool:
    """Say whether a text reads a clock."""
    return bool(_A_CLOCK.search(sql)) and any(_clocks(dialect.tokens(sql)))


def _moment(value: str, kind: str, named: str) -> str:
    """Return a moment as SQL, with the name that the column of its clock has."""
    alias = f" AS {quoted(named.lower())}" if named else ""
    return f"CAST({literal(value)} AS {kind}){alias}"


def _bare_items(words: Sequence[Token]) -> set[tuple[int, int]]:
    """Return the items of the lists behind SELECT: first sign and sign behind the last, whatever is between."""
    found: set[tuple[int, int]] = set()
    start: list[int | None] = [None]
    for n, word in enumerate(words):
        kind = word.token_type
        ends = kind in (TokenType.COMMA, TokenType.FROM, TokenType.R_PAREN, TokenType.SEMICOLON)
        if ends and start[-1] is not None and n:
            found.add((start[-1], words[n - 1].end + 1))
        following = words[n + 1].start if n + 1 < len(words) else 0
        if kind == TokenType.L_PAREN:
            start.append(None)
        elif kind == TokenType.R_PAREN and len(start) > 1:
            start.pop()
        elif kind == TokenType.SELECT or (kind == TokenType.COMMA and start[-1] is not None):
            start[-1] = following
        elif kind == TokenType.FROM:
            start[-1] = None
    if words and start[-1] is not None:
        found.add((start[-1], words[-1].end + 1))
    return found


def _clocks(words: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
    """Yield the calls of clocks: name, first sign, sign behind the last."""
    kinds = [word.token_type for word in words]
    for n, word in enumerate(words):
        name = word.text.lower()
        if name not in CLOCKS or kinds[n] in (TokenType.IDENTIFIER, TokenType.STRING):
            continue
        before = kinds[n - 1] if n else None
        if before in (TokenType.DOT, TokenType.ALIAS):
            continue
        has_brackets = kinds[n + 1 : n + 3] == [TokenType.L_PAREN, TokenType.R_PAREN]
        is_name = kinds[n + 1 : n + 2] == [TokenType.DOT]
        if has_brackets:
            yield name, word.start, words[n + 2].end + 1
        elif name in WITHOUT_BRACKETS and not is_name:
            yield name, word.start, word.end + 1


def _with_values(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters, model: str
) -> tuple[str, dict[str, str | None]]:
    """Return a text with values in the place of its parameters, and these with their values."""
    edits: list[tuple[int, int, str]] = []
    shown: dict[str, str | None] = {}
    if not _A_PARAMETER.search(sql):
        return sql, shown
    for number, (name, start, end, line) in enumerate(_placeholders(dialect.tokens(sql)), 1):
        key = name or str(number)
        try:
            value = parameters[key] if isinstance(parameters, Mapping) else parameters[int(key) - 1]
        except (KeyError, IndexError, ValueError) as error:
            construct = f"a parameter without a value ({'$' + key})"
            remedy = "give every parameter a value"
            raise UnsupportedSQL(construct, model=model, line=line, remedy=remedy) from error
        written, shown[f"${key}"] = _written(con, value)
        edits.append((start, end, written))
    return edited(sql, edits), shown


def _placeholders(words: Sequence[Token]) -> Iterator[tuple[str, int, int, int]]:
    """Yield the parameters of a text: name (empty for `?`), first sign, sign behind the last, line."""
    for word, following in zip(words, [*words[1:], None], strict=True):
        # In `?::DATE` the sign is one word with the cast.
        if word.token_type in (TokenType.PLACEHOLDER, TokenType.QDCOLON):
            yield "", word.start, word.start + 1, word.line
        elif word.token_type == TokenType.PARAMETER and following:
            yield following.text, word.start, following.end + 1, word.line


def _written(con: duckdb.DuckDBPyConnection, value: object) -> tuple[str, str | None]:
    """Return a value as SQL of the type by which the engine takes it, and as text."""
    if value is None:
        return "NULL", None
    kind, text = con.execute("SELECT typeof($1), $1::VARCHAR", [value]).fetchall()[0]
    if kind == "VARCHAR":
        return literal(str(value)), str(value)
    if kind == "INTEGER":
        return (str(text) if not text.startswith("-") else f"({text})"), str(text)
    return f"CAST({literal(text)} AS {kind})", str(text)
