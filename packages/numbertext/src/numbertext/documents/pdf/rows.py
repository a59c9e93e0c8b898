"""Rows of a region: fragments beside each other, those joined that are parts of one line."""

from __future__ import annotations

import re

from numbertext.documents.pdf.fragments import WIDE_GAP, WORD_GAP, Fragment
from numbertext.documents.pdf.set_off import LevelRun, set_off

SAME_ROW = 0.5
BULLET = re.compile(
    r"(?:[\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])"
)


def rows(region: list[Fragment]) -> list[list[Fragment]]:
    """Return fragments in rows from top to bottom, each from left to right."""
    return [_joined(row) for row in lines_of(region)]


def lines_of(region: list[Fragment]) -> list[list[Fragment]]:
    """Return fragments in rows from top to bottom, each from left to right, none of them joined."""
    found: list[list[Fragment]] = []
    for fragment in sorted(region, key=lambda f: (-f.middle, f.x0)):
        if found and _is_beside(found[-1], fragment):
            found[-1].append(fragment)
        else:
            found.append([fragment])
    return [sorted(row, key=lambda f: f.x0) for row in found]


def _is_beside(row: list[Fragment], fragment: Fragment) -> bool:
    tallest = max(row, key=lambda f: f.height)
    shared = min(tallest.y1, fragment.y1) - max(tallest.y0, fragment.y0)
    return shared > SAME_ROW * min(tallest.height, fragment.height)


def _joined(row: list[Fragment]) -> list[Fragment]:
    """Join what stands close together, and the mark of a list's item with its text."""
    done = [row[0]]
    for fragment in row[1:]:
        last = done[-1]
        gap = fragment.x0 - last.x1
        height = max(last.height, fragment.height)
        is_item = len(done) == 1 and BULLET.fullmatch(last.text) is not None
        if gap > WIDE_GAP * height and not (is_item and gap < 4 * height):
            done.append(fragment)
            continue
        base = last if last.height >= fragment.height else fragment
        before, after = (set_off(_run(part), _run(base)) for part in (last, fragment))
        space = " " if is_item or gap > WORD_GAP * height else ""
        x1 = max(last.x1, fragment.x1)
        done[-1] = Fragment(before + space + after, last.x0, base.y0, x1, base.y1)
    return done


def _run(fragment: Fragment) -> LevelRun:
    return LevelRun([fragment.text], fragment.y0, fragment.y1)
