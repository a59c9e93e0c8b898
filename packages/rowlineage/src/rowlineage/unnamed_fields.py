"""Structures whose fields have no names, as ROW(1, 2) is one: a table cannot hold them, unless they are given names.

In DuckDB 2 they are a type of their own, TUPLE, which a table holds.

STRUCT(INTEGER, DATE)[]    is kept as    STRUCT("1" INTEGER, "2" DATE)[]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rowlineage.catalog import quoted
from rowlineage.key_kinds import ARRAY, LIST, MAP, STRUCT, TUPLE, ColumnType, kind_of


def kept_as(kind: str) -> str | None:
    """Return the type by which a table holds values of a type; None where it is the type itself."""
    named = _named(kind_of(kind))
    return None if named == kind_of(kind).text else named


def as_kept(columns: Sequence[tuple[str, str]]) -> list[str]:
    """Return columns, names and types, as SQL whose values a table can hold."""
    found = []
    for name, kind in columns:
        other, own = kept_as(kind), quoted(name)
        found.append(f"CAST({own} AS {other}) AS {own}" if other else own)
    return found


def as_shown(value: object, kind: str) -> object:
    """Return a value that was kept as Python gets it of the type itself."""
    return _shown(value, kind_of(kind)) if kept_as(kind) else value


def _named(kind: ColumnType) -> str:
    members = [_named(member) for member in kind.members]
    if kind.form == LIST:
        return f"{members[0]}[]"
    if kind.form == ARRAY:
        return f"{members[0]}[{kind.size}]"
    if kind.form == MAP:
        return f"MAP({members[0]}, {members[1]})"
    can_be_held = bool(kind.names) or kind.text.startswith(f"{TUPLE}(")
    is_same = can_be_held and members == [member.text for member in kind.members]
    if kind.form == STRUCT and not is_same:
        names = kind.names or [str(number) for number, _ in enumerate(members, 1)]
        fields = ", ".join(f"{quoted(n)} {m}" for n, m in zip(names, members, strict=True))
        return f"STRUCT({fields})"
    return kind.text


def _shown(value: object, kind: ColumnType) -> object:
    if value is None:
        return None
    if kind.form in (LIST, ARRAY) and isinstance(value, Sequence):
        shown = [_shown(item, kind.members[0]) for item in value]
        return tuple(shown) if isinstance(value, tuple) else shown
    if kind.form == MAP and isinstance(value, Mapping):
        key, held = kind.members
        return {_shown(k, key): _shown(v, held) for k, v in value.items()}
    if kind.form == STRUCT and isinstance(value, Mapping):
        pairs = list(zip(value.items(), kind.members, strict=True))
        if kind.names:
            return {name: _shown(item, member) for (name, item), member in pairs}
        return tuple(_shown(item, member) for (_, item), member in pairs)
    return value
