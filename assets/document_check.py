"""The asset check that holds the edition's registered documents against what was built.

A published document can no longer be changed, so the check warns and blocks nothing. How a number gets its verdict
belongs to `report.reconcile`. A check that had nothing to check warns too: it says nothing of any text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from assets.builds import EDITIONS, Builds
from assets.report_assets import REPORT
from report.reconcile.finding import AGAINST, NOTHING_AGAINST, UNPROVEN, Finding, Reconciliation
from report.reconcile.reconciliation import reconcile
from report.reconcile.registered import registered_files
from warehouse.edition import RegisteredDocument, load_edition
from warehouse.errors import user_errors
from warehouse.visible import on_one_line

DOCUMENTS_CHECK = "documents_reconcile"
_RULE = "Every number of the edition's registered documents is borne out by the edition's figures."
_SHOWN = 50


def document_check() -> dg.AssetChecksDefinition:
    """Return the asset check of the registered documents that have a file in the project."""

    @dg.asset_check(
        name=DOCUMENTS_CHECK,
        asset=REPORT,
        partitions_def=EDITIONS,
        blocking=False,
        description=f"{_RULE}\n\nA document without a `path` in the edition's register is passed over.",
    )
    def reconcile_documents(
        context: dg.AssetCheckExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> dg.AssetCheckResult:
        project, edition = builds.project, context.partition_key
        definition = load_edition(project, edition)
        try:
            paths = registered_files(project, definition)
            if not paths:
                return _result(_nothing(definition.documents), passed=False)
            found = reconcile(project, edition, paths)
        except user_errors() as error:
            return _result(str(error), passed=False)
        return _outcome(found, len(definition.documents) - len(paths))

    return reconcile_documents


def _outcome(found: Reconciliation, passed_over: int) -> dg.AssetCheckResult:
    counted = ", ".join(f"{count} {verdict}" for verdict, count in found.counts.items())
    return _result(
        counted or "there was nothing to check: the documents have no numbers",
        passed=bool(counted) and found.exit_code == NOTHING_AGAINST,
        metadata={
            "counts": dg.MetadataValue.json(found.counts),
            "documents": len(found.documents),
            "documents_without_a_file": passed_over,
            "against": dg.MetadataValue.md(_table(found, AGAINST)),
            "unproven": dg.MetadataValue.md(_table(found, UNPROVEN)),
        },
    )


def _nothing(documents: Sequence[RegisteredDocument]) -> str:
    count = (
        f"none of {len(documents)} registered documents has"
        if documents
        else "no document is registered with"
    )
    return f"there was nothing to check: {count} a file in the project (documents: path)"


def _result(
    description: str,
    *,
    passed: bool,
    metadata: Mapping[str, Any] | None = None,
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=DOCUMENTS_CHECK,
        passed=passed,
        severity=dg.AssetCheckSeverity.WARN,
        description=description,
        metadata=metadata or {},
    )


def _table(found: Reconciliation, verdicts: Sequence[str]) -> str:
    """Return the findings with some verdicts as a table in Markdown."""
    rows = [
        _row(document.document.path, finding)
        for document in found.documents
        for finding in document.findings
        if finding.verdict in verdicts
    ]
    if not rows:
        return "None."
    head = "| document | ¶ | number | verdict | figure | why | true would be |\n|---|---|---|---|---|---|---|"
    more = [f"\n... and {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    return "\n".join([head, *rows[:_SHOWN], *more])


def _row(path: str, finding: Finding) -> str:
    figure = f"{finding.figure} {finding.figure_value}".strip()
    cells = (
        path,
        str(finding.block.paragraph),
        finding.statement.text,
        finding.verdict,
        figure,
        finding.why,
        finding.rewording,
    )
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _plain(cell: str) -> str:
    """Return text that Markdown shows as it is: a document's words must not become links or markup in the UI."""
    text = on_one_line(cell).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"&#{ord(char)};" if char in "|[]()`*_\\!#~>:" else char for char in text)
