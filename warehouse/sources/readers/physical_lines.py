"""The physical lines of a text file, counted, as an editor shows them.

What a record is belongs to the reader of each format.
"""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.readers.rawbytes import Utf8Stream, undecodable


class PhysicalLines:
    """Yields the lines of a stream; a line ends with LF, CR LF or CR.

    Args:
        stream: The file, from where `start` ends.
        start: Bytes that were read from it already, beginning with a line.
        first_line: Number of that line.
        where: The file as named in errors.
    """

    def __init__(self, stream: Utf8Stream, start: bytes, first_line: int, where: str) -> None:
        self._stream = stream
        self._rest = start
        self._where = where
        self._waiting: list[str] = []
        self._has_ended = False
        self._record_line = first_line
        self._record_size = 0
        self.count = first_line - 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while not self._waiting:
            self._fill()
        line = self._waiting.pop()
        self.count += 1
        self._record_size += len(line)
        if self._record_size > limits.RECORD_BYTES:
            raise too_long(self._record_line, self._where)
        return line

    def begin_record(self) -> int:
        """Return the number of the next line, on which a record begins."""
        self._record_line = self.count + 1
        self._record_size = 0
        return self._record_line

    def rest(self) -> bytes:
        """Return the bytes that were read from the stream but not yet handed on."""
        return "".join(reversed(self._waiting)).encode() + self._rest

    def _fill(self) -> None:
        """Read until there is a whole line; lines wait in reverse, to be popped."""
        if self._has_ended and not self._rest:
            raise StopIteration
        part = self._stream.read(limits.MEBIBYTE)
        data = self._rest + part
        lines = data.splitlines(keepends=True)
        self._has_ended = not part
        if b"\0" in data:
            good = next(number for number, line in enumerate(lines) if b"\0" in line)
            raise has_nul(self.count + good + 1, self._where)
        is_open = bool(lines and part) and not lines[-1].endswith(b"\n")
        self._rest = lines.pop() if is_open else b""
        if len(self._rest) > limits.RECORD_BYTES:
            raise too_long(self.count + len(lines) + 1, self._where)
        self._waiting = self._texts(lines)
        self._waiting.reverse()

    def _texts(self, lines: list[bytes]) -> list[str]:
        """Return the lines as text; those before a broken one are handed on before it is refused."""
        try:
            return [line.decode() for line in lines]
        except UnicodeDecodeError as error:
            good = lines.index(error.object)
            if good == 0:
                line = self.count + 1
                raise undecodable(error, self._stream.encoding, line, 0, self._where) from error
            self._rest = b"".join(lines[good:]) + self._rest
            return self._texts(lines[:good])


def too_long(line: int, where: str) -> SourceFileError:
    """Return the error for a record that does not end."""
    return SourceFileError(
        f"the record that begins on line {line} is longer than {limits.RECORD_BYTES:,} bytes",
        where=where,
        expected="records that end with a line end, and quotes that are closed",
        remedy="look at this line: usually a quote is opened and never closed, "
        "or the file is of another format",
    )


def has_nul(line: int, where: str) -> SourceFileError:
    """Return the error for a NUL byte, which no text contains."""
    return SourceFileError(
        f"line {line} has a NUL byte",
        where=where,
        expected="plain text",
        remedy="if the file is UTF-16, set reader option `encoding`; otherwise it is damaged: fetch it again",
    )
