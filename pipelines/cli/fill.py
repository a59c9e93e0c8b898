"""`annual-report fill EDITION FILE OUT`: published values in place of `{{figure:ID}}` in a copy of a Word document.

Exit code 3 where something is left to a person: a control whose text was changed by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.kept_places import refuse_kept
from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say

if TYPE_CHECKING:
    from report.fill import Filled

LEFT_TO_A_PERSON = 3


def command(
    edition: EditionArgument,
    file: Annotated[Path, typer.Argument(help="The document (.docx), which is not changed.")],
    out: Annotated[Path, typer.Argument(help="The copy that is written.")],
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
) -> int:
    """Fill {{figure:ID}}, {{figure:ID.value}} and {{figure:ID.WORDING}} in a copy of a Word document.

    Values are put into content controls that know their figure; filling the copy again brings them up to date.
    """
    from report.fill import fill
    from report.fill.wording import wordings
    from warehouse.builder.generation import Generations

    found = project_of(project)
    refuse_kept(found, out)
    generation = Generations(found, edition).open()
    done = fill(file, out, wordings(generation, edition))
    code = LEFT_TO_A_PERSON if done.kept else 0
    if json:
        emit_json(
            {
                "filled": done.counts,
                "parts": done.parts,
                "same": done.same,
                "unbound": done.unbound,
                "kept": [control._asdict() for control in done.kept],
            }
        )
        return code
    _say(out, done)
    return code


def _say(out: Path, done: Filled) -> None:
    count = sum(done.counts.values())
    same = f"; {done.same} were up to date" if done.same else ""
    values = "1 value" if count == 1 else f"{count} values"
    figures = "1 wording" if len(done.counts) == 1 else f"{len(done.counts)} wordings"
    say(f"Wrote {out}: {values} of {figures} filled{same}")
    if done.unbound:
        names = ", ".join(sorted(set(done.unbound)))
        say(f"  without a content control, since none may stand there: {names}")
    for control in done.kept:
        say(
            f"  left as it is: {control.name} says {control.text!r}, published is {control.published!r}"
        )
        say(
            f"    {control.why}; to take what is published, write {{{{figure:{control.name}}}}} into it"
        )
