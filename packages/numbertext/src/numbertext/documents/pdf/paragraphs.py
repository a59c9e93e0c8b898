"""Paragraphs from the lines of a region: where one ends, and how lines are put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from numbertext.documents.pdf.fragments import Fragment
from numbertext.documents.pdf.hyphens import Words
from numbertext.documents.pdf.rows import BULLET, rows

# In heights of a line's box.
LOOSE = 1.35
INDENT = 0.6
OTHER_SIZE = 0.12
HEADING = 1.15
HEADING_LENGTH = 200
SHORT = 0.15
ENDS = re.compile(r"[.!?:;][\"'\u201d\u2019)\u00b9\u00b2\u00b3\u2070-\u2079]*$")
ITEM = re.compile(BULLET.pattern + r"\s+\S")


@dataclass
class Paragraph:
    """Lines that belong together. Cells of a row stand alone, one a paragraph."""

    lines: list[Fragment] = field(default_factory=list)
    style: str = "paragraph"

    def text(self, words: Words) -> str:
        """Return the lines as one text; a hyphen at a line's end is taken out where it only divides a word."""
        parts: list[str] = []
        for line, following in pairwise(self.lines):
            parts += words.linked(line.text, following.text)
        return "".join(parts) + self.lines[-1].text


def paragraphs(region: list[Fragment], body_height: float) -> list[Paragraph]:
    """Return the paragraphs of a region in order.

    Args:
        region: Fragments among which lines go across.
        body_height: Height of the lines of most of the document's text.
    """
    found = rows(region)
    pitch = _pitch(found)
    right = max((f.x1 for f in region), default=0.0)
    left = min((f.x0 for f in region), default=0.0)
    done: list[Paragraph] = []
    is_open = False
    for row in found:
        if len(row) > 1:
            done += [Paragraph([cell], "cell") for cell in row]
            is_open = False
            continue
        line = row[0]
        if is_open and not _starts(done[-1].lines, line, pitch, left, right):
            done[-1].lines.append(line)
        else:
            done.append(Paragraph([line], _style(line, body_height)))
        is_open = True
    return done


def has_ended(text: str) -> bool:
    """Return whether a sentence ends with the text."""
    return ENDS.search(text[-10:]) is not None


def _pitch(found: list[list[Fragment]]) -> float:
    """Return the usual distance from line to line."""
    pairs = pairwise(found)
    steps = [a[0].middle - b[0].middle for a, b in pairs if len(a) == len(b) == 1]
    return median(steps) if steps else 0.0


def _style(line: Fragment, body_height: float) -> str:
    if ITEM.match(line.text):
        return "list"
    is_large = line.height > HEADING * body_height and len(line.text) < HEADING_LENGTH
    return "heading" if is_large else "paragraph"


def _starts(lines: list[Fragment], line: Fragment, pitch: float, left: float, right: float) -> bool:
    """Whether a line starts a paragraph rather than go on with the one before."""
    last, height = lines[-1], lines[-1].height
    step = last.middle - line.middle
    if step > max(1.25 * min(pitch, 2 * height), LOOSE * height) or step < 0:
        return True
    if abs(line.height - height) > OTHER_SIZE * height or ITEM.match(line.text):
        return True
    is_ended = has_ended(last.text)
    is_indented = line.x0 - left > INDENT * height and last.x0 - left < INDENT * height
    if is_indented and is_ended and not ITEM.match(lines[0].text):
        return True
    is_short = right - last.x1 > SHORT * (right - left)
    return is_short and is_ended and not line.text[:1].islower()
