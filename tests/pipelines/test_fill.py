"""The command `fill`: filled, filled again, and left to a person where a hand was at a control."""

import json
import re
import zipfile

import pytest

from documents.docxs import docx, p, r
from pipelines.cli import app as frame

MARK = "{{figure:harvest_north}}"


@pytest.fixture
def fill(both_built, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(both_built.root)

    def command(data, *options):
        given, out = tmp_path / "given.docx", tmp_path / "out.docx"
        given.write_bytes(data)
        words = ["annual-report", "fill", "2020", str(given), str(out), *options]
        monkeypatch.setattr("sys.argv", words)
        return frame.run(), capsys.readouterr().out, out

    return command


def test_filled_and_filled_again(fill):
    code, said, out = fill(docx(p(r(f"North gave {MARK}."))))
    assert (code, "1 value of 1 wording filled" in said) == (0, True)
    data = out.read_bytes()
    code, said, out = fill(data, "--json")
    assert (code, json.loads(said)["same"], json.loads(said)["kept"]) == (0, 1, [])
    assert out.read_bytes() == data


def test_a_changed_control_is_told_with_exit_3(fill):
    _, _, out = fill(docx(p(r(MARK))))
    changed = docx(change=lambda parts: parts.update({"word/document.xml": _changed(out)}))
    code, said, _ = fill(changed)
    assert code == 3
    assert "harvest_north says '7 apples'" in said
    assert "changed by hand" in said
    assert MARK in said
    code, said, _ = fill(changed, "--json")
    (kept,) = json.loads(said)["kept"]
    assert (code, kept["name"], kept["text"]) == (3, "harvest_north", "7 apples")


def _changed(path):
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
    return re.sub(r"(<w:sdtContent>.*?<w:t>)[^<]*", r"\g<1>7 apples", body)
