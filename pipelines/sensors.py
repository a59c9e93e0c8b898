"""Sensors: editions in step with raw/editions, a run when an edition's vintages change, and word when a run fails."""

import json

import dagster as dg

from assets.builds import EDITIONS
from pipelines.jobs import EDITION_JOB
from report.evidence.withheld_problems import closed_of_plan
from warehouse.builder.digests import digest_of
from warehouse.builder.edition_build import EditionBuild
from warehouse.edition import edition_names, frozen_by, is_proposed, load_edition
from warehouse.errors import user_errors
from warehouse.folders import FAILURE
from warehouse.placing import write_text
from warehouse.problem_groups import grouped
from warehouse.problems import blocking
from warehouse.project import Project
from warehouse.sources.register import load_source
from warehouse.visible import pictured_lines


def editions_in_step(project: Project) -> dg.SensorDefinition:
    """Return the sensor that adds a partition for each registered edition and starts a run when its pins change."""

    @dg.sensor(
        name="editions_in_step",
        job_name=EDITION_JOB,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Adds a partition for each file in raw/editions/ and builds an edition whose vintages changed.",
    )
    def look(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        before = json.loads(context.cursor) if context.cursor else {}
        now = {name: pinned_digest(project, name) for name in edition_names(project)}
        changed = [
            name
            for name, digest in now.items()
            if before.get(name) != digest and not frozen_by(project, name)
        ]
        known = context.instance.get_dynamic_partitions(EDITIONS.name or "")
        gone = [name for name in known if name not in now and not is_proposed(project, name)]
        return dg.SensorResult(
            run_requests=[
                dg.RunRequest(partition_key=name, run_key=f"{name}-{now[name]}") for name in changed
            ],
            dynamic_partitions_requests=[
                EDITIONS.build_add_request([n for n in now if n not in known]),
                EDITIONS.build_delete_request(gone),
            ],
            cursor=json.dumps(now, sort_keys=True),
        )

    return look


def pinned_digest(project: Project, edition_name: str) -> str:
    """Return a digest of the vintages that an edition pins and of the files registered for them."""
    edition = load_edition(project, edition_name)
    files = {
        name: [file.sha256 for file in load_source(project, name).vintage(pin.vintage).files]
        for name, pin in edition.pins.items()
    }
    pins = {name: pin.vintage for name, pin in edition.pins.items()}
    return digest_of({"pins": pins, "files": files, "as_of": edition.as_of})[:16]


def who_must_do_what(project: Project) -> dg.SensorDefinition:
    """Return the sensor that, when a run fails, names each problem, its remedy and the source's contact."""

    @dg.run_failure_sensor(
        name="who_must_do_what",
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Writes warehouse/build/<edition>/failure.txt: what failed, what to do, and whom to ask.",
    )
    def tell(context: dg.RunFailureSensorContext) -> None:
        edition = context.dagster_run.tags.get("dagster/partition", "")
        said = failure_message(project, edition, context.failure_event.message or "")
        message = pictured_lines(said)
        context.log.error(message)
        folder = project.build / (edition or "unknown")
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / FAILURE, message + "\n")

    return tell


def failure_message(project: Project, edition: str, fallback: str) -> str:
    """Return what a person needs to know of a failed run: what blocks, each cause once, with remedies and contacts."""
    try:
        build = EditionBuild(project, edition)
        lines = [f"Edition {edition} was not built."]
        for group in grouped(closed_of_plan(build.plan, blocking(build.problems()))):
            source = build.plan.sources.get(group.first.source)
            whom = f" Ask: {source.contact}." if source else ""
            what = f"- {group.place}: {group.count}{group.values}."
            lines.append(f"{what} Rule: {group.first.rule}. Do: {group.first.remedy}.{whom}")
        return "\n".join(lines if len(lines) > 1 else [*lines, fallback])
    except user_errors() as error:
        return f"Edition {edition} was not built.\n{error}"
