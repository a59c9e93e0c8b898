"""Comparisons without a number: more than, fewer than, higher than, outnumbered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.reconcile.cells.arithmetic import known
from report.reconcile.cells.claim import COMPARISON, Claim, term
from report.reconcile.cells.numbers import pairs
from report.reconcile.cells.over_time import of_two_years
from report.reconcile.cells.scene import Scene

VERBS = frozenset(("outnumber", "outnumbers", "outnumbered", "exceed", "exceeds", "exceeded"))
UP = VERBS | frozenset(("more", "higher", "longer", "larger", "greater", "bigger"))
DOWN = frozenset(("fewer", "less", "lower", "shorter", "smaller"))
_THAN = re.compile(r"\bthan\b", re.I)
_BY = re.compile(r"\b(?:were|was|are|is)\s+$", re.I)


def comparisons(scene: Scene) -> Iterator[Claim]:
    """Yield what a comparison without number may say."""
    said = scene.statement
    word = said.text.lower().split()[-1]
    if word not in UP | DOWN:
        return
    is_up, cue = word in UP, (said.start, said.end)
    if word in VERBS:
        passive = bool(_BY.search(scene.text, scene.start, said.start))
        spans = (scene.start, said.start), (said.end, scene.end)
        yield from _pairs(scene, *spans, word, is_up=not passive)
        return
    than = _THAN.search(scene.text, said.end, scene.end)
    if than is None:
        return
    yield from of_two_years(scene, than.start(), cue, is_up=is_up)
    yield from _pairs(
        scene, (scene.start, than.start()), (than.end(), scene.end), word, is_up=is_up
    )


def _pairs(
    scene: Scene, one: tuple[int, int], other: tuple[int, int], word: str, *, is_up: bool
) -> Iterator[Claim]:
    cue = scene.statement.start, scene.statement.end
    for a, b in pairs(scene, one, other, word):
        first, second = known(a), known(b)
        holds = None if first.meets(second) else first.is_above(second) == is_up
        sign = "=" if first.meets(second) else ">" if first.is_above(second) else "<"
        yield Claim(COMPARISON, (a, b), f"{term(a)} {sign} {term(b)}", holds=holds, cues=(cue,))
