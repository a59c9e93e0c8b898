"""The bag, checked by a reading of RFC 8493 that shares no code with the writer."""

import hashlib
import re

import pytest

from report.release.bag import faults, listed, write_bag


def entries(text):
    """Return path -> digest of a manifest, as section 2.1.3 of the RFC has it."""
    found = {}
    for line in text.split("\n")[:-1]:
        digest, path = re.fullmatch(r"([0-9a-f]{64})[ \t]+\*?(.+)", line).groups()
        path = path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        assert path not in found
        found[path] = digest
    return found


def assert_valid(bag):
    declaration = (bag / "bagit.txt").read_bytes()
    assert declaration == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = entries((bag / "manifest-sha256.txt").read_bytes().decode("utf-8"))
    files = [p for p in (bag / "data").rglob("*") if p.is_file()]
    assert set(payload) == {p.relative_to(bag).as_posix() for p in files}
    tags = entries((bag / "tagmanifest-sha256.txt").read_bytes().decode("utf-8"))
    assert {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"} <= set(tags)
    assert "tagmanifest-sha256.txt" not in tags
    for path, digest in {**payload, **tags}.items():
        assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest
    size = sum(p.stat().st_size for p in files)
    info = (bag / "bag-info.txt").read_text(encoding="utf-8")
    assert f"Payload-Oxum: {size}.{len(files)}\n" in info
    assert all(re.fullmatch(r"[A-Za-z-]+: .+", line) for line in info.splitlines())


@pytest.fixture
def bag(tmp_path):
    (tmp_path / "data" / "below").mkdir(parents=True)
    for name in ("one", "below/50% of it", "Ünï"):
        (tmp_path / "data" / name).write_text(name)
    for name in ("README.txt", "verify.py"):
        (tmp_path / name).write_text("read")
    info = {"External-Description": "of\ntwo lines"}
    write_bag(tmp_path, info, ["README.txt", "verify.py"])
    return tmp_path


def test_a_bag_is_valid_whatever_its_files_are_called(bag):
    assert_valid(bag)
    assert faults(bag) == []
    assert set(listed(bag, "manifest-sha256.txt")) == set(
        entries((bag / "manifest-sha256.txt").read_text(encoding="utf-8"))
    )


def test_a_release_is_a_valid_bag(released):
    assert_valid(released)
    tags = entries((released / "tagmanifest-sha256.txt").read_text())
    assert {"verify.py", "README.txt"} <= set(tags)
    assert not [name for name in tags if name.startswith(("run/", "sign-off/"))]


@pytest.mark.parametrize("name", ["data/one", "README.txt", "bag-info.txt", "manifest-sha256.txt"])
def test_a_change_is_a_fault(bag, name):
    path = bag / name
    path.write_bytes(path.read_bytes() + b" ")
    found = faults(bag)
    assert (str(found[0]), found[0].is_change) == (f"{name}: changed", True)
    # A changed payload has another size, and a manifest that breaks off is said to.
    assert {fault.path for fault in found} <= {name, "bag-info.txt"}


def test_files_too_few_and_too_many_are_faults(bag):
    (bag / "data" / "more").write_text("")
    assert str(faults(bag)[0]) == "data/more: not listed"
    assert not any(fault.is_change for fault in faults(bag))
    (bag / "data" / "one").unlink()
    assert (str(faults(bag)[0]), faults(bag)[0].is_change) == ("data/one: missing", True)


def test_no_bag_is_a_fault(tmp_path):
    assert faults(tmp_path)
