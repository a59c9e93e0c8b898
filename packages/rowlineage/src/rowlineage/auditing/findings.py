"""What an audit finds: for every audited table how many cells there are, and each cell that is not verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

State: TypeAlias = Literal["verified", "not_reproduced", "refused"]


@dataclass(frozen=True)
class AuditFault:
    """A row of a model that the replay on its own evidence does not give again.

    Attributes:
        table: The model.
        row: The row's id.
        state: `not_reproduced`, or `refused` where it could not be replayed.
        column: Column that differs; empty where the row did not come back at all.
        expected: The column's value in the table.
        actual: The column's value in the replay.
        why: In words, where no column says it.
    """

    table: str
    row: int
    state: State
    column: str = ""
    expected: Any = None
    actual: Any = None
    why: str = ""

    def __str__(self) -> str:
        """Return the fault in words."""
        place = f"{self.table}, row {self.row}"
        if self.column:
            return f"{place}, {self.column}: expected {self.expected!r}, came back {self.actual!r}"
        return f"{place}: {self.why}"


@dataclass(frozen=True)
class AuditFinding:
    """A cell that is not verified.

    Attributes:
        table: The audited table.
        row: The row's id.
        column: The cell's column.
        fault: What failed: the cell's own row, or a row below that it rests on.
    """

    table: str
    row: int
    column: str
    fault: AuditFault

    @property
    def state(self) -> State:
        """The state of the cell."""
        return self.fault.state

    @property
    def expected(self) -> object:
        """The published value, where it is the cell itself that came back different."""
        return self.fault.expected if self.fault.table == self.table else None

    @property
    def actual(self) -> object:
        """The value that came back instead of it."""
        return self.fault.actual if self.fault.table == self.table else None


@dataclass(frozen=True)
class AuditedTable:
    """The outcome for one table.

    Attributes:
        table: The table.
        columns: Its columns.
        rows: Number of its rows.
        findings: The cells that are not verified, by row and column.
    """

    table: str
    columns: Sequence[str]
    rows: int
    findings: tuple[AuditFinding, ...]

    @property
    def cells(self) -> int:
        """Number of cells."""
        return self.rows * len(self.columns)

    @property
    def verified(self) -> int:
        """Number of verified cells."""
        return self.cells - len(self.findings)

    def by_cell(self) -> Mapping[tuple[int, str], AuditFinding]:
        """Return the findings by row id and column."""
        return {(finding.row, finding.column): finding for finding in self.findings}


# Former names, until version 0.3.
Fault = AuditFault
Finding = AuditFinding
