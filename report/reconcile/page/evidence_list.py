"""The evidence behind the numbers of a page, each kept once however many numbers rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from report.evidence.tracing.cell_evidence import PROVENANCE, FileRows, RawLine
from report.figures.plain import Plain
from report.reconcile.finding import CitedEvidence, Finding

DECIDES = {"order": "decides its place in a ranking", "witness": "decides that the row is there"}
"""What a row does that does not feed the value, by its role."""


@dataclass(frozen=True)
class ShownRows:
    """The rows shown of one file, on their side: raw rows have many columns, and few of them are shown.

    Attributes:
        file: The file, with how many rows there are in all.
        lines: Sheet, line and role of each shown row.
        columns: Name and value in each shown row, for every column in which one of them has a value.
    """

    file: FileRows
    lines: Sequence[str]
    columns: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Shown:
    """Some evidence as the page shows it.

    Attributes:
        number: From 1.
        figure: The figure that it bears out.
        value: The figure's value with its period.
        files: The rows by file.
        numbers: The numbers of the findings that rest on it.
    """

    number: int
    figure: str
    value: str
    evidence: CitedEvidence
    files: Sequence[ShownRows]
    numbers: list[int] = field(default_factory=list)


class EvidenceList:
    """Collects evidence while findings are numbered."""

    def __init__(self) -> None:
        self._shown: dict[str, Shown] = {}

    @property
    def shown(self) -> list[Shown]:
        """All that was added, in the order of the first number that rests on it."""
        return list(self._shown.values())

    def add(self, number: int, finding: Finding) -> int | None:
        """Return the number of a finding's evidence; None where it has none."""
        evidence = finding.evidence
        if evidence is None:
            return None
        whole = [finding.figure, finding.figure_value, evidence.line]
        key = repr([*whole, evidence.trace, evidence.files])
        if key not in self._shown:
            files = [_rows(file) for file in evidence.files]
            count = len(self._shown) + 1
            self._shown[key] = Shown(count, finding.figure, finding.figure_value, evidence, files)
        shown = self._shown[key]
        shown.numbers.append(number)
        return shown.number


def _rows(file: FileRows) -> ShownRows:
    values = [row.values for row in file.rows]
    names = dict.fromkeys(name for row in values for name in row if row[name] is not None)
    ordered = sorted(names, key=lambda name: name in PROVENANCE)
    columns = [(name, [_cell(row.get(name)) for row in values]) for name in ordered]
    return ShownRows(file, [_line(row) for row in file.rows], columns)


def _line(row: RawLine) -> str:
    return f"{row.at} ({DECIDES[row.role]})" if row.role in DECIDES else row.at


def _cell(value: Plain) -> str:
    return "" if value is None else str(value)
