"""A reconciliation for people in the terminal: every number in the order of the text, then how many of each verdict."""

from __future__ import annotations

from pipelines.cli.output import Styled, say, say_table
from report.reconcile.finding import (
    AGAINST,
    SET_ASIDE,
    UNPROVEN,
    Finding,
    ReconciledDocument,
    Reconciliation,
)
from report.reconcile.page.reading import place
from warehouse.visible import on_one_line

_HEAD = ("", "where", "number", "verdict", "figure", "why")


def print_reconciliation(found: Reconciliation, *, with_set_aside: bool = False) -> None:
    """Print the numbers of each document with their verdicts, and a summary.

    Args:
        found: The reconciliation.
        with_set_aside: Whether numbers that are no statements are listed too, with the reason.
    """
    for document in found.documents:
        _print_document(document, with_set_aside=with_set_aside)
    total = sum(found.counts.values())
    against = f"edition {found.edition}, as of {found.as_of}" if found.edition else "no edition"
    end = ":" if total else ""
    say(f"{_numbers(total)}, held against {against}{end}")
    for verdict, count in found.counts.items():
        say(f"  {count:>6,}  ", (verdict, _style(verdict)))


def _print_document(document: ReconciledDocument, *, with_set_aside: bool) -> None:
    aside = [finding for finding in document.findings if finding.verdict == SET_ASIDE]
    rest = [finding for finding in document.findings if finding.verdict != SET_ASIDE]
    say((on_one_line(document.document.path), "bold"))
    if rest:
        say_table(_HEAD, map(_statement, rest), at_edge=True)
    else:
        say("no number of this text is a statement")
    if aside and with_set_aside:
        say_table(("where", "set aside", "why"), map(_set_aside, aside), at_edge=True)
    elif aside:
        say(f"{_numbers(len(aside))} set aside: --set-aside lists them")
    if document.document.left_out:
        say(("not read: ", "yellow"), "; ".join(map(str, document.document.left_out)))
    say()


def _statement(finding: Finding) -> list[Styled]:
    style = _style(finding.verdict)
    return [
        ("!" if finding.verdict in AGAINST else "", style),
        (on_one_line(place(finding)), ""),
        (on_one_line(finding.statement.text), ""),
        (", ".join((finding.verdict, *finding.also)), style),
        (on_one_line(_figure(finding)), ""),
        (on_one_line(_why(finding)), ""),
    ]


def _set_aside(finding: Finding) -> list[str]:
    why = finding.why or finding.statement.set_aside or ""
    return [on_one_line(cell) for cell in (place(finding), finding.statement.text, why)]


def _figure(finding: Finding) -> str:
    return f"{finding.figure}: {finding.figure_value}" if finding.figure_value else finding.figure


def _why(finding: Finding) -> str:
    if not finding.rewording:
        return finding.why
    return f"{finding.why.rstrip('. ')}. True would be: {finding.rewording}"


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count:,} numbers"


def _style(verdict: str) -> str:
    if verdict in AGAINST:
        return "bold red"
    return "yellow" if verdict in UNPROVEN else ""
