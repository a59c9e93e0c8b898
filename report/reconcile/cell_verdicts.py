"""Verdicts on claims over cells, beside what one figure says of the same number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numbertext.statement import Statement
from report.reconcile.cells.claims import CellClaims, ClaimAnswer
from report.reconcile.cells.telling import together, why_of
from report.reconcile.cells.wordless import comparisons_in
from report.reconcile.context import Context
from report.reconcile.finding import (
    AGAINST,
    CONTRADICTED,
    LOOSE,
    MISATTRIBUTED,
    NEAR,
    STALE,
    SUPPORTED,
    Verdict,
)
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import Knowledge
from report.reconcile.rewording import as_published

_MOST_CITED = 12


@dataclass(frozen=True)
class CellVerdicts:
    """Gives verdicts on claims over cells.

    Attributes:
        claims: Finds the claims.
        knowledge: What the edition knows.
        grounds: Traces of what cells rest on.
    """

    claims: CellClaims
    knowledge: Knowledge
    grounds: Grounds

    def verdict(self, context: Context, single: Verdict, *, is_explained: bool) -> Verdict:
        """Return the verdict on a number.

        Args:
            context: The number in its surroundings.
            single: The verdict by the one figure that fits best.
            is_explained: Whether that figure explains all that is said.
        """
        answer = self.claims.answer(context)
        if answer is None:
            is_held = single.verdict in (*AGAINST, SUPPORTED, LOOSE)
            is_doubtful = is_held and (single.verdict in AGAINST or not is_explained)
            return self._not_of_one(context, single) if is_doubtful else single
        is_borne_out = single.verdict in (SUPPORTED, LOOSE)
        is_same = single.verdict in AGAINST and answer.verdict == CONTRADICTED
        # What a figure publishes and explains by itself needs no other cells.
        return single if is_explained and (is_borne_out or is_same) else self._of(context, answer)

    def comparisons(self, text: str, found: Sequence[Statement]) -> list[tuple[Context, Verdict]]:
        """Return the claims without number of a block of text that are certain, each with its verdict."""
        asked = comparisons_in(text, found, self.claims.pool)
        answers = ((context, self.claims.compared(context)) for context in asked)
        return [(context, self._of(context, answer)) for context, answer in answers if answer]

    def _not_of_one(self, context: Context, single: Verdict) -> Verdict:
        """Return a verdict by one figure as one that is only near, where a clause sets several against each other."""
        if not self.claims.is_of_several(context):
            return single
        why = (
            f"The closest figure is {single.figure}: {single.figure_value}. The sentence sets several against each"
            " other, and which cells these are is not certain."
        )
        return Verdict(
            NEAR,
            why,
            figure=single.figure,
            figure_value=single.figure_value,
            candidates=single.candidates,
        )

    def _of(self, context: Context, answer: ClaimAnswer) -> Verdict:
        cells = answer.claim.cells
        found = [self.grounds.of(cell.quantity, cell.reading) for cell in cells[:_MOST_CITED]]
        sources = frozenset[str]().union(*(own for _, own in found))
        verdict, also = self._credited(context, answer.verdict, sources)
        first = cells[0]
        return Verdict(
            verdict=verdict,
            why=why_of(answer, verdict),
            also=also,
            figure=first.reading.figure or first.quantity.figure.id,
            figure_value=as_published(first.quantity.figure, first.reading),
            bound_by="cells",
            evidence=together([evidence for evidence, _ in found]),
            lies=answer.lies,
            formula=answer.claim.formula,
        )

    def _credited(
        self, context: Context, verdict: str, sources: frozenset[str]
    ) -> tuple[str, tuple[str, ...]]:
        """Return the verdict by vintages and by the source that the sentence credits, and what stands beside."""
        credited = self.knowledge.names.credited(context)
        holds = verdict in (SUPPORTED, LOOSE)
        if holds and sources & set(self.knowledge.superseded):
            verdict = STALE
        if not credited or credited[1] & sources:
            return verdict, ()
        return (MISATTRIBUTED, ()) if verdict in (SUPPORTED, LOOSE) else (verdict, (MISATTRIBUTED,))
