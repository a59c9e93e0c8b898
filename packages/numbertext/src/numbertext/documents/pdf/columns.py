"""The reading order of a page: columns one after the other, rows of tables across.

A gutter between columns of text is crossed by few lines and has text of some length at both sides. Between the
columns of a table there is a gap as well, but the text in its cells is short: it is read row by row. Tables, and rows
of text in columns on a page that is mostly of one column, stand between regions of their own.
"""

from __future__ import annotations

from itertools import groupby

from numbertext.documents.pdf.fragments import Fragment
from numbertext.documents.pdf.rows import lines_of
from numbertext.documents.pdf.stretched import with_stretched
from numbertext.documents.pdf.table_rows import Row, apart

BIN = 2.0
GUTTER = 8.0
LINES = 3
CROSSED = 0.34
CHARACTERS = 18
DEPTH = 8
Gutter = tuple[float, float]


def regions(found: list[Fragment]) -> list[list[Fragment]]:
    """Return the fragments of a page by region, in reading order; within a region lines go across."""
    ordered: list[list[Fragment]] = []
    for is_table, rows in apart([with_stretched(row) for row in lines_of(found)]):
        some = [fragment for row in rows for fragment in row]
        ordered += [some] if is_table else _regions(some)
    return ordered


def _regions(found: list[Fragment], depth: int = 0) -> list[list[Fragment]]:
    gutter = _gutter(found) if depth < DEPTH else None
    if gutter is None:
        return _with_columns(found) if found and not depth else [found] if found else []
    ordered: list[list[Fragment]] = []
    for crossing, band in _bands(found, gutter):
        left = [f for f in band if f.x0 < gutter[0]]
        right = [f for f in band if f.x0 >= gutter[0]]
        if crossing or not left or not right:
            if ordered and crossing == _is_across(ordered[-1], gutter):
                ordered[-1].extend(band)
            else:
                ordered.append(list(band))
        else:
            ordered += _regions(left, depth + 1) + _regions(right, depth + 1)
    return ordered


def _with_columns(found: list[Fragment]) -> list[list[Fragment]]:
    """Return the regions of a part that is mostly of one column: some rows of it may be of several."""
    rows = lines_of(found)
    at = 0
    for is_beside, group in groupby(rows, key=lambda row: len(row) > 1):
        count = len(list(group))
        gutter = _gutter([f for row in rows[at : at + count] for f in row]) if is_beside else None
        if gutter is not None and count >= LINES:
            start, end = _extended(rows, at, at + count, gutter)
            above, within, below = (
                [f for row in part for f in row]
                for part in (rows[:start], rows[start:end], rows[end:])
            )
            return [*filter(None, [above]), *_regions(within, 1), *_regions(below)]
        at += count
    return [found]


def _extended(rows: list[Row], start: int, end: int, gutter: Gutter) -> tuple[int, int]:
    """Return where rows in columns begin and end, with those that have text in one column only."""

    def is_one(row: Row, neighbour: Row) -> bool:
        is_near = abs(row[0].middle - neighbour[0].middle) < 2 * row[0].height
        return is_near and not any(f.x0 < gutter[1] and f.x1 > gutter[0] for f in row)

    while start and is_one(rows[start - 1], rows[start]):
        start -= 1
    while end < len(rows) and is_one(rows[end], rows[end - 1]):
        end += 1
    return start, end


def _is_across(region: list[Fragment], gutter: Gutter) -> bool:
    return any(_crosses(f, gutter) for f in region)


def _crosses(fragment: Fragment, gutter: Gutter) -> bool:
    return fragment.x0 < gutter[0] and fragment.x1 > gutter[1]


def _bands(found: list[Fragment], gutter: Gutter) -> list[tuple[bool, list[Fragment]]]:
    """Return fragments from top to bottom, those that cross the gutter apart from those that do not."""
    bands: list[tuple[bool, list[Fragment]]] = []
    for fragment in sorted(found, key=lambda f: -f.middle):
        crosses = _crosses(fragment, gutter)
        if not bands or bands[-1][0] != crosses:
            bands.append((crosses, []))
        bands[-1][1].append(fragment)
    return bands


def _gutter(found: list[Fragment]) -> Gutter | None:
    """Return the gap between columns of text that the fewest lines cross, the widest of these."""
    if len(found) < 2 * LINES:
        return None
    best: tuple[float, float, Gutter] | None = None
    for crossed, gutter in _gaps(found):
        left = [f for f in found if f.x1 <= gutter[1] and f.x0 < gutter[0]]
        right = [f for f in found if f.x0 >= gutter[0]]
        if _is_text(left) and _is_text(right) and _are_beside(left, right):
            rank = (crossed, gutter[0] - gutter[1], gutter)
            best = rank if best is None else min(best, rank)
    return best[2] if best else None


def _gaps(found: list[Fragment]) -> list[tuple[int, Gutter]]:
    """Return stretches that few lines cross, with the number that do."""
    left = min(f.x0 for f in found)
    count = min(int((max(f.x1 for f in found) - left) / BIN) + 1, 5_000)
    changes = [0] * (count + 1)
    for f in found:
        changes[min(int((f.x0 - left) / BIN), count - 1)] += 1
        changes[min(int((f.x1 - left) / BIN) + 1, count)] -= 1
    cover: list[int] = []
    for change in changes[:count]:
        cover.append(change + (cover[-1] if cover else 0))
    gaps: list[tuple[int, Gutter]] = []
    for level in sorted({c for c in cover if c <= CROSSED * len(found)}):
        start = 0
        for place in range(count + 1):
            if place < count and cover[place] <= level:
                continue
            if (place - start) * BIN >= GUTTER and start > 0 and place < count:
                gaps.append((level, (left + start * BIN, left + place * BIN)))
            start = place + 1
        if gaps:
            return gaps
    return gaps


def _is_text(side: list[Fragment]) -> bool:
    """Whether most of the texts of a side are as long as lines of text, or most of its rows."""
    if len(side) < LINES:
        return False
    if sum(len(f.text) for f in side) >= CHARACTERS * len(side):
        return True
    rows = lines_of(side)
    long = sum(len(row) == 1 and len(row[0].text) >= CHARACTERS for row in rows)
    return long >= LINES and 2 * long >= len(rows)


def _are_beside(left: list[Fragment], right: list[Fragment]) -> bool:
    """Whether the two sides stand beside each other for some lines, and not one below the other."""
    low = max(min(f.y0 for f in left), min(f.y0 for f in right))
    high = min(max(f.y1 for f in left), max(f.y1 for f in right))
    return high - low >= LINES * min(f.height for f in left + right)
