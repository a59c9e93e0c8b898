"""The author's own text, letter by letter, and the same with other relations in the place of its tables.

Whatever is generated from a syntax tree may mean something else than the text did: the text itself decides. Here only
the names of tables are exchanged; all other signs stay as they were written.

    SELECT s.day, count(*) FROM sale s GROUP BY 1
    SELECT s.day, count(*) FROM (SELECT * FROM sale WHERE _row IN (4, 7)) s GROUP BY 1
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlglot import TokenType, exp

from rowlineage import dialect
from rowlineage.catalog import literal, quoted
from rowlineage.pivoted import TAKEN

_MENTION = "mention"
Edit = tuple[int, int, str]
"""What takes the place of some signs: the first of them, the one behind the last, the new ones."""


@dataclass(frozen=True, eq=False)
class SourceText:
    """A text that names tables: the author's, or that of a view which it reads.

    Attributes:
        text: The statement without its semicolon.
        place: Where another text names the view; None for the author's.
        columns: Names that the view gives its columns.
        edits: What else has to be exchanged in it with the tables, so that it means the same.
    """

    text: str
    place: TextMention | None = None
    columns: tuple[str, ...] = ()
    edits: list[Edit] = field(default_factory=list)

    def __deepcopy__(self, memo: object) -> SourceText:
        """Return the text itself: trees that are copied are still of this one."""
        return self


@dataclass(frozen=True, eq=False)
class TextMention:
    """A place of a text that names a table.

    Attributes:
        source: The text.
        start: Offset of the name's first sign.
        end: Offset behind its last sign.
        alias: The name that has to be given to what takes the place; empty where the author gave one.
    """

    source: SourceText
    start: int
    end: int
    alias: str

    def __deepcopy__(self, memo: object) -> TextMention:
        """Return the place itself."""
        return self


@dataclass(frozen=True)
class OwnWords:
    """A statement as its author wrote it.

    Attributes:
        text: The statement without its semicolon.
        mentions: Where it, or a view that it reads, names the table of each occurrence; None where an occurrence is
            named nowhere or twice, so that tables cannot be exchanged in the text.
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
        texts = _texts(self.mentions.values())
        edits: dict[int, list[Edit]] = {id(text): [] for text in texts}
        for occurrence, place in self.mentions.items():
            edits[id(place.source)].append(_in_place(place, table_sql(occurrence)))
        written = self.text
        for text in texts:
            own = edits[id(text)]
            written = edited(text.text, [*own, *text.edits])
            if text.place:
                view = f"SELECT * FROM {_view(written, text)}"
                edits[id(text.place.source)].append(_in_place(text.place, view))
        return written


def _texts(mentions: Collection[TextMention]) -> list[SourceText]:
    """Return the texts that name tables, those of views before those that read them, the author's last."""
    found: dict[int, tuple[int, SourceText]] = {}
    for mention in mentions:
        chain = list(_around(mention.source))
        for level, text in enumerate(reversed(chain)):
            found[id(text)] = (level, text)
    return [text for _, text in sorted(found.values(), key=lambda item: -item[0])]


def _around(text: SourceText) -> Iterator[SourceText]:
    yield text
    if text.place:
        yield from _around(text.place.source)


def _view(written: str, text: SourceText) -> str:
    columns = f"({', '.join(map(quoted, text.columns))})" if text.columns else ""
    return f"(\n{written}\n) AS v{columns}"


