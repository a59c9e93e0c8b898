"""The project's git tree: which commit a release is made from, and that nothing in it is changed.

Git is asked by fixed arguments; no text from a file reaches them.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from report.release.refusal import Reason
from warehouse.errors import DefinitionError

CONTENT = ("raw", "warehouse", "report", "requirements.lock", "pyproject.toml")
_NOT = (":(exclude)warehouse/build", ":(exclude,glob)**/__pycache__/**")
_SHOWN = 20
_FILE = "100"
"""How the mode of a plain file begins; a link or another repository has another one."""


@dataclass(frozen=True)
class Tree:
    """The state of a project's git tree.

    Attributes:
        commit: The commit that is checked out; empty outside git.
        changed: Files under raw/, warehouse/ and report/, and the lock, that are not as committed.
        unwatched: Files among them of which git does not know: links, and what it was told not to look at.
    """

    commit: str
    changed: tuple[str, ...] = ()
    unwatched: tuple[str, ...] = ()


def reasons_of_tree(root: Path, *, without_git: bool) -> tuple[Tree, list[Reason]]:
    """Return a project's tree and what about it stands against a release.

    Args:
        root: The project's folder.
        without_git: Whether a project that is in no git repository may be released. One that is in one must be clean
            all the same.

    Raises:
        DefinitionError: If git is not installed, unless it is not wanted.
    """
    try:
        tree = read_tree(root)
    except DefinitionError:
        if not without_git:
            raise
        tree = None
    if tree is None:
        remedy = "git init, git add and git commit; or --without-git, which records no commit"
        outside = Reason("tree", "the project is in no git repository with a commit", "", remedy)
        return Tree(""), [] if without_git else [outside]
    remedy = "commit it, or put the committed file back"
    found = [Reason("tree", "not as committed", path, remedy) for path in tree.changed]
    remedy = "put a file in the place of a link; else git update-index --no-assume-unchanged --no-skip-worktree"
    what = "a link, or git was told not to look: whether it is as committed is not known"
    found += [Reason("tree", what, path, remedy) for path in tree.unwatched]
    more = [Reason("tree", f"and {len(found) - _SHOWN} more files")] if len(found) > _SHOWN else []
    return tree, [*found[:_SHOWN], *more]


def read_tree(root: Path) -> Tree | None:
    """Return the state of a project's tree, or None when it is in no git repository with a commit.

    Raises:
        DefinitionError: If git is not installed, or refuses.
    """
    if _git(root, ["rev-parse", "--is-inside-work-tree"]) is None:
        return None
    commit = _git(root, ["rev-parse", "--verify", "HEAD"])
    if commit is None:
        return None
    line = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"]
    line += ["--ignored=traditional", "--ignore-submodules=none", "--"]
    entries = _entries(root, [*line, *CONTENT, *_NOT])
    prefix = (_git(root, ["rev-parse", "--show-prefix"]) or "").strip("\n")
    paths = [(mark, path[1:].removeprefix(prefix)) for mark, path in entries]
    changed = [path for mark, path in paths if mark != "!!" or _counts(path)]
    known = _entries(root, ["ls-files", "-v", "--stage", "-z", "--", *CONTENT])
    unwatched = [
        staged.partition("\t")[2]
        for mark, staged in known
        if mark[0] == "S" or mark[0].islower() or not staged.startswith(_FILE)
    ]
    return Tree(commit.strip(), tuple(changed), tuple(unwatched))


def _entries(root: Path, words: Sequence[str]) -> list[tuple[str, str]]:
    """Return what git lists as pairs of its mark of two signs and the rest.

    Raises:
        DefinitionError: If git refuses.
    """
    listed = _git(root, words)
    if listed is None:
        raise DefinitionError("git cannot tell which files are changed", remedy="git status")
    return [(entry[:2], entry[2:]) for entry in listed.split("\0") if entry]


def _counts(ignored: str) -> bool:
    """Return whether a file that git ignores may be a part of the edition.

    Raw files may be kept elsewhere than in git: their digests, which are committed, tell them.
    """
    path = PurePosixPath(ignored)
    is_junk = any(part.startswith(".") for part in path.parts) or ignored.endswith(("~", ".pyc"))
    return not is_junk and (path.parts[0] != "raw" or path.suffix == ".yaml")


def _git(root: Path, words: Sequence[str]) -> str | None:
    """Return what git prints, or None when it fails because there is no repository or no commit."""
    # Variables such as GIT_DIR would make git look at another tree than the project's.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    line = ["git", "-C", str(root), "-c", "core.fsmonitor=false", "--no-optional-locks", *words]
    try:
        done = subprocess.run(  # noqa: S603
            line,
            env={**environment, "LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise DefinitionError(
            "git is not installed",
            expected="the program `git`, to tell the commit and that nothing is changed",
            remedy="install git; a project outside git is released with --without-git",
        ) from error
    errors = done.stderr.decode("utf-8", "replace")
    if "dubious ownership" in errors:
        raise DefinitionError(
            f"git refuses: {errors.splitlines()[0]}", remedy="git config --global safe.directory"
        )
    return os.fsdecode(done.stdout) if done.returncode == 0 else None
