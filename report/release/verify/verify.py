#!/usr/bin/env python3
"""Verifies a release with nothing but Python's standard library (3.9 or later) and, for signatures, `ssh-keygen`.

    python3 verify.py [PATH] [--allowed-signers FILE] [--conclusions HEAD] [--json]

Exit code 0: intact, and preparer and reviewer are both signed by trusted signers; 1: tampered, or contradicting itself;
2: not a release; 3: intact, authorship unproven, with what is missing. Nothing is written and no network is used.
Take this file from where you trust it, not from the release that you doubt.

The layers, in order: how files are read (`Bag`), their form (`SHAPES`), what figures and evidence say (`Payload`),
what else says the same (`Restated`), who signed it (`Acts`).
"""

import sys

if __name__ == "__main__" and not sys.flags.isolated:
    # Once more, by itself: no module beside this file, in the working folder or on PYTHONPATH is ever imported.
    # What does it is built into the interpreter, so that nothing is looked for in those places before.
    try:
        if "posix" in sys.builtin_module_names:
            __import__("posix").execv(
                sys.executable, [sys.executable, "-I", "-S", __file__, *sys.argv[1:]]
            )
        line = [sys.executable, "-I", "-S", __file__, *sys.argv[1:]]
        sys.exit(__import__("nt").spawnv(0, sys.executable, [f'"{word}"' for word in line]))
    except (OSError, ValueError, ImportError, NameError):
        # Where no program can be started, at least nothing is looked for beside this file.
        sys.path[:] = [place for place in sys.path[1:] if place not in ("", ".")]

import argparse
import base64
import csv
import gzip
import hashlib
import html
import io
import json
import os
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any
from xml.parsers import expat

SIGNED, TAMPERED, NO_RELEASE, UNPROVEN = range(4)
STATES = ("intact", "tampered", "not a release", "intact, authorship unproven")
SCHEMAS = ("annual-report/release/1", "annual-report/release/2")
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
# What a listed file is that is another one or gone.
CHANGES = ("missing", "larger than the whole payload is stated to be", "changed")
NEEDED = ("bagit.txt", "bag-info.txt", MANIFEST, "verify.py", "README.txt")
BESIDE = ("run/", "sign-off/", "conclusions/")  # outside of what the manifests cover
NAMESPACE, ROLES = "annual-report", ("preparer", "reviewer")
CONCLUSIONS = "conclusions/conclusions.jsonl"
# What an honest release stays below: bytes of a JSON or CSV file, bytes of all raw files as they are read, values in a
# JSON or cells in a CSV file, digits of a number, findings and notes that are listed.
MOST_JSON, MOST_RAW, MOST_VALUES, MOST_TEXT, MOST_SAID = 128 << 20, 8 << 30, 8_000_000, 100, 2_000
MOST_IN_CELL = 16 << 20
LISTED_OF_A_FILE = 100_000  # rows of each raw file that evidence lists; those beyond are counted
SCALES = {"one": 0, "thousand": 3, "million": 6, "billion": 9}
MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}
NATURES = ("measured", "estimate", "provisional", "stated", "synthetic")

Json = Any
"""What a JSON file may hold: its shape is checked before it is used."""


class Part:
    """An object of a JSON file, its members by attributes.

    Args:
        given: The members, in their order.
    """

    def __init__(self, given: "dict[str, Json]") -> None:
        self._given = given

    def __getattr__(self, name: str) -> Json:
        if name not in self._given:
            raise AttributeError(f"there is no {name!r}")
        return self._given[name]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Part) and self._given == other._given

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._given)


def members(part: Json) -> "dict[str, Json]":
    """Return the members of an object of a JSON file; raises AttributeError where it is none."""
    found: dict[str, Json] = part._given
    return found


# --- The format of a release -------------------------------------------------------------------------------------

HEX = re.compile("[0-9a-f]{64}")
DAY = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# One line without signs that a terminal, a page or a reader of JSON obeys.
LINE = re.compile("[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*")
NATURE, FORM = re.compile("|".join(NATURES)), re.compile("as received|transcribed")
ROLE = re.compile("value|order|witness")
SCALAR = (None, bool, str, Decimal)


def whole(value: object) -> bool:
    """Return whether a value of a JSON file is a whole number that counts something."""
    return isinstance(value, Decimal) and value >= 0 and value == value.to_integral_value()


def is_whole(value: object) -> bool:
    """Return whether a value of a JSON file is a whole number, of places on either side of the full stop."""
    return isinstance(value, Decimal) and value == value.to_integral_value()


def is_listed(value: object) -> bool:
    """Return whether evidence lists as many rows of each raw file as every release does."""
    return value == LISTED_OF_A_FILE


def schema_of(kind: str) -> "re.Pattern[str]":
    """Return what the schema of a kind of file is called in the versions that are known."""
    return re.compile(f"annual-report/{kind}/1")


ADDED = {"column": str, "rows": [list]}
RECHECK = (
    None,
    {"kind": re.compile("sum|count"), "times": whole, **ADDED, "result": str},
    {"kind": re.compile("share"), "times": whole, "part": ADDED, "whole": ADDED, "result": str},
)
FIGURE = {
    **{"id": NAME, "label": LINE, "value": SCALAR, "unit": LINE, "display": LINE, "nature": NATURE},
    **{"form": FORM, "period": LINE, "table": NAME, "key": {"*": SCALAR}, "column": str},
    **{"decimals": is_whole, "scale": re.compile("|".join(SCALES)), "recheck": RECHECK},
    **{"rounding": re.compile("|".join(MODES)), "evidence": str},
}
ROW = {
    **{"sheet": str, "line": whole, "column?": whole, "role": ROLE, "nature": NATURE},
    "values": {"*": SCALAR},
}
SOURCE = {
    **{"source": str, "vintage": str, "file": str, "sha256": re.compile("(?:[0-9a-f]{64})?")},
    **{"nature": NATURE, "form": FORM, "citation": str, "rows": [ROW], "count": whole},
    **{"by_role": {"*": whole}, "values_withheld?": (None, bool)},
}
LEFT_OUT = {"model": str, "table": str, "predicate": str, "rows": whole, "line": whole}
PARTS = {"model": str, "aggregate": str, "count": whole, "total": object, "agrees": bool}
TAKEN_OUT = {"values_withheld?": bool, "total_withheld?": bool}
MODEL = {"name": NAME, "title": str, "rows": whole, "upstream": {"*": whole}, "sql": str}
RAW_TABLE = {
    **{"table": str, "source": str, "vintage": str, "compared_with": (None, str), "file": str},
    **{"sha256": HEX, "content_sha256": HEX, "rows_read": whole, "rows_written": whole},
    **{"rows_rejected": whole, "rows_set_apart?": whole, "set_apart?": {"*": str}},
    "more_files?": {"*": HEX},
    **{"problems": whole, "passed": bool},
}
CHECK = {
    **{"check": str, "title": str, "on": str, "rule": str, "severity": str},
    **{"inputs": {"*": HEX}, "problems": whole, "passed": bool},
}
AUDIT = ("cells", "cells_verified", "figures", "figures_verified")
# Path in the payload -> what stands in it. `?` may be left out, `*` is any name; a pattern is a text that fits it.
SHAPES: "dict[str, Json]" = {
    "release.json": {
        **{"schema": re.compile("|".join(SCHEMAS)), "edition": LINE, "revision": whole},
        **{"reason": str, "title": LINE, "publisher": LINE, "as_of": DAY, "period": [DAY]},
        **{"content_sha256": HEX, "figures": whole, "tables": whole},
        "previous": (None, {"revision": whole, "identity": HEX}),
    },
    "figures.json": {"schema": schema_of("build"), "figures": [FIGURE]},
    "evidence": {
        **{"schema": schema_of("trace"), "edition": str, "figure": str},
        **{"display": str, "table": str, "key": {"*": SCALAR}, "column": str, "value": SCALAR},
        **{"nature": NATURE, "sources": [SOURCE], "excluded": [{**LEFT_OUT, "sample": [object]}]},
        "absent": [{"model": str, "construct": str, "tables": [str], "condition": str}],
        "contributions": [{**PARTS, **TAKEN_OUT, "parts": [{"value?": object, "*": object}]}],
        "replay": {"state": str, "expected": object, "actual": object, "value_withheld?": bool},
        "models": [{**MODEL, "replay": str}],
        **{"rows_listed_of_each_file?": is_listed, "recheck": RECHECK},
    },
    "withheld.json": (
        {"schema?": schema_of("withheld"), "files": [{"path": str, "sha256": HEX, "*": object}]},
        [{"path": str, "sha256": HEX, "*": object}],
    ),
    "validation/checks.json": {
        **{"schema": schema_of("checks"), "raw_tables": [RAW_TABLE], "checks": [CHECK]},
        "accepted_breaches": [{"*": object}],
        "audit": {**dict.fromkeys(AUDIT, whole), "traced_on_demand": [str]},
    },
    "statements/verdicts.json": {
        **{"schema": schema_of("reconcile"), "edition": str, "as_of": str},
        "documents": [{"*": object}],
        **{"counts": {"*": whole}, "not_reconciled": [{"*": object}]},
    },
}
# What format 2 adds: how the content hash is worked out from what is here, and the wording around each number.
FORMAT_2 = {
    "definitions_sha256": HEX,
    "contents": [
        {"table": NAME, "columns": [[str]], "rows": whole, "content_sha256": HEX, "from_csv": bool}
    ],
}
IN_CSV = "id label value unit display nature form period table column recheck evidence".split()
IN_EVIDENCE = "source vintage file sha256 sheet line role nature column value".split()
CONTENT = [*IN_CSV[:9], "key", "column"]
PARTS_OF_1 = """release.json figures.json figures.csv withheld.json CHANGES.md index.html report.html
    lock/requirements.lock lock/pyproject.toml validation/problems.csv validation/checks.json
    statements/verdicts.json ro-crate-metadata.json datapackage.json prov.json openlineage.ndjson""".split()
PARTS_OF_2 = """book/index.html book/book.json exports/tables.xlsx exports/tables.docx
    project/report/figures.yaml""".split()
PLACES = re.compile(
    r"data/(?:tables/[^/]+\.(?:csv|parquet)|natures/[^/]+\.csv|evidence/[^/]+\.(?:json|csv)"
    r"|statements/\d+\.html|book/.+|exports/[^/]+\.(?:xlsx|docx|svg|png)"
    r"|project/(?!\.).+)"
)


README = """{title}, release r{revision}
{line}

Open data/index.html to read it: figures, tables, evidence, checks and sources. From there
data/book/ leads from each figure to the lines of its sources, by clicking.

To check it, with Python 3.9 or later and nothing else, without a network:

    python3 verify.py

It hashes every file, holds figures, tables, evidence and descriptions against each other,
adds up the figures that say how, and says whether the sign-offs in sign-off/ are of this
very content. With `ssh-keygen` and a file of signers whom YOU trust it also checks who signed:

    python3 verify.py --allowed-signers FILE

Exit code 0: intact, and both preparer and reviewer are signed by signers in your file;
1: altered, or contradicting itself; 2: not a release; 3: intact, authorship unproven, and
it says what is missing. verify.py is as trustworthy as the medium that you got it from:
take it from another place when in doubt.

The identity of this release is the sha256 of manifest-sha256.txt. Files that a licence
withholds, or that hold personal columns, are listed in data/withheld.json with their
sha256 and where to get them.
run/run.json says who made the release, when and on what; it is no part of the identity.
"""


def readme(title: str, revision: object) -> str:
    """Return README.txt of a release, which says the same in each: nobody is told another way to check it."""
    line = "=" * len(f"{title}, release r{revision}")
    return README.format(title=title, revision=revision, line=line)


DEFINED = re.compile("data/(project|lock)/")


