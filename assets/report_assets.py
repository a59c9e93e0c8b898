"""Assets of the report: the table of problems, the figures, and the edition as it is published."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg

from assets.builds import EDITIONS, Builds
from assets.descriptions import code_references, problems_table
from report.edition import gather, publish
from report.evidence.auditing.edition import audit_edition
from report.evidence.auditing.withholding import withhold_audit
from report.evidence.withholding import closed_of
from report.publish.problems import place_problems
from warehouse.builder.digests import digest_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.kept import Kept
from warehouse.problems import FIGURES as FIGURE_RULES
from warehouse.problems import blocking, owner
from warehouse.project import Project

FIGURES, REPORT, PROBLEMS = "figures", "report", "problems"
GENERATION = "generation"
"""Metadata of the report: the folder that the run wrote."""
CELLS_CHECK = "every_cell_is_verified"
_CELLS = "Every cell of every table and every figure comes back from the author's SQL over its own evidence alone."
_OWNERS = ["team:report-authors"]
_FINDINGS_SHOWN = 50


def problems_asset() -> dg.AssetsDefinition:
    """Return the asset of the table of problems, which is made also when a source fails."""

    @dg.asset(
        name=PROBLEMS,
        partitions_def=EDITIONS,
        group_name="report",
        kinds={"csv", "parquet"},
        owners=["team:data-staff"],
        code_version=fingerprint()[:16],
        description="Every broken rule of the edition's raw files: file, sheet, line, column, value, rule and remedy.",
    )
    def problems_of_edition(
        context: dg.AssetExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> object:
        build = builds.of(context)
        found = builds.shown(context, build.problems())
        folder = builds.project.build / build.plan.edition.name
        place_problems(folder, found)
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": len(found),
                "problems": problems_table(found),
                "file": dg.MetadataValue.path(str(folder / "problems.csv")),
            },
            data_version=dg.DataVersion(digest_of([p.as_dict() for p in found])),
        )

    return problems_of_edition


def figures_asset(project: Project, tables: Sequence[str]) -> dg.AssetsDefinition:
    """Return the asset of the figures, with the blocking check that each one finds its cell."""

    @dg.asset(
        name=FIGURES,
        deps=list(tables),
        partitions_def=EDITIONS,
        group_name="report",
        kinds={"yaml"},
        owners=_OWNERS,
        code_version=digest_of(
            [fingerprint(), project.figures.read_text() if project.figures.is_file() else ""]
        )[:16],
        description="Every published value: its cell, rounded and worded as the catalogue says.",
        metadata=code_references((project.figures, "figures.yaml")),
        check_specs=[dg.AssetCheckSpec("every_figure_has_a_cell", asset=FIGURES, blocking=True)],
    )
    def resolve_figures(
        context: dg.AssetExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> Iterator[object]:
        parts = gather(builds.of(context))
        faults = [p for p in parts.problems if owner(p.rule_id) == FIGURE_RULES]
        rows = [figure.published.content for figure in parts.figures]
        yield dg.MaterializeResult(
            asset_key=FIGURES,
            metadata={
                "dagster/row_count": len(rows),
                "figures": dg.MetadataValue.table(
                    [
                        dg.TableRecord(
                            {k: str(row[k]) for k in ("id", "display", "nature", "label")}
                        )
                        for row in rows
                    ]
                ),
            },
            data_version=dg.DataVersion(digest_of(rows)),
            check_results=[
                dg.AssetCheckResult(
                    check_name="every_figure_has_a_cell",
                    passed=not faults,
                    metadata={"problems": problems_table(builds.shown(context, faults))},
                )
            ],
        )

    return resolve_figures


def report_asset(tables: Sequence[str]) -> dg.AssetsDefinition:
    """Return the asset of the published edition: one immutable generation, made current when it is complete."""

    @dg.asset(
        name=REPORT,
        deps=[FIGURES, *tables],
        partitions_def=EDITIONS,
        group_name="report",
        kinds={"html", "csv", "parquet", "duckdb"},
        owners=_OWNERS,
        code_version=fingerprint()[:16],
        description="The edition as it is published: tables as CSV and Parquet, figures, problems and one HTML page.",
        check_specs=[
            dg.AssetCheckSpec(CELLS_CHECK, asset=REPORT, blocking=True, description=_CELLS)
        ],
    )
    def publish_edition(
        context: dg.AssetExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> Iterator[object]:
        place, parts = publish(builds.of(context))
        page = place / "report" / "index.html"
        yield dg.MaterializeResult(
            asset_key=REPORT,
            metadata={
                "content_sha256": parts.content_sha256,
                "tables": len(parts.tables),
                "figures": len(parts.figures),
                "errors": len(blocking(parts.problems)),
                "page": dg.MetadataValue.path(str(page)),
                GENERATION: dg.MetadataValue.path(str(place)),
            },
            data_version=dg.DataVersion(parts.content_sha256),
            check_results=[_cells_check(builds.project, place)],
        )

    return publish_edition


def _cells_check(project: Project, generation: Path) -> dg.AssetCheckResult:
    """Audit a generation: passed when every cell of its tables and every figure is verified."""
    kept = Kept(generation)
    with kept.connection() as connection:
        audited = withhold_audit(audit_edition(kept, connection), closed_of(project, kept))
    return dg.AssetCheckResult(
        check_name=CELLS_CHECK,
        passed=audited.complete,
        description=audited.summary,
        metadata={
            "cells": audited.cells,
            "verified": audited.verified,
            "not_verified": dg.MetadataValue.json(
                audited.as_dict()["not_verified"][:_FINDINGS_SHOWN]
            ),
        },
    )
