"""Running an edition's job in this process, for the command line; recorded in the instance when there is one."""

from __future__ import annotations

import os
from collections.abc import Callable

import dagster as dg

from assets.builds import EDITIONS
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from warehouse.project import Project


def run_edition(project: Project, edition: str, listener: Callable[[str], None] | None = None) -> bool:
    """Run every asset of an edition and return whether all of them succeeded.

    With DAGSTER_HOME set the run is recorded there and shows in the UI; without it nothing of the run is kept.
    """
    definitions = build_defs(project, listener)
    recorded = bool(os.environ.get("DAGSTER_HOME"))
    with dg.DagsterInstance.get() if recorded else dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(EDITIONS.name or "", [edition])
        job = definitions.resolve_job_def(EDITION_JOB)
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        result = job.execute_in_process(
            partition_key=edition, instance=instance, raise_on_error=False, run_config=quiet
        )
        return result.success
