"""A tile grid: one tile of equal size for each place, roughly where it lies, with code and value, darker for more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from report.figures.rounding import as_text
from report.publish.charts.axis import bare
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
from report.publish.charts.style import CLASSES, FAINT, LABEL_SIZE, ink_on
from report.publish.charts.words import letters
from warehouse.chart import ChartHead

_LARGEST, _AIR = 0.62, 0.03
_SWATCH, _KEY_GAP = 0.16, 0.22
_BLANK = "#ffffff"


def placed(head: ChartHead, found: Sequence[Point]) -> Iterator[tuple[int, int, Point]]:
    """Yield column, row and point of each tile; places that the grid does not know follow in rows of their own."""
    points = {point.label: point for point in found}
    columns = max(len(line) for line in head.grid)
    for row, line in enumerate(head.grid):
        for column, code in enumerate(line):
            if code in points:
                yield column, row, points.pop(code)
    for number, code in enumerate(sorted(points)):
        yield number % columns, len(head.grid) + number // columns, points[code]


def tiles(
    given: ChartSheet, head: ChartHead, found: Sequence[Point]
) -> tuple[Axes, dict[str, str]]:
    """Return the axes of a tile grid and a tip for each tile, by its id."""
    spots = list(placed(head, found))
    width = WIDTH - 2 * MARGIN
    size = min(_LARGEST, width / (1 + max(column for column, _, _ in spots)))
    key = _key(head, found)
    height = size * (1 + max(row for _, row, _ in spots))
    rows = _key_places(key, width)
    below = line_height(LABEL_SIZE) * 1.4 * (1 + rows[-1][1]) + _SWATCH
    axes = sheet(given, height, left=MARGIN, right=MARGIN, below=below)
    bare(axes)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    letter = letters(found)
    for column, row, point in spots:
        _tile(axes, (column * size, row * size), size, point, head, letter)
    for (colour, text), (x, line) in zip(key, rows, strict=True):
        _key_entry(axes, x, height + _SWATCH + line * line_height(LABEL_SIZE) * 1.4, colour, text)
    return axes, {f"tile-{p.label}": f"{p.name}: {p.shown or 'not stated'}" for _, _, p in spots}


def colour_of(head: ChartHead, value: Decimal | None) -> str:
    """Return the colour of a value's class; white for a blank."""
    if value is None:
        return _BLANK
    return _scheme(head)[sum(value >= limit for limit in head.breaks)]


def _scheme(head: ChartHead) -> Sequence[str]:
    """Return as many colours as there are classes, spread from the lightest to the darkest."""
    most, last = len(head.breaks), len(CLASSES) - 1
    return [CLASSES[number * last // most] for number in range(most + 1)]


def _tile(
    axes: Axes,
    corner: tuple[float, float],
    size: float,
    point: Point,
    head: ChartHead,
    letter: dict[str, str],
) -> None:
    x, y = corner
    colour = colour_of(head, point.value)
    _box(axes, x + _AIR / 2, y + _AIR / 2, size - _AIR, colour, gid=f"tile-{point.label}")
    room = size - 3 * _AIR
    code = wrapped(point.label, room, LABEL_SIZE, 1, bold=True)[0]
    text = f"{point.shown} {letter.get(point.nature, '')}".strip() if point.shown else ""
    number = wrapped(text, room, LABEL_SIZE, 1)[0]
    ink, middle = ink_on(colour), x + size / 2
    axes.text(
        middle,
        y + size * (0.45 if number else 0.6),
        code,
        size=LABEL_SIZE,
        weight="bold",
        color=ink,
        ha="center",
    )
    if number:
        axes.text(middle, y + size * 0.78, number, size=LABEL_SIZE, color=ink, ha="center")


def _box(axes: Axes, x: float, y: float, size: float, colour: str, gid: str = "") -> None:
    is_blank = colour == _BLANK
    axes.add_patch(
        Rectangle(
            (x, y),
            size,
            size,
            facecolor=colour,
            edgecolor=FAINT,
            linewidth=0.6,
            clip_on=False,
            linestyle=(0, (2, 2)) if is_blank else "-",
            gid=gid or None,
        )
    )


def _key(head: ChartHead, found: Sequence[Point]) -> list[tuple[str, str]]:
    """Return the classes, each with its colour and what belongs to it."""
    values = [point.value for point in found if point.value is not None]
    is_counted = all(value == value.to_integral_value() for value in (*values, *head.breaks))
    make = _counted if is_counted and min(values) >= 0 else _measured
    blank = [(_BLANK, "not stated")] if len(values) < len(found) else []
    return [*zip(_scheme(head), make(head.breaks), strict=True), *blank]


def _counted(breaks: Sequence[Decimal]) -> list[str]:
    """Return the classes of whole numbers from nought, e.g. `0`, `1 to 2`, `3 and more`."""
    ends = [(low, high - 1) for low, high in pairwise([Decimal(0), *breaks])]
    spans = [as_text(a, 0) if a == b else f"{as_text(a, 0)} to {as_text(b, 0)}" for a, b in ends]
    return [*spans, f"{as_text(breaks[-1], 0)} and more"]


def _measured(breaks: Sequence[Decimal]) -> list[str]:
    limits = [as_text(limit, _places(limit)) for limit in breaks]
    between = [f"{low} to under {high}" for low, high in pairwise(limits)]
    return [f"under {limits[0]}", *between, f"{limits[-1]} and more"]


def _places(limit: Decimal) -> int:
    exponent = limit.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _key_places(key: Sequence[tuple[str, str]], width: float) -> list[tuple[float, int]]:
    """Return where each entry of the key begins: inches from the left, and its line."""
    found, x, line = [], 0.0, 0
    for _, text in key:
        need = _SWATCH * 1.5 + text_width(text, LABEL_SIZE) + _KEY_GAP
        if x and x + need > width:
            x, line = 0.0, line + 1
        found.append((x, line))
        x += need
    return found


def _key_entry(axes: Axes, x: float, y: float, colour: str, text: str) -> None:
    _box(axes, x, y, _SWATCH, colour)
    axes.text(x + _SWATCH * 1.5, y + _SWATCH * 0.85, text, size=LABEL_SIZE)