def misfits(value: object, shape: Json, place: str = "") -> Iterator[str]:
    """Yield where a value of a JSON file is not of a shape."""
    if isinstance(shape, dict):
        yield from misfits_of_object(value, shape, place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{place}: no list"
            return
        for count, item in enumerate(value):
            yield from misfits(item, shape[0], f"{place}[{count}]")
    elif isinstance(shape, tuple):
        found = [next(misfits(value, one, place), "") for one in shape]
        yield from [max(found, key=len)] if all(found) else []
    elif not is_plain(value, shape):
        yield f"{place}: {value!r}"


def is_plain(value: object, shape: Json) -> bool:
    """Return whether a value without members is of a shape: null, a type, a pattern, or what a function says of it."""
    if shape is None or isinstance(shape, type):
        return value is None if shape is None else isinstance(value, shape)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    return bool(shape(value))


def misfits_of_object(value: object, shape: "dict[str, Json]", place: str) -> Iterator[str]:
    """Yield where an object of a JSON file has not the members of a shape, or others."""
    if not isinstance(value, Part):
        yield f"{place}: no object"
        return
    given, known = members(value), {name.rstrip("?"): inner for name, inner in shape.items()}
    for name in shape:
        if name not in given and name != "*" and not name.endswith("?"):
            yield f"{place}.{name}: is missing"
    for name, inner in given.items():
        if name in known or "*" in known:
            yield from misfits(inner, known.get(name, known.get("*")), f"{place}.{name}")
        else:
            yield f"{place}.{name}: is unknown"


ADDED_IN_2 = (*FORMAT_2, "wording", "evidence_sha256")


def shape_of(part: str, version: int) -> Json:
    """Return the shape of a JSON file of the payload in a version of the format."""
    shape = SHAPES[part]
    if version == 1:
        return shape
    if part == "figures.json":
        return {**shape, "figures": [{**FIGURE, "wording": LINE, "evidence_sha256": HEX}]}
    return {**shape, **FORMAT_2} if part == "release.json" else shape


# --- How files are read ------------------------------------------------------------------------------------------


class Bag:
    """The files of a release against its manifests, in both directions, and the findings of all layers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[dict[str, str]] = []
        self.notes: list[str] = []
        self.files: dict[str, int] = {}
        self.folders: set[str] = set()
        self.digests: dict[str, str] = {}
        self.info: dict[str, str] = {}
        self.listed: set[str] = set()
        self.raw_read = 0
        self.most = 1 << 62
        self.version = 2

    def add(self, path: str, kind: str, detail: object = "") -> None:
        """Add a finding: a path in the release, what is wrong with it in fixed words, and particulars."""
        if len(self.problems) < MOST_SAID:
            self.problems.append({"path": path, "kind": kind, "detail": str(detail)[:300]})

    def note(self, text: str) -> None:
        """Add what was not checked and is no fault."""
        if len(self.notes) < MOST_SAID:
            self.notes.append(text[:300])

    def same(self, path: str, what: str, found: object, elsewhere: object) -> None:
        """Add a finding where a file says otherwise than the others."""
        if found != elsewhere:
            self.add(path, "contradicts the release", f"{what}: {found!r}, not {elsewhere!r}")

    def holds(self, path: str, what: str, is_so: object) -> None:
        """Add a finding where a file does not say what the others do."""
        if not is_so:
            self.add(path, "contradicts the release", f"it does not say {what!r}")

    @contextmanager
    def reading(self, path: str, kind: str = "cannot be read") -> Iterator[None]:
        """Turn whatever goes wrong with a file into a finding: a hostile file must not end the verification."""
        try:
            yield
        except (Exception, MemoryError) as error:
            self.add(path, kind, f"{type(error).__name__}: {error}")

    def walk(self) -> None:
        """List plain files; links, devices and pipes are findings and are never opened."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            with self.reading(folder or "."), os.scandir(self.root / folder) as entries:
                for entry in entries:
                    name = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_symlink():
                        self.add(name, "symbolic link")
                    elif entry.is_dir(follow_symlinks=False):
                        self.folders.add(name)
                        waiting.append(name)
                    elif entry.is_file(follow_symlinks=False):
                        self.files[name] = entry.stat(follow_symlinks=False).st_size
                    else:
                        self.add(name, "neither file nor folder")

    def content(self, name: str, most: int = MOST_JSON) -> bytes:
        """Return the bytes of a file that `walk` found; raises ValueError when it is missing or too large."""
        if self.files.get(name, most + 1) > most:
            raise ValueError("too large to be read" if name in self.files else "missing")
        with open(self.root / name, "rb") as file:
            return file.read(most)

    def text(self, name: str, most: int = MOST_JSON) -> str:
        """Return a text; raises ValueError where it is no UTF-8 or holds a NUL, which readers take differently."""
        text = self.content(name, most).decode("utf-8")
        if "\0" in text:
            raise ValueError("it holds a NUL")
        return text

    def json(self, name: str, data: "bytes | None" = None) -> Json:
        """Return a JSON file, its objects by attributes and numbers as decimals, where all readers agree about it."""
        given = self.text(name) if data is None else data.decode("utf-8")
        if sum(map(given.count, ",[{")) > MOST_VALUES:
            raise ValueError("too many values to be read")
        if "\0" in given or re.search(r"(?<!\\)(?:\\\\)*\\u0000", given):
            raise ValueError("it holds a NUL")
        read = json.JSONDecoder(
            parse_float=number, parse_int=number, parse_constant=number, object_pairs_hook=once
        )
        return read.decode(given)

    def part(self, part: str, path: str = "") -> Json:
        """Return a JSON file of the payload that is as its format has it; raises ValueError where it is not."""
        found = self.json(f"data/{path or part}")
        wrong = misfits(found, shape_of(part, self.version))
        for place in wrong:
            # What later versions of format 1 added was not written down; what format 2 added is none of its.
            is_known = (
                not place.endswith("is unknown") or place.rpartition(".")[2][:-12] in ADDED_IN_2
            )
            if self.version > 1 or is_known:
                raise ValueError(f"not as the format has it: {place.lstrip('.')}")
        return found

    def grid(self, name: str) -> "CsvGrid":
        """Return a CSV file; raises ValueError where readers could differ about it."""
        text = self.text(name)
        if text.count(",") + text.count("\n") > MOST_VALUES:
            raise ValueError("too many cells to be read")
        csv.field_size_limit(MOST_IN_CELL)
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        header, rows = next(lines, []), list(lines)
        if not all(header) or not header or len(set(header)) < len(header):
            raise ValueError("a column has no name, or two have the same")
        for count, row in enumerate(rows, 2):
            if len(row) != len(header):
                raise ValueError(f"record {count} has {len(row)} cells, not {len(header)}")
        return CsvGrid(header, rows)

    def digest(self, name: str) -> str:
        """Return the sha256 of a file, worked out once; raises ValueError when it is missing or larger than stated."""
        if self.files.get(name, 0) > self.most:
            raise ValueError("larger than the whole payload is stated to be")
        if name not in self.digests:
            found = hashlib.sha256()
            with open(self.root / name, "rb") as file:
                for block in iter(lambda: file.read(1 << 20), b""):
                    found.update(block)
            self.digests[name] = found.hexdigest()
        return self.digests[name]

    def check(self) -> None:
        """Check declaration, description, and both manifests against the files."""
        self.walk()
        with suppress(OSError, ValueError):
            schema = rb'"schema":\s*"annual-report/release/1"'
            self.version = 1 if re.search(schema, self.content("data/release.json")) else 2
        with self.reading("bagit.txt"):
            if not re.fullmatch(
                rb"BagIt-Version: 1\.0\r?\nTag-File-Character-Encoding: UTF-8\r?\n?",
                self.content("bagit.txt", 1000),
            ):
                self.add("bagit.txt", "bag declaration differs")
        size, stated = self._size(), sum(n.startswith("data/") for n in self.files)
        if size is not None and size != (self._octets(), stated):
            self.add("bag-info.txt", "Payload-Oxum differs", f"{self._octets()}.{stated} found")
        tags, payload = self.manifest(TAG_MANIFEST), self.manifest(MANIFEST)
        for name in NEEDED:
            if name not in tags:
                self.add(name, "not listed", TAG_MANIFEST)
        for name, expected in {**tags, **payload}.items():
            with self.reading(name):
                self._compare(name, expected, size)
        self.listed = {*tags, *payload, TAG_MANIFEST}
        for name in sorted(set(self.files) - self.listed):
            if not name.startswith(BESIDE):
                self.add(name, "not listed")
        parents = {str(p).replace(os.sep, "/") for name in self.listed for p in Path(name).parents}
        for name in sorted(self.folders - parents):
            if not f"{name}/".startswith(BESIDE):
                self.add(name, "folder that nothing is listed in")

    def _octets(self) -> int:
        return sum(size for name, size in self.files.items() if name.startswith("data/"))

    def _size(self) -> "tuple[int, int] | None":
        with self.reading("bag-info.txt"):
            lines = self.text("bag-info.txt", 1 << 20).splitlines()
            pairs = [(label, value) for label, _, value in (x.partition(": ") for x in lines)]
            self.info = dict(pairs)
            if len(self.info) < len(pairs):
                self.add("bag-info.txt", "a label is given twice")
            found = re.fullmatch(r"(\d{1,18})\.(\d{1,12})", self.info.get("Payload-Oxum", ""))
            if found:
                self.most = max(int(found[1]), MOST_JSON)
                return int(found[1]), int(found[2])
            self.add("bag-info.txt", "Payload-Oxum is not stated once")
        return None

    def manifest(self, manifest: str) -> "dict[str, str]":
        """Return path -> sha256 of a manifest, and note each line that is none."""
        listed: dict[str, str] = {}
        folded: set[str] = set()
        with self.reading(manifest):
            text = self.content(manifest).decode("utf-8")
            if not text.endswith("\n"):
                self.add(manifest, "manifest breaks off")
            for count, line in enumerate(text.split("\n")[:-1], 1):
                found = re.fullmatch(r"([0-9a-f]{64})  ([^\r]+)", line)
                name = decoded(found[2]) if found else ""
                if not found or not is_inside(name, is_payload=manifest == MANIFEST):
                    self.add(manifest, "odd manifest line", f"line {count}: {line[:120]!r}")
                elif as_file(name) in folded:
                    self.add(manifest, "listed twice", name)
                else:
                    listed[name] = found[1]
                    folded.add(as_file(name))
        return listed

    def _compare(self, name: str, expected: str, size: "tuple[int, int] | None") -> None:
        if name not in self.files:
            self.add(name, CHANGES[0])
        elif name.startswith("data/") and size and self.files[name] > size[0]:
            self.add(name, CHANGES[1])
        elif self.digest(name) != expected:
            self.add(name, CHANGES[2], f"sha256 {self.digest(name)}, listed {expected}")


class CsvGrid:
    """A CSV file: its header and its rows, all of the same width.

    Args:
        header: Names of the columns, each once.
        rows: The records after it.
    """

    def __init__(self, header: "list[str]", rows: "list[list[str]]") -> None:
        self.header = header
        self.rows = rows

    def cells(self, row: "list[str]") -> "dict[str, str]":
        """Return a row by column."""
        return dict(zip(self.header, row))  # noqa: B905  Python 3.9 has no strict

    def find(self, key: "dict[str, Json]") -> "list[int]":
        """Return the numbers of the rows that have a key, from 1; of several texts, of those in its very letters."""
        places = [(self.header.index(name), value) for name, value in key.items()]
        found = [
            at
            for at, row in enumerate(self.rows, 1)
            if all(is_cell(row[i], v) or row[i] == str(v) for i, v in places)
        ]
        letters = [at for at in found if all(self.rows[at - 1][i] == str(v) for i, v in places)]
        return letters if len(found) > 1 and letters else found


def number(text: str) -> Decimal:
    """Return a number of a JSON file; raises ValueError for NaN and for sizes that only an attacker writes."""
    found = Decimal(text) if len(text) <= MOST_TEXT else Decimal("NaN")
    if not found.is_finite() or abs(found.adjusted()) > MOST_TEXT:
        raise ValueError(f"the number {text[:40]}")
    return found


def once(pairs: "list[tuple[str, Json]]") -> "Part":
    """Return an object of a JSON file; raises ValueError when a key is given twice."""
    found = Part(dict(pairs))
    if len(members(found)) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def decoded(name: str) -> str:
    """Return a path as BagIt writes it in a manifest."""
    return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def as_file(name: str) -> str:
    """Return a path so that two which some file system holds as one are the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def as_uri(name: str) -> str:
    """Return a path as descriptions of the payload name it."""
    safe = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~"
    return "".join(chr(b) if b in safe else f"%{b:02X}" for b in name.encode("utf-8", "replace"))


# Signs that nobody sees and that count as printable: fillers, joiners, selectors of variants, the empty Braille sign.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Letters of the Cyrillic and Greek scripts beside those of the Latin one that look like them, in small or in capitals.
ALIKE = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b\u051d\u04cf"
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0131\u0261",
    "abekmhopctyxijsdhqwlabezhikmnoptyxig",
)


def as_person(name: str) -> str:
    """Return a name without letter case, width, blanks, signs that nobody sees, and letters that only look alike."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", name) if c.isprintable())
    folded = unicodedata.normalize("NFKC", UNSEEN.sub("", seen).casefold())
    return "".join(folded.translate(ALIKE).split())


def is_named(name: object) -> bool:
    """Return whether something is the name of a person, with nothing in it that is not seen."""
    return (
        isinstance(name, str)
        and name.isprintable()
        and UNSEEN.search(name) is None
        and any(c.isalnum() for c in name)
    )


RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\xb9\xb2\xb3])(\..*)?")


def is_inside(name: str, *, is_payload: bool) -> bool:
    """Return whether a listed path is a plain one inside its part of the bag, which every file system can hold."""
    parts = name.split("/")
    is_plain = not any(
        part in ("", ".", "..")
        or re.search(r'[\\<>:"|?*]|[. ]$', part)
        or RESERVED.fullmatch(part)
        or len(part.encode("utf-8", "replace")) > 255
        for part in parts
    )
    is_plain = is_plain and not name.startswith("~") and name.isprintable()
    return is_plain and (parts[0] == "data") == is_payload and not f"{name}/".startswith(BESIDE)


# --- What figures, tables and evidence say -----------------------------------------------------------------------


