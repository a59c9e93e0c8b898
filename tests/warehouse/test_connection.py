"""The connection of models: the same on every machine, and closed to everything but its folder."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.test_architecture import FILES
from warehouse.connection import SPILL, connect

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
                is_closed = "close(connection" in text or "'enable_external_access': False" in text
                assert is_closed, f"{path}: {node.name}"
