"""How a vintage is read where it differs from its table: its own `reader` and `schema`, put over the table's.

Mappings are merged key by key, at every depth; nothing (`null`) takes a key away, so that the default holds again. All
else replaces what the table says. A heading renamed to a column which the table renames another heading to takes
its place: a provider who renames a column has renamed it.
"""

from __future__ import annotations

from collections.abc import Mapping

RENAME = "rename"


def reader_over(table: Mapping[str, object], vintage: Mapping[str, object]) -> dict[str, object]:
    """Return the reader options of a table with those of a vintage put over them, as written in source.yaml."""
    merged = merged_mapping(table, vintage)
    before, own = table.get(RENAME), vintage.get(RENAME)
    if isinstance(before, Mapping) and isinstance(own, Mapping):
        replaced = {str(new) for new in own.values()}
        left = {old: new for old, new in before.items() if str(new) not in replaced}
        merged[RENAME] = merged_mapping(left, own)
    return merged


def schema_over(table: object, vintage: object) -> object:
    """Return the schema of a table with that of a vintage put over it: two mappings are merged, else it is replaced."""
    if isinstance(table, Mapping) and isinstance(vintage, Mapping):
        return merged_mapping(table, vintage)
    return vintage


def merged_mapping(before: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """Return a mapping with another put over it, key by key."""
    merged = dict(before)
    for key, value in own.items():
        below = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = merged_mapping(below, value)
        else:
            merged[key] = value
    return merged
