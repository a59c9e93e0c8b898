"""`annual-report fill EDITION FILE OUT`: published values in place of `{{figure:ID}}` in a copy of a Word document."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.summary import console
from warehouse.visible import visible


def command(
    edition: EditionArgument,
    file: Annotated[Path, typer.Argument(help="The document (.docx), which is not changed.")],
    out: Annotated[Path, typer.Argument(help="The copy that is written.")],
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
) -> int:
    """Fill {{figure:ID}} and {{figure:ID.value}} in a copy of a Word document with what the edition publishes."""
    from report.fill import fill
    from report.fill.wording import wordings
    from warehouse.builder.generation import Generations

    generation = Generations(project_of(project), edition).open()
    done = fill(file, out, wordings(generation))
    if json:
        print(json_format.dumps({"filled": done.counts, "parts": done.parts}, indent=1))
        return 0
    count = sum(done.counts.values())
    words = f"Wrote {out}: {count} placeholders of {len(done.counts)} kinds filled"
    console().print(Text(visible(words)), soft_wrap=True)
    return 0
