"""Text as it is printed to text as it is read, with a way back to the positions of the source.

Typography only: spaces, dashes, ligatures, soft hyphens, words broken at a line's end, digits of other scripts, letters
that only look alike. What the characters mean belongs to the modules that read them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from numbertext.extraction.direction import backward
from numbertext.extraction.unseen import in_one_script, is_unseen
from numbertext.extraction.words import TENS

HYPHENS = "\u2010\u2011\u2212\ufe63\uff0d"
SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
)
OTHERS = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2012": "–",
    "\u2044": "/",
    "\u00ba": "°",
    "\u2103": "°C",
    "\u2109": "°F",
    "\u2116": "No",
    "\u2030": "‰",
    "\uff05": "%",
    "\uff0b": "+",
    "\uff0c": ",",
    "\uff0e": ".",
    "\u060c": ",",
    "\u066a": "%",
    "\u066b": ".",
    "\u066c": ",",
    "\u2024": ".",
    "\ufe50": ",",
    "\ufe52": ".",
    "\ufe6a": "%",
}
# A point at the middle of the line is a decimal point between digits; before a power of ten it multiplies.
MIDDLE_POINT = "\u00b7"
POWER = re.compile("10[\u00b2\u00b3\u00b9\u2070-\u207f^]")
ASIS = frozenset("½⅓⅔¼¾⅐⅑⅒⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞²³¹⁰⁴⁵⁶⁷⁸⁹")
PLAIN = {
    **OTHERS,
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys(SPACES, " "),
    **{character: character for character in ASIS},
}
SPECIAL = re.compile(r"(?P<broken>(?<=[^\W\d_])-[ ]?\r?\n[ ]{0,3}(?=[^\W\d_]))|[^\x00-\x7f]")
BEFORE = re.compile(r"[^\W\d_]{1,12}$")


@dataclass(frozen=True)
class Normalised:
    """Text to read, and where each of its characters comes from.

    Attributes:
        text: The text to read.
        starts: Code point of the source at which each character starts; None where nothing was changed.
        ends: Code point of the source after each character.
        backward: Start and end, in the source, of stretches that are shown from right to left.
    """

    text: str
    starts: list[int] | None
    ends: list[int] | None
    backward: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the positions in the source of a stretch that is not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(source: str) -> Normalised:
    """Return the text to read, of the same words in the same order."""
    if source.isascii() and "-\n" not in source and "-\r" not in source and "- \n" not in source:
        return Normalised(source, None, None)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for found in SPECIAL.finditer(source):
        at, end = found.span()
        _copy(source, last, at, pieces, starts, ends)
        written = _broken(source, at) if found.lastgroup == "broken" else _written(source, at)
        pieces.append(written)
        starts.extend([at] * len(written))
        ends.extend([end] * len(written))
        last = end
    _copy(source, last, len(source), pieces, starts, ends)
    return Normalised(in_one_script("".join(pieces)), starts, ends, backward(source))


def _copy(
    source: str, start: int, end: int, pieces: list[str], starts: list[int], ends: list[int]
) -> None:
    pieces.append(source[start:end])
    starts.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))


def _broken(source: str, at: int) -> str:
    """Return what stands between the halves of a word: `twenty-five` keeps its hyphen, `mil-lion` does not."""
    before = BEFORE.search(source, max(0, at - 12), at)
    return "-" if before and before.group().lower() in TENS else ""


def _written(source: str, at: int) -> str:
    character = source[at]
    if character == MIDDLE_POINT:
        is_between = source[at - 1 : at].isdecimal() and source[at + 1 : at + 2].isdecimal()
        return "." if is_between and not POWER.match(source, at + 1) else character
    return _plain(character)


def _plain(character: str) -> str:
    if character in PLAIN:
        return PLAIN[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if is_unseen(character):
        return ""
    if category in ("Lu", "Ll", "Nl"):
        # Letters that differ in width or font only, ligatures, Roman numerals.
        folded = unicodedata.normalize("NFKC", character)
        return folded if folded.isascii() and folded.isalpha() else character
    return character
