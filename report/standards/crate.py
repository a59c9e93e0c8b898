"""RO-Crate 1.1 with Process Run Crate 0.5: what the payload holds, what made it, and which sentences rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from report.standards.crate_figures import figures, statements
from report.standards.crate_files import files, withheld_files
from report.standards.crate_runs import runs
from report.standards.crate_sources import publisher_id, publishers, sources
from report.standards.entity import Entity, entity, refs
from report.standards.names import CRATE, local_id
from report.standards.payload import Payload

SPECIFICATION = "https://w3id.org/ro/crate/1.1"
PROCESS_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_TERMS = "urn:annual-report:terms:"
_CONTEXT = [
    f"{SPECIFICATION}/context",
    {
        "PublishedFigure": f"{_TERMS}PublishedFigure",
        "PublishedStatement": f"{_TERMS}PublishedStatement",
        "sha256": "https://w3id.org/ro/terms/workflow-run#sha256",
        "verdict": f"{_TERMS}verdict",
    },
]
_LICENCE = local_id("licence", "release")


def crate(payload: Payload) -> dict[str, Any]:
    """Return the description of a payload whose other files are all there."""
    described = {found["@id"]: found for found in _entities(payload)}
    return {"@context": _CONTEXT, "@graph": [described[name] for name in sorted(described)]}


def _entities(payload: Payload) -> Iterator[Entity]:
    parts = list(files(payload))
    actions, told = list(runs(payload)), list(statements(payload))
    yield from (
        _descriptor(),
        _profile(),
        _licence(),
        _root(payload, parts, [*_only_actions(actions), *told]),
    )
    yield from (*parts, *actions, *told)
    yield from withheld_files(payload)
    yield from figures(payload)
    yield from publishers(payload)
    yield from sources(payload)


def _only_actions(found: list[Entity]) -> list[Entity]:
    return [action for action in found if action["@type"] == "CreateAction"]


def _descriptor() -> Entity:
    about = {"about": {"@id": "./"}, "conformsTo": {"@id": SPECIFICATION}}
    return entity(CRATE, "CreativeWork", **about)


def _profile() -> Entity:
    return entity(PROCESS_PROFILE, "CreativeWork", name="Process Run Crate", version="0.5")


def _licence() -> Entity:
    return entity(
        _LICENCE,
        "CreativeWork",
        name="Licences of the sources",
        description="The files of each source stand under the licence that the source names; no other is stated.",
    )


def _root(payload: Payload, parts: list[Entity], mentioned: list[Entity]) -> Entity:
    release = payload.release
    publisher = {"@id": publisher_id(release.publisher)}
    start, end = release.period
    return entity(
        "./",
        "Dataset",
        name=release.title,
        description=f"Release {release.revision} of edition {release.edition}: tables, figures and the "
        "evidence of every figure.",
        identifier=f"sha256:{release.content_sha256}",
        version=str(release.revision),
        datePublished=release.as_of,
        temporalCoverage=f"{start}/{end}",
        author=publisher,
        publisher=publisher,
        license={"@id": _LICENCE},
        conformsTo={"@id": PROCESS_PROFILE},
        hasPart=refs(part["@id"] for part in parts),
        mentions=refs(found["@id"] for found in mentioned),
    )
