"""Further errors of the self-test: releases that contradict themselves, though every digest in them was made anew.

What was changed says one thing, something else in the release another. Errors of files, rows and signatures stand in
`selftest_seeds`.
"""

from __future__ import annotations

import fnmatch
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from report.release.bag import DATA, INFO, name_of, payload_of
from report.release.revisions import TAG_MANIFEST
from report.release.selftest_copy import NotApplicable, SeededCopy
from warehouse.sources.files import sha256_of

FIGURES, STATEMENT, CHECKS = "figures.json", "release.json", "validation/checks.json"
OTHERWISE = "contradicts the release"
_NUMBER = re.compile(rb"(<c (?![^>]*t=)[^>]*><v>)(\d)")

Seed = Callable[[SeededCopy], None]


def _in(name: str, change: Callable[[dict[str, Any]], object]) -> Seed:
    """Return a seed that changes a JSON file of the payload."""

    def seed(copy: SeededCopy) -> None:
        found = copy.json(name)
        change(found)
        copy.write_json(name, found)
        copy.rehash()

    return seed


def _of_figure(**changed: str) -> Seed:
    """Return a seed that changes what figures.json says of one figure."""

    def seed(copy: SeededCopy) -> None:
        name = copy.figure().get("id")
        listed = copy.json(FIGURES)
        for figure in listed.get("figures"):
            if figure.get("id") == name:
                figure.update(changed)
        copy.write_json(FIGURES, listed)
        copy.rehash()

    return seed


def _of_evidence(change: Callable[[dict[str, Any]], object], **wanted: bool) -> Seed:
    """Return a seed that changes the evidence of one figure, and the digest that the figure has of it."""

    def seed(copy: SeededCopy) -> None:
        figure = copy.figure(**wanted)
        path, listed = str(figure.get("evidence")), copy.json(FIGURES)
        document = copy.json(path)
        change(document)
        copy.write_json(path, document)
        for entry in listed.get("figures"):
            if entry.get("id") == figure.get("id") and entry.get("evidence_sha256"):
                entry.update(evidence_sha256=sha256_of(copy.folder / DATA / path))
        copy.write_json(FIGURES, listed)
        copy.rehash()

    return seed


def _in_text(name: str, change: Callable[[bytes], bytes]) -> Seed:
    """Return a seed that changes a file of the payload, or the first that fits a pattern."""

    def seed(copy: SeededCopy) -> None:
        path = _first(copy, name)
        before = copy.read(path)
        copy.write(path, change(before))
        if copy.read(path) == before:
            raise NotApplicable(f"{path} holds nothing of the kind")
        copy.rehash()

    return seed


def _first(copy: SeededCopy, name: str) -> str:
    """Return the first file of the payload that fits a pattern; raises NotApplicable where there is none."""
    names = [name_of(copy.folder, path) for path in payload_of(copy.folder)]
    found = fnmatch.filter(names, f"{DATA}/{name}")
    if not found:
        raise NotApplicable(f"the release has no {name}")
    return found[0]


def _gone(name: str) -> Seed:
    def seed(copy: SeededCopy) -> None:
        path = _first(copy, name)
        (copy.folder / path).unlink()
        copy.rehash()

    return seed


def _wording(copy: SeededCopy) -> None:
    """Change the wording of a figure wherever figures and evidence hold it, but not its value."""
    figure = copy.figure()
    old, path = str(figure.get("display")), str(figure.get("evidence"))
    for name in (FIGURES, "figures.csv", path):
        content = copy.read(f"{DATA}/{name}").decode("utf-8")
        copy.write(f"{DATA}/{name}", content.replace(old, f"not {old}").encode("utf-8"))
    copy.rehash()


def _twice(copy: SeededCopy) -> None:
    listed = copy.json(FIGURES)
    figures = listed.get("figures")
    copy.write_json(FIGURES, {**listed, "figures": [dict(figures[0], label="False"), *figures]})
    copy.rehash()


def _none(copy: SeededCopy) -> None:
    copy.write_json(FIGURES, {**copy.json(FIGURES), "figures": []})
    copy.write_json(STATEMENT, {**copy.json(STATEMENT), "figures": 0})
    head, _, _ = copy.read(f"{DATA}/figures.csv").partition(b"\n")
    copy.write(f"{DATA}/figures.csv", head + b"\n")
    for path in (copy.folder / DATA / "evidence").iterdir():
        path.unlink()
    copy.rehash()


