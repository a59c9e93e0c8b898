"""Nature and form of the cells of a table, as a build works them out and keeps them.

How they are worked out belongs to `nature_walk`, what readers are shown of them to `report`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.builder.kept import KEPT_NATURES
from warehouse.natures import NATURES
from warehouse.sources.register import FORMS

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class CellNatures:
    """Nature and form of the cells of one table.

    Attributes:
        natures: By column, the rank in `NATURES` of each row's cell.
        forms: By column, the rank in `FORMS` of each row's cell.
    """

    natures: Mapping[str, Codes]
    forms: Mapping[str, Codes]

    def nature(self, row: int, column: str) -> str:
        """Return the nature of a cell; rows are numbered from 1, as `_row` does."""
        return NATURES[self.natures[column][row - 1]]

    def form(self, row: int, column: str) -> str:
        """Return the form of a cell; rows are numbered from 1, as `_row` does."""
        return FORMS[self.forms[column][row - 1]]

    @property
    def worst(self) -> tuple[str, str]:
        """The worst nature and form of any cell."""
        codes = (_extreme(self.natures, max), _extreme(self.forms, max))
        return NATURES[codes[0]], FORMS[codes[1]]

    @property
    def best(self) -> str:
        """The best nature of any cell."""
        return NATURES[_extreme(self.natures, min)]

    def as_arrow(self) -> pa.Table:
        """Return one line a cell: row, column, nature, form; column by column."""
        rows = len(next(iter(self.natures.values()), ()))
        names = [name for name in self.natures for _ in range(rows)]
        natures = [NATURES[code] for codes in self.natures.values() for code in codes.tolist()]
        forms = [FORMS[code] for codes in self.forms.values() for code in codes.tolist()]
        numbers = [*range(1, rows + 1)] * len(self.natures)
        texts = pa.dictionary(pa.int32(), pa.string())
        return pa.table(
            {
                "row": pa.array(numbers, pa.int64()),
                "column": pa.array(names, pa.string()).cast(texts),
                "nature": pa.array(natures, pa.string()).cast(texts),
                "form": pa.array(forms, pa.string()).cast(texts),
            }
        )


def write_natures(natures: Mapping[str, CellNatures], folder: Path) -> None:
    """Write the natures of some tables into a generation's folder, one Parquet file a table."""
    (folder / KEPT_NATURES).mkdir()
    for name, cells in natures.items():
        path = folder / KEPT_NATURES / f"{name}.parquet"
        pq.write_table(cells.as_arrow(), path, compression="zstd")


def _extreme(columns: Mapping[str, Codes], of: Callable[..., int]) -> int:
    return of((of(codes.tolist()) for codes in columns.values() if codes.size), default=0)
