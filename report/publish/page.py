"""The edition on one HTML page: figures, tables, sources and problems, escaped, self-contained, without a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report.figures.resolve import FigureValue
from report.publish.addresses import web_address
from report.publish.natures import LETTERS, legend, marks
from report.publish.tables import PublishedTable
from report.templates import environment
from warehouse.edition import Edition
from warehouse.problems import ShownProblem
from warehouse.sources.register import Source, Vintage

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class EditionPage:
    """What the page shows.

    Attributes:
        edition: The edition.
        figures: Figures with their values, in the catalogue's order.
        tables: Report tables by number.
        missing: Name and reason of each report table that could not be built.
        problems: Problems of the edition, closed to what is withheld: the page is passed on.
        sources: Source and pinned vintage by name.
        content_sha256: Identity of the edition's tables and figures.
    """

    edition: Edition
    figures: Sequence[FigureValue]
    tables: Sequence[PublishedTable]
    missing: Mapping[str, str]
    problems: Sequence[ShownProblem]
    sources: Mapping[str, tuple[Source, Vintage]]
    content_sha256: str


def render(page: EditionPage) -> str:
    """Return the page as HTML; every text that comes from a file is escaped."""
    return (
        environment(_TEMPLATES)
        .get_template("edition.html")
        .render(page=page, web_address=web_address, marks=marks, legend=legend, letters=LETTERS)
    )
