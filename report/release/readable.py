"""The pages of a release for people: its index, and the report on one page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from report.figures.published import ReleasedFigure
from report.publish.release_statement import ReleaseStatement
from report.release.rebuild_files import WITHHELD_FILES
from report.release.statements import outcomes, said
from report.standards import dataset_markup
from report.templates import environment
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import TableEntry
from warehouse.builder.plan import Plan
from warehouse.folders import REPORT

INDEX, REPORT_PAGE = "index.html", "report.html"
_TEMPLATES = Path(__file__).parent / "templates"


def write_pages(
    kept: Kept,
    plan: Plan,
    release: ReleaseStatement,
    figures: Sequence[ReleasedFigure],
    tables: Sequence[TableEntry],
    data: Path,
) -> None:
    """Write the index and the report's page into a payload.

    Args:
        kept: The generation.
        plan: The edition's plan, for its sources.
        release: What `release.json` says.
        figures: The figures as the release lists them.
        tables: The tables as it lists them.
        data: The payload.
    """
    data.joinpath(REPORT_PAGE).write_bytes((kept.folder / REPORT / INDEX).read_bytes())
    sources = [
        {**vars(source), "vintage": plan.edition.pins[name].vintage}
        for name, source in plan.sources.items()
    ]
    texts = [(path, said(counts)) for path, counts in outcomes(data)]
    text = (
        environment(_TEMPLATES)
        .get_template(INDEX)
        .render(
            release=release,
            sources=sources,
            texts=texts,
            withheld=_withheld(data),
            markup=Markup(dataset_markup(data)),  # noqa: S704 - it comes escaped for its place
            figures=figures,
            tables=tables,
        )
    )
    data.joinpath(INDEX).write_bytes(text.encode("utf-8"))


def _withheld(data: Path) -> set[str]:
    """Return the sources of which a file is not in a payload."""
    listed = json.loads((data / WITHHELD_FILES).read_text(encoding="utf-8"))
    return {str(file["source"]) for file in listed["files"]}
