"""Text above or below the line it stands on: by where its own line is, and by its size beside the larger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numbertext.documents.pdf.characters import FOOT
from numbertext.documents.raised import subscript, superscript

SMALLER = 0.85
"""Up to this size beside the larger, text that stands a little off the line is above it or below it."""
# In heights of the larger text's box.
RAISED_BY, LOWERED_BY = 0.1, -0.06
FAR_RAISED_BY, FAR_LOWERED_BY = 0.2, -0.12
ALIKE = 0.99


@dataclass
class LevelRun:
    """Characters of one line and size, with spaces; `y0` and `y1` as in a fragment."""

    parts: list[str]
    y0: float
    y1: float

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(self.parts)


def in_one(runs: Sequence[LevelRun]) -> tuple[str, LevelRun]:
    """Return the text of runs that stand beside each other, and the one that the others stand above, below, or on."""
    if len(runs) == 1:
        return runs[0].text, runs[0]
    base = _base(runs)
    return "".join(set_off(run, base) for run in runs), base


def _base(runs: Sequence[LevelRun]) -> LevelRun:
    """Return the first run of the largest size; of several lines of that size the one with most characters."""
    largest = max(run.y1 - run.y0 for run in runs)
    large = [run for run in runs if run.y1 - run.y0 >= ALIKE * largest]
    lines = [_line(run) for run in large]
    near = 0.02 * largest
    counts = [
        sum(
            len(other.parts)
            for other, at in zip(large, lines, strict=True)
            if abs(at - line) < near
        )
        for line in lines
    ]
    return large[counts.index(max(counts))]


def set_off(run: LevelRun, base: LevelRun) -> str:
    """Return text as it stands beside larger: above its line, below it, or on it."""
    height, base_height = run.y1 - run.y0, base.y1 - base.y0
    rise = (_line(run) - _line(base)) / base_height
    is_small = height < SMALLER * base_height
    if rise > (RAISED_BY if is_small else FAR_RAISED_BY):
        return superscript(run.text)
    return subscript(run.text) if rise < (LOWERED_BY if is_small else FAR_LOWERED_BY) else run.text


def _line(run: LevelRun) -> float:
    return run.y0 + FOOT * (run.y1 - run.y0)
