"""Reads CSV files in blocks that are parsed side by side, with the true line of every record.

Blocks that are plainly well formed go to Arrow, the others to the careful reader.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow
from pyarrow import csv

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.faults import Faults, Rule
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers import csv_careful
from warehouse.sources.readers.batch import NO_LINES, Batch, Work
from warehouse.sources.readers.csv_blocks import (
    CsvBlock,
    Dialect,
    cut,
    has_hexadecimal,
    record_lines,
)
from warehouse.sources.readers.header import joined
from warehouse.sources.readers.physical_lines import PhysicalLines, has_nul
from warehouse.sources.readers.rawbytes import Utf8Stream, open_bytes, undecodable

OPEN_END = Rule(
    "file.open_end",
    "",
    "the last line ends like the others; a file that was cut ends in the middle of a value",
    "compare the last line with the provider's file; if it is whole, nothing needs to be done",
    "warning",
)
DISTINCT_TEXT = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())


class CsvReader:
    """One open CSV file; see `batch.Reader`."""

    sheet = ""

    def __init__(self, path: Path, options: ReaderOptions, where: str) -> None:
        self._options = options
        self._where = where
        self._is_open = False
        self._handle = open_bytes(path, where, options.member)
        try:
            self._stream = Utf8Stream(self._handle, options.encoding, where)
            self._lines = PhysicalLines(self._stream, b"", 1, where)
            self.names, self.header_line = self._header()
            self.positions = tuple(range(1, len(self.names) + 1))
        except BaseException:
            self._handle.close()
            raise
        self.physical_lines = self._lines.count

    def close(self) -> None:
        """Close the file."""
        self._handle.close()

    def _header(self) -> tuple[tuple[str, ...], int]:
        for _ in range(self._options.preamble_lines):
            if next(self._lines, None) is None:
                raise self._without_header()
        rows: list[list[str]] = []
        line = 0
        for record in csv_careful.records(self._lines, self._options):
            if record.fields is None:
                raise SourceFileError(
                    f"the quotes of the header on line {record.line} do not match up",
                    where=self._where,
                    remedy="correct the header, or the reader options quote and delimiter",
                )
            rows.append(record.fields)
            line = line or record.line
            if len(rows) == self._options.header_rows:
                return joined(rows), line
        raise self._without_header()

    def _without_header(self) -> SourceFileError:
        return SourceFileError(
            f"the file ends before its header: it has {self._lines.count} lines",
            where=self._where,
            expected=f"{self._options.preamble_lines} lines before the header, and "
            f"{self._options.header_rows} header rows",
            remedy="fetch the file again if it is cut; otherwise correct preamble_lines or header_rows",
        )

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the blocks of the file in order, to be parsed on any thread."""
        data, is_last = self._lines.rest(), False
        quote = ord(self._options.quote) if self._options.quote else None
        dialect = Dialect(ord(self._options.delimiter), quote)
        while data or not is_last:
            part = self._read(max(limits.BLOCK_BYTES - len(data), 1))
            is_last = not part
            data += part
            if is_last and data and not data.endswith((b"\n", b"\r")):
                self._is_open = True
                data += b"\n"
            block = cut(data, self.physical_lines + 1, dialect)
            if block is None:
                data = yield from self._carefully(data)
            else:
                self.physical_lines += block.physical_lines
                data = data[block.size :]
                yield partial(self._parse, block, dialect, whole)
        if self._is_open:
            faults = Faults()
            faults.add(OPEN_END, self.physical_lines)
            nothing = {
                name: pyarrow.nulls(0, pyarrow.string()).dictionary_encode() for name in self.names
            }
            yield partial(Batch, NO_LINES, nothing, faults)

    def _read(self, size: int) -> bytes:
        """Read on, and never stop between a carriage return and its line feed."""
        part = self._stream.read(size)
        return part + self._stream.read(1) if part.endswith(b"\r") else part

    def _carefully(self, data: bytes) -> Generator[Work, None, bytes]:
        """Read some bytes and the rest of their last record with care; return what was read beyond it."""
        lines = PhysicalLines(self._stream, data, self.physical_lines + 1, self._where)
        last_line = self.physical_lines + len(data.splitlines())
        source = csv_careful.records(lines, self._options, last_line)
        yield from csv_careful.batches(source, self.names)
        self.physical_lines = lines.count
        return lines.rest()

    def _parse(self, block: CsvBlock, dialect: Dialect, whole: frozenset[str]) -> Batch:
        """Parse one block: whole numbers directly if all cells are plain ones, and as text otherwise."""
        nul = block.data.find(b"\0", 0, block.size)
        if nul >= 0:
            line = block.first_line + block.data.count(b"\n", 0, nul)
            raise has_nul(line, self._where)
        if not _is_text(block):  # Arrow would print what it cannot decode of a ragged row
            self._refuse_undecodable(block)
        # Arrow would read 0x1F as a whole number; nobody who writes statistics means that.
        if whole and not has_hexadecimal(block):
            try:
                return self._arrow_batch(block, dialect, whole)
            except pyarrow.ArrowInvalid:
                pass
        try:
            return self._arrow_batch(block, dialect, frozenset())
        except pyarrow.ArrowInvalid:
            # What Arrow says may repeat a row, and a row may be personal.
            raise SourceFileError(
                f"the {block.physical_lines:,} lines from line {block.first_line} cannot be read",
                where=self._where,
                remedy="this is a fault of the reader, not of the file: report it with the file",
            ) from None

    def _arrow_batch(self, block: CsvBlock, dialect: Dialect, whole: frozenset[str]) -> Batch:
        ragged: list[csv.InvalidRow] = []

        def skip(row: csv.InvalidRow) -> str:
            ragged.append(row)
            return "skip"

        table = _read_block(block, self.names, whole, self._options, skip)
        records = table.num_rows + len(ragged)
        if records == block.physical_lines:
            lines = np.arange(block.first_line, block.first_line + records, dtype=np.int64)
        else:
            lines = record_lines(block, dialect)
        if records != len(lines):
            raise pyarrow.ArrowInvalid(
                "the records of the block are not the ones that were counted"
            )
        columns = {name: _one_chunk(table.column(name)) for name in self.names}
        if not ragged:
            return Batch(lines, columns)
        faults = Faults()
        places = np.array([row.number - 1 for row in ragged], dtype=np.int64)
        rejected = lines[places]
        for line, row in zip(rejected.tolist(), ragged, strict=True):
            found = csv_careful.fields_found(row.actual_columns)
            faults.add(csv_careful.ragged(row.expected_columns), line, found)
        return Batch(np.delete(lines, places), columns, faults, rejected)

    def _refuse_undecodable(self, block: CsvBlock) -> None:
        try:
            block.data[: block.size].decode()
        except UnicodeDecodeError as error:
            line = block.first_line + block.data.count(b"\n", 0, error.start)
            start = block.data.rfind(b"\n", 0, error.start) + 1
            raise undecodable(error, self._stream.encoding, line, start, self._where) from error