class Payload:
    """What the payload says: figures against tables, evidence against raw files, and sums that are added up again."""

    def __init__(self, bag: Bag) -> None:
        self.bag = bag
        self.release: Json = Part({"title": "", "edition": "", "revision": Decimal(0)})
        self.figures: dict[str, Json] = {}
        self.evidence: dict[str, Json] = {}
        self.tables: dict[str, CsvGrid] = {}
        self.models: dict[str, str] = {}
        self.quoted: dict[str, dict[int, list[tuple[str, dict[str, Json]]]]] = {}
        self.counts = {"figures": 0, "quoted rows": 0, "figures added up again": 0}
        self.withheld: dict[str, str] = {}
        self.registers: dict[str, str] = {}
        self.unread: set[str] = set()

    def check(self) -> None:
        """Check the statement, every figure with its evidence, and then each raw file that is quoted."""
        for name in (*PARTS_OF_1, *(PARTS_OF_2 if self.bag.version > 1 else ())):
            if f"data/{name}" not in self.bag.files:
                self.bag.add(f"data/{name}", "missing", "every release has it")
        # Neither fetch.txt nor further manifests, which another reader would go by.
        for name in sorted(self.bag.listed - {*NEEDED, TAG_MANIFEST}):
            if not PLACES.fullmatch(name) and name[5:] not in PARTS_OF_1:
                self.bag.add(name, "no part of a release")
        self._read()
        with self.bag.reading("data/release.json"):
            self.release = self.bag.part("release.json")
            self._statement()
        for figure in self.figures.values():
            with self.bag.reading("data/figures.json", "figure cannot be read"):
                self._figure(figure)
        with self.bag.reading("data/figures.csv"):
            self._brief("data/figures.csv")
        named = {
            f"data/evidence/{name}.{kind}" for name in self.figures for kind in ("json", "csv")
        }
        for name in sorted(set(self.bag.files) - named):
            if name.startswith("data/evidence/"):
                self.bag.add(name, "evidence of no figure")
        for file, rows in sorted(self.quoted.items()):
            with self.bag.reading(file):
                self._raw_file(file, rows)
        for name in sorted(self.unread):
            self.bag.note(f"{name}: withheld; its rows are not read")

    def _read(self) -> None:
        """Read what the figures are held against: withheld files, models, tables, and the figures themselves."""
        with self.bag.reading("data/withheld.json"):
            listed = self.bag.part("withheld.json")
            for entry in listed if isinstance(listed, list) else listed.files:
                if f"data/project/{entry.path}" in self.bag.files or entry.path in self.withheld:
                    self.bag.add("data/withheld.json", "a withheld file is there", entry.path)
                self.withheld[entry.path] = entry.sha256
        for path in sorted(self.bag.files):
            with self.bag.reading(path):
                if re.fullmatch(r"data/project/warehouse/models/.+\.sql", path):
                    self.models[path.rpartition("/")[2][:-4]] = self.bag.text(path)
                elif re.fullmatch(r"data/tables/[^/]+\.csv", path):
                    self.tables[path] = self.bag.grid(path)
        with self.bag.reading("data/figures.json"):
            for figure in self.bag.part("figures.json").figures:
                if figure.id in self.figures:
                    raise ValueError(f"figure {figure.id!r} is given twice")
                self.figures[figure.id] = figure
            if not self.figures:
                raise ValueError("a release without figures")

    def _statement(self) -> None:
        release, tables = self.release, sum(n.startswith("data/tables/") for n in self.bag.files)
        first = release.revision == 1
        before = (release.revision - 1) if release.previous is None else release.previous.revision
        facts = {
            "edition": release.edition != "" and not re.search(r"(^|/)\.|\\", release.edition),
            "revision": release.revision >= 1,
            "reason": first == (release.reason == ""),
            "previous": first == (release.previous is None) and before == release.revision - 1,
            "period": len(release.period) == 2 and release.period == sorted(release.period),
            "figures": release.figures == len(self.figures),
            "tables": release.tables == len(self.tables) == tables / 2,
        }
        for name in (name for name, is_right in facts.items() if not is_right):
            told = f"{name}: {getattr(release, name)!r}"
            self.bag.add("data/release.json", "statement differs", told)
        for figure in ("title", "edition"):
            if not getattr(release, figure).strip():
                self.bag.add("data/release.json", "statement differs", f"{figure}: blank")

    def _figure(self, figure: Json) -> None:
        self.counts["figures"] += 1
        table, file = f"data/tables/{figure.table}.csv", f"data/evidence/{figure.id}.json"
        with self.bag.reading(table):
            grid = self.tables[table]
            found = grid.find(members(figure.key))
            column = grid.header.index(figure.column)
            if len(found) != 1:
                self.bag.add(table, "figure has not one row", f"{figure.id}: {len(found)} rows")
            else:
                if not is_cell(grid.rows[found[0] - 1][column], figure.value):
                    self.bag.add(table, "figure is not its cell", figure.id)
                self._nature(figure, found[0])
        if not is_worded(figure):
            self.bag.add("data/figures.json", "display is not the rounded value", figure.id)
        self.bag.same("data/figures.json", f"evidence of {figure.id}", figure.evidence, file[5:])
        with self.bag.reading(file):
            digest = self.bag.digest(file)
            if getattr(figure, "evidence_sha256", digest) != digest:
                self.bag.add(file, "not the evidence that the figure rests on", figure.id)
            document = self.bag.part("evidence", file[5:])
            self.evidence[figure.id] = document
            self._evidence(file, figure, document)

    def _nature(self, figure: Json, row: int) -> None:
        """Compare nature and form of a figure with those of its cell."""
        path = f"data/natures/{figure.table}.csv"
        with self.bag.reading(path):
            runs = [run for run in self._table(path) if run["column"] == figure.column]
            inside = [run for run in runs if any(a <= row <= b for a, b in runs_of(run["rows"]))]
            told = [(run["nature"], run["form"]) for run in inside]
            self.bag.same(path, figure.id, told, [(figure.nature, figure.form)])

    def _table(self, path: str) -> "list[dict[str, str]]":
        grid = self.bag.grid(path)
        return [*map(grid.cells, grid.rows)]

    def _brief(self, file: str) -> None:
        """Compare the figures as CSV with those of figures.json, and each declared recheck with the one made."""
        grid = self.bag.grid(file)
        listed = {row["id"]: row for row in map(grid.cells, grid.rows)}
        is_exact = self.bag.version > 1
        if grid.header != IN_CSV if is_exact else not {*IN_CSV} <= {*grid.header}:
            self.bag.add(file, "not as the format has it", ", ".join(grid.header))
        if list(listed) != list(self.figures) or len(listed) < len(grid.rows):
            self.bag.add(file, "listing differs from the figures", "ids")
        for name in sorted(set(listed) & set(self.figures)):
            row, figure = listed[name], self.figures[name]
            for part in (p for p in IN_CSV if p != "recheck"):
                if not is_cell(row.get(part, ""), getattr(figure, part)):
                    self.bag.add(file, "listing differs from the figures", f"{name}: {part}")
            if figure.recheck is not None:
                self._added_up(file, Declared(row["recheck"]), figure)
            elif row["recheck"] and self._is_whole(name):
                self.bag.add("data/figures.json", "a declared recheck is gone", name)
            elif row["recheck"]:
                self.bag.note(f"{name}: not all its rows are shown; not added up again")

    def _added_up(self, file: str, declared: "Declared", figure: Json) -> None:
        """Add a figure up again from the rows of its evidence, as it is declared."""
        self.counts["figures added up again"] += 1
        if not is_as_declared(declared, figure):
            self.bag.add(file, "listing differs from the figures", f"{figure.id}: recheck")
        evidence, kind = f"data/evidence/{figure.id}.json", "raw rows do not add up to the figure"
        with self.bag.reading(evidence, kind):
            if not is_added(declared, figure, self.evidence[figure.id]):
                self.bag.add(evidence, kind, figure.id)

    def _is_whole(self, name: str) -> bool:
        """Return whether the evidence of a figure lists every row that feeds it, with what it says."""
        document = self.evidence.get(name)
        return document is not None and all(
            source.count == len(source.rows) and all(members(row.values) for row in source.rows)
            for source in document.sources
        )

    def _evidence(self, file: str, figure: Json, document: Json) -> None:
        self._named(file, figure, document)
        if (figure.recheck or None) != (getattr(document, "recheck", None) or None):
            self.bag.add(file, "evidence is of another figure", "recheck")
        most = getattr(document, "rows_listed_of_each_file", None)
        for source in document.sources:
            self._source(file, figure.id, source, most)
        self._worst(file, figure, document)
        self._models(file, figure, document)
        with self.bag.reading(f"{file[:-5]}.csv"):
            self._listing(f"{file[:-5]}.csv", document)

    def _named(self, file: str, figure: Json, document: Json) -> None:
        """Compare what the evidence says that it is of with the figure, and its replay with the value."""
        right = {n: getattr(figure, n) for n in ("value", "table", "column", "display", "nature")}
        right.update(figure=figure.id, edition=self.release.edition)
        told = {name: getattr(document, name) for name in right}
        for name in ("expected", "actual"):
            right[name], told[name] = figure.value, getattr(document.replay, name)
        for name in (name for name in right if not is_same(told[name], right[name])):
            self.bag.add(file, "evidence is of another figure", name)
        if {document.replay.state, *(model.replay for model in document.models)} != {"verified"}:
            self.bag.add(file, "evidence is of another figure", "not replayed")
        with self.bag.reading(file, "evidence is of another figure"):
            # It may name the row by other columns than the catalogue does, but by the same row.
            grid = self.tables[f"data/tables/{figure.table}.csv"]
            if grid.find(members(document.key)) != grid.find(members(figure.key)):
                self.bag.add(file, "evidence is of another figure", "key")

    def _worst(self, file: str, figure: Json, document: Json) -> None:
        """Compare the nature of a figure with the weakest of the rows that feed it or hold its place."""
        sources = document.sources
        if not sources:
            self.bag.add(file, "evidence is empty")
        files = [source.file for source in sources]
        for twice in sorted({name for name in files if files.count(name) > 1}):
            # A file that holds several tables comes once for each.
            if not SEVERAL_TABLES.search(self._register(f"data/project/{twice}")):
                self.bag.add(file, "evidence names a file twice")
        if all(source.count == len(source.rows) for source in sources):
            natures = [r.nature for s in sources for r in s.rows if r.role in ROLES_THAT_FEED]
            worst = max(natures, key=NATURES.index, default=NATURES[0])
            self.bag.same(file, "nature of its rows", worst, document.nature)
        feeding = [s for s in sources if any(members(s.by_role).get(r) for r in ROLES_THAT_FEED)]
        forms = {source.form for source in feeding}
        right = "transcribed" if "transcribed" in forms else "as received"
        self.bag.same(file, "form of its rows", right, figure.form)

    def _models(self, file: str, figure: Json, document: Json) -> None:
        """Compare the models on the way with their texts, and with the rows that are said to be taken."""
        names = [model.name for model in document.models]
        read = {name for model in document.models for name in members(model.upstream)}
        steps = (*document.excluded, *document.absent, *document.contributions)
        others = {entry.model for entry in steps} - set(names) | set(names[1:]) - read
        if names[:1] != [figure.table] or len(set(names)) < len(names) or others:
            self.bag.add(file, "evidence names other models", ", ".join(sorted(others or names)))
        for model in document.models:
            self.bag.same(file, f"SQL of {model.name}", model.sql, self.models.get(model.name))
            taken = {name for name, rows in members(model.upstream).items() if rows} - set(names)
            for table in sorted(name for name in taken if not name.startswith("raw_")):
                self.bag.add(file, "evidence leaves a model out", table)
        self._taken(file, document.models)
        for entry in document.excluded:
            lines = self.models.get(entry.model, "").count("\n") + 1
            if len(entry.sample) > entry.rows or entry.line > lines:
                self.bag.add(file, "evidence counts differ", f"left out by {entry.predicate}")
        for entry in document.contributions:
            if not entry.agrees or not is_aggregated(entry):
                self.bag.add(file, "contributions do not add up", entry.aggregate)

    def _taken(self, file: str, models: "list[Json]") -> None:
        """Compare the rows of each model with those that the models above take of it; of the first it is the one."""
        for at, model in enumerate(models):
            taken = [members(above.upstream).get(model.name) for above in models] if at else [1]
            counts = [rows for rows in taken if rows is not None]
            if not max(counts, default=0) <= model.rows <= sum(counts):
                self.bag.add(file, "evidence counts differ", f"rows of {model.name}")

    def _listing(self, file: str, document: Json) -> None:
        """Compare the evidence as CSV, which people sort and add up, with the same as JSON."""
        quoted = [
            (
                *(getattr(source, n) for n in IN_EVIDENCE[:4]),
                *(getattr(row, n) for n in ROW_PARTS),
                name,
                value,
            )
            for source in document.sources
            for row in source.rows
            for name, value in members(row.values).items()
        ]
        grid = self.bag.grid(file)
        is_alike = grid.header == IN_EVIDENCE and len(grid.rows) == len(quoted)
        if not is_alike or not all(
            is_cell(cell, value)
            for row, values in zip(grid.rows, quoted)  # noqa: B905
            for cell, value in zip(row, values)  # noqa: B905
        ):
            self.bag.add(file, "listing differs from the evidence")

    def _source(self, file: str, figure: str, source: Json, most: "Decimal | None") -> None:
        rows, raw = source.rows, f"data/project/{source.file}"
        lines = [(row.sheet, row.line, getattr(row, "column", 0)) for row in rows]
        listed, by_role = [row.role for row in rows], members(source.by_role)
        counted = sum(by_role.values())
        limit = counted if most is None else most
        # Where there are more rows than are listed, those that feed the value come first.
        roles = ("value", "order", "witness") if counted <= limit else ("value",)
        fits = all(listed.count(role) == min(by_role.get(role, 0), limit) for role in roles)
        if (counted, min(counted, limit)) != (source.count, len(rows)) or not fits:
            self.bag.add(file, "evidence counts differ", source.file)
        if lines != sorted(set(lines)):
            self.bag.add(file, "evidence rows are not in order", source.file)
        self._place(file, source)
        if source.sha256 or source.source:
            self._digest(file, raw, source)
        elif raw not in self.bag.files or not raw.startswith("data/project/raw/editions/"):
            self.bag.add(file, "raw file is not there", source.file)
        if source.sha256 and raw in self.bag.files:
            quoted = self.quoted.setdefault(raw, {})
            for row in rows:
                self.counts["quoted rows"] += 1
                quoted.setdefault(int(row.line), []).append((figure, members(row.values)))

    def _place(self, file: str, source: Json) -> None:
        """Compare where a source stands with its name, and the edition's own row with the statement."""
        edition = self.release.edition
        if source.source:
            folder = f"raw/{source.source}/{source.vintage}/"
            if not source.file.startswith(folder):
                self.bag.add(file, "contradicts the release", f"{source.file} is not in {folder}")
            return
        self.bag.same(file, "file of the edition", source.file, f"raw/editions/{edition}.yaml")
        self.bag.same(file, "vintage of the edition", source.vintage, edition)
        start, end = self.release.period
        right = {"edition": edition, "period_start": start, "period_end": end}
        right["as_of"] = self.release.as_of
        for row in source.rows:
            for name, value in members(row.values).items():
                self.bag.same(file, name, value, right.get(name, value))

    def _digest(self, file: str, raw: str, source: Json) -> None:
        digest, withheld = source.sha256, self.withheld.get(source.file)
        if raw in self.bag.files and self.bag.digest(raw) != digest:
            self.bag.add(raw, "raw file is not that of the evidence", file)
        elif raw not in self.bag.files and withheld != digest:
            self.bag.add(file, "raw file is neither there nor withheld", source.file)
        elif raw not in self.bag.files:
            self.unread.add(source.file)
        entry = entry_of(self._register(raw), source.vintage)
        if not digest or digest not in entry:
            self.bag.add(raw, "raw file is not in its source.yaml", file)
        elif not is_named_beside(" ".join(source.file.split("/", 3)[-1].split()), digest, entry):
            self.bag.add(raw, "raw file is another one in its source.yaml", file)
        for name, right in (("nature", source.nature), ("form", source.form)):
            told = re.findall(rf"(?m)^\s*{name}:\s*[\"']?([a-z ]+[a-z])", entry)
            if told and right not in told:
                self.bag.same(file, f"{name} of {source.file}", right, told[0])
        if raw in self.bag.files and any(not members(row.values) for row in source.rows):
            self.bag.add(file, "evidence quotes nothing of a row", source.file)

    def _register(self, raw: str) -> str:
        path = f"{'/'.join(raw.split('/')[:4])}/source.yaml"
        if path not in self.registers:
            self.registers[path] = ""
            with self.bag.reading(path):
                self.registers[path] = self.bag.text(path, 16 << 20)
        return self.registers[path]

    def _raw_file(self, file: str, rows: "dict[int, list[tuple[str, dict[str, Json]]]]") -> None:
        if not re.search(r"\.(csv|tsv|txt)(\.gz)?$", file):
            self.bag.note(f"{file}: checked by its digest; its rows are not read")
            return
        fewest: list[tuple[int, str]] | None = None
        # Honest rows are found with one of the marks, changed ones with none.
        for marks in self._marks(file):
            try:
                wrong = list(self._differences(file, marks, rows))
            except (UnicodeError, LookupError, csv.Error):
                continue  # marks of another table, which this file cannot be read with
            fewest = wrong if fewest is None or len(wrong) < len(fewest) else fewest
            if not wrong:
                return
        if fewest is None:
            raise ValueError("not to be read with any mark that its source.yaml names")
        for line, figure in fewest:
            evidence = f"data/evidence/{figure}.json"
            self.bag.add(evidence, "quoted row is not in the raw file", f"{file}, line {line}")

    def _marks(self, file: str) -> "Iterator[tuple[str, str, str]]":
        """Yield encoding, quote and delimiter as a file may be written: the usual, and what its source.yaml names."""
        register = self._register(file)
        named = r"encoding[\"']?\s*:\s*[\"']?((?:utf|iso|latin|cp|windows|mac|ascii|koi|gb|big5|shift|euc)[\w-]{0,15})"
        encodings = ["", *re.findall(named, register)]
        quotes = ['"', *re.findall(r"quote[\"']?\s*:\s*[\"'](.?)[\"']", register)]
        quotes += re.findall(r"quote[\"']?\s*:\s*([^\s\"'\\])", register)
        delimiters = [*",;\t|", *re.findall(r"delimiter[\"']?\s*:\s*[\"']([^\\])[\"']", register)]
        delimiters += re.findall(r"delimiter[\"']?\s*:\s*([^\s\"'\\])", register)
        marks = product(*map(each_once, (encodings, quotes, delimiters)))
        yield from ((code, quote, mark) for code, quote, mark in marks if quote != mark)

    def _differences(
        self,
        file: str,
        marks: "tuple[str, str, str]",
        rows: "dict[int, list[tuple[str, dict[str, Json]]]]",
    ) -> "Iterator[tuple[int, str]]":
        names = {name for quoted in rows.values() for _, values in quoted for name in values}
        header: list[str] = []
        left, register = set(rows), self._register(file)
        above: set[str] | None = set() if LAID_OUT.search(register) else None
        head: set[str] = set()
        for line, cells in self._records(file, *marks):
            if not header and names & {" ".join(cell.split()) for cell in cells}:
                header = [" ".join(cell.split()) for cell in cells]
            for figure, values in rows.get(line, ()):
                if not all(
                    is_quoted(k, v, header, cells, register)
                    or (
                        above is not None
                        and is_in_layout(k, v, (header, cells), (head, above), register)
                    )
                    for k, v in values.items()
                ):
                    yield line, figure
            left.discard(line)
            if above is not None:
                above.update(" ".join(cell.split()) for cell in cells)
                head = set(above) if line < min(rows) else head
        yield from ((line, figure) for line in sorted(left) for figure, _ in rows[line])

    def _records(
        self, file: str, encoding: str, quoting: str, delimiter: str
    ) -> "Iterator[tuple[int, list[str]]]":
        """Yield the records of a CSV file with the physical line that each begins on."""
        path = self.bag.root / file
        with open(path, "rb") as opened:
            marked = "utf-16" if opened.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        csv.field_size_limit(MOST_IN_CELL)
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as plain:
            text = io.TextIOWrapper(plain, encoding or marked, "backslashreplace", newline="")
            reader = csv.reader(
                self._limited(text),
                delimiter=delimiter,
                quotechar=quoting or None,
                quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE,
            )
            begin = 1
            for cells in reader:
                yield begin, cells
                begin = reader.line_num + 1

    def _limited(self, text: io.TextIOWrapper) -> "Iterator[str]":
        """Yield lines up to a total that no honest release passes: a gzip bomb ends here."""
        for line in iter(lambda: text.readline(MOST_IN_CELL), ""):
            self.bag.raw_read += len(line)
            if self.bag.raw_read > MOST_RAW:
                raise ValueError("too much to be read")
            yield line


