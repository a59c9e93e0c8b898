"""Widths of a table's columns in a Word document: no number is broken, long texts share what is left."""

from __future__ import annotations

from collections.abc import Sequence

_STYLES = {"TableText": 89, "TableTextSmall": 73}
"""Paragraph styles of cells, with the width of a digit in twentieths of a point."""
_PADDING = 150
_BOLD = 1.12
_LONGEST_WORD, _LONGEST_TEXT = 24, 60


def fitted(
    headers: Sequence[str], rows: Sequence[Sequence[str]], room: int
) -> tuple[str, list[int]]:
    """Return the style of the cells and the columns' widths, which add up to the room.

    Args:
        headers: The headers.
        rows: The cells as they are read.
        room: Width between the margins, in twentieths of a point.
    """
    words, texts = _needs(headers, rows)
    small = "TableTextSmall"
    style = "TableText" if sum(_widths(words, "TableText")) <= room else small
    least = _widths(words, style)
    left = max(room - sum(least), 0)
    more = [text - word for text, word in zip(_widths(texts, style), least, strict=True)]
    shares = [left * width // (sum(more) or 1) for width in more]
    wanted = [width + share for width, share in zip(least, shares, strict=True)]
    # What is too much is taken from all alike, and what rounding left goes to the last column.
    widths = [width * room // sum(wanted) for width in wanted]
    return style, [*widths[:-1], room - sum(widths[:-1])]


def _needs(
    headers: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[list[float], list[float]]:
    """Return the characters that each column needs: for its longest word, and for its longest text."""
    words, texts = [], []
    for index, header in enumerate(headers):
        cells = [row[index] for row in rows]
        bold = max((len(word) * _BOLD for word in header.split()), default=1)
        # A letter may stand above the line after a word.
        word = max((len(word) + 1 for text in cells for word in text.split()), default=1)
        longest = max((len(text) + 1 for text in cells), default=1)
        words.append(max(bold, min(word, _LONGEST_WORD)))
        texts.append(max(words[-1], min(longest, _LONGEST_TEXT), len(header) / 3))
    return words, texts


def _widths(characters: Sequence[float], style: str) -> list[int]:
    return [int(number * _STYLES[style]) + _PADDING for number in characters]
