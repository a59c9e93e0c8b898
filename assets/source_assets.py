"""Assets of the sources: the registered files as they came, and each raw table read, typed and checked."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.builds import EDITIONS, Builds
from assets.descriptions import (
    address,
    code_references,
    outcome_metadata,
    plain,
    problems_table,
)
from warehouse.builder.digests import digest_of
from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.outcome import Outcome
from warehouse.problems import Problem, blocking
from warehouse.project import Project
from warehouse.sources.register import Source, SourceTable, raw_table
from warehouse.sources.schema import schema_fingerprint
from warehouse.visible import pictured

CHECK = "valid"


def file_spec(source: Source) -> dg.AssetSpec:
    """Return the asset of a source's registered files, which people bring and no run makes."""
    vintages = "\n".join(
        f"- {v.id}: {plain(v.release)}, {v.nature}, {v.form}"
        for v in (source.vintages[i] for i in source.ordered_vintages)
    )
    return dg.AssetSpec(
        key=["files", source.name],
        group_name="files",
        description=f"{plain(source.title)}\n\n{plain(source.citation)}\n\nVintages:\n\n{vintages}",
        kinds={"file"},
        owners=["team:data-staff"],
        metadata={
            "publisher": pictured(source.publisher),
            "citation": pictured(source.citation),
            "licence": pictured(source.licence),
            "landing_page": address(source.landing_url),
            "contact": pictured(source.contact),
            **code_references((source.folder / "source.yaml", "source.yaml")),
        },
    )


def raw_asset(project: Project, source: Source, table: SourceTable) -> dg.AssetsDefinition:
    """Return the asset of one raw table, with the blocking check that its rows keep the rules."""
    name = raw_table(source.name, table.name)
    own = [v.layouts[table.name] for v in source.vintages.values() if table.name in v.layouts]
    version = digest_of(
        [fingerprint(), *(part for way in (table, *own) for part in _read_by(project, way))]
    )

    @dg.asset(
        name=name,
        deps=[dg.AssetKey(["files", source.name])],
        partitions_def=EDITIONS,
        group_name="raw",
        kinds={"pandera", "parquet"},
        owners=["team:data-staff"],
        code_version=version[:16],
        description=f"{plain(table.title)}\n\nRead from the vintage that the edition pins: the file's sha256 is "
        "compared, each cell is typed, the Pandera model is applied and the vintage is compared with the one before.",
        metadata={
            "citation": pictured(source.citation),
            "publisher": pictured(source.publisher),
            **_references(project, source, table),
        },
        check_specs=[
            dg.AssetCheckSpec(
                CHECK,
                asset=name,
                blocking=True,
                description="The rows keep the rules of their schema.",
            )
        ],
        output_required=False,
    )
    def read_and_check(
        context: dg.AssetExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> Iterator[object]:
        if source.name not in builds.of(context).plan.sources:
            context.log.info("edition %s does not use %s", context.partition_key, source.name)
            return
        outcome = builds.outcome(context, name)
        yield from _results(name, outcome, builds.shown(context, outcome.problems))

    return read_and_check


def _read_by(project: Project, table: SourceTable) -> tuple[str, str]:
    """Return what says how the files of a table are read."""
    return table.options.fingerprint(), schema_fingerprint(project.root, table.schema)


def edition_asset() -> dg.AssetsDefinition:
    """Return the asset of the edition's own one-row table."""

    @dg.asset(
        name=EDITION_TABLE,
        partitions_def=EDITIONS,
        group_name="raw",
        kinds={"yaml"},
        owners=["team:data-staff"],
        code_version=fingerprint()[:16],
        description="The edition's year, period and as-of date, as raw/editions/ defines them.",
    )
    def edition_definition(
        context: dg.AssetExecutionContext, builds: dg.ResourceParam[Builds]
    ) -> object:
        outcome = builds.outcome(context, EDITION_TABLE)
        return dg.MaterializeResult(
            metadata=outcome_metadata(outcome), data_version=_version(outcome)
        )

    return edition_definition


def _results(name: str, outcome: Outcome, shown: Sequence[Problem]) -> Iterator[object]:
    """Yield the materialisation and its check; a file that cannot be read fails the step.

    Args:
        name: The table.
        outcome: What became of it.
        shown: Its problems as they may be shown.
    """
    if outcome.step is None:
        problem = shown[0]
        said = f"{problem.file}: {problem.value}; expected: {problem.rule}; {problem.remedy}"
        raise dg.Failure(
            pictured(said),
            metadata={"problems": problems_table(shown)},
            allow_retries=False,
        )
    errors = blocking(outcome.problems)
    yield dg.MaterializeResult(
        asset_key=name,
        metadata=outcome_metadata(outcome),
        data_version=_version(outcome),
        check_results=[
            dg.AssetCheckResult(
                check_name=CHECK,
                passed=not errors,
                severity=dg.AssetCheckSeverity.ERROR,
                description=f"{len(errors)} rows break a rule"
                if errors
                else "all rows keep the rules",
                metadata={"errors": len(errors), "problems": problems_table(shown)},
            )
        ],
    )


def _version(outcome: Outcome) -> dg.DataVersion | None:
    return dg.DataVersion(outcome.step.record.content_sha256) if outcome.step else None


def _references(project: Project, source: Source, table: SourceTable) -> dict[str, object]:
    files = [(source.folder / "source.yaml", "source.yaml")]
    if isinstance(table.schema, str):
        module = table.schema.split(".")[0]
        files.append(
            (project.root / "warehouse" / "sources" / "schemas" / f"{module}.py", "schema")
        )
    return code_references(*files)
