"""The process of the second engine holds no DuckDB, and cannot."""

import subprocess
import sys

import pytest

from report.reperform import second_process
from report.reperform.second.written import SecondResult
from report.reperform.second_process import compute
from tests.conftest import ROOT
from tests.report.reperform.payloads import content_of
from warehouse.errors import ReportError

BARRED = """
import sys
from report.reperform.second.__main__ import main
assert "duckdb" not in sys.modules
try:
    main([])
except ValueError:
    pass
import duckdb
"""


def test_duckdb_is_not_loaded_where_the_second_engine_computes(toy, tmp_path):
    result = compute(toy.root, "2021", tmp_path / "out")
    assert "datafusion" in result.modules
    assert "duckdb" not in result.modules
    assert "_duckdb" not in result.modules
    assert set(result.tables) == {"table_01_harvest", "table_02_orchards"}


def test_duckdb_cannot_be_imported_there():
    done = subprocess.run(
        [sys.executable, "-c", BARRED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "duckdb is not imported in the process of the second engine" in done.stderr


def test_an_answer_of_a_process_that_held_duckdb_does_not_count(toy, tmp_path, monkeypatch):
    held = SecondResult("1", ("datafusion", "duckdb"), {}, {}, ())
    monkeypatch.setattr(second_process, "read", lambda _: held)
    with pytest.raises(ReportError, match="DuckDB was loaded"):
        compute(toy.root, "2021", tmp_path / "out")


def test_a_process_that_stops_says_why(release, tmp_path):
    project = content_of(release)
    (project.editions / "2021.yaml").unlink()
    with pytest.raises(ReportError, match="edition 2021 does not exist"):
        compute(project.root, "2021", tmp_path / "out")
