"""Walks through JSON text value by value, knowing the physical line of each, without holding the whole file.

What the values mean as records belongs to `json_file`.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import NoReturn

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.readers.physical_lines import has_nul, too_long
from warehouse.sources.readers.rawbytes import Utf8Stream, line_start, undecodable

BLANKS = re.compile(r"[ \t\r\n]*")
CHUNK = limits.MEBIBYTE
LONGEST_TOKEN = 16


class Members(tuple[tuple[str, object], ...]):
    """The members of a JSON object in order; names that come twice are still there."""

    __slots__ = ()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


DECODER = json.JSONDecoder(
    object_pairs_hook=Members, parse_float=str, parse_int=str, parse_constant=_refuse_constant
)


class Scanner:
    """Reads JSON values one after another from a stream."""

    def __init__(self, stream: Utf8Stream, where: str) -> None:
        self._stream = stream
        self._where = where
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._text = ""
        self._at = 0
        self._has_ended = False
        self._held = ""
        self._last = ""
        self.line = 1

    @property
    def last_line(self) -> int:
        """The number of lines passed; a line end at the end of the file begins no further line."""
        return self.line - 1 if self._last in ("\n", "\r") else self.line

    def peek(self) -> str:
        """Return the next character that is not blank, or nothing at the end of the file."""
        while True:
            end = BLANKS.match(self._text, self._at).end()  # type: ignore[union-attr]
            self._move(end)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def take(self, mark: str) -> None:
        """Pass over a mark such as `[` that must come next."""
        if self.peek() != mark:
            raise self.wrong(f"{mark!r} is missing")
        self._move(self._at + 1)

    def value(self) -> object:
        """Return the next value: text, None, bool, `Members` or a list; numbers are texts as they are written.

        Raises:
            SourceFileError: It is no JSON, too long, or nested too deeply.
        """
        self.peek()
        while True:
            try:
                found, end = DECODER.raw_decode(self._text, self._at)
                # A number at the end of what was read may go on in what was not.
                if end < len(self._text) or not self._fill():
                    self._move(end)
                    return found
            except RecursionError as error:
                raise self.wrong("a value is nested too deeply") from error
            except ValueError as error:
                if not (self._may_go_on(error) and self._fill()):
                    raise self._broken(error) from error

    def members(self) -> Iterator[str]:
        """Yield the names of an object's members; the caller reads each value before the next name."""
        self.take("{")
        while (mark := self.peek()) != "}":
            if mark != '"':
                raise self.wrong("a member of an object has no name")
            name = str(self.value())
            self.take(":")
            yield name
            self._separate("}")
        self.take("}")

    def items(self) -> Iterator[None]:
        """Stop before each item of an array; the caller reads it."""
        self.take("[")
        while self.peek() != "]":
            yield None
            self._separate("]")
        self.take("]")

    def _separate(self, end: str) -> None:
        """Pass over the comma between two values, after which the end may not come."""
        if self.peek() != end:
            self.take(",")
            if self.peek() == end:
                raise self.wrong("a comma stands before the end")

    def wrong(self, fact: str) -> SourceFileError:
        """Return the error for text that is not JSON here."""
        return SourceFileError(
            f"line {self.line} is not JSON: {fact}",
            where=self._where,
            expected="complete JSON in the format declared (json: one array or object; ndjson: one object a line)",
            remedy="fetch the file again if it is cut; otherwise correct `format` in the reader options",
        )

    def _may_go_on(self, error: ValueError) -> bool:
        """Return whether a value may only be wrong because the rest of it has not been read yet."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        is_at_end = error.pos >= len(self._text) - LONGEST_TOKEN
        return is_at_end or error.msg.startswith("Unterminated string")

    def _broken(self, error: ValueError) -> SourceFileError:
        if not isinstance(error, json.JSONDecodeError):
            return self.wrong(str(error))
        self._move(max(self._at, min(error.pos, len(self._text))))
        return self.wrong(error.msg)

    def _move(self, end: int) -> None:
        self.line += _line_ends(self._text, self._at, end)
        self._at = end

    def _fill(self) -> bool:
        """Read on, forgetting what has been passed; return whether there was more."""
        if self._has_ended:
            return False
        if len(self._text) - self._at > limits.RECORD_BYTES:
            raise too_long(self.line, self._where)
        part = self._stream.read(max(CHUNK, len(self._text) - self._at))
        self._has_ended = not part
        if b"\0" in part:
            raise has_nul(self.line, self._where)
        text = self._held + self._decoded(part)
        # A carriage return is held back until it is known whether a line feed follows.
        self._held = "\r" if part and text.endswith("\r") else ""
        text = text.removesuffix(self._held)
        self._last = text[-1:] or self._last
        self._text = self._text[self._at :] + text
        self._at = 0
        return bool(part or text)

    def _decoded(self, part: bytes) -> str:
        try:
            return self._decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            line = self.line + _line_ends(self._text, self._at, len(self._text))
            line += error.object.count(b"\n", 0, error.start)
            start = 0 if line == 1 else line_start(error)
            raise undecodable(error, self._stream.encoding, line, start, self._where) from error


def _line_ends(text: str, start: int, end: int) -> int:
    """Count line feeds, and carriage returns that stand alone."""
    returns = text.count("\r", start, end)
    return text.count("\n", start, end) + (returns and returns - text.count("\r\n", start, end))
