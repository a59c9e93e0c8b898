"""Schedules: the yearly run, ticked daily so that a missed day or year is caught up on."""

import dagster as dg

from assets.builds import EDITIONS
from pipelines.jobs import EDITION_JOB
from warehouse.builder.digests import digest_of
from warehouse.builder.stamp import take
from warehouse.calendar import due_editions, open_edition
from warehouse.project import Project


def yearly_run(project: Project) -> dg.ScheduleDefinition:
    """Return the schedule that opens and builds every edition that is due and open.

    A run is asked for once for each edition and state of its inputs; asking again changes nothing.
    """

    @dg.schedule(
        name="yearly_run",
        job_name=EDITION_JOB,
        cron_schedule="0 6 * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Opens the editions that are due, builds them, and leaves frozen ones alone.",
    )
    def tick(context: dg.ScheduleEvaluationContext) -> list[dg.RunRequest]:
        date = context.scheduled_execution_time.date()
        names = due_editions(project, date)
        for name in names:
            open_edition(project, name, date)
        context.instance.add_dynamic_partitions(EDITIONS.name or "", names)
        return [
            dg.RunRequest(partition_key=name, run_key=f"{name}-{inputs_digest(project, name)}")
            for name in names
        ]

    return tick


def inputs_digest(project: Project, edition: str) -> str:
    """Return a digest of everything that an edition is made from, by content."""
    return digest_of(take(project.root, edition).digests)[:16]
