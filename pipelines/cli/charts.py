"""`annual-report charts EDITION FOLDER`: the charts that the tables of a built edition ask for, as SVG and PNG."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

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

    kept = open_edition(project_of(project), edition)
    _make(folder)
    for chart in charts_of(kept):
        for suffix, content in ((".svg", chart.svg), (".png", chart.png)):
            path = folder / f"{chart.id}{suffix}"
            place(path, partial(_put, content))
            say(f"Wrote {path}: {chart.title}")
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
