"""The sheet of a chart, measured in inches: title, measure, plot and foot, each as high as its text needs.

Text is measured with the font that the library ships, so that lines break alike on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from report.publish.charts.style import FAINT, FONT, FOOT_SIZE, TEXT_SIZE, TITLE_SIZE

WIDTH, MARGIN, GAP = 6.8, 0.08, 0.1
_LINE = 1.3
_POINTS = 72
_FINE = 720
_MOST_TITLE, _MOST_FOOT = 3, 6
_MOST_CHARACTERS = 2000


@dataclass(frozen=True)
class ChartSheet:
    """What stands around a plot."""

    title: str
    measure: str
    foot: Sequence[str]


def line_height(size: float) -> float:
    """Return the height of a line of text in inches."""
    return size * _LINE / _POINTS


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in inches."""
    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    width, _, _ = _renderer().get_text_width_height_descent(text, font, ismath=False)
    return float(width) / _FINE


@cache
def _renderer() -> Any:  # noqa: ANN401 - the class has no types
    make: Any = RendererAgg
    return make(1, 1, _FINE)


def wrapped(text: str, width: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """Return a text broken into lines that fit a width; what is too long ends in an ellipsis."""
    lines = [""]
    for word in text[:_MOST_CHARACTERS].split():
        for piece in _pieces(word, width, size, bold=bold):
            longer = f"{lines[-1]} {piece}".strip()
            if lines[-1] and text_width(longer, size, bold=bold) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
        if len(lines) > most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width, size, bold=bold)]
    return lines


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Return a word whole, or broken where it is wider than the line."""
    if text_width(word, size, bold=bold) <= width:
        return [word]
    pieces = [""]
    for char in word:
        if pieces[-1] and text_width(pieces[-1] + char, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and text_width(f"{line}\N{HORIZONTAL ELLIPSIS}", size, bold=bold) > width:
        line = line[:-1]
    return f"{line.rstrip()}\N{HORIZONTAL ELLIPSIS}"


def sheet(given: ChartSheet, plot: float, *, left: float, right: float, below: float) -> Axes:
    """Return the axes of a new figure with its texts set.

    Args:
        given: The texts.
        plot: Height of the plot.
        left: Room left of the plot.
        right: Room right of it.
        below: Room below it.
    """
    room = WIDTH - 2 * MARGIN
    title = wrapped(given.title, room, TITLE_SIZE, _MOST_TITLE, bold=True)
    measure = wrapped(given.measure, room, TEXT_SIZE, 2)
    foot = [line for text in given.foot for line in wrapped(text, room, FOOT_SIZE, _MOST_FOOT)]
    head = line_height(TITLE_SIZE) * len(title) + line_height(TEXT_SIZE) * len(measure)
    feet = line_height(FOOT_SIZE) * len(foot)
    height = MARGIN + head + GAP + plot + below + GAP + feet + MARGIN
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    top = height - MARGIN
    _write(figure, title, top, TITLE_SIZE, weight="bold")
    _write(figure, measure, top - line_height(TITLE_SIZE) * len(title), TEXT_SIZE)
    _write(figure, foot, MARGIN + feet, FOOT_SIZE, color=FAINT)
    bottom = MARGIN + feet + GAP + below
    return figure.add_axes(
        (left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, plot / height)
    )


def _write(
    figure: Figure,
    lines: Sequence[str],
    top: float,
    size: float,
    **style: Any,  # noqa: ANN401 - the library's own properties of a text
) -> None:
    width, height = figure.get_size_inches()
    for number, line in enumerate(lines):
        y = top - line_height(size) * (number + 0.8)
        figure.text(MARGIN / width, y / height, line, size=size, va="baseline", **style)
