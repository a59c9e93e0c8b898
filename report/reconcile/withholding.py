"""Findings without what withheld files say: for outputs that are passed on under a licence that forbids to show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from report.reconcile.finding import Evidence, Finding, ReconciledDocument


def without_withheld(document: ReconciledDocument, withheld: Collection[str]) -> ReconciledDocument:
    """Return a document whose findings name the rows of withheld files and not what they say.

    Args:
        document: The document.
        withheld: Sources whose licence withholds what their files say.
    """
    return replace(document, findings=tuple(_closed(f, withheld) for f in document.findings))


def _closed(finding: Finding, withheld: Collection[str]) -> Finding:
    evidence = finding.evidence
    return finding if evidence is None else replace(finding, evidence=_open(evidence, withheld))


def _open(evidence: Evidence, withheld: Collection[str]) -> Evidence:
    sources = [
        {**source, "rows": [{**row, "values": {}} for row in source["rows"]]}
        if source["source"] in withheld
        else source
        for source in evidence.sources
    ]
    return replace(evidence, sources=sources)
