"""`annual-report fill EDITION FILE OUT`: published values in place of `{{figure:ID}}` in a copy of a Word document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.kept_places import refuse_kept
from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say


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

    found = project_of(project)
    refuse_kept(found, out)
    generation = Generations(found, edition).open()
    done = fill(file, out, wordings(generation))
    if json:
        emit_json({"filled": done.counts, "parts": done.parts})
        return 0
    count = sum(done.counts.values())
    say(f"Wrote {out}: {count} placeholders of {len(done.counts)} kinds filled")
    return 0
