"""Lines that were stretched to the width of a column until each word stands alone: put together again."""

from __future__ import annotations

from numbertext.documents.pdf.fragments import Fragment
from numbertext.documents.pdf.set_off import LevelRun, in_one

# In heights of a line: how much its gaps differ, and those up to which three words of any kind are a line.
SAME_GAP = 0.1
NARROW = 2.2
WORDS = 3


def with_stretched(row: list[Fragment]) -> list[Fragment]:
    """Return a row, from left to right, with the words of a stretched line in one: their gaps are the same."""
    done: list[Fragment] = []
    start = 0
    while start < len(row):
        end = start + 1
        while end < len(row) and _goes_on(row, start, end):
            end += 1
        words = row[start:end]
        is_line = _is_line(words)
        done.append(_in_one(words) if is_line else row[start])
        start = end if is_line else start + 1
    return done


def _goes_on(row: list[Fragment], start: int, end: int) -> bool:
    gap = row[start + 1].x0 - row[start].x1
    return (
        gap > 0
        and " " not in row[end].text
        and abs(row[end].x0 - row[end - 1].x1 - gap) < SAME_GAP * row[end].height
    )


def _is_line(words: list[Fragment]) -> bool:
    """Whether they are words: figures of a table may have the same gaps between them."""
    if len(words) < WORDS or " " in words[0].text:
        return False
    with_letters = sum(any(map(str.isalpha, word.text)) for word in words)
    gap = words[1].x0 - words[0].x1
    is_near = gap < NARROW * words[0].height or len(words) > WORDS
    is_near = is_near or all(word.text[0].islower() for word in words[1:])
    return is_near and 2 * with_letters > len(words)


def _in_one(words: list[Fragment]) -> Fragment:
    runs = [LevelRun([word.text], word.y0, word.y1) for word in words]
    for run in runs[1:]:
        run.parts.insert(0, " ")
    text, base = in_one(runs)
    return Fragment(text, words[0].x0, base.y0, words[-1].x1, base.y1)
