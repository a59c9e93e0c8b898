"""What a finding says of a claim over cells: why, and what all its cells rest on."""

from __future__ import annotations

from collections.abc import Sequence

from report.reconcile import finding
from report.reconcile.cells.claims import ClaimAnswer


def why_of(answer: ClaimAnswer, verdict: str) -> str:
    """Return the reason of a verdict on a claim over cells: the formula, and where the value lies."""
    claim = answer.claim
    head = {
        finding.LOOSE: "True, but a careful writer would say more",
        finding.UNDECIDED: "The cells are too coarse to tell",
        finding.STATED_ONLY: "One of the cells is what somebody stated",
        finding.STALE: "A newer vintage was out at the as-of date",
        finding.CONTRADICTED: "The cells say otherwise",
        finding.MISATTRIBUTED: "The cells rest on another source than the sentence credits",
    }.get(verdict, "The cells bear it out")
    says = f"; {claim.says}" if claim.says else ""
    lies = f"; the value lies well {answer.lies} what the words suggest" if answer.lies else ""
    return f"{head}: {claim.formula}{says}{lies}."


def together(evidence: Sequence[finding.CitedEvidence]) -> finding.CitedEvidence | None:
    """Return what several cells rest on as one: each line, file and command once."""
    if not evidence:
        return None
    lines = dict.fromkeys(one.line for one in evidence)
    files = [file for one in evidence for file in one.files]
    kept = [file for at, file in enumerate(files) if file not in files[:at]]
    commands = dict.fromkeys(one.trace for one in evidence)
    return finding.CitedEvidence("; ".join(lines), tuple(kept), "; ".join(commands))