def _in_place(place: TextMention, sql: str) -> Edit:
    alias = f" AS {quoted(place.alias)}" if place.alias else ""
    return place.start, place.end, f"({sql}){alias}"


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text in which some signs are exchanged."""
    for start, end, new in sorted(edits, key=lambda edit: (-edit[0], -edit[1])):
        text = f"{text[:start]}{new}{text[end:]}"
    return text


@lru_cache(maxsize=256)
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


@dataclass
class NotedMentions:
    """What is to be remembered of a parsed text before its names are changed.

    Attributes:
        columns: Columns that are written with a table, their first sign, the sign behind the table and behind all.
        takers: What a PIVOT is on that takes its columns from the data.
    """

    columns: list[tuple[exp.Column, bool, int, int, int]] = field(default_factory=list)
    takers: list[exp.Expr] = field(default_factory=list)

    def edits(self) -> list[Edit] | None:
        """Return what has to be exchanged with the tables; None where it is not known.

        A PIVOT without IN takes its columns from the rows. A table in the place of another has no schema:
        `main.sale.day` would be none of its columns.
        """
        found: list[Edit] = []
        for column, had_schema, start, table_end, end in self.columns:
            if had_schema and not column.args.get("db"):
                found.append((start, table_end, quoted(column.table)))
            elif not had_schema and not column.table:
                found.append((start, end, quoted(column.name)))
        for taker in self.takers:
            values = taker.meta.get(TAKEN) if isinstance(taker, exp.Column) else None
            span = _span([taker.this]) if values is not None else None
            if span is None:
                return None
            end = span[1]
            listed = ", ".join(map(literal, values or []))
            found.append((end, end, f" IN ({listed})"))
        return found


def note_mentions(tree: exp.Expr, source: SourceText) -> NotedMentions:
    """Let every table of a parsed text remember where it is named, before its name and alias are changed."""
    for table in tree.find_all(exp.Table):
        is_call = isinstance(table.this, exp.Func)
        if span := _call_span(table.this, source.text) if is_call else _span(table.parts):
            table.meta[_MENTION] = TextMention(source, *span, "" if table.alias else "*")
    pivots = [pivot for pivot in tree.find_all(exp.Pivot) if not pivot.args.get("unpivot")]
    takers = [on for p in pivots for on in p.expressions if p.arg_key != "pivots"]
    noted = NotedMentions(takers=[on for on in takers if not isinstance(on, exp.In)])
    for column in tree.find_all(exp.Column):
        whole, before = _span(column.parts), _span(column.parts[:-1])
        if whole and before:
            has_schema = bool(column.args.get("db"))
            noted.columns.append((column, has_schema, whole[0], before[1], whole[1]))
    return noted


def mention_of(table: exp.Table) -> TextMention | None:
    """Return where a table is named, with the name that what takes its place has to be given."""
    noted: TextMention | None = table.meta.get(_MENTION)
    if noted is None or not noted.alias:
        return noted
    name = table.alias or (table.this.name if table.this else table.name)
    return TextMention(noted.source, noted.start, noted.end, name)


def _span(parts: Sequence[exp.Expr]) -> tuple[int, int] | None:
    """Return the first sign of some words and the one behind the last; None where that is not known."""
    if not parts or not all(isinstance(p, exp.Identifier) and "start" in p.meta for p in parts):
        return None
    return min(int(p.meta["start"]) for p in parts), max(int(p.meta["end"]) for p in parts) + 1


def _call_span(call: exp.Func, text: str) -> tuple[int, int] | None:
    """Return the first sign of a function's name and the one behind its brackets; None where that is not known."""
    start = call.meta.get("start")
    if start is None:
        return None
    depth = 0
    for word in dialect.tokens(text):
        if word.start > start:
            depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(word.token_type, 0)
            if not depth:
                return int(start), word.end + 1
    return None


def own_words(
    source: SourceText, tree: exp.Expr, occurrences: Collection[str], edits: list[Edit] | None
) -> OwnWords:
    """Return the words of a text whose tables, in its tree, are named after their occurrences."""
    tables = [t for t in tree.find_all(exp.Table) if t.name in occurrences]
    known = {t.name: place for t in tables if (place := mention_of(t))}
    places = {(id(place.source), place.start) for place in known.values()}
    is_exact = edits is not None and len(known) == len(tables) == len(places)
    source.edits[:] = edits or []
    return OwnWords(source.text, known if is_exact else None)
