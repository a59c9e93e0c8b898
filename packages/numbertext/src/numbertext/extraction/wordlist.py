"""How the closed classes are written down: as one string of words."""

from __future__ import annotations


def wordlist(text: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(text.split())
