"""`annual-report verify PATH`: what `verify.py` in a release does, by our copy of it and with the same exit codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from pipelines.cli.options import JsonOption
from pipelines.cli.output import emit_document, emit_json

T = TypeVar("T")

AllowedSigners = Annotated[
    str | None,
    typer.Option(
        "--allowed-signers", help="Your own file of trusted signers, as ssh-keygen has it."
    ),
]


def command(
    path: Annotated[str, typer.Argument(help="Folder of the release.")],
    allowed_signers: AllowedSigners = None,
    conclusions: Annotated[
        str | None,
        typer.Option(
            metavar="HEAD", help="The sha256 of a conclusion that you noted: none up to it is gone."
        ),
    ] = None,
    *,
    json: JsonOption = False,
) -> int:
    """Verify a release; exit 0 intact and signed in both roles, 1 tampered, 2 not a release, 3 authorship unproven."""
    from report.release.verify.verify import head, place, shown, verify

    signers = None if allowed_signers is None else _given(place, allowed_signers, "FILE")
    noted = "" if conclusions is None else _given(head, conclusions, "a sha256")
    code, found = verify(_given(place, path, "PATH"), signers, noted)
    if json:
        emit_json(found)
    else:
        emit_document(shown(found))
    return code


def _given(read: Callable[[str], T], text: str, expected: str) -> T:
    """Return a word of the command line as `verify.py` takes it: an unset variable gives an empty one."""
    try:
        return read(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: expected {expected}") from error
