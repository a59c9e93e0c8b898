"""The files of a payload as entities of a crate, and the raw files that a licence withholds from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from report.standards.crate_sources import source_id, source_licence
from report.standards.entity import Entity, entity
from report.standards.names import file_id, local_id
from report.standards.payload import PROJECT, Payload
from warehouse.sources.register import Source

_FORMATS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".lock": "text/plain",
    ".md": "text/markdown",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".py": "text/x-python",
    ".sql": "application/sql",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".zip": "application/zip",
}
_UNKNOWN = "application/octet-stream"


def files(payload: Payload) -> Iterator[Entity]:
    """Yield every file of the payload."""
    titles = _titles(payload)
    for path, file in payload.files.items():
        source = _source(payload, path)
        yield entity(
            file_id(path),
            "File",
            name=titles.get(path, PurePosixPath(path).name),
            encodingFormat=_FORMATS.get(PurePosixPath(path).suffix.lower(), _UNKNOWN),
            contentSize=str(file.size),
            sha256=file.sha256,
            isPartOf={"@id": source_id(source.name)} if source else None,
            license={"@id": source_licence(source)} if source else None,
        )


def withheld_files(payload: Payload) -> Iterator[Entity]:
    """Yield the raw files that the release rests on and does not hold."""
    for places in payload.raw_files.values():
        for place in places:
            source = payload.sources.get(place.source)
            if source and not payload.raw_path(place):
                yield entity(
                    withheld_id(place.file),
                    "CreativeWork",
                    name=f"{PurePosixPath(place.file).name} (withheld)",
                    description=f"Not passed on, see withheld.json: {source.citation}",
                    sha256=place.sha256,
                    isPartOf={"@id": source_id(source.name)},
                    license={"@id": source_licence(source)},
                )


def withheld_id(path: str) -> str:
    """Return the id of a withheld raw file."""
    return local_id("withheld", *path.split("/"))


def _source(payload: Payload, path: str) -> Source | None:
    """Return the source that a raw file of the payload is of."""
    folder, raw, name, *inside = [*path.split("/"), "", ""][:4]
    is_raw = (folder, raw) == (PROJECT, "raw") and any(inside)
    return payload.sources.get(name) if is_raw else None


def _titles(payload: Payload) -> dict[str, str]:
    titles = {
        f"tables/{name}.{suffix}": model.title
        for name, model in payload.models.items()
        for suffix in ("csv", "parquet")
    }
    labels = {
        f"evidence/{figure.id}.{suffix}": f"Evidence: {figure.label}"
        for figure in payload.figures
        for suffix in ("csv", "json")
    }
    return {**titles, **labels}
