"""The characters of a page with their boxes, as the page is held.

A box is worked out from the character's origin on the line and the size of its font. What fonts
say of themselves is not asked: some programs write no heights into a PDF, and then a box of the library is as
high as its ink.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
View = tuple[int, float, float, float, float]
LINE_END_HYPHEN = 2
SPACES = frozenset((0x20, 0xA0, 0x09))
PASSED = SPACES | {0x0A, 0x0D, 0xFFFE, 0xFFFF}
# A sign that the font does not name: it must not vanish from within a number.
UNKNOWN = 0xFFFD
# In sizes of the font: how far a box reaches above the base line, and below it.
ABOVE, BELOW = 0.92, 0.24
FOOT = BELOW / (ABOVE + BELOW)
"""Where the base line stands in a box, in heights of the box from its foot."""
SMALLEST = 0.5
# Digits that a font draws above or below the line, in sizes of the font. Old-style figures stand lower, on the line.
RAISED_FOOT, LOWERED_FOOT, LOWERED_TOP = 0.15, -0.06, 0.4
DIGIT_HEIGHT = 0.7
DIGITS = range(0x30, 0x3A)


class Characters:
    """The characters of a page in the order in which it draws them.

    Args:
        page: The text page of the library.
        count: How many it has.
        view: How the page is turned, and the box of what is visible of it.

    Attributes:
        outside: Those that were passed over, since they are outside of what is visible or too small.
    """

    def __init__(self, page: pdfium.FPDF_TEXTPAGE, count: int, view: View) -> None:
        self.outside: list[str] = []
        self._page, self._count, self._view = page, count, view
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._up: tuple[tuple[float, ...], tuple[float, float]] = ((), (0.0, 0.0))

    def __iter__(self) -> Iterator[tuple[int, str, Box | None]]:
        """Yield place in the page's order, character and box; for white space no box."""
        unicode_of = pdfium.FPDFText_GetUnicode
        half = 0
        for index in range(self._count):
            code = unicode_of(self._page, index)
            if 0xD800 <= code < 0xE000:
                # Half of a character: the other half comes next, in the same place.
                half, code = (code, 0) if code < 0xDC00 else (0, _whole(half, code))
            if code in PASSED or half:
                if code in SPACES:
                    yield index, " ", None
                continue
            char = "-" if code == LINE_END_HYPHEN else chr(code or UNKNOWN)
            box = self._box(index, is_digit=code in DIGITS)
            if box is None:
                self.outside.append(char)
            else:
                yield index, char, box

    def _box(self, index: int, *, is_digit: bool) -> Box | None:
        """Return the box of a character; None where it is outside of what is visible, or too small to read."""
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._page, index, ctypes.byref(rect))
        x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        _, left, bottom, right, top = self._view
        if x0 + x1 < 2 * left or x0 + x1 > 2 * right or y0 + y1 < 2 * bottom or y0 + y1 > 2 * top:
            return None
        seen = _as_held((x0, y0, x1, y1), self._view)
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        aside, size = self._upwards(index, y, y0, y1)
        if size < 2 * abs(aside):
            return seen if seen[3] - seen[1] >= SMALLEST else None
        if size * (ABOVE + BELOW) < SMALLEST:
            return None
        line = _as_held((x, y, x, y), self._view)[1]
        if is_digit:
            line, size = self._drawn(index, line, size)
        return seen[0], line - BELOW * size, seen[2], line + ABOVE * size

    def _upwards(self, index: int, *place: float) -> tuple[float, float]:
        """Return where the top of a character is from its foot, as the page is held, in sizes of its font."""
        font_size = pdfium.FPDFText_GetFontSize(self._page, index)
        known = (font_size, *place)
        if known != self._up[0]:
            matrix = self._matrix
            pdfium.FPDFText_GetMatrix(self._page, index, matrix)
            self._up = known, _turned(matrix.c * font_size, matrix.d * font_size, self._view[0])
        return self._up[1]

    def _drawn(self, index: int, line: float, size: float) -> tuple[float, float]:
        """Return line and size of a digit by its ink, where the font itself draws it small, above or below the line."""
        x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._page, index, x0, x1, y0, y1)
        _, foot, _, top = _as_held((x0.value, y0.value, x1.value, y1.value), self._view)
        above, height = foot - line, top - foot
        is_raised = above > RAISED_FOOT * size
        is_lowered = above < LOWERED_FOOT * size and top - line < LOWERED_TOP * size
        return (foot, height / DIGIT_HEIGHT) if is_raised or is_lowered else (line, size)


def _whole(high: int, low: int) -> int:
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) if high else 0


def _as_held(box: Box, view: View) -> Box:
    """Return a box of the page as it is held."""
    turn, _, _, right, top = view
    x0, y0, x1, y1 = box
    match turn:
        case 0:
            return box
        case 90:
            return y0, right - x1, y1, right - x0
        case 180:
            return right - x1, top - y1, right - x0, top - y0
        case _:
            return top - y1, x0, top - y0, x1


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a direction of the page as it is held."""
    return {0: (x, y), 90: (y, -x), 180: (-x, -y)}.get(turn, (-y, x))
