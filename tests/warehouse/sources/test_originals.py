"""The original of a converted file is held to its digest, like the file itself."""

import hashlib
from dataclasses import replace

import pytest

from warehouse.errors import DefinitionError, SourceFileError
from warehouse.sources.options import ReaderOptions
from warehouse.sources.originals import check_original
from warehouse.sources.register import Comparison, SourceTable, parse_vintage

DIGEST = hashlib.sha256(b"old").hexdigest()
ORIGINAL = {"path": "t.xlsb", "sha256": DIGEST, "bytes": 3, "by": "LibreOffice 24.2"}


def vintage(**original):
    entry = {"table": "t", "path": "t.csv", "sha256": "0" * 64, "bytes": 1, "original": original}
    said = dict.fromkeys(("release", "published", "retrieved"), "x")
    given = {**said, "nature": "measured", "form": "as received", "files": [entry]}
    tables = {"t": SourceTable("t", "T", "a.B", ReaderOptions(), Comparison())}
    return parse_vintage("2024-01-15", given, tables, "source.yaml")


def test_an_original_is_the_registered_one_or_an_error(tmp_path):
    (file,) = vintage(**ORIGINAL).files
    assert file.original.by == "LibreOffice 24.2"
    with pytest.raises(SourceFileError, match="missing"):
        check_original(tmp_path, file, "raw/s/v/t.csv")
    (tmp_path / "t.xlsb").write_bytes(b"old")
    check_original(tmp_path, file, "raw/s/v/t.csv")
    (tmp_path / "t.xlsb").write_bytes(b"new")
    with pytest.raises(SourceFileError, match="not the registered one") as caught:
        check_original(tmp_path, file, "raw/s/v/t.csv")
    assert "t.xlsb" in caught.value.where
    outside = replace(file, original=replace(file.original, path="../t.xlsb"))
    with pytest.raises(SourceFileError, match="stay inside"):
        check_original(tmp_path, outside, "raw/s/v/t.csv")


@pytest.mark.parametrize("key", ["path", "sha256", "bytes", "by"])
def test_an_original_says_what_it_was_and_what_converted_it(key):
    with pytest.raises(DefinitionError, match=key):
        vintage(**{k: v for k, v in ORIGINAL.items() if k != key})
