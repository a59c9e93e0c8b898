"""Clocks without brackets whose names columns have: to the engine the word is then the column, or an alias, or neither.

SELECT id FROM sale WHERE due < current_date      a clock, unless something there is called current_date

Which of them it is depends on the place, so such a text is refused by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlglot import Token, TokenType, exp

from rowlineage import dialect
from rowlineage.errors import UnsupportedSQL

WITHOUT_BRACKETS = frozenset(
    {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
)


def refuse_aliases(sql: str, found: Sequence[tuple[str, int, int]], model: str) -> None:
    """Refuse a clock without brackets that may be a column which the text itself names.

    Args:
        sql: The text.
        found: Its clocks: name, first sign, sign behind the last.
        model: Name for messages.

    Raises:
        UnsupportedSQL: It may be one.
    """
    bare = {name for name, start, end in found if sql[start:end].lower() == name}
    words = _words(dialect.tokens(sql), {start for _, start, _ in found}, bare) if bare else set()
    doubtful = bare & words
    if doubtful:
        first = min(start for name, start, _ in found if name in doubtful)
        raise _refusal(min(doubtful), model, 1 + sql.count("\n", 0, first))


def refuse_columns(
    shown: Mapping[str, str | None],
    read: Iterable[tuple[str, str]],
    tree: exp.Expr,
    model: str,
) -> None:
    """Refuse clocks that have the name of a column of what the query reads, or makes on its way, as PIVOT does of data.

    Args:
        shown: Clocks, with the moment that stands in their place.
        read: Names and types of the columns of all that the query reads; UNNEST makes columns of fields.
        tree: The query, with views and macros in it, every star and pivot written out.
        model: Name for messages.

    Raises:
        UnsupportedSQL: One of them has.
    """
    clocks = WITHOUT_BRACKETS & shown.keys()
    if not clocks:
        return
    columns = [(name.lower(), kind.lower()) for name, kind in read]
    names = {name for name, _ in columns} | {name.lower() for name in _made(tree, shown)}
    names |= {clock for clock in clocks if any(clock in kind for _, kind in columns)}
    if doubtful := clocks & names:
        raise _refusal(min(doubtful), model, 1)


def refuse_misread(shown: Mapping[str, str | None], model: str) -> None:
    """Refuse the clocks of a text that DuckDB runs as it is, but not with the moment in their place.

    Raises:
        UnsupportedSQL: There are any.
    """
    if doubtful := WITHOUT_BRACKETS & shown.keys():
        raise _refusal(min(doubtful), model, 1)


def _made(tree: exp.Expr, shown: Mapping[str, str | None]) -> Iterator[str]:
    """Yield the names that a query gives to anything but the moment, and to columns of other names."""
    for select in tree.find_all(exp.Select):
        for term in select.selects:
            value, name = term.unalias(), term.alias_or_name
            is_moment = isinstance(value, exp.Cast) and value.this.name == shown.get(name.lower())
            if not is_moment and not (isinstance(value, exp.Column) and value.name == name):
                yield name
    for named in tree.find_all(exp.TableAlias):
        yield from (column.name for column in named.columns)


def _words(words: Sequence[Token], places: Collection[int], clocks: Collection[str]) -> set[str]:
    """Return the words of a text that are no clocks, with the clocks in its strings; behind a dot nothing is named."""
    found: set[str] = set()
    before: TokenType | None = None
    for word in words:
        if word.start not in places and before != TokenType.DOT:
            found.add(word.text.lower())
        if word.token_type == TokenType.STRING:
            found |= {clock for clock in clocks if clock in word.text.lower()}
        before = word.token_type
    return found


def _refusal(clock: str, model: str, line: int) -> UnsupportedSQL:
    remedy = "write the column with its table, and the clock as now(), cast to what is meant"
    construct = f"{clock} where a column is called so"
    return UnsupportedSQL(construct, model=model, line=line, remedy=remedy)
