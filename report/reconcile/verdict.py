"""The verdict on one number: bound to a figure by decision or by its words, judged, and held against its sources."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from report.figures.resolve import worded
from report.reconcile.binding import Binder, Match
from report.reconcile.bindings import Decision
from report.reconcile.context import Context
from report.reconcile.finding import (
    AMBIGUOUS,
    CONTRADICTED,
    LOOSE,
    MISATTRIBUTED,
    SET_ASIDE,
    STALE,
    STATED_ONLY,
    SUPPORTED,
    UNMATCHED,
    UNRESOLVED,
    VERDICTS,
    WAIVED,
    Candidate,
    Verdict,
)
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import Knowledge
from report.reconcile.reasons import reason
from report.reconcile.rewording import as_published, reworded
from report.reconcile.slips import unit_slip
from report.reconcile.units import factor

_SHOWN = 5


class Judge:
    """Gives verdicts on the numbers of texts.

    Args:
        knowledge: What the edition knows.
        grounds: Traces of what figures rest on.
    """

    def __init__(self, knowledge: Knowledge, grounds: Grounds) -> None:
        self._knowledge, self._grounds = knowledge, grounds
        self._binder = Binder(knowledge.quantities, knowledge.places, knowledge.conditions)
        self._by_figure = {f.id: q for q in knowledge.quantities for f in q.figures}

    def verdict(self, context: Context, fingerprint: str) -> Verdict:
        """Return the verdict on one number in its surroundings."""
        statement = context.statement
        if not statement.is_statement:
            return without_evidence(context)
        decision = self._knowledge.decisions.get(fingerprint)
        if decision and decision.waived:
            why = f"Waived by {decision.by} on {decision.on}: {decision.waived}."
            return Verdict(WAIVED, why, bound_by="waiver")
        matches = self._binder.matches(context)
        if decision:
            return self._decided(context, decision, matches)
        if not matches:
            return self._no_match(context)
        best = self._credited_first(context, matches)
        candidates = tuple(_candidate(m) for m in matches[: _SHOWN + 1] if m is not best)[:_SHOWN]
        if not best.is_named and (
            not best.judgement.holds or sum(m.judgement.holds for m in matches) > 1
        ):
            return _unnamed(best, matches)
        return self._judged(context, best, candidates, "terms")

    def _decided(self, context: Context, decision: Decision, matches: Sequence[Match]) -> Verdict:
        quantity = self._by_figure.get(decision.figure)
        if quantity is None:
            why = f"Bound to {decision.figure}, which this edition's tables do not hold."
            return Verdict(UNMATCHED, why, figure=decision.figure, bound_by="binding")
        match = self._binder.bound(context, quantity)
        if match is None:
            why = f"Bound to {decision.figure}, which has the unit {quantity.figure.unit} and another period or kind."
            return Verdict(CONTRADICTED, why, figure=decision.figure, bound_by="binding")
        others = [m for m in matches if m.quantity is not quantity]
        candidates = tuple(_candidate(other) for other in others[:_SHOWN])
        return self._judged(context, match, candidates, "binding")

    def _credited_first(self, context: Context, matches: Sequence[Match]) -> Match:
        """Return the best match; of those that bear the statement out, one whose source the sentence credits."""
        credited = self._knowledge.names.credited(context)
        holding = [match for match in matches[:_SHOWN] if match.verdict == SUPPORTED]
        if credited and len(holding) > 1:
            for match in holding:
                if credited[1] & self._grounds.of(match.quantity, match.reading)[1]:
                    return match
        return matches[0]

    def _no_match(self, context: Context) -> Verdict:
        slip = unit_slip(context, self._binder)
        if slip is None:
            return Verdict(
                UNMATCHED, "No figure of the catalogue has this unit, subject, place and period."
            )
        quantity, reading = slip
        said = as_published(quantity.figure, reading)
        why = f"The figure has another unit: {said}."
        evidence, _ = self._grounds.of(quantity, reading)
        figure = reading.figure or quantity.figure.id
        return Verdict(
            CONTRADICTED, why, (), figure, said, (), said, bound_by="terms", evidence=evidence
        )

    def _judged(
        self, context: Context, match: Match, candidates: tuple[Candidate, ...], bound_by: str
    ) -> Verdict:
        evidence, sources = self._grounds.of(match.quantity, match.reading)
        found = [match.verdict]
        if sources & set(self._knowledge.superseded) and match.verdict in (SUPPORTED, LOOSE):
            found.append(STALE)
        credited = self._knowledge.names.credited(context)
        if credited and not credited[1] & sources:
            found.append(MISATTRIBUTED)
        found.sort(key=VERDICTS.index)
        verdict, *also = found
        # What holds is no reproach beside what does not.
        also = [name for name in also if name not in (SUPPORTED, LOOSE)]
        by = factor(context.statement, match.quantity.figure) or Fraction(1)
        figure = match.quantity.figure
        needs_wording = verdict not in (SUPPORTED, MISATTRIBUTED, STATED_ONLY)
        return Verdict(
            verdict=verdict,
            why=reason(
                context.statement,
                match,
                verdict,
                also,
                credited,
                self._knowledge,
                sources,
                candidates,
            ),
            also=tuple(also),
            figure=match.reading.figure or figure.id,
            figure_value=as_published(figure, match.reading),
            candidates=candidates,
            rewording=reworded(context.statement, figure, match.reading, by)
            if needs_wording
            else "",
            bound_by=bound_by,
            evidence=evidence,
        )


def without_evidence(context: Context) -> Verdict:
    """Return the verdict on a number that is no statement, or on one where there is nothing to hold it against."""
    statement = context.statement
    if statement.set_aside:
        return Verdict(SET_ASIDE, statement.set_aside)
    if not statement.is_statement:
        return Verdict(UNRESOLVED, "No rule says what this number is.")
    return Verdict(UNMATCHED, "There are no figures to hold it against.")


def _unnamed(best: Match, matches: Sequence[Match]) -> Verdict:
    holding = [match for match in matches if match.judgement.holds]
    candidates = tuple(_candidate(match) for match in matches[:_SHOWN])
    if len(holding) > 1:
        why = "Several figures have this unit and bear it out, and the sentence does not say which is meant."
        return Verdict(AMBIGUOUS, why, candidates=candidates)
    why = f"The sentence names the unit ({best.quantity.figure.unit}) but no figure's subject."
    return Verdict(UNMATCHED, why, candidates=candidates)


def _candidate(match: Match) -> Candidate:
    figure, reading = match.quantity.figure, match.reading
    return Candidate(
        reading.figure or figure.id,
        figure.label,
        worded(figure, reading.value)[1],
        reading.words,
        match.verdict,
    )
