"""The same edition gives the same bytes: folder, time zone, locale, threads and hash seed do not show."""

import os
import subprocess
import sys

from tests.conftest import copy_content

PLACES = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "ANNUAL_REPORT_THREADS": "1"},
    {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "2",
        "ANNUAL_REPORT_THREADS": "4",
    },
]


def build(root, settings):
    project = copy_content(root)
    line = [sys.executable, "-m", "pipelines.cli", "build", "2022", "--project", str(project.root)]
    environment = {k: v for k, v in os.environ.items() if k != "DAGSTER_HOME"} | settings
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return (project.build / "2022" / "current").resolve()


def test_two_builds_in_different_surroundings_are_byte_identical(tmp_path):
    first = build(tmp_path / "one", PLACES[0])
    second = build(tmp_path / "a longer way" / "two", PLACES[1])
    same = ["diff", "-r", "--exclude=warehouse.duckdb", str(first), str(second)]
    found = subprocess.run(same, capture_output=True, text=True, check=False)
    assert found.stdout == ""
    assert found.returncode == 0
    assert first.name == second.name
