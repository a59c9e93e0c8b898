"""A file read as its layout declares, by grid, columns, rows and unpivot in turn, to batches like any reader's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from warehouse.errors import SourceFileError
from warehouse.sources.arranging.columns import columns_of
from warehouse.sources.arranging.gathered import Gathered
from warehouse.sources.arranging.grid import GridRow, RawGrid, within
from warehouse.sources.arranging.merges import Merges
from warehouse.sources.arranging.rows import (
    TAG_ROW,
    TAGS,
    PlacedRow,
    filler,
    first_stated,
    is_tag_row,
    placed_rows,
)
from warehouse.sources.arranging.unpivot import BLANK_CELL, Wide, nothing_wide, wide_columns
from warehouse.sources.faults import Faults, Rule
from warehouse.sources.layouts.arrangement import Arrangement
from warehouse.sources.layouts.declared import fitting
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import Batch, Work
from warehouse.sources.readers.csv_careful import QUOTES, fields_found, ragged

NAMELESS = Rule(
    "file.named_cells",
    "",
    "every cell with a value has a column name above it",
    "say what columns without a heading are: `blank_heads` or `positions` in the reader options",
    quotes=False,
)


class ArrangedReader:
    """One open file under an arrangement; see `readers.batch.Reader`."""

    def __init__(self, grid: RawGrid, options: ReaderOptions, where: str) -> None:
        self._grid = grid
        self._options = options
        self._where = where
        self._arranged = options.arrangement or Arrangement()
        self._rows = within(grid.rows(), self._arranged.window)
        try:
            header = self._header()
            self.header_line = header[0].line if header else 0
            self._last_header = header[-1].line if header else options.preamble_lines
            self._columns = columns_of(header, grid.merges, self._arranged)
            self._wide = self._unpivoted()
        except BaseException:
            grid.close()
            raise
        self.sheet = grid.sheet
        self.physical_lines = grid.physical_lines
        self.names, self.positions = self._shown()

    def close(self) -> None:
        """Close the file."""
        self._grid.close()

    def _header(self) -> list[GridRow]:
        wanted = self._options.header_rows
        found: list[GridRow] = []
        for row in self._rows if wanted else ():
            is_first = not found and self._arranged.header_at
            if is_first and not fitting(self._arranged.header_at, [first_stated(row.cells)])[0]:
                continue
            if row.cells is None:
                raise self._wrong(f"the quotes of the header on line {row.line} do not match up")
            found.append(row)
            if len(found) == wanted:
                return found
        if wanted:
            raise self._wrong(
                f"the file ends before its header: it has {self._grid.physical_lines} lines"
            )
        return found

    def _wrong(self, fact: str) -> SourceFileError:
        remedy = (
            "correct preamble_lines, header_rows, header_at, range or sheet in the reader options"
        )
        return SourceFileError(fact, where=self._where, remedy=remedy)

    def _unpivoted(self) -> Wide:
        if self._arranged.unpivot is None:
            return Wide(tuple(sorted(self._columns.names)), {}, ())
        return wide_columns(self._columns, self._arranged.unpivot)

    def _shown(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return the names of the columns handed on, and the place of each; a made one has that of the last."""
        split = {item.heading: item.into for item in self._arranged.split}
        found: list[tuple[str, int]] = []
        for number in self._wide.kept:
            name = self._columns.names[number]
            found += [(part, number) for part in split.get(name, (name,))]
        unpivot, section = self._arranged.unpivot, self._arranged.section_into
        made = ([section] if section else []) + (
            [unpivot.into, *dict(unpivot.values)] if unpivot else []
        )
        found += [(name, self._columns.width) for name in made]
        return tuple(name for name, _ in found), tuple(place for _, place in found)

    def work(self, whole: frozenset[str]) -> Iterator[Work]:
        """Yield the rows in batches; each is arranged here, in order, as rows may depend on those above."""
        rows, faults, apart = self._below_tags()
        merged = Merges(self._grid.merges, self._columns, self._filled(), self._last_header)
        fill = filler([n for n, name in self._columns.names.items() if name in self._filled()])
        for stretch in placed_rows(rows, self._columns, self._arranged):
            self.physical_lines = self._grid.physical_lines
            merged.look_at(stretch)
            batch = self._batch([fill(placed) for placed in stretch], faults, apart)
            yield lambda batch=batch: batch  # type: ignore[misc]
            faults, apart = Faults(), []
        self.physical_lines = self._grid.physical_lines
        merged.report(faults)
        self._grid.conclude(self._columns.names, faults)
        if list(faults.listed()) or apart:
            last = self._batch([], faults, apart)
            yield lambda: last

    def _filled(self) -> set[str]:
        given = {new: old for old, new in self._options.rename}
        return {given.get(name, name) for name in self._arranged.fill_down}

    def _below_tags(self) -> tuple[Iterator[GridRow], Faults, list[tuple[int, str]]]:
        faults, unpivot = Faults(), self._arranged.unpivot
        if unpivot and (self._wide.twice or len(self._values_found()) < len(unpivot.values)):
            faults.add(nothing_wide(unpivot), self.header_line, ", ".join(self._wide.twice))
        if not self._arranged.has_tag_row:
            return self._rows, faults, []
        row = next(self._rows, None)
        if row is not None and is_tag_row(row):
            return self._rows, faults, [(row.line, TAGS)]
        faults.add(TAG_ROW, row.line if row else self.header_line)
        return chain([row] if row else [], self._rows), faults, []

    def _values_found(self) -> set[str]:
        return {value for places in self._wide.keys.values() for value in places}

    def _batch(
        self, stretch: list[PlacedRow], faults: Faults, apart: list[tuple[int, str]]
    ) -> Batch:
        table = Gathered(self.names)
        rejected: list[int] = []
        for placed in stretch:
            row = placed.row
            if placed.apart:
                apart.append((row.line, placed.apart))
                continue
            cells = self._read(row, faults)
            kept = None if cells is None else self._kept(cells, row.line, faults)
            if cells is None or kept is None:
                rejected.append(row.line)
                continue
            kept += [placed.section] if self._arranged.section_into else []
            self._add(table, row.line, kept, cells, apart)
        return table.batch(faults, rejected, apart)

    def _read(self, row: GridRow, faults: Faults) -> list[str] | None:
        """Return the cells of a row, as many as there are columns, or None where it cannot be read."""
        if row.cells is None:
            faults.add(QUOTES, row.line)
            return None
        cells, width = row.cells, self._columns.width
        beyond = [n for n, cell in enumerate(cells, start=1) if n > width and cell.strip()]
        nameless = [
            n for n in (*self._columns.blank, *beyond) if n <= len(cells) and cells[n - 1].strip()
        ]
        is_ragged = not self._grid.has_equal_rows and bool(self._options.header_rows)
        if is_ragged and self._arranged.window is None and len(cells) != width:
            faults.add(ragged(width), row.line, fields_found(len(cells)))
            return None
        for number in nameless:
            faults.add(NAMELESS, row.line, f"column {number}")
        if row.judge is not None:
            judged = row.judge(self._columns.names, faults)
            if judged is None:
                return None
            cells = [judged.get(number, cell) for number, cell in enumerate(cells, start=1)]
        return cells + [""] * (width - len(cells))

    def _kept(self, cells: list[str], line: int, faults: Faults) -> list[str] | None:
        """Return the cells of the columns that each row keeps, those that hold several taken apart."""
        split = {item.heading: item for item in self._arranged.split}
        found: list[str] = []
        for number in self._wide.kept:
            item = split.get(self._columns.names[number])
            if item is None:
                found.append(cells[number - 1])
                continue
            parts = cells[number - 1].split(item.by)
            if len(parts) != len(item.into):
                words = (
                    f"{item.heading} holds {len(item.into)} values with {item.by!r} between them"
                )
                remedy = "compare the cell with the source, and `split` in the reader options"
                faults.add(Rule("file.split", item.heading, words, remedy), line, cells[number - 1])
                return None
            found += parts
        return found

    def _add(
        self,
        table: Gathered,
        line: int,
        kept: Sequence[str],
        cells: Sequence[str],
        apart: list[tuple[int, str]],
    ) -> None:
        """Add the row of a line, or the rows of its cells where columns become rows."""
        unpivot = self._arranged.unpivot
        if unpivot is None:
            table.add(line, 0, kept)
            return
        for key, places in self._wide.keys.items():
            values = [cells[places[v] - 1] if v in places else "" for v in dict(unpivot.values)]
            if unpivot.leaves_out_blanks and not any(value.strip() for value in values):
                apart.append((line, BLANK_CELL))
            else:
                table.add(line, next(iter(places.values())), [*kept, key, *values])
