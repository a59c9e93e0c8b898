"""Small whole projects that several tests copy, and changes to them: a file rewritten and registered again."""

import re
import shutil
from pathlib import Path

from warehouse.project import Project
from warehouse.sources.files import sha256_of

TESTS = Path(__file__).resolve().parent


def copied(name, target):
    """Copy a small project (`toy`, `railway`) into a new folder and return it, free to be changed."""
    shutil.copytree(TESTS / name, target, ignore=shutil.ignore_patterns("__pycache__"))
    return Project(target)


def rewrite(project, path, old, new):
    """Replace text in a raw file and correct its registered hash and size, as a data officer would."""
    file = project.raw / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    register(project, path)


def register(project, path):
    """Write the present hash and size of a raw file into its source.yaml."""
    source, vintage, inside = path.split("/", 2)
    file = project.raw / path
    definition = project.raw / source / "source.yaml"
    text = definition.read_text(encoding="utf-8")
    start = text.index(f"\n  {vintage}:\n")
    entry = re.compile(r"(path: " + re.escape(inside) + r", sha256: )[0-9a-f]{64}(, bytes: )\d+")
    match = entry.search(text, start)
    assert match
    text = (
        text[: match.start()]
        + f"{match[1]}{sha256_of(file)}{match[2]}{file.stat().st_size}"
        + text[match.end() :]
    )
    definition.write_text(text, encoding="utf-8")


def withhold_source(project, name):
    """Take from a source the licence to pass its files on."""
    path = project.raw / name / "source.yaml"
    text = path.read_text(encoding="utf-8")
    assert "redistribute: true" in text
    path.write_text(text.replace("redistribute: true", "redistribute: false"), encoding="utf-8")


def tree(folder):
    """Return the bytes of every file of a folder by its path."""
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
