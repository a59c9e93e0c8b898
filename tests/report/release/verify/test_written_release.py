"""Releases as the writer makes them today: accepted as they are, and every tampering with the 2022 edition is named."""

import ast
import shutil
import subprocess
from pathlib import Path

import pytest

from report.edition import publish
from report.release.release import release
from report.release.revisions import revision
from report.release.selftest import selftest
from report.release.selftest_copy import SeededCopy
from report.release.sign_off import sign_off
from report.release.verify import verify as module
from report.release.verify.verify import SIGNED, TAMPERED, UNPROVEN, verify
from tests.conftest import ROOT, copy_content
from tests.report.release.projects import EDITION
from warehouse.builder import stamp
from warehouse.builder.edition_build import EditionBuild


@pytest.mark.needs("ssh-keygen")
def test_a_release_of_the_toy_project_is_signed_by_two_people(ready, tmp_path):
    folder = release(ready, EDITION).revision.folder
    assert verify(folder)[0] == UNPROVEN
    allowed = tmp_path / "allowed"
    for role, name in (("preparer", "Ann"), ("reviewer", "Bob")):
        key = tmp_path / role
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key]
        subprocess.run(words, check=True)
        sign_off(ready, revision(ready, EDITION), role, name, key)
        with allowed.open("a") as file:
            file.write(f"{name} {key.with_suffix('.pub').read_text()}")
    code, found = verify(folder, allowed)
    assert (code, found["signers"]) == (SIGNED, {"preparer": "Ann", "reviewer": "Bob"})
    assert (folder / "verify.py").read_bytes() == Path(module.__file__).read_bytes()


def test_the_verifier_is_one_file_of_old_enough_python_and_of_the_standard_library():
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    online = {"socket", "urllib", "http", "ssl", "ftplib", "smtplib", "asyncio"}
    assert imported <= set(__import__("sys").stdlib_module_names) - online


@pytest.fixture(scope="module")
def release_2022(tmp_path_factory):
    project = copy_content(tmp_path_factory.mktemp("release") / "content")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, project.root / name)
    inputs = stamp.take(project.root, "2022")
    place, _ = publish(EditionBuild(project, "2022"))
    stamp.write(project.root, "2022", inputs, place)
    return release(project, "2022", without_git=True).revision.folder


@pytest.mark.long
def test_the_2022_edition_is_accepted(release_2022):
    code, found = verify(release_2022)
    assert (code, found["problems"]) == (UNPROVEN, [])
    assert (found["counts"]["figures"], found["counts"]["figures added up again"]) == (70, 63)


@pytest.mark.long
@pytest.mark.needs("ssh-keygen")
def test_every_seeded_error_is_found_in_the_2022_edition(release_2022):
    assert {outcome.state for outcome in selftest(release_2022)} == {"found"}


@pytest.mark.long
@pytest.mark.parametrize("change", ["flip", "remove"])
def test_every_file_of_the_2022_edition_flipped_and_removed(release_2022, tmp_path, change):
    copy = SeededCopy(release_2022, tmp_path / "copy")
    for names in batches(copy.folder):
        contents = {name: copy.read(name) for name in names}
        for name, content in contents.items():
            (copy.folder / name).unlink()
            if change == "flip":
                copy.write(name, flipped(content))
        code, found = verify(copy.folder)
        assert code == TAMPERED
        missed = contents.keys() - {problem["path"] for problem in found["problems"]}
        assert not {name for name in missed if not name.startswith("tagmanifest")}
        for name, content in contents.items():
            copy.write(name, content)


def batches(folder):
    """Return the files that are changed together: one at a time what tells of others, twenty of the payload."""
    outside = ("run", "sign-off", "conclusions")
    files = [p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file()]
    names = [file.as_posix() for file in files if file.parts[0] not in outside]
    alone = [[name] for name in names if not name.startswith("data/")]
    payload = [name for name in names if name.startswith("data/")]
    return [*alone, *(payload[at : at + 20] for at in range(0, len(payload), 20))]


def flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :]
