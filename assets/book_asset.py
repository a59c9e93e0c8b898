"""The asset of the audit book: the published edition as a site, from each figure to the lines of its sources."""

from pathlib import Path

import dagster as dg

from assets.builds import EDITIONS, Builds
from assets.report_assets import REPORT
from report.book import BOOK_FOLDER, write_book
from report.evidence.auditing.edition import audit_edition
from report.evidence.withholding import withheld_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.kept import Kept
from warehouse.errors import user_errors
from warehouse.project import Project
from warehouse.visible import pictured_lines

BOOK = "audit_book"


def book_asset() -> dg.AssetsDefinition:
    """Return the asset of the audit book."""

    @dg.asset(
        name=BOOK,
        deps=[REPORT],
        partitions_def=EDITIONS,
        group_name="report",
        kinds={"html"},
        owners=["team:auditors"],
        code_version=fingerprint()[:16],
        description="The audit book of the last complete build: open `index.html` in a browser; no server is needed.",
    )
    def write_audit_book(
        context: dg.AssetExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> object:
        project, edition = builds.project, builds.of(context).plan.edition.name
        kept = Kept.current(project, edition)
        with kept.connection() as connection:
            audited = audit_edition(kept, connection)
        try:
            summary = write_book(
                project,
                kept,
                folder_of(project, edition),
                audited=audited,
                withheld=withheld_of(project, kept),
            )
        except user_errors() as error:
            raise dg.Failure(
                pictured_lines(f"the book is not made: {error}"), allow_retries=False
            ) from error
        return dg.MaterializeResult(
            metadata={
                "book": dg.MetadataValue.path(str(summary.index)),
                "pages": summary.pages,
                "figures": summary.figures,
                "cells_verified": audited.verified,
                "bytes": summary.size,
            },
        )

    return write_audit_book


def folder_of(project: Project, edition: str) -> Path:
    """Return where the book of an edition stands, here and by `annual-report book`."""
    return project.build / edition / BOOK_FOLDER
