"""One raw file to one typed, checked Parquet file, in one pass, with an account of every row.

Steps: read, conform, validate, write, then the rules of the file as a whole. Batches are worked on side by side and
written in file order, so that the result is the same for any number of threads. Whether problems block anything belongs
to the build.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandera.pandas as pa
import pyarrow

from warehouse import problems
from warehouse.errors import SourceFileError
from warehouse.problems import Problem
from warehouse.row_ids import file_number
from warehouse.sources.closing import closed, shown_names, silenced
from warehouse.sources.conform import conform, plainly_whole
from warehouse.sources.faults import Fault, Faults, Rule
from warehouse.sources.layout import Layout, check_header, plan
from warehouse.sources.options import ReaderOptions
from warehouse.sources.ordered import in_order, processors
from warehouse.sources.readers import open_reader
from warehouse.sources.readers.batch import Lines, Reader, Work
from warehouse.sources.table import TableWriter, rows_of_table
from warehouse.sources.text_guards import guard_texts
from warehouse.sources.unique import check_keys
from warehouse.sources.validate import validate

NO_ROWS = Rule(
    "file.rows",
    "",
    "the file has at least one row below its header",
    "fetch the file again if it is cut; if it may be empty, set reader option `allow_empty: true`",
)


@dataclass(frozen=True)
class FilePlace:
    """What a raw file is, for its problems and its row numbers.

    Attributes:
        source: Source folder name.
        table: Raw table, e.g. `raw_<source>__<table>`.
        vintage: Vintage id.
        file: Path relative to the project root, with forward slashes.
        sheet: Worksheet as registered, or empty.
    """

    source: str
    table: str
    vintage: str
    file: str
    sheet: str = ""


@dataclass(frozen=True)
class LoadReport:
    """What became of the rows of a file.

    Attributes:
        rows_read: Records of the file, blank lines and the header not counted.
        rows_written: Rows of the Parquet file.
        rejected_lines: Lines of the records that could not be kept, each with a problem, in ascending order.
        physical_lines: Lines of the file, or rows of the sheet.
        columns: Columns of the Parquet file, without `_row` and `_nature`.
        problems: What is wrong, in the order of `warehouse.problems.in_order`.
    """

    rows_read: int
    rows_written: int
    rejected_lines: tuple[int, ...]
    physical_lines: int
    columns: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Task:
    """Everything that is the same for each batch of a file."""

    layout: Layout
    options: ReaderOptions
    schema: pa.DataFrameSchema
    number: int
    nature: str


@dataclass(frozen=True)
class _Part:
    """One batch, done."""

    table: pyarrow.Table
    rows_read: int
    rejected: Lines
    faults: Faults


@dataclass
class _Account:
    """What has been read and set aside so far."""

    rows_read: int = 0
    rejected: list[Lines] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    def has_errors(self) -> bool:
        return any(fault.rule.severity == "error" for fault in self.faults.listed())

    def rejected_lines(self) -> tuple[int, ...]:
        return tuple(np.sort(np.concatenate(self.rejected)).tolist()) if self.rejected else ()


def load(
    path: Path,
    target: Path,
    *,
    options: ReaderOptions,
    schema: pa.DataFrameSchema,
    place: FilePlace,
    nature: str,
) -> LoadReport:
    """Read one raw file into a Parquet file and report on every row.

    Args:
        path: The raw file, already checked against the register.
        target: Parquet file to write: `_row` (see `warehouse.row_ids`), `_nature`, the schema's columns that are not
            personal, then a `<column>_suppressed` for each column with withheld values. Replaced when it is complete.
        options: How the file is written.
        schema: Columns and rules.
        place: What the file is.
        nature: Nature of rows that do not state their own.

    Returns:
        The account of the rows, and the problems found. A file whose header is wrong gives a table without rows, and so
        does one with an error where a column is personal.

    Raises:
        SourceFileError: The file cannot be read at all, is unsafe to read, or its rows do not add up.
        DefinitionError: Options, schema and checks do not fit together.
    """
    layout = plan(schema, options, place.table)
    task = _Task(layout, options, schema, file_number(place.file, place.sheet), nature)
    with (
        silenced(layout, place.file),
        closing(open_reader(path, options, place.file)) as reader,
        TableWriter(target, layout) as writer,
    ):
        account = _rows(reader, writer, task)
        written = writer.finish()
        _check_sum(account, written, place)
        account.faults.merge(check_keys(writer.partial, schema, layout, processors()))
        if layout.has_personal and account.has_errors():
            # A row that slipped by a column has a name where nobody looks for one.
            writer.forget()
            written = 0
        sheet = place.sheet or reader.sheet
        shown = shown_names(reader, layout)
    return LoadReport(
        account.rows_read,
        written,
        account.rejected_lines(),
        reader.physical_lines,
        tuple(layout.arrow_schema.names[2:]),
        tuple(
            problems.in_order(
                _problem(closed(fault, layout, shown), place, sheet)
                for fault in account.faults.listed()
            )
        ),
    )


def _rows(reader: Reader, writer: TableWriter, task: _Task) -> _Account:
    """Read, check and write all rows of a file."""
    account = _Account()
    # Only JSON can be without names, where it holds no object.
    if reader.names and not check_header(
        reader.names,
        reader.header_line,
        task.layout,
        account.faults,
        shown_names(reader, task.layout),
    ):
        return account
    whole = plainly_whole(task.layout, task.options)
    for part in in_order(reader.work(whole), lambda work: _part(work, task), processors()):
        writer.write(part.table)
        account.rows_read += part.rows_read
        account.rejected.append(part.rejected)
        account.faults.merge(part.faults)
    if account.rows_read == 0 and not task.options.allow_empty:
        account.faults.add(NO_ROWS, reader.header_line)
    return account


def _part(work: Work, task: _Task) -> _Part:
    """Parse, type and check one batch; runs on any thread."""
    batch = work()
    conformed = conform(batch, task.layout, task.options, task.nature)
    faults = batch.faults
    faults.merge(guard_texts(batch, task.layout, task.options))
    faults.merge(conformed.faults)
    faults.merge(validate(conformed, task.schema, task.layout))
    rejected = np.concatenate([batch.rejected, batch.lines[~conformed.is_kept]])
    table = rows_of_table(conformed, task.layout, task.number)
    return _Part(table, len(batch.lines) + len(batch.rejected), rejected, faults)


def _check_sum(account: _Account, written: int, place: FilePlace) -> None:
    """Make sure that every record read is either written or rejected."""
    rejected = sum(len(lines) for lines in account.rejected)
    if account.rows_read != written + rejected:
        raise SourceFileError(
            f"the rows do not add up: {account.rows_read:,} read, {written:,} written, {rejected:,} rejected",
            where=place.file,
            expected="every row read to be written or rejected",
            remedy="this is a fault of the reader, not of the file: report it with the file",
        )


def _problem(fault: Fault, place: FilePlace, sheet: str) -> Problem:
    rule = fault.rule
    return Problem(
        source=place.source,
        table=place.table,
        vintage=place.vintage,
        file=place.file,
        sheet=sheet,
        line=fault.line,
        column=rule.column,
        value=fault.value,
        rule=rule.words,
        remedy=fault.remedy or rule.remedy,
        severity=rule.severity,
        rule_id=f"{place.table}.{rule.id}",
    )
