"""The verdict on one number: bound to a figure by decision or by its words, judged, and held against its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from numbertext.extraction import extract
from numbertext.statement import Statement
from report.figures.resolve import worded
from report.reconcile.binding import Binder, says_change
from report.reconcile.bindings import Decision, fingerprint
from report.reconcile.cell_verdicts import CellVerdicts
from report.reconcile.cells.claims import CellClaims
from report.reconcile.context import Context
from report.reconcile.explanation import Explainer, own_roots
from report.reconcile.filled import BOUND_BY, FilledNumbers, Held
from report.reconcile.finding import (
    CONTRADICTED,
    LOOSE,
    MISATTRIBUTED,
    SET_ASIDE,
    STALE,
    STATED_ONLY,
    SUPPORTED,
    UNDECIDED,
    UNMATCHED,
    UNRESOLVED,
    VERDICTS,
    WAIVED,
    Candidate,
    Verdict,
)
from report.reconcile.grounds import Grounds
from report.reconcile.judgement import judge
from report.reconcile.knowledge import Knowledge
from report.reconcile.match import Match
from report.reconcile.near import near
from report.reconcile.readings import Quantity, Reading
from report.reconcile.reasons import reason
from report.reconcile.rewording import as_published, reworded
from report.reconcile.slips import unit_slip
from report.reconcile.units import factor
from report.reconcile.unresolved import CROWDED, unresolved
from report.reconcile.words import roots

_SHOWN = 5
_WANTS_ONE = "to be the only figure that the sentence names: it is what another of them is"
_WANTS_CHANGE = "a number that says by how much, not how many there were"


class Judge:
    """Gives verdicts on the numbers of texts.

    Args:
        knowledge: What the edition knows.
        grounds: Traces of what figures rest on.
    """

    def __init__(self, knowledge: Knowledge, grounds: Grounds) -> None:
        self._knowledge, self._grounds = knowledge, grounds
        explainer = Explainer(
            knowledge.names,
            self._sources,
            _of_the_report(knowledge),
            _title(knowledge),
            _years(knowledge),
        )
        self._binder = Binder(
            knowledge.quantities, knowledge.places, knowledge.conditions, explainer
        )
        self._filled = FilledNumbers(knowledge.quantities, knowledge.edition.name, self._binder)
        claims = CellClaims(knowledge.pool, knowledge.conditions, _of_the_report(knowledge))
        self._cells = CellVerdicts(claims, knowledge, grounds)
        self._by_figure = {f.id: q for q in knowledge.quantities for f in q.figures}

    def verdict(self, context: Context, name: str, held: Held | None = None) -> Verdict:
        """Return the verdict on one number in its surroundings.

        Args:
            context: The number.
            name: Its fingerprint, by which a person's decision is found; it counts before all else.
            held: What the document says of it by the names that it stands under.
        """
        decision = self._knowledge.decisions.get(name)
        if held and not decision:
            return self._of_document(context, held)
        if not context.statement.is_statement:
            return without_evidence(context)
        waived = self._waiver(name)
        if waived is not None:
            return waived
        if context.is_crowded:
            return Verdict(UNRESOLVED, CROWDED)
        matches = self._binder.matches(context)
        if decision:
            return self._decided(context, decision, matches)
        return self._cells.verdict(
            context, self._of_one_cell(context, matches), is_explained=_is_explained(matches)
        )

    def comparisons(self, text: str, found: Sequence[Statement]) -> list[tuple[Context, Verdict]]:
        """Return the claims without number of a block of text that are certain, each with its verdict."""
        return [
            (context, self._waiver(fingerprint(context)) or verdict)
            for context, verdict in self._cells.comparisons(text, found)
        ]

    def _waiver(self, name: str) -> Verdict | None:
        decision = self._knowledge.decisions.get(name)
        if decision is None or not decision.waived:
            return None
        why = f"Waived by {decision.by} on {decision.on}: {decision.waived}."
        return Verdict(WAIVED, why, bound_by="waiver")

    def _of_one_cell(self, context: Context, matches: list[Match]) -> Verdict:
        if not matches or matches[0].doubts:
            return self._unexplained(context, matches)
        explained = [match for match in matches if not match.doubts]
        best = self._credited_first(context, explained)
        if not best.holds and _has_others(context) and _is_of_another(best, matches):
            return near(best.quantity, best.reading, (_WANTS_ONE,))
        if _may_be_level(context, best):
            level = next(
                (m for m in explained if m.holds and not m.quantity.figure.is_change), None
            )
            if level is None and not says_change(context):
                return near(best.quantity, best.reading, (_WANTS_CHANGE,))
            best = level or best
        candidates = tuple(_candidate(m) for m in matches[: _SHOWN + 1] if m is not best)[:_SHOWN]
        return self._judged(context, best, candidates, "terms")

    def _sources(self, quantity: Quantity, reading: Reading) -> frozenset[str]:
        return self._grounds.of(quantity, reading)[1]

    def _unexplained(self, context: Context, matches: Sequence[Match]) -> Verdict:
        slip = self._slip(context)
        if slip is not None:
            return slip
        if not matches or not matches[0].is_named:
            why = "No figure of the catalogue has this unit, subject, place and period."
            return Verdict(UNMATCHED, why, candidates=tuple(map(_candidate, matches[:_SHOWN])))
        best, *others = matches[: _SHOWN + 1]
        return near(best.quantity, best.reading, best.doubts, tuple(map(_candidate, others)))

    def _of_document(self, context: Context, held: Held) -> Verdict:
        found = self._filled.find(context, held)
        if isinstance(found, Verdict):
            return found
        verdict = self._judged(context, found.match, (), BOUND_BY)
        return replace(verdict, why=f"{verdict.why} {found.note}".strip())

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

    def _slip(self, context: Context) -> Verdict | None:
        slip = unit_slip(context, self._binder)
        if slip is None:
            return None
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
        _, sources = self._grounds.of(match.quantity, match.reading)
        # What was true once is borne out by the cell of that time.
        evidence, _ = self._grounds.of(match.quantity, match.holds_earlier or match.reading)
        found = [match.verdict]
        # Words that are left over are no doubt of what holds, but too many to speak against the text.
        is_certain = not match.missing
        is_superseded = bool(sources & set(self._knowledge.superseded))
        if is_certain and is_superseded and match.verdict in (SUPPORTED, LOOSE):
            found.append(STALE)
        credited = self._knowledge.names.credited(context)
        if credited and is_certain and not credited[1] & sources:
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
            rewording=self._wording(context.statement, match, by) if needs_wording else "",
            bound_by=bound_by,
            evidence=evidence,
            lies=match.judgement.lies if verdict in (LOOSE, STATED_ONLY, UNDECIDED) else "",
        )

    def _wording(self, statement: Statement, match: Match, by: Fraction) -> str:
        """Return a wording that is true of a match, and that a careful writer would choose."""
        figure, reading = match.quantity.figure, match.reading
        words = reworded(statement, figure, reading, by)
        said = next((s for s in extract(words) if s.is_statement), None)
        factor_of = factor(said, figure) if said else None
        if said is None or factor_of is None:
            return words
        found = judge(said, reading, factor_of, self._knowledge.conditions, match.quantity.figures)
        return words if found.verdict in (SUPPORTED, STATED_ONLY) else as_published(figure, reading)


def _of_the_report(knowledge: Knowledge) -> frozenset[str]:
    """Return the roots of the words that name the publisher and tell no figure from another."""
    own = [own_roots(quantity) for quantity in knowledge.quantities]
    return roots(knowledge.edition.publisher) - frozenset[str]().union(*own)


def _is_explained(matches: Sequence[Match]) -> bool:
    return bool(matches) and not matches[0].missing


def _title(knowledge: Knowledge) -> re.Pattern[str]:
    """Return the title of the report as texts name it, with its year or without."""
    words = [word for word in knowledge.edition.title.split() if not word.isdigit()]
    phrase = r"\s+".join(map(re.escape, words))
    return re.compile(rf"\b{phrase}\b" if words else r"(?!)", re.I)


def _years(knowledge: Knowledge) -> frozenset[str]:
    edition = knowledge.edition
    return frozenset(map(str, range(edition.year, edition.as_of.year + 1)))


def _has_others(context: Context) -> bool:
    return sum(other.is_statement for other in context.others) > 2


def _is_of_another(best: Match, matches: Sequence[Match]) -> bool:
    """Return whether a number that one figure refutes is just what another is that its clause names by other words."""
    own = set(best.quantity.figure.terms)
    return any(
        match.verdict == SUPPORTED
        and match.in_clause
        and match.is_named
        and own.isdisjoint(match.quantity.figure.terms)
        for match in matches
    )


def _may_be_level(context: Context, match: Match) -> bool:
    """Return whether a number that is no change by its words is held against one: `108 million, more than ever`."""
    is_of_change = match.quantity.figure.is_change and context.statement.kind != "change"
    return is_of_change and not match.holds


def without_evidence(context: Context) -> Verdict:
    """Return the verdict on a number that is no statement, or on one where there is nothing to hold it against."""
    statement = context.statement
    if statement.set_aside:
        return Verdict(SET_ASIDE, statement.set_aside)
    if not statement.is_statement:
        return Verdict(UNRESOLVED, unresolved(statement))
    return Verdict(UNMATCHED, "There are no figures to hold it against.")


def _candidate(match: Match) -> Candidate:
    figure, reading = match.quantity.figure, match.reading
    return Candidate(
        reading.figure or figure.id,
        figure.label,
        worded(figure, reading.value)[1],
        reading.words,
        match.verdict,
    )