def files_of(table: Json) -> "dict[str, str]":
    """Return the raw files of a table with their digests."""
    more = getattr(table, "more_files", None)
    return {table.file: table.sha256, **({} if more is None else members(more))}


SEVERAL_TABLES = re.compile(r"[\s{,]tables[\"']?\s*:\s*(?:\[|-\s)")


ROW_PARTS = IN_EVIDENCE[4:8]
ROLES_THAT_FEED = ("value", "order")


def runs_of(text: str) -> "Iterator[tuple[int, int]]":
    """Yield first and last number of each run of rows, as `1-2 5`; raises ValueError where it is none."""
    for run in text.split():
        found = re.fullmatch(r"([1-9]\d{0,9})(?:-([1-9]\d{0,9}))?", run)
        if not found or int(found[1]) > int(found[2] or found[1]):
            raise ValueError(f"{run[:40]!r} is no run of rows")
        yield int(found[1]), int(found[2] or found[1])


def entry_of(register: str, vintage: str) -> str:
    """Return what a source.yaml says of a vintage; all of it where the vintage is not a block of its own."""
    heads = list(re.finditer(rf"(?m)^( +)[\"']?{re.escape(vintage)}[\"']?:[ \t]*$", register))
    if len(heads) != 1:
        return register
    after = register[heads[0].end() :]
    end = re.search(rf"(?m)^ {{0,{len(heads[0][1])}}}[^\s#]", after)
    entry = after[: end.start()] if end else after
    # What stands elsewhere in the file is not looked up.
    return register if re.search(r"(?m)(^|[:\[,{-])\s*\*\w", entry) else entry


def is_named_beside(name: str, digest: str, entry: str) -> bool:
    """Return whether a digest stands with the name of its file, and not with that of another."""
    items = [item for item in items_of(entry) if digest in item]
    if re.fullmatch(r"[\w-]+", name):  # what else an item says in one word is no name
        items = [BESIDE_NAME.sub(" ", item) for item in items]
    named = rf"(?<![^\s\"',{{\[]){re.escape(name)}(?![^\s\"',}}\]])"
    return any(
        "\\" in item or "*" in item or re.search(named, text)
        for item in items
        for text in (item, item.replace("''", "'"))
    )


BESIDE_NAME = re.compile(
    r"""(?<![\w-])["']?(?:bytes|table)["']?\s*:\s*["']?[\w-]+["']?|["'][\w-]+["']\s*:"""
)


def items_of(entry: str) -> "Iterator[str]":
    """Yield the items of the lists of a source.yaml, each on one line: those of a block, and those in braces."""
    for item in re.split(r"(?m)^\s*-\s", unfolded(entry)):
        if len(re.findall("[0-9a-f]{64}", item)) < 2:
            yield " ".join(item.split())
            continue
        # Several files in one item of a block are written in braces; one in quotes belongs to a name.
        start = 0
        for found in IN_BRACES.finditer(item):
            if found[0] == "}":
                yield " ".join(item[start : found.start()].split())
                start = found.end()
        yield " ".join(item[start:].split())


# A quote that nothing ends goes on to the end, so that time grows with the file whatever stands in it.
QUOTED = (
    r"""(?<=[\s\[{,:])(?:'(?:[^']|'')*(?:'|\Z)|"(?:[^"\\]|\\(?:.|\Z))*(?:"|\Z)|(?<=\s)#[^\n]*)"""
)
IN_BRACES, IN_BRACKETS = (re.compile(rf"{QUOTED}|\{end}") for end in "}]")
WITH_TEXT = re.compile(r"((?: *- )* *)[^\s#{\[-][^:]*:[ \t]+[^\s|>\[{&*!#]")


def unfolded(entry: str) -> str:
    """Return YAML with each text that goes on over further lines, as names beyond the width do, on one."""
    parts: list[str] = []
    column = len(entry)
    for line in entry.split("\n"):
        if line.strip() and len(line) - len(line.lstrip(" ")) > column:
            parts += (" ", line.strip())
            continue
        key = WITH_TEXT.match(line)
        column = len(key[1]) if key else len(entry)
        parts += ("\n", line)
    return "".join(parts)


def unguarded(cell: str) -> str:
    """Return a text as it was before an apostrophe kept a spreadsheet from taking it for a formula."""
    return cell[1:] if re.match("'[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]", cell) else cell


def is_cell(cell: str, value: Json) -> bool:
    """Return whether a cell of a released table holds a value exactly; a text may be guarded by an apostrophe."""
    if value is None or isinstance(value, bool):
        return cell == ("" if value is None else str(value).lower())
    if isinstance(value, Decimal):
        if not re.fullmatch(r"-?\d{1,60}(\.\d{1,60})?(e[+-]?\d{1,2})?", cell):
            return False
        found = Decimal(cell)
        # JSON holds 15 to 17 digits; a longer decimal of the table is compared as the double that JSON holds.
        return found == value or (
            len(found.as_tuple().digits) > 15 and float(found) == float(value)
        )
    return value in (cell, unguarded(cell))


def is_same(one: Json, other: Json) -> bool:
    """Return whether two values of JSON files are the same, numbers as numbers and yes as no number."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def is_quoted(
    name: str, value: Json, header: "list[str]", cells: "list[str]", register: str
) -> bool:
    """Return whether a line says what is quoted of it, in the column of that name or, where it was renamed, in one."""
    known = [cell for title, cell in zip(header, cells) if title == name]  # noqa: B905
    if value is None:
        return all(is_blank(cell.strip(), register) for cell in known)
    return any(says(cell.strip(), value, register) for cell in known or cells)


LAID_OUT = re.compile(r"[\s{,](?:cells|unpivot|fill_down|sections|split)[\"']?\s*:")
"""What a source.yaml says where a row holds more than its line says literally; it is re-performed in full elsewhere."""


def is_in_layout(
    name: str,
    value: Json,
    line: "tuple[list[str], list[str]]",
    before: "tuple[set[str], set[str]]",
    register: str,
) -> bool:
    """Return whether a line says what is quoted of it under a layout: with signs about it, or in a line above."""
    (header, cells), (head, above) = line, before
    if value is None:
        known = [cell for title, cell in zip(header, cells) if title == name]  # noqa: B905
        return not any(re.search(r"\d", cell) for cell in known)
    if isinstance(value, bool):
        return any(cell.strip() and cell.strip().lower() in register.lower() for cell in cells)
    if isinstance(value, Decimal):
        return any(holds(cell, value, register) for cell in (*cells, *head))
    text = " ".join(str(value).split())
    if re.fullmatch(DAY, text):
        return any(holds_day(cell, text) for cell in cells) or text in above
    return text in above or any(text in " ".join(cell.split()) for cell in (*cells, *header))


def holds(cell: str, value: Decimal, register: str) -> bool:
    """Return whether a cell holds a number, whatever its sign says: brackets, flags, a currency or per cent."""
    for text in spelled(cell.lower()[:MOST_TEXT], register):
        for found in re.findall(r"\d{1,60}(?:\.\d{1,60})?|\.\d{1,60}", text):
            number = Decimal(found)
            shares = (number, number / 100) if "%" in cell else (number,)
            if any(abs(value) == share or float(abs(value)) == float(share) for share in shares):
                return True
    return False


def holds_day(cell: str, day: str) -> bool:
    """Return whether a cell holds the year of a day and the day itself, or the one beside it in another time zone."""
    numbers = {int(found) for found in re.findall(r"\d{1,9}", cell[:MOST_TEXT])}
    years = {int(day[:4]) + shift for shift in (-1, 0, 1)}
    return bool(numbers & years) and bool(
        numbers & {int(day[8:]), int(day[8:]) - 1, int(day[8:]) + 1, 1, 28, 29, 30, 31}
    )


@lru_cache(maxsize=64)
def marks_of(register: str) -> "tuple[str, list[str], list[str]]":
    """Return markers of what is not stated that a source.yaml names, and patterns of its marks in numbers."""
    markers = " ".join(" ".join(lists_of_markers(register)).split())[: 1 << 20].replace("''", "'")
    thousands, decimal = (
        [
            # An escape is not read here: it may be any mark.
            r"\s" if mark == " " else r"[^\w+-]" if mark == "\\" else re.escape(mark)
            for mark in each_once(re.findall(rf"{name}[\"']?\s*:\s*[\"']?(\D)", register))
        ]
        for name in ("thousands", "decimal")
    )
    return markers, thousands, decimal


def each_once(named: "list[str]") -> "list[str]":
    """Return each mark that the tables of a source name, once, up to more than any honest source names."""
    return [*dict.fromkeys(named)][:64]


OPENED_LIST = re.compile(r"[\"']?\s*:\s*(?:&\S+\s+)?(?=\[)")
BLOCK_LIST = re.compile(
    r"[\"']?\s*:[^\S\n]*(?:#.*|&\S+[^\S\n]*)?(?:\n *(?:#.*)?)*\n( *)-.*(?:\n(?: *#.*| *$|\1[ -].*))*",
    re.MULTILINE,
)


def lists_of_markers(register: str) -> "Iterator[str]":
    """Yield what stands in a source.yaml as markers, wherever it ends; where it is no list, what follows the word."""
    covered = begin = 0
    while (begin := register.find("markers", begin) + 7) > 6:
        opened = OPENED_LIST.match(register, begin)
        block = BLOCK_LIST.match(register, begin)
        end = begin + 4000
        if opened:
            ends = IN_BRACKETS.finditer(register, opened.end())
            end = next((found.end() for found in ends if found[0] == "]"), len(register))
        elif block:
            end = block.end()
        yield register[max(begin, covered) : end]
        covered = max(covered, end)
        begin = end if opened or block else begin


def is_blank(cell: str, register: str) -> bool:
    """Return whether a raw cell states nothing: by itself, or by a marker that its source.yaml names."""
    markers = marks_of(register)[0]
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", cell):
        return f'"{cell}"' in markers or f"'{cell}'" in markers
    # A marker may be written there in escapes, which are not read here.
    text = " ".join(cell.split())
    return text in ("", "-", "...", "N/A") or text in markers or "\\" in markers


def says(cell: str, value: Json, register: str) -> bool:
    """Return whether a raw cell says a value, with the marks in numbers that its source.yaml names."""
    if isinstance(value, bool):
        return cell.lower() in (("yes", "true") if value else ("no", "false"))
    if not isinstance(value, Decimal):
        return isinstance(value, str) and cell == value.strip()
    for text in spelled(cell.lower()[:MOST_TEXT], register):
        if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?", text):
            found = Decimal(text)
            if found == value or float(found) == float(value):
                return True
    return False


def spelled(cell: str, register: str) -> "Iterator[str]":
    """Yield a number as it stands, without marks between thousands, and with a full stop before decimals."""
    _, thousands, decimal = marks_of(register)
    texts = [cell, *(re.sub(rf"(?<=\d){mark}(?=\d{{3}}(?!\d))", "", cell) for mark in thousands)]
    yield from texts
    for mark in decimal:
        yield from (re.sub(mark, ".", text) for text in texts)


def is_worded(figure: Json) -> bool:
    """Return whether a figure's wording is its value, rounded as stated, and the words around it."""
    shown = rounded(figure) if isinstance(figure.value, Decimal) else str(figure.value)
    words: str | None = getattr(figure, "wording", None)
    if shown is None or (words is not None and "{value}" not in words):
        return False
    if figure.value is None:
        return bool(figure.display == "not stated")
    if words is not None:
        return bool(figure.display == words.replace("{value}", shown))
    # Format 1 does not tell the words around it: the number stands in it once, by itself.
    by_itself = rf"(?<![\d,.\u2212-]){re.escape(shown)}(?!\d|[,.]\d)"
    return len(re.findall(by_itself, figure.display)) == 1 or (
        not isinstance(figure.value, Decimal) and shown in figure.display
    )


