"""Placeholders in a text that lies in several pieces, and the pieces once they are filled.

A word processor cuts a sentence into runs wherever it likes. What replaces a placeholder goes into the piece that it
begins in, so that it is set as that one is; the rest of the placeholder is taken out of the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

PLACEHOLDER = re.compile(r"\{\{\s*figure\s*:\s*([^{}]*?)\s*\}\}", re.IGNORECASE)
_BEGUN = re.compile(r"\{\{\s*figure\b", re.IGNORECASE)
_SHOWN = 60


def names_in(text: str) -> list[str]:
    """Return what the placeholders of a text name, in order; one that is not closed is told by its own words."""
    begun = {match.start(): text[match.start() :][:_SHOWN] for match in _BEGUN.finditer(text)}
    closed = {match.start(): match[1] for match in PLACEHOLDER.finditer(text)}
    return [closed.get(start, words) for start, words in begun.items()]


def filled(pieces: Sequence[str], wordings: Mapping[str, str]) -> list[str]:
    """Return the pieces of a text with every placeholder filled.

    Args:
        pieces: The text, piece by piece.
        wordings: Text by what a placeholder names; each one in the text has one.
    """
    result = list(pieces)
    # From the last to the first: the places of those before stay as they are.
    for match in reversed(list(PLACEHOLDER.finditer("".join(pieces)))):
        _replace(result, match.start(), match.end(), wordings[match[1]])
    return result


def _replace(pieces: list[str], start: int, end: int, words: str) -> None:
    place = 0
    for index, piece in enumerate(pieces):
        low, high = max(start - place, 0), min(end - place, len(piece))
        if low < high:
            inside = words if place <= start else ""
            pieces[index] = piece[:low] + inside + piece[high:]
        place += len(piece)
        if place >= end:
            return
