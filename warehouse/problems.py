"""Problems: faults found in the data of a readable file, as rows that name the cell and the remedy.

A problem is what data staff correct in their spreadsheet. Writing the table of problems to disk belongs to
the report; deciding which ones block belongs to the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Literal, cast, get_args

from warehouse.records import Fields, one_of

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One broken rule at one place of one raw file.

    Attributes:
        source: Source folder name, e.g. `harvest`.
        table: Raw table concerned, e.g. `raw_harvest__crops`.
        vintage: Vintage id.
        file: Path of the file relative to the project root, with forward slashes.
        sheet: Worksheet name, or empty.
        line: Physical line of the file or row of the sheet, counted from 1; 0 when the whole file is concerned.
        column: Column name as in the file, or empty.
        value: The offending value as text, or empty; withheld for personal columns.
        rule: The rule in words.
        remedy: What to do.
        severity: `error` blocks whatever depends on the table, `warning` does not.
    """

    source: str
    table: str
    vintage: str
    file: str
    sheet: str
    line: int
    column: str
    value: str
    rule: str
    remedy: str
    severity: Severity = "error"

    @classmethod
    def from_json(cls, given: object) -> Problem:
        """Return the problem that `as_dict` wrote; raises RecordError where it is none."""
        read = Fields(given)
        severity = read.part("severity", one_of(get_args(Severity)))
        return cls(
            source=read.text("source"),
            table=read.text("table"),
            vintage=read.text("vintage"),
            file=read.text("file"),
            sheet=read.text("sheet"),
            line=read.integer("line"),
            column=read.text("column"),
            value=read.text("value"),
            rule=read.text("rule"),
            remedy=read.text("remedy"),
            severity=cast("Severity", severity),
        )

    def as_dict(self) -> dict[str, str | int]:
        """Return the problem as a plain dictionary, in field order."""
        return asdict(self)


COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Problem))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by source, file, sheet, line and column, each once."""
    unique = dict.fromkeys(problems)
    return sorted(
        unique, key=lambda p: (p.source, p.file, p.sheet, p.line, p.column, p.rule, p.value)
    )


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return only the problems that stop what depends on the table."""
    return [p for p in problems if p.severity == "error"]
