"""`annual-report dev` ends with all that it has started, however it is told to."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from pipelines.cli import child
from pipelines.cli.child import run_to_the_end

# A program that starts another, which starts a third that does not hear; each says its id.
FAMILY = """
import os, signal, subprocess, sys, time
depth = int(sys.argv[1])
if depth == 0:
    signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(f"{sys.argv[2]}/{os.getpid()}", "w").close()
if depth:
    subprocess.Popen([sys.executable, __file__, str(depth - 1), sys.argv[2]])
time.sleep(300)
"""


def alive(pid):
    """Whether a process lives; one that only waits for its parent to hear of its end does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def descendants(pid):
    """Every process that descends from one, by asking each for its parent."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def wait_until(condition, seconds):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_family_that_does_not_hear_is_ended(tmp_path, number):
    program, pids = tmp_path / "family.py", tmp_path / "pids"
    program.write_text(FAMILY)
    pids.mkdir()
    line = [sys.executable, str(program), "2", str(pids)]
    code = (
        "import os, sys; from pathlib import Path; from pipelines.cli import child;"
        "child._LEFTOVERS_S = 0.5;"
        f"sys.exit(child.run_to_the_end({line!r}, os.environ, Path({str(tmp_path)!r})))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    wait_until(lambda: len(list(pids.iterdir())) == 3, 60)
    parent.send_signal(number)
    assert parent.wait(60) == 128 + number
    assert [path.name for path in pids.iterdir() if alive(path.name)] == []


@pytest.mark.parametrize(("number", "code"), [("KILL", 137), ("TERM", 143), ("ABRT", 134)])
def test_the_exit_code_names_the_signal_that_ended_the_program(tmp_path, number, code):
    line = ["sh", "-c", f"kill -{number} $$"]
    assert run_to_the_end(line, os.environ, tmp_path) == code


def test_a_group_whose_dead_are_never_reaped_is_not_waited_for(tmp_path, monkeypatch):
    """As where PID 1 reaps nobody: the group takes signals for ever."""
    sent = []
    monkeypatch.setattr(child.os, "killpg", lambda _, number: sent.append(number))
    monkeypatch.setattr(child, "_LEFTOVERS_S", 0.3)
    monkeypatch.setattr(child, "_KILLED_S", 0.3)
    began = time.monotonic()
    assert run_to_the_end(["true"], os.environ, tmp_path) == 0
    assert time.monotonic() - began < 10
    assert {sent[0], sent[-1]} == {signal.SIGTERM, signal.SIGKILL}


def test_the_exit_code_of_a_program_that_ends_by_itself_is_passed_on(tmp_path):
    line = [sys.executable, "-c", "raise SystemExit(7)"]
    assert run_to_the_end(line, os.environ, tmp_path) == 7


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_dev_ends_every_process_of_dagster(toy, number):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "DAGSTER_HOME"}
    line = [sys.executable, "-m", "pipelines.cli", "dev", "--port", str(port)]
    parent = subprocess.Popen([*line, "--project", str(toy.root)], env=environment)
    started = set()

    def answers():
        started.update(descendants(parent.pid))
        assert parent.poll() is None, "dev ended before it answered"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as page:
                return page.status == 200
        except OSError:
            return False

    wait_until(answers, 240)
    started |= descendants(parent.pid)
    assert len(started) > 3
    parent.send_signal(number)
    assert parent.wait(60) == 128 + number
    assert [pid for pid in started if alive(pid)] == []
