"""Where a text is made to run from right to left: its digits are shown in another order than they are stored in."""

from __future__ import annotations

import re

# Embeddings, overrides and isolates; of those in `BACKWARD` what is within runs from right to left.
OPENING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
BACKWARD = frozenset("\u202b\u202e\u2067")
CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069\n]")


def backward(source: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of every stretch that runs from right to left; a line's end closes what is open."""
    if BACKWARD.isdisjoint(source):
        return ()
    found: list[tuple[int, int]] = []
    opened: list[str] = []
    start = -1
    for control in CONTROL.finditer(source):
        sign = control.group()
        if sign in OPENING:
            opened.append(sign)
            if sign in BACKWARD and start < 0:
                start = control.start()
        elif sign == "\n":
            opened.clear()
        elif opened:
            opened.pop()
        if start >= 0 and BACKWARD.isdisjoint(opened):
            found.append((start, control.end()))
            start = -1
    if start >= 0:
        found.append((start, len(source)))
    return tuple(found)
