#!/usr/bin/env python3
"""Verifies a release with nothing but Python's standard library (3.9 or later) and, for signatures, `ssh-keygen`.

    python3 verify.py [PATH] [--allowed-signers FILE] [--json]

Exit code 0: intact and signed by a trusted signer; 1: tampered; 2: not a release; 3: intact, authorship unproven.
Nothing is written and no network is used. Take this file from where you trust it, not from the release that you doubt.
The layers, in order: the bag (`Bag`), what the payload says of itself (`Payload`), who signed it (`Acts`).
"""

from __future__ import annotations

import argparse
import base64
import csv
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

SIGNED, TAMPERED, NO_RELEASE, UNPROVEN = range(4)
STATES = ("intact", "tampered", "not a release", "intact, authorship unproven")
SCHEMA = "annual-report/release/1"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
NEEDED = ("bagit.txt", "bag-info.txt", MANIFEST, "verify.py", "README.txt")
BESIDE = (
    "run/",
    "sign-off/",
    "conclusions/",
)  # written after, or outside of, what the manifests cover
NAMESPACE = "annual-report"
MOST_JSON, MOST_RAW, MOST_TEXT = 128 << 20, 2 << 30, 100
SCALES = {"one": 0, "thousand": 3, "million": 6, "billion": 9}
MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


class Bag:
    """The files of a release against its manifests, in both directions, and the findings of all layers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[dict[str, str]] = []
        self.notes: list[str] = []
        self.files: dict[str, int] = {}
        self.folders: set[str] = set()
        self.digests: dict[str, str] = {}

    def add(self, path: str, kind: str, detail: object = "") -> None:
        """Add a finding: a path in the release, what is wrong with it in fixed words, and particulars."""
        self.problems.append({"path": path, "kind": kind, "detail": str(detail)[:300]})

    @contextmanager
    def reading(self, path: str, kind: str = "cannot be read") -> Iterator[None]:
        """Turn whatever goes wrong with a file into a finding: a hostile file must not end the verification."""
        try:
            yield
        except Exception as error:
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

    def json(self, name: str, data: bytes | None = None) -> Any:
        """Return a JSON file with numbers as decimals; raises ValueError where readers could differ about it."""
        text = (self.content(name) if data is None else data).decode("utf-8")
        return json.loads(
            text,
            parse_float=number,
            parse_int=number,
            parse_constant=number,
            object_pairs_hook=once,
        )

    def digest(self, name: str) -> str:
        """Return the sha256 of a file, worked out once."""
        if name not in self.digests:
            found = hashlib.sha256()
            with open(self.root / name, "rb") as file:
                for block in iter(lambda: file.read(1 << 20), b""):
                    found.update(block)
            self.digests[name] = found.hexdigest()
        return self.digests[name]

    def check(self) -> None:
        """Check declaration, size, and both manifests against the files."""
        self.walk()
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
        for name in (*NEEDED, *payload):
            if name in NEEDED and name not in tags:
                self.add(name, "not listed", TAG_MANIFEST)
        for name, expected in {**tags, **payload}.items():
            with self.reading(name):
                self._compare(name, expected, size)
        listed = {*tags, *payload, TAG_MANIFEST}
        for name in sorted(set(self.files) - listed):
            if not name.startswith(BESIDE):
                self.add(name, "not listed")
        parents = {str(p).replace(os.sep, "/") for name in listed for p in Path(name).parents}
        for name in sorted(self.folders - parents):
            if not f"{name}/".startswith(BESIDE):
                self.add(name, "folder that nothing is listed in")

    def _octets(self) -> int:
        return sum(size for name, size in self.files.items() if name.startswith("data/"))

    def _size(self) -> tuple[int, int] | None:
        with self.reading("bag-info.txt"):
            text = self.content("bag-info.txt", 1 << 20).decode("utf-8")
            found = re.findall(r"(?m)^Payload-Oxum: (\d{1,18})\.(\d{1,12})\r?$", text)
            if len(found) == 1:
                return int(found[0][0]), int(found[0][1])
            self.add("bag-info.txt", "Payload-Oxum is not stated once")
        return None

    def manifest(self, manifest: str) -> dict[str, str]:
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

    def _compare(self, name: str, expected: str, size: tuple[int, int] | None) -> None:
        if name not in self.files:
            self.add(name, "missing")
        elif name.startswith("data/") and size and self.files[name] > size[0]:
            self.add(name, "larger than the whole payload is stated to be")
        elif self.digest(name) != expected:
            self.add(name, "changed", f"sha256 {self.digest(name)}, listed {expected}")


def number(text: str) -> Decimal:
    """Return a number of a JSON file; raises ValueError for NaN and for sizes that only an attacker writes."""
    found = Decimal(text) if len(text) <= MOST_TEXT else Decimal("NaN")
    if not found.is_finite() or abs(found.adjusted()) > MOST_TEXT:
        raise ValueError(f"the number {text[:40]}")
    return found


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of a JSON file; raises ValueError when a key is given twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def decoded(name: str) -> str:
    """Return a path as BagIt writes it in a manifest."""
    return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def as_file(name: str) -> str:
    """Return a path so that two which some file system holds as one are the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def as_person(name: str) -> str:
    """Return a name without letter case, width, blanks and signs that nobody sees."""
    wide = "".join(c for c in unicodedata.normalize("NFKC", name) if c.isprintable())
    return "".join(wide.casefold().split())


