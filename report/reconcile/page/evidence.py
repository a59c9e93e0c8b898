"""The evidence behind the numbers of a page, each kept once however many numbers rest on it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from report.reconcile.finding import Evidence, Finding

# Columns that say where and how a row was read; they come after what the row says.
PROVENANCE = ("document", "url", "as_read", "basis", "caveat")
DECIDES = {"order": "decides its place in a ranking", "witness": "decides that the row is there"}
"""What a row does that does not feed the value, by its role."""


@dataclass(frozen=True)
class Rows:
    """The rows shown of one file, on their side: raw rows have many columns, and few of them are shown.

    Attributes:
        source: Source, vintage, file, nature, form, count.
        lines: Sheet, line and role of each shown row.
        columns: Name and value in each shown row, for every column in which one of them has a value.
    """

    source: Mapping[str, Any]
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
    evidence: Evidence
    files: Sequence[Rows]
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
        key = json.dumps([*whole, evidence.trace, [dict(s) for s in evidence.sources]], default=str)
        if key not in self._shown:
            files = [_rows(source) for source in evidence.sources]
            count = len(self._shown) + 1
            self._shown[key] = Shown(count, finding.figure, finding.figure_value, evidence, files)
        shown = self._shown[key]
        shown.numbers.append(number)
        return shown.number


def _rows(source: Mapping[str, Any]) -> Rows:
    rows: Sequence[Mapping[str, Any]] = source.get("rows") or ()
    values = [row["values"] for row in rows]
    names = dict.fromkeys(name for row in values for name in row if row[name] is not None)
    ordered = sorted(names, key=lambda name: name in PROVENANCE)
    columns = [(name, [_cell(row.get(name)) for row in values]) for name in ordered]
    return Rows(source, [_line(row) for row in rows], columns)


def _line(row: Mapping[str, Any]) -> str:
    line = f"{row.get('sheet') or ''} {row['line']}".strip()
    role = row.get("role") or "value"
    return f"{line} ({DECIDES[role]})" if role in DECIDES else line


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
