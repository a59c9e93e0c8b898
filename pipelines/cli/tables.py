"""`annual-report tables EDITION`: list the tables of the last build, or print one."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from pipelines.cli.options import EditionArgument, JsonOption, ProjectOption, project_of
from pipelines.cli.summary import console
from warehouse.errors import DefinitionError


def command(
    edition: EditionArgument,
    name: Annotated[
        str, typer.Argument(help="A table to print whole; by default all are listed.")
    ] = "",
    project: ProjectOption = None,
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
        return _print_table(generation / "report" / "tables" / f"{name}.csv", name)
    if every:
        return _print_columns(generation / "tables")
    entries = read_manifest(generation).tables
    if json:
        print(
            json_format.dumps([entry.to_json() for entry in entries], ensure_ascii=False, indent=1)
        )
        return 0
    listing = Table("table", "title", "rows", "nature", box=None)
    for entry in entries:
        row = (entry.id, entry.title, str(entry.rows), entry.nature)
        listing.add_row(*(Text(cell) for cell in row))
    console().print(listing)
    return 0


def _print_table(path: Path, name: str) -> int:
    import csv

    if not path.is_file():
        raise DefinitionError(
            f"table {name} is not in this edition", remedy="annual-report tables EDITION"
        )
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    shown = Table(*rows[0], box=None)
    for row in rows[1:]:
        shown.add_row(*(Text(cell) for cell in row))
    console().print(shown)
    return 0


def _print_columns(folder: Path) -> int:
    import pyarrow.parquet

    listing = Table("table", "rows", "columns", box=None)
    for path in sorted(folder.glob("*.parquet")):
        file = pyarrow.parquet.ParquetFile(path)
        names = ", ".join(n for n in file.schema_arrow.names if not n.startswith("_"))
        listing.add_row(Text(path.stem), str(file.metadata.num_rows), Text(names))
    console().print(listing)
    return 0
