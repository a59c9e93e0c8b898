"""The pages of a release for people: its index, the report on one page, and how to check it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from report.release.rebuild_files import WITHHELD
from report.release.standards import dataset_markup
from warehouse.builder.generation import REPORT
from warehouse.builder.kept import Kept
from warehouse.builder.plan import Plan
from warehouse.visible import visible

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
        _environment(autoescape=True)
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
    return _environment(autoescape=False).get_template(README).render(release=release)


def _environment(*, autoescape: bool) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=autoescape,  # noqa: S701 - off for plain text only
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: Any) -> Any:
    """Make every text visible; escaping comes after it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
