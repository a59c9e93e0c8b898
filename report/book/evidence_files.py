"""The evidence rows of a figure as its page lists them: by file, a bounded number, what they share said once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from report.book.shown import counted, cut
from report.evidence.tracing.cell_evidence import PROVENANCE, CellEvidence, FileRows, RawLine
from report.figures.plain import Plain
from report.reconcile.page.evidence_list import DECIDES
from warehouse.row_ids import at_in_words

ROWS_LISTED = 200
"""Rows listed of each file, those that feed the value first; the rest are counted."""
_ROWS_OF_A_PAGE = 1000
_COLUMNS = 40
_TOLD_OF_A_SAMPLE, _CHARACTERS_OF_A_SAMPLE = 6, 60
# Characters from which a text wants a wide column.
_LONG = 40
_NUMBER = re.compile(r"-?\d+(\.\d+)?|")
ROLES = {
    "value": ("feeds the value", "feed the value"),
    "order": (DECIDES["order"], "decide its place in a ranking"),
    "witness": (DECIDES["witness"], "decide that the row is there"),
}
"""What rows of each role do, said of one row and of several."""


@dataclass(frozen=True)
class EvidenceRow:
    """One line of a file.

    Attributes:
        line: Its physical line, with its column where the line holds several rows.
        role: The part that it plays, as `ROLES` words it.
        cells: Its values in the columns that differ from row to row.
    """

    line: str
    sheet: str
    role: str
    nature: str
    cells: Sequence[str]


@dataclass(frozen=True)
class EvidenceFile:
    """The rows of one file.

    Attributes:
        number: From 1, on the figure's page.
        source: Name of the source; empty for the edition's own definition.
        columns: Names of the columns that differ from row to row.
        shared: Name and value of the columns that are the same in every row listed.
        count: How many rows there are in all.
        roles: How many play which part, in words.
        withheld: Whether a licence forbids to show what the rows say.
        columns_left_out: How many columns are not listed.
    """

    number: int
    source: str
    vintage: str
    file: str
    sha256: str
    nature: str
    form: str
    columns: Sequence[str]
    shared: Sequence[tuple[str, str]]
    rows: Sequence[EvidenceRow]
    count: int
    roles: Sequence[str]
    withheld: bool
    columns_left_out: int

    @property
    def has_parts(self) -> bool:
        """Whether its rows play different parts."""
        return len(self.roles) > 1

    @property
    def has_natures(self) -> bool:
        """Whether a row is of another nature than its file."""
        return any(row.nature != self.nature for row in self.rows)

    @cached_property
    def numeric(self) -> set[str]:
        """The columns that hold nothing but numbers."""
        return {
            name
            for at, name in enumerate(self.columns)
            if all(_NUMBER.fullmatch(row.cells[at]) for row in self.rows)
        }

    @cached_property
    def long(self) -> set[str]:
        """The columns that hold a long text, which want room."""
        return {
            name
            for at, name in enumerate(self.columns)
            if any(len(row.cells[at]) > _LONG for row in self.rows)
        }

    @property
    def has_sheets(self) -> bool:
        """Whether its rows stand on named sheets."""
        return any(row.sheet for row in self.rows)


def evidence_files(evidence: CellEvidence) -> list[EvidenceFile]:
    """Return evidence by file as its page lists it: the sources that feed the value first.

    Args:
        evidence: The evidence, closed to what is withheld.
    """
    return list(_files(sorted(evidence.files, key=_order)))


def _order(file: FileRows) -> tuple[bool, bool, str, str]:
    return (not file.source, "value" not in file.by_role, file.source, file.file)


def _files(files: Sequence[FileRows]) -> Iterator[EvidenceFile]:
    left = _ROWS_OF_A_PAGE
    for number, file in enumerate(files, start=1):
        strongest = sorted(file.rows, key=lambda row: list(ROLES).index(row.role))
        rows = strongest[: min(left, ROWS_LISTED)]
        left -= len(rows)
        yield _file(number, file, rows)


def _file(number: int, file: FileRows, rows: Sequence[RawLine]) -> EvidenceFile:
    stated = _columns(rows)
    names = stated[:_COLUMNS]
    same = [n for n in names if len({cut(row.values.get(n)) for row in rows}) == 1]
    shared = [(name, cut(rows[0].values.get(name))) for name in same]
    differing = [name for name in names if name not in same]
    return EvidenceFile(
        number=number,
        source=file.source,
        vintage=file.vintage,
        file=file.file,
        sha256=file.sha256,
        nature=file.nature,
        form=file.form,
        columns=differing,
        shared=shared,
        rows=[_row(row, differing) for row in rows],
        count=file.count,
        roles=[_part(role, count) for role, count in file.by_role.items()],
        withheld=bool(file.is_withheld),
        columns_left_out=len(stated) - len(names),
    )


def _part(role: str, count: int) -> str:
    one, many = ROLES[role]
    return f"{counted(count, 'row')} {one if count == 1 else many}"


def _columns(rows: Sequence[RawLine]) -> list[str]:
    """Return the columns in which a row says something, those of its provenance last."""
    names = dict.fromkeys(n for row in rows for n, v in row.values.items() if v is not None)
    return sorted(names, key=lambda name: name in PROVENANCE)


def told(row: Mapping[str, Plain]) -> list[str]:
    """Return what a row says in its first columns, to tell it from others; not how it was read."""
    names = [name for name, v in row.items() if v is not None and not name.startswith("_")]
    own = [name for name in names if name not in PROVENANCE] or names
    return [cut(row[name], _CHARACTERS_OF_A_SAMPLE) for name in own[:_TOLD_OF_A_SAMPLE]]


def _row(row: RawLine, columns: Sequence[str]) -> EvidenceRow:
    cells = [cut(row.values.get(name)) for name in columns]
    line = at_in_words(row.line, row.column)
    return EvidenceRow(line, row.sheet, ROLES[row.role][0], row.nature, cells)
