"""A graph drawn: boxes and lines in whole pixels, and texts wrapped by counting characters, ready for a template.

No font is measured, so that the same graph gives the same picture on every machine.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from report.book.layers import Layered, Place, layered
from report.book.lineage import Graph, Node
from report.book.shown import counted, cut

_WIDTH, _HEIGHT, _ACROSS, _DOWN, _EDGE = 188, 112, 50, 20, 8
_PASSING = 14
_LABEL = 14
_LINE, _OVER, _LINES = 22, 28, 3


@dataclass(frozen=True)
class Box:
    """A node at its place, in pixels from the left upper corner, with its texts in lines."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    over: str
    title: Sequence[str]
    detail: str


@dataclass(frozen=True)
class DrawnEdge:
    """An edge.

    Attributes:
        path: The `d` of an SVG path.
        label: How many rows are taken; empty for none.
        x: Place of the label's middle.
        y: Place of the label's base line.
    """

    path: str
    label: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """A picture of a graph, `width` by `height` pixels."""

    width: int
    height: int
    boxes: Sequence[Box]
    lines: Sequence[DrawnEdge]


def picture_of(graph: Graph) -> Picture:
    """Return the picture of a graph."""
    found = layered(graph)
    height = max(_column_height(column, graph) for column in found.columns)
    tops = _tops(found, graph, height)
    boxes = [
        _box(graph.nodes[key], _left(at), tops[key, at])
        for column in found.columns
        for key, at in column
        if key in graph.nodes
    ]
    lines = [
        _line(path, tops, graph, edge.rows)
        for path, edge in zip(found.paths, graph.edges, strict=True)
    ]
    width = _left(len(found.columns) - 1) + _WIDTH + _EDGE
    return Picture(width, height + 2 * _EDGE, boxes, _apart(lines))


def _apart(lines: Sequence[DrawnEdge]) -> list[DrawnEdge]:
    """Return lines with their labels moved down where two would stand on each other."""
    lowest: dict[int, int] = {}
    moved = {}
    for number, line in sorted(enumerate(lines), key=lambda pair: (pair[1].y, pair[0])):
        y = max(line.y, lowest.get(line.x, -_LABEL) + _LABEL) if line.label else line.y
        if line.label:
            lowest[line.x] = y
        moved[number] = replace(line, y=y)
    return [moved[number] for number in range(len(lines))]


def _left(column: int) -> int:
    return _EDGE + column * (_WIDTH + _ACROSS)


def _size(place: Place, graph: Graph) -> int:
    return _HEIGHT if place[0] in graph.nodes else _PASSING


def _column_height(column: Sequence[Place], graph: Graph) -> int:
    return sum(_size(place, graph) + _DOWN for place in column) - _DOWN


def _tops(found: Layered, graph: Graph, height: int) -> dict[Place, int]:
    """Return the upper edge of every place; columns are centred."""
    tops = {}
    for column in found.columns:
        y = _EDGE + (height - _column_height(column, graph)) // 2
        for place in column:
            tops[place] = y
            y += _size(place, graph) + _DOWN
    return tops


def _box(node: Node, x: int, y: int) -> Box:
    title = textwrap.wrap(cut(node.title, 200), _LINE) or [""]
    if len(title) > _LINES:
        title = [*title[: _LINES - 1], title[_LINES - 1][: _LINE - 1].rstrip() + "…"]
    over, detail = _one_line(node.over), _one_line(node.detail)
    return Box(node, x, y, _WIDTH, _HEIGHT, over, title, detail)


def _one_line(text: str) -> str:
    return text if len(text) <= _OVER else text[: _OVER - 1] + "…"


def _line(path: Sequence[Place], tops: Mapping[Place, int], graph: Graph, rows: int) -> DrawnEdge:
    middles = [tops[place] + _size(place, graph) // 2 for place in path]
    x, y = _left(path[0][1]) + _WIDTH, middles[0]
    parts = [f"M{x} {y}"]
    for place, middle in zip(path[1:], middles[1:], strict=True):
        left = _left(place[1])
        bend = (x + left) // 2
        parts.append(f"C{bend} {y} {bend} {middle} {left} {middle}")
        is_passing = place[0] not in graph.nodes
        x, y = (left + _WIDTH, middle) if is_passing else (left, middle)
        if is_passing:
            parts.append(f"H{x}")
    label = counted(rows, "row") if rows else ""
    return DrawnEdge(
        " ".join(parts),
        label,
        _left(path[-1][1]) - _ACROSS // 2,
        (middles[-2] + middles[-1]) // 2 - 5,
    )
