"""Stretches of text that stand together on one line of a page, from the characters and their boxes."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from numbertext.documents import limits
from numbertext.documents.errors import DocumentError
from numbertext.documents.raised import subscript, superscript

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

Box = tuple[float, float, float, float]
# In heights of the character's box, which is 1.1 to 1.2 times the size of the font.
WIDE_GAP = 1.0
WORD_GAP = 0.13
BACKWARD = 0.4
SAME_LINE = 0.4
SMALLER = 0.85
RAISED_BY = 0.12
LINE_END_HYPHEN = 2
SPACES = frozenset((0x20, 0xA0, 0x09))
PASSED = SPACES | {0x0A, 0x0D, 0xFFFE, 0xFFFF}
# A sign that the font does not name: it must not vanish from within a number.
UNKNOWN = 0xFFFD
View = tuple[int, float, float, float, float]
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
        self.parts = [char]
        self.x0, self.y0, self.x1, self.y1 = box
        self.index = index
        self.space = False

    def add(self, char: str, box: Box) -> bool:
        """Add a character, unless it stands elsewhere; return whether it was added."""
        x0, y0, x1, y1 = box
        height = self.y1 - self.y0
        gap = x0 - self.x1
        if gap > WIDE_GAP * height or gap < -BACKWARD * height:
            return False
        # Nearly all characters stand exactly on the line: for them this is all.
        if (y0 != self.y0 or y1 != self.y1) and not self._fits(y0, y1):
            return False
        if y1 - y0 < height * SMALLER:
            char = set_off(char, y0, y1 - y0, self.y0, height)
        if self.space or gap > WORD_GAP * height:
            self.parts.append(" ")
            self.space = False
        self.parts.append(char)
        if x1 > self.x1:  # noqa: PLR1730 - a call for every character costs a tenth of the time
            self.x1 = x1
        return True

    def _fits(self, y0: float, y1: float) -> bool:
        """Whether a character of another height is on the line; the line takes on the larger height."""
        height = self.y1 - self.y0
        shared = min(self.y1, y1) - max(self.y0, y0)
        if shared < SAME_LINE * min(height, y1 - y0):
            return False
        if (y1 - y0) * SMALLER > height:
            # What came first was the small: a note's own number, say.
            self.parts = [set_off("".join(self.parts), self.y0, height, y0, y1 - y0)]
            self.y0, self.y1 = y0, y1
        return True

    def fragment(self, *, is_turned: bool) -> Fragment:
        text = "".join(self.parts).translate(LIGATURES)
        return Fragment(text, self.x0, self.y0, self.x1, self.y1, is_turned)


def set_off(text: str, low: float, height: float, base_low: float, base_height: float) -> str:
    """Return small text as it stands beside larger: above the line, below it, or on it."""
    if height >= SMALLER * base_height:
        return text
    # On the same line, the foot of a smaller box is a little higher: its descenders are shorter.
    rise = low - base_low - 0.18 * (base_height - height)
    if rise > RAISED_BY * base_height:
        return superscript(text)
    return subscript(text) if rise < -RAISED_BY / 2 * base_height else text


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
        outside: list[str] = []
        found = list(_lines(text_page.raw, count, _view(page), outside))
        return list(_with_turned(text_page.raw, found, page.get_rotation())), "".join(outside)
    finally:
        text_page.close()


def _view(page: PdfPage) -> View:
    """Return how the page is turned, and the box of what is visible of it."""
    return (page.get_rotation(), *page.get_bbox())


def _lines(
    text_page: pdfium.FPDF_TEXTPAGE, count: int, view: View, outside: list[str]
) -> Iterator[_Line]:
    rect = pdfium.FS_RECTF()
    reference = ctypes.byref(rect)
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    line: _Line | None = None
    half = 0
    for index in range(count):
        code = unicode_of(text_page, index)
        if 0xD800 <= code < 0xE000:
            # Half of a character: the other half comes next, in the same place.
            half, code = (code, 0) if code < 0xDC00 else (0, _whole(half, code))
        if code in PASSED or half:
            if code in SPACES and line is not None:
                line.space = True
            continue
        box_of(text_page, index, reference)
        box = _seen(rect.left, rect.bottom, rect.right, rect.top, view)
        char = "-" if code == LINE_END_HYPHEN else chr(code or UNKNOWN)
        if box is None:
            outside.append(char)
            continue
        if line is None or not line.add(char, box):
            if line is not None:
                yield line
            line = _Line(char, box, index)
    if line is not None:
        yield line


def _whole(high: int, low: int) -> int:
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) if high else 0


def _seen(x0: float, y0: float, x1: float, y1: float, view: View) -> Box | None:
    """Return the box of a character as the page is held; None where it is outside the page or has no size."""
    turn, left, bottom, right, top = view
    if y1 - y0 < 0.5 or x0 + x1 < 2 * left or x0 + x1 > 2 * right:
        return None
    if y0 + y1 < 2 * bottom or y0 + y1 > 2 * top:
        return None
    match turn:
        case 0:
            return x0, y0, x1, y1
        case 90:
            return y0, right - x1, y1, right - x0
        case 180:
            return right - x1, top - y1, right - x0, top - y0
        case _:
            return top - y1, x0, top - y0, x1


def _with_turned(
    text_page: pdfium.FPDF_TEXTPAGE, lines: list[_Line], rotation: int
) -> Iterator[Fragment]:
    """Yield fragments; letters that each stand alone are one fragment where the page says they are turned."""
    turned: list[_Line] = []
    for line in lines:
        is_turned = len(line.parts) == 1 and _is_turned(text_page, line.index, rotation)
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
    parts = [part + (" " if line.space else "") for line in lines for part in line.parts]
    first.text = "".join(parts).strip().translate(LIGATURES)
    return first
