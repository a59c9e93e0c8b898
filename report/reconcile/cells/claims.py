"""Which claim over cells a clause makes for certain, and what it is: borne out, refuted, or not to be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from numbertext import Conditions, truth
from numbertext.literal_truth import FALSE, LOOSE, OPEN, TRUE
from report.reconcile import finding
from report.reconcile.cells.averages import averages
from report.reconcile.cells.claim import Claim
from report.reconcile.cells.comparisons import comparisons
from report.reconcile.cells.complements import complements
from report.reconcile.cells.left_over import left_over
from report.reconcile.cells.numbers import differences, ratios, shares, sums
from report.reconcile.cells.operands import distinct, distinct_places
from report.reconcile.cells.orders import ranks, superlatives
from report.reconcile.cells.over_time import records
from report.reconcile.cells.scene import Pool, Scene, scene_of
from report.reconcile.cells.together import TOGETHER
from report.reconcile.context import Context
from report.reconcile.judgement import STATED
from report.reconcile.units import PER_CENT, SHARE

_Read = Callable[[Scene], Iterator[Claim]]
_OF_NUMBERS: tuple[_Read, ...] = (
    shares,
    sums,
    differences,
    ratios,
    averages,
    complements,
    ranks,
)
_OF_WORDS: tuple[_Read, ...] = (superlatives, records, comparisons)
_VERDICTS = {
    TRUE: finding.SUPPORTED,
    LOOSE: finding.LOOSE,
    FALSE: finding.CONTRADICTED,
    OPEN: finding.UNDECIDED,
}
_HOLDING = (finding.SUPPORTED, finding.LOOSE, finding.STATED_ONLY)
_OF_SEVERAL = re.compile(
    rf"\b(?:{TOGETHER}|combined|altogether|jointly|times\s+(?:as|the|that)|twice|half\s+as|than|exceed\w*|outnumber\w*"
    r"|difference\s+between|gap\s+between|ratio\s+of|on\s+average|averag\w+|mean\s+of)\b",
    re.I,
)
_OF_THEM = re.compile(r"\s+of\b.*?\b(?:were|was|are|is)\b", re.I | re.S)
"""Of those that are one thing, so many are another: a share that no figure of the one alone is."""


@dataclass(frozen=True)
class ClaimAnswer:
    """What a claim is.

    Attributes:
        claim: The claim.
        verdict: What it is.
        lies: Where the value lies of what is loose.
    """

    claim: Claim
    verdict: str
    lies: str = ""


@dataclass(frozen=True)
class CellClaims:
    """Finds the claims over cells that clauses make.

    Attributes:
        pool: All cells.
        conditions: The table of truth conditions.
        whole: Roots of the words that name whose report it is.
    """

    pool: Pool
    conditions: Conditions
    whole: frozenset[str]

    def answer(self, context: Context) -> ClaimAnswer | None:
        """Return what a number's claim over cells is; None where none is certain."""
        return self._certain(context, _OF_NUMBERS)

    def compared(self, context: Context) -> ClaimAnswer | None:
        """Return what a claim without number is; None where none is certain."""
        return self._certain(context, _OF_WORDS)

    def is_of_several(self, context: Context) -> bool:
        """Return whether a clause sets several cells against each other, so that no single one can refute it."""
        scene = scene_of(context, context.clause, self.pool)
        named = max(len(distinct(scene.measures)), len(distinct_places(scene.places)))
        # A term may be a list itself: `refugees and asylum-seekers together`.
        named += any(" and " in scene.text[m.start : m.end] for m in scene.measures)
        if named < 2:
            return False
        said = context.statement
        if said.unit in (PER_CENT, SHARE) and _OF_THEM.search(scene.text, said.end, scene.end):
            return True
        spans = [(o.start, o.end) for o in context.others if o.is_statement]
        return any(
            not any(start <= cue.start() < end for start, end in spans)
            for cue in _OF_SEVERAL.finditer(scene.text, scene.start, scene.end)
        )

    def _certain(self, context: Context, reads: Sequence[_Read]) -> ClaimAnswer | None:
        for span in dict.fromkeys((context.clause, context.sentence)):
            scene = scene_of(context, span, self.pool)
            found = [claim for read in reads for claim in read(scene)]
            if found:
                return self._agreed(scene, found)
        return None

    def _agreed(self, scene: Scene, claims: Sequence[Claim]) -> ClaimAnswer | None:
        """Return the answer that all readings of a clause agree on; None where they do not."""
        judged = [(self._judged(scene, c), left_over(scene, c, self.whole)) for c in claims]
        certain = [answer for answer, left in judged if not left]
        decided = [answer for answer in certain if answer.verdict != finding.UNDECIDED]
        answers = decided or certain
        if not answers:
            return None
        if any(a.verdict == finding.CONTRADICTED for a in answers):
            # Where any reading bears it out, nothing is refuted.
            return None if any(a.verdict in _HOLDING for a, _ in judged) else answers[0]
        return min(answers, key=lambda answer: -finding.VERDICTS.index(answer.verdict))

    def _judged(self, scene: Scene, claim: Claim) -> ClaimAnswer:
        if claim.value is None:
            return ClaimAnswer(claim, _verdict(claim, _of_words(claim)))
        found = truth(
            scene.asked(claim.kind),
            claim.value,
            factor=claim.factor,
            conditions=self.conditions,
            is_count=claim.is_count,
        )
        lies = found.lies if found.answer in (LOOSE, OPEN) else ""
        return ClaimAnswer(claim, _verdict(claim, _VERDICTS[found.answer]), lies)


def _of_words(claim: Claim) -> str:
    if claim.holds is None:
        return finding.UNDECIDED
    if not claim.holds:
        return finding.CONTRADICTED
    return finding.LOOSE if claim.is_loose else finding.SUPPORTED


def _verdict(claim: Claim, verdict: str) -> str:
    is_stated = any(cell.reading.nature == STATED for cell in claim.cells)
    return finding.STATED_ONLY if is_stated and verdict in _HOLDING else verdict
