"""A release that is killed, has no room or is made twice at once: none of it or all of it, and nothing is lost."""

import errno
import fcntl
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from report.release.bag import faults
from report.release.revisions import revisions
from tests.conftest import ROOT
from tests.report.release.projects import EDITION, contents, release
from warehouse.errors import GateError

LINE = [sys.executable, "-m", "pipelines.cli", "release", EDITION]


def start(project, *words, limit=None):
    """Start a release as a process of its own, which may write files of a limited size only."""
    prepare = limit and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    return subprocess.Popen(
        [*LINE, "--project", str(project.root), *words],
        start_new_session=True,
        preexec_fn=prepare,  # noqa: PLW1509 - this process has no other thread that matters
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_releases(project, moments):
    """Kill corrections at their moments; every release that is there is whole, and none that was there has changed."""
    before = {"r1": contents(release(project).revision.folder)}
    killed = 0
    for moment in moments:
        process = start(project, "--correction", "Once more.")
        time.sleep(moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        killed += process.returncode != 0
        found = {r.name: r.folder for r in revisions(project, EDITION)}
        assert set(before) <= set(found)
        for name, folder in found.items():
            assert faults(folder) == []
            held = contents(folder)
            assert before.setdefault(name, held) == held
    assert killed
    process = start(project, "--correction", "At last.")
    assert process.wait() == 0
    assert not (project.releases / EDITION / ".writing").exists()
    assert len(revisions(project, EDITION)) == len(before) + 1


def moments_of(count, seed, longest=3.5):
    chance = random.Random(seed)
    return [chance.uniform(0.05, longest) for _ in range(count)]


def test_killed_releases_leave_none_or_all(ready):
    kill_releases(ready, moments_of(3, seed=3))


@pytest.mark.long
def test_forty_killed_releases(ready):
    kill_releases(ready, moments_of(40, seed=40))


@pytest.mark.long
@pytest.mark.rounds
def test_two_hundred_killed_releases(ready):
    kill_releases(ready, moments_of(200, seed=200))


class Killed(BaseException):
    """Stands for the end of the process at one step."""


def test_a_kill_at_every_step_of_writing(ready, monkeypatch):
    """Every call that writes or moves is the last one in turn, which random moments may miss."""
    steps = 0
    for name in ("mkdir", "rename", "fsync"):
        real = getattr(os, name)
        for last in (1, 2, 7, 30):
            count = 0

            def stop(*given, real=real, last=last, **named):
                nonlocal count
                count += 1
                if count == last:
                    raise Killed
                return real(*given, **named)

            with monkeypatch.context() as patch:
                patch.setattr(os, name, stop)
                try:
                    release(ready, correction="Again." if revisions(ready, EDITION) else None)
                except Killed:
                    steps += 1
            for found in revisions(ready, EDITION):
                assert faults(found.folder) == []
    assert steps >= 8


def test_a_full_disk_is_said_in_plain_words_and_nothing_is_lost(ready, monkeypatch):
    before = contents(release(ready).revision.folder)
    real = Path.write_bytes

    def full(path, data):
        if path.name == "harvest_north.csv":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(GateError, match="No space left on device") as error:
            release(ready, correction="Again.")
    assert "make room" in error.value.remedy
    assert [r.name for r in revisions(ready, EDITION)] == ["r1"]
    assert contents(ready.releases / EDITION / "r1") == before
    assert not (ready.releases / EDITION / ".writing").exists()
    assert release(ready, correction="Again.").revision.name == "r2"


def test_a_process_that_may_write_no_more(ready):
    """The limit lets the small files pass and stops at the lock, wherever the system would stop."""
    process = start(ready, limit=60_000)
    _, errors = process.communicate()
    assert process.returncode == 2
    assert "the release cannot be written" in errors
    assert revisions(ready, EDITION) == []


def test_two_at_once_make_one(ready):
    processes = [start(ready), start(ready)]
    ended = [(p.communicate()[1], p.returncode) for p in processes]
    assert sorted(code for _, code in ended) == [0, 2]
    said = next(errors for errors, code in ended if code == 2)
    assert (
        "another release or sign-off of edition 2020 is being made" in said
        or "is frozen by" in said
    )
    assert [r.name for r in revisions(ready, EDITION)] == ["r1"]
    assert faults(ready.releases / EDITION / "r1") == []


def test_a_second_one_refuses_while_the_first_is_at_work(ready):
    folder = ready.releases / EDITION
    folder.mkdir(parents=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(
            GateError, match="another release or sign-off of edition 2020 is being made"
        ):
            release(ready)
    assert release(ready).revision.name == "r1"


def test_what_a_killed_release_left_is_removed(ready):
    left = ready.releases / EDITION / ".writing" / "data"
    left.mkdir(parents=True)
    (left / "half").write_text("")
    folder = release(ready).revision.folder
    assert not (folder / "data" / "half").exists()
    assert not left.exists()
