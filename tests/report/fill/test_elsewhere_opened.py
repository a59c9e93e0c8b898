"""A filled document in other hands: valid by the schema, and kept by LibreOffice so that it is filled again."""

import json
import subprocess
import zipfile

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from numbertext.documents import read_document
from report.figures.bound_name import parse_bound
from report.fill import fill
from tests.programs import program
from tests.report.fill.test_controls import KNOWN, MARK, NEWER, PLACES
from tests.report.standards.validators import run

# Valid only as a link to a part that is not there, with attributes that are left out, or in the older dialect.
MADE = [name for name in PLACES if name not in ("box", "smart tag")]


@pytest.fixture
def whole(tmp_path):
    """A document of a word processor with a placeholder at every place, filled; gives the given and the filled one."""
    made = python_docx.Document()
    body = made.element.body
    for name in MADE:
        inside = PLACES[name].replace('w:author="A"', 'w:author="A" w:date="2023-01-01T00:00:00Z"')
        inside = inside.replace(
            "<w:tbl>", "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        )
        head, _, rest = inside.partition(">")
        body.insert(len(body) - 1, parse_xml(f"{head} {nsdecls('w')}>{rest}"))
        if inside.startswith("<w:tbl"):
            made.add_paragraph("")
    made.sections[0].header.paragraphs[0].add_run(f"head {MARK}")
    made.save(tmp_path / "given.docx")
    fill(tmp_path / "given.docx", tmp_path / "filled.docx", KNOWN)
    return tmp_path / "given.docx", tmp_path / "filled.docx"


def faults(path):
    """What the validator finds wrong with the parts that may be filled."""
    done = run("openxml-audit", "--output", "json", "--max-errors", "0", path)
    (found,) = json.loads(done.stdout)
    kept = (e for e in found["errors"] if "styles" not in e["part_uri"])
    return sorted((e["part_uri"], e["description"]) for e in kept)


def marks(path):
    return [
        (block.text[mark.start : mark.end], parse_bound(mark.name).name)
        for block in read_document(path).blocks
        for mark in block.marks
        if parse_bound(mark.name)
    ]


def test_it_is_valid_by_the_schema(whole):
    given, filled = whole
    assert faults(given) == []
    assert len(marks(filled)) >= len(MADE)
    assert faults(filled) == []


def test_the_validator_sees_a_control_at_a_wrong_place(whole, tmp_path):
    _, filled = whole
    wrong = tmp_path / "wrong.docx"
    with zipfile.ZipFile(filled) as given, zipfile.ZipFile(wrong, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:sdt>", b"<w:r><w:sdt>").replace(
                    b"</w:sdt>", b"</w:sdt></w:r>"
                )
            made.writestr(name, data)
    assert any("sdt" in said for _, said in faults(wrong))


@pytest.mark.long
def test_libreoffice_keeps_the_controls_and_they_are_filled_again(whole, tmp_path):
    _, filled = whole
    office = program("soffice")
    line = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
    ]
    line += ["docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(filled)]
    subprocess.run(line, check=True, capture_output=True, timeout=300)
    saved = tmp_path / "saved" / filled.name
    assert sorted(marks(saved)) == sorted(marks(filled))
    done = fill(saved, tmp_path / "again.docx", NEWER)
    assert done.kept == ()
    assert {text for text, _ in marks(tmp_path / "again.docx")} == {"117.3 million"}
    assert "108.4" not in read_document(tmp_path / "again.docx").text
