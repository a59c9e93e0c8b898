"""What a column's type is made of, read from the name that DuckDB gives it: `STRUCT(a INTEGER, b DATE[])`.

A type that is not known here is a plain one, told by its name; how values of it are read is `key_readers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LIST, ARRAY, STRUCT, MAP, UNION = "LIST", "ARRAY", "STRUCT", "MAP", "UNION"
TUPLE = "TUPLE"
_SIZED = re.compile(r"(.*)\[([0-9]*)\]", re.DOTALL)
_NAMED = re.compile(r'("(?:[^"]|"")*"|[^" (]+) (.+)', re.DOTALL)
_TWO_WORDS = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")
_PIECES = re.compile(r""""(?:[^"]|"")*"|'(?:[^']|'')*'|[^"']""")


@dataclass(frozen=True)
class ColumnType:
    """A type.

    Attributes:
        text: The type as DuckDB writes it.
        form: LIST, ARRAY, STRUCT, MAP or UNION, or the name of a plain type, e.g. DECIMAL.
        members: Types of what it holds: of the items, of key and value, or of the fields.
        names: Names of the fields, or of a union's members; empty where they have none.
        size: Length of an array, else 0.
    """

    text: str
    form: str
    members: tuple[ColumnType, ...] = ()
    names: tuple[str, ...] = ()
    size: int = 0


@lru_cache(maxsize=1024)
def kind_of(text: str) -> ColumnType:
    """Return a type from its name."""
    sized = _SIZED.fullmatch(text)
    if sized:
        form, size = (ARRAY, int(sized[2])) if sized[2] else (LIST, 0)
        return ColumnType(text, form, (kind_of(sized[1]),), size=size)
    if text.startswith("MAP("):
        key, value = _parts(text)
        return ColumnType(text, MAP, (kind_of(key), kind_of(value)))
    form = text.partition("(")[0]
    # DuckDB 2 has a word of its own for structures whose fields have no names.
    form = STRUCT if form == TUPLE else form
    return _structure(text, form) if form in (STRUCT, UNION) else ColumnType(text, form)


def _structure(text: str, form: str) -> ColumnType:
    names, members = [], []
    for part in _parts(text):
        named = None if part.startswith(_TWO_WORDS) else _NAMED.fullmatch(part)
        if named:
            name = named[1]
            names.append(name[1:-1].replace('""', '"') if name.startswith('"') else name)
        members.append(kind_of(named[2] if named else part))
    return ColumnType(text, form, tuple(members), tuple(names))


def _parts(text: str) -> Iterator[str]:
    """Yield what stands between the outermost brackets of a type, split at its commas."""
    inner, depth, part = text[text.index("(") + 1 : -1], 0, ""
    for piece in _PIECES.findall(inner):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and depth == 0:
            yield part.strip()
            part = ""
        else:
            part += piece
    yield part.strip()