def is_inside(name: str, *, is_payload: bool) -> bool:
    """Return whether a listed path is a plain one inside its part of the bag."""
    parts = name.split("/")
    is_plain = not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
    is_plain = is_plain and not re.match(r"~|[A-Za-z]:", name) and name.isprintable()
    return is_plain and (parts[0] == "data") == is_payload and not f"{name}/".startswith(BESIDE)


class Payload:
    """What the payload says: figures against tables, evidence against raw files, and sums that are added up again."""

    def __init__(self, bag: Bag) -> None:
        self.bag = bag
        self.figures: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.quoted: dict[str, dict[int, list[tuple[str, dict[str, Any]]]]] = {}
        self.counts = {"figures": 0, "quoted rows": 0, "figures added up again": 0}
        self.withheld: dict[str, str] = {}
        self.unread: set[str] = set()

    def check(self) -> None:
        """Check the statement, every figure with its evidence, and then each raw file that is quoted."""
        with self.bag.reading("data/withheld.json"):
            if "data/withheld.json" in self.bag.files:
                listed = self.bag.json("data/withheld.json")
                entries = listed if isinstance(listed, list) else listed["files"]
                self.withheld = {entry["path"]: entry["sha256"] for entry in entries}
        with self.bag.reading("data/figures.json"):
            for figure in self.bag.json("data/figures.json")["figures"]:
                if not isinstance(figure["id"], str) or figure["id"] in self.figures:
                    raise ValueError(f"figure {figure['id']!r} is given twice or has no name")
                self.figures[figure["id"]] = figure
        with self.bag.reading("data/release.json"):
            self._statement(self.bag.json("data/release.json"))
        for figure in self.figures.values():
            with self.bag.reading("data/figures.json", "figure cannot be read"):
                self._figure(figure)
        with self.bag.reading("data/figures.csv"):
            self._brief("data/figures.csv")
        named = {f"data/evidence/{name}.json" for name in self.figures}
        for name in sorted(set(self.bag.files) - named) if self.figures else ():
            if name.startswith("data/evidence/") and name.endswith(".json"):
                self.bag.add(name, "evidence of no figure")
        for file, rows in sorted(self.quoted.items()):
            with self.bag.reading(file):
                self._raw_file(file, rows)
        self.bag.notes += [
            f"{name}: withheld; its rows are not read" for name in sorted(self.unread)
        ]

    def _statement(self, release: dict[str, Any]) -> None:
        tables = [n for n in self.bag.files if re.fullmatch(r"data/tables/[^/]+\.csv", n)]
        facts = {
            "schema": release["schema"] == SCHEMA,
            "edition": isinstance(release["edition"], str) and release["edition"] != "",
            "revision": isinstance(release["revision"], Decimal) and release["revision"] >= 1,
            "as_of": re.fullmatch(r"\d{4}-\d\d-\d\d", release["as_of"]) is not None,
            "content_sha256": re.fullmatch(r"[0-9a-f]+", release["content_sha256"]) is not None,
            "figures": release["figures"] == len(self.figures),
            "tables": release["tables"] == len(tables),
        }
        for name, is_right in facts.items():
            if not is_right:
                self.bag.add("data/release.json", "statement differs", f"{name}: {release[name]!r}")

    def _figure(self, figure: dict[str, Any]) -> None:
        self.counts["figures"] += 1
        name, table = figure["id"], f"data/tables/{figure['table']}.csv"
        rows: list[dict[str, str]] = []
        with self.bag.reading(table):
            rows = rows_of(self._table(table), figure["key"])
            if len(rows) != 1:
                self.bag.add(table, "figure has not one row", f"{name}: {len(rows)} rows")
            elif not is_cell(rows[0][figure["column"]], figure["value"]):
                self.bag.add(table, "figure is not its cell", name)
        if not is_worded(figure):
            self.bag.add("data/figures.json", "display is not the rounded value", name)
        file = f"data/evidence/{name}.json"
        with self.bag.reading(file):
            if figure["evidence"] != file[5:]:
                self.bag.add("data/figures.json", "figure names other evidence", name)
            document = self.bag.json(file)
            if not all(is_row(row, document["key"]) for row in rows):
                self.bag.add(file, "evidence is of another figure", "key")
            self._evidence(file, figure, document)

    def _brief(self, file: str) -> None:
        """Compare the figures as CSV with those of figures.json, and note a declared recheck that is not there."""
        listed = {row["id"]: row for row in self._table(file)}
        if set(listed) != set(self.figures):
            self.bag.add(file, "listing differs from the figures", "ids")
        for name in sorted(set(listed) & set(self.figures)):
            row, figure = listed[name], self.figures[name]
            if not all(is_cell(row[part], figure[part]) for part in ("value", "display")):
                self.bag.add(file, "listing differs from the figures", name)
            if row["recheck"] and not figure.get("recheck"):
                self.bag.notes.append(f"{name}: not all its rows are shown; not added up again")

    def _table(self, name: str) -> list[dict[str, str]]:
        if name not in self.tables:
            text = self.bag.content(name).decode("utf-8")
            self.tables[name] = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        return self.tables[name]

    def _evidence(self, file: str, figure: dict[str, Any], document: dict[str, Any]) -> None:
        for name in ("value", "table", "column", "display", "nature"):
            if figure[name] != document[name]:
                self.bag.add(file, "evidence is of another figure", name)
        if document["figure"] != figure["id"] or document["replay"]["state"] != "verified":
            self.bag.add(file, "evidence is of another figure", "figure or replay")
        if (figure.get("recheck") or None) != (document.get("recheck") or None):
            self.bag.add(file, "evidence is of another figure", "recheck")
        for source in document["sources"]:
            self._source(file, figure["id"], source, document.get("rows_listed_of_each_file"))
        with self.bag.reading(f"{file[:-5]}.csv"):
            self._listing(f"{file[:-5]}.csv", document)
        if figure.get("recheck"):
            self.counts["figures added up again"] += 1
            kind = "raw rows do not add up to the figure"
            with self.bag.reading(file, kind):
                if not is_added(figure["recheck"], figure["value"], document):
                    self.bag.add(file, kind, figure["id"])

    def _listing(self, file: str, document: dict[str, Any]) -> None:
        """Compare the evidence as CSV, which people sort and add up, with the same as JSON."""
        quoted = [
            (source["file"], row["line"], name, value)
            for source in document["sources"]
            for row in source["rows"]
            for name, value in row["values"].items()
        ]
        listed = self._table(file)
        names = ("file", "line", "column", "value")
        same = all(
            is_cell(row[name], value)
            for row, values in zip(listed, quoted)  # noqa: B905
            for name, value in zip(names, values)  # noqa: B905
        )
        if len(listed) != len(quoted) or not same:
            self.bag.add(file, "listing differs from the evidence")

    def _source(self, file: str, figure: str, source: dict[str, Any], most: Decimal | None) -> None:
        rows, raw = source["rows"], f"data/project/{source['file']}"
        lines = [(row["sheet"], row["line"]) for row in rows]
        values = sum(row["role"] == "value" for row in rows)
        counted, fed = sum(source["by_role"].values()), source["by_role"].get("value", 0)
        limit = counted if most is None else most
        if (counted, min(counted, limit), min(fed, limit)) != (source["count"], len(rows), values):
            self.bag.add(file, "evidence counts differ", source["file"])
        if lines != sorted(set(lines)):
            self.bag.add(file, "evidence rows are not in order", source["file"])
        if source["sha256"] or source["source"]:
            self._digest(file, raw, source)
        elif raw not in self.bag.files or not raw.startswith("data/project/raw/editions/"):
            self.bag.add(file, "raw file is not there", source["file"])
        if source["sha256"] and raw in self.bag.files:
            quoted = self.quoted.setdefault(raw, {})
            for row in rows:
                self.counts["quoted rows"] += 1
                quoted.setdefault(int(row["line"]), []).append((figure, row["values"]))

    def _digest(self, file: str, raw: str, source: dict[str, Any]) -> None:
        digest, withheld = source["sha256"], self.withheld.get(source["file"])
        if raw in self.bag.files and self.bag.digest(raw) != digest:
            self.bag.add(raw, "raw file is not that of the evidence", file)
        elif raw not in self.bag.files and withheld != digest:
            self.bag.add(file, "raw file is neither there nor withheld", source["file"])
        elif raw not in self.bag.files:
            self.unread.add(source["file"])
        if not digest or digest not in self._register(raw):
            self.bag.add(raw, "raw file is not in its source.yaml", file)

    def _register(self, raw: str) -> str:
        folder = "/".join(raw.split("/")[:4])
        return self.bag.content(f"{folder}/source.yaml", 16 << 20).decode("utf-8")

    def _raw_file(self, file: str, rows: dict[int, list[tuple[str, dict[str, Any]]]]) -> None:
        if not re.search(r"\.(csv|tsv|txt)(\.gz)?$", file):
            self.bag.notes.append(f"{file}: checked by its digest; its rows are not read")
            return
        fewest: list[tuple[int, str]] | None = None
        for marks in self._marks(
            file
        ):  # honest rows are found with one of them, changed ones with none
            wrong = list(self._differences(file, marks, rows))
            fewest = wrong if fewest is None or len(wrong) < len(fewest) else fewest
            if not wrong:
                return
        for line, figure in fewest or ():
            evidence = f"data/evidence/{figure}.json"
            self.bag.add(evidence, "quoted row is not in the raw file", f"{file}, line {line}")

    def _marks(self, file: str) -> Iterator[tuple[str, str, str]]:
        """Yield encoding, quote and delimiter as a file may be written: the usual, and what its source.yaml names."""
        register = self._register(file)
        encodings = ["", *re.findall(r"encoding:\s*[\"']?([\w-]{2,20})", register)]
        quotes = ['"', *re.findall(r"quote:\s*[\"'](.?)[\"']", register)]
        delimiters = [*",;\t|", *re.findall(r"delimiter:\s*[\"']([^\\])[\"']", register)]
        yield from product(*(dict.fromkeys(marks) for marks in (encodings, quotes, delimiters)))

    def _differences(
        self,
        file: str,
        marks: tuple[str, str, str],
        rows: dict[int, list[tuple[str, dict[str, Any]]]],
    ) -> Iterator[tuple[int, str]]:
        names = {name for quoted in rows.values() for _, values in quoted for name in values}
        header: list[str] = []
        left, register = set(rows), self._register(file)
        for line, cells in records(self.bag.root / file, *marks):
            if not header and names & {" ".join(cell.split()) for cell in cells}:
                header = [" ".join(cell.split()) for cell in cells]
            for figure, values in rows.get(line, ()):
                if not all(is_quoted(k, v, header, cells, register) for k, v in values.items()):
                    yield line, figure
            left.discard(line)
        yield from ((line, figure) for line in sorted(left) for figure, _ in rows[line])


