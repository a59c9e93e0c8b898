"""PROV-JSON: which raw files, tables, figures and statements there are, what made them, and who answers for them.

It holds no times: when and by whom the release was made stands outside the payload.
"""

from __future__ import annotations

from typing import Any

from report.standards.names import encoded
from report.standards.payload import PROJECT, Payload
from report.standards.prov_document import OWN, ProvDocument, prov_name, prov_type
from warehouse.builder.kept import KeptModel
from warehouse.builder.kept_catalog import RawFilePlace

# A quotation is a way of being made of something: the statement from its document.
_QUOTATION = prov_type("Quotation")
_STATEMENT = prov_type("Statement", OWN)


def provenance(payload: Payload) -> dict[str, Any]:
    """Return the provenance of a release as PROV-JSON."""
    edition, revision = encoded(payload.release.edition), payload.release.revision
    document = ProvDocument(f"urn:annual-report:{edition}:r{revision}:")
    _agents(document, payload)
    for places in payload.raw_files.values():
        for place in places:
            _raw_file(document, payload, place)
    for model in payload.models.values():
        _model(document, payload, model)
    _figures(document, payload)
    _statements(document, payload)
    return document.found


def _agents(document: ProvDocument, payload: Payload) -> None:
    publishers = {payload.release.publisher, *(s.publisher for s in payload.sources.values())}
    for name in sorted(publishers):
        described = {"prov:type": prov_type("Organization"), "prov:label": name}
        document.agent(_publisher(name), described)


def _raw_file(document: ProvDocument, payload: Payload, place: RawFilePlace) -> None:
    source = payload.sources.get(place.source)
    label = f"{source.title}, {place.vintage}" if source else payload.release.title
    described = {
        "prov:label": label,
        "prov:location": payload.raw_path(place),
        "ar:sha256": place.sha256,
        "ar:nature": place.nature,
        "ar:form": place.form,
    }
    document.entity(_raw_file_name(place), described)
    publisher = source.publisher if source else payload.release.publisher
    document.relation("wasAttributedTo", entity=_raw_file_name(place), agent=_publisher(publisher))


def _model(document: ProvDocument, payload: Payload, model: KeptModel) -> None:
    run, text, table = (prov_name(kind, model.name) for kind in ("run", "model", "table"))
    document.activity(run, {"prov:label": f"Building {model.name}"})
    path = f"{PROJECT}/warehouse/models/{model.layer}/{model.name}.sql"
    document.entity(text, {"prov:type": prov_type("Plan"), "prov:location": path})
    shown = f"tables/{model.name}.csv" if payload.is_published(model.name) else ""
    document.entity(table, {"prov:label": model.title, "prov:location": shown})
    agent = _publisher(payload.release.publisher)
    document.relation("wasAssociatedWith", activity=run, agent=agent, plan=text)
    for used in dict.fromkeys(u for name in model.upstream for u in _inputs(payload, name)):
        document.relation("used", activity=run, entity=used)
    document.relation("wasGeneratedBy", entity=table, activity=run)


def _inputs(payload: Payload, table: str) -> list[str]:
    """Return the entities behind a table that a model reads: the table of a model, or the files of a raw table."""
    if table in payload.models:
        return [prov_name("table", table)]
    return [_raw_file_name(place) for place in payload.raw_files.get(table, [])]


def _figures(document: ProvDocument, payload: Payload) -> None:
    raw = {place.file: _raw_file_name(place) for place in payload.kept.places.values()}
    for figure in payload.figures:
        described = {
            "prov:label": figure.label,
            "prov:value": figure.display,
            "ar:unit": figure.unit,
            "ar:nature": figure.nature,
            "ar:form": figure.form,
        }
        name = prov_name("figure", figure.id)
        document.entity(name, described)
        document.derived(name, prov_name("table", figure.table))
        evidence = payload.evidence(figure.id)
        files = {file.file for file in evidence.files} if evidence else set()
        for file in sorted(files & set(raw)):
            document.derived(name, raw[file])


def _statements(document: ProvDocument, payload: Payload) -> None:
    figures = {figure.id for figure in payload.figures}
    digests = [told["sha256"] for told in payload.documents]
    for digest in digests:
        document.entity(prov_name("document", digest), {"ar:sha256": digest})
    for told in payload.statements:
        name = prov_name("statement", told.document, told.number)
        described = {"prov:value": told.text, "ar:verdict": told.verdict, "prov:type": _STATEMENT}
        document.entity(name, described)
        document.derived(name, prov_name("document", digests[told.document - 1]), _QUOTATION)
        if told.figure in figures:
            document.derived(name, prov_name("figure", told.figure))


def _publisher(name: str) -> str:
    return prov_name("publisher", name)


def _raw_file_name(place: RawFilePlace) -> str:
    return prov_name("file", *place.file.split("/"))
