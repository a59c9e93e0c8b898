"""The texts of the book: registered documents, and drafts that are given, with the verdict on each of their numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from numbertext.documents import Document as Text
from numbertext.documents import read_document
from report.book.shown import cut
from report.figures.plain import Plain
from report.reconcile.finding import Finding, ReconciledDocument, Reconciliation
from report.reconcile.page.evidence_list import EvidenceList, Shown
from report.reconcile.page.marks import Mark
from report.reconcile.page.passages import NumberedFinding
from report.reconcile.page.rendering import Count, DocumentPart, besides, counts_of, parts_of
from report.reconcile.reconciliation import reconcile_documents
from report.reconcile.registered import document_file
from report.reconcile.withholding import without_withheld
from warehouse.builder.kept import Kept
from warehouse.edition import Edition, RegisteredDocument
from warehouse.project import Project


@dataclass(frozen=True)
class BookText:
    """A text with its findings.

    Attributes:
        number: From 1.
        registered: The document as the edition registers it; None for a text that was only given.
        part: The text laid out, with its findings.
        counts: Its findings by verdict, the worst first.
        besides: Marks that stand only beside another verdict.
        evidence: What they rest on.
    """

    number: int
    registered: RegisteredDocument | None
    part: DocumentPart
    counts: Sequence[Count]
    besides: Sequence[Mark]
    evidence: Sequence[Shown]

    @property
    def title(self) -> str:
        """Its title, or its file's name."""
        return self.registered.title if self.registered else self.part.document.document.path

    def about(self, figure: str) -> list[NumberedFinding]:
        """Return the findings that are about a figure."""
        return [entry for entry in self.part.entries if entry.finding.held_against == figure]


def book_texts(
    project: Project, kept: Kept, edition: Edition, given: Sequence[Path], withheld: Collection[str]
) -> tuple[list[BookText], list[RegisteredDocument]]:
    """Return the texts of an edition, and the registered documents whose text is nowhere.

    Args:
        project: The project.
        kept: The generation that they are held against.
        edition: The edition.
        given: Files of documents that are registered without one, and drafts.
        withheld: Sources whose licence withholds what their files say.

    Raises:
        DefinitionError: If a document's file is missing or not the registered one.
        DocumentError: If a text cannot be read.
    """
    pairs: list[tuple[RegisteredDocument | None, Text]] = []
    missing: list[RegisteredDocument] = []
    texts = [replace(read_document(path), path=path.name) for path in given]
    for document in edition.documents:
        same = next((text for text in texts if text.sha256 == document.sha256), None)
        if document.path:
            text = read_document(document_file(project, document))
            pairs.append((document, replace(text, path=document.path)))
        elif same:
            pairs.append((document, same))
        else:
            missing.append(document)
    known = {text.sha256 for _, text in pairs}
    pairs += [(None, text) for text in texts if text.sha256 not in known]
    found = reconcile_documents(project, kept, edition.name, [text for _, text in pairs])
    return [
        _laid_out(number, registered, found, document, withheld)
        for number, ((registered, _), document) in enumerate(
            zip(pairs, found.documents, strict=True), start=1
        )
    ], missing


def _laid_out(
    number: int,
    registered: RegisteredDocument | None,
    found: Reconciliation,
    document: ReconciledDocument,
    withheld: Collection[str],
) -> BookText:
    shown = without_withheld(document, withheld)
    findings = tuple(_shortened(finding) for finding in shown.findings)
    evidence = EvidenceList()
    one = Reconciliation(found.edition, found.as_of, (replace(document, findings=findings),))
    parts = parts_of(one, evidence)
    return BookText(number, registered, parts[0], counts_of(parts), besides(parts), evidence.shown)


def _shortened(finding: Finding) -> Finding:
    """Return a finding whose evidence has no over-long cell."""
    evidence = finding.evidence
    if evidence is None:
        return finding
    files = tuple(
        replace(file, rows=tuple(replace(row, values=_cut(row.values)) for row in file.rows))
        for file in evidence.files
    )
    return replace(finding, evidence=replace(evidence, files=files))


def _cut(values: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: None if value is None else cut(value) for name, value in values.items()}
