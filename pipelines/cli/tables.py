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

    if name and every:
        raise DefinitionError(
            "--all lists all tables, and one is named", remedy="leave out one of them"
        )
    generation = Generations(project_of(project), edition).open()
    if name:
        return _print_table(generation / REPORT / TABLES / f"{name}.csv", name, as_json=json)
    if every:
        return _print_columns(generation / TABLES, as_json=json)
    entries = read_manifest(generation).tables
    if json:
        emit_json([entry.to_json() for entry in entries])
        return 0
    rows = [(entry.id, entry.title, str(entry.rows), entry.nature) for entry in entries]
    say_table(("table", "title", "rows", "nature"), rows)
    return 0


def _print_table(path: Path, name: str, *, as_json: bool) -> int:
    import csv

    if not path.is_file():
        raise DefinitionError(
            f"table {name} is not in this edition", remedy="annual-report tables EDITION"
        )
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    if as_json:
        # Texts as in the file: what is published to two places keeps both.
        emit_json([dict(zip(head, row, strict=True)) for row in rows])
    else:
        say_table(head, rows)
    return 0


def _print_columns(folder: Path, *, as_json: bool) -> int:
    import pyarrow.parquet

    found = []
    for path in listed(folder, ".parquet"):
        file = pyarrow.parquet.ParquetFile(path)
        names = [n for n in file.schema_arrow.names if not n.startswith("_")]
        found.append((path.stem, file.metadata.num_rows, names))
    if as_json:
        emit_json([{"id": name, "rows": rows, "columns": columns} for name, rows, columns in found])
    else:
        shown = [(name, str(rows), ", ".join(columns)) for name, rows, columns in found]
        say_table(("table", "rows", "columns"), shown)
    return 0
