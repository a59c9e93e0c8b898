"""The raw files of a table to one typed, checked Parquet file, in one pass, with an account of every row.

Steps: read, conform, validate, write, then the rules of the file as a whole. Batches are worked on side by side and
written in file order, so that the result is the same for any number of threads. Whether problems block anything belongs
to the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandera.pandas as pa
import pyarrow

from warehouse import problems
from warehouse.errors import SourceFileError
from warehouse.problems import Problem
from warehouse.row_ids import LAST_CELL_LINE, LAST_COLUMN, LAST_LINE, file_number
from warehouse.sources.arranging.opening import open_raw_file
from warehouse.sources.closing import Shown, closed, shown_names, silenced
from warehouse.sources.conform import conform, plainly_whole
from warehouse.sources.faults import Fault, Faults, Rule
from warehouse.sources.layout import Layout, check_header, plan
from warehouse.sources.likely_cells import with_proposals
from warehouse.sources.likely_layout import Written, likely_layout
from warehouse.sources.options import ReaderOptions
from warehouse.sources.ordered import in_order, processors
from warehouse.sources.readers.batch import Batch, Lines, Reader, Work
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
AS_DECLARED = Rule(
    "file.layout", "", "the file is written as its reader options say", "", quotes=False
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
        set_apart: Line and reason of each record that the layout sets apart, in the order of the file.
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
    set_apart: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class _Task:
    """Everything that is the same for each batch of a file."""

    layout: Layout
    options: ReaderOptions
    schema: pa.DataFrameSchema
    number: int
    nature: str
    file: str
    path: Path


@dataclass(frozen=True)
class _Part:
    """One batch, done."""

    table: pyarrow.Table
    rows_read: int
    rejected: Lines
    faults: Faults
    apart: tuple[tuple[int, str], ...]


@dataclass
class _Account:
    """What has been read and set aside so far."""

    rows_read: int = 0
    rejected: list[Lines] = field(default_factory=list)
    apart: list[tuple[int, str]] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)

    def has_errors(self) -> bool:
        return any(fault.rule.severity == "error" for fault in self.faults.listed())

    def rejected_lines(self) -> tuple[int, ...]:
        return tuple(np.sort(np.concatenate(self.rejected)).tolist()) if self.rejected else ()


@dataclass(frozen=True)
class RawPart:
    """One of the files that a table is read from.

    Attributes:
        path: The raw file, already checked against the register.
        place: What the file is.
        number: Its number, see `warehouse.row_ids`.
    """

    path: Path
    place: FilePlace
    number: int


def load(
    path: Path,
    target: Path,
    *,
    options: ReaderOptions,
    schema: pa.DataFrameSchema,
    place: FilePlace,
    nature: str,
) -> LoadReport:
    """Read one raw file into a Parquet file and report on every row; see `load_files`."""
    part = RawPart(path, place, file_number(place.file, place.sheet))
    return load_files([part], target, options=options, schema=schema, nature=nature)


def load_files(
    parts: Sequence[RawPart],
    target: Path,
    *,
    options: ReaderOptions,
    schema: pa.DataFrameSchema,
    nature: str,
) -> LoadReport:
    """Read the raw files of a table into a Parquet file, one after the other, and report on every row.

    Args:
        parts: The raw files.
        target: Parquet file to write: `_row` (see `warehouse.row_ids`), `_nature`, the schema's columns that are not
            personal, then a `<column>_suppressed` for each column with withheld values. Replaced when it is complete.
        options: How the files are written.
        schema: Columns and rules.
        nature: Nature of rows that do not state their own.

    Returns:
        The account of the rows, and the problems found. A file whose header is wrong gives a table without rows, and so
        does one with an error where a column is personal.

    Raises:
        SourceFileError: The file cannot be read at all, is unsafe to read, or its rows do not add up.
        DefinitionError: Options, schema and checks do not fit together.
    """
    layout = plan(schema, options, parts[0].place.table)
    _refuse_one_number(parts)
    done: list[_Done] = []
    with silenced(layout, parts[0].place.file), TableWriter(target, layout) as writer:
        for part in parts:
            task = _Task(layout, options, schema, part.number, nature, part.place.file, part.path)
            done.append(_one_file(part, writer, task))
        written = writer.finish()
        _check_sum([one.account for one in done], written, parts[0].place)
        files = [(part.number, part.place.file) for part in parts]
        twins = check_keys(writer.partial, schema, layout, processors(), files)
        for one, faults in zip(done, twins, strict=True):
            one.account.faults.merge(faults)
        if layout.has_personal and any(one.account.has_errors() for one in done):
            # A row that slipped by a column has a name where nobody looks for one.
            writer.forget()
            written = 0
    found = [problem for one in done for problem in one.problems(layout)]
    return LoadReport(
        sum(one.account.rows_read for one in done),
        written,
        tuple(line for one in done for line in one.account.rejected_lines()),
        sum(one.physical_lines for one in done),
        tuple(layout.arrow_schema.names[2:]),
        tuple(problems.in_order(found)),
        tuple(apart for one in done for apart in one.set_apart(is_only=len(done) == 1)),
    )


@dataclass(frozen=True)
class _Done:
    """One file, read."""

    place: FilePlace
    account: _Account
    physical_lines: int
    sheet: str
    shown: Shown

    def problems(self, layout: Layout) -> Iterator[Problem]:
        """Yield its problems as they may be told."""
        for fault in with_proposals(self.account.faults.listed(), layout):
            yield _problem(closed(fault, layout, self.shown), self.place, self.sheet)

    def set_apart(self, *, is_only: bool) -> Iterator[tuple[int, str]]:
        """Yield the rows set apart; where the table has several files, each reason names its file."""
        name = "" if is_only else f"{self.place.file.rpartition('/')[2]}: "
        yield from ((line, name + reason) for line, reason in self.account.apart)


def _one_file(part: RawPart, writer: TableWriter, task: _Task) -> _Done:
    place = part.place
    with (
        silenced(task.layout, place.file),
        closing(open_raw_file(part.path, task.options, place.file)) as reader,
    ):
        account = _rows(reader, writer, task)
        shown = shown_names(reader, task.layout)
        return _Done(place, account, reader.physical_lines, place.sheet or reader.sheet, shown)


def _refuse_one_number(parts: Sequence[RawPart]) -> None:
    """Refuse two files whose names have one number: their rows would have the same ids."""
    by_number: dict[int, str] = {}
    for part in parts:
        other = by_number.setdefault(part.number, part.place.file)
        if other != part.place.file:
            raise SourceFileError(
                f"the number made of its name is that of {other}",
                where=part.place.file,
                expected="a number of its own",
                remedy="rename one of the two files, and register it under the new name",
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
        _propose(account, reader, task)
        return account
    whole = plainly_whole(task.layout, task.options)
    for part in in_order(reader.work(whole), lambda work: _part(work, task), processors()):
        writer.write(part.table)
        account.rows_read += part.rows_read
        account.rejected.append(part.rejected)
        account.apart += part.apart
        account.faults.merge(part.faults)
    if account.rows_read == len(account.apart) and not task.options.allow_empty:
        account.faults.add(NO_ROWS, reader.header_line)
    return account


def _propose(account: _Account, reader: Reader, task: _Task) -> None:
    """Say how a file seems to be written whose header does not fit: one cause in place of a fault for each column."""
    options = task.options
    if options.format != "csv" or options.arrangement is not None:
        return
    given = Written(
        options.encoding,
        options.delimiter,
        options.quote,
        options.preamble_lines,
        options.header_rows,
    )
    names = [field.given for field in task.layout.fields]
    proposal = likely_layout(task.path, given, names, task.file)
    if proposal is not None:
        account.faults = Faults()
        alone = "for this vintage alone where others are written otherwise"
        remedy = f"declare under `reader`, {alone}: `{proposal.options}`"
        account.faults.add(replace(AS_DECLARED, remedy=remedy), reader.header_line, proposal.cause)


def _part(work: Work, task: _Task) -> _Part:
    """Parse, type and check one batch; runs on any thread."""
    batch = work()
    _refuse_far(batch, task)
    conformed = conform(batch, task.layout, task.options, task.nature)
    faults = batch.faults
    faults.merge(guard_texts(batch, task.layout, task.options))
    faults.merge(conformed.faults)
    faults.merge(validate(conformed, task.schema, task.layout))
    rejected = np.concatenate([batch.rejected, batch.lines[~conformed.is_kept]])
    table = rows_of_table(conformed, task.layout, task.number)
    read = len(batch.lines) + len(batch.rejected) + len(batch.apart)
    return _Part(table, read, rejected, faults, batch.apart)


def _refuse_far(batch: Batch, task: _Task) -> None:
    """Refuse rows that are so far down or right that no row id says where they are."""
    last_line = LAST_LINE if batch.cells is None else LAST_CELL_LINE
    columns = 0 if batch.cells is None else batch.cells.max(initial=0)
    if batch.lines.max(initial=0) > last_line or columns > LAST_COLUMN:
        cells = f" and {LAST_COLUMN:,} columns" if batch.cells is not None else ""
        raise SourceFileError(
            "the file is too large to be read in this layout",
            where=task.file,
            expected=f"at most {last_line:,} lines{cells}",
            remedy="register it in several files, or ask the provider for the long form",
        )


def _check_sum(accounts: Sequence[_Account], written: int, place: FilePlace) -> None:
    """Make sure that every record read is written, rejected or set apart."""
    read = sum(account.rows_read for account in accounts)
    rejected = sum(len(lines) for account in accounts for lines in account.rejected)
    apart = sum(len(account.apart) for account in accounts)
    if read != written + rejected + apart:
        raise SourceFileError(
            f"the rows do not add up: {read:,} read, {written:,} written, {rejected:,} rejected, "
            f"{apart:,} set apart",
            where=place.file,
            expected="every row read to be written, rejected or set apart",
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
