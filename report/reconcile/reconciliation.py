"""Reconciling documents with an edition: read, extract, give every number its verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from numbertext.documents import Block, Document, read_document
from numbertext.extraction import extract
from report.reconcile.bindings import fingerprint
from report.reconcile.context import Context, contexts
from report.reconcile.finding import Finding, ReconciledDocument, Reconciliation, Verdict
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import Knowledge, knowledge_of
from report.reconcile.tables.reading import Tables, scales, settled
from report.reconcile.tables.report_table import report_tables
from report.reconcile.verdict import Judge, without_evidence
from warehouse.builder.kept import Kept
from warehouse.project import Project

Decide = Callable[[Context, str], Verdict]


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
    return Reconciliation("", "", tuple(_read(document, _unproven) for document in documents))


def reconcile_documents(
    project: Project, kept: Kept, edition: str, documents: Sequence[Document]
) -> Reconciliation:
    """Hold documents that were read against one generation of an edition."""
    knowledge: Knowledge = knowledge_of(project, kept, edition)
    with kept.connection() as connection:
        grounds = Grounds(kept, connection, edition)
        judge = Judge(knowledge, grounds)
        tables = Tables(report_tables(kept), knowledge.tables, grounds.of_cell)
        found = tuple(_read(document, judge.verdict, tables) for document in documents)
    return Reconciliation(edition, knowledge.edition.as_of.isoformat(), found)


def _unproven(context: Context, fingerprint: str) -> Verdict:
    return without_evidence(context)


def _read(document: Document, decide: Decide, tables: Tables | None = None) -> ReconciledDocument:
    bound = tables.findings(document) if tables else {}
    scaling = scales(document)
    findings: list[Finding] = []
    for block in document.blocks:
        found = bound.get(block.paragraph)
        if found is None:
            found = [
                _finding(context, block, decide)
                for context in contexts(block.text, extract(block.text))
            ]
        if block.style == "cell":
            found = [settled(finding, scaling.get(block.paragraph, ())) for finding in found]
        findings += found
    return ReconciledDocument(document, tuple(findings))


def _finding(context: Context, block: Block, decide: Decide) -> Finding:
    name = fingerprint(context)
    verdict = decide(context, name)
    statement = context.statement
    placed = replace(
        statement, start=statement.start + block.start, end=statement.end + block.start
    )
    sentence = (context.sentence[0] + block.start, context.sentence[1] + block.start)
    return Finding(
        statement=placed, block=block, sentence=sentence, fingerprint=name, **vars(verdict)
    )
