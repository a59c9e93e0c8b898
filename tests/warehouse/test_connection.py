"""The connection of models: the same on every machine, and closed to everything but its folder."""

import ast
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.test_architecture import FILES
from warehouse.connection import SPILL, THREADS_VARIABLE, connect, refuse_other_tables
from warehouse.errors import DefinitionError, ReportError
from warehouse.model import Model

HOUR = """
import sys
from pathlib import Path
from warehouse.connection import connect

with connect(Path(sys.argv[1])) as connection:
    print(connection.execute("SELECT strftime(TIMESTAMPTZ '2020-07-01 12:00:00+00', '%H:%M')").fetchone()[0])
"""


def test_instants_are_read_in_utc_wherever_the_machine_is(tmp_path):
    command, zone = [sys.executable, "-c", HOUR, tmp_path], {**os.environ, "TZ": "Asia/Bangkok"}
    done = subprocess.run(command, env=zone, capture_output=True, text=True, check=True)
    assert done.stdout == "12:00\n"


SPILLING = """
import sys
from pathlib import Path
from warehouse.connection import connect

with connect(Path(sys.argv[1])) as connection:
    print(connection.execute("SELECT current_setting('temp_directory')").fetchone()[0])
"""


def test_each_process_spills_to_a_folder_of_its_own(tmp_path):
    """DuckDB gives the files in it the same names in every process: two that shared one crashed."""
    command = [sys.executable, "-c", SPILLING, tmp_path]
    folders = [
        Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
        for _ in range(2)
    ]
    assert folders[0] != folders[1]
    assert {(folder.parent, folder.name[:7]) for folder in folders} == {(tmp_path, SPILL)}


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('/etc/hostname')",
        "SET threads = 3",
        "INSTALL httpfs",
        "SET TimeZone = 'Asia/Bangkok'",
        "SET memory_limit = '100GB'",
        "ATTACH '/tmp/other.duckdb'",
        "COPY (SELECT 1) TO '/tmp/other.csv'",
        "EXPORT DATABASE '/tmp/other'",
        "FROM glob('/etc/*')",
        "FROM read_text('/etc/hostname')",
        "LOAD httpfs",
    ],
)
def test_a_model_can_reach_nothing_outside_and_change_nothing(tmp_path, sql):
    with connect(tmp_path) as connection, pytest.raises(duckdb.Error):
        connection.execute(sql)


def test_every_database_that_the_engine_opens_is_closed_to_all_else():
    """Where one is opened it is closed in the same function: nobody has to remember which SQL is a stranger's."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "duckdb.connect(" in ast.unparse(node):
                text = ast.unparse(node)
                is_closed = (
                    "confine(connection" in text or "'enable_external_access': False" in text
                )
                assert is_closed, f"{path}: {node.name}"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS n FROM 'x.parquet'",
        "SELECT count(*) AS n FROM raw_b",
        "WITH raw_a AS (FROM raw_a) FROM raw_a, raw_b",
    ],
)
def test_what_duckdb_reads_beside_what_is_known_is_refused(tmp_path, sql):
    model = Model("core_x", "core", tmp_path, "core_x.sql", sql, "T", ("raw_a",))
    with connect(tmp_path) as connection:
        for name in ("raw_a", "raw_b"):
            connection.execute(f"CREATE TEMP TABLE {name} AS SELECT 1 AS n")
        connection.execute(f"COPY (SELECT 1 AS n) TO '{tmp_path}/x.parquet'")
        with pytest.raises(DefinitionError, match="sees another table"):
            refuse_other_tables(
                connection, replace(model, sql=sql.replace("'x.", f"'{tmp_path}/x."))
            )
        refuse_other_tables(connection, replace(model, sql="SELECT n FROM RAW_A"))


def test_no_number_of_threads_ends_the_process(tmp_path, monkeypatch):
    for given in ("abc", "0", "-1", "1e9", "nan", "9" * 12, "1025", "٣"):
        monkeypatch.setenv(THREADS_VARIABLE, given)
        with pytest.raises(ReportError, match=f"{THREADS_VARIABLE}={given}"):
            connect(tmp_path)
    monkeypatch.setenv(THREADS_VARIABLE, " 2 ")
    connect(tmp_path).close()