def rounded(figure: Json) -> "str | None":
    """Return a figure's number as readers see it, rounded anew and not by the code that did it for publication."""
    places, exact = int(figure.decimals), Context(prec=400)
    if abs(places) > 50:
        return None
    shifted = figure.value.scaleb(places - SCALES[figure.scale], exact)
    found = shifted.to_integral_value(MODES[figure.rounding], exact).scaleb(-places, exact)
    text = f"{found if found else abs(found):,.{max(places, 0)}f}"
    return text.replace("-", "\u2212")


def is_aggregated(entry: Json) -> bool:
    """Return whether the parts of an aggregate give its total, where they are all shown and it is a plain one."""
    values = [part.value for part in entry.parts if getattr(part, "value", None) is not None]
    call = re.fullmatch(r"(?i)(sum|count|min|max)\([^()]*\)", entry.aggregate)
    if len(entry.parts) > entry.count:
        return False
    if len(entry.parts) < entry.count or not call or " " in call[0] or not entry.parts:
        return True
    if call[1].lower() == "count":
        return bool(entry.total == len(values))
    if not all(isinstance(value, Decimal) for value in values):
        return True
    worked_out = {
        "sum": sum(values),
        "min": min(values, default=None),
        "max": max(values, default=None),
    }
    return is_near(worked_out[call[1].lower()] if values else None, entry.total)


def is_near(one: Json, other: Json) -> bool:
    """Return whether two numbers are the same but for what doubles lose when they are added up."""
    if one is None or other is None:
        return one is other
    return abs(Fraction(one) - Fraction(other)) <= abs(Fraction(one)) / 10**9


class Declared:
    """What a declared recheck asks for.

    Attributes:
        kind: `sum`, `count` or `share`; empty where the text is no declaration.
        times: What a sum is multiplied by.
        parts: Columns and source of each part, the source empty where it is any.
    """

    def __init__(self, text: str) -> None:
        self.kind, *words = text.replace("+", " + ").replace("/", " / ").split() or [""]
        self.times = 1
        if self.kind == "sum" and len(words) > 2 and words[-2] == "times":
            self.times = int(number(words[-1]))
            del words[-2:]
        is_distinct = self.kind == "count" and words[:1] == ["distinct"]
        text = "\0".join(words[is_distinct:])
        sides = text.split("\0/\0") if self.kind == "share" else [text]
        self.parts = [self._part(side.split("\0") if side else []) for side in sides]
        least, most = (is_distinct, is_distinct) if self.kind == "count" else (1, MOST_TEXT)
        fits = all(least <= len(columns) <= most for columns, _ in self.parts)
        if (
            self.kind not in ("sum", "count", "share")
            or not fits
            or len(sides) != (2 if self.kind == "share" else 1)
            or self.times < 1
        ):
            self.kind = ""

    def _part(self, words: "list[str]") -> "tuple[list[str], str]":
        is_of = words[-2:-1] == ["of"] and (len(words) > 2 or self.kind == "count")
        source = words.pop() if is_of else ""
        columns = words[: -1 if is_of else None]
        if (len(columns) % 2 == 0 and columns) or any(word != "+" for word in columns[1::2]):
            self.kind = ""
        return columns[::2], source


def is_as_declared(declared: Declared, figure: Json) -> bool:
    """Return whether a recheck did what was declared: its kind, its columns, and what it multiplied by."""
    entry = figure.recheck
    parts = [entry.part, entry.whole] if entry.kind == "share" else [entry]
    columns = [" + ".join(columns) for columns, _ in declared.parts]
    times = per(figure.unit) if entry.kind == "share" else declared.times
    found = (declared.kind, times, columns)
    return found == (entry.kind, entry.times, [part.column for part in parts])


def per(unit: str) -> int:
    """Return what a share is multiplied by, which its unit tells."""
    found = re.fullmatch(r"per (\d[\d,]{0,19})", unit)
    if unit in ("per cent", "percent", "%"):
        return 100
    return int(found[1].replace(",", "")) if found else 1


def is_added(declared: Declared, figure: Json, document: Json) -> bool:
    """Return whether the rows of a recheck are all those of the evidence and give the figure again, exactly."""
    entry, value = figure.recheck, figure.value
    times, told = Fraction(entry.times), Fraction(number(entry.result))
    if entry.kind != "share":
        result = times * total(entry, declared.parts[0], entry.kind, document)
        is_value = result == Fraction(value) or float(result) == float(value)
        return is_value and float(result) == float(told)
    of, whole_of = (
        total(part, asked, "sum", document)
        for part, asked in zip((entry.part, entry.whole), declared.parts)  # noqa: B905
    )
    result = times * of / whole_of
    # The build divides in doubles, which keep 15 digits.
    return all(abs(result - other) <= abs(result) / 10**12 for other in (Fraction(value), told))


def total(part: Json, asked: "tuple[list[str], str]", kind: str, document: Json) -> Fraction:
    """Return the sum or count of rows; raises ValueError unless they are all the rows that were asked for."""
    columns, of = asked
    found: dict[tuple[str, Decimal], list[Json]] = {}
    for source in document.sources:
        for row in source.rows if source.source and of in ("", source.source) else ():
            place = f"{source.file}#{row.sheet}" if row.sheet else source.file
            column = getattr(row, "column", 0)
            place += f", column {column}" if column else ""
            values = members(row.values)
            stated = [values[c] for c in columns if values.get(c) is not None]
            if row.role == "value" and (stated or not columns):
                found[place, row.line] = stated
    if sorted(found) != sorted((row[0], row[1]) for row in part.rows):
        raise ValueError("the rows added up again are not those that feed the value")
    for file, line, text in part.rows:
        told = found[file, line]
        is_said = text == "".join(map(str, told)) or (len(told) == 1 and is_cell(text, told[0]))
        if not (is_said if kind == "count" else sum(map(Fraction, told)) == Fraction(number(text))):
            raise ValueError(f"{file}, line {line}: {text} is not what is quoted")
    if kind == "count":
        return Fraction(len({str(v[0]) for v in found.values()}) if columns else len(found))
    return sum((Fraction(v) for stated in found.values() for v in stated), Fraction(0))


# --- What else in the release says the same ----------------------------------------------------------------------


