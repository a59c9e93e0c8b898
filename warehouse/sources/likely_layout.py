"""How a CSV file is written that does not fit its reader options: worked out from its first lines, to be proposed.

A header that lacks most of its columns is one cause and not fifty: another delimiter, another encoding, lines above it.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import SourceFileError
from warehouse.sources.readers.header import joined
from warehouse.sources.readers.rawbytes import BYTE_ORDER_MARKS, open_bytes

_BYTES = 1 << 16
_PREAMBLE = 40
"""Lines among which the header is looked for."""
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_LEAST = 0.5
"""Share of the columns that a header must have to be taken for one."""


@dataclass(frozen=True)
class Written:
    """How a CSV file is written: the reader options that its first lines are read with."""

    encoding: str
    delimiter: str
    quote: str
    preamble_lines: int
    header_rows: int = 1


@dataclass(frozen=True)
class Proposal:
    """What is wrong with how a file is read, in words, and the reader options to set."""

    cause: str
    options: str


def likely_layout(
    path: Path, given: Written, expected: Collection[str], where: str
) -> Proposal | None:
    """Return how a file seems to be written, or None where nothing fits its columns better than what is declared.

    Args:
        path: The file; decompressed where its name ends in `.gz`.
        given: How it is declared to be written.
        expected: Names of the columns, as they are in the file.
        where: The file named in errors.
    """
    try:
        with open_bytes(path, where) as handle:
            start = handle.read(_BYTES)
    except SourceFileError:
        return None
    encoding = _encoding_of(start, given.encoding)
    lines = start.decode(encoding, errors="replace").splitlines()[:-1] or [
        start.decode(encoding, errors="replace")
    ]
    wanted = set(expected)
    best, most = None, max(_LEAST * len(wanted), _fitting(lines, given, wanted))
    for tried in _ways(given, encoding):
        fitting = _fitting(lines, tried, wanted)
        if fitting > most:
            best, most = tried, fitting
    return _told(given, best) if best else None


def _ways(given: Written, encoding: str) -> Iterator[Written]:
    """Yield how a file may be written, the nearest to what is declared first."""
    delimiters = dict.fromkeys([given.delimiter, *_NAMES])
    lines = sorted(range(_PREAMBLE), key=lambda lines: abs(lines - given.preamble_lines))
    for preamble in lines:
        for delimiter in delimiters:
            yield Written(encoding, delimiter, given.quote, preamble, given.header_rows)


def _fitting(lines: list[str], way: Written, wanted: set[str]) -> int:
    """Return how many of the columns stand in the header, if the file is written so."""
    end = way.preamble_lines + way.header_rows
    rows = [_cells(line, way) for line in lines[way.preamble_lines : end]]
    return len(wanted & set(joined(rows))) if rows else 0


def _cells(line: str, way: Written) -> list[str]:
    quoted = {"quotechar": way.quote} if way.quote else {"quoting": csv.QUOTE_NONE}
    try:
        reader = csv.reader(io.StringIO(line), delimiter=way.delimiter, **quoted)
        return next(reader, [])
    except (csv.Error, TypeError):  # a sign that cannot be one of these
        return []


def _encoding_of(start: bytes, declared: str) -> str:
    """Return the encoding that the first bytes are in: by their mark, else UTF-8 if they are, else as declared."""
    for mark, marked in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return marked if marked != "utf-8" else "utf-8-sig"
    if start[1:2] == b"\0" or start[:1] == b"\0":
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return declared if codecs.lookup(declared).name != "utf-8" else "cp1252"
    return "utf-8"


def _told(given: Written, found: Written) -> Proposal:
    causes, options = [], []
    if found.delimiter != given.delimiter:
        causes.append(
            f"its columns are separated by {_name(found.delimiter)}, not by {_name(given.delimiter)}"
        )
        options.append(f"delimiter: {json.dumps(found.delimiter)}")
    if found.preamble_lines != given.preamble_lines:
        causes.append(
            f"its header is in line {found.preamble_lines + 1}, not in line {given.preamble_lines + 1}"
        )
        options.append(f"preamble_lines: {found.preamble_lines}")
    if _is_other(found.encoding, given.encoding):
        causes.append(f"it is written in {found.encoding}, not in {given.encoding}")
        options.append(f"encoding: {found.encoding}")
    return Proposal(" and ".join(causes), ", ".join(options))


def _is_other(found: str, given: str) -> bool:
    # A mark at the start is read with any declared encoding.
    return found not in ("utf-8", "utf-8-sig") and codecs.lookup(found) != codecs.lookup(given)


def _name(delimiter: str) -> str:
    return _NAMES.get(delimiter, repr(delimiter))
