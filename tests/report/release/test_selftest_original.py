"""The self-test only reads: whatever the release is like, and however the test ends, not a byte of it changes."""

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from report.release import selftest as module
from report.release.selftest import selftest
from report.release.selftest_copy import SeededCopy
from tests.conftest import ROOT
from warehouse.errors import GateError
from warehouse.sources.files import sha256_of

KEPT = Path(__file__).parent / "fixtures" / "r1"
SOME = ("a file removed", "a wording changed, re-hashed", "a conclusion changed")


def told(folder):
    """Everything that a write would change of a tree: names, kinds, modes, times, links, bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            stat.filemode(found.st_mode),
            found.st_mtime_ns,
            found.st_nlink,
            found.st_ino,
            sha256_of(path) if path.is_file() else "",
        )
        for path in [folder, *sorted(folder.rglob("*"))]
        for found in [path.lstat()]
    }


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(module, "SEEDS", {name: module.SEEDS[name] for name in SOME})


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(KEPT, tmp_path / "r1")


def read_only(folder):
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def hard_linked(folder):
    other = folder.with_name("other")
    shutil.copytree(folder, other, copy_function=os.link)
    return folder


def reached_by_a_link(folder):
    link = folder.with_name("link")
    link.symlink_to(folder)
    return link


def named(name):
    return lambda folder: folder.rename(folder.with_name(name))


FORMS = {
    "plain": lambda folder: folder,
    "read-only": read_only,
    "hard links": hard_linked,
    "reached by a link": reached_by_a_link,
    "named as an option": named("-rf"),
    "named with blanks and breaks": named("a b\nc\t'\"$(x);%s"),
    "named as hidden": named("..r1"),
    "named in other letters": named("Réunion Ω"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_of_the_original_changes(copy, few, form):
    release = form(copy)
    place = release.resolve()
    before = told(place)
    assert {outcome.state for outcome in selftest(release)} == {"found"}
    assert told(place) == before
    for path in [place, *place.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)


def test_copies_may_be_written_although_the_original_may_not_and_share_nothing_with_it(
    copy, monkeypatch
):
    originals = {(p.stat().st_dev, p.stat().st_ino) for p in copy.rglob("*")}
    seen = []

    def look(seeded: SeededCopy):
        for path in [seeded.folder, *seeded.folder.rglob("*")]:
            found = path.stat()
            seen.append(bool(found.st_mode & stat.S_IWUSR))
            assert (found.st_dev, found.st_ino) not in originals

    monkeypatch.setattr(module, "SEEDS", {"nothing": ("changed", look)})
    selftest(read_only(copy))
    assert seen
    assert all(seen)
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o755)


def test_a_folder_for_temporary_files_inside_the_release_is_refused(copy, monkeypatch):
    before = told(copy)
    monkeypatch.setattr("tempfile.tempdir", str(copy / "data"))
    with pytest.raises(GateError, match="temporary files is in the release"):
        selftest(copy)
    assert told(copy) == before


def killed(copy, times, seed):
    """Kill the command at moments that a generator gives; return how often the release was not as before."""
    before, changed, moments = told(copy), 0, random.Random(seed)
    line = [sys.executable, "-m", "pipelines.cli", "selftest", str(copy)]
    for _ in range(times):
        process = subprocess.Popen(
            line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.4, 4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        changed += told(copy) != before
    return changed


def test_a_kill_changes_nothing_of_the_original(copy, tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    assert killed(copy, 2, seed=1) == 0


@pytest.mark.long
def test_forty_kills_change_nothing_of_the_original(copy, tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    assert killed(copy, 40, seed=2) == 0
