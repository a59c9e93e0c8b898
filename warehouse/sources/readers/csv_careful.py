"""Reads CSV record by record with the standard library: slower, and able to say what is wrong with a record.

Used for headers, and where a file is not plainly well formed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from warehouse.sources import limits
from warehouse.sources.faults import Rule
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import RowCollector, Work
from warehouse.sources.readers.physical_lines import PhysicalLines

RAGGED_REMEDY = (
    "compare the line with the header: a delimiter is missing, is one too many, "
    "or stands in a value that is not quoted"
)
QUOTES = Rule(
    "file.quotes",
    "",
    "quotes open and close whole fields, and a quote inside a field is doubled",
    "correct the quotes of this record; if the file does not use quotes, set reader option `quote` to an empty text",
)


@dataclass(frozen=True)
class CsvRecord:
    """One record: its fields, or none where its quotes do not match up."""

    line: int
    fields: list[str] | None


def records(
    lines: PhysicalLines, options: ReaderOptions, last_line: int | None = None
) -> Iterator[CsvRecord]:
    """Yield the records of a file with the line on which each begins; blank lines are passed over.

    Args:
        lines: The file, from the start of a record.
        options: Delimiter and quote.
        last_line: Line after which no further record is begun; without it all are read.

    Raises:
        SourceFileError: A record does not end within the limit.
    """
    # The limit of the csv module is one for the process; raising it to ours cannot disturb another user of it.
    csv.field_size_limit(max(csv.field_size_limit(), limits.RECORD_BYTES))
    parsed = _parser(lines, options)
    while last_line is None or lines.count < last_line:
        first_line = lines.begin_record()
        try:
            fields = next(parsed)
        except StopIteration:
            return
        except csv.Error:
            yield CsvRecord(first_line, None)
            continue
        if fields:
            yield CsvRecord(first_line, fields)


def _parser(lines: Iterable[str], options: ReaderOptions) -> Iterator[list[str]]:
    if not options.quote:
        return csv.reader(lines, delimiter=options.delimiter, quoting=csv.QUOTE_NONE, strict=True)
    return csv.reader(lines, delimiter=options.delimiter, quotechar=options.quote, strict=True)


def ragged(expected: int) -> Rule:
    """Return the rule that a record with another number of fields than the header breaks."""
    return Rule(
        "file.fields",
        "",
        f"the line has {expected} fields, like the header",
        RAGGED_REMEDY,
        quotes=False,
    )


def fields_found(count: int) -> str:
    """Return a number of fields in words."""
    return "1 field" if count == 1 else f"{count} fields"


def batches(source: Iterable[CsvRecord], names: tuple[str, ...]) -> Iterator[Work]:
    """Yield the records in batches; those that cannot be read are rejected with a fault."""
    collector = RowCollector(names)
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
