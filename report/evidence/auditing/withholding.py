"""An audit without what a replay over withheld files gave instead."""

from __future__ import annotations

from dataclasses import replace

from report.evidence.auditing.edition import AuditedEdition
from report.evidence.withholding import Closed
from rowlineage.auditing.findings import AuditFinding

_REPLAY_WITHHELD = "what a replay gave instead is withheld with the files that it rests on"


def withhold_audit(audited: AuditedEdition, closed: Closed) -> AuditedEdition:
    """Return an audit that says which cells are not verified, and not what a replay over withheld rows gave instead."""
    if not closed.tables:
        return audited
    tables = [
        replace(
            table, findings=tuple(_without_fault(finding, closed) for finding in table.findings)
        )
        for table in audited.tables
    ]
    figures = [
        replace(figure, why=_REPLAY_WITHHELD) if figure.table in closed.readers else figure
        for figure in audited.unverified_figures
    ]
    return replace(audited, tables=tables, unverified_figures=figures)


def _without_fault(finding: AuditFinding, closed: Closed) -> AuditFinding:
    fault = finding.fault
    if fault.table not in closed.readers:
        return finding
    place = f"{fault.column}: " if fault.column else ""
    why = f"{place}{fault.state.replace('_', ' ')}; {_REPLAY_WITHHELD}"
    return replace(finding, fault=replace(fault, column="", expected=None, actual=None, why=why))
