"""Findings without what withheld files say: for outputs that are passed on under a licence that forbids to show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from report.evidence.withholding import withheld_of, without_values
from report.reconcile.finding import CitedEvidence, Finding, ReconciledDocument, Reconciliation
from warehouse.builder.kept import Kept
from warehouse.project import Project


def closed_reconciliation(project: Project, found: Reconciliation) -> Reconciliation:
    """Return a reconciliation without what withheld files say, by the licences as they are registered now."""
    withheld = withheld_of(project, Kept.current(project, found.edition))
    documents = tuple(without_withheld(document, withheld) for document in found.documents)
    return replace(found, documents=documents)


def without_withheld(document: ReconciledDocument, withheld: Collection[str]) -> ReconciledDocument:
    """Return a document whose findings name the rows of withheld files and not what they say.

    Args:
        document: The document.
        withheld: Sources whose licence withholds what their files say.
    """
    return replace(
        document, findings=tuple(_closed(f, frozenset(withheld)) for f in document.findings)
    )


def _closed(finding: Finding, withheld: frozenset[str]) -> Finding:
    evidence = finding.evidence
    return finding if evidence is None else replace(finding, evidence=_open(evidence, withheld))


def _open(evidence: CitedEvidence, withheld: frozenset[str]) -> CitedEvidence:
    if withheld.isdisjoint(file.source for file in evidence.files):
        return evidence
    files = tuple(without_values(file, withheld) for file in evidence.files)
    return replace(evidence, files=files)
