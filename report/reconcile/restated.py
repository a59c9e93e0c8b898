"""Statements of an edition's documents that newer vintages no longer bear out: the list for an erratum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from numbertext.documents import read_document
from report.reconcile.finding import (
    CONTRADICTED,
    LOOSE,
    SUPPORTED,
    UNDECIDED,
    Finding,
    Reconciliation,
)
from report.reconcile.judgement import judge
from report.reconcile.knowledge import Knowledge, knowledge_of
from report.reconcile.readings import Quantity, Reading
from report.reconcile.reconciliation import reconcile_documents
from report.reconcile.registered import registered_files
from report.reconcile.rewording import as_published, exactly, reworded
from report.reconcile.trial import trial
from report.reconcile.units import factor
from warehouse.builder.kept import Kept
from warehouse.errors import DefinitionError
from warehouse.project import Project


@dataclass(frozen=True)
class RestatedStatement:
    """A statement that held when it was published and does not any more.

    Attributes:
        document: The document's name.
        paragraph: Paragraph of the document.
        text: The phrase.
        sentence: Its sentence.
        figure: The figure that it is about.
        old: The figure's value in the edition, with its period.
        new: Its value with the newest vintages; empty where they no longer give one.
        verdict: What the statement is now.
        rewording: A true wording; empty where there is no new value.
        vintages: Source -> pinned and newest vintage, of the sources that the figure rests on.
    """

    document: str
    paragraph: int
    text: str
    sentence: str
    figure: str
    old: str
    new: str
    verdict: str
    rewording: str
    vintages: Mapping[str, tuple[str, str]]

    def as_dict(self) -> dict[str, object]:
        """Return the statement for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Restatement:
    """What newer vintages change of what was published.

    Attributes:
        statements: The statements that no longer hold.
        blocked: Source -> why its newest vintage could not be tried; what rests on it was not looked at.
    """

    statements: list[RestatedStatement]
    blocked: Mapping[str, str]


def restated_statements(
    project: Project, edition: str, paths: Sequence[Path] = ()
) -> list[RestatedStatement]:
    """Return the statements of `restatement` alone."""
    return restatement(project, edition, paths).statements


def restatement(project: Project, edition: str, paths: Sequence[Path] = ()) -> Restatement:
    """Return the statements of an edition's documents that no longer hold with the newest vintages that can be built.

    Args:
        project: The project.
        edition: The edition; it has been built.
        paths: The documents; by default those that the edition registers with a path.

    Raises:
        DefinitionError: If there is no document to read.
        GateError: If the edition was never built, or cannot be built any more.
        DocumentError: If a document cannot be read.
    """
    kept = Kept.current(project, edition)
    before = knowledge_of(project, kept, edition)
    documents = [read_document(path) for path in paths or _registered(project, before)]
    found = reconcile_documents(project, kept, edition, documents)
    held = [
        (reconciled.document.path, reconciled.document.text, finding)
        for reconciled in found.documents
        for finding in reconciled.findings
        if finding.verdict in (SUPPORTED, LOOSE)
    ]
    with trial(project, edition) as (newer, vintages, blocked):
        if not vintages:
            return Restatement([], blocked)
        after = _by_figure(knowledge_of(project, newer, edition))
        of_one = [
            restated
            for document, text, finding in held
            if not finding.formula
            and (restated := _restated(document, text, finding, before, after, vintages))
        ]
        anew = reconcile_documents(project, newer, edition, documents)
        of_cells = _of_cells(held, _by_place(anew), vintages)
        return Restatement([*of_one, *of_cells], blocked)


def _by_place(found: Reconciliation) -> dict[tuple[str, int, int], Finding]:
    return {
        (reconciled.document.path, finding.statement.start, finding.statement.end): finding
        for reconciled in found.documents
        for finding in reconciled.findings
    }


def _of_cells(
    held: Sequence[tuple[str, str, Finding]],
    anew: Mapping[tuple[str, int, int], Finding],
    vintages: Mapping[str, tuple[str, str]],
) -> Iterator[RestatedStatement]:
    """Yield the claims over several cells that the newest vintages no longer bear out, with both formulas."""
    for document, text, finding in held:
        now = anew.get((document, finding.statement.start, finding.statement.end))
        if not finding.formula or now is None or now.formula == finding.formula:
            continue
        if now.verdict in (CONTRADICTED, UNDECIDED):
            sources = (
                {file.source for file in finding.evidence.files} if finding.evidence else set()
            )
            yield RestatedStatement(
                document=document,
                paragraph=finding.block.paragraph,
                text=finding.statement.text,
                sentence=" ".join(text[slice(*finding.sentence)].split()),
                figure=finding.figure,
                old=finding.formula,
                new=now.formula,
                verdict=now.verdict,
                rewording="",
                vintages={name: pair for name, pair in vintages.items() if name in sources},
            )


def _registered(project: Project, knowledge: Knowledge) -> list[Path]:
    paths = registered_files(project, knowledge.edition)
    if not paths:
        raise DefinitionError(
            f"edition {knowledge.edition.name} registers no document with a path",
            where=knowledge.edition.where,
            remedy="give the document's file, or write its path under documents",
        )
    return paths


def _by_figure(knowledge: Knowledge) -> dict[str, Quantity]:
    return {figure.id: q for q in knowledge.quantities for figure in q.figures}


def _restated(
    document: str,
    text: str,
    finding: Finding,
    before: Knowledge,
    after: Mapping[str, Quantity],
    vintages: Mapping[str, tuple[str, str]],
) -> RestatedStatement | None:
    quantity = _by_figure(before)[finding.figure]
    old = next(
        r for r in quantity.readings if as_published(quantity.figure, r) == finding.figure_value
    )
    new = _same_reading(after.get(finding.figure), old)
    by = factor(finding.statement, quantity.figure)
    if by is None or (new is not None and new.value == old.value):
        return None
    verdict = (
        judge(finding.statement, new, by, before.conditions, quantity.figures).verdict
        if new
        else UNDECIDED
    )
    if verdict not in (CONTRADICTED, UNDECIDED):
        return None
    same = new is not None and as_published(quantity.figure, new) == finding.figure_value
    sources = {file.source for file in finding.evidence.files} if finding.evidence else set()
    return RestatedStatement(
        document=document,
        paragraph=finding.block.paragraph,
        text=finding.statement.text,
        sentence=" ".join(text[slice(*finding.sentence)].split()),
        figure=finding.figure,
        old=exactly(old) if same else finding.figure_value,
        new=(exactly(new) if same else as_published(quantity.figure, new)) if new else "",
        verdict=verdict,
        rewording=reworded(finding.statement, quantity.figure, new, by) if new else "",
        vintages={name: pair for name, pair in vintages.items() if name in sources},
    )


def _same_reading(quantity: Quantity | None, old: Reading) -> Reading | None:
    readings = quantity.readings if quantity else ()
    return next((r for r in readings if dict(r.key) == dict(old.key)), None)
