"""A PROV-JSON document as it grows: elements with attributes, and relations between them.

How PROV-JSON is spelt belongs here; what a release says in it belongs to `provenance`.
"""

from __future__ import annotations

from typing import Any

from report.standards.names import encoded

OWN = "ar"


class ProvDocument:
    """A PROV document.

    Args:
        namespace: What names of the document start with when they are written out.
    """

    def __init__(self, namespace: str) -> None:
        self.found: dict[str, dict[str, Any]] = {"prefix": {OWN: namespace}}

    def entity(self, name: str, attributes: dict[str, Any]) -> None:
        """Add an entity."""
        self._element("entity", name, attributes)

    def activity(self, name: str, attributes: dict[str, Any]) -> None:
        """Add an activity."""
        self._element("activity", name, attributes)

    def agent(self, name: str, attributes: dict[str, Any]) -> None:
        """Add an agent."""
        self._element("agent", name, attributes)

    def relation(self, kind: str, **parts: object) -> None:
        """Add a relation.

        Args:
            kind: As PROV-JSON calls it, e.g. `used`.
            **parts: Its parts without their prefix, e.g. `activity` and `entity`.
        """
        entries = self.found.setdefault(kind, {})
        given = {f"prov:{part}": value for part, value in parts.items() if value}
        # Relations have no name of their own: they are numbered as they are told.
        entries[f"_:{kind}{len(entries) + 1}"] = given

    def derived(self, made: str, used: str, kind: dict[str, str] | None = None) -> None:
        """Add that an entity was made of another.

        Args:
            made: The entity.
            used: What it was made of.
            kind: In which way, see `prov_type`.
        """
        self.relation("wasDerivedFrom", generatedEntity=made, usedEntity=used, type=kind)

    def _element(self, kind: str, name: str, attributes: dict[str, Any]) -> None:
        given = {key: value for key, value in attributes.items() if value not in ("", None)}
        self.found.setdefault(kind, {})[name] = given


def prov_type(name: str, prefix: str = "prov") -> dict[str, str]:
    """Return a type as a value.

    Args:
        name: The type.
        prefix: Where it is from: PROV itself, or `OWN`.
    """
    return {"$": f"{prefix}:{name}", "type": "prov:QUALIFIED_NAME"}


def prov_name(kind: str, *parts: object) -> str:
    """Return the name of a thing of the release."""
    return f"{OWN}:" + "/".join([kind, *(encoded(str(part)) for part in parts)])