def records(
    path: Path, encoding: str, quote: str, delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a CSV file with the physical line that each begins on."""
    with open(path, "rb") as file:
        marked = "utf-16" if file.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    csv.field_size_limit(16 << 20)
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as plain:
        text = io.TextIOWrapper(plain, encoding or marked, "backslashreplace", newline="")
        reader = csv.reader(
            limited(text),
            delimiter=delimiter,
            quotechar=quote or None,
            quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        )
        begin = 1
        for cells in reader:
            yield begin, cells
            begin = reader.line_num + 1


def limited(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield lines up to a total that no honest raw file passes: a gzip bomb ends here."""
    size = 0
    for line in iter(lambda: text.readline(16 << 20), ""):
        size += len(line)
        if size > MOST_RAW:
            raise ValueError("too large to be read")
        yield line


def rows_of(rows: list[dict[str, str]], key: dict[str, Any]) -> list[dict[str, str]]:
    """Return the rows of a released table that have a key; of several texts, those in its very letters."""
    found = [row for row in rows if is_row(row, key)]
    in_letters = [row for row in found if all(row[k] == str(v) for k, v in key.items())]
    return in_letters if len(found) > 1 and in_letters else found


def is_row(row: dict[str, str], key: dict[str, Any]) -> bool:
    """Return whether a row of a released table has a key, whose values are written as numbers or as text."""
    return all(is_cell(row[k], v) or row[k] == str(v) for k, v in key.items())


def is_cell(cell: str, value: Any) -> bool:
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
    return value in (
        cell,
        cell[1:] if re.match("'[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]", cell) else cell,
    )


def is_quoted(name: str, value: Any, header: list[str], cells: list[str], register: str) -> bool:
    """Return whether a line says what is quoted of it, in the column of that name or, where it was renamed, in one."""
    known = [cell for title, cell in zip(header, cells) if title == name]  # noqa: B905  Python 3.9 has no strict
    if value is None:
        blank = "".join(known).strip()
        return not re.fullmatch(r"[+-]?\d+(\.\d+)?", blank) or f'"{blank}"' in register
    return any(says(cell.strip(), value) for cell in known or cells)


def says(cell: str, value: Any) -> bool:
    """Return whether a raw cell says a value, with whatever marks it writes numbers and flags."""
    if isinstance(value, bool):
        return cell.lower() in (("yes", "true") if value else ("no", "false"))
    if not isinstance(value, Decimal):
        return isinstance(value, str) and cell == value.strip()
    plain = re.sub(r"[\s'\u2019_]", "", cell.lower())
    for text in (plain, plain.replace(",", ""), plain.replace(".", "").replace(",", ".")):
        if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?", text[:MOST_TEXT]):
            found = Decimal(text[:MOST_TEXT])
            if found == value or float(found) == float(value):
                return True
    return False


def is_worded(figure: dict[str, Any]) -> bool:
    """Return whether a figure's wording holds its value, rounded as stated."""
    value, display = figure["value"], figure["display"]
    if not isinstance(value, Decimal):
        return (str(value) if value is not None else "not stated") in display
    places, exact = int(figure["decimals"]), Context(prec=400)
    if abs(places) > 50:
        return False
    # Rounded anew, and not by the code that rounded it for publication.
    shifted = value.scaleb(places - SCALES[figure["scale"]], exact)
    rounded = shifted.to_integral_value(MODES[figure["rounding"]], exact).scaleb(-places, exact)
    text = f"{rounded if rounded else abs(rounded):,.{max(places, 0)}f}"
    return (
        re.search(
            rf"(?<![\d,.]){re.escape(text.replace('-', chr(0x2212)))}(?![\d]|[,.]\d)", display
        )
        is not None
    )


def is_added(entry: dict[str, Any], value: Decimal, document: dict[str, Any]) -> bool:
    """Return whether the rows of a recheck are those of the evidence and give the figure again, exactly."""
    times = Fraction(entry["times"])
    if entry["kind"] != "share":
        result = times * total(entry, entry["kind"], document)
        is_same = result == Fraction(value) or float(result) == float(value)
        return is_same and float(result) == float(Decimal(entry["result"]))
    whole = total(entry["whole"], "sum", document)
    result = times * total(entry["part"], "sum", document) / whole
    # The build divides in doubles, which keep 15 digits.
    return all(
        abs(result - Fraction(other)) <= abs(result) / 10**12
        for other in (value, number(entry["result"]))
    )


def total(part: dict[str, Any], kind: str, document: dict[str, Any]) -> Fraction:
    """Return the sum or count of rows; raises ValueError unless they are all the rows that feed the value."""
    columns = [name.strip() for name in part["column"].split("+") if name.strip()]
    files = {row[0] for row in part["rows"]}
    found: dict[tuple[str, Decimal], list[Any]] = {}
    for source in document["sources"]:
        for row in source["rows"] if source["source"] else ():
            place = f"{source['file']}#{row['sheet']}" if row["sheet"] else source["file"]
            stated = [row["values"][c] for c in columns if row["values"].get(c) is not None]
            if row["role"] == "value" and place in files and (stated or not columns):
                found[place, row["line"]] = stated
    if sorted(found) != [(row[0], row[1]) for row in sorted(part["rows"])]:
        raise ValueError("the rows added up again are not those that feed the value")
    if kind == "count":
        return Fraction(len({str(v[0]) for v in found.values()}) if columns else len(found))
    if kind != "sum":
        raise ValueError(f"the recheck {kind!r} is unknown")
    for file, line, text in part["rows"]:
        if sum(found[file, line]) != number(text):
            raise ValueError(f"{file}, line {line}: {text} is not what is quoted")
    return sum((Fraction(v) for stated in found.values() for v in stated), Fraction(0))


class Acts:
    """What people said of the release: sign-offs and their signatures, and auditors' conclusions."""

    def __init__(self, bag: Bag, figures: dict[str, dict[str, Any]], allowed: Path | None) -> None:
        self.bag = bag
        self.figures = figures
        self.allowed = allowed
        self.signers: dict[str, str] = {}
        self.keys: dict[str, bytes] = {}
        self.conclusions = 0

    def check(self) -> None:
        """Check every sign-off against the release, its signature, and the chain of conclusions."""
        names: dict[str, str] = {}
        for file in sorted(self.bag.files):
            role = re.fullmatch(r"sign-off/(preparer|reviewer)\.json(\.sig)?", file)
            if role and not role[2]:
                with self.bag.reading(file):
                    names[role[1]] = self._sign_off(file, role[1])
            elif file.startswith("sign-off/") and not (role and file[:-4] in self.bag.files):
                self.bag.notes.append(f"{file}: no part of a sign-off; not read")
        # A principal with a wildcard stands for many people.
        people = [who for who in self.signers.values() if not re.search(r"[*?]", who)]
        alike: dict[str, list[Any]] = {
            ", ".join(names.values()): [as_person(name) for name in names.values()],
            "the same key": list(self.keys.values()),
            "the same principal": people,
        }
        for detail, marks in alike.items():
            if len(set(marks)) < len(marks):
                self.bag.add("sign-off", "one person signed in two roles", detail)
        self.bag.notes += [f"no {r}'s sign-off" for r in ("preparer", "reviewer") if r not in names]
        self.is_signed = bool(names) and set(names) == set(self.signers)
        if "conclusions/conclusions.jsonl" in self.bag.files:
            with self.bag.reading("conclusions/conclusions.jsonl"):
                self._conclusions("conclusions/conclusions.jsonl")

    def _sign_off(self, file: str, role: str) -> str:
        statement = self.bag.json(file)
        digests = {"identity_sha256": MANIFEST, "tagmanifest_sha256": TAG_MANIFEST}
        if any(statement[name] != self.bag.digest(of) for name, of in digests.items()):
            self.bag.add(file, "sign-off is void", "it is of other content")
        if statement["role"] != role:
            self.bag.add(file, "sign-off is of another role", statement["role"])
        if f"{file}.sig" in self.bag.files:
            self._signature(file, role)
        else:
            self.bag.notes.append(f"{file}: not signed")
        return str(statement["name"])

    def _signature(self, file: str, role: str) -> None:
        signature = ["-n", NAMESPACE, "-s", str(self.bag.root / f"{file}.sig")]
        said = self.bag.content(file, 1 << 20)
        is_small = self.bag.files[f"{file}.sig"] <= 1 << 16
        fits = keygen(["check-novalidate", *signature], said) if is_small else ""
        if is_small and fits != "":
            self.keys[role] = key_of(self.bag.content(f"{file}.sig"))
        if fits is None:
            self.bag.notes.append(
                f"{file}: signed; there is no ssh-keygen (8.2 or later) to check it"
            )
        elif not fits:
            self.bag.add(f"{file}.sig", "signature does not fit the sign-off")
        elif self.allowed is None:
            self.bag.notes.append(f"{file}: signed; by whom is unknown without allowed signers")
        else:
            allowed = ["-f", str(self.allowed)]
            found = keygen(["find-principals", *signature[2:], *allowed], b"") or ""
            for principal in found.split("\n")[0].split(",")[:1]:
                if principal and keygen(["verify", *signature, *allowed, "-I", principal], said):
                    self.signers[role] = principal
            if role not in self.signers:
                self.bag.notes.append(f"{file}: not signed by one of the allowed signers")

    def _conclusions(self, file: str) -> None:
        identity, before = self.bag.digest(MANIFEST), ""
        *lines, rest = self.bag.content(file).split(b"\n")
        if rest:
            self.bag.add(file, "conclusion breaks off", f"after line {len(lines)}")
        for count, line in enumerate(lines, 1):
            self.conclusions += 1
            with self.bag.reading(file, "conclusion cannot be read"):
                entry = self.bag.json(file, line)
                evidence = f"data/evidence/{entry['figure']}.json"
                if entry["previous"] != before:
                    self.bag.add(file, "chain of conclusions is broken", f"line {count}")
                if (
                    entry["release"] != identity
                    or entry["evidence_sha256"] != self.bag.digest(evidence)
                    or entry["value"] != self.figures[entry["figure"]]["value"]
                ):
                    self.bag.add(file, "conclusion is of other content", f"line {count}")
            before = hashlib.sha256(line).hexdigest()


def key_of(signature: bytes) -> bytes:
    """Return the public key that a signature by `ssh-keygen` carries; raises ValueError where it is no signature."""
    armour = re.fullmatch(
        rb"\s*-----BEGIN SSH SIGNATURE-----([^-]+)-----END SSH[^-]+-----\s*", signature
    )
    blob = base64.b64decode(armour[1]) if armour else b""
    if not blob.startswith(b"SSHSIG"):
        raise ValueError("no signature by ssh-keygen")
    # The magic word of 6 bytes, a version of 4, the length of the key in 4, and the key.
    return blob[14 : 14 + int.from_bytes(blob[10:14], "big")]


def keygen(words: list[str], given: bytes) -> str | None:
    """Return what `ssh-keygen -Y` prints, empty when it refuses, or None where the program is missing or too old."""
    try:
        line = ["ssh-keygen", "-Y", *words]
        done = subprocess.run(line, input=given, capture_output=True, timeout=20, check=False)  # noqa: S603
    except OSError:
        return None
    if b"unknown option -- Y" in done.stderr:  # OpenSSH before 8.1
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def verify(path: Path, allowed: Path | None = None) -> tuple[int, dict[str, Any]]:
    """Verify a release.

    Args:
        path: Folder of the release.
        allowed: The verifier's own file of allowed signers, as `ssh-keygen` reads it.

    Returns:
        The exit code, and what `--json` prints: state, problems, signers, notes and what was counted.
    """
    bag = Bag(path)
    is_bag = any(os.path.isfile(path / n) for n in ("bagit.txt", MANIFEST, "data/release.json"))
    if not is_bag:
        problems = [{"path": ".", "kind": "not a release", "detail": "no bag and no release.json"}]
        return NO_RELEASE, {"state": STATES[NO_RELEASE], "problems": problems}
    bag.check()
    payload = Payload(bag)
    payload.check()
    if allowed is not None and not os.path.isfile(allowed):
        bag.notes.append(f"{allowed}: there is no such file of allowed signers")
    acts = Acts(bag, payload.figures, allowed)
    acts.check()
    code = TAMPERED if bag.problems else SIGNED if acts.is_signed else UNPROVEN
    counts = {"files": len(bag.digests), **payload.counts, "conclusions": acts.conclusions}
    return code, {
        "state": STATES[code],
        "problems": sorted(bag.problems, key=lambda p: (p["path"], p["kind"], p["detail"])),
        "signers": acts.signers,
        "notes": bag.notes,
        "counts": counts,
    }


def main() -> int:
    """Verify the release that the command line names and print what was found."""
    parser = argparse.ArgumentParser(description="Verifies a release of an annual report.")
    parser.add_argument("path", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--allowed-signers", type=Path, help="your own file of trusted signers")
    parser.add_argument("--json", action="store_true", help="print machine-readable JSON")
    given = parser.parse_args()
    code, found = verify(given.path, given.allowed_signers)
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if given.json else shown(found))
    return code


def shown(found: dict[str, Any]) -> str:
    """Return the outcome in words; signs that a terminal would obey are written as codes."""
    lines = [f"{p['path']}: {p['kind']}  {p['detail']}".rstrip() for p in found["problems"]]
    lines += [f"note: {note}" for note in found.get("notes", ())]
    lines += [f"signed: {role} by {who}" for role, who in found.get("signers", {}).items()]
    lines += [
        ", ".join(f"{n} {what}" for what, n in found.get("counts", {}).items()),
        found["state"],
    ]
    return "".join(f"{ascii(line)[1:-1]}\n" for line in lines if line)


if __name__ == "__main__":
    sys.exit(main())
