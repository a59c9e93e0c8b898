"""Figures, and the statements of published texts that are based on them, as entities of a crate."""

from __future__ import annotations

from collections.abc import Iterator

from report.publish.addresses import web_address
from report.standards.entity import Entity, entity, refs
from report.standards.names import file_id, local_id
from report.standards.payload import Payload


def figures(payload: Payload) -> Iterator[Entity]:
    """Yield every figure, and the documents whose numbers were held against them."""
    for figure in payload.figures:
        evidence = [f"evidence/{figure.id}.{suffix}" for suffix in ("json", "csv")]
        yield entity(
            figure_id(figure.id),
            ["CreativeWork", "PropertyValue", "PublishedFigure"],
            name=figure.label,
            propertyID=figure.id,
            value=figure.display,
            unitText=figure.unit,
            temporalCoverage=figure.period,
            creativeWorkStatus=f"{figure.nature}, {figure.form}",
            isBasedOn={"@id": file_id(f"tables/{figure.table}.csv")},
            subjectOf=refs(file_id(path) for path in evidence if path in payload.files),
        )
    yield from _documents(payload)


def statements(payload: Payload) -> Iterator[Entity]:
    """Yield every number of the reconciled documents that is a statement, with its verdict."""
    known = {figure.id for figure in payload.figures}
    for statement in payload.statements:
        document = payload.documents[statement.document - 1]
        yield entity(
            local_id("statement", statement.document, statement.number),
            ["PublishedStatement", "Quotation"],
            name=statement.text,
            text=statement.text,
            verdict=statement.verdict,
            description=statement.why,
            isPartOf={"@id": _document_id(document["sha256"])},
            isBasedOn={"@id": figure_id(statement.figure)} if statement.figure in known else None,
        )


def figure_id(name: str) -> str:
    """Return the id of a figure."""
    return local_id("figure", name)


def _documents(payload: Payload) -> Iterator[Entity]:
    registered = {document.sha256: document for document in payload.edition.documents}
    for document in payload.documents:
        known = registered.get(document["sha256"])
        yield entity(
            _document_id(document["sha256"]),
            "CreativeWork",
            name=known.title if known else "A published text",
            url=web_address(known.url) if known else None,
            datePublished=known.published if known else None,
            sha256=document["sha256"],
        )


def _document_id(sha256: str) -> str:
    return local_id("document", sha256)
