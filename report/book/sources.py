"""What depends on a source: the tables, figures and statements that its rows reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.book.contents import Contents
from report.book.figures import BookFigure
from report.book.texts import BookText
from report.publish.tables import PublishedTable
from report.reconcile.page.passages import NumberedFinding


@dataclass(frozen=True)
class Dependents:
    """What depends on a source.

    Attributes:
        tables: Report tables with rows of it on their way.
        fed: Figures whose value its rows feed, with how many of them do.
        decided: Figures that its rows only let be there, or put in their place.
        statements: Numbers of texts that are about one of these figures.
    """

    tables: Sequence[PublishedTable]
    fed: Sequence[tuple[BookFigure, int]]
    decided: Sequence[BookFigure]
    statements: Sequence[tuple[BookText, NumberedFinding]]


def dependents_of(contents: Contents, source: str) -> Dependents:
    """Return what depends on a source."""
    fed, decided = [], []
    for figure in contents.figures.values():
        files = [file for file in figure.evidence.files if file.source == source]
        feeding = sum(file.by_role.get("value", 0) for file in files)
        if feeding:
            fed.append((figure, feeding))
        elif files:
            decided.append(figure)
    ids = {figure.id for figure, _ in fed} | {figure.id for figure in decided}
    statements = [
        (text, entry)
        for text in contents.texts
        for entry in text.part.entries
        if entry.finding.held_against in ids
    ]
    tables = [table for table in contents.edition.tables if source in table.sources]
    return Dependents(tables, fed, decided, statements)
