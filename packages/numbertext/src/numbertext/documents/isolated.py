"""Runs the reading of a document in a process of its own, and says what ended it if it did not end well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from numbertext.documents import limits
from numbertext.documents.document import Mark, Piece, Unread
from numbertext.documents.errors import DocumentError

ROOT = Path(__file__).resolve().parents[2]
MODULE = "numbertext.documents.child"


def read_isolated(form: str, data: bytes) -> tuple[list[Piece], tuple[Unread, ...]]:
    """Return the pieces of a document and what is not read of it; see `child.pieces_of`.

    Raises:
        DocumentError: The document is broken or breaks a limit, or its reading crashed or took too long.
    """
    # The fixed locale and hash seed are for the same answer anywhere; -P keeps the current folder out.
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    line = [sys.executable, "-P", "-m", MODULE, form]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, and a name from `formats.SUFFIXES`
            line, input=data, capture_output=True, env=settings, timeout=limits.SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _stopped(f"reading it takes longer than {limits.SECONDS} seconds") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise _stopped(f"reading it crashed (status {done.returncode})") from error
    if "error" in answer:
        raise DocumentError(**answer["error"])
    left_out = tuple(Unread(*item) for item in answer["left_out"])
    return [_piece(*item) for item in answer["pieces"]], left_out


def _piece(
    text: str,
    part: str,
    style: str,
    page: int | None,
    marks: list[tuple[int, int, str]],
    span: tuple[int, int],
    is_head: bool,  # noqa: FBT001 - as the list has it
) -> Piece:
    named = tuple(Mark(*mark) for mark in marks)
    return Piece(text, part, style, page, named, (span[0], span[1]), is_head)


def _stopped(fact: str) -> DocumentError:
    return DocumentError(
        fact,
        expected="a document that its own program opens without complaint",
        remedy="open it there, save it again, and split it if it is very large",
    )
