"""The same edition gives the same bytes of everything but who ran it: place, zone, locale, threads, seed and umask."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, copy_content
from tests.report.release.projects import commit, contents
from warehouse.project import Project

PLACES = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "ANNUAL_REPORT_THREADS": "1"},
    {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "2",
        "ANNUAL_REPORT_THREADS": "4",
        "USER": "somebody-else",
        "LOGNAME": "somebody-else",
    },
]


def released(project, edition, settings, *, umask, cwd):
    """Build and release in surroundings of their own and return the release's folder."""
    commit(project)
    environment = {k: v for k, v in os.environ.items() if k != "DAGSTER_HOME"} | settings
    for command in ("build", "release"):
        line = [sys.executable, "-m", "pipelines.cli", command, edition]
        done = subprocess.run(
            [*line, "--project", str(project.root)],
            cwd=cwd,
            env=environment | {"PYTHONPATH": str(ROOT)},
            umask=umask,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
    return project.releases / edition / "r1"


def both(make, edition, folder):
    """Release two copies of a project in two surroundings."""
    first, second = folder / "one", folder / "a longer way" / "zwei"
    first_made = released(make(first), edition, PLACES[0], umask=0o022, cwd=ROOT)
    second_made = released(make(second), edition, PLACES[1], umask=0o077, cwd=folder)
    return first_made, second_made


def assert_same(first, second):
    ours, theirs = (contents(f, without=("run", "sign-off")) for f in (first, second))
    assert set(ours) == set(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert contents(first / "run") != contents(second / "run")


def toy(target):
    shutil.copytree(ROOT / "tests" / "toy", target)
    return Project(target)


def test_two_releases_in_different_surroundings_are_byte_identical(tmp_path):
    assert_same(*both(toy, "2021", tmp_path))


@pytest.mark.long
def test_two_releases_of_2022_are_byte_identical(tmp_path):
    assert_same(*both(copy_content, "2022", tmp_path))
