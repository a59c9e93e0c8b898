"""`annual-report verify PATH`: what `verify.py` in a release does, by our copy of it and with the same exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import JsonOption
from pipelines.cli.output import emit_document, emit_json

AllowedSigners = Annotated[
    Path | None,
    typer.Option(
        "--allowed-signers", help="Your own file of trusted signers, as ssh-keygen has it."
    ),
]


def command(
    path: Annotated[Path, typer.Argument(help="Folder of the release.")],
    allowed_signers: AllowedSigners = None,
    conclusions: Annotated[
        str,
        typer.Option(
            metavar="HEAD", help="The sha256 of a conclusion that you noted: none up to it is gone."
        ),
    ] = "",
    *,
    json: JsonOption = False,
) -> int:
    """Verify a release; exit 0 intact and signed in both roles, 1 tampered, 2 not a release, 3 authorship unproven."""
    from report.release.verify.verify import shown, verify

    code, found = verify(path, allowed_signers, conclusions)
    if json:
        emit_json(found)
    else:
        emit_document(shown(found))
    return code
