"""No room, files that may not grow, what cannot be read or written, times in the future: said, and nothing is lost."""

import os
import shutil
import subprocess

import pytest

from tests.faults.commands import (
    CASES,
    LIKE_OTHERS,
    LINE,
    Bench,
    Case,
    check_whole,
    others_long,
    project_changed,
    run,
    units,
)
from tests.faults.test_kills import check_between, check_next_run

ROOM = ("No space left on device", "disk is full", "File too large", "disk I/O error")
READ_ONLY = """
    set -e
    mount --bind "$1" "$1"
    mount -o remount,ro,bind "$1"
    cd "$1/project"
    shift
    exec "$@"
"""
"""Runs a command that sees a folder as a disk which may not be written to; nobody else does."""


def program(name, *words):
    """A program of the system with its words; skips the test where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}: apt-get install util-linux mount")
    return [found, *words]


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """A file system of its own with a prepared project, which only an administrator can make."""
    folder = tmp_path_factory.mktemp("disk")
    if os.geteuid() != 0:
        pytest.skip("needs an administrator, who may mount a small file system")
    line = program("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", str(folder))
    if subprocess.run(line, check=False, capture_output=True).returncode:
        pytest.skip("needs a system that lets one mount a small file system")
    yield folder
    subprocess.run(program("umount", "--lazy", str(folder)), check=True)


@pytest.fixture(scope="module")
def bench(disk, prepared):
    return Bench(disk, prepared)


@pytest.fixture(scope="module")
def undisturbed(bench):
    """What there is before and after each command; asked for once."""
    known = {}

    def of(name):
        if name not in known:
            known[name] = bench.undisturbed(CASES[name])[:2]
        bench.reset(CASES[name])
        return known[name]

    return of


def fill_up(folder, free):
    """Leave so many bytes free; returns the file that takes the rest."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        left = os.statvfs(folder)
        size = left.f_bavail * left.f_frsize - free
        os.posix_fallocate(file.fileno(), 0, size)
    return ballast


def check_said(code, errors):
    """What stopped a command is said, and what to do about it; exit 0 where it needed no more than there was."""
    assert "Traceback" not in errors, errors
    assert code == 0 or (code == 2 and any(words in errors for words in ROOM)), errors
    assert code == 0 or "remedy: " in errors, errors


def try_full(bench, before_after, name, free):
    before, after = before_after
    ballast = fill_up(bench.project.root.parent, free)
    try:
        code, _, errors = run(bench.project, *CASES[name].words)
        check_said(code, errors)
        found = check_between(bench.project, before, after)
        assert code == 2 or found == after
    finally:
        ballast.unlink()
    check_next_run(bench.project, CASES[name], after, found)


def on_some(first, *others):
    """The first for every run of the tests, the others for the long one."""
    return [first, *(pytest.param(other, marks=pytest.mark.long) for other in others)]


WAYS = ("build", "add-vintage", "release", "sign-off", "conclude", "new-edition", "fill")
"""One of each way of writing: a build, raw files, a bag, small files beside it and in raw, what was asked for."""


@pytest.mark.parametrize("free", on_some(16_384, 0, 262_144))
@pytest.mark.parametrize("name", others_long(*WAYS, but=LIKE_OTHERS))
def test_a_full_disk_is_said_and_leaves_all_as_it_was(bench, undisturbed, name, free):
    try_full(bench, undisturbed(name), name, free)


@pytest.mark.long
@pytest.mark.parametrize("most", [0, 65_536])
@pytest.mark.parametrize("name", others_long(but=LIKE_OTHERS))
def test_files_that_may_not_grow(bench, undisturbed, name, most):
    before, after = undisturbed(name)
    line = program("prlimit", f"--fsize={most}", *LINE)
    code, _, errors = run(bench.project, *CASES[name].words, line=line)
    check_said(code, errors)
    found = check_between(bench.project, before, after)
    assert code == 2 or found == after
    check_next_run(bench.project, CASES[name], after, found)