class Restated:
    """What descriptions, listings, pages and the workbook repeat of figures, tables and the statement."""

    def __init__(self, bag: Bag, payload: Payload) -> None:
        self.bag = bag
        self.payload = payload
        self.release = payload.release
        self.figures = payload.figures
        self.name = f"r{self.release.revision}"

    def check(self) -> None:
        """Check each of them by itself, so that one that cannot be read hides nothing of the others."""
        checks = {
            "bag-info.txt": self._description,
            "README.txt": self._readme,
            "data/CHANGES.md": self._changes,
            "data/ro-crate-metadata.json": self._crate,
            "data/datapackage.json": self._package,
            "data/prov.json": self._provenance,
            "data/openlineage.ndjson": self._lineage,
            "data/validation/checks.json": self._checks,
            "data/statements/verdicts.json": self._verdicts,
            "data/index.html": self._index,
            "data/report.html": self._report,
            "data/book/book.json": self._book,
            "data/exports/tables.xlsx": self._workbook,
            f"data/project/raw/editions/{self.release.edition}.yaml": self._edition,
        }
        for path, act in checks.items():
            if path in self.bag.files:
                with self.bag.reading(path):
                    act(path)
        for path, grid in sorted(self.payload.tables.items()):
            with self.bag.reading(path):
                self._table(path, grid)
        if self.bag.version > 1 and self.figures:
            with self.bag.reading("data/release.json"):
                self._contents()

    def _description(self, path: str) -> None:
        said = self.release
        stated = {"Source-Organization": said.publisher, "External-Description": said.title}
        stated["External-Identifier"] = f"{said.edition}/{self.name}"
        stated["Bagging-Date"] = said.as_of
        told = {label: value for label, value in self.bag.info.items() if label != "Payload-Oxum"}
        for label in sorted({*stated, *told}):
            right = " ".join(stated[label].split()) if label in stated else None
            self.bag.same(path, label, told.get(label), right)

    def _readme(self, path: str) -> None:
        told, right = (
            self.bag.text(path, 1 << 20),
            readme(self.release.title, self.release.revision),
        )
        if self.bag.version == 1:
            told, right = told.split("\n")[0], right.split("\n")[0]
        self.bag.holds(path, right.split("\n")[0], told == right)

    def _changes(self, path: str) -> None:
        """Compare the change log with the revision, its reason, and what it says of figures as they are now."""
        said, text = self.release, self.bag.text(path)
        head = f"# Releases of edition {said.edition}\n\n## {self.name}\n\n"
        head += f"{' '.join(said.reason.split()) or 'First release.'}\n"
        heads = [int(count) for count in re.findall(r"(?m)^## r(\d{1,9})$", text)]
        if not text.startswith(head) or heads != list(range(len(heads), 0, -1)):
            self.bag.add(path, "contradicts the release", "its head, its reason or its revisions")
        self.bag.same(path, "revisions", len(heads), int(said.revision))
        newest = text[len(head) :].partition("\n## r")[0].strip().splitlines()
        for line in newest if said.revision > 1 else ():
            if line != "No figure changed." and not self._is_change(line):
                self.bag.add(path, "contradicts the release", line)
        if said.revision == 1 and text != head:
            self.bag.add(path, "contradicts the release", "more than a first release")

    def _is_change(self, line: str) -> bool:
        """Return whether a line of the change log ends with what a figure says now."""
        found = re.fullmatch(
            r"- `([^`]+)`(?:, its (label|unit|period|table|column))?: (.*) → (.*)", line
        )
        if not found:
            return False
        figure = self.figures.get(found[1])
        if figure is None or found[2]:
            return (figure is None) == (found[4] == "none") and (
                figure is None or found[4] == str(getattr(figure, found[2]))
            )
        begins, ends = found[4].startswith(f"{figure.display} ("), f", {figure.nature})"
        return begins and found[4].endswith(ends)

    def _crate(self, path: str) -> None:
        """Compare what the crate says of every file, of the release and of the figures."""
        graph = [members(entity) for entity in members(self.bag.json(path)).get("@graph", ())]
        entities = {str(entity.get("@id")): entity for entity in graph}
        if len(entities) < len(graph):
            self.bag.add(path, "contradicts the release", "an entity is described twice")
        files = [name for name in sorted(self.bag.files) if name.startswith("data/")]
        for name in (name for name in files if name != path):
            said = entities.get(as_uri(name[5:]), {})
            if said.get("sha256") != self.bag.digest(name):
                self.bag.add(name, "not the file that the crate describes", path)
            self.bag.same(
                path, f"size of {name}", said.get("contentSize"), str(self.bag.files[name])
            )
        there = {as_uri(name[5:]) for name in files}
        # A description may have one type or a list of them.
        kinds = {n: said.get("@type") for n, said in entities.items()}
        told = {n for n, k in kinds.items() if "File" in (k if isinstance(k, list) else [k])}
        for name in sorted(told - there):
            self.bag.add(path, "contradicts the release", f"{name} is not there")
        release, (start, end) = self.release, self.release.period
        self._says(
            path,
            entities.get("./", {}),
            {
                "name": release.title,
                "identifier": f"sha256:{release.content_sha256}",
                "version": str(release.revision),
                "datePublished": release.as_of,
                "temporalCoverage": f"{start}/{end}",
                "description": f"Release {release.revision} of edition {release.edition}: tables, "
                "figures and the evidence of every figure.",
            },
        )
        self._figures_in(path, entities, "#figure/", self._as_in_crate)
        for source in (s for d in self.payload.evidence.values() for s in d.sources if s.source):
            about = entities.get(f"#source/{as_uri(source.source)}", {})
            self._says(path, about, {"creditText": source.citation})

    def _as_in_crate(self, figure: Json) -> "dict[str, object]":
        return {
            "name": figure.label,
            "propertyID": figure.id,
            "value": figure.display,
            "unitText": figure.unit,
            "temporalCoverage": figure.period,
            "creativeWorkStatus": f"{figure.nature}, {figure.form}",
            "isBasedOn": Part({"@id": as_uri(f"tables/{figure.table}.csv")}),
        }

    def _says(self, path: str, said: "dict[str, Json]", right: "dict[str, Json]") -> None:
        """Compare members of a description, of which those without content are left out."""
        for name, value in right.items():
            self.bag.same(path, name, said.get(name, "") or "", value or "")

    def _figures_in(self, path: str, entities: "dict[str, Json]", before: str, right: Json) -> None:
        """Compare what a description says of each figure, and that it knows no others."""
        told = {name[len(before) :] for name in entities if name.startswith(before)}
        self.bag.same(path, "figures", sorted(told ^ set(self.figures)), [])
        for name in sorted(told & set(self.figures)):
            self._says(path, entities[before + name], right(self.figures[name]))

    def _package(self, path: str) -> None:
        package = self.bag.json(path)
        self.bag.same(path, "id", package.id, f"sha256:{self.release.content_sha256}")
        self.bag.same(path, "created", package.created[:10], self.release.as_of)
        resources = {resource.path: resource for resource in package.resources}
        about = {"title": self.release.title, "version": str(self.release.revision)}
        self._says(path, members(package), about)
        there = {n[5:] for n in self.bag.files if re.fullmatch(r"data/(?!project/).*\.csv", n)}
        self.bag.same(path, "CSV files", sorted(there ^ set(resources)), [])
        self.bag.same(path, "resources", len(package.resources), len(resources))
        for name, resource in resources.items():
            file = f"data/{name}"
            self.bag.same(path, f"bytes of {name}", resource.bytes, self.bag.files.get(file))
            fields = [field.name for field in resource.schema.fields]
            self.bag.same(path, f"columns of {name}", fields, self.bag.grid(file).header)
            if file in self.bag.files and resource.hash != f"sha256:{self.bag.digest(file)}":
                self.bag.add(file, "not the file that the data package describes", path)

    def _provenance(self, path: str) -> None:
        entities = {
            name: members(entity) for name, entity in members(self.bag.json(path).entity).items()
        }
        self._figures_in(path, entities, "ar:figure/", self._as_in_prov)
        sources = {s.file: s for d in self.payload.evidence.values() for s in d.sources}
        for file, source in sorted(sources.items()):
            right = {"ar:nature": source.nature, "ar:form": source.form, "ar:sha256": source.sha256}
            self._says(path, entities.get(f"ar:file/{as_uri(file)}", {}), right)

    def _as_in_prov(self, figure: Json) -> "dict[str, object]":
        return {
            "prov:label": figure.label,
            "prov:value": figure.display,
            "ar:unit": figure.unit,
            "ar:nature": figure.nature,
            "ar:form": figure.form,
        }

    def _lineage(self, path: str) -> None:
        """Compare the runs of models with the models' texts and with the number of rows of their tables."""
        runs = [self.bag.json(path, line) for line in self.bag.content(path).splitlines()]
        named = {run.job.name: run for run in runs}
        self.bag.same(path, "runs", len(runs), len(named))
        tables = {name[12:-4]: grid for name, grid in self.payload.tables.items()}
        for table in sorted(set(tables) - set(named)):
            self.bag.add(path, "contradicts the release", f"no run made {table}")
        for name, run in named.items():
            self.bag.same(
                path, f"SQL of {name}", run.job.facets.sql.query, self.payload.models.get(name)
            )
            place = f"annual-report/{self.release.edition}/{self.name}"
            self.bag.same(path, f"namespace of {name}", run.job.namespace, place)
            if name in tables:
                count = run.outputs[0].outputFacets.outputStatistics.rowCount
                self.bag.same(path, f"rows of {name}", count, len(tables[name].rows))

    def _checks(self, path: str) -> None:
        """Compare what the checks found with the list of problems, the raw files and the evidence."""
        said = self.bag.part("validation/checks.json")
        cells = sum(len(g.header) * len(g.rows) for g in self.payload.tables.values())
        audit = said.audit
        for name, right in (("cells", cells), ("figures", len(self.figures))):
            self.bag.same(path, name, getattr(audit, name), right)
            self.bag.same(path, f"{name}_verified", getattr(audit, f"{name}_verified"), right)
        contents = {table.table: table.content_sha256 for table in said.raw_tables}
        self.bag.same(path, "raw tables", len(said.raw_tables), len(contents))
        self.bag.same(path, "checks listed", len(said.checks), len({c.check for c in said.checks}))
        for table in said.raw_tables:
            for file, digest in files_of(table).items():
                raw = f"data/project/{file}"
                found = self.bag.digest(raw) if raw in self.bag.files else None
                self.bag.same(path, file, digest, found or self.payload.withheld.get(file))
            apart = getattr(table, "rows_set_apart", 0)
            read = table.rows_written + table.rows_rejected + apart
            self.bag.same(path, f"rows of {table.table}", table.rows_read, read)
            folder = f"raw/{table.source}/{table.vintage}/"
            for file in files_of(table):
                self.bag.same(path, f"place of {table.table}", file[: len(folder)], folder)
        checked = {n for n in self.payload.models if self._is_check(n)}
        self.bag.same(path, "checks", sorted({c.check for c in said.checks} ^ checked), [])
        for check in said.checks:
            for name in set(members(check.inputs)) & set(contents):
                told = getattr(check.inputs, name)
                self.bag.same(path, f"{name} in {check.check}", told, contents[name])
        self._problems(path, said)
        self._read_from({table.table: [*files_of(table)] for table in said.raw_tables})

    def _read_from(self, files: "dict[str, list[str]]") -> None:
        """Compare the raw files that evidence quotes with those whose tables the models on the way take rows of."""
        files = {**files, "raw_edition": [f"raw/editions/{self.release.edition}.yaml"]}
        for name, document in self.payload.evidence.items():
            path = f"data/evidence/{name}.json"
            counts: dict[str, Decimal] = {}
            for source in document.sources:
                counts[source.file] = counts.get(source.file, Decimal(0)) + source.count
            taken = [members(model.upstream) for model in document.models]
            tables = {table: max(t.get(table, 0) for t in taken) for t in taken for table in t}
            for table in sorted(table for table, rows in tables.items() if table in files and rows):
                if sum(counts.get(file, 0) for file in files[table]) < tables[table]:
                    told = f"fewer rows of {', '.join(files[table])} than are taken"
                    self.bag.add(path, "contradicts the release", told)
            named = {file for t in tables if t in files for file in files[t]}
            for file in sorted(set(counts) - named):
                self.bag.add(path, "contradicts the release", f"no model takes rows of {file}")

    def _is_check(self, name: str) -> bool:
        return f"data/project/warehouse/models/checks/{name}.sql" in self.bag.files

    def _problems(self, path: str, said: Json) -> None:
        """Compare how many problems each check has with the list, and that none that is an error passed."""
        grid = self.bag.grid("data/validation/problems.csv")
        if "rule_id" not in grid.header:  # the first releases had no such column
            return
        rows = [*map(grid.cells, grid.rows)]
        checks = {check.check for check in said.checks}
        of_tables = [row for row in rows if row["rule_id"] not in checks]
        found_by = {
            **{c.check: (c, [r for r in rows if r["rule_id"] == c.check]) for c in said.checks},
            **{
                t.table: (t, [r for r in of_tables if r["table"] == t.table])
                for t in said.raw_tables
            },
        }
        for name, (entry, found) in found_by.items():
            self.bag.same(path, f"problems of {name}", entry.problems, len(found))
            stops = any(row["severity"] == "error" for row in found)
            self.bag.same(path, f"{name} passed", entry.passed, not stops)

    def _verdicts(self, path: str) -> None:
        said = self.bag.part("statements/verdicts.json")
        pages = sum(bool(re.fullmatch(r"data/statements/\d+\.html", n)) for n in self.bag.files)
        self.bag.same(path, "edition", said.edition, self.release.edition)
        self.bag.same(path, "as_of", said.as_of, self.release.as_of)
        self.bag.same(path, "documents", len(said.documents), pages)

    def _index(self, path: str) -> None:
        """Compare the index's rows of figures, and its markup for search engines, with the figures."""
        page, release = Page(self.bag.text(path)), self.release
        # The rows of figures, from their head to the next one.
        begin = next((i for i, row in enumerate(page.rows, 1) if row[:1] == ["Figure"]), 0)
        end = next((i for i in sorted(page.heads) if i >= begin), len(page.rows))
        told = [tuple(cells[:4]) for cells in page.rows[begin:end]]
        right = [
            tuple(map(plain, (f"{f.label} {f.id}", f.display, f"{f.nature}, {f.form}", f.period)))
            for f in self.figures.values()
        ]
        if told != right:
            differing = sorted({*told} ^ {*right}) or "their order"
            self.bag.add(path, "contradicts the release", f"figures: {differing}")
        for text in (
            release.content_sha256,
            f"{release.title}, release {self.name}",
            release.as_of,
        ):
            self.bag.holds(path, text, plain(text) in page.text)
        markup = self.bag.json(path, page.script.encode("utf-8"))
        told_of = [
            (v.propertyID, v.name, v.description, v.unitText) for v in markup.variableMeasured
        ]
        figures = [(f.id, f.label, f.display, f.unit) for f in self.figures.values()]
        self.bag.same(path, "markup", told_of, figures)
        self.bag.same(path, "markup", markup.identifier, f"sha256:{release.content_sha256}")
        for figure in self.figures.values():
            name = f"data/book/figures/{figure.id}.html"
            if name in self.bag.files or self.bag.version > 1:
                with self.bag.reading(name):
                    text = Page(self.bag.text(name)).text
                    for said in (figure.label, figure.display):
                        self.bag.holds(name, said, plain(said) in text)

    def _report(self, path: str) -> None:
        text = Page(self.bag.text(path)).text
        for said in (self.release.title, self.release.content_sha256):
            self.bag.holds(path, said, plain(said) in text)

    def _book(self, path: str) -> None:
        said = self.bag.json(path)
        pages = sum(n.startswith("data/book/") and n.endswith(".html") for n in self.bag.files)
        for name, right in (("edition", self.release.edition), ("pages", pages)):
            self.bag.same(path, name, getattr(said, name), right)
        self.bag.same(path, "content", said.content_sha256, self.release.content_sha256)

    def _edition(self, path: str) -> None:
        """Compare days and pinned vintages with the statement and the evidence."""
        text = self.bag.text(path)
        sources = {s.source: s.vintage for d in self.payload.evidence.values() for s in d.sources}
        for source, vintage in sorted(sources.items()):
            name = rf"(?m)^\s+[\"']?{re.escape(source)}[\"']?:"
            pins = re.findall(rf"{name}\s*(?:vintage:\s*)?[\"']?(\d{{4}}[\w-]*)", text)
            if source and pins and vintage not in pins:
                self.bag.same(path, f"vintage of {source}", pins[0], vintage)
        for day in (self.release.as_of, *self.release.period):
            self.bag.holds(path, day, day in text)

    def _table(self, path: str, grid: CsvGrid) -> None:
        """Compare a table with the natures of its cells, of which each has one."""
        name = path[12:-4]
        for other in (f"data/tables/{name}.parquet", f"data/natures/{name}.csv"):
            if other not in self.bag.files:
                self.bag.add(other, "missing", f"beside {path}")
        if name not in self.payload.models:
            self.bag.add(path, "no model makes this table", name)
        natures = self.bag.grid(f"data/natures/{name}.csv")
        covered: dict[str, list[tuple[int, int]]] = {column: [] for column in grid.header}
        if natures.header != ["column", "nature", "form", "rows"]:
            raise ValueError("natures under other heads")
        for column, nature, form, runs in natures.rows:
            covered.setdefault(column, []).extend(runs_of(runs))
            if not NATURE.fullmatch(nature) or not FORM.fullmatch(form):
                raise ValueError(f"nature {nature!r}, {form!r}")
        for column, found in covered.items():
            ends = [0, *(end for _, end in sorted(found))]
            is_whole = [start - 1 for start, _ in sorted(found)] == ends[:-1]
            if column not in grid.header or not is_whole or ends[-1] != len(grid.rows):
                self.bag.add(f"data/natures/{name}.csv", "contradicts the release", column)

    def _contents(self) -> None:
        """Work the content hash out anew, from the tables as CSV and from figures.json, and that of definitions."""
        digests = {name: self.bag.digest(name) for name in self.bag.files if DEFINED.match(name)}
        told_of = self.release.definitions_sha256
        self.bag.same("data/release.json", "definitions", told_of, definitions_of(digests))
        told = {entry.table: entry for entry in self.release.contents}
        tables = {name[12:-4]: grid for name, grid in self.payload.tables.items()}
        if sorted(entry.table for entry in self.release.contents) != sorted(tables):
            self.bag.add("data/release.json", "statement differs", "contents")
        for name in sorted(set(told) & set(tables)):
            entry, grid, path = told[name], tables[name], f"data/tables/{name}.csv"
            self.bag.same(path, "columns", grid.header, [column[0] for column in entry.columns])
            self.bag.same(path, "rows", len(grid.rows), entry.rows)
            if not entry.from_csv:
                self.bag.note(f"{path}: its content hash cannot be worked out from CSV")
            elif content_of(entry.columns, grid.rows) != entry.content_sha256:
                self.bag.add(path, "content hash differs", entry.content_sha256)
        listed = json.loads(self.bag.text("data/figures.json"))
        figures = [
            {part: f[part] for part in CONTENT}
            for f in next(v for k, v in listed.items() if k == "figures")
        ]
        digests = {name: entry.content_sha256 for name, entry in told.items()}
        found = digest_of({"tables": digests, "figures": figures})
        if found != self.release.content_sha256:
            self.bag.add("data/figures.json", "content hash differs", f"{found} is worked out")

    def _workbook(self, path: str) -> None:
        """Compare the cells of the workbook with those of the tables, rounded as the data package says."""
        package = self.bag.json("data/datapackage.json")
        columns = {r.path: [*map(members, r.schema.fields)] for r in package.resources}
        sheets: dict[str, list[list[Json]]] = {}
        for name, sheet in sheets_of(self.bag.root / path):
            is_known = f"data/tables/{name}.csv" in self.payload.tables or name in BOOK_LISTS
            if name in sheets or not is_known:
                self.bag.add(path, "contradicts the release", f"a sheet of {name or 'no table'}")
            sheets[name] = sheet
        for file, grid in sorted(self.payload.tables.items()):
            name = file[12:-4]
            if name not in sheets:
                self.bag.add(path, "contradicts the release", f"no sheet holds {name}")
                continue
            fields = columns[file[5:]]
            for told in self._sheet(name, sheets[name], grid, fields):
                self.bag.add(path, "contradicts the release", f"{name}, {told}")

    def _sheet(
        self, name: str, sheet: "list[list[Json]]", grid: CsvGrid, fields: "list[dict[str, Json]]"
    ) -> "Iterator[str]":
        """Yield what a sheet says otherwise than its table."""
        heads, *rows = sheet
        if not grid.rows and rows == [[NO_ROWS, *[None] * (len(heads) - 1)]]:
            rows = []
        if len(rows) != len(grid.rows):
            yield f"{len(rows)} rows, not {len(grid.rows)}"
        yield from heads_otherwise(heads, grid.header, fields)
        for at, (column, field) in enumerate(zip(grid.header, fields)):  # noqa: B905
            least = (
                Decimal(1).scaleb(-int(field["decimals"])) if "decimals" in field else Decimal(0)
            )
            for count, (cells, row) in enumerate(zip(rows, grid.rows), 1):  # noqa: B905
                cell = cells[at] if at < len(cells) else None
                if not is_shown(cell, row[at], least):
                    yield f"row {count}, {column}: {cell!r}, not {row[at]!r}"
        if len(heads) > len(grid.header):
            for count, (cells, right) in enumerate(zip(rows, self._weakest(name, grid)), 1):  # noqa: B905
                if cells[-1] != right and right:
                    yield f"row {count}, weakest nature: {cells[-1]!r}, not {right}"

    def _weakest(self, name: str, grid: CsvGrid) -> "list[str]":
        """Return the weakest nature of the cells of each row that state something; empty where none does."""
        natures = self.bag.grid(f"data/natures/{name}.csv")
        ranks, left = [-1] * len(grid.rows), MOST_VALUES
        for run in natures.rows:
            column, rank = grid.header.index(run[0]), NATURES.index(run[1])
            for first, last in runs_of(run[3]):
                left -= last - first
                if left < 0 or last > len(ranks):
                    raise ValueError("more natures than cells")
                for at in range(first - 1, last):
                    ranks[at] = max(ranks[at], rank) if grid.rows[at][column] else ranks[at]
        return ["" if rank < 0 else NATURES[rank] for rank in ranks]


