"""Stretches of text that stand together on one line of a page, from the characters and their places."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from numbertext.documents import limits
from numbertext.documents.errors import DocumentError
from numbertext.documents.pdf.characters import Box, Characters
from numbertext.documents.pdf.set_off import LevelRun, in_one

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# In heights of the character's box, which is 1.16 times the size of the font.
WIDE_GAP = 1.0
WORD_GAP = 0.13
BACKWARD = 0.4
SAME_LINE = 0.4
LIGATURES = str.maketrans(
    {
        0xFB00: "ff",
        0xFB01: "fi",
        0xFB02: "fl",
        0xFB03: "ffi",
        0xFB04: "ffl",
        0xFB05: "st",
        0xFB06: "st",
    }
)


@dataclass
class Fragment:
    """Text with its box; `y0` is below `y1`. Turned text stands at an angle."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    is_turned: bool = False

    @property
    def height(self) -> float:
        """Height of the box, which goes with the size of the font."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Height above the page's foot at which the text stands."""
        return (self.y0 + self.y1) / 2


class _Line:
    """The fragment that is being put together: as soon as a character does not fit, it ends."""

    def __init__(self, char: str, box: Box, index: int) -> None:
        self.runs = [LevelRun([char], box[1], box[3])]
        self.x0, self.y0, self.x1, self.y1 = box
        self.index = index
        self.space = False
        self._last = box

    def add(self, char: str, box: Box) -> bool:
        """Add a character, unless it stands elsewhere; return whether it was added."""
        x0, y0, x1, y1 = box
        if box == self._last and char.isalpha():
            # One glyph of several letters: the library gives each of them the box of all.
            self.runs[-1].parts.append(char)
            return True
        height = self.y1 - self.y0
        gap = x0 - self.x1
        if gap > WIDE_GAP * height or gap < -BACKWARD * height:
            return False
        run = self.runs[-1]
        # Nearly all characters stand exactly on the line: for them this is all.
        if y0 != run.y0 or y1 != run.y1:
            if not self._fits(y0, y1):
                return False
            run = LevelRun([], y0, y1)
            self.runs.append(run)
        if self.space or gap > WORD_GAP * height:
            run.parts.append(" ")
            self.space = False
        run.parts.append(char)
        self._last = box
        if x1 > self.x1:  # noqa: PLR1730 - a call for every character costs a tenth of the time
            self.x1 = x1
        return True

    @property
    def is_single(self) -> bool:
        """Whether it has one character."""
        return len(self.runs) == 1 and len(self.runs[0].parts) == 1

    def _fits(self, y0: float, y1: float) -> bool:
        """Whether a character of another height is on the line; the line takes on the larger height."""
        height = self.y1 - self.y0
        shared = min(self.y1, y1) - max(self.y0, y0)
        if shared < SAME_LINE * min(height, y1 - y0):
            return False
        if y1 - y0 > height:
            # What came first was the small: a note's own number, say.
            self.y0, self.y1 = y0, y1
        return True

    def fragment(self, *, is_turned: bool) -> Fragment:
        """Return it as it is: what stands off its base line with the characters for that."""
        text, base = in_one(self.runs)
        return Fragment(text.translate(LIGATURES), self.x0, base.y0, self.x1, base.y1, is_turned)


def fragments(page: PdfPage, where: str) -> tuple[list[Fragment], str]:
    """Return the fragments of a page in the order in which it draws them, and the text that is not visible there.

    Args:
        page: The page of pypdfium2.
        where: The page as named in errors.

    Raises:
        DocumentError: The page has too many characters.
    """
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > limits.PAGE_CHARACTERS:
            raise DocumentError(
                f"the page has {count:,} characters",
                where=where,
                expected=f"at most {limits.PAGE_CHARACTERS:,}",
                remedy="leave out the page, or make the PDF anew",
            )
        characters = Characters(text_page.raw, count, (page.get_rotation(), *page.get_bbox()))
        lines = list(_lines(characters))
        found = list(_with_turned(text_page.raw, lines, page.get_rotation()))
        return found, "".join(characters.outside)
    finally:
        text_page.close()


def _lines(characters: Characters) -> Iterator[_Line]:
    line: _Line | None = None
    for index, char, box in characters:
        if box is None:
            if line is not None:
                line.space = True
        elif line is None or not line.add(char, box):
            if line is not None:
                yield line
            line = _Line(char, box, index)
    if line is not None:
        yield line


def _with_turned(
    text_page: pdfium.FPDF_TEXTPAGE, lines: list[_Line], rotation: int
) -> Iterator[Fragment]:
    """Yield fragments; letters that each stand alone are one fragment where the page says they are turned."""
    turned: list[_Line] = []
    for line in lines:
        is_turned = line.is_single and _is_turned(text_page, line.index, rotation)
        if turned and not (is_turned and _are_near(turned[-1], line)):
            yield _together(turned)
            turned = []
        if is_turned:
            turned.append(line)
        else:
            yield line.fragment(is_turned=False)
    if turned:
        yield _together(turned)


def _are_near(line: _Line, other: _Line) -> bool:
    size = max(line.x1 - line.x0, line.y1 - line.y0)
    return abs(line.x0 - other.x0) < 2 * size and abs(line.y0 - other.y0) < 2 * size


def _is_turned(text_page: pdfium.FPDF_TEXTPAGE, index: int, rotation: int) -> bool:
    angle = pdfium.FPDFText_GetCharAngle(text_page, index)
    off = math.degrees(angle) - rotation
    return angle >= 0 and min(off % 360, -off % 360) > 5


def _together(lines: list[_Line]) -> Fragment:
    first = lines[0].fragment(is_turned=True)
    parts = [part + (" " if line.space else "") for line in lines for part in line.runs[0].parts]
    first.text = "".join(parts).strip().translate(LIGATURES)
    return first
