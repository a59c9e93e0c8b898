"""The pages of a release for people: its index, the report on one page, and how to check it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from report.release.rebuild_files import WITHHELD
from report.standards import dataset_markup
from report.templates import environment
from warehouse.builder.kept import Kept
from warehouse.builder.plan import Plan
from warehouse.folders import REPORT

INDEX, REPORT_PAGE, README = "index.html", "report.html", "README.txt"
_TEMPLATES = Path(__file__).parent / "templates"


def write_pages(
    kept: Kept,
    plan: Plan,
    release: Mapping[str, Any],
    contents: Mapping[str, Sequence[Mapping[str, Any]]],
    data: Path,
) -> None:
    """Write the index and the report's page into a payload.

    Args:
        kept: The generation.
        plan: The edition's plan, for its sources.
        release: What `release.json` says.
        contents: `figures` and `tables` as the release lists them.
        data: The payload.
    """
    data.joinpath(REPORT_PAGE).write_bytes((kept.folder / REPORT / INDEX).read_bytes())
    sources = [
        {**vars(source), "vintage": plan.edition.pins[name].vintage}
        for name, source in plan.sources.items()
    ]
    pages = sorted(int(path.stem) for path in data.glob("statements/*.html"))
    text = (
        environment(_TEMPLATES)
        .get_template(INDEX)
        .render(
            release=release,
            sources=sources,
            pages=pages,
            withheld=_withheld(data),
            markup=Markup(dataset_markup(data)),  # noqa: S704 - it comes escaped for its place
            **contents,
        )
    )
    data.joinpath(INDEX).write_bytes(text.encode("utf-8"))


def _withheld(data: Path) -> set[str]:
    """Return the sources of which a file is not in a payload."""
    listed = json.loads((data / WITHHELD).read_text(encoding="utf-8"))
    return {str(file["source"]) for file in listed["files"]}


def readme(release: Mapping[str, Any]) -> str:
    """Return the text that tells a stranger how to check a release."""
    return environment(_TEMPLATES, is_markup=False).get_template(README).render(release=release)
