"""Rows that an aggregate passes over, and why: its argument is NULL, its FILTER is false, it would add nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from sqlglot import Token, TokenType, exp
from sqlglot.errors import SqlglotError

from rowlineage import dialect, plain
from rowlineage.arrays import Ids, contained
from rowlineage.functions import COUNT_IF, bare, filter_of, used_rows
from rowlineage.guards import function_names
from rowlineage.query import Query

FALSE, NULL, ADDS_NOTHING, NOT_MET = (
    "the filter is false",
    "NULL",
    "it adds 0",
    "the condition is false",
)
_APART = "it does not rest on them"
_BEHIND = ("FILTER", "WITHIN")


class Aggregated(Protocol):
    """The rows that aggregates are over."""

    def reaching(self, call: exp.Expr) -> Ids:
        """Return the rows that what a call names rests on, whether it uses them or not."""
        ...

    def using(self, condition: exp.Expr) -> Ids:
        """Return the rows that remain under a further condition."""
        ...


@dataclass(frozen=True)
class Passed:
    """Rows that all aggregates which could rest on them pass over.

    Attributes:
        calls: These aggregates.
        whys: For each its reason.
        rows: The row ids.
    """

    calls: tuple[exp.Expr, ...]
    whys: tuple[str, ...]
    rows: Ids


def passed_over(calls: Sequence[exp.Expr], over: Aggregated, rows: Ids) -> Iterator[Passed]:
    """Yield those of some rows that no aggregate uses, by the reasons why none does.

    Args:
        calls: The aggregates.
        over: What they are over.
        rows: The rows.
    """
    by_row = list(zip(*(_reasons(call, over, rows) for call in calls), strict=True))
    for whys in dict.fromkeys(by_row):
        told = [(call, why) for call, why in zip(calls, whys, strict=True) if why != _APART]
        if told and all(why for _, why in told):
            own = np.array([w == whys for w in by_row], np.bool_)
            yield Passed(tuple(c for c, _ in told), tuple(w for _, w in told), rows[own])


def _reasons(call: exp.Expr, over: Aggregated, rows: Ids) -> list[str]:
    """Return for each row why a call passes over it; empty where it does not."""
    found = np.full(rows.size, "", object)
    found[~contained(rows, over.reaching(call))] = _APART
    function = bare(call)
    counts = isinstance(function, exp.Func) and function_names(function) & COUNT_IF
    tests = [
        (FALSE, filter_of(call)),
        (NULL, used_rows(call, _maybe_null)),
        (NOT_MET if counts else ADDS_NOTHING, used_rows(call, _maybe_null, zeros=False)),
    ]
    for why, condition in tests:
        if condition is not None:
            found[(found == "") & ~contained(rows, over.using(condition))] = why
    return found.tolist()


def _maybe_null(_: exp.Column) -> bool:
    return False


def words_of(query: Query, call: exp.Expr, *, single_source: bool) -> str:
    """Return an aggregate as the author wrote it, with its FILTER; else in the words of the resolved query."""
    start = bare(call).meta.get("start")
    text = _call_at(query.sql, int(start)) if start is not None else ""
    if text and _plain(_parsed(text)) == _plain(plain.wording(query, call, single_source=True)):
        return text
    return plain.wording(query, call, single_source=single_source)


def _call_at(sql: str, start: int) -> str:
    """Return the call whose name starts at an offset of a text, with the clauses behind it; empty if none does."""
    tokens = [token for token in dialect.tokens(sql) if token.start >= start]
    end = _closing(tokens, 1)
    while end and end + 1 < len(tokens) and tokens[end + 1].text.upper() in _BEHIND:
        openings = (
            n for n, t in enumerate(tokens) if n > end and t.token_type == TokenType.L_PAREN
        )
        end = _closing(tokens, next(openings, 0))
    return sql[start : tokens[end].end + 1] if end else ""


def _closing(tokens: Sequence[Token], opening: int) -> int:
    """Return the place of the bracket that closes the one at a place; 0 where there is none."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += tokens[place].token_type == TokenType.L_PAREN
        depth -= tokens[place].token_type == TokenType.R_PAREN
        if depth == 0:
            return place if place > opening else 0
    return 0


def _parsed(call: str) -> str:
    try:
        (tree,) = dialect.parse(f"SELECT {call}")
    except (SqlglotError, ValueError):
        return ""
    return dialect.text(tree.selects[0], comments=False) if isinstance(tree, exp.Select) else ""


def _plain(words: str) -> str:
    """Return words by which two ways to write the same can be compared: without qualifiers, blanks and capitals."""
    return re.sub(r"[\s\"()]|\b\w+\.", "", words).lower()
