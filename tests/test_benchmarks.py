"""The benchmarks start: what they measure is looked at by hand, and they rest on code and test data that move."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "benchmarks" / "lineage_speed.py"


def run(*arguments):
    line = [sys.executable, str(SCRIPT), *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
def test_lineage_is_measured_on_generated_data(tmp_path):
    run("--generate", "--sf", "0.001", tmp_path)
    measured = json.loads(run("--query", 3, tmp_path))
    steps = ("plain", "rewrite", "capture", "comparison", "two tables", "lazy", "lazy, new", "kept")
    assert all(measured["seconds"][step] > 0 for step in steps)
    assert measured["rows"] > 0
