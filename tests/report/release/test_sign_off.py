"""Sign-off: two people, each once, bound to the content; any change voids it."""

import errno
import json
import subprocess
from pathlib import Path

import pytest

from report.release.revisions import Revision
from report.release.selftest_copy import SeededCopy
from report.release.sign_off import sign_off, sign_offs
from report.release.signing import public_key, sign
from tests.report.release.projects import contents
from warehouse.errors import DefinitionError, GateError

needs_keygen = pytest.mark.needs("ssh-keygen")


@pytest.fixture
def signed(copied):
    """Return a function that signs a release which nobody signed."""
    project, made = copied

    def act(role, name, key=None):
        return sign_off(project, made, role, name, key)

    act.revision, act.project = made, project
    return act


@pytest.fixture
def keys(tmp_path):
    for name in ("ann", "bob"):
        line = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f"]
        subprocess.run([*line, str(tmp_path / name)], check=True)
    return tmp_path / "ann", tmp_path / "bob"


def test_two_people_sign_and_the_content_stays(signed):
    folder = signed.revision.folder
    before = contents(folder)
    signed("preparer", "Ann Grower")
    signed("reviewer", "Bob Picker")
    given = list(sign_offs(signed.revision))
    assert [(s.statement.role, s.statement.name) for s in given] == [
        ("preparer", "Ann Grower"),
        ("reviewer", "Bob Picker"),
    ]
    assert not any(s.is_void or s.signature for s in given)
    after = contents(folder)
    assert set(after) - set(before) == {"sign-off/preparer.json", "sign-off/reviewer.json"}
    assert {k: after[k] for k in before} == before
    assert not list(folder.parent.glob(".*.json*"))


def test_a_statement_binds_role_name_date_and_digests(signed):
    signed("preparer", "  Ann   Grower ")
    said = json.loads((signed.revision.folder / "sign-off" / "preparer.json").read_text())
    assert (said["role"], said["name"], said["revision"]) == ("preparer", "Ann Grower", 1)
    assert said["identity_sha256"] == signed.revision.identity
    assert len(said["tagmanifest_sha256"]) == 64
    assert len(said["date"]) == 10


@pytest.mark.parametrize("other", ["Ann Grower", "ANN GROWER", "ann  grower", "Ａnn Grower"])  # noqa: RUF001
def test_preparer_and_reviewer_are_two(signed, other):
    signed("preparer", "Ann Grower")
    with pytest.raises(GateError, match="signed as preparer already"):
        signed("reviewer", other)


def test_a_role_is_signed_once(signed):
    signed("preparer", "Ann")
    with pytest.raises(GateError, match="Ann signed as preparer"):
        signed("preparer", "Carol")


@pytest.mark.parametrize(
    ("role", "name"), [("owner", "Ann"), ("preparer", " "), ("preparer", "-\x1b[2J")]
)
def test_wrong_roles_and_names(signed, role, name):
    with pytest.raises(DefinitionError):
        signed(role, name)


def test_an_altered_release_is_not_signed(signed):
    (signed.revision.folder / "data" / "figures.csv").write_text("")
    with pytest.raises(GateError, match=r"data/figures\.csv: changed"):
        signed("preparer", "Ann")


def test_a_release_that_contradicts_itself_is_not_signed(signed):
    """Whoever makes all digests anew must not find anybody to sign it."""
    copy = SeededCopy(signed.revision.folder, signed.revision.folder.with_name("r2"))
    copy.replace("data/figures.json", b"North Orchard", b"Another Orchard")
    copy.rehash()
    with pytest.raises(GateError, match="the release does not hold: data/"):
        sign_off(signed.project, Revision(2, copy.folder), "preparer", "Ann", None)


def test_a_release_in_the_folder_of_another_is_not_signed(signed):
    copy = SeededCopy(signed.revision.folder, signed.revision.folder.with_name("r2"))
    with pytest.raises(GateError, match=r"it is releases/2020/r1"):
        sign_off(signed.project, Revision(2, copy.folder), "preparer", "Ann", None)


def test_a_payload_that_was_changed_voids_what_was_signed(signed):
    signed("preparer", "Ann")
    path = signed.revision.folder / "data" / "figures.csv"
    path.write_text(path.read_text().replace("131", "132"))
    assert [s.is_void for s in sign_offs(signed.revision)] == [True]


