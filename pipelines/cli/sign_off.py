"""`annual-report sign-off EDITION`: preparer and reviewer sign a release; any change of it voids what they signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say
from warehouse.errors import DefinitionError

if TYPE_CHECKING:
    from report.release.revisions import Revision


def command(
    edition: EditionArgument,
    project: ProjectOption = None,
    role: Annotated[str, typer.Option(help="preparer or reviewer.")] = "",
    name: Annotated[str, typer.Option(help="The name of the person who signs.")] = "",
    release: Annotated[str, typer.Option(help="The release, e.g. r1; by default the newest.")] = "",
    key: Annotated[
        Path | None, typer.Option(help="SSH key to sign with; without it authorship is unproven.")
    ] = None,
    *,
    show: Annotated[
        bool, typer.Option("--show", help="List who signed, and sign nothing.")
    ] = False,
    json: JsonOption = False,
) -> int:
    """Sign a release off; with --show list its sign-offs and exit 1 when one is void, or the release does not hold."""
    from report.release.revisions import revision
    from report.release.sign_off import sign_off

    found = project_of(project)
    wanted = revision(found, edition, release)
    if show:
        if role or name or key:
            raise DefinitionError("--show signs nothing", remedy="leave --role, --name, --key out")
        return _show(wanted, as_json=json)
    if not role or not name:
        raise DefinitionError(
            "nobody signs", remedy="--role preparer --name NAME, or --show to list the sign-offs"
        )
    statement = sign_off(found, wanted, role, name, key)
    if json:
        emit_json(vars(statement))
    else:
        proven = "signed with the key" if key else "without a key: authorship is unproven"
        text = f"{statement.name} signed {edition}/{wanted.name} as {statement.role}, {proven}"
        say(text)
    return 0


def _show(revision: Revision, *, as_json: bool) -> int:
    from report.release.bag import faults
    from report.release.sign_off import sign_offs

    found = faults(revision.folder)
    given = list(sign_offs(revision, found))
    if as_json:
        listed = [
            {**vars(s.statement), "signature": bool(s.signature), "void": s.is_void} for s in given
        ]
        emit_json(listed)
    else:
        for s in given:
            state = "VOID, the content changed" if s.is_void else "of this content"
            proof = "with a signature" if s.signature else "without a signature"
            said = f"{s.statement.role}: {s.statement.name}, {s.statement.date}, {state}, {proof}"
            say(said)
        if not given:
            say("nobody has signed")
    # What was added beside changes nothing that was signed, and still is not what was released.
    if found:
        say(f"the release does not hold: {found[0]}", error=True)
    return 1 if found or any(s.is_void for s in given) else 0
