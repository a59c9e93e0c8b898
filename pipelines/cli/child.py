"""A program that runs until it is told to end, and then ends with all that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE_S, _LEFTOVERS_S, _KILLED_S, _PAUSE_S = 20.0, 5.0, 3.0, 0.1
"""How long the program has to end by itself, then what it left behind, asked and killed, and how often one looks."""


def run_to_the_end(line: Sequence[str], environment: Mapping[str, str], folder: Path) -> int:
    """Run a program in a process group of its own; returns its exit code, or 128 and the signal that ended it.

    Ctrl-C, TERM or a closed terminal is passed on to the program as Ctrl-C, which lets it clean up. What is left of its
    group after a while, or when it is asked a second time, is ended too: first asked, then killed.

    Args:
        line: The program and its arguments.
        environment: Its environment.
        folder: Its working folder.
    """
    asked: list[int] = []
    before = {number: signal.signal(number, lambda n, _: asked.append(n)) for number in _ENDING}
    try:
        child = subprocess.Popen(line, env=environment, cwd=folder, start_new_session=True)  # noqa: S603
        try:
            while child.poll() is None and not asked:
                time.sleep(_PAUSE_S)
            if asked:
                child.send_signal(signal.SIGINT)
                _wait_for(child, asked)
        finally:
            _end_group(child)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if asked:
        return 128 + asked[0]
    return 128 - child.returncode if child.returncode < 0 else child.returncode


def _wait_for(child: subprocess.Popen[bytes], asked: list[int]) -> None:
    end = time.monotonic() + _GRACE_S
    while child.poll() is None and len(asked) == 1 and time.monotonic() < end:
        time.sleep(_PAUSE_S)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """End what is left of the group: first asked, then killed. A group without members is no error.

    One whose dead members nobody reaps (in a container, by PID 1) stays a group for ever: it is not waited for.
    """
    end = time.monotonic() + _LEFTOVERS_S
    number = signal.SIGTERM
    with suppress(ProcessLookupError):
        while time.monotonic() < end + _KILLED_S:
            os.killpg(child.pid, number)
            child.poll()
            time.sleep(_PAUSE_S)
            if time.monotonic() > end:
                number = signal.SIGKILL