@pytest.mark.parametrize(
    "name", others_long("build", "add-vintage", "sign-off", "fill", but=LIKE_OTHERS)
)
def test_a_disk_that_is_read_only(bench, undisturbed, disk, name):
    before, after = undisturbed(name)
    line = program("unshare", "-m", "sh", "-c", READ_ONLY, "sh", str(disk), *LINE)
    code, _, errors = run(bench.project, *CASES[name].words, line=line)
    assert code == 2
    assert "Traceback" not in errors
    said = ("Read-only file system", "readonly database", "unable to open database file")
    assert any(words in errors for words in said), errors
    assert "remedy: " in errors
    assert units(bench.project) == before
    check_next_run(bench.project, CASES[name], after, before)


UNREADABLE = {
    "frozen": ("releases/2020", ("build", "2020")),
    "releases": ("releases", ("build", "2020")),
    "signed": ("releases/2020", CASES["sign-off"].words),
    "due": ("releases/2020", CASES["run-due"].words),
    "source": ("raw/harvest", ("build", "2021")),
    "source of a release": ("raw/harvest", CASES["release"].words),
    "vintage": ("raw/harvest/2022-02-01", ("build", "2021")),
    "vintage of a release": ("raw/harvest/2022-02-01", CASES["release"].words),
    "editions": ("raw/editions", CASES["run-due"].words),
    "editions of a new one": ("raw/editions", CASES["new-edition"].words),
    "raw": ("raw", ("build", "2021")),
    "models": ("warehouse/models/report", ("build", "2021")),
    "checks": ("warehouse/models/checks", ("build", "2021")),
    "checks of a run": ("warehouse/models/checks", CASES["run-due"].words),
    "models of a release": ("warehouse/models/report", CASES["release"].words),
    "schemas": ("warehouse/sources/schemas", ("build", "2021")),
    "catalogue": ("report", ("build", "2021")),
    "builds": ("warehouse/build", ("build", "2021")),
    "builds of a book": ("warehouse/build/2021/generations", CASES["book"].words),
    "builds of an export": ("warehouse/build/2021", CASES["export"].words),
    "builds filled in": ("warehouse/build/2021", CASES["fill"].words),
}


ONCE_MORE = ("vintage of a release", "models of a release", "builds of an export")
"""Folders that another command reads as one here does, which are left to the long suite."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.long if n in ONCE_MORE else ()) for n in UNREADABLE],
)
def test_a_folder_that_may_not_be_read(bench, name):
    """Never taken for an empty one: what is frozen stays so, and no check goes missing."""
    place, words = UNREADABLE[name]
    bench.reset(Case(()))
    if words == ("build", "2021"):
        project_changed(bench.project)
    before = units(bench.project)
    folder = bench.project.root / place
    mode = folder.stat().st_mode
    folder.chmod(0)
    lost = "-dac_override,-dac_read_search"
    line = program("setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}", *LINE)
    try:
        code, _, errors = run(bench.project, *words, line=line if os.geteuid() == 0 else LINE)
    finally:
        folder.chmod(mode)
    assert code in (1, 2)
    assert "Traceback" not in errors
    assert "Permission denied" in errors, errors
    assert "see who may read and write there" in errors
    assert units(bench.project) == before


@pytest.mark.long
@pytest.mark.parametrize("years", [10, -10])
@pytest.mark.parametrize("name", ["add-vintage", "release", "book", "run-due"])
def test_times_that_lie_in_the_future_or_long_ago(bench, undisturbed, name, years):
    """As a clock that was set back, or ahead, leaves them."""
    _, after = undisturbed(name)
    shift = years * 366 * 86_400
    for path in [*bench.project.root.rglob("*"), *bench.project.root.rglob(".*")]:
        if not path.is_symlink() and path.exists():
            seen = path.stat()
            os.utime(path, (seen.st_atime + shift, seen.st_mtime + shift))
    assert run(bench.project, "build", "2021")[0] == 0
    code, _, errors = run(bench.project, *CASES[name].words)
    assert (code, errors.count("Traceback")) == (0, 0), errors
    assert units(bench.project) == after
    check_whole(bench.project)
    for _ in range(2):  # what was built last is what is current, whatever the times say
        project_changed(bench.project)
        assert run(bench.project, "build", "2021")[0] in (0, 2)
    check_whole(bench.project)
