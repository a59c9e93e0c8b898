"""Reconciling documents with an edition: read, extract, give every number its verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from numbertext.documents import Block, Document, read_document
from numbertext.paragraphs import extract_paragraphs
from numbertext.statement import Statement
from report.reconcile.bindings import fingerprint
from report.reconcile.classes import WaivedClass, waived_by_class
from report.reconcile.context import Context, contexts
from report.reconcile.filled import held_in
from report.reconcile.finding import Finding, ReconciledDocument, Reconciliation, Verdict
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import Knowledge, knowledge_of
from report.reconcile.tables.reading import Tables, scales, settled
from report.reconcile.tables.report_table import report_tables
from report.reconcile.verdict import Judge, without_evidence
from warehouse.builder.kept import Kept
from warehouse.project import Project

Said = tuple[Context, Verdict]
"""A number or a claim in its surroundings, and the verdict on it."""
Read = Callable[[Block, Sequence[Statement]], list[Said]]


def reconcile(project: Project, edition: str, paths: Sequence[Path]) -> Reconciliation:
    """Hold documents against an edition's current generation.

    Args:
        project: The project.
        edition: The edition.
        paths: The documents.

    Raises:
        DocumentError: If a document cannot be read.
        GateError: If the edition was never built.
        DefinitionError: If the edition, its catalogue or its decisions are wrong.
    """
    documents = [read_document(path) for path in paths]
    kept = Kept.current(project, edition)
    return reconcile_documents(project, kept, edition, documents)


def listed(paths: Sequence[Path]) -> Reconciliation:
    """Return every number of some documents, with no evidence to hold them against; raises DocumentError."""
    documents = [read_document(path) for path in paths]
    return Reconciliation("", "", tuple(_read(document, _listed) for document in documents))


def reconcile_documents(
    project: Project, kept: Kept, edition: str, documents: Sequence[Document]
) -> Reconciliation:
    """Hold documents that were read against one generation of an edition."""
    knowledge: Knowledge = knowledge_of(project, kept, edition)
    with kept.connection() as connection:
        grounds = Grounds(kept, connection, edition)
        judge = Judge(knowledge, grounds)
        years = frozenset({str(knowledge.edition.year)})
        tables = Tables(report_tables(kept), knowledge.tables, grounds.of_cell, years)
        found = tuple(
            read_document_with(document, judge, knowledge.classes, tables) for document in documents
        )
    return Reconciliation(edition, knowledge.edition.as_of.isoformat(), found)


def said_in(block: Block, numbers: Sequence[Statement], *, judge: Judge) -> list[Said]:
    """Return the numbers of a block of text, and its claims without number that are certain, with their verdicts."""
    found = [
        (c, judge.verdict(c, fingerprint(c), held_in(block, c.statement.start, c.statement.end)))
        for c in contexts(block.text, numbers)
    ]
    found += judge.comparisons(block.text, numbers)
    return sorted(found, key=lambda said: (said[0].statement.start, said[0].statement.end))


def _listed(block: Block, numbers: Sequence[Statement]) -> list[Said]:
    return [(context, without_evidence(context)) for context in contexts(block.text, numbers)]


def read_document_with(
    document: Document,
    judge: Judge,
    classes: Sequence[WaivedClass] = (),
    tables: Tables | None = None,
) -> ReconciledDocument:
    """Return a document with a finding for every number in it, and for every claim without number that is certain."""
    return _read(document, partial(said_in, judge=judge), classes, tables)


def _read(
    document: Document,
    read: Read,
    classes: Sequence[WaivedClass] = (),
    tables: Tables | None = None,
) -> ReconciledDocument:
    bound = tables.findings(document) if tables else {}
    scaling = scales(document)
    numbers = extract_paragraphs([block.text for block in document.blocks])
    findings: list[Finding] = []
    for block, found in zip(document.blocks, numbers, strict=True):
        said = [_of_cell(finding, classes) for finding in bound.get(block.paragraph, [])]
        if block.paragraph not in bound:
            said = [
                _finding(context, block, waived_by_class(verdict, context, block, classes))
                for context, verdict in read(block, found)
            ]
        if block.style == "cell":
            said = [settled(finding, scaling.get(block.paragraph, ())) for finding in said]
        findings += said
    return ReconciledDocument(document, tuple(findings))


def _of_cell(finding: Finding, classes: Sequence[WaivedClass]) -> Finding:
    """Return a finding on a cell of a bound table, waived where it is unproven and of a class that was waived."""
    block, said = finding.block, finding.statement
    said = replace(said, start=said.start - block.start, end=said.end - block.start)
    whole = (0, len(block.text))
    context = Context(said, block.text, whole, whole, (said,))
    verdict = waived_by_class(finding, context, block, classes)
    return finding if verdict is finding else replace(finding, **vars(verdict))


def _finding(context: Context, block: Block, verdict: Verdict) -> Finding:
    name = fingerprint(context)
    statement = context.statement
    placed = replace(
        statement, start=statement.start + block.start, end=statement.end + block.start
    )
    sentence = (context.sentence[0] + block.start, context.sentence[1] + block.start)
    return Finding(
        statement=placed, block=block, sentence=sentence, fingerprint=name, **vars(verdict)
    )
