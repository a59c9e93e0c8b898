"""The Dagster definitions of the project: what `workspace.yaml` loads, made fresh for tests and for the CLI."""

from collections.abc import Callable

import dagster as dg

from assets.book_asset import book_asset
from assets.builds import Builds
from assets.document_check import document_check
from assets.model_assets import check_asset, model_asset
from assets.report_assets import figures_asset, problems_asset, report_asset
from assets.source_assets import edition_asset, file_spec, raw_asset
from pipelines.jobs import edition_job
from pipelines.schedules import yearly_run
from pipelines.sensors import editions_in_step, who_must_do_what
from warehouse.builder.gates import blocks_all
from warehouse.model import Model, in_order, load_models, raw_inputs
from warehouse.project import Project
from warehouse.sources.register import Source, load_source, raw_table, source_names


def build_defs(project: Project, listener: Callable[[str], None] | None = None) -> dg.Definitions:
    """Return the definitions of a project.

    Args:
        project: The project whose raw/, models and catalogue define the assets.
        listener: Called with the name of each table or check as its work begins.
    """
    sources = [load_source(project, name) for name in source_names(project)]
    every = load_models(project)
    models = {name: model for name, model in every.items() if model.layer != "checks"}
    checks = [model for model in every.values() if model.layer == "checks"]
    tables = sorted(name for name, model in models.items() if model.layer == "report")
    raw = [
        raw_asset(project, source, table) for source in sources for table in source.tables.values()
    ]
    return dg.Definitions(
        assets=[
            *(file_spec(source) for source in sources),
            edition_asset(),
            *raw,
            *(
                model_asset(model, _citations(sources, models, model.name))
                for model in in_order(models)
            ),
            problems_asset(),
            figures_asset(project, tables),
            report_asset(tables),
            book_asset(),
        ],
        asset_checks=[
            *(check_asset(check, blocks=blocks_all(check, models)) for check in checks),
            document_check(),
        ],
        jobs=[edition_job()],
        schedules=[yearly_run(project)],
        sensors=[editions_in_step(project), who_must_do_what(project)],
        resources={"builds": Builds(project, listener)},
        executor=dg.in_process_executor,
    )


def _citations(sources: list[Source], models: dict[str, Model], name: str) -> dict[str, str]:
    tables = raw_inputs(models, name)
    return {
        s.name: s.citation for s in sources if any(raw_table(s.name, t) in tables for t in s.tables)
    }


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions of the project around the working folder."""
    return build_defs(Project.find())
