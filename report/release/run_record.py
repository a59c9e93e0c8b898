"""Who made a release, when, on what machine and with which versions: beside the content, never part of its identity."""

from __future__ import annotations

import datetime as dt
import getpass
import importlib.metadata
import os
import platform
import socket
import sys
from collections.abc import Sequence
from functools import cache

from report.release.worktree import Tree
from warehouse.builder.fingerprint import fingerprint

SCHEMA = "annual-report/run/1"


def run_record(tree: Tree, command: Sequence[str]) -> dict[str, object]:
    """Return what `run/run.json` says.

    Args:
        tree: The project's git tree.
        command: The command's words as they were given.
    """
    return {
        "schema": SCHEMA,
        "user": _user(),
        "host": socket.gethostname(),
        "time": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "command": list(command),
        "git_commit": tree.commit or None,
        "engine": fingerprint(),
        "platform": platform.platform(),
        "processors": os.cpu_count(),
        "python": sys.version,
        "packages": dict(sorted(_packages())),
        "settings": {
            name: os.environ.get(name, "") for name in ("TZ", "LC_ALL", "LANG", "PYTHONHASHSEED")
        },
    }


def _user() -> str:
    """Return the user's name, or number where the machine knows no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


@cache
def _packages() -> set[tuple[str, str]]:
    """Return name and version of what is installed, read once: what is imported stays what it is."""
    return {(str(package.name), package.version) for package in importlib.metadata.distributions()}
