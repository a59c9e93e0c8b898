"""Entities of a crate: an id, a type and properties, in the compact form that RO-Crate asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

Entity: TypeAlias = dict[str, Any]


def entity(name: str, kind: str | list[str], /, **properties: object) -> Entity:
    """Return an entity; properties with nothing in them are left out.

    Args:
        name: Its id: a relative path, an address, or a name after `#`.
        kind: Its type or types.
        **properties: What is said of it.
    """
    given = {key: value for key, value in properties.items() if value not in (None, "", [], {})}
    return {"@id": name, "@type": kind, **given}


def refs(names: Iterable[str]) -> object:
    """Return references to entities, each once and in order: one by itself, several as a list."""
    found = [{"@id": name} for name in dict.fromkeys(names)]
    return found[0] if len(found) == 1 else found
