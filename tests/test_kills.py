"""A build killed at any moment leaves the last good generation as it was, and the next build succeeds."""

import os
import random
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from tests.conftest import copy_content
from tests.toys import rewrite
from warehouse.builder.generation import Generations
from warehouse.builder.manifest import read_manifest
from warehouse.folders import DATABASE

LINE = [sys.executable, "-m", "pipelines.cli", "build", "2022", "--json", "--project"]
MEMBERS = "bali_process_members/2018-08-06/members.csv"


def start(project):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*LINE, str(project.root)], start_new_session=True, **quiet)


def contents(folder):
    """What a generation holds; of its database the tables, as one of the same content is put in its place."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != DATABASE]
    with duckdb.connect(folder / DATABASE, read_only=True) as con:
        names = con.execute("SELECT table_name FROM information_schema.tables").fetchall()
        rows = {name: con.execute(f'FROM "{name}" ORDER BY ALL').fetchall() for (name,) in names}
    assert rows
    return {**{p.relative_to(folder): p.read_bytes() for p in files}, DATABASE: rows}


def kill_builds(project, moments):
    """Change a raw file before each build, kill the build at its moment, and look at what is current."""
    assert start(project).wait() == 0
    generations = Generations(project, "2022")
    good = generations.open()
    before = contents(good)
    names = ["Japan", "Nippon"]
    for number, moment in enumerate(moments):
        rewrite(project, MEMBERS, names[number % 2], names[(number + 1) % 2])
        process = start(project)
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        current = generations.open()
        assert read_manifest(current).is_complete
        if current == good:
            assert contents(current) == before
        else:
            good, before = current, contents(current)
    # Another name than any before, so that the last build has work to do and clears up after the killed ones.
    rewrite(project, MEMBERS, names[len(moments) % 2], "Nihon")
    assert start(project).wait() == 0
    assert not list(generations.folder.glob(".writing-*"))


def moments_of(count, seed):
    chance = random.Random(seed)
    return [chance.uniform(0.05, 4.0) for _ in range(count)]


def test_killed_builds_leave_the_last_good_generation(tmp_path):
    kill_builds(copy_content(tmp_path / "content"), moments_of(3, seed=4))


@pytest.mark.long
def test_fifty_killed_builds(tmp_path):
    kill_builds(copy_content(tmp_path / "content"), moments_of(50, seed=50))
