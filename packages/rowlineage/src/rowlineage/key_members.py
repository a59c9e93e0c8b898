"""Lists, structures and maps of a key: each member is read as its own type, and the whole is written down as JSON.

So a nested value is one text, which can be compared, counted, put on a command line and read again; and no member is
rounded. A text that is no JSON is what the engine shows for the whole cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeGuard

from rowlineage.catalog import literal
from rowlineage.key_kinds import ARRAY, LIST, MAP, STRUCT, ColumnType
from rowlineage.key_readers import READERS, is_writable
from rowlineage.key_texts import as_json, as_text, plain


class _NotHeld(Exception):
    """A type does not hold a value."""


def is_nested(kind: ColumnType) -> bool:
    """Say whether cells of a type have members."""
    return kind.form in (LIST, ARRAY, STRUCT, MAP)


def nested(value: object, kind: ColumnType) -> str | None:
    """Return a nested value as text: JSON, or a text as the engine shows it; None where the type holds no such."""
    text = value if isinstance(value, str) else None
    try:
        return as_json(_read(value if text is None else _parsed(text), kind))
    except (_NotHeld, RecursionError):
        return text if text is not None and is_writable(text) else None


def nested_holds_sql(column: str, value: str, kind: ColumnType) -> str:
    """Return the SQL condition that a column, given as SQL, holds what `nested` returned."""
    try:
        return f"{column} = {_sql(_read(_parsed(value), kind), kind)}"
    except (_NotHeld, RecursionError):
        return f"{column}::VARCHAR = {literal(value)}"


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_members)
    except ValueError as error:
        raise _NotHeld from error


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return _each_once((name, value) for name, value in pairs)


def _each_once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Return pairs as a dictionary; which of two with one name was meant, nobody knows."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise _NotHeld
        found[name] = value
    return found


def _read(value: object, kind: ColumnType) -> object:
    """Return a value with each member as its type holds it, to be written as JSON."""
    value = plain(value)
    if value is None:
        return None
    if kind.form in (LIST, ARRAY):
        return _items(value, kind)
    if kind.form == STRUCT:
        return _fields(value, kind)
    if kind.form == MAP:
        return _entries(value, *kind.members)
    reader, _ = READERS.get(kind.form, (None, ""))
    found = reader(value, kind) if reader else None
    if found is None:
        raise _NotHeld
    return found


def _is_list(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    return isinstance(value, list | tuple)


def _items(value: object, kind: ColumnType) -> list[object]:
    if not _is_list(value) or (kind.form == ARRAY and len(value) != kind.size):
        raise _NotHeld
    return [_read(item, kind.members[0]) for item in value]


def _fields(value: object, kind: ColumnType) -> object:
    if not kind.names:
        if not _is_list(value) or len(value) != len(kind.members):
            raise _NotHeld
        return [_read(item, m) for item, m in zip(value, kind.members, strict=True)]
    if not isinstance(value, Mapping):
        raise _NotHeld
    given = _each_once((str(name).lower(), item) for name, item in value.items())
    if set(given) != {name.lower() for name in kind.names}:
        raise _NotHeld
    pairs = zip(kind.names, kind.members, strict=True)
    return {name: _read(given[name.lower()], member) for name, member in pairs}


def _entries(value: object, key: ColumnType, held: ColumnType) -> object:
    if not isinstance(value, Mapping):
        raise _NotHeld
    if not is_nested(key):
        if None in value:
            raise _NotHeld
        pairs = ((as_text(_read(name, key)), _read(v, held)) for name, v in value.items())
        return _each_once(pairs)
    # A map whose keys Python cannot hash comes from the engine as two lists.
    keys, values = plain(value.get("key")), plain(value.get("value"))
    if len(value) != 2 or not _is_list(keys) or not _is_list(values) or len(keys) != len(values):
        raise _NotHeld
    return {"key": [_read(k, key) for k in keys], "value": [_read(v, held) for v in values]}


def _sql(value: object, kind: ColumnType) -> str:
    """Return what `_read` returned as SQL of the type."""
    if value is None:
        return "NULL"
    if isinstance(value, Mapping) and kind.form == STRUCT:
        pairs = zip(value.items(), kind.members, strict=True)
        return f"{{{', '.join(f'{literal(name)}: {_sql(v, m)}' for (name, v), m in pairs)}}}"
    if isinstance(value, Mapping):
        key, held = kind.members
        keys, values = (value["key"], value["value"]) if is_nested(key) else _split(value)
        return f"map({_list(keys, key)}, {_list(values, held)})"
    if _is_list(value) and kind.form == STRUCT:
        pairs_of_items = zip(value, kind.members, strict=True)
        return f"row({', '.join(_sql(item, member) for item, member in pairs_of_items)})"
    if _is_list(value):
        return _list(value, kind.members[0]) + (f"::{kind.text}" if kind.form == ARRAY else "")
    return f"TRY_CAST({literal(as_text(value))} AS {kind.text})"


def _split(value: Mapping[object, object]) -> tuple[list[object], list[object]]:
    return list(value), list(value.values())


def _list(values: Iterable[object], kind: ColumnType) -> str:
    return f"[{', '.join(_sql(item, kind) for item in values)}]"
