"""The errors of the self-test: what each changes in a copy of a release, and the kind of problem that must name it.

Those of content make the manifests anew, as someone would who has the time to cover it up.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from report.release.bag import DATA, INFO
from report.release.conclude import FILE, conclude
from report.release.revisions import BAG_MANIFEST, TAG_MANIFEST
from report.release.selftest_contradictions import CONTRADICTIONS
from report.release.selftest_copy import NotApplicable, SeededCopy
from report.release.sign_off import FOLDER, SCHEMA
from report.release.signing import NAMESPACE, sign
from warehouse.errors import DefinitionError
from warehouse.sources.files import sha256_of

FIGURES, RELEASE = "figures.json", "release.json"
_UP = "../outside.txt"


def _flip(copy: SeededCopy, name: str) -> None:
    content = copy.read(name)
    middle = len(content) // 2
    copy.write(name, content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def _remove(copy: SeededCopy) -> None:
    (copy.folder / DATA / RELEASE).unlink()


def _link(copy: SeededCopy) -> None:
    path = copy.folder / DATA / FIGURES
    path.unlink()
    os.symlink("release.json", path)


def _pipe(copy: SeededCopy) -> None:
    os.mkfifo(copy.folder / DATA / "pipe")


def _manifest_line(copy: SeededCopy, line: Callable[[bytes], bytes]) -> None:
    first = copy.read(BAG_MANIFEST).split(b"\n")[0]
    copy.replace(BAG_MANIFEST, first + b"\n", line(first) + b"\n")


def _entry(copy: SeededCopy, change: Callable[[dict[str, Any]], None], **wanted: bool) -> None:
    """Change a figure in figures.json."""
    name = copy.figure(**wanted)["id"]
    listed = copy.json(FIGURES)
    change(next(figure for figure in listed["figures"] if figure["id"] == name))
    copy.write_json(FIGURES, listed)
    copy.rehash()


def _evidence(copy: SeededCopy, change: Callable[[dict[str, Any]], None], **wanted: bool) -> None:
    """Change the evidence of a figure."""
    path = copy.figure(**wanted)["evidence"]
    document = copy.json(path)
    change(document)
    copy.write_json(path, document)
    copy.rehash()


def _source(copy: SeededCopy) -> Mapping[str, Any]:
    sources = copy.json(copy.figure()["evidence"])["sources"]
    found: Mapping[str, Any] = next(filter(copy.is_open_csv, sources))
    return found


def _rows(copy: SeededCopy, change: Callable[[list[Any]], None]) -> None:
    """Change the rows that the evidence of a figure quotes of a raw CSV file."""
    file = _source(copy)["file"]

    def inside(document: dict[str, Any]) -> None:
        change(next(part for part in document["sources"] if part["file"] == file)["rows"])

    _evidence(copy, inside)


def _swap(rows: list[Any]) -> None:
    if len(rows) < 2:
        rows.append(dict(rows[0]))
    rows[0], rows[-1] = rows[-1], rows[0]


def _misquote(rows: list[Any]) -> None:
    values = rows[0]["values"]
    numbers = (k for k, v in values.items() if isinstance(v, int) and not isinstance(v, bool))
    texts = (k for k, v in values.items() if isinstance(v, str) and v)
    name = next(numbers, None) or next(texts, None)
    if name is None:
        raise NotApplicable("the first row of it that is quoted holds no integer and no text")
    values[name] += 1 if isinstance(values[name], int) else "x"


def _cell(copy: SeededCopy) -> None:
    figure = copy.figure()
    copy.write_cell(figure, figure["value"] + 1)
    copy.rehash()


def _raw(copy: SeededCopy) -> None:
    path = f"{DATA}/project/{_source(copy)['file']}"
    copy.write(path, copy.read(path) + b"\n")
    copy.rehash()


def _register(copy: SeededCopy) -> None:
    source = _source(copy)
    path = f"{DATA}/project/raw/{source['source']}/source.yaml"
    copy.replace(path, source["sha256"].encode(), b"0" * 64)
    copy.rehash()


def _listing(copy: SeededCopy) -> None:
    path = f"{DATA}/{copy.figure()['evidence']}".replace(".json", ".csv")
    lines = copy.read(path).split(b"\n")
    copy.write(path, b"\n".join([lines[0], *lines[2:]]))
    copy.rehash()


def _brief(copy: SeededCopy) -> None:
    path = f"{DATA}/figures.csv"
    copy.write(path, b"\n".join([*copy.read(path).split(b"\n")[:-2], b""]))
    copy.rehash()


def _raise(figure: dict[str, Any]) -> None:
    figure["value"] += 1


def _twice(copy: SeededCopy) -> None:
    copy.replace(f"{DATA}/{RELEASE}", b"{", b'{"edition": "1900",')
    copy.rehash()


def _no_number(copy: SeededCopy) -> None:
    copy.replace(f"{DATA}/{FIGURES}", b'"figures": [', b'"odd": NaN, "figures": [')
    copy.rehash()


def _sign(copy: SeededCopy, role: str, name: str) -> bytes:
    said = copy.json(RELEASE)
    statement = {
        "schema": SCHEMA,
        **{part: said.get(part) for part in ("edition", "revision")},
        "role": role,
        "name": name,
        "date": said.get("as_of"),
        "identity_sha256": sha256_of(copy.folder / BAG_MANIFEST),
        "tagmanifest_sha256": sha256_of(copy.folder / TAG_MANIFEST),
    }
    content = json.dumps(statement).encode("utf-8")
    copy.write(f"{FOLDER}/{role}.json", content)
    (copy.folder / FOLDER / f"{role}.json.sig").unlink(missing_ok=True)
    return content


def _remake(copy: SeededCopy) -> None:
    """Sign, then change what no recheck covers, everywhere, and make the manifests anew."""
    _sign(copy, "preparer", "A preparer")
    copy.replace(f"{DATA}/{RELEASE}", b'"title": "', b'"title": "Another ')
    copy.rehash()


def _one_person(copy: SeededCopy) -> None:
    _sign(copy, "preparer", "One person")
    _sign(copy, "reviewer", "one  Person")


def _signature(copy: SeededCopy) -> None:
    said = _sign(copy, "preparer", "A preparer")
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key"
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", NAMESPACE, "-f", str(key)]
        try:
            subprocess.run(words, capture_output=True, check=True)  # noqa: S603
            signature = sign(said, key)
        except (FileNotFoundError, DefinitionError) as error:
            raise NotApplicable("needs ssh-keygen") from error
    copy.write(f"{FOLDER}/preparer.json.sig", signature)
    copy.replace(f"{FOLDER}/preparer.json", b"A preparer", b"B preparer")


def _conclusions(copy: SeededCopy, old: bytes, new: bytes) -> None:
    copy.write(str(FILE), copy.read(str(FILE)) if (copy.folder / FILE).is_file() else b"")
    for grade in ("undetermined", "sufficient"):
        conclude(copy.folder, copy.figure()["id"], grade, "An auditor", "the self-test")
    copy.replace(str(FILE), old, new)


def _recheck(copy: SeededCopy) -> None:
    """Change a figure, its cell, its wording and its evidence alike: only the raw rows tell."""
    figure = copy.figure(is_rechecked=True)
    listed, document = copy.json(FIGURES), copy.json(figure["evidence"])
    entry = next(item for item in listed["figures"] if item["id"] == figure["id"])
    old = entry["value"]
    for place in (entry, document):
        place["value"] = old + 1
    copy.write_json(FIGURES, listed)
    copy.write_json(figure["evidence"], document)
    copy.write_cell(figure, old + 1)
    copy.rehash()


def _statement(copy: SeededCopy) -> None:
    said = copy.json(RELEASE)
    copy.write_json(RELEASE, {**said, "figures": said["figures"] + 1})
    copy.rehash()


SEEDS: Mapping[str, tuple[str, Callable[[SeededCopy], None]]] = {
    "a byte of a payload file flipped": ("changed", lambda c: _flip(c, f"{DATA}/figures.csv")),
    "a byte of a tag file flipped": ("changed", lambda c: _flip(c, "README.txt")),
    "a file removed": ("missing", _remove),
    "a file added to the payload": ("not listed", lambda c: c.write(f"{DATA}/more.txt", b"x")),
    "a file added beside it": ("not listed", lambda c: c.write("more.txt", b"x")),
    "a link in the place of a file": ("symbolic link", _link),
    "a pipe among the files": ("neither file nor folder", _pipe),
    "a line of a manifest broken": ("odd manifest line", lambda c: _manifest_line(c, bytes.upper)),
    "a path that leaves the bag": (
        "odd manifest line",
        lambda c: _manifest_line(c, lambda line: line[:66] + _UP.encode()),
    ),
    "a file listed twice": ("listed twice", lambda c: _manifest_line(c, lambda x: x + b"\n" + x)),
    "the stated size changed": (
        "Payload-Oxum differs",
        lambda c: c.replace(INFO, b"Payload-Oxum: ", b"Payload-Oxum: 1"),
    ),
    "a figure changed, re-hashed": ("figure is not its cell", lambda c: _entry(c, _raise)),
    "a table cell changed, re-hashed": ("figure is not its cell", _cell),
    "a wording changed, re-hashed": (
        "display is not the rounded value",
        lambda c: _entry(c, lambda figure: figure.update(display="about 7")),
    ),
    "two evidence rows swapped, re-hashed": (
        "evidence rows are not in order",
        lambda c: _rows(c, _swap),
    ),
    "an evidence row left out, re-hashed": (
        "evidence counts differ",
        lambda c: _evidence(c, lambda document: document["sources"][-1]["rows"].pop()),
    ),
    "a quoted raw row changed, re-hashed": (
        "quoted row is not in the raw file",
        lambda c: _rows(c, _misquote),
    ),
    "a raw file changed, re-hashed": ("raw file is not that of the evidence", _raw),
    "a registered digest changed, re-hashed": ("raw file is not in its source.yaml", _register),
    "the listing of evidence cut, re-hashed": ("listing differs from the evidence", _listing),
    "a line of the figures as CSV left out, re-hashed": (
        "listing differs from the figures",
        _brief,
    ),
    "a replay that failed, re-hashed": (
        "evidence is of another figure",
        lambda c: _evidence(c, lambda d: d["replay"].update(state="not_reproduced")),
    ),
    "a recheck that does not add up, re-hashed": (
        "raw rows do not add up to the figure",
        _recheck,
    ),
    "a number of the statement changed, re-hashed": (
        "statement differs",
        _statement,
    ),
    "a key given twice in JSON, re-hashed": ("cannot be read", _twice),
    "no number in JSON, re-hashed": ("cannot be read", _no_number),
    "content changed after it was signed off, re-hashed": ("sign-off is void", _remake),
    "one person in both roles": ("one person signed in two roles", _one_person),
    "a signed statement changed": ("signature does not fit the sign-off", _signature),
    "a conclusion changed": (
        "chain of conclusions is broken",
        lambda c: _conclusions(c, b'"undetermined"', b'"sufficient"'),
    ),
    "a conclusion of other evidence": (
        "conclusion is of other content",
        lambda c: _conclusions(c, b'"evidence_sha256": "', b'"evidence_sha256": "0'),
    ),
    **{f"{seeded}, re-hashed": found for seeded, found in CONTRADICTIONS.items()},
}
