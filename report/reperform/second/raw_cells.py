"""The records of a raw file as text, read without the build's reader where the file is CSV.

CSV is read by Python's own csv module. Workbooks and JSON go through the project's readers, which hold no database: how
a workbook writes a date or a number as text is their business alone.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.arranging.opening import open_raw_file
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.header import joined
from warehouse.sources.readers.rawbytes import open_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

Record = Sequence[str | None]


@dataclass(frozen=True)
class Records:
    """A file's column names and its records, each with a value for every name."""

    names: tuple[str, ...]
    rows: list[Record]


def read_records(path: Path, options: ReaderOptions, where: str) -> Records:
    """Return all records of a raw file.

    Args:
        path: The file, already checked against the register.
        options: How it is written.
        where: The file as named in errors.

    Raises:
        SourceFileError: If the file cannot be read.
    """
    if options.format == "csv" and options.arrangement is None:
        return _csv(path, options, where)
    with closing(open_raw_file(path, options, where)) as reader:
        rows: list[Record] = []
        for work in reader.work(frozenset()):
            batch = work()
            columns = [batch.columns[name].to_pylist() for name in reader.names]
            rows += zip(*columns, strict=True)
        return Records(reader.names, rows)


def is_read_apart(path: str, options: ReaderOptions) -> bool:
    """Say whether a file is read without the build's reader: plain CSV is; what is compressed the build unpacks.

    Rows and columns that a layout arranges are arranged by the build's code.
    """
    is_plain = options.format == "csv" and options.arrangement is None
    return is_plain and not path.lower().endswith((".gz", ".zip"))


def _csv(path: Path, options: ReaderOptions, where: str) -> Records:
    try:
        lines = io.StringIO(_text(path, options, where), newline="")
        for _ in range(options.preamble_lines):
            lines.readline()
        found = list(_parsed(lines, options))
    except (csv.Error, UnicodeError) as error:
        raise SourceFileError(
            f"not readable as CSV in {options.encoding}: {error}",
            where=where,
            remedy="compare the file with the reader options in source.yaml",
        ) from error
    header, rows = found[: options.header_rows], found[options.header_rows :]
    if len(header) < options.header_rows:
        raise SourceFileError("the file ends before its header", where=where)
    names = joined(header)
    odd = next((row for row in rows if len(row) != len(names)), None)
    if odd is not None:
        raise SourceFileError(
            f"a record has {len(odd)} fields", where=where, expected=f"{len(names)}, as the header"
        )
    return Records(names, list(rows))


def _text(path: Path, options: ReaderOptions, where: str) -> str:
    with open_bytes(path, where, options.member) as handle:
        data = handle.read()
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding)
    return data.decode(options.encoding)


def _parsed(lines: io.StringIO, options: ReaderOptions) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), limits.RECORD_BYTES))
    if options.quote:
        reader = csv.reader(
            lines, delimiter=options.delimiter, quotechar=options.quote, strict=True
        )
    else:
        reader = csv.reader(lines, delimiter=options.delimiter, quoting=csv.QUOTE_NONE, strict=True)
    return (record for record in reader if record)
