"""From a reconciliation to the page: findings numbered, texts laid out, the template filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report.reconcile.finding import ReconciledDocument, Reconciliation
from report.reconcile.page.evidence_list import EvidenceList
from report.reconcile.page.layout import Stretch, stretches
from report.reconcile.page.marks import MARKS, Mark
from report.reconcile.page.passages import NumberedFinding, sentence_around
from report.reconcile.page.reading import place, read_as
from report.templates import environment

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class DocumentPart:
    """A document on the page.

    Attributes:
        number: From 1.
        document: The document with its findings.
        stretches: Its text.
        entries: Its findings, in the order of the text.
    """

    number: int
    document: ReconciledDocument
    stretches: Sequence[Stretch]
    entries: Sequence[NumberedFinding]


@dataclass(frozen=True)
class Count:
    """A line of the summary: how many numbers have a verdict, and which is the first."""

    mark: Mark
    numbers: int
    first: int


def render(reconciliation: Reconciliation) -> str:
    """Return a reconciliation as one HTML page, which needs no script and makes no request.

    Args:
        reconciliation: The documents with a finding for every number.
    """
    evidence = EvidenceList()
    parts = parts_of(reconciliation, evidence)
    return (
        environment(TEMPLATES)
        .get_template("page.html")
        .render(
            reconciliation=reconciliation,
            parts=parts,
            evidence=evidence.shown,
            counts=counts_of(parts),
            besides=besides(parts),
            **vocabulary(),
        )
    )


def vocabulary(figure_page: Callable[[str], str] = lambda _: "") -> dict[str, object]:
    """Return what the templates of texts and findings call, for this page and for others that show texts.

    Args:
        figure_page: Returns the address of the page of a figure by its id; empty where there is none.
    """
    return {
        "marks": MARKS,
        "place": place,
        "read_as": read_as,
        "sentence_around": sentence_around,
        "figure_page": figure_page,
    }


def parts_of(reconciliation: Reconciliation, evidence: EvidenceList) -> list[DocumentPart]:
    """Return the documents laid out, with their findings numbered from 1 over all of them.

    Args:
        reconciliation: The documents.
        evidence: Collects what the findings rest on.
    """
    parts = []
    first = 1
    following = _following(reconciliation)
    for number, document in enumerate(reconciliation.documents, start=1):
        entries = [
            NumberedFinding(at, finding, following.get(at), evidence.add(at, finding))
            for at, finding in enumerate(document.findings, start=first)
        ]
        first += len(entries)
        by_block: defaultdict[int, list[NumberedFinding]] = defaultdict(list)
        for entry in entries:
            by_block[entry.finding.block.start].append(entry)
        laid_out = stretches(document.document.blocks, by_block)
        parts.append(DocumentPart(number, document, laid_out, entries))
    return parts


def _following(reconciliation: Reconciliation) -> Mapping[int, int]:
    """Return the number of each finding -> that of the next one with the same verdict."""
    findings = [finding for document in reconciliation.documents for finding in document.findings]
    found: dict[int, int] = {}
    last: dict[str, int] = {}
    for number, finding in enumerate(findings, start=1):
        if finding.verdict in last:
            found[last[finding.verdict]] = number
        last[finding.verdict] = number
    return found


def besides(parts: Sequence[DocumentPart]) -> list[Mark]:
    """Return the marks that stand only beside another verdict: the summary has no line for them."""
    findings = [entry.finding for part in parts for entry in part.entries]
    named = {verdict for finding in findings for verdict in finding.also}
    named -= {finding.verdict for finding in findings}
    return [mark for verdict, mark in MARKS.items() if verdict in named]


def counts_of(parts: Sequence[DocumentPart]) -> list[Count]:
    """Return the lines of the summary, the worst verdict first."""
    numbers: dict[str, list[int]] = {}
    for part in parts:
        for entry in part.entries:
            numbers.setdefault(entry.finding.verdict, []).append(entry.number)
    return [
        Count(mark, len(numbers[verdict]), numbers[verdict][0])
        for verdict, mark in MARKS.items()
        if verdict in numbers
    ]
