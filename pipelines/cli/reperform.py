"""`annual-report reperform PATH`: a release built again from its own files, and computed again by a second engine."""

from __future__ import annotations

import json as json_format
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.cli.options import JsonOption
from pipelines.cli.summary import console
from warehouse.visible import visible

if TYPE_CHECKING:
    from report.reperform.outcome import Answer, Outcome


def command(
    path: Annotated[Path, typer.Argument(help="Folder of the release.")],
    supply: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Folder with files that a licence withholds."
        ),
    ] = None,
    json: JsonOption = False,
) -> int:
    """Re-perform a release; exit 0 when both engines agree, 1 when something differs, 3 when something was not done."""
    from report.reperform.outcome import EXIT
    from report.reperform.reperform import reperform

    with Console(stderr=True).status("reading") as status:
        outcome = reperform(path, supply, status.update)
    if json:
        print(json_format.dumps(outcome.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print(outcome)
    return EXIT[outcome.state]


def _print(outcome: Outcome) -> None:
    screen = console()
    first, second = (outcome.engines[name] for name in ("first", "second"))
    heads = (f"{engine['name']} {engine['version']}" for engine in (first, second))
    listing = Table("figure", "as published", *heads, box=None)
    for figure in outcome.figures:
        row = (figure.id, figure.shown, _words(figure.first), _words(figure.second))
        listing.add_row(*(Text(visible(cell)) for cell in row))
    screen.print(listing)
    for item in (*outcome.figures, *outcome.tables):
        for engine, answer in ((first, item.first), (second, item.second)):
            if answer.why:
                _say(screen, f"{item.id}: {answer.state} in {engine['name']}: {answer.why}")
    for entry in (*outcome.altered, *outcome.missing):
        _say(screen, f"{entry['path']}: {entry['why']}{_depending(entry)}")
    for entry in outcome.not_expressed:
        place = f"{entry['model']}, line {entry['line']}"
        _say(screen, f"not expressed: {entry['construct']}, {place}{_depending(entry)}")
    _say(screen, _headline(outcome))


def _words(answer: Answer) -> str:
    rule = (answer.more or {}).get("comparison", "")
    return f"{answer.state} ({rule})" if rule and answer.state == "same" else answer.state


def _depending(entry: Mapping[str, Any]) -> str:
    figures = ", ".join(entry["figures"])
    return f"; depending on it: {figures}" if figures else ""


def _say(screen: Console, words: str) -> None:
    screen.print(Text(visible(words)), soft_wrap=True)


def _headline(outcome: Outcome) -> str:
    engines = [outcome.engines[name]["name"] for name in ("first", "second")]
    counts = [outcome.agreeing(name) for name in ("first", "second")]
    said = ", ".join(f"{n} in {name}" for n, name in zip(counts, engines, strict=True))
    cells = sum((table.second.more or {}).get("cells", 0) for table in outcome.tables)
    whole = f"content {outcome.content['state']}"
    return (
        f"Edition {outcome.edition}, r{outcome.revision}: {outcome.state}; "
        f"of {len(outcome.figures)} figures the same: {said}; {whole}; {cells:,} cells compared"
    )
