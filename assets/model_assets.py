"""Assets of the models, one a SELECT, and asset checks of the SQL checks, one a query for offending rows."""

from collections.abc import Mapping

import dagster as dg

from assets.book_asset import folder_of
from assets.builds import EDITIONS, Builds
from assets.charts import chart_metadata
from assets.column_lineage import column_metadata
from assets.descriptions import (
    WITHHELD_PREVIEW,
    code_references,
    fenced,
    outcome_metadata,
    plain,
    preview,
    problems_table,
)
from report.book.addresses import model_page
from warehouse.builder.digests import digest_of
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.nature_walk import nature_of
from warehouse.model import Model
from warehouse.problems import blocking
from warehouse.visible import pictured

_OWNERS = ["team:data-staff"]


def model_asset(model: Model, citations: Mapping[str, str]) -> dg.AssetsDefinition:
    """Return the asset of a model.

    Args:
        model: The model.
        citations: Source name -> citation of every source that the model rests on.
    """

    @dg.asset(
        name=model.name,
        deps=list(model.upstream),
        partitions_def=EDITIONS,
        group_name=model.layer,
        kinds={"duckdb", "sql"},
        owners=_OWNERS,
        code_version=digest_of([fingerprint(), model.sql])[:16],
        description=_method(model),
        metadata={
            "sources": dg.MetadataValue.json({n: pictured(text) for n, text in citations.items()}),
            **code_references((model.path, "SQL")),
        },
    )
    def build_model(context: dg.AssetExecutionContext, builds: dg.ResourceParam[Builds]) -> object:
        outcome = builds.outcome(context, model.name)
        if outcome.step is None:
            problem = builds.shown(context, outcome.problems)[0]
            said = f"{problem.file}: {problem.value}; expected: {problem.rule}"
            raise dg.Failure(pictured(said), allow_retries=False)
        return dg.MaterializeResult(
            metadata={
                # The UI keeps this order: what is looked at first, and the long table of roles at the end.
                "preview": WITHHELD_PREVIEW
                if builds.is_withheld(context, model.name)
                else preview(outcome.step.table, model.columns),
                **chart_metadata(builds.of(context), model, outcome),
                **_in_the_book(builds.of(context), model),
                "nature": nature_of(builds.of(context), model.name),
                **outcome_metadata(outcome, model.columns),
                **column_metadata(
                    builds.of(context).store, model, builds.inputs(context, model.upstream)
                ),
            },
            data_version=dg.DataVersion(outcome.step.record.content_sha256),
        )

    return build_model


def check_asset(check: Model, *, blocks: bool) -> dg.AssetChecksDefinition:
    """Return the asset check of an SQL check.

    Args:
        check: The check.
        blocks: Whether Dagster itself stops what is downstream, see `warehouse.builder.gates`.
    """

    @dg.asset_check(
        name=check.name,
        asset=check.on,
        additional_deps=[table for table in check.upstream if table != check.on],
        blocking=blocks,
        partitions_def=EDITIONS,
        description=f"{plain(check.title)}\n\nRule: {plain(check.rule)}\n\nRemedy: {plain(check.remedy)}\n\n"
        f"{fenced(check.sql, 'sql')}",
        metadata=code_references((check.path, "SQL")),
    )
    def run_sql_check(
        context: dg.AssetCheckExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> dg.AssetCheckResult:
        outcome = builds.outcome(context, check.name)
        is_warning = check.severity == "warning"
        return dg.AssetCheckResult(
            passed=not (outcome.problems if is_warning else blocking(outcome.problems)),
            severity=dg.AssetCheckSeverity.WARN if is_warning else dg.AssetCheckSeverity.ERROR,
            description=f"{len(outcome.problems)} rows break the rule"
            if outcome.problems
            else pictured(check.rule),
            metadata={"problems": problems_table(builds.shown(context, outcome.problems))},
        )

    return run_sql_check


def _in_the_book(build: EditionBuild, model: Model) -> dict[str, dg.PathMetadataValue]:
    """Return where the audit book shows a table; the asset of the book writes it."""
    edition = build.plan.edition.name
    page, _, _ = model_page(model.name, model.layer).partition("#")
    return {"book": dg.MetadataValue.path(str(folder_of(build.project, edition) / page))}


def _method(model: Model) -> str:
    notes = "\n".join(f"- {plain(note)}" for note in model.notes)
    unit = f"Unit: {plain(model.unit)}. " if model.unit else ""
    key = f"One row for each {plain(', '.join(model.key))}." if model.key else ""
    return f"{plain(model.title)}\n\n{unit}{key}\n\n{notes}\n\n{fenced(model.sql, 'sql')}"
