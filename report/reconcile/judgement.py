"""What a statement is, if it is about a reading: its literal truth as a verdict, and what only somebody stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numbertext import Conditions, Statement, truth
from numbertext.literal_truth import FALSE, LOOSE, OPEN, TRUE
from report.figures.catalogue import Figure
from report.reconcile import finding
from report.reconcile.published import is_own_wording
from report.reconcile.readings import Reading
from report.reconcile.units import is_worked_out

STATED = "stated"
PUBLISHED = "published"
"""The rule by which a figure's own wording is true."""
_VERDICTS = {
    TRUE: finding.SUPPORTED,
    LOOSE: finding.LOOSE,
    FALSE: finding.CONTRADICTED,
    OPEN: finding.UNDECIDED,
}


@dataclass(frozen=True)
class Judgement:
    """What a statement is, if it is about a reading.

    Attributes:
        verdict: What it is.
        rule: The rule of the table that decided.
        lies: Where the value of a loose statement lies, `above` or `below` what a careful writer would say so of.
    """

    verdict: str
    rule: str
    lies: str = ""

    @property
    def holds(self) -> bool:
        """Whether the reading bears the statement out."""
        return self.verdict in (finding.SUPPORTED, finding.LOOSE, finding.STATED_ONLY)


def judge(
    statement: Statement,
    reading: Reading,
    factor: Fraction,
    conditions: Conditions,
    figures: Sequence[Figure] = (),
) -> Judgement:
    """Return what a statement is if it is about a reading.

    Args:
        statement: The number said.
        reading: The value that the evidence has.
        factor: What the statement's number is multiplied by to stand in the reading's unit.
        conditions: The table of truth conditions.
        figures: Those that publish the reading: their own wording is true of it.
    """
    if any(is_own_wording(statement, figure, reading.value, factor) for figure in figures):
        stated = reading.nature == STATED
        return Judgement(finding.STATED_ONLY if stated else finding.SUPPORTED, PUBLISHED)
    found = truth(
        statement,
        reading.interval,
        factor=factor,
        conditions=conditions,
        is_count=_is_count(reading, figures),
    )
    lies = found.lies if found.answer in (LOOSE, OPEN) else ""
    if found.holds and reading.nature == STATED:
        return Judgement(finding.STATED_ONLY, found.rule, lies)
    return Judgement(_VERDICTS[found.answer], found.rule, lies)


def _is_count(reading: Reading, figures: Sequence[Figure]) -> bool:
    """Return whether a reading was counted: what is no whole number was not, nor what a figure says is worked out."""
    is_whole = reading.value == reading.value.to_integral_value()
    return is_whole and not any(map(is_worked_out, figures))
