"""`annual-report dev`: the Dagster UI for this project, with its editions as partitions."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.child import run_to_the_end
from pipelines.cli.options import ProjectOption, project_of
from warehouse.edition import edition_names
from warehouse.placing import write_text
from warehouse.project import ENVIRONMENT_VARIABLE, Project

SETTINGS = "telemetry:\n  enabled: false\nnux:\n  enabled: false\n"


def command(
    project: ProjectOption = None,
    port: Annotated[int, typer.Option(help="Port of the UI on this machine.")] = 3000,
) -> int:
    """Start the Dagster UI; its runs are kept in .dagster/ (or DAGSTER_HOME, when set)."""
    found = project_of(project)
    home = prepare_home(found)
    environment = {**os.environ, "DAGSTER_HOME": str(home), ENVIRONMENT_VARIABLE: str(found.root)}
    workspace = Path(__file__).resolve().parents[2] / "workspace.yaml"
    line = [sys.executable, "-m", "dagster", "dev", "-w", str(workspace), "-p", str(port)]
    return run_to_the_end(line, environment, found.root)


def prepare_home(project: Project) -> Path:
    """Return the folder of the Dagster instance, made with quiet settings, with a partition for each edition."""
    home = Path(os.environ.get("DAGSTER_HOME") or project.root / ".dagster")
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").exists():
        write_text(home / "dagster.yaml", SETTINGS)
    os.environ["DAGSTER_HOME"] = str(home)
    import dagster as dg

    from assets.builds import EDITIONS

    with dg.DagsterInstance.get() as instance:
        instance.add_dynamic_partitions(EDITIONS.name or "", edition_names(project))
    return home
