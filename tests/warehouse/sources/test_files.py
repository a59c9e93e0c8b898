"""Raw files stay in their folder and are the registered ones."""

import hashlib

import pytest

from warehouse.errors import SourceFileError
from warehouse.sources.files import check_file, locate, sha256_of


def test_a_plain_name_is_found(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "data.csv").write_text("a\n")
    assert locate(tmp_path, "deep/data.csv", "source.yaml") == tmp_path / "deep" / "data.csv"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "/etc/passwd",
        "../other.csv",
        "a/../../b.csv",
        "..\\b.csv",
        "a\\b.csv",
        "C:/b.csv",
        "a\0b",
    ],
)
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(SourceFileError) as caught:
        locate(tmp_path, name, "source.yaml")
    assert caught.value.where == "source.yaml"


def test_a_link_that_leads_out_is_refused(tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text("secret\n")
    folder = tmp_path / "vintage"
    folder.mkdir()
    (folder / "data.csv").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    for name in ("data.csv", "up/outside.csv"):
        with pytest.raises(SourceFileError, match="does not stay inside"):
            locate(folder, name, "source.yaml")


def test_a_link_that_stays_inside_is_fine(tmp_path):
    (tmp_path / "data.csv").write_text("a\n")
    (tmp_path / "same.csv").symlink_to(tmp_path / "data.csv")
    assert locate(tmp_path, "same.csv", "source.yaml").read_text() == "a\n"


def test_the_registered_file_passes(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes(b"year\n2020\n")
    digest = hashlib.sha256(b"year\n2020\n").hexdigest()
    assert sha256_of(path) == digest
    check_file(path, digest, 10, "raw/data.csv")
    check_file(path, digest.upper(), 10, "raw/data.csv")


def test_a_changed_file_names_both_hashes(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes(b"year\n2021\n")
    registered = hashlib.sha256(b"year\n2020\n").hexdigest()
    with pytest.raises(SourceFileError) as caught:
        check_file(path, registered, 10, "raw/data.csv")
    assert registered in str(caught.value)
    assert sha256_of(path) in str(caught.value)
    assert caught.value.where == "raw/data.csv"


def test_another_size_is_refused_even_with_the_right_hash(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes(b"year\n")
    with pytest.raises(SourceFileError, match="5 bytes"):
        check_file(path, sha256_of(path), 6, "raw/data.csv")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceFileError, match="missing"):
        check_file(tmp_path / "data.csv", "0" * 64, 1, "raw/data.csv")
    with pytest.raises(SourceFileError, match="missing"):
        check_file(tmp_path, "0" * 64, 1, "raw/data.csv")
