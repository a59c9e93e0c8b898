"""A toy project in which every text of a stranger steers a terminal: cells, headers, file names, titles, sentences."""

import json
import re
import shutil
from functools import partial

from docx import Document

from tests.conftest import ROOT
from tests.report.release.projects import build, commit
from tests.toys import register
from warehouse.project import Project

# Colour, a link, the clipboard, a bell, back to the beginning, digits reversed, a new line, the screen cleared.
STEERING = "\x1b[31m\x1b]8;;x:y\x07\x1b]52;c;eA==\x07\r\u202e\u2067\u0085\x9b2J"
FILE = "orchards\x1b[31m\u202e.csv"
EDITION, FIGURE, TEXT, WORD = "2020", "harvest_north", "draft\x1b[2J.txt", "draft.docx"
NAMING = re.compile(r"(?m)^[ -]*(?:title|publisher|label|display): .*$")
"""The lines of an edition and of its figures that no release takes with signs that no terminal prints."""
_WRITTEN = json.dumps(STEERING)[1:-1]
SENTENCE = "The harvest of North Orchard{} was 140 tonnes in 2020. See page 12{}.\n"


def hostile(folder):
    """Make the project in a folder: built, committed, with texts to check and files to bring in."""
    shutil.copytree(ROOT / "tests" / "toy", folder, ignore=shutil.ignore_patterns("__pycache__"))
    project = Project(folder)
    _cells(project)
    for path in ("raw/*/source.yaml", "raw/editions/*.yaml", "report/figures.yaml"):
        for file in folder.glob(path):
            _steer(file)
    for file in folder.glob("warehouse/models/*/*.sql"):
        _steer(file)
    (folder / TEXT).write_text(SENTENCE.format(STEERING, STEERING), encoding="utf-8", newline="")
    document = Document()
    document.add_paragraph("The harvest was {{figure:harvest_north}}.")
    document.save(folder / WORD)
    head, row = "year,orchard,crop,tonnes,qual{}\n", "2022,NORTH,apple,1,A{}\n"
    for name, text in (("head.csv", head + row), ("cell.csv", head.replace("{}", "ity") + row)):
        arrived = text.replace("{}", STEERING.replace("\r", ""))
        (folder / name).write_text(arrived, encoding="utf-8")
    commit(project)
    build(project)
    return project


def name_plainly(project):
    """Make it fit to be released: a plain name for the file, and plain lines for what a release is named by."""
    source = project.raw / "orchards" / "source.yaml"
    (source.parent / "2021-01-01" / FILE).rename(source.parent / "2021-01-01" / "orchards.csv")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(f"path: {json.dumps(FILE)}", "path: orchards.csv"), "utf-8")
    for file in (*project.editions.glob("*.yaml"), project.figures):
        text = file.read_text(encoding="utf-8")
        file.write_text(NAMING.sub(lambda m: m[0].replace(_WRITTEN, ""), text), "utf-8")
    commit(project)
    build(project)


def _cells(project):
    """Put the signs into cells, and give the file a name with some."""
    folder = project.raw / "orchards" / "2021-01-01"
    file = folder / "orchards.csv"
    text = file.read_text(encoding="utf-8")
    for name in ("North", "South", "West"):
        text = text.replace(f"{name} Orchard", f'"{name}{STEERING} Orchard"')
    file.write_text(text, encoding="utf-8", newline="")
    register(project, "orchards/2021-01-01/orchards.csv")
    file.rename(folder / FILE)
    source = project.raw / "orchards" / "source.yaml"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("path: orchards.csv", f"path: {json.dumps(FILE)}"), "utf-8")


def _steer(file):
    """Let titles, labels, notes and names of a definition end in the signs."""
    keys = ("title", "label", "display", "citation", "contact", "publisher", "release")
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(map(partial(_steered, keys), lines)) + "\n", encoding="utf-8")


def _steered(keys, line):
    name, colon, value = line.partition(": ")
    if not colon or name.strip(" -") not in keys:
        return line
    return f"{name}: {json.dumps(value.strip(chr(34)) + STEERING)}"
