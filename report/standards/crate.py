"""RO-Crate 1.1 with Process Run Crate 0.5: what the payload holds, what made it, and which sentences rest on it.

A crate is a list of entities, each with an id, a type and properties, which refer to one another by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from report.publish.addresses import licence_address, web_address
from report.standards.payload import (
    CRATE,
    MEDIA_TYPES,
    PROJECT,
    DescribedPayload,
    file_id,
    local_id,
)
from warehouse.builder.kept import KeptModel
from warehouse.sources.register import Source

_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_PROCESS_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_TERMS = "urn:annual-report:terms:"
_CONTEXT = [
    f"{_SPECIFICATION}/context",
    {
        "PublishedFigure": f"{_TERMS}PublishedFigure",
        "PublishedStatement": f"{_TERMS}PublishedStatement",
        "sha256": "https://w3id.org/ro/terms/workflow-run#sha256",
        "verdict": f"{_TERMS}verdict",
    },
]
_LICENCE = local_id("licence", "release")
_UNKNOWN = "application/octet-stream"
_INDEX = file_id("index.html")
_ENGINE = "https://duckdb.org/"
_LOCK = "lock/requirements.lock"
_PINNED = re.compile(r"^duckdb==([^\s;\\]+)", re.MULTILINE)
_Entity: TypeAlias = dict[str, Any]


def crate(payload: DescribedPayload) -> dict[str, Any]:
    """Return the description of a payload whose other files are all there."""
    described = {found["@id"]: found for found in _entities(payload)}
    return {"@context": _CONTEXT, "@graph": [described[name] for name in sorted(described)]}


def _entities(payload: DescribedPayload) -> Iterator[_Entity]:
    parts = list(_files(payload))
    ran, told = list(_runs(payload)), list(_statements(payload))
    actions = [entity for entity in ran if entity["@type"] == "CreateAction"]
    yield from _about_the_crate()
    yield from (_root(payload, parts, [*actions, *told]), *parts, *ran, *told)
    yield from _withheld_files(payload)
    yield from _figures(payload)
    yield from _publishers(payload)
    yield from _sources(payload)


def _about_the_crate() -> Iterator[_Entity]:
    """Yield what every crate says: what it is, by which profile, and that no licence is stated for the whole."""
    about = {"about": {"@id": "./"}, "conformsTo": {"@id": _SPECIFICATION}}
    yield _entity(CRATE, "CreativeWork", **about)
    yield _entity(_PROCESS_PROFILE, "CreativeWork", name="Process Run Crate", version="0.5")
    yield _entity(
        _LICENCE,
        "CreativeWork",
        name="Licences of the sources",
        description="The files of each source stand under the licence that the source names; no other is stated.",
    )


def _root(payload: DescribedPayload, parts: list[_Entity], mentioned: list[_Entity]) -> _Entity:
    release = payload.release
    publisher = {"@id": local_id("publisher", release.publisher)}
    start, end = release.period
    return _entity(
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
        conformsTo={"@id": _PROCESS_PROFILE},
        hasPart=_refs(part["@id"] for part in parts),
        mentions=_refs(found["@id"] for found in mentioned),
    )


def _files(payload: DescribedPayload) -> Iterator[_Entity]:
    """Yield every file of the payload."""
    titles = _titles(payload)
    for path, file in payload.files.items():
        source = payload.source_of(path)
        yield _entity(
            file_id(path),
            "File",
            name=titles.get(path, PurePosixPath(path).name),
            encodingFormat=MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), _UNKNOWN),
            contentSize=str(file.size),
            sha256=file.sha256,
            isPartOf={"@id": local_id("source", source.name)} if source else None,
            license={"@id": _source_licence(source)} if source else None,
        )


def _withheld_files(payload: DescribedPayload) -> Iterator[_Entity]:
    """Yield the raw files that the release rests on and does not hold."""
    for places in payload.raw_files.values():
        for place in places:
            source = payload.sources.get(place.source)
            if source and not payload.raw_path(place):
                yield _entity(
                    _withheld_id(place.file),
                    "CreativeWork",
                    name=f"{PurePosixPath(place.file).name} (withheld)",
                    description=f"Not passed on, see withheld.json: {source.citation}",
                    sha256=place.sha256,
                    isPartOf={"@id": local_id("source", source.name)},
                    license={"@id": _source_licence(source)},
                )


def _withheld_id(path: str) -> str:
    """Return the id of a withheld raw file."""
    return local_id("withheld", *path.split("/"))


def _titles(payload: DescribedPayload) -> dict[str, str]:
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


def _publishers(payload: DescribedPayload) -> Iterator[_Entity]:
    """Yield every publisher, with an address that the register knows, else with the page that names it."""
    addresses = {payload.release.publisher: ""}
    for source in payload.sources.values():
        addresses[source.publisher] = addresses.get(source.publisher) or web_address(
            source.landing_url
        )
    for name, address in addresses.items():
        yield _entity(local_id("publisher", name), "Organization", name=name, url=address or _INDEX)


def _sources(payload: DescribedPayload) -> Iterator[_Entity]:
    """Yield every source and the licence that it stands under."""
    for source in payload.sources.values():
        yield _entity(
            local_id("source", source.name),
            "CreativeWork",
            name=source.title,
            publisher={"@id": local_id("publisher", source.publisher)},
            creditText=source.citation,
            url=web_address(source.landing_url),
            license={"@id": _source_licence(source)},
        )
        yield _entity(
            _source_licence(source),
            "CreativeWork",
            name=f"Licence: {source.licence}",
            description=source.licence_note,
        )


def _source_licence(source: Source) -> str:
    """Return the id of a source's licence: the address of a licence with a name, else one of the source's own.

    A page that speaks of licences is no licence: two sources may quote it and say different things of it.
    """
    address = licence_address(source.licence)
    is_named = address.startswith("https://spdx.org/") and not source.licence_note
    return address if is_named else local_id("licence", source.name)


def _runs(payload: DescribedPayload) -> Iterator[_Entity]:
    """Yield an action for each model, the tables that no file shows, and the engine."""
    yield _engine(payload)
    for model in payload.models.values():
        if not payload.is_published(model.name):
            yield _entity(local_id("table", model.name), "CreativeWork", name=model.title)
        yield _run(payload, model)


def _run(payload: DescribedPayload, model: KeptModel) -> _Entity:
    text = f"{PROJECT}/warehouse/models/{model.layer}/{model.name}.sql"
    read = [file_id(text)] if text in payload.files else []
    for name in model.upstream:
        read += _tables(payload, name)
    return _entity(
        local_id("run", model.name),
        "CreateAction",
        name=f"Building {model.name}",
        description=f"One SELECT: {model.title}",
        # The date that the release speaks of: when it was run, and by whom, stands outside the payload.
        endTime=payload.release.as_of,
        agent={"@id": local_id("publisher", payload.release.publisher)},
        instrument={"@id": _ENGINE},
        object=_refs(read),
        result=_refs(_results(payload, model.name)),
    )


def _tables(payload: DescribedPayload, name: str) -> list[str]:
    """Return the entities of a table that a model reads."""
    if payload.is_published(name):
        return [file_id(f"tables/{name}.csv")]
    if name in payload.models:
        return [local_id("table", name)]
    places = payload.raw_files.get(name, [])
    paths = [(place, payload.raw_path(place)) for place in places]
    return [file_id(path) if path else _withheld_id(place.file) for place, path in paths]


def _results(payload: DescribedPayload, name: str) -> list[str]:
    if not payload.is_published(name):
        return [local_id("table", name)]
    shown = [p for p in (f"tables/{name}.csv", f"tables/{name}.parquet") if p in payload.files]
    figures = [local_id("figure", figure.id) for figure in payload.figures if figure.table == name]
    return [*map(file_id, shown), *figures]


def _engine(payload: DescribedPayload) -> _Entity:
    lock = payload.data / _LOCK
    pinned = _PINNED.search(lock.read_text(encoding="utf-8")) if lock.is_file() else None
    version = pinned[1] if pinned else None
    return _entity(
        _ENGINE, "SoftwareApplication", name="DuckDB", url=_ENGINE, softwareVersion=version
    )


def _figures(payload: DescribedPayload) -> Iterator[_Entity]:
    """Yield every figure, and the documents whose numbers were held against them."""
    for figure in payload.figures:
        evidence = [f"evidence/{figure.id}.{suffix}" for suffix in ("json", "csv")]
        yield _entity(
            local_id("figure", figure.id),
            ["CreativeWork", "PropertyValue", "PublishedFigure"],
            name=figure.label,
            propertyID=figure.id,
            value=figure.display,
            unitText=figure.unit,
            temporalCoverage=figure.period,
            creativeWorkStatus=f"{figure.nature}, {figure.form}",
            isBasedOn={"@id": file_id(f"tables/{figure.table}.csv")},
            subjectOf=_refs(file_id(path) for path in evidence if path in payload.files),
        )
    yield from _documents(payload)


def _statements(payload: DescribedPayload) -> Iterator[_Entity]:
    """Yield every number of the reconciled documents that is a statement, with its verdict."""
    known = {figure.id for figure in payload.figures}
    for statement in payload.statements:
        document = payload.documents[statement.document - 1]
        yield _entity(
            local_id("statement", statement.document, statement.number),
            ["PublishedStatement", "Quotation"],
            name=statement.text,
            text=statement.text,
            verdict=statement.verdict,
            description=statement.why,
            isPartOf={"@id": local_id("document", document["sha256"])},
            isBasedOn={"@id": local_id("figure", statement.figure)}
            if statement.figure in known
            else None,
        )


def _documents(payload: DescribedPayload) -> Iterator[_Entity]:
    registered = {document.sha256: document for document in payload.edition.documents}
    for document in payload.documents:
        known = registered.get(document["sha256"])
        yield _entity(
            local_id("document", document["sha256"]),
            "CreativeWork",
            name=known.title if known else "A published text",
            url=web_address(known.url) if known else None,
            datePublished=known.published if known else None,
            sha256=document["sha256"],
        )


def _entity(name: str, kind: str | list[str], /, **properties: object) -> _Entity:
    """Return an entity; properties with nothing in them are left out.

    Args:
        name: Its id: a relative path, an address, or a name after `#`.
        kind: Its type or types.
        **properties: What is said of it.
    """
    given = {key: value for key, value in properties.items() if value not in (None, "", [], {})}
    return {"@id": name, "@type": kind, **given}


def _refs(names: Iterable[str]) -> object:
    """Return references to entities, each once and in order: one by itself, several as a list."""
    found = [{"@id": name} for name in dict.fromkeys(names)]
    return found[0] if len(found) == 1 else found
