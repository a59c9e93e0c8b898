"""PROV-JSON: which raw files, tables, figures and statements there are, what made them, and who answers for them.

It holds no times: when and by whom the release was made stands outside the payload. How PROV-JSON is spelt is the
document's matter, at the end.
"""

from __future__ import annotations

from typing import Any

from report.standards.payload import PROJECT, DescribedPayload, encoded
from warehouse.builder.kept import KeptModel
from warehouse.builder.kept_catalog import RawFilePlace

_OWN = "ar"


def provenance(payload: DescribedPayload) -> dict[str, Any]:
    """Return the provenance of a release as PROV-JSON."""
    edition, revision = encoded(payload.release.edition), payload.release.revision
    document = _Document(f"urn:annual-report:{edition}:r{revision}:")
    _agents(document, payload)
    for places in payload.raw_files.values():
        for place in places:
            _raw_file(document, payload, place)
    for model in payload.models.values():
        _model(document, payload, model)
    _figures(document, payload)
    _statements(document, payload)
    return document.found


def _agents(document: _Document, payload: DescribedPayload) -> None:
    publishers = {payload.release.publisher, *(s.publisher for s in payload.sources.values())}
    for name in sorted(publishers):
        described = {"prov:type": _type("Organization"), "prov:label": name}
        document.agent(_publisher(name), described)


def _raw_file(document: _Document, payload: DescribedPayload, place: RawFilePlace) -> None:
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


def _model(document: _Document, payload: DescribedPayload, model: KeptModel) -> None:
    run, text, table = (_name(kind, model.name) for kind in ("run", "model", "table"))
    document.activity(run, {"prov:label": f"Building {model.name}"})
    path = f"{PROJECT}/warehouse/models/{model.layer}/{model.name}.sql"
    document.entity(text, {"prov:type": _type("Plan"), "prov:location": path})
    shown = f"tables/{model.name}.csv" if payload.is_published(model.name) else ""
    document.entity(table, {"prov:label": model.title, "prov:location": shown})
    agent = _publisher(payload.release.publisher)
    document.relation("wasAssociatedWith", activity=run, agent=agent, plan=text)
    for used in dict.fromkeys(u for name in model.upstream for u in _inputs(payload, name)):
        document.relation("used", activity=run, entity=used)
    document.relation("wasGeneratedBy", entity=table, activity=run)


def _inputs(payload: DescribedPayload, table: str) -> list[str]:
    """Return the entities behind a table that a model reads: the table of a model, or the files of a raw table."""
    if table in payload.models:
        return [_name("table", table)]
    return [_raw_file_name(place) for place in payload.raw_files.get(table, [])]


def _figures(document: _Document, payload: DescribedPayload) -> None:
    raw = {place.file: _raw_file_name(place) for place in payload.kept.places.values()}
    for figure in payload.figures:
        described = {
            "prov:label": figure.label,
            "prov:value": figure.display,
            "ar:unit": figure.unit,
            "ar:nature": figure.nature,
            "ar:form": figure.form,
        }
        name = _name("figure", figure.id)
        document.entity(name, described)
        document.derived(name, _name("table", figure.table))
        evidence = payload.evidence(figure.id)
        files = {file.file for file in evidence.files} if evidence else set()
        for file in sorted(files & set(raw)):
            document.derived(name, raw[file])


def _statements(document: _Document, payload: DescribedPayload) -> None:
    figures = {figure.id for figure in payload.figures}
    digests = [told["sha256"] for told in payload.documents]
    for digest in digests:
        document.entity(_name("document", digest), {"ar:sha256": digest})
    for told in payload.statements:
        name = _name("statement", told.document, told.number)
        described = {"prov:value": told.text, "ar:verdict": told.verdict, "prov:type": _STATEMENT}
        document.entity(name, described)
        document.derived(name, _name("document", digests[told.document - 1]), _QUOTATION)
        if told.figure in figures:
            document.derived(name, _name("figure", told.figure))


def _publisher(name: str) -> str:
    return _name("publisher", name)


def _raw_file_name(place: RawFilePlace) -> str:
    return _name("file", *place.file.split("/"))


class _Document:
    """A PROV document.

    Args:
        namespace: What names of the document start with when they are written out.
    """

    def __init__(self, namespace: str) -> None:
        self.found: dict[str, dict[str, Any]] = {"prefix": {_OWN: namespace}}

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
            kind: In which way, see `_type`.
        """
        self.relation("wasDerivedFrom", generatedEntity=made, usedEntity=used, type=kind)

    def _element(self, kind: str, name: str, attributes: dict[str, Any]) -> None:
        given = {key: value for key, value in attributes.items() if value not in ("", None)}
        self.found.setdefault(kind, {})[name] = given


def _type(name: str, prefix: str = "prov") -> dict[str, str]:
    """Return a type as a value.

    Args:
        name: The type.
        prefix: Where it is from: PROV itself, or `_OWN`.
    """
    return {"$": f"{prefix}:{name}", "type": "prov:QUALIFIED_NAME"}


def _name(kind: str, *parts: object) -> str:
    """Return the name of a thing of the release."""
    return f"{_OWN}:" + "/".join([kind, *(encoded(str(part)) for part in parts)])


# A quotation is a way of being made of something: the statement from its document.
_QUOTATION = _type("Quotation")
_STATEMENT = _type("Statement", _OWN)
