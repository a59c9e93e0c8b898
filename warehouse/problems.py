"""Problems: faults found in the data of a readable file, as rows that name the cell and the remedy.

A problem is what data staff correct in their spreadsheet. Writing the table of problems to disk belongs to
the report; deciding which ones block belongs to the build.

`rule_id` names the rule and `problem_id` the problem. Programs decide on these and never on words, which may be put
better at any time. A rule's id begins with the table or check that it is of:

    raw_harvest__crops.tonnes.greater_than_or_equal_to    a check of a column, in the schema
    raw_harvest__crops.unique(year+orchard+crop)          a rule of the file as a whole
    raw_harvest__crops.comparison.totals.tonnes           against the vintage before
    check_orchards_exist                                  a rule across tables
    table_01_harvest.made                                 a step that an error stopped
    table_01_harvest.lone_row.tonnes                      a published column, about rows that are not passed on
    figures.harvest_north.cell                            a figure of the catalogue
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import KW_ONLY, asdict, dataclass, fields, replace
from typing import Literal, NamedTuple, cast, get_args

from warehouse.records import Fields, RecordError, one_of

Severity = Literal["error", "warning"]
FIGURES = "figures"
"""What the rules of the catalogue's figures are of."""
LONE_ROW, DIFFERENCE = "lone_row", "difference"
"""The rules of a published table about what it tells of one row that is not passed on; they quote its keys alone."""
COMPARISON = "comparison"
"""The rules of a raw table against the vintage before."""
MADE = "made"
"""The rule that a table or check can be made at all: what breaks it is an error."""
HEADER, OF_READERS = "header", "file"
"""The rules of a raw table's header, and those of how a file is written: both may name a column as the file does."""
OF_TYPE = "type"
"""The rule of a column that its cells are of its type."""
WITHHELD = "(withheld)"
"""Stands where a text would quote what may not be shown."""
_DIGITS = 16
_OF_UNKNOWN_COLUMNS = ("unknown", "repeated")


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
        rule_id: Name of the rule, which stays when its words change.
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
    _: KW_ONLY
    rule_id: str

    @property
    def problem_id(self) -> str:
        """Digest of rule, place and value: the same in every build, on every machine. Empty in early builds.

        Whoever knows rule and place can try out values, as most are short. So where a value may not be shown, it is
        taken out of the problem, and the digest is that of an empty one.
        """
        if not self.rule_id:
            return ""
        place = (self.file, self.sheet, self.line, self.column)
        text = json.dumps([self.rule_id, *place, self.value], ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGITS]

    @classmethod
    def from_json(cls, given: object) -> Problem:
        """Return the problem that `as_dict` wrote; raises RecordError where it is none."""
        read = Fields(given)
        severity = read.part("severity", one_of(get_args(Severity)))
        found = cls(
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
            rule_id=read.text("rule_id", ""),
        )
        if read.text("problem_id", found.problem_id) != found.problem_id:
            raise RecordError("problem_id", repr(read.text("problem_id")), found.problem_id)
        return found

    def as_dict(self) -> dict[str, str | int]:
        """Return the problem as a plain dictionary, in the order of `COLUMNS`."""
        return {**asdict(self), "problem_id": self.problem_id}


COLUMNS: tuple[str, ...] = (*(f.name for f in fields(Problem)), "problem_id")


class ShownProblem(NamedTuple):
    """A problem as it may be shown, and whether its value was taken out."""

    problem: Problem
    is_withheld: bool


def without_value(problem: Problem) -> Problem:
    """Return a problem without what its file says: words stay where an author wrote them.

    The id of such a problem is that of its rule and place alone: one that held the value would let it be guessed.
    """
    told = telling_words(problem.rule_id)
    return replace(
        problem,
        value="",
        column=WITHHELD if problem.column and "column" in told else problem.column,
        rule=WITHHELD if "rule" in told else problem.rule,
        remedy=WITHHELD if "remedy" in told else problem.remedy,
    )


def telling_words(rule_id: str) -> tuple[str, ...]:
    """Return which of column, rule and remedy may quote what a file says: those that its author did not write alone."""
    _, _, rule = rule_id.partition(".")
    kind, _, of = rule.partition(".")
    if not rule_id or rule == MADE:
        return ("rule", "remedy")
    if of == OF_TYPE:  # what would read the cells is worked out from them
        return ("column", "rule", "remedy") if kind in (OF_READERS, HEADER) else ("remedy",)
    if kind == OF_READERS or (kind == HEADER and of in _OF_UNKNOWN_COLUMNS):
        return ("column", "rule")
    return ("remedy",) if kind in (COMPARISON, HEADER) else ()


def owner(rule_id: str) -> str:
    """Return the table or check that a rule is of, or `FIGURES`."""
    return rule_id.partition(".")[0]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by source, file, sheet, line and column, each once."""
    unique = dict.fromkeys(problems)
    return sorted(
        unique, key=lambda p: (p.source, p.file, p.sheet, p.line, p.column, p.rule, p.value)
    )


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return only the problems that stop what depends on the table."""
    return [p for p in problems if p.severity == "error"]
