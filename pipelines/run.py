"""Running an edition's job in this process, for the command line, so that the UI shows the run like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dagster as dg

from assets.builds import EDITIONS
from assets.report_assets import GENERATION, REPORT
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from warehouse.project import Project


def run_edition(
    project: Project, edition: str, listener: Callable[[str], None] | None = None
) -> Path | None:
    """Run every asset of an edition, recorded in the instance of DAGSTER_HOME.

    Returns:
        The generation that the run wrote, or None when something failed.
    """
    definitions = build_defs(project, listener)
    with dg.DagsterInstance.get() as instance:
        instance.add_dynamic_partitions(EDITIONS.name or "", [edition])
        job = definitions.resolve_job_def(EDITION_JOB)
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        result = job.execute_in_process(
            partition_key=edition, instance=instance, raise_on_error=False, run_config=quiet
        )
        return _generation(result) if result.success else None


def _generation(result: dg.ExecuteInProcessResult) -> Path:
    (event,) = [
        event
        for event in result.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(REPORT)
    ]
    return Path(str(event.materialization.metadata[GENERATION].value))
