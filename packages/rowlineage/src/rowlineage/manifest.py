"""How the lineage columns of a stored result are to be read, as plain data that fits into JSON.

The manifest is kept beside the evidence, so that a trace years later needs neither the rewriter nor its version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from rowlineage.annotation import Annotation, Kind, Pointer
from rowlineage.relation import column
from rowlineage.roles import Need, Role

FORMAT = 1


@dataclass(frozen=True)
class Upstream:
    """One mention of an upstream table in a stored model.

    Attributes:
        id: `o1`, `o2`, ... as the pointers name it.
        table: The table's name as the author wrote it.
        line: Line of the SQL text.
    """

    id: str
    table: str
    line: int

    @property
    def number(self) -> int:
        """The mention's number, counted from 1."""
        return int(self.id[1:])


@dataclass(frozen=True)
class EvidenceManifest:
    """What the lineage columns of a result and its stages mean.

    Attributes:
        columns: The author's columns; their small-letter forms are the labels of `annotations`.
        occurrences: The upstream tables.
        annotations: The lineage columns of the result.
        stages: Those of each stage, in the order in which they were filled.
    """

    columns: tuple[str, ...]
    occurrences: tuple[Upstream, ...]
    annotations: tuple[Annotation, ...]
    stages: Mapping[str, tuple[Annotation, ...]]

    def as_json(self) -> dict[str, Any]:
        """Return the manifest as plain data."""
        return {
            "format": FORMAT,
            "columns": list(self.columns),
            "occurrences": [
                {"id": o.id, "table": o.table, "line": o.line} for o in self.occurrences
            ],
            "annotations": _written(self.annotations),
            "stages": {name: _written(annotations) for name, annotations in self.stages.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> EvidenceManifest:
        """Return the manifest from plain data.

        Raises:
            ValueError: The data are of a format that this version does not know.
        """
        if data.get("format") != FORMAT:
            raise ValueError(f"unknown format of lineage manifest: {data.get('format')}")
        return cls(
            tuple(data["columns"]),
            tuple(Upstream(**o) for o in data["occurrences"]),
            _read(data["annotations"]),
            {name: _read(annotations) for name, annotations in data["stages"].items()},
        )


def _written(annotations: Iterable[Annotation]) -> list[dict[str, Any]]:
    return [
        {
            "column": a.value.name if a.value else None,
            "target": a.pointer.target,
            "kind": a.pointer.kind.value,
            "by": a.pointer.by,
            "only": a.pointer.only,
            "uses": {label: _written_need(need) for label, need in a.uses.items()},
            "weak": sorted(a.weak),
        }
        for a in annotations
    ]


def _written_need(need: Need) -> dict[str, list[str]]:
    return {name: sorted(role.value for role in roles) for name, roles in need.items()}


def _read(written: Iterable[Mapping[str, Any]]) -> tuple[Annotation, ...]:
    return tuple(_annotation(data) for data in written)


def _annotation(data: Mapping[str, Any]) -> Annotation:
    pointer = Pointer(data["target"], Kind(data["kind"]), data["by"], data["only"])
    value: exp.Expr | None = column(data["column"]) if data["column"] else None
    uses = {
        label: {name: frozenset(Role(role) for role in roles) for name, roles in need.items()}
        for label, need in data["uses"].items()
    }
    return Annotation(pointer, value, uses, frozenset(data["weak"]))


# Former names, until version 0.3.
Manifest = EvidenceManifest
