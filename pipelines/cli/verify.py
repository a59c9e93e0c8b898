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
    *,
    json: JsonOption = False,
) -> int:
    """Verify a release; exit 0 intact and signed, 1 tampered, 2 not a release, 3 intact with authorship unproven."""
    from report.release.verify.verify import shown, verify

    code, found = verify(path, allowed_signers)
    if json:
        emit_json(found)
    else:
        emit_document(shown(found))
    return code
