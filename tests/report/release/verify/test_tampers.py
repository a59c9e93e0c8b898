"""A release that somebody tampered with and hashed anew, in more than two hundred ways: each is named by its path.

Unsigned, only what the release says of itself tells; signed, the sign-offs are void as well.
"""

import subprocess

import pytest

from report.release.revisions import Revision
from report.release.selftest_copy import SeededCopy
from report.release.sign_off import sign_off
from report.release.verify.verify import SIGNED, TAMPERED, UNPROVEN, verify
from tests.report.release.verify.tampers import TAMPERS
from warehouse.project import Project
from warehouse.sources.files import sha256_of

PEOPLE = {"preparer": "Ann Grower", "reviewer": "Bob Picker"}


def tamper(copy, change):
    change(copy)
    copy.rehash()
    for name in getattr(change, "tags", ()):
        line = f"{sha256_of(copy.folder / name)}  {name}\n".encode()
        path = "tagmanifest-sha256.txt"
        copy.write(path, copy.read(path) + line)


@pytest.fixture(scope="session")
def signed_release(released, tmp_path_factory):
    """A release that two people signed, and the file of those who are trusted."""
    root = tmp_path_factory.mktemp("signed")
    project = Project(root)
    made = Revision(1, SeededCopy(released, root / "releases" / "2020" / "r1").folder)
    lines = []
    for role, name in PEOPLE.items():
        key = root / role
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key]
        subprocess.run(words, check=True)
        sign_off(project, made, role, name, key)
        lines.append(f'{role}@x namespaces="annual-report" {key.with_suffix(".pub").read_text()}')
    (root / "allowed").write_text("".join(lines))
    return made.folder, root / "allowed"


def test_there_are_enough_of_them():
    assert len(TAMPERS) >= 150


def test_nothing_is_named_when_nothing_is_changed(released, tmp_path):
    copy = SeededCopy(released, tmp_path / "copy")
    copy.rehash()
    code, found = verify(copy.folder)
    assert (code, found["problems"]) == (UNPROVEN, [])


@pytest.mark.parametrize("kind", TAMPERS)
def test_what_was_tampered_with_is_named_though_all_digests_are_made_anew(released, tmp_path, kind):
    path, change = TAMPERS[kind]
    copy = SeededCopy(released, tmp_path / "copy")
    tamper(copy, change)
    code, found = verify(copy.folder)
    assert code == TAMPERED
    assert path in {problem["path"] for problem in found["problems"]}, found["problems"]


def of_a_signed_one(signed_release, tmp_path, kind):
    folder, allowed = signed_release
    path, change = TAMPERS[kind]
    copy = SeededCopy(folder, tmp_path / "copy")
    assert verify(copy.folder, allowed)[0] == SIGNED
    tamper(copy, change)
    code, found = verify(copy.folder, allowed)
    named = {problem["path"] for problem in found["problems"]}
    assert code == TAMPERED
    assert {path, *(f"sign-off/{role}.json" for role in PEOPLE)} <= named


@pytest.mark.needs("ssh-keygen")
@pytest.mark.parametrize("kind", list(TAMPERS)[::20])
def test_a_signed_release_is_void_besides(signed_release, tmp_path, kind):
    of_a_signed_one(signed_release, tmp_path, kind)


@pytest.mark.long
@pytest.mark.rounds
@pytest.mark.needs("ssh-keygen")
@pytest.mark.parametrize("kind", TAMPERS)
def test_every_tamper_of_a_signed_release(signed_release, tmp_path, kind):
    of_a_signed_one(signed_release, tmp_path, kind)


@pytest.mark.parametrize("kind", [kind for kind in TAMPERS if kind.startswith("model")])
def test_without_new_descriptions_the_file_itself_is_named(released, tmp_path, kind):
    """Whoever makes only the manifests anew is found by the descriptions of the payload."""
    copy = SeededCopy(released, tmp_path / "copy")
    TAMPERS[kind][1](copy)
    copy.rehash(described=False)
    assert verify(copy.folder)[0] == TAMPERED
