"""A reconciliation for people in the terminal: every number in the order of the text, then how many of each verdict."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.cli.summary import console
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


def print_reconciliation(found: Reconciliation, *, with_set_aside: bool = False) -> None:
    """Print the numbers of each document with their verdicts, and a summary.

    Args:
        found: The reconciliation.
        with_set_aside: Whether numbers that are no statements are listed too, with the reason.
    """
    out = console()
    for document in found.documents:
        _print_document(out, document, with_set_aside=with_set_aside)
    total = sum(found.counts.values())
    against = f"edition {found.edition}, as of {found.as_of}" if found.edition else "no edition"
    end = ":" if total else ""
    out.print(Text(f"{_numbers(total)}, held against {against}{end}"), soft_wrap=True)
    for verdict, count in found.counts.items():
        out.print(Text(f"  {count:>6,}  ").append(verdict, style=_style(verdict)))


def _print_document(out: Console, document: ReconciledDocument, *, with_set_aside: bool) -> None:
    aside = [finding for finding in document.findings if finding.verdict == SET_ASIDE]
    rest = [finding for finding in document.findings if finding.verdict != SET_ASIDE]
    out.print(Text(on_one_line(document.document.path), style="bold"), soft_wrap=True)
    if rest:
        out.print(_statements(rest))
    else:
        out.print(Text("no number of this text is a statement"))
    if aside and with_set_aside:
        out.print(_set_aside(aside))
    elif aside:
        out.print(Text(f"{_numbers(len(aside))} set aside: --set-aside lists them"))
    out.print()


def _statements(findings: Iterable[Finding]) -> Table:
    listing = Table("", "where", "number", "verdict", "figure", "why", box=None, pad_edge=False)
    for finding in findings:
        style = _style(finding.verdict)
        listing.add_row(
            Text("!" if finding.verdict in AGAINST else "", style=style),
            Text(on_one_line(place(finding))),
            Text(on_one_line(finding.statement.text)),
            Text(", ".join((finding.verdict, *finding.also)), style=style),
            Text(on_one_line(_figure(finding))),
            Text(on_one_line(_why(finding))),
        )
    return listing


def _set_aside(findings: Iterable[Finding]) -> Table:
    listing = Table("where", "set aside", "why", box=None, pad_edge=False)
    for finding in findings:
        why = finding.why or finding.statement.set_aside or ""
        cells = (place(finding), finding.statement.text, why)
        listing.add_row(*(Text(on_one_line(cell)) for cell in cells))
    return listing


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
