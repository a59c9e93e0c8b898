"""Reads records out of JSON: an array of objects, found by a path of keys, or one object a line (NDJSON).

All values become text as they are written. The file is read twice: once for the names of all records,
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
                names.update((name, None) for name, _ in record)
        return tuple(names)

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the records in batches."""
        collector = RowCollector(self.names)
        for number, (begun, record) in enumerate(self._records(), start=1):
            line = number if self._shares_lines else begun
            if _is_row(record, line, collector.faults):
                values = dict(record)
                collector.keep(line, [_text(values.get(name)) for name in self.names])
            else:
                collector.reject(line)
            yield from collector.full()
        yield from collector.rest()

    def _records(self) -> Iterator[tuple[int, object]]:
        """Yield every record with the line on which it begins."""
        handle = open_bytes(self._path, self._where)
        with handle:
            scanner = Scanner(Utf8Stream(handle, self._options.encoding, self._where), self._where)
            if not scanner.peek():
                raise scanner.wrong("there is nothing in the file")
            if self._options.format == "ndjson":
                yield from _lines(scanner)
            else:
                path = self._options.records.split(".") if self._options.records else []
                yield from self._along(scanner, path)
                if scanner.peek():
                    raise scanner.wrong("something follows after the end")
            self.physical_lines = scanner.last_line

    def _along(self, scanner: Scanner, path: list[str]) -> Iterator[tuple[int, object]]:
        """Yield the records of the array at the end of a path of keys, and check the rest of the file."""
        if not path:
            yield from _items(scanner, self._where)
            return
        is_found = False
        for name in scanner.members():
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
            remedy="set reader option `records` to the keys that lead to the array, joined by full stops",
        )
    for _ in scanner.items():
        scanner.peek()
        line = scanner.line
        yield line, scanner.value()


def _is_row(record: object, line: int, faults: Faults) -> TypeGuard[Members]:
    """Return whether a record is an object of plain values, each name once; add what is wrong."""
    if not isinstance(record, Members):
        faults.add(OBJECT, line, _kind(record))
        return False
    is_row = True
    seen: set[str] = set()
    for name, value in record:
        if name in seen:
            is_row = False
            words = f"{name} comes once in a record"
            faults.add(Rule("file.names", name, words, "remove one of the two"), line)
        if isinstance(value, (Members, list)):
            is_row = False
            remedy = "flatten the record before it is registered: one value a name"
            faults.add(
                Rule("file.values", name, f"{name} is one value", remedy, quotes=False),
                line,
                _kind(value),
            )
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
