"""Places: where rows with lineage columns are kept, read a few columns and rows at a time, as Arrow.

A place is the result of a model or one of its stages. Kept as Parquet, its n-th row has the number n, so that a row is
found without looking; everything else is asked of DuckDB.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rowlineage.arrays import NONE, Ids, contained, numbers, whole
from rowlineage.catalog import quoted
from rowlineage.errors import DamagedEvidence

# A few rows at a time: asking by way of a relation, as DuckDB 2 proposes, takes four times as long as the copy.
_FEW_ROWS = r"rowlineage\.(contributions|places)"
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", module=_FEW_ROWS)
_LISTED = 1000
"""How many row numbers are written into a query; more of them are looked for in what it gives."""


class Place(Protocol):
    """Rows with lineage columns, numbered from 1."""

    def read(self, rows: Ids | None, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield some columns of some rows (None: all), by number; numbers that are not there are left out."""
        ...

    def all_rows(self) -> Ids:
        """Return the numbers of all rows, ascending."""
        ...


@dataclass(frozen=True)
class Relation:
    """A place that a DuckDB connection can read.

    Attributes:
        con: The connection.
        sql: A table or table expression.
        number: The column with the rows' numbers; empty for a place of which only all rows are asked.
    """

    con: duckdb.DuckDBPyConnection
    sql: str
    number: str

    def read(self, rows: Ids | None, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield the rows as one table."""
        if rows is None:
            yield self._select(columns, "", is_ordered=bool(self.number))
        elif rows.size <= _LISTED:
            listed = ", ".join(map(str, rows.tolist())) or "NULL"
            yield self._select(
                columns, f" WHERE {quoted(self.number)} IN ({listed})", is_ordered=True
            )
        else:
            every = self._select([self.number, *columns], "", is_ordered=True)
            kept = contained(whole(every[self.number]), rows)
            yield every.take(numbers(np.flatnonzero(kept))).select(list(columns))

    def all_rows(self) -> Ids:
        """Return the numbers, which stages count from 1."""
        return whole(self._select([self.number], "", is_ordered=True)[self.number])

    def _select(self, columns: Sequence[str], condition: str, *, is_ordered: bool) -> pa.Table:
        names = ", ".join(map(quoted, columns)) or "TRUE"
        order = f" ORDER BY {quoted(self.number)}" if is_ordered else ""
        select = f"SELECT {names} FROM {self.sql}{condition}{order}"
        return self.con.execute(select).to_arrow_table()


@dataclass(frozen=True)
class ParquetFile:
    """A place in a Parquet file; row groups without a row that is asked for are not read.

    Attributes:
        path: The file.
        number: The column with the rows' numbers, which must be 1, 2, ... in the order of the file.
    """

    path: Path
    number: str

    def read(self, rows: Ids | None, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield the rows as a table for each row group."""
        asked = list(columns) or [self.number]
        with self._opened() as file:
            if not file.num_row_groups:
                yield file.schema_arrow.empty_table().select(asked)
            start = 0
            for group in range(file.num_row_groups):
                end = start + file.metadata.row_group(group).num_rows
                wanted = np.arange(end - start) if rows is None else _within(rows, start, end)
                if wanted.size:
                    self._check(file, group, start, end)
                    found = self._group(file, group, asked)
                    every = wanted.size == end - start
                    yield found if every else found.take(numbers(wanted))
                start = end

    def all_rows(self) -> Ids:
        """Return the numbers, of which the file's metadata know how many there are."""
        with self._opened() as file:
            return np.arange(1, file.metadata.num_rows + 1)

    def _opened(self) -> pq.ParquetFile:
        """Return the open file; raises DamagedEvidence."""
        try:
            # Read as it is needed: buffers filled ahead cost more here than the file system does.
            return pq.ParquetFile(pa.memory_map(str(self.path)), pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise DamagedEvidence(str(self.path), str(error)) from error

    def _group(self, file: pq.ParquetFile, group: int, columns: Sequence[str]) -> pa.Table:
        """Return some columns of a row group; raises DamagedEvidence."""
        try:
            return file.read_row_group(group, columns)
        except (pa.ArrowException, OSError) as error:
            raise DamagedEvidence(str(self.path), str(error)) from error

    def _check(self, file: pq.ParquetFile, group: int, start: int, end: int) -> None:
        """Refuse a file whose rows are not where their numbers say, as far as its own statistics tell."""
        leaf = file.schema.names.index(self.number)
        bounds = file.metadata.row_group(group).column(leaf).statistics
        if bounds is None or (bounds.min, bounds.max) != (start + 1, end):
            why = f"rows {start + 1} to {end} are not numbered in this order in {self.number}"
            raise DamagedEvidence(str(self.path), why)


def _within(rows: Ids, start: int, end: int) -> Ids:
    """Return the places, counted from 0, in a stretch of a file of the numbers that fall into it."""
    first, last = np.searchsorted(rows, [start + 1, end + 1])
    return rows[first:last] - (start + 1) if last > first else NONE