# A tag, or a text; in time that grows with the page, whatever stands in it.
MARKUP = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)([^<>]*)>|<[!?][^<>]*>|([^<]+|<)")


class Page:
    """A page of a release: its text without blanks, the cells of its tables, and what its scripts with data hold.

    Args:
        text: The page as the templates write it.
    """

    def __init__(self, text: str) -> None:
        self.heads: set[int] = set()
        rows: list[list[list[str]]] = []
        data: list[str] = []
        words: list[str] = []
        inside = ""
        for end, tag, attributes, plainly in MARKUP.findall(text):
            if tag:
                is_data = "application/ld+json" in attributes
                inside = "" if end else "data" if is_data else tag.lower()
                if inside == "tr":
                    rows.append([])
                elif inside in ("td", "th") and rows:
                    rows[-1].append([])
                    self.heads.update({len(rows) - 1} if inside == "th" else ())
            elif inside == "data":
                data.append(plainly)
            else:
                words.append(plain(html.unescape(plainly)))
                if rows and rows[-1]:
                    rows[-1][-1].append(words[-1])
        self.rows = [["".join(cell) for cell in row] for row in rows]
        self.script = "".join(data)
        self.text = "".join(words)


def plain(text: str) -> str:
    """Return a text without blanks, of which pages and their readers have more or fewer."""
    return "".join(text.split())


def digest_of(value: object) -> str:
    """Return the sha256 of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def definitions_of(digests: "dict[str, str]") -> str:
    """Return the digest of the list of what a rebuild is made from, by path, as `sha256sum` would write it."""
    lines = [f"{digests[name]}  {name}\n" for name in sorted(digests)]
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def content_of(columns: "list[list[str]]", rows: "list[list[str]]") -> str:
    """Return the content hash of a table: its columns with their types, and its rows in any order."""
    digests = []
    for row in rows:
        cells = [unguarded(cell) for cell in row]
        text = "".join(f"V{len(cell)}:{cell};" if cell else "N;" for cell in cells)
        digests.append(hashlib.sha256(text.encode("utf-8")).hexdigest())
    whole_of = hashlib.sha256("".join(sorted(digests)).encode("ascii")).hexdigest()
    return digest_of({"columns": columns, "rows": whole_of})


def elements(data: bytes) -> "Iterator[tuple[str, dict[str, str], str]]":
    """Yield name, attributes and text of each element of XML as it ends; raises ValueError for document types."""
    found: list[tuple[str, dict[str, str], str]] = []
    open_ones: list[tuple[str, dict[str, str], list[str]]] = []

    def refuse(*_: object) -> None:
        raise ValueError("XML with a document type")

    def start(name: str, attributes: "dict[str, str]") -> None:
        if len(open_ones) > MOST_TEXT or len(found) > MOST_VALUES:
            raise ValueError("XML that is too deep or too long")
        open_ones.append((name.rpartition(":")[2], attributes, []))

    def end(_: str) -> None:
        name, attributes, words = open_ones.pop()
        found.append((name, attributes, "".join(words)))

    def words(text: str) -> None:
        open_ones[-1][2].append(text)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words
    parser.Parse(data, True)  # noqa: FBT003
    yield from found


# Tables of the workbook beside those of the report; the cover has none, and so no name.
BOOK_LISTS = ("", "contents_table", "notes_table", "sources", "dictionary")
# The one row of a table without rows, since a marked table cannot be empty; the column that is added to others.
NO_ROWS, WEAKEST = "no rows in this edition", "Weakest nature"
BOOK_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/theme/theme1\.xml"
    r"|xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/(worksheets/sheet|tables/table)\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels"
)


def sheets_of(path: Path) -> "Iterator[tuple[str, list[list[Json]]]]":
    """Yield the sheets of a workbook by the table on each, empty where there is none, each with heads and rows.

    Raises:
        ValueError: If another program could show anything but these.
    """
    left = MOST_VALUES
    with zipfile.ZipFile(path) as book:
        texts, words = [], []
        for name, _, text in elements(book.read("xl/sharedStrings.xml")):
            words += [text] if name == "t" else []
            if name == "si":
                texts.append("".join(words))
                words = []
        for sheet in shown_sheets(book):
            cells = cells_of(book.read(sheet), texts)
            table, area = table_of(book, f"xl/worksheets/_rels/{sheet[14:]}.rels")
            top, bottom, first, last = area
            left -= (bottom - top + 1) * (last - first + 1)
            if left < 0:
                raise ValueError("a workbook with too many cells to be read")
            beside = [at for at in cells if at[0] >= top and cells[at] is not None]
            if table and any(a > bottom or not first <= b <= last for a, b in beside):
                raise ValueError(f"a cell beside {table}")
            columns = range(first, last + 1)
            yield (
                table,
                [[cells.get((line, at)) for at in columns] for line in range(top, bottom + 1)],
            )


def shown_sheets(book: zipfile.ZipFile) -> "list[str]":
    """Return the parts of a workbook that are its sheets; raises ValueError unless all of them are shown."""
    entries = book.infolist()
    names = [entry.filename for entry in entries]
    odd = [name for name in names if not BOOK_PARTS.fullmatch(name)]
    if odd or book.comment or min(entry.header_offset for entry in entries):
        raise ValueError(f"a workbook with {odd[0] if odd else 'more than its parts'}")
    if len(set(names)) < len(names) or sum(e.file_size for e in entries) > MOST_JSON:
        raise ValueError("a workbook with a part twice, or too large to be read")
    links = [e[1] for e in elements(book.read("xl/_rels/workbook.xml.rels")) if e[1].get("Id")]
    places = {link.get("Id"): f"xl/{link.get('Target')}" for link in links}
    listed = [told for name, told, _ in elements(book.read("xl/workbook.xml")) if name == "sheet"]
    found = [places.get(told.get("r:id"), "") for told in listed]
    sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
    if sorted(found) != sorted(sheets) or len(places) < len(links):
        raise ValueError("a workbook whose sheets are not its parts")
    if any("state" in told for told in listed):
        raise ValueError("a hidden sheet in the workbook")
    return found


def table_of(book: zipfile.ZipFile, links: str) -> "tuple[str, tuple[int, int, int, int]]":
    """Return the name of the table on a sheet and its rows and columns, first and last; an empty name for none."""
    there = book.read(links) if links in book.namelist() else b"<none/>"
    targets = [told.get("Target", "") for _, told, _ in elements(there)]
    tables = [target for target in targets if "/tables/" in target]
    if not tables:
        return "", (1, 0, 1, 0)
    if len(tables) > 1:
        raise ValueError("two tables on a sheet")
    (*_, (_, table, _)) = elements(book.read(f"xl/{tables[0][3:]}"))
    area = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", table.get("ref", ""))
    if area is None:
        raise ValueError("a table that covers no cells")
    place = int(area[2]), int(area[4]), column_of(area[1]), column_of(area[3])
    if place[0] > place[1] or place[2] > place[3]:
        raise ValueError("a table that covers no cells")
    return table.get("name", ""), place


def column_of(letters: str) -> int:
    """Return the number of a column, from 1; raises ValueError beyond the last that a sheet has."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    if found > 1 << 14:
        raise ValueError("a column beyond those of a sheet")
    return found


def cells_of(sheet: bytes, texts: "list[str]") -> "dict[tuple[int, int], Json]":
    """Return the cells of a sheet by row and column."""
    cells: dict[tuple[int, int], Json] = {}
    value = ""
    for name, attributes, text in elements(sheet):
        if name == "f":
            raise ValueError("a formula in the workbook")
        value = text if name in ("v", "t") else value
        if name == "c":
            place = re.fullmatch(r"([A-Z]+)(\d{1,7})", attributes.get("r", ""))
            at = (int(place[2]), column_of(place[1])) if place else (0, 0)
            if at in cells or not place:
                raise ValueError("a cell is given twice, or nowhere")
            kind = attributes.get("t", "n")
            given = (
                texts[int(value)] if kind == "s" else value if kind != "n" else number(value or "0")
            )
            cells[at] = None if value == "" else given
            value = ""
    return cells


def is_shown(cell: Json, stated: str, least: Decimal) -> bool:
    """Return whether a cell of the workbook shows a cell of a table, rounded to a place; 0 for one that is exact."""
    if cell is None or stated == "":
        return stated == "" and cell in (None, "")
    if isinstance(cell, Decimal):
        if not re.fullmatch(r"-?\d{1,60}(\.\d{1,60})?(e[+-]?\d{1,2})?", stated):
            return False
        return bool(abs(Fraction(cell) - Fraction(stated)) <= least / 2)
    text = unguarded(stated)
    # A text of the table may be such a word itself, or begin with an apostrophe of its own.
    if (
        is_alike(cell, text)
        or is_alike(cell, stated)
        or cell == {"true": "yes", "false": "no"}.get(text)
    ):
        return True
    told = cell.replace(",", "").replace("\u2212", "-")
    is_number = re.fullmatch(r"-?\d{1,60}(\.\d{1,60})?", told) is not None
    return is_number and is_shown(Decimal(told), stated, least)


CUT = " [cut here; whole in the CSV file]"


def is_alike(shown: str, text: str) -> bool:
    """Return whether a text of the workbook is one of a table: what a sheet cannot hold is a picture, or cut."""
    told = re.sub("_x005F(?=_x[0-9A-Fa-f]{4}_)", "", shown)
    right = text.replace("\r\n", "\n").replace("\r", "\n")
    if told.endswith(CUT) and len(right) > 16_000:
        told = told[: -len(CUT)]
        right = right[: len(told)]
    return len(told) == len(right) and all(
        one == other or (one in PICTURES and not other.isprintable())
        for one, other in zip(told, right)  # noqa: B905
    )


# What is shown in the place of a sign that steers, or that is none.
PICTURES = {*map(chr, range(0x2400, 0x2427)), "\ufffd"}
PICTURED = {
    **{code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)},
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD),
    **{0x7F: 0x2421, 0x202D: 0x2426, 0x202E: 0x2426},
}
MOST_IN_HEAD = 245


def heads_otherwise(
    heads: "list[Json]", columns: "list[str]", fields: "list[dict[str, Json]]"
) -> "Iterator[str]":
    """Yield what the heads of a sheet say otherwise than the columns of its table, and the one that is added."""
    right = heads_of([*fields, {"title": WEAKEST}])
    for at, head in enumerate(right):
        is_there = at < len(heads) and isinstance(heads[at], str) and is_alike(heads[at], head)
        if at < len(fields) and not is_there:
            yield f"the head of {columns[at]}"
        elif at < len(heads) and not is_there:
            yield "columns that the table has not"
    if len(heads) > len(right):
        yield "columns that the table has not"


def heads_of(fields: "list[dict[str, Json]]") -> "list[str]":
    """Return the heads of the columns of a sheet: titles with units, none empty, none too long, none twice."""
    found: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for field in fields:
        title, unit = field.get("title", ""), field.get("unit", "year")
        words = title.replace("$$", "$ $").replace("\n", " ").strip() or "column"
        base = head_text(words if unit in ("", "year") else f"{words}\n({unit})")
        name, head = base.casefold(), base
        numbers.setdefault(name, 1)
        while head.casefold() in found:
            numbers[name] += 1
            head = f"{base} {numbers[name]}"
        found[head.casefold()] = head
    return [*found.values()]


def head_text(text: str) -> str:
    """Return a text as a head holds it: pictures for signs that steer, cut with a mark where it is too long."""
    shown = text.replace("\r\n", "\n").replace("\r", "\n").translate(PICTURED).encode("utf-16-le")
    if len(shown) <= 2 * MOST_IN_HEAD:
        return shown.decode("utf-16-le")
    return shown[: 2 * (MOST_IN_HEAD - len(CUT))].decode("utf-16-le", "ignore") + CUT


# --- What people said of it --------------------------------------------------------------------------------------


