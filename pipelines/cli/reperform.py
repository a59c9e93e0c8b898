"""`annual-report reperform PATH`: a release built again from its own files, and computed again by a second engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.options import JsonOption
from pipelines.cli.output import emit_json, progress, say, say_table

SAME = "same"

if TYPE_CHECKING:
    from report.reperform.outcome import Answer, Reperformance


def command(
    path: Annotated[Path, typer.Argument(help="Folder of the release.")],
    supply: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Folder with files that a licence withholds."
        ),
    ] = None,
    *,
    json: JsonOption = False,
) -> int:
    """Re-perform a release; exit 0 when both engines agree, 1 when something differs, 3 when something was not done."""
    from report.reperform.outcome import EXIT
    from report.reperform.reperform import reperform

    with progress("reading") as listener:
        outcome = reperform(path, supply, listener)
    if json:
        emit_json(outcome.as_dict())
    else:
        _print(outcome)
    return EXIT[outcome.state]


def _print(outcome: Reperformance) -> None:
    first, second = (outcome.engines[name] for name in ("first", "second"))
    heads = (f"{engine['name']} {engine['version']}" for engine in (first, second))
    rows = [(f.id, f.shown, _words(f.first), _words(f.second)) for f in outcome.figures]
    say_table(("figure", "as published", *heads), rows)
    for item in (*outcome.figures, *outcome.tables):
        for engine, answer in ((first, item.first), (second, item.second)):
            if answer.why:
                say(f"{item.id}: {answer.state} in {engine['name']}: {answer.why}")
    if why := outcome.content.get("why"):
        say(f"content: {why}")
    for entry in (*outcome.altered, *outcome.missing):
        say(f"{entry['path']}: {entry['why']}{_depending(entry)}")
    for entry in outcome.not_taken:
        digest = entry["sha256"]
        of_it = f", sha256 {digest}" if digest else ""
        say(f"supplied, and not taken: {entry['path']}: {entry['why']}{of_it}")
    for entry in outcome.not_expressed:
        place = f"{entry['model']}, line {entry['line']}"
        say(f"not expressed: {entry['construct']}, {place}{_depending(entry)}")
    say(_headline(outcome))


def _words(answer: Answer) -> str:
    """Return a figure's answer, and how far its reading was apart from the build's."""
    more = answer.more or {}
    rule, shared = more.get("comparison", ""), more.get("read_by_the_build", ())
    if answer.state != SAME or not rule:
        return answer.state
    read = f"; {len(shared)} of its files read as the build does" if shared else ""
    return f"{answer.state} ({rule}{read})"


def _not_same(outcome: Reperformance) -> str:
    """Return how many figures an engine did not express or perform, which agree with nothing."""
    told = [
        f"; {count} {state} in {outcome.engines[engine]['name']}"
        for engine in ("first", "second")
        for state, count in outcome.counted(engine).items()
        if count and state != SAME
    ]
    return "".join(told)


def _depending(entry: Mapping[str, Any]) -> str:
    figures = ", ".join(entry["figures"])
    return f"; depending on it: {figures}" if figures else ""


def _headline(outcome: Reperformance) -> str:
    engines = [outcome.engines[name]["name"] for name in ("first", "second")]
    counts = [outcome.agreeing(name) for name in ("first", "second")]
    said = ", ".join(f"{n} in {name}" for n, name in zip(counts, engines, strict=True))
    cells = sum((table.second.more or {}).get("cells", 0) for table in outcome.tables)
    whole = f"content {outcome.content['state']}{_not_same(outcome)}"
    return (
        f"Edition {outcome.edition}, r{outcome.revision}: {outcome.state}; "
        f"of {len(outcome.figures)} figures the same: {said}; {whole}; {cells:,} cells compared"
    )