def test_a_change_of_what_is_listed_voids_what_was_signed(signed):
    signed("preparer", "Ann")
    path = signed.revision.folder / "tagmanifest-sha256.txt"
    path.write_text(path.read_text() + "\n")
    assert [s.is_void for s in sign_offs(signed.revision)] == [True]


BESIDE = (".DS_Store", "Thumbs.db", "data/.DS_Store", "data/tables/Thumbs.db", "new/file.txt")


@pytest.mark.parametrize("name", BESIDE)
def test_what_is_added_beside_voids_nothing_that_was_signed(signed, name):
    signed("preparer", "Ann")
    path = signed.revision.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    assert [s.is_void for s in sign_offs(signed.revision)] == [False]
    with pytest.raises(GateError, match="the release does not hold: "):
        signed("reviewer", "Bob")


@pytest.mark.parametrize("name", ["README.txt", "data/figures.csv", "verify.py", "bag-info.txt"])
@pytest.mark.parametrize("change", ["other", "gone", "link"])
def test_a_listed_file_that_is_another_or_gone_voids_what_was_signed(signed, name, change):
    signed("preparer", "Ann")
    path = signed.revision.folder / name
    text = path.read_text()
    path.unlink()
    if change == "other":
        path.write_text(f"{text}\n")
    if change == "link":
        path.with_name("elsewhere").write_text(text)
        path.symlink_to("elsewhere")
    assert [s.is_void for s in sign_offs(signed.revision)] == [True]


def test_a_place_that_cannot_be_written_to_is_told_of_the_sign_off(signed, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(GateError) as refused:
        signed("preparer", "Ann")
    assert refused.value.fact.startswith("the sign-off of r1 cannot be written")
    assert "there is no new sign-off of r1" in refused.value.remedy


@needs_keygen
def test_a_signature_is_of_the_statement_and_verified_by_ssh_keygen(signed, keys, tmp_path):
    signed("preparer", "Ann", keys[0])
    path = signed.revision.folder / "sign-off" / "preparer.json"
    allowed = tmp_path / "allowed"
    allowed.write_text(f"ann@orchards.example {keys[0].with_suffix('.pub').read_text()}")
    line = ["ssh-keygen", "-Y", "verify", "-n", "annual-report", "-I", "ann@orchards.example"]
    line += ["-f", str(allowed), "-s", f"{path}.sig"]
    checked = subprocess.run(line, input=path.read_bytes(), capture_output=True, check=False)
    assert checked.returncode == 0
    other = path.read_bytes().replace(b"Ann", b"Bob")
    assert subprocess.run(line, input=other, capture_output=True, check=False).returncode != 0


@needs_keygen
def test_preparer_and_reviewer_have_a_key_each(signed, keys):
    signed("preparer", "Ann", keys[0])
    with pytest.raises(GateError, match="this key signed as preparer already"):
        signed("reviewer", "Bob", keys[0])
    assert not (signed.revision.folder / "sign-off" / "reviewer.json").exists()
    signed("reviewer", "Bob", keys[1])
    assert all(s.signature for s in sign_offs(signed.revision))


@needs_keygen
def test_a_key_that_is_none(signed, tmp_path):
    with pytest.raises(DefinitionError, match="no such key"):
        signed("preparer", "Ann", tmp_path / "none")
    (tmp_path / "text").write_text("no key")
    with pytest.raises(DefinitionError, match="ssh-keygen does not sign"):
        signed("preparer", "Ann", tmp_path / "text")
    assert not (signed.revision.folder / "sign-off").exists()


@needs_keygen
def test_without_ssh_keygen(keys, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DefinitionError, match="ssh-keygen is not installed"):
        sign(b"said", keys[0])


@needs_keygen
def test_the_key_of_a_signature(keys):
    first, again, other = sign(b"one", keys[0]), sign(b"two", keys[0]), sign(b"one", keys[1])
    assert public_key(first) == public_key(again) != public_key(other)
    assert public_key(b"no signature") == b""


def test_a_sign_off_that_cannot_be_read(signed):
    signed("preparer", "Ann")
    (signed.revision.folder / "sign-off" / "preparer.json").write_text("[]")
    with pytest.raises(DefinitionError, match="cannot be read"):
        list(sign_offs(signed.revision))
