"""Fixtures for tests of reading raw files: a file of given bytes, loaded with an inline schema."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from warehouse.problems import Problem
from warehouse.sources.inline import inline_schema
from warehouse.sources.load import FilePlace, LoadReport, load
from warehouse.sources.options import ReaderOptions


@dataclass(frozen=True)
class Loaded:
    """What one load gave."""

    report: LoadReport
    target: Path

    def rows(self, columns="*"):
        """Rows as (line, values...), in file order."""
        query = f"SELECT _row & 4294967295, {columns} FROM '{self.target}'"
        return duckdb.sql(query).fetchall()

    def told(self):
        """Problems as (line, column, value)."""
        return [(p.line, p.column, p.value) for p in self.report.problems]

    def only(self) -> Problem:
        """The one problem that there is."""
        (problem,) = self.report.problems
        return problem


@pytest.fixture
def loaded(tmp_path):
    """Load bytes, or a file that the test has written, as a table of the given columns."""

    def run(
        content,
        columns,
        /,
        *,
        name="file.csv",
        unique=None,
        nature="measured",
        place=None,
        **reader,
    ):
        path = content
        if isinstance(content, (bytes, str)):
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        schema = columns
        if isinstance(columns, dict):
            schema = inline_schema({"columns": columns, "unique": unique or []}, "source.yaml")
        report = load(
            path,
            tmp_path / "out" / "table.parquet",
            options=ReaderOptions.parse(reader, "source.yaml"),
            schema=schema,
            place=place
            or FilePlace("herbs", "raw_herbs__yield", "2020", "raw/herbs/2020/file.csv"),
            nature=nature,
        )
        return Loaded(report, tmp_path / "out" / "table.parquet")

    return run
