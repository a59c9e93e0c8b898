"""`annual-report tables EDITION`: list the tables of the last build, or print one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say_table
from warehouse.errors import DefinitionError
from warehouse.folders import REPORT, TABLES
from warehouse.listing import listed


def command(
    edition: EditionArgument,
    name: Annotated[
        str, typer.Argument(help="A table to print whole; by default all are listed.")
    ] = "",
    project: ProjectOption = None,
    *,
    json: JsonOption = False,
    every: Annotated[
        bool, typer.Option("--all", help="List core and stat tables too, with their columns.")
    ] = False,
) -> int:
    """List the tables of an edition, or print one of them."""
    from warehouse.builder.generation import Generations
    from warehouse.builder.manifest import read_manifest

    generation = Generations(project_of(project), edition).open()
    if name:
        return _print_table(generation / REPORT / TABLES / f"{name}.csv", name)
    if every:
        return _print_columns(generation / TABLES)
    entries = read_manifest(generation).tables
    if json:
        emit_json([entry.to_json() for entry in entries])
        return 0
    rows = [(entry.id, entry.title, str(entry.rows), entry.nature) for entry in entries]
    say_table(("table", "title", "rows", "nature"), rows)
    return 0


def _print_table(path: Path, name: str) -> int:
    import csv

    if not path.is_file():
        raise DefinitionError(
            f"table {name} is not in this edition", remedy="annual-report tables EDITION"
        )
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    say_table(rows[0], rows[1:])
    return 0


def _print_columns(folder: Path) -> int:
    import pyarrow.parquet

    rows = []
    for path in listed(folder, ".parquet"):
        file = pyarrow.parquet.ParquetFile(path)
        names = ", ".join(n for n in file.schema_arrow.names if not n.startswith("_"))
        rows.append((path.stem, str(file.metadata.num_rows), names))
    say_table(("table", "rows", "columns"), rows)
    return 0
