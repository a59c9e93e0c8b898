"""A report table as it is published: each column with its title and unit, each number rounded as declared.

The warehouse keeps full precision; rounding happens here, by the one rounding module, and in no SQL.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet

from report.figures.rounding import as_text, round_value
from warehouse.builder.cell_natures import CellNatures
from warehouse.errors import DefinitionError
from warehouse.model import Column, Model

BLANK_NOTE = "A blank cell is not stated or does not apply; it is not zero."
_INEXACT = (pyarrow.types.is_floating, pyarrow.types.is_decimal)


@dataclass(frozen=True)
class PublishedTable:
    """One table of the report.

    Attributes:
        model: The model it comes from.
        columns: Its columns in order.
        arrow: Its rows, rounded, in the order they are shown.
        natures: Nature and form of each cell.
        sources: Names of the sources behind it, sorted.
        content_sha256: Identity of the unrounded table in the warehouse.
    """

    model: Model
    columns: tuple[Column, ...]
    arrow: pyarrow.Table
    natures: CellNatures
    sources: tuple[str, ...]
    content_sha256: str

    @property
    def nature(self) -> str:
        """The worst nature of its cells."""
        return self.natures.worst[0]

    @property
    def form(self) -> str:
        """The worst form of its cells."""
        return self.natures.worst[1]

    def is_number(self, index: int) -> bool:
        """True when a column holds numbers that are aligned to the right."""
        kind = self.arrow.schema.field(index).type
        numeric = pyarrow.types.is_integer(kind) or pyarrow.types.is_decimal(kind)
        return bool(numeric) and self.columns[index].unit != "year"

    @property
    def blanks_told(self) -> str:
        """What a blank cell means; empty when it has none."""
        has_blanks = any(column.null_count for column in self.arrow.columns)
        return BLANK_NOTE if has_blanks else ""

    def shown_rows(self) -> list[list[str]]:
        """Return every cell as readers see it; what is not stated is an empty text."""
        columns = [
            [cell_text(value, column) for value in self.arrow.column(i).to_pylist()]
            for i, column in enumerate(self.columns)
        ]
        return [list(row) for row in zip(*columns, strict=True)]


def published(
    model: Model, parquet: Path, *, natures: CellNatures, sources: list[str], content: str
) -> PublishedTable:
    """Return a report table, rounded.

    Raises:
        DefinitionError: If a ratio or decimal column declares no `decimals`.
    """
    table = pyarrow.parquet.read_table(parquet).drop_columns(["_row"])
    columns = tuple(
        (model.columns or {}).get(name, Column(name, name)) for name in table.column_names
    )
    arrays = [_rounded(model, column, table.column(i)) for i, column in enumerate(columns)]
    arrow = pyarrow.table(arrays, names=table.column_names)
    return PublishedTable(model, columns, arrow, natures, tuple(sources), content)


def _rounded(model: Model, column: Column, values: pyarrow.ChunkedArray) -> object:
    if not any(test(values.type) for test in _INEXACT):
        return values.combine_chunks()
    if column.decimals is None:
        raise DefinitionError(
            f"column {column.name!r} is published with no stated precision",
            where=model.where,
            remedy="give it `decimals: N` in the head of the model",
        )
    decimals = column.decimals
    rounded = [None if v is None else round_value(v, decimals) for v in values.to_pylist()]
    return pyarrow.array(rounded, type=pyarrow.decimal128(38, decimals))


def cell_text(value: object, column: Column) -> str:
    """Return a cell, rounded before, as readers see it; what is not stated is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and column.unit == "year":
        return str(value)
    if isinstance(value, int | Decimal):
        return as_text(Decimal(value), column.decimals or 0)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
