"""The foreign validators, called by path: they live in an environment of their own and get no network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from report import standards

PROFILES = Path(standards.__file__).parent / "profile"
PROCESS, OWN = "process-run-crate-0.5", "annual-report-release"
_FOLDER = Path(sys.prefix) / "validators" / "bin"
# Nothing listens there: a validator that asks the network fails.
_NOWHERE = {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https", "all")}


def run(name, *arguments, cwd=None):
    """Run a validator and return what it did; skips where `make validators` was not run."""
    program = _FOLDER / name
    if not program.exists():
        pytest.skip("needs the validators: make validators")
    environment = {**os.environ, **_NOWHERE, "COLUMNS": "200"}
    line = [str(program), *map(str, arguments)]
    return subprocess.run(
        line, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def crate_issues(data, cache, profile, level="recommended"):
    """Return what rocrate-validator finds in a crate: severity and message of each issue; none for a valid one."""
    report = cache.parent / "report.json"
    report.unlink(missing_ok=True)
    options = ["--offline", "--cache-path", cache, "-p", profile, "-l", level]
    options += ["--extra-profiles-path", PROFILES, "--no-paging", "-f", "json", "-o", report]
    done = run("rocrate-validator", "-y", "validate", *options, data)
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["passed"] is (done.returncode == 0), done.stderr
    assert found["passed"] is (not found["issues"])
    return [(issue["severity"], issue["message"]) for issue in found["issues"]]


def package_faults(data):
    """Return what frictionless finds in a payload's datapackage.json; an empty list for a valid one."""
    done = run("frictionless", "validate", "datapackage.json", "--json", cwd=data)
    found = json.loads(done.stdout)
    assert found["valid"] is (done.returncode == 0), done.stderr
    tasks = [(error["type"], task["place"]) for task in found["tasks"] for error in task["errors"]]
    return tasks + [(error["type"], "") for error in found["errors"]]
