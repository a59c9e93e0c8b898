"""Stretches of HTML that have a name (`data-figure`), followed through the joining of white space.

Two characters that no text may have stand at the ends of each while its block is put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from numbertext.documents.document import Mark

if TYPE_CHECKING:
    from lxml import etree

ATTRIBUTE = "data-figure"
OPENED, CLOSED = "\ufdd0", "\ufdd1"
_IN_TEXT = str.maketrans({OPENED: "\ufffd", CLOSED: "\ufffd"})
_ENDS = re.compile(f"([{OPENED}{CLOSED}])")
_LONGEST = 255


def plain(text: str) -> str:
    """Return text without the two characters."""
    return text.translate(_IN_TEXT)


def name_of(element: etree._Element) -> str:
    """Return the name that an element gives to its text; empty for none."""
    said = element.get(ATTRIBUTE, "").strip().removeprefix("figure:")
    return f"figure:{said}"[:_LONGEST] if said else ""


def marked(text: str, names: Sequence[str]) -> tuple[str, list[Mark]]:
    """Return a block's text without the two characters, and the stretches between them.

    Args:
        text: The text, white space already joined.
        names: The names, in the order in which their stretches begin.
    """
    if not names:
        return _ENDS.sub("", text), []
    left, parts, size = iter(names), [""], 0
    begun: list[tuple[int, str]] = []
    marks: list[Mark] = []
    for piece in _ENDS.split(text):
        if piece == OPENED:
            begun.append((size, next(left, "")))
        elif piece == CLOSED and begun:
            marks.append(Mark(begun[-1][0], size, begun.pop()[1]))
        elif piece != CLOSED:
            # White space on both sides of an end is one.
            is_joined = parts[-1].endswith(" ") and piece.startswith(" ")
            parts.append(piece[1:] if is_joined else piece)
            size += len(parts[-1])
    marks += [Mark(start, size, name) for start, name in reversed(begun)]
    return "".join(parts), [mark for mark in marks if mark.name]
