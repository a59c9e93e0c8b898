"""PROV-JSON: which raw files, tables, figures and statements there are, what made them, and who answers for them."""

from __future__ import annotations

from typing import Any

from report.release.standards.names import encoded
from report.release.standards.payload import Payload, Statement
from warehouse.builder.kept import RawFilePlace

_OWN = "ar"
_QUOTATION = {"$": "prov:Quotation", "type": "prov:QUALIFIED_NAME"}


class _Document:
    """A PROV document that grows; relations are numbered in the order in which they are told."""

    def __init__(self, payload: Payload) -> None:
        edition = encoded(payload.release["edition"])
        revision = payload.release["revision"]
        own = f"urn:annual-report:{edition}:r{revision}:"
        self.found: dict[str, dict[str, Any]] = {"prefix": {_OWN: own}}

    def element(self, kind: str, name: str, **attributes: Any) -> None:
        """Add an entity, activity or agent; attributes with no value are left out."""
        given = {k.replace("__", ":"): v for k, v in attributes.items() if v not in ("", None)}
        self.found.setdefault(kind, {})[name] = given

    def relation(self, kind: str, attributes: dict[str, Any]) -> None:
        """Add a relation."""
        entries = self.found.setdefault(kind, {})
        entries[f"_:{kind}{len(entries) + 1}"] = attributes


def provenance(payload: Payload) -> dict[str, Any]:
    """Return the provenance of a release as PROV-JSON."""
    document = _Document(payload)
    _agents(document, payload)
    for places in payload.raw_files.values():
        for place in places:
            _raw_file(document, payload, place)
    _models(document, payload)
    _figures(document, payload)
    _statements(document, payload)
    return document.found


def _agents(document: _Document, payload: Payload) -> None:
    publishers = {payload.release["publisher"], *(s.publisher for s in payload.sources.values())}
    for publisher in sorted(publishers):
        kind = {"$": "prov:Organization", "type": "prov:QUALIFIED_NAME"}
        document.element(
            "agent", _name("publisher", publisher), prov__type=kind, prov__label=publisher
        )


def _raw_file(document: _Document, payload: Payload, place: RawFilePlace) -> None:
    source = payload.sources.get(place.source)
    publisher = source.publisher if source else payload.release["publisher"]
    document.element(
        "entity",
        _raw_name(place),
        prov__label=f"{source.title}, {place.vintage}" if source else payload.release["title"],
        prov__location=payload.raw_path(place),
        ar__sha256=place.sha256,
        ar__nature=place.nature,
        ar__form=place.form,
    )
    parts = {
        "prov:entity": _raw_name(place),
        "prov:agent": _name("publisher", publisher),
    }
    document.relation("wasAttributedTo", parts)


def _models(document: _Document, payload: Payload) -> None:
    agent = _name("publisher", payload.release["publisher"])
    for model in payload.models.values():
        activity, plan, made = (_name(kind, model.name) for kind in ("run", "model", "table"))
        document.element("activity", activity, prov__label=f"Building {model.name}")
        kind = {"$": "prov:Plan", "type": "prov:QUALIFIED_NAME"}
        location = f"project/warehouse/models/{model.layer}/{model.name}.sql"
        document.element("entity", plan, prov__type=kind, prov__location=location)
        shown = f"tables/{model.name}.csv" if payload.is_published(model.name) else ""
        document.element("entity", made, prov__label=model.title, prov__location=shown)
        by = {"prov:activity": activity, "prov:agent": agent, "prov:plan": plan}
        document.relation("wasAssociatedWith", by)
        for name in model.upstream:
            for used in _inputs(payload, name):
                document.relation("used", {"prov:activity": activity, "prov:entity": used})
        document.relation("wasGeneratedBy", {"prov:entity": made, "prov:activity": activity})


def _inputs(payload: Payload, table: str) -> list[str]:
    """Return the entities behind a table that a model reads: the table of a model, or the files of a raw table."""
    if table in payload.models:
        return [_name("table", table)]
    return sorted({_raw_name(place) for place in payload.raw_files.get(table, [])})


def _figures(document: _Document, payload: Payload) -> None:
    raw = {place.file: _raw_name(place) for place in payload.kept.places.values()}
    for figure in payload.figures:
        name = _name("figure", figure["id"])
        document.element(
            "entity",
            name,
            prov__label=figure["label"],
            prov__value=figure["display"],
            ar__unit=figure["unit"],
            ar__nature=figure["nature"],
            ar__form=figure["form"],
        )
        _derived(document, name, _name("table", figure["table"]))
        files = {part["file"] for part in payload.evidence(figure["id"]).get("sources", ())}
        for file in sorted(files & set(raw)):
            _derived(document, name, raw[file])


def _statements(document: _Document, payload: Payload) -> None:
    figures = {figure["id"] for figure in payload.figures}
    for place, told in enumerate(payload.documents, 1):
        document.element("entity", _name("document", place), ar__sha256=told["sha256"])
    for statement in payload.statements:
        name = _statement_name(statement)
        document.element(
            "entity",
            name,
            prov__type=_QUOTATION,
            prov__value=statement.text,
            ar__verdict=statement.verdict,
        )
        _derived(document, name, _name("document", statement.document), _QUOTATION)
        if statement.figure in figures:
            _derived(document, name, _name("figure", statement.figure))


def _derived(document: _Document, made: str, used: str, kind: dict[str, str] | None = None) -> None:
    parts: dict[str, Any] = {"prov:generatedEntity": made, "prov:usedEntity": used}
    document.relation("wasDerivedFrom", {**parts, **({"prov:type": kind} if kind else {})})


def _raw_name(place: RawFilePlace) -> str:
    return _name("file", *place.file.split("/"))


def _statement_name(statement: Statement) -> str:
    return _name("statement", statement.document, statement.number)


def _name(kind: str, *parts: object) -> str:
    return f"{_OWN}:" + "/".join([kind, *(encoded(str(part)) for part in parts)])
