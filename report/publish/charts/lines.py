"""Lines over time: a marker at every value, a gap at every blank, each line's name at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from matplotlib.axes import Axes

from report.publish.charts.axis import tick_texts, ticks, value_axis, widest
from report.publish.charts.layout import MARGIN, WIDTH, ChartSheet, line_height, sheet, wrapped
from report.publish.charts.points import Point
from report.publish.charts.style import COLOURS, DASHES, FAINT, LABEL_SIZE, MARKERS
from report.publish.charts.words import letters, place
from warehouse.errors import DefinitionError
from warehouse.natures import NATURES

HEIGHT = 3.3
_NAME_WIDTH, _NAME_LINES = 1.55, 3
_PAD, _LEAD = 0.06, 0.22
_MOST_YEARS = 12
_AIR = 0.04


@dataclass(frozen=True)
class Line:
    """One line: its points in time, blanks included."""

    name: str
    points: tuple[Point, ...]

    @property
    def last(self) -> Point:
        """The last point with a value."""
        return [point for point in self.points if point.value is not None][-1]


def lines_of(found: Sequence[Point], where: str) -> list[Line]:
    """Return the lines of a chart, the highest at its end first; a series without any value is none.

    Raises:
        DefinitionError: If there are more than can be told apart.
    """
    stretch = sorted({point.label: point for point in found}.values(), key=place)
    lines = []
    for series in dict.fromkeys(point.series for point in found):
        own = {point.label: point for point in found if point.series == series}
        if any(point.value is not None for point in own.values()):
            blank = Point("", "", series, None, "", NATURES[0])
            lines.append(Line(series, tuple(own.get(p.label, blank) for p in stretch)))
    if len(lines) > len(COLOURS):
        raise DefinitionError(
            f"the chart has {len(lines)} lines",
            where=where,
            expected=f"at most {len(COLOURS)}, which can still be told apart",
            remedy="narrow the rows down with `where`",
        )
    return sorted(lines, key=lambda line: -(line.last.value or 0))


def lines(given: ChartSheet, drawn: Sequence[Line], labels: Sequence[str]) -> Axes:
    """Return the axes of a line chart.

    Args:
        given: The texts around the plot.
        drawn: The lines.
        labels: The labels along the axis, in order.
    """
    steps = ticks(p.value for line in drawn for p in line.points if p.value is not None)
    letter = letters([point for line in drawn for point in line.points])
    names = [_name(line, letter) for line in drawn]
    right = MARGIN + _LEAD + _PAD + widest(text for name in names for text in name)
    left = MARGIN + widest(tick_texts(steps)) + _PAD
    axes = sheet(given, HEIGHT, left=left, right=right, below=line_height(LABEL_SIZE) + _PAD)
    value_axis(axes, steps)
    _time_axis(axes, labels, WIDTH - left - right)
    for number, line in enumerate(drawn):
        _draw(axes, number, line)
    _write_names(axes, drawn, names, WIDTH - left - right)
    return axes


def _name(line: Line, letter: dict[str, str]) -> list[str]:
    last = line.last
    number = f"{last.shown} {letter.get(last.nature, '')}".strip()
    return wrapped(f"{line.name} {number}".strip(), _NAME_WIDTH, LABEL_SIZE, _NAME_LINES)


def _time_axis(axes: Axes, labels: Sequence[str], width: float) -> None:
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    room = max(widest(labels) * 1.4, width / _MOST_YEARS)
    every = max(1, -int(-len(labels) * room // width))
    shown = range((len(labels) - 1) % every, len(labels), every)
    axes.set_xticks(list(shown), [labels[i] for i in shown], size=LABEL_SIZE)
    axes.tick_params(axis="x", length=3, width=0.8)
    axes.set_xlim(-0.25, max(len(labels) - 1, 1) + 0.1)


def _draw(axes: Axes, number: int, line: Line) -> None:
    colour, marker, order = COLOURS[number], MARKERS[number], 3 + len(COLOURS) - number
    y = [float("nan") if p.value is None else float(p.value) for p in line.points]
    axes.plot(
        range(len(y)),
        y,
        color=colour,
        linestyle=DASHES[number],
        linewidth=1.6,
        zorder=order,
        gid=f"line-{number}",
    )
    for is_weak in (False, True):
        at = [
            i
            for i, p in enumerate(line.points)
            if p.value is not None and (p.nature != NATURES[0]) is is_weak
        ]
        axes.plot(
            at,
            [y[i] for i in at],
            linestyle="",
            marker=marker,
            markersize=4.5,
            color=colour,
            markerfacecolor="#ffffff" if is_weak else colour,
            clip_on=False,
            zorder=order + 0.5,
            gid=f"{'weaker' if is_weak else 'points'}-{number}",
        )


def _write_names(
    axes: Axes, drawn: Sequence[Line], names: Sequence[Sequence[str]], width: float
) -> None:
    """Write each name beside its line's end, moved up or down where two would touch."""
    bottom, top = axes.get_ylim()
    first, last = axes.get_xlim()
    inch_x, inch_y = (last - first) / width, (top - bottom) / HEIGHT
    heights = [line_height(LABEL_SIZE) * len(name) + _AIR for name in names]
    ends = [(float(line.last.value or 0) - bottom) / inch_y for line in drawn]
    for line, name, end, middle in zip(drawn, names, ends, _apart(ends, heights), strict=True):
        at = max(i for i, p in enumerate(line.points) if p.value is not None)
        x = last + _LEAD * inch_x
        axes.plot(
            [at, x - _PAD * inch_x / 2],
            [bottom + end * inch_y, bottom + middle * inch_y],
            color=FAINT,
            linewidth=0.5,
            clip_on=False,
            zorder=2,
        )
        axes.text(x, bottom + middle * inch_y, "\n".join(name), size=LABEL_SIZE, va="center")


def _apart(ends: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return the middles of texts, given from the top down, so that none covers another.

    Texts that touch become one block around the middle of what they stand for; none reaches below the plot.
    """
    blocks = [(max(end, h / 2), h, 1) for end, h in zip(ends, heights, strict=True)]
    merged: list[tuple[float, float, int]] = []
    for block in blocks:
        merged.append(block)
        while len(merged) > 1 and _touch(merged[-2], merged[-1]):
            (end, height, count), (other, below, more) = merged[-2:]
            middle = (end * count + other * more) / (count + more)
            whole = height + below
            merged[-2:] = [(max(middle, whole / 2), whole, count + more)]
    return list(_middles(merged, heights))


def _touch(above: tuple[float, float, int], below: tuple[float, float, int]) -> bool:
    return above[0] - above[1] / 2 < below[0] + below[1] / 2


def _middles(
    blocks: Sequence[tuple[float, float, int]], heights: Sequence[float]
) -> Iterator[float]:
    numbers = iter(heights)
    for middle, height, count in blocks:
        edge = middle + height / 2
        for own in [next(numbers) for _ in range(count)]:
            yield edge - own / 2
            edge -= own


def stretch(found: Sequence[Point]) -> list[str]:
    """Return the labels along the axis, in order of time."""
    ordered = sorted(found, key=place)
    return [label for label, _ in groupby(point.label for point in ordered)]