class Acts:
    """What people said of the release: sign-offs and their signatures, and auditors' conclusions."""

    def __init__(self, bag: Bag, payload: Payload, allowed: "Path | None", noted: str) -> None:
        self.bag = bag
        self.release = payload.release
        self.figures = payload.figures
        self.allowed = allowed
        self.noted = noted
        self.signers: dict[str, str] = {}
        self.people: dict[str, set[str]] = {}
        self.keys: dict[str, tuple[bytes, ...]] = {}
        self.missing: list[str] = []
        self.lines: list[str] = []

    def check(self) -> None:
        """Check every sign-off against the release, its signature, and the chain of conclusions."""
        names: dict[str, str] = {}
        for file in sorted(self.bag.files):
            role = re.fullmatch(r"sign-off/(preparer|reviewer)\.json(\.sig)?", file)
            if role and not role[2]:
                with self.bag.reading(file):
                    names[role[1]] = self._sign_off(file, role[1])
            elif file.startswith("sign-off/") and not (role and file[:-4] in self.bag.files):
                self.bag.note(f"{file}: no part of a sign-off; not read")
            elif file.startswith("conclusions/") and file != CONCLUSIONS:
                self.bag.note(f"{file}: no conclusions; not read")
        # A principal with a wildcard stands for many people.
        people = [who for who in self.signers.values() if not re.search(r"[*?]", who)]
        both = [{*map(as_person, self.people.get(role, ()))} for role in ROLES]
        if any(not re.search(r"[*?]", who) for who in both[0] & both[1]):
            self.missing.append("two people: your file gives both keys to one of them")
        alike: dict[str, list[Json]] = {
            ", ".join(names.values()): [as_person(name) for name in names.values()],
            "the same key": list(self.keys.values()),
            "the same principal": [as_person(who) for who in people],
        }
        for detail, marks in alike.items():
            if len(set(marks)) < len(marks):
                self.bag.add("sign-off", "one person signed in two roles", detail)
        for role_of in (role_of for role_of in ROLES if role_of not in names):
            self.bag.note(f"no {role_of}'s sign-off")
            self.missing.append(f"{role_of}: no sign-off")
        self._conclusions()

    def _sign_off(self, file: str, role: str) -> str:
        statement, said = self.bag.json(file), self.release
        digests = {"identity_sha256": MANIFEST, "tagmanifest_sha256": TAG_MANIFEST}
        if any(getattr(statement, name) != self.bag.digest(of) for name, of in digests.items()):
            self.bag.add(file, "sign-off is void", "it is of other content")
        if statement.role != role:
            self.bag.add(file, "sign-off is of another role", statement.role)
        names = {"edition": said.edition, "revision": said.revision}
        for name, right in names.items():
            if not is_same(getattr(statement, name, right), right):
                self.bag.add(file, "sign-off is of another release", getattr(statement, name))
        if not is_named(statement.name):
            self.bag.add(file, "sign-off names nobody plainly", ascii(statement.name))
        if getattr(statement, "schema", "") not in ("", "annual-report/sign-off/1"):
            self.bag.add(file, "not as the format has it", statement.schema)
        if not DAY.fullmatch(str(getattr(statement, "date", "2000-01-01"))):
            self.bag.add(file, "not as the format has it", f"date {statement.date!r}")
        lacks = [name for name in ("schema", *names, "date") if not hasattr(statement, name)]
        why = self._signature(file, role)
        if lacks and not why:
            why = f"its sign-off does not say {' and '.join(lacks)}"
            self.bag.note(f"{file}: {why}")
        if why:
            self.signers.pop(role, None)
            self.missing.append(f"{role}: {why}")
        return str(statement.name)

    def _signature(self, file: str, role: str) -> str:
        """Return why a sign-off proves nothing of who gave it; empty where it is signed by a trusted signer."""
        signed = f"{file}.sig"
        if signed not in self.bag.files:
            self.bag.note(f"{file}: not signed")
            return "not signed"
        signature, said = (
            ["-n", NAMESPACE, "-s", str(self.bag.root / signed)],
            self.bag.content(file, 1 << 20),
        )
        is_small = self.bag.files[signed] <= 1 << 16
        fits = keygen(["check-novalidate", *signature], said) if is_small else ""
        if is_small and fits != "":
            self.keys[role] = key_in(blob_of(self.bag.content(signed)))
        if fits is None:
            why = "there is no ssh-keygen (8.2 or later) to check it"
        elif not fits:
            self.bag.add(signed, "signature does not fit the sign-off")
            return "its signature does not fit"
        elif self.allowed is None:
            why = "by whom is unknown without allowed signers"
        else:
            lines = lines_of(self.allowed, blob_of(self.bag.content(signed)))
            asked = Asked(self.allowed, signature, said)
            found = [who for line, names in lines for who in asked.trusted(line, names)]
            if found:
                self.signers[role], self.people[role] = found[0], {*found}
                return ""
            self.bag.note(f"{file}: not signed by one of the allowed signers")
            return "not signed by one of the allowed signers"
        self.bag.note(f"{file}: signed; {why}")
        return f"signed; {why}"

    def _conclusions(self) -> None:
        """Check that each conclusion follows the one before it, and that those up to a noted one are all there."""
        file, before = CONCLUSIONS, ""
        if file in self.bag.files:
            with self.bag.reading(file):
                *lines, rest = self.bag.content(file).split(b"\n")
                if rest:
                    self.bag.add(file, "conclusion breaks off", f"after line {len(lines)}")
                for count, line in enumerate(lines, 1):
                    with self.bag.reading(file, "conclusion cannot be read"):
                        self._conclusion(file, count, line, before)
                    before = hashlib.sha256(line).hexdigest()
                    self.lines.append(before)
        if self.noted and self.noted not in self.lines:
            self.bag.add(file, "the noted conclusion is not among them", self.noted)

    def _conclusion(self, file: str, count: int, line: bytes, before: str) -> None:
        entry = self.bag.json(file, line)
        evidence = f"data/evidence/{entry.figure}.json"
        if entry.previous != before:
            self.bag.add(file, "chain of conclusions is broken", f"line {count}")
        if (
            entry.release != self.bag.digest(MANIFEST)
            or entry.evidence_sha256 != self.bag.digest(evidence)
            or not is_same(entry.value, self.figures[entry.figure].value)
        ):
            self.bag.add(file, "conclusion is of other content", f"line {count}")
        grade = getattr(entry, "as")
        is_said = all(isinstance(text, str) and text.strip() for text in (entry.by, entry.why))
        is_said = is_said and bool(DAY.fullmatch(entry.date))
        if not is_said or grade not in ("sufficient", "not", "undetermined"):
            self.bag.add(file, "conclusion says too little", f"line {count}")


def blob_of(signature: bytes) -> bytes:
    """Return the public key that a signature by `ssh-keygen` carries; raises ValueError where it is no signature."""
    armour = re.fullmatch(
        rb"\s*-----BEGIN SSH SIGNATURE-----([^-]+)-----END SSH[^-]+-----\s*", signature
    )
    blob = base64.b64decode(armour[1]) if armour else b""
    if not blob.startswith(b"SSHSIG"):
        raise ValueError("no signature by ssh-keygen")
    # The magic word of 6 bytes, a version of 4, the length of the key in 4, and the key.
    return blob[14 : 14 + int.from_bytes(blob[10:14], "big")]


# Kind of key -> how many parts it has; a certificate of one has a number of its own before them and more behind.
KEY_PARTS = {b"ssh-rsa": 2, b"ssh-dss": 4, b"ssh-ed25519": 1, b"sk-ssh-ed25519": 2}


def key_in(blob: bytes) -> "tuple[bytes, ...]":
    """Return what a public key is made of, the same for a key and for every certificate of it."""
    parts: list[bytes] = []
    at = 0
    while at + 4 <= len(blob) and len(parts) < 16:
        end = at + 4 + int.from_bytes(blob[at : at + 4], "big")
        parts.append(blob[at + 4 : end])
        at = end
    kind = parts[0].partition(b"@")[0] if parts else b""
    is_certificate = kind.endswith(b"-cert-v01")
    plain_kind = kind[:-9] if is_certificate else kind
    count = KEY_PARTS.get(plain_kind, 3 if plain_kind.startswith(b"sk-") else 2)
    start = 2 if is_certificate else 1
    return (plain_kind, *parts[start : start + count])


def lines_of(allowed: Path, blob: bytes) -> "Iterator[tuple[bytes, list[str]]]":
    """Yield the lines of a file of allowed signers that may speak for a key, each with those whom it names.

    Each line is asked by itself: an earlier one for the same key must not hide it.
    """
    key, count = base64.b64encode(blob), 0
    for line in allowed.read_bytes()[: 16 << 20].splitlines():
        words = re.fullmatch(rb'\s*(?:"([^"]*)"|([^\s"#]\S*))\s+(.*)', line)
        if words and (key in words[3].split() or b"cert-authority" in words[3].lower()):
            count += 1
            names = (words[1] or words[2] or b"").decode("utf-8", "replace").split(",")
            yield line + b"\n", [name for name in names if name and not name.startswith("!")][:50]
        if count == 200:
            return


class Asked:
    """Questions to `ssh-keygen` about a signature, with one line of allowed signers at a time.

    Args:
        allowed: The file of allowed signers.
        signature: The words that name the signature.
        said: What was signed.
    """

    def __init__(self, allowed: Path, signature: "list[str]", said: bytes) -> None:
        self.allowed = allowed
        self.signature = signature
        self.said = said

    def trusted(self, line: bytes, names: "list[str]") -> "list[str]":
        """Return those for whom a line stands for the signature; of an authority also whom its certificate names."""
        if b"cert-authority" in line.lower():
            named = self._ask(line, ["find-principals", *self.signature[2:]]) or ""
            names = list(dict.fromkeys([*re.split("[\n,]", named), *names]))
        words = ["verify", *self.signature]
        return [who for who in names if who and self._ask(line, [*words, "-I", who])]

    def _ask(self, line: bytes, words: "list[str]") -> "str | None":
        if not os.path.isdir("/dev/fd") or len(line) > 1 << 14:
            return keygen([*words, "-f", str(self.allowed)], self.said)
        reading, writing = os.pipe()
        try:
            os.write(writing, line)
            os.close(writing)
            return keygen([*words, "-f", f"/dev/fd/{reading}"], self.said, (reading,))
        finally:
            os.close(reading)


def program(name: str) -> str:
    """Return where a program is, of the absolute places in PATH only: a release may stand in the working folder."""
    for place in os.environ.get("PATH", "").split(os.pathsep):
        for path in (os.path.join(place, name), os.path.join(place, f"{name}.exe")):
            if os.path.isabs(place) and os.path.isfile(path):
                return path
    return ""


def keygen(words: "list[str]", given: bytes, open_files: "tuple[int, ...]" = ()) -> "str | None":
    """Return what `ssh-keygen -Y` prints, empty when it refuses, or None where the program is missing or too old."""
    path = program("ssh-keygen")
    if not path:
        return None
    try:
        done = subprocess.run(  # noqa: S603
            [path, "-Y", *words],
            input=given,
            capture_output=True,
            timeout=20,
            check=False,
            pass_fds=open_files,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if b"unknown option -- Y" in done.stderr:  # OpenSSH before 8.1
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


# --- The outcome -------------------------------------------------------------------------------------------------


def verify(
    path: Path, allowed: "Path | None" = None, conclusions: str = ""
) -> "tuple[int, dict[str, Json]]":
    """Verify a release.

    Args:
        path: Folder of the release.
        allowed: The verifier's own file of allowed signers, as `ssh-keygen` reads it.
        conclusions: The sha256 of a conclusion that was noted earlier, up to which all must be there.

    Returns:
        The exit code, and what `--json` prints: state, which release it is, problems, signers, what is missing for
        0, notes and what was counted.
    """
    bag = Bag(path)
    is_bag = any(os.path.isfile(path / n) for n in ("bagit.txt", MANIFEST, "data/release.json"))
    if not is_bag:
        problems = [{"path": ".", "kind": "not a release", "detail": "no bag and no release.json"}]
        return NO_RELEASE, {"state": STATES[NO_RELEASE], "problems": problems}
    bag.check()
    payload = Payload(bag)
    payload.check()
    with bag.reading("data/release.json"):
        Restated(bag, payload).check()
    if allowed is not None and not os.path.isfile(allowed):
        bag.note(f"{allowed}: there is no such file of allowed signers")
        allowed = None
    if bag.version == 1:
        bag.note("format 1: neither content hash, definitions nor wording are worked out anew")
    with bag.reading("verify.py"):
        own = own_digest()
        if own != bag.digest("verify.py"):
            whose = (
                "not the one that checks now" if own else "not held against the one that checks now"
            )
            bag.note(f"verify.py: {whose}; it was not run")
    acts = Acts(bag, payload, allowed, conclusions)
    acts.check()
    is_signed = not acts.missing and all(acts.signers.get(role) for role in ROLES)
    code = TAMPERED if bag.problems else SIGNED if is_signed else UNPROVEN
    counts = {"files": len(bag.digests), **payload.counts, "conclusions": len(acts.lines)}
    identity = ""
    with bag.reading(MANIFEST):
        identity = bag.digest(MANIFEST)
    return code, {
        "state": STATES[code],
        "title": str(payload.release.title),
        "edition": str(payload.release.edition),
        "revision": str(payload.release.revision),
        "identity": identity,
        "problems": sorted(bag.problems, key=lambda p: (p["path"], p["kind"], p["detail"])),
        "signers": acts.signers,
        "missing": acts.missing,
        "notes": bag.notes,
        "counts": counts,
        "conclusions_head": acts.lines[-1] if acts.lines else "",
    }


def own_digest() -> str:
    """Return the sha256 of this file; empty where it cannot be read, e.g. in an archive: no fault of a release."""
    with suppress(OSError, ValueError), open(__file__, "rb") as own:
        return hashlib.sha256(own.read()).hexdigest()
    return ""


def place(text: str) -> Path:
    """Return a path of the command line; raises ValueError for an empty one, as of a variable that is not set."""
    if not text.strip():
        raise ValueError("empty")
    return Path(text)


def head(text: str) -> str:
    """Return the sha256 of a conclusion, in small letters; raises ValueError where it is none."""
    if not HEX.fullmatch(text.strip().lower()):
        raise ValueError("no sha256")
    return text.strip().lower()


def main() -> int:
    """Verify the release that the command line names and print what was found."""
    parser = argparse.ArgumentParser(description="Verifies a release of an annual report.")
    parser.add_argument("path", nargs="?", type=place, default=Path(__file__).resolve().parent)
    parser.add_argument("--allowed-signers", type=place, help="your own file of trusted signers")
    parser.add_argument("--conclusions", type=head, metavar="HEAD", help="a conclusion you noted")
    parser.add_argument("--json", action="store_true", help="print machine-readable JSON")
    given = parser.parse_args()
    code, found = verify(given.path, given.allowed_signers, given.conclusions or "")
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if given.json else shown(found))
    return code


def shown(found: "dict[str, Json]") -> str:
    """Return the outcome in words; signs that a terminal would obey are written as codes."""
    lines = [f"{p['path']}: {p['kind']}  {p['detail']}".rstrip() for p in found["problems"]]
    lines += [f"note: {note}" for note in found.get("notes", ())]
    lines += [f"signed: {role} by {who}" for role, who in found.get("signers", {}).items()]
    lines += [f"missing: {what}" for what in found.get("missing", ())]
    if found.get("conclusions_head"):
        lines.append(f"last conclusion: {found['conclusions_head']}")
    lines += [
        f"{name}: {found[name]}"
        for name in ("title", "edition", "revision", "identity")
        if name in found
    ]
    lines += [
        ", ".join(f"{n} {what}" for what, n in found.get("counts", {}).items()),
        found["state"],
    ]
    return "".join(f"{ascii(line)[1:-1]}\n" for line in lines if line)


if __name__ == "__main__":
    sys.exit(main())