def _is_text(block: CsvBlock) -> bool:
    """Say whether a block is UTF-8; nothing is copied."""
    offsets = pyarrow.py_buffer(np.array([0, block.size], dtype=np.int64))
    content = pyarrow.py_buffer(block.data).slice(0, block.size)
    try:
        pyarrow.Array.from_buffers(pyarrow.large_string(), 1, [None, offsets, content]).validate(
            full=True
        )
    except pyarrow.ArrowInvalid:
        return False
    return True


def _one_chunk(column: pyarrow.ChunkedArray) -> pyarrow.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _read_block(
    block: CsvBlock,
    names: tuple[str, ...],
    whole: frozenset[str],
    options: ReaderOptions,
    skip: object,
) -> pyarrow.Table:
    kinds = {name: pyarrow.int64() if name in whole else DISTINCT_TEXT for name in names}
    return csv.read_csv(
        pyarrow.BufferReader(pyarrow.py_buffer(block.data).slice(0, block.size)),
        read_options=csv.ReadOptions(
            use_threads=False, block_size=block.size + 1, column_names=list(names)
        ),
        parse_options=csv.ParseOptions(
            delimiter=options.delimiter,
            quote_char=options.quote or False,
            newlines_in_values=True,
            invalid_row_handler=skip,
        ),
        convert_options=csv.ConvertOptions(
            column_types=kinds,
            null_values=list(options.null_markers),
            strings_can_be_null=False,
        ),
    )
