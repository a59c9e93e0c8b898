"""The registered documents of an edition, reconciled: verdicts as JSON, and a page for each that is in the project."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from numbertext.documents import Document as Text
from numbertext.documents import read_document
from report.publish.files import write_json
from report.reconcile.finding import VERDICTS, Reconciliation
from report.reconcile.page import render
from report.reconcile.reconciliation import reconcile_documents
from report.reconcile.registered import document_file
from report.reconcile.withholding import without_withheld
from warehouse.builder.kept import Kept
from warehouse.edition import Edition, RegisteredDocument
from warehouse.project import Project
from warehouse.records import Fields

FOLDER, VERDICTS_FILE = "statements", "verdicts.json"


def write_statements(
    project: Project, kept: Kept, edition: Edition, folder: Path, withheld: Collection[str] = ()
) -> None:
    """Write `verdicts.json`, and `<n>.html` for each registered document that has a file in the project.

    Args:
        project: The project.
        kept: The generation.
        edition: The edition.
        folder: The payload's folder for them.
        withheld: Sources whose licence withholds what their files say: the pages name their rows and no more.

    Raises:
        DefinitionError: If a document's file is missing or not the registered one.
        DocumentError: If it cannot be read.
    """
    folder.mkdir()
    texts = [_read(project, document) for document in edition.documents if document.path]
    found = reconcile_documents(project, kept, edition.name, texts)
    without = [
        {"title": d.title, "url": d.url, "published": d.published, "sha256": d.sha256}
        for d in edition.documents
        if not d.path
    ]
    write_json(folder / VERDICTS_FILE, {**found.as_dict(), "not_reconciled": without})
    for number, document in enumerate(found.documents, 1):
        shown = without_withheld(document, withheld)
        page = render(Reconciliation(found.edition, found.as_of, (shown,)))
        (folder / f"{number}.html").write_bytes(page.encode("utf-8"))


def _read(project: Project, document: RegisteredDocument) -> Text:
    """Return a registered document under the path that it is registered with."""
    return replace(read_document(document_file(project, document)), path=document.path or "")


def outcomes(data: Path) -> list[tuple[str, dict[str, int]]]:
    """Return what the numbers of each registered document came to, by its path: verdict -> how many, the worst first.

    Args:
        data: The payload of a release, with its verdicts.
    """
    given = json.loads((data / FOLDER / VERDICTS_FILE).read_text(encoding="utf-8"))
    return list(Fields(given).each("documents", _outcome))


def _outcome(given: object) -> tuple[str, dict[str, int]]:
    document = Fields(given)
    found = Counter(document.each("statements", lambda said: Fields(said).text("verdict")))
    return document.text("path"), {
        verdict: found[verdict] for verdict in VERDICTS if found[verdict]
    }


def said(counts: Mapping[str, int]) -> str:
    """Return counts in words: `2 contradicted, 12 supported`."""
    return ", ".join(f"{n:,} {verdict}" for verdict, n in counts.items()) or "no number"
