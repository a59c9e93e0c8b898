"""Placeholders in a text that lies in several pieces, and the pieces once they are filled.

A word processor cuts a sentence into runs wherever it likes. What replaces a placeholder goes into the piece that it
begins in, so that it is set as that one is; the rest of the placeholder is taken out of the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    return [
        "".join(wordings[part.name] if isinstance(part, Slot) else part for part in parts)
        for parts in cut(pieces)
    ]


@dataclass(frozen=True)
class Slot:
    """The place of a placeholder, in the piece of a text that it begins in."""

    name: str


def cut(pieces: Sequence[str]) -> list[list[str | Slot]]:
    """Return each piece of a text as the words that are left of it and the slots between; empty words are left out."""
    found = list(PLACEHOLDER.finditer("".join(pieces)))
    result, start = [], 0
    for piece in pieces:
        end = start + len(piece)
        parts: list[str | Slot] = []
        at = start
        for match in found:
            if match.end() <= start or match.start() >= end:
                continue
            if match.start() >= start:
                parts += [piece[at - start : match.start() - start], Slot(match[1])]
            at = min(match.end(), end)
        parts.append(piece[at - start :])
        result.append([part for part in parts if part != ""])
        start = end
    return result
