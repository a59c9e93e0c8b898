"""The first engine: the edition built again from the release's own files, as the build makes it.

The build needs no network and leaves nothing outside the folder of the copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet

from report.edition import gather
from report.figures.resolve import FigureValue
from report.publish.files import write_table
from warehouse.builder.edition_build import EditionBuild
from warehouse.problems import Problem, blocking
from warehouse.project import Project

NAME = "DuckDB"


@dataclass(frozen=True)
class FirstResult:
    """What the first engine made of the release's files.

    Attributes:
        version: Version of DuckDB.
        content_sha256: Content hash of the whole.
        tables: Report tables that could be built, with their rows.
        digests: Report table -> content hash.
        files: Report table -> its canonical CSV.
        figures: Figure -> its value.
        missing: Report table -> why it could not be built.
        problems: Problems that hold something up.
    """

    version: str
    content_sha256: str
    tables: Mapping[str, pyarrow.Table]
    digests: Mapping[str, str]
    files: Mapping[str, Path]
    figures: Mapping[str, FigureValue]
    missing: Mapping[str, str]
    problems: tuple[Problem, ...]


def rebuild(project: Project, edition: str, out: Path) -> FirstResult:
    """Build an edition and return what is compared.

    Args:
        project: The copy of the release's project.
        edition: The edition.
        out: Folder for the canonical CSV of the tables.

    Raises:
        ReportError: If a definition is wrong, so that nothing can be built.
    """
    build = EditionBuild(project, edition)
    parts = gather(build)
    tables = {t.model.name: _rows(build, t.model.name) for t in parts.tables}
    for name, table in tables.items():
        write_table(out, name, table)
    return FirstResult(
        version=str(duckdb.__version__),
        content_sha256=parts.content_sha256,
        tables=tables,
        digests={table.model.name: table.content_sha256 for table in parts.tables},
        files={name: out / f"{name}.csv" for name in tables},
        figures={figure.figure.id: figure for figure in parts.figures},
        missing=parts.missing,
        problems=tuple(blocking(parts.problems)),
    )


def _rows(build: EditionBuild, name: str) -> pyarrow.Table:
    step = build.outcome(name).step
    assert step is not None  # noqa: S101 - a table is only listed once it was built
    return pyarrow.parquet.ParquetFile(step.table).read().drop_columns(["_row"])
