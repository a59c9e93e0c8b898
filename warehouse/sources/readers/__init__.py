"""Readers: one module a file format, all handing on the same batches of text with their lines."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import Reader
from warehouse.sources.readers.csv_file import CsvReader
from warehouse.sources.readers.json_file import JsonReader
from warehouse.sources.readers.sheet_file import WORKSHEETS, SheetReader
from warehouse.sources.readers.typed_file import TYPED_FILES, TypedReader


def open_reader(path: Path, options: ReaderOptions, where: str) -> Reader:
    """Open a raw file with the reader of its format; the header is read at once.

    Args:
        path: The file; a name ending in `.gz` is decompressed.
        options: Reader options of its table.
        where: The file as named in errors.

    Raises:
        SourceFileError: The file cannot be read, or is unsafe to read.
    """
    return bounded(_open(path, options, where), where)


def bounded(reader: Reader, where: str) -> Reader:
    """Return a reader whose header has no more columns than any table; raises SourceFileError for another."""
    if len(reader.names) > limits.COLUMNS:
        reader.close()
        raise SourceFileError(
            f"the header has {len(reader.names):,} columns",
            where=where,
            expected=f"at most {limits.COLUMNS:,}",
            remedy="correct the reader options: format, delimiter, preamble_lines",
        )
    return reader


def _open(path: Path, options: ReaderOptions, where: str) -> Reader:
    if options.format in WORKSHEETS:
        return SheetReader(path, options, where)
    if options.format in TYPED_FILES:
        return TypedReader(path, options, where)
    match options.format:
        case "json" | "ndjson" | "geojson":
            return JsonReader(path, options, where)
        case _:
            return CsvReader(path, options, where)
