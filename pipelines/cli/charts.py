"""`annual-report charts EDITION FOLDER`: the charts that the tables of a built edition ask for, as SVG and PNG."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from pipelines.cli.kept_places import refuse_kept
from pipelines.cli.options import EditionArgument, ProjectOption, project_of
from pipelines.cli.output import say
from warehouse.errors import ReportError


def command(
    edition: EditionArgument,
    folder: Annotated[
        Path, typer.Argument(help="Folder that <table>.svg and <table>.png are written into.")
    ],
    project: ProjectOption = None,
) -> int:
    """Draw the charts of the last complete build; nothing is built."""
    from report.publish.charts import charts_of
    from report.publish.kept_edition import open_edition
    from report.publish.placing import place

    found = project_of(project)
    refuse_kept(found, folder / "table.svg")  # other files may stand beside it
    kept = open_edition(found, edition)
    drawn = [
        (folder / f"{chart.id}{suffix}", content, chart.title)
        for chart in charts_of(kept)
        for suffix, content in ((".svg", chart.svg), (".png", chart.png))
    ]
    _make(folder)
    for path, content, title in drawn:
        place(path, partial(_put, content))
        say(f"Wrote {path}: {title}")
    return 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(
            f"{folder} is no folder and cannot be made: {error.strerror or error}",
            remedy="name a folder, or a place that you may write to",
        ) from error


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)
