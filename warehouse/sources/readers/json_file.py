"""Reads records out of JSON: an array of objects, found by a path of keys, or one object a line (NDJSON).

All values become text as they are written. A value inside another object or an array has the names and places that lead
to it joined by full stops (`geo.lat`, `tags.0`); an empty object or array is a blank of its own name. Of GeoJSON the
properties of each feature are read, and not its geometry. The file is read twice: once for the names of all records,
which are its header, and once for the rows. Where records share a physical line, as in a file that is all
one line, the number of the record stands for the line, so that every row still has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

from warehouse.errors import SourceFileError
from warehouse.sources.faults import Faults, Rule
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import RowCollector, Work
from warehouse.sources.readers.json_scan import Members, Scanner
from warehouse.sources.readers.rawbytes import Utf8Stream, open_bytes

OBJECT = Rule(
    "file.objects",
    "",
    "every record is an object with names and values",
    "correct the record, or the option `records`",
    quotes=False,
)


class JsonReader:
    """One open JSON or NDJSON file; see `batch.Reader`."""

    sheet = ""
    header_line = 0

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._path = path
        self._options = options
        self._where = where
        self.physical_lines = 0
        self._shares_lines = False
        self.names = self._look_through()
        self.positions = tuple(range(1, len(self.names) + 1))

    def close(self) -> None:
        """Nothing stays open between two readings."""

    def _look_through(self) -> tuple[str, ...]:
        """Return the names of all records, and note whether any two begin on the same line."""
        names: dict[str, None] = {}
        last_line = 0
        for line, record in self._records():
            self._shares_lines = self._shares_lines or line == last_line
            last_line = line
            if isinstance(record, Members):
                names.update((name, None) for name, _ in flattened(record))
        return tuple(names)

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the records in batches."""
        collector = RowCollector(self.names)
        for number, (begun, record) in enumerate(self._records(), start=1):
            line = number if self._shares_lines else begun
            if _is_row(record, line, collector.faults):
                values = dict(flattened(record))
                collector.keep(line, [_text(values.get(name)) for name in self.names])
            else:
                collector.reject(line)
            yield from collector.full()
        yield from collector.rest()

    def _records(self) -> Iterator[tuple[int, object]]:
        """Yield every record with the line on which it begins."""
        handle = open_bytes(self._path, self._where, self._options.member)
        with handle:
            scanner = Scanner(Utf8Stream(handle, self._options.encoding, self._where), self._where)
            if not scanner.peek():
                raise scanner.wrong("there is nothing in the file")
            if self._options.format == "ndjson":
                yield from _lines(scanner)
            else:
                for line, record in self._along(scanner, self._path_of_records()):
                    yield line, self._row_of(record)
                if scanner.peek():
                    raise scanner.wrong("something follows after the end")
            self.physical_lines = scanner.last_line

    def _path_of_records(self) -> list[str]:
        if self._options.records:
            return self._options.records.split(".")
        return ["features"] if self._options.format == "geojson" else []

    def _row_of(self, record: object) -> object:
        """Return what is read of a record: all of it, or the properties of a feature."""
        if self._options.format != "geojson" or not isinstance(record, Members):
            return record
        kept = dict(record).get("properties")
        return kept if isinstance(kept, Members) else record

    def _along(self, scanner: Scanner, path: list[str]) -> Iterator[tuple[int, object]]:
        """Yield the records of the array at the end of a path of keys, and check the rest of the file."""
        if not path:
            yield from _items(scanner, self._where)
            return
        is_found = False
        for name in _steps(scanner, path[0]):
            if name != path[0]:
                scanner.value()
            elif is_found:
                raise scanner.wrong(f"the key {name!r} comes twice")
            else:
                is_found = True
                yield from self._along(scanner, path[1:])
        if not is_found:
            raise SourceFileError(
                f"the key {path[0]!r} of the option `records` is not in the file",
                where=self._where,
                remedy="correct `records` in the reader options, or fetch the file again",
            )


def _steps(scanner: Scanner, wanted: str) -> Iterator[str]:
    """Yield the names of an object, or the places of an array where a place is wanted, counted from 0."""
    if wanted.isdecimal() and scanner.peek() == "[":
        for place, _ in enumerate(scanner.items()):
            yield str(place)
    else:
        yield from scanner.members()


def _lines(scanner: Scanner) -> Iterator[tuple[int, object]]:
    while scanner.peek():
        line = scanner.line
        yield line, scanner.value()


def _items(scanner: Scanner, where: str) -> Iterator[tuple[int, object]]:
    if scanner.peek() != "[":
        raise SourceFileError(
            f"line {scanner.line} holds no array of records",
            where=where,
            expected="an array of objects, at the top or where the option `records` leads",
            remedy="set reader option `records` to the keys, or places from 0, that lead to it, joined by full stops",
        )
    for _ in scanner.items():
        scanner.peek()
        line = scanner.line
        yield line, scanner.value()


def flattened(record: Members) -> Iterator[tuple[str, object]]:
    """Yield the plain values of a record, each under the names and places that lead to it."""
    try:
        for name, value in record:
            yield from _inside(name, value)
    except RecursionError as error:
        raise SourceFileError(
            "a value is nested too deeply",
            where="the records",
            remedy="flatten the file before it is registered",
        ) from error


def _inside(name: str, value: object) -> Iterator[tuple[str, object]]:
    parts = value if isinstance(value, Members) else ()
    if isinstance(value, list):
        parts = Members((str(place), part) for place, part in enumerate(value))
    if not parts:
        yield name, None if isinstance(value, (Members, list)) else value
    for inner, part in parts:
        yield from _inside(f"{name}.{inner}", part)


def _is_row(record: object, line: int, faults: Faults) -> TypeGuard[Members]:
    """Return whether a record is an object in which each name comes once; add what is wrong."""
    if not isinstance(record, Members):
        faults.add(OBJECT, line, _kind(record))
        return False
    is_row = True
    seen: set[str] = set()
    for name, _ in flattened(record):
        if name in seen:
            is_row = False
            words = f"{name} comes once in a record"
            faults.add(Rule("file.names", name, words, "remove one of the two"), line)
        seen.add(name)
    return is_row


def _text(value: object) -> str | None:
    """Return a cell as text; `_is_row` has refused all that is neither text, true, false nor null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None


def _kind(value: object) -> str:
    """Return what a value is, not what it says: it may be personal."""
    if isinstance(value, Members):
        return "(an object)"
    return "(an array)" if isinstance(value, list) else "(a single value)"
