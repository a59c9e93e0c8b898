"""Ranked bars: the label before each, the number after it, no axis to read off."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from report.publish.charts.axis import bare, widest
from report.publish.charts.layout import (
    MARGIN,
    WIDTH,
    ChartSheet,
    line_height,
    sheet,
    text_width,
    wrapped,
)
from report.publish.charts.points import Point
from report.publish.charts.style import COLOURS, FAINT, HATCH, LABEL_SIZE
from report.publish.charts.words import letters
from warehouse.chart import ChartHead
from warehouse.natures import NATURES

_MOST_LABEL, _LABEL_LINES = 2.5, 2
_PAD, _AIR, _THICK = 0.06, 0.1, 0.68


def ranked(head: ChartHead, found: Sequence[Point]) -> list[Point]:
    """Return the points that bars are drawn for: those with a value, in order, as many as are asked for."""
    shown = [point for point in found if point.value is not None]
    if head.order == "value":
        # Sorting is stable: equal values stay as the table has them.
        shown.sort(key=lambda point: -(point.value or 0))
    return shown[: head.most]


def bars(given: ChartSheet, drawn: Sequence[Point]) -> tuple[Axes, dict[str, str]]:
    """Return the axes of a bar chart and a tip for each bar, by its id.

    Args:
        given: The texts around the plot.
        drawn: The points, the first on top.
    """
    labels = [wrapped(p.label, _MOST_LABEL, LABEL_SIZE, _LABEL_LINES) for p in drawn]
    row = line_height(LABEL_SIZE) * max(len(lines) for lines in labels) + _AIR
    left = MARGIN + widest(line for lines in labels for line in lines) + _PAD
    axes = sheet(given, row * len(drawn), left=left, right=MARGIN, below=0)
    bare(axes)
    axes.spines["left"].set(visible=True, position="zero", color=FAINT)
    letter = letters(drawn)
    numbers = [f"{p.shown} {letter.get(p.nature, '')}".strip() for p in drawn]
    low, high = _limits(drawn, numbers, WIDTH - left - MARGIN)
    axes.set_xlim(low, high)
    axes.set_ylim(len(drawn) - 0.5, -0.5)
    pad = (high - low) * _PAD / (WIDTH - left - MARGIN)
    for number, (point, text) in enumerate(zip(drawn, numbers, strict=True)):
        _bar(axes, number, point)
        end = max(float(point.value or 0), 0.0)
        axes.text(end + pad, number, text, size=LABEL_SIZE, va="center_baseline")
        axes.text(
            low - pad,
            number,
            "\n".join(labels[number]),
            size=LABEL_SIZE,
            va="center_baseline",
            ha="right",
        )
    return axes, {f"bar-{n}": f"{p.name}: {p.shown}" for n, p in enumerate(drawn)}


def _bar(axes: Axes, number: int, point: Point) -> None:
    is_weak = point.nature != NATURES[0]
    axes.barh(
        number,
        float(point.value or 0),
        height=_THICK,
        color="#ffffff" if is_weak else COLOURS[0],
        edgecolor=COLOURS[0],
        linewidth=0.8,
        hatch=HATCH if is_weak else None,
        gid=f"bar-{number}",
    )


def _limits(drawn: Sequence[Point], numbers: Sequence[str], width: float) -> tuple[float, float]:
    """Return the ends of the axis, so that every number has room after its bar."""
    values = [float(point.value or 0) for point in drawn]
    low = min(0.0, *values)
    high = low
    for value, text in zip(values, numbers, strict=True):
        room = max(width - _PAD * 2 - text_width(text, LABEL_SIZE), width / 4)
        high = max(high, low + (max(value, 0.0) - low) * width / room)
    return low, high if high > low else low + 1
