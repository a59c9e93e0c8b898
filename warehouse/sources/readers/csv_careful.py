"""Reads CSV record by record with the standard library: slower, and able to say what is wrong with a record.

Used for headers, and from the point on where a file is not plainly well formed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.faults import Rule
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import Collector, Work
from warehouse.sources.readers.rawbytes import Utf8Stream, undecodable

RAGGED_REMEDY = (
    "compare the line with the header: a delimiter is missing, is one too many, "
    "or stands in a value that is not quoted"
)
QUOTES = Rule(
    "",
    "quotes open and close whole fields, and a quote inside a field is doubled",
    "correct the quotes of this record; if the file does not use quotes, set reader option `quote` to an empty text",
)


@dataclass(frozen=True)
class Record:
    """One record: its fields, or none where its quotes do not match up."""

    line: int
    fields: list[str] | None


class PhysicalLines:
    """Yields the physical lines of a stream and counts them; a line ends with LF, CR LF or CR."""

    def __init__(self, stream: Utf8Stream, start: bytes, first_line: int, where: str) -> None:
        self._stream = stream
        self._rest = start
        self._where = where
        self.count = first_line - 1
        self._record = (first_line, 0)
        self.has_ended = False
        self._waiting: list[bytes] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while not self._waiting:
            self._fill()
        line = self._waiting.pop()
        self.count += 1
        begun, size = self._record
        if size + len(line) > limits.RECORD_BYTES:
            raise too_long(begun, self._where)
        self._record = (begun, size + len(line))
        return self._text(line)

    def begin_record(self) -> int:
        """Return the number of the next line, on which a record begins."""
        self._record = (self.count + 1, 0)
        return self.count + 1

    def rest(self) -> bytes:
        """Return the bytes that were read from the stream but not yet handed on."""
        return b"".join(reversed(self._waiting)) + self._rest

    def _fill(self) -> None:
        """Read until there is a whole line; the last ones are kept in reverse, to be popped."""
        if self.has_ended:
            raise StopIteration
        part = self._stream.read(limits.MEBIBYTE)
        data = self._rest + part
        self.has_ended = not part
        lines = data.splitlines(keepends=True)
        is_open = bool(lines) and not self.has_ended and not lines[-1].endswith(b"\n")
        self._rest = lines.pop() if is_open else b""
        if len(self._rest) > limits.RECORD_BYTES:
            raise too_long(self.count + len(lines) + 1, self._where)
        self._waiting = lines[::-1]

    def _text(self, line: bytes) -> str:
        if b"\0" in line:
            raise has_nul(self.count, self._where)
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            raise undecodable(error, self._stream.encoding, self.count, 0, self._where) from error


def too_long(line: int, where: str) -> SourceFileError:
    """Return the error for a record that does not end."""
    return SourceFileError(
        f"the record that begins on line {line} is longer than {limits.RECORD_BYTES:,} bytes",
        where=where,
        expected="records that end with a line end, and quotes that are closed",
        remedy="look at this line: usually a quote is opened and never closed, or the file is of another format",
    )


def has_nul(line: int, where: str) -> SourceFileError:
    """Return the error for a NUL byte, which no text contains."""
    return SourceFileError(
        f"line {line} has a NUL byte",
        where=where,
        expected="plain text",
        remedy="if the file is UTF-16, set reader option `encoding`; otherwise it is damaged: fetch it again",
    )


def records(lines: PhysicalLines, options: ReaderOptions) -> Iterator[Record]:
    """Yield the records of a file with the line on which each begins; blank lines are passed over.

    Raises:
        SourceFileError: A record does not end within the limit.
    """
    # The limit of the csv module is one for the process; raising it to ours cannot disturb another user of it.
    csv.field_size_limit(max(csv.field_size_limit(), limits.RECORD_BYTES))
    parsed = _parser(lines, options)
    while True:
        first_line = lines.begin_record()
        try:
            fields = next(parsed)
        except StopIteration:
            return
        except csv.Error:
            yield Record(first_line, None)
            continue
        if fields:
            yield Record(first_line, fields)


def _parser(lines: Iterable[str], options: ReaderOptions) -> Iterator[list[str]]:
    if not options.quote:
        return csv.reader(lines, delimiter=options.delimiter, quoting=csv.QUOTE_NONE, strict=True)
    return csv.reader(lines, delimiter=options.delimiter, quotechar=options.quote, strict=True)


def ragged(expected: int) -> Rule:
    """Return the rule that a record with another number of fields than the header breaks."""
    return Rule("", f"the line has {expected} fields, like the header", RAGGED_REMEDY)


def fields_found(count: int) -> str:
    """Return a number of fields in words."""
    return "1 field" if count == 1 else f"{count} fields"


def batches(source: Iterable[Record], names: tuple[str, ...]) -> Iterator[Work]:
    """Yield the records in batches; those that cannot be read are rejected with a fault."""
    collector = Collector(names)
    for record in source:
        if record.fields is None:
            collector.faults.add(QUOTES, record.line)
            collector.reject(record.line)
        elif len(record.fields) != len(names):
            found = fields_found(len(record.fields))
            collector.faults.add(ragged(len(names)), record.line, found)
            collector.reject(record.line)
        else:
            collector.keep(record.line, record.fields)
        yield from collector.full()
    yield from collector.rest()
