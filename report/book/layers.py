"""Where the nodes of a graph stand: columns by distance from the figure, and in each an order with few crossings.

Everything is worked out from names and numbers alone, so that the same graph always looks the same.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.book.lineage import FIGURE, Graph

_SWEEPS = 4
Place = tuple[str, int]
"""A node's key and its column; a long edge has a place in every column that it passes."""


@dataclass(frozen=True)
class Layered:
    """A graph in columns.

    Attributes:
        columns: Places of each column, from top to bottom; the figure's column is the last one.
        paths: For each edge of the graph, the places that it goes through.
    """

    columns: Sequence[Sequence[Place]]
    paths: Sequence[Sequence[Place]]


def layered(graph: Graph) -> Layered:
    """Return a graph in columns."""
    depth = _depths(graph)
    last = max(depth.values())
    column = {key: last - at for key, at in depth.items()}
    places: dict[int, list[Place]] = defaultdict(list)
    for key in graph.nodes:
        if key in column:
            places[column[key]].append((key, column[key]))
    paths = []
    for number, edge in enumerate(graph.edges):
        start, end = column[edge.start], column[edge.end]
        passed = [(f"{number}>", at) for at in range(start + 1, end)]
        for place in passed:
            places[place[1]].append(place)
        paths.append([(edge.start, start), *passed, (edge.end, end)])
    columns = [places[at] for at in range(last + 1)]
    return Layered(_ordered(columns, paths), paths)


def _depths(graph: Graph) -> dict[str, int]:
    """Return the longest way from each node to the figure."""
    depth = {FIGURE: 0}
    open_keys = [FIGURE]
    while open_keys:
        key = open_keys.pop()
        for edge in graph.sources_of(key):
            if depth.get(edge.start, -1) < depth[key] + 1:
                depth[edge.start] = depth[key] + 1
                open_keys.append(edge.start)
    return depth


def _ordered(columns: Sequence[list[Place]], paths: Sequence[Sequence[Place]]) -> list[list[Place]]:
    """Return the columns with each place near the middle of its neighbours."""
    after, before = defaultdict(list), defaultdict(list)
    for path in paths:
        for left, right in itertools.pairwise(path):
            after[left].append(right)
            before[right].append(left)
    ordered = [sorted(column) for column in columns]
    for _ in range(_SWEEPS):
        for at in range(len(ordered) - 2, -1, -1):
            ordered[at] = _by_middle(ordered[at], ordered[at + 1], after)
        for at in range(1, len(ordered)):
            ordered[at] = _by_middle(ordered[at], ordered[at - 1], before)
    return ordered


def _by_middle(
    column: list[Place], other: Sequence[Place], neighbours: Mapping[Place, Sequence[Place]]
) -> list[Place]:
    at = {place: number for number, place in enumerate(other)}

    def middle(place: Place) -> float:
        found = [at[near] for near in neighbours.get(place, ()) if near in at]
        return sum(found) / len(found) if found else float(column.index(place))

    return sorted(column, key=lambda place: (middle(place), place))
