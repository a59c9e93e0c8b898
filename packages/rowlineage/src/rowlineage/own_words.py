"""The author's own text, letter by letter, and the same with other relations in the place of its tables.

Whatever is generated from a syntax tree may mean something else than the text did: the text itself decides. Here only
the names of tables are exchanged; all other signs stay as they were written.

    SELECT s.day, count(*) FROM sale s GROUP BY 1
    SELECT s.day, count(*) FROM (SELECT * FROM sale WHERE _row IN (4, 7)) s GROUP BY 1
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlglot import TokenType, exp

from rowlineage import dialect
from rowlineage.catalog import quoted

_MENTION = "mention"


@dataclass(frozen=True)
class TextMention:
    """A place of the text that names a table.

    Attributes:
        start: Offset of the name's first sign.
        end: Offset behind its last sign.
        alias: The name that has to be given to what takes the place; empty where the author gave one.
    """

    start: int
    end: int
    alias: str


@dataclass(frozen=True)
class OwnWords:
    """A statement as its author wrote it.

    Attributes:
        text: The statement without its semicolon.
        mentions: Where it names the table of each occurrence; None where an occurrence is named nowhere or twice, so
            that tables cannot be exchanged in the text.
    """

    text: str
    mentions: Mapping[str, TextMention] | None

    def with_tables(self, table_sql: Callable[[str], str]) -> str | None:
        """Return the text with a SELECT in the place of each table; None where that cannot be done.

        Args:
            table_sql: Returns the SELECT for an occurrence.
        """
        if self.mentions is None:
            return None
        text = self.text
        for occurrence, place in sorted(self.mentions.items(), key=lambda item: -item[1].start):
            alias = f" AS {quoted(place.alias)}" if place.alias else ""
            text = f"{text[: place.start]}({table_sql(occurrence)}){alias}{text[place.end :]}"
        return text


def statement(sql: str) -> str:
    """Return the text of one statement without the semicolon that ends it and what comes after."""
    words = dialect.tokens(sql)
    after = itertools.dropwhile(lambda word: word.token_type == TokenType.SEMICOLON, words)
    own = list(itertools.takewhile(lambda word: word.token_type != TokenType.SEMICOLON, after))
    if not own:
        return sql
    # What comes before it becomes blanks: every sign that stays keeps its offset and its line.
    before = re.sub(r"[^\n]", " ", sql[: own[0].start])
    return before + sql[own[0].start : own[-1].end + 1]


def as_relation(text: str, columns: int) -> str:
    """Return a statement as a derived table whose columns are named by their position, `"0"`, `"1"`, ..."""
    names = ", ".join(quoted(str(number)) for number in range(columns))
    # On lines of its own: the text may end in a comment.
    return f"(\n{text}\n) AS q({names})"


def note_mentions(tree: exp.Expr) -> None:
    """Let every table of a parsed text remember where it is named, before its name and alias are changed."""
    if not _stays_the_same(tree):
        return
    for table in tree.find_all(exp.Table):
        parts = table.parts
        if all(isinstance(part, exp.Identifier) and "start" in part.meta for part in parts):
            start = min(int(part.meta["start"]) for part in parts)
            end = max(int(part.meta["end"]) for part in parts) + 1
            table.meta[_MENTION] = TextMention(start, end, "" if table.alias else table.name)


def _stays_the_same(tree: exp.Expr) -> bool:
    """Return whether a text means the same query when its tables are exchanged for some of their rows.

    A PIVOT without IN takes its columns from the rows. A table in the place of another has no schema: `main.sale.day`
    would be none of its columns.
    """
    has_schema = any(column.args.get("db") for column in tree.find_all(exp.Column))
    pivots = [pivot for pivot in tree.find_all(exp.Pivot) if not pivot.args.get("unpivot")]
    takes_columns = any(not isinstance(on, exp.In) for p in pivots for on in p.expressions)
    return not has_schema and not takes_columns


def own_words(sql: str, tree: exp.Expr, occurrences: Collection[str]) -> OwnWords:
    """Return the words of a text whose tables, in its tree, are named after their occurrences."""
    tables = [t for t in tree.find_all(exp.Table) if t.name in occurrences]
    known = {t.name: t.meta[_MENTION] for t in tables if _MENTION in t.meta}
    is_exact = len(known) == len(tables) == len({place.start for place in known.values()})
    return OwnWords(statement(sql), known if is_exact else None)
