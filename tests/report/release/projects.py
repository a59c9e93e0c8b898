"""Toy projects as releases are made from: in a git repository of their own, committed and built."""

import subprocess

from report.edition import publish
from report.release import release as module
from tests.programs import program
from warehouse.builder import stamp
from warehouse.builder.edition_build import EditionBuild

EDITION = "2020"


def git(project, *words):
    """Run git in a project, as somebody."""
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@orchards.example"]
    line = [program("git"), "-C", str(project.root), *who, "-c", "commit.gpgsign=false", *words]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


def commit(project):
    """Commit everything that a project consists of."""
    (project.root / ".gitignore").write_text("warehouse/build/\nreleases/\n")
    if not (project.root / ".git").exists():
        git(project, "init", "--quiet")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", "state")


def build(project, edition=EDITION):
    """Build an edition as the command does, its stamp included."""
    inputs = stamp.take(project.root, edition)
    place, parts = publish(EditionBuild(project, edition))
    stamp.write(project.root, edition, inputs, place)
    return place, parts


def release(project, edition=EDITION, **options):
    """Release an edition and return what was made."""
    return module.release(project, edition, **options)


def contents(folder, without=()):
    """Return path -> bytes of a folder's files, without those below some parts."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in without
    }