def _tag_file(name: str, content: bytes) -> Seed:
    """Return a seed that adds a file which other readers of bags go by, with its line in the tag manifest."""

    def seed(copy: SeededCopy) -> None:
        copy.write(name, content)
        line = f"{sha256_of(copy.folder / name)}  {name}\n".encode("ascii")
        copy.write(TAG_MANIFEST, copy.read(TAG_MANIFEST) + line)

    return seed


def _description(copy: SeededCopy) -> None:
    copy.replace(INFO, b"Bagging-Date: ", b"Bagging-Date: 1")
    copy.rehash()


def _named(name: str) -> Seed:
    def seed(copy: SeededCopy) -> None:
        copy.write(f"{DATA}/project/{name}", b"x")
        copy.rehash()

    return seed


def _workbook(before: bytes) -> bytes:
    """Return a workbook whose numbers have another first digit, on every sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", entry.filename):
                content = _NUMBER.sub(lambda m: m[1] + b"%d" % (9 - int(m[2])), content)
            new.writestr(entry, content)
    return made.getvalue()


def _release_of(name: str) -> Seed:
    def seed(copy: SeededCopy) -> None:
        path = f"sign-off/{name}.json"
        said = copy.json(STATEMENT)
        content = {"role": name, "name": "A person", "edition": said.get("edition"), "revision": 97}
        for part, file in (("identity", "manifest"), ("tagmanifest", "tagmanifest")):
            content[f"{part}_sha256"] = sha256_of(copy.folder / f"{file}-sha256.txt")
        copy.write(path, json.dumps(content).encode("utf-8"))
        (copy.folder / f"{path}.sig").unlink(missing_ok=True)

    return seed


CONTRADICTIONS: Mapping[str, tuple[str, Seed]] = {
    "a label changed": ("listing differs from the figures", _of_figure(label="Another")),
    "a unit changed": ("listing differs from the figures", _of_figure(unit="another")),
    "a period changed": ("listing differs from the figures", _of_figure(period="1900")),
    "a nature changed": (OTHERWISE, _of_figure(nature="synthetic")),
    "words put before a number": (OTHERWISE, _wording),
    "a figure given twice": ("cannot be read", _twice),
    "all figures taken out": ("cannot be read", _none),
    "a column named twice": (
        "cannot be read",
        _in_text("figures.csv", lambda text: text.replace(b",label,", b",id,", 1)),
    ),
    "a cell too many": (
        "cannot be read",
        _in_text("figures.csv", lambda text: text.rstrip(b"\n") + b",more\n"),
    ),
    "evidence emptied": ("evidence is empty", _of_evidence(lambda d: d.update(sources=[]))),
    "evidence without its models": (
        "evidence names other models",
        _of_evidence(lambda d: d.update(models=[])),
    ),
    "a role in the evidence changed": (
        "evidence counts differ",
        _of_evidence(
            lambda d: [s.update(by_role={"order": s.get("count")}) for s in d.get("sources", ())]
        ),
    ),
    "a model's text changed": (
        OTHERWISE,
        _in_text("project/warehouse/models/report/*.sql", lambda text: text + b"-- more\n"),
    ),
    "a model taken out": (OTHERWISE, _gone("project/warehouse/models/report/*.sql")),
    "the lock taken out": ("missing", _gone("lock/requirements.lock")),
    "natures of cells changed": (
        OTHERWISE,
        _in_text("natures/*.csv", lambda text: text.replace(b"1-", b"2-", 1)),
    ),
    "cells of the workbook changed": (OTHERWISE, _in_text("exports/tables.xlsx", _workbook)),
    "the change log rewritten": (OTHERWISE, _in_text("CHANGES.md", lambda _: b"Another story\n")),
    "a title changed": (OTHERWISE, _in(STATEMENT, lambda said: said.update(title="Another"))),
    "another edition": (OTHERWISE, _in(STATEMENT, lambda said: said.update(edition="1900"))),
    "another day": (OTHERWISE, _in(STATEMENT, lambda said: said.update(as_of="1900-01-01"))),
    "another content hash": (
        OTHERWISE,
        _in(STATEMENT, lambda said: said.update(content_sha256="0" * 64)),
    ),
    "the description of the bag changed": (OTHERWISE, _description),
    "fewer cells audited": (OTHERWISE, _in(CHECKS, lambda d: d.get("audit", {}).update(cells=1))),
    "files to be fetched": (
        "no part of a release",
        _tag_file("fetch.txt", b"https://example.org/x - data/x\n"),
    ),
    "a manifest of another kind": ("no part of a release", _tag_file("manifest-md5.txt", b"")),
    "a name that Windows cannot hold": ("odd manifest line", _named("aux.txt")),
    "a sign-off of another revision": ("sign-off is of another release", _release_of("reviewer")),
}
