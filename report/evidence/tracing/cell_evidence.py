"""The report's record of a traced cell: what it rests on, what was left out, and whether that was enough.

Records only. They are made of a trace by `gathering`, closed by `withholding`, and are JSON only in `evidence_json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.figures.plain import Plain
from rowlineage.roles import RowRole
from warehouse.row_ids import at_in_words

PROVENANCE = ("document", "url", "as_read", "basis", "caveat")
"""Columns of a raw row that say where and how it was read."""


@dataclass(frozen=True)
class RawLine:
    """One line of a raw file.

    Attributes:
        sheet: The sheet that it is on; empty where the file has none.
        line: Its physical line.
        role: `value` feeds the cell, `order` holds its place in a ranking, `witness` decides that its row exists.
        nature: How good the record is.
        values: Column -> value; None for what is not stated. Empty where what the file says is withheld.
        column: Column of the file that it stands in, where the line holds several rows; else 0.
    """

    sheet: str
    line: int
    role: RowRole
    nature: str
    values: Mapping[str, Plain]
    column: int = 0

    @property
    def at(self) -> str:
        """Where it stands: sheet, line and, where the line holds several rows, column."""
        return f"{self.sheet} {at_in_words(self.line, self.column)}".strip()


@dataclass(frozen=True)
class FileRows:
    """The rows of one raw file that a cell rests on.

    Attributes:
        source: Source's name; empty for the edition's own definition.
        rows: Those that are listed.
        count: How many there are in all.
        by_role: How many by role.
        is_withheld: Whether what the rows say was taken out; None where nobody asked.
    """

    source: str
    vintage: str
    file: str
    sha256: str
    nature: str
    form: str
    citation: str
    rows: tuple[RawLine, ...]
    count: int
    by_role: Mapping[RowRole, int]
    is_withheld: bool | None = None

    def rows_that_feed(self) -> tuple[RawLine, ...]:
        """Return the listed rows that feed the value."""
        return tuple(row for row in self.rows if row.role == "value")


def place_of(file: FileRows, row: RawLine) -> str:
    """Return the file of a raw row, with its sheet where it has one, and its column where its line holds several."""
    place = f"{file.file}#{row.sheet}" if row.sheet else file.file
    return f"{place}, column {row.column}" if row.column else place


@dataclass(frozen=True)
class RowsLeftOut:
    """What one condition of a model keeps out, counted by itself over the whole table.

    Attributes:
        model: The model.
        table: The table, or the alias of a nested query, whose rows they are.
        predicate: The condition in the author's words.
        rows: How many it keeps out.
        line: Line of the model's SQL; 0 when it is not known.
        sample: The first of them; empty where they are not shown.
    """

    model: str
    table: str
    predicate: str
    rows: int
    line: int
    sample: tuple[Mapping[str, Plain], ...]


@dataclass(frozen=True)
class HeldByAbsence:
    """A condition of a model that holds because other rows are not there.

    Attributes:
        model: The model.
        construct: NOT EXISTS, LIMIT and the like.
        tables: Tables whose further rows could make it fail.
        condition: In the author's words.
    """

    model: str
    construct: str
    tables: tuple[str, ...]
    condition: str


@dataclass(frozen=True)
class AggregateParts:
    """What each row puts into one aggregate on the way.

    Attributes:
        model: The model.
        aggregate: The aggregate in the author's words.
        parts: The first parts: `value`, and the row id in each table. Empty where they are not shown.
        count: How many there are in all.
        total: The parts, aggregated again; None where that is not stated, or not shown.
        agrees: Whether that is the cell.
        is_withheld: Whether the parts were taken out.
        is_total_withheld: Whether the total was.
    """

    model: str
    aggregate: str
    parts: tuple[Mapping[str, Plain], ...]
    count: int
    total: Plain
    agrees: bool
    is_withheld: bool = False
    is_total_withheld: bool = False


@dataclass(frozen=True)
class CellReplay:
    """The certificate: the author's SQL, run again on the traced rows alone.

    Attributes:
        state: `verified` when every model on the way gives its traced rows again, else `not_reproduced`.
        expected: The cell as it was built; the whole row where no column was given.
        actual: The same from the replay.
        is_withheld: Whether what came back was taken out.
    """

    state: str
    expected: Plain
    actual: Plain
    is_withheld: bool = False


@dataclass(frozen=True)
class ModelPassed:
    """A model on the way.

    Attributes:
        rows: Number of its rows that the cell rests on.
        upstream: Table -> number of its rows taken.
        replay: `verified` or `not_reproduced`.
        sql: The author's text.
    """

    name: str
    title: str
    rows: int
    upstream: Mapping[str, int]
    replay: str
    sql: str


@dataclass(frozen=True)
class AddedRow:
    """A raw row in a recheck: its file (with its sheet, if any), its line, and what it puts in as text."""

    place: str
    line: int
    value: str


@dataclass(frozen=True)
class AddedRows:
    """The raw rows that are counted or added, and the columns of them, joined by plus signs."""

    column: str
    rows: tuple[AddedRow, ...]


@dataclass(frozen=True)
class Readded:
    """A figure added up again from its raw rows.

    Attributes:
        kind: `count`, `sum` or `share`.
        times: What the sum or the share is multiplied by.
        parts: What is counted or added; of a share the part and the whole.
        result: The outcome as text.
    """

    kind: str
    times: int
    parts: tuple[AddedRows, ...]
    result: str

    @property
    def part(self) -> AddedRows:
        """The rows that are counted or added; of a share those of the part."""
        return self.parts[0]

    @property
    def whole(self) -> AddedRows:
        """The rows of the whole of a share."""
        return self.parts[-1]


@dataclass(frozen=True)
class Listing:
    """What evidence says beyond a trace where it is listed for whoever checks it.

    Attributes:
        rows_of_each_file: How many rows of each file are listed at most.
        recheck: How the figure is added up again; None where that is not declared, or not all is shown.
    """

    rows_of_each_file: int
    recheck: Readded | None = None


@dataclass(frozen=True)
class CellEvidence:
    """Everything that is known of one published figure, cell or row.

    Attributes:
        figure: Id of the figure; None for a cell that is none.
        display: The figure as readers see it; None likewise.
        key: The row's key, column by column.
        column: The cell's column; None for the whole row.
        value: The cell; the whole row where no column was given.
        nature: The worst nature of the raw rows that feed it.
        files: Raw rows by file.
        left_out: What the conditions of the models on the way keep out.
        absent: Conditions that hold because other rows are not there.
        contributions: What each row puts into the aggregates on the way.
        models: The models on the way, the cell's own first.
        listing: What a release adds; None in a trace.
        is_value_withheld: Whether key and value of a cell that nobody published were taken out.
    """

    edition: str
    figure: str | None
    display: str | None
    table: str
    key: Mapping[str, Plain]
    column: str | None
    value: Plain
    nature: str
    files: tuple[FileRows, ...]
    left_out: tuple[RowsLeftOut, ...]
    absent: tuple[HeldByAbsence, ...]
    contributions: tuple[AggregateParts, ...]
    replay: CellReplay
    models: tuple[ModelPassed, ...]
    listing: Listing | None = None
    is_value_withheld: bool = False

    @property
    def is_verified(self) -> bool:
        """Whether every model on the way gives the traced rows again from their evidence alone."""
        return self.replay.state == "verified"

    @property
    def recheck(self) -> Readded | None:
        """How the figure is added up again, where that was asked for and can be shown."""
        return self.listing.recheck if self.listing else None
