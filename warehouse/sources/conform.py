"""Batches of text to the typed columns of a layout: blanks, withheld values, natures, and cells that fit no type.

Every value is worked out once for each distinct text of a batch, so that the cost follows the variety of a column and
not its length. Whether a value is plausible belongs to `validate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow
import pyarrow.compute as pc

from warehouse.row_ids import column_in_words
from warehouse.sources.cell_forms import formed_cells, split_flags
from warehouse.sources.cells import TypedCells, typed_cells
from warehouse.sources.faults import WITHHELD, Faults, Rule
from warehouse.sources.fields import NATURES
from warehouse.sources.layout import Field, Layout
from warehouse.sources.layouts.form_options import CellForm
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import Batch, Lines
from warehouse.sources.words import type_rule

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
NO_ROWS: Rows = np.empty(0, dtype=np.int64)
NOTHING = pyarrow.scalar(None, pyarrow.string())


@dataclass(frozen=True)
class ConformedColumn:
    """The values of one field in one batch.

    Attributes:
        field: The field.
        values: Its values in row order, or the distinct ones where `places` is given.
        places: For each row the place of its value in `values`, null where nothing is stated.
        texts: The cells as in the file, in the order of `values`; absent where the numbers are the text.
        blanks: For each of `values` whether its cell is blank; absent where null says so.
        markers: For each of `values` the marker that stood in its place, where the provider withheld it.
        is_given: Whether the file has the column.
    """

    field: Field
    values: pyarrow.Array
    places: pyarrow.Array | None = None
    texts: pyarrow.StringArray | None = None
    blanks: pyarrow.BooleanArray | None = None
    markers: pyarrow.StringArray | None = None
    is_given: bool = True

    def rows(self) -> pyarrow.Array:
        """Return the values in row order."""
        return self.values if self.places is None else self.values.take(self.places)

    def rows_of(self, hits: Mask | pyarrow.BooleanArray) -> Rows:
        """Return the rows that hold one of the values marked by a mask over `values`."""
        mask = pyarrow.array(hits) if isinstance(hits, np.ndarray) else hits
        if not pc.any(mask).as_py():
            return NO_ROWS
        return self._where(mask if self.places is None else mask.take(self.places))

    def blank_rows(self) -> Rows:
        """Return the rows that state nothing; a withheld value, or one of the wrong type, is not blank."""
        blanks = self.values.is_null() if self.blanks is None else self.blanks
        has_none = self.places is None or self.places.null_count == 0
        if has_none and not pc.any(blanks).as_py():
            return NO_ROWS
        return self._where(
            blanks if self.places is None else blanks.take(self.places).fill_null(fill_value=True)
        )

    @staticmethod
    def _where(mask: pyarrow.BooleanArray) -> Rows:
        return np.flatnonzero(mask.fill_null(fill_value=False).to_numpy(zero_copy_only=False))

    def shown(self, rows: Rows) -> list[str]:
        """Return the cells of some rows as text, unless the column is personal."""
        if self.field.is_personal:
            return [WITHHELD] * len(rows)
        cells = self.values if self.texts is None else self.texts
        places = (
            pyarrow.array(rows) if self.places is None else self.places.take(pyarrow.array(rows))
        )
        return ["" if cell is None else str(cell) for cell in cells.take(places).to_pylist()]


@dataclass(frozen=True)
class Conformed:
    """One batch in the types of its layout.

    Attributes:
        lines: Physical line of each row.
        columns: The fields in schema order; those that the file lacks are all blank.
        natures: Nature of each row.
        is_kept: Which rows have only cells that could be typed.
        faults: The cells that could not.
        cells: The column of the file that each row stands in, where a line holds several.
    """

    lines: Lines
    columns: tuple[ConformedColumn, ...]
    natures: pyarrow.Array
    is_kept: Mask
    faults: Faults
    cells: Lines | None = None


def plainly_whole(layout: Layout, options: ReaderOptions) -> frozenset[str]:
    """Return the columns, by their name in the file, that a reader may read as whole numbers at once.

    None where the result could differ from typing the text: with marks in numbers, or blanks that look like numbers.
    """
    has_marks = options.thousands is not None or any(
        m.strip("+-.").isdigit() for m in options.null_markers
    )
    return frozenset(
        field.given
        for field in layout.fields
        if field.kind == pyarrow.int64()
        and not field.is_suppressible
        and field.form is None
        and field.given != layout.nature
        and not has_marks
    )


def conform(batch: Batch, layout: Layout, options: ReaderOptions, nature: str) -> Conformed:
    """Return a batch in the types of its layout.

    Args:
        batch: Records of a file whose header has been checked.
        layout: Fields of the table.
        options: Marks of the file.
        nature: Nature of rows that do not state their own.
    """
    faults = Faults()
    is_kept = np.ones(len(batch.lines), dtype=bool)
    found = {
        column.field.name: column
        for field in layout.fields
        if not field.is_split_off
        for column in _columns(field, batch, layout, options, is_kept, faults)
    }
    columns = tuple(found[field.name] for field in layout.fields)
    natures = _natures(batch, layout, options, nature, is_kept, faults)
    return Conformed(batch.lines, columns, natures, is_kept, faults, batch.cells)


def _columns(
    field: Field,
    batch: Batch,
    layout: Layout,
    options: ReaderOptions,
    is_kept: Mask,
    faults: Faults,
) -> Iterator[ConformedColumn]:
    """Yield a column, and before it those that are filled from what stands beside its values."""
    given = batch.columns.get(field.given)
    into = field.form.into if field.form else ()
    if given is None:
        for one in (field, *(other for other in layout.fields if other.name in into)):
            nothing = pyarrow.nulls(len(batch.lines), one.kind)
            yield ConformedColumn(one, nothing, is_given=False)
        return
    if given.type == field.kind and not pyarrow.types.is_string(field.kind):
        yield ConformedColumn(field, given)
        return
    texts, places = given.dictionary, given.indices
    form = field.form or CellForm()
    markers = (
        *options.null_markers,
        *(options.suppressed_markers if field.is_suppressible else ()),
    )
    split = split_flags(texts, form, markers)
    stated, withheld = _stated(split.cells, field, options)
    blanks = stated.is_null() if withheld is None else pc.and_(stated.is_null(), withheld.is_null())
    if field.form is None:
        result = typed_cells(stated, field.kind, options)
    else:
        # A cell that is nothing but a flag states nothing.
        is_flag = pc.and_(split.flags.is_valid(), pc.equal(split.cells, ""))
        stated, blanks = pc.if_else(is_flag, NOTHING, stated), pc.or_(blanks, is_flag)
        result, currencies = formed_cells(stated, field.kind, form, options)
        marks = {form.flags_into: split.flags, form.currency_into: currencies}
        for other in (other for other in layout.fields if other.name in into):
            yield ConformedColumn(other, marks[other.name], places)
    column = ConformedColumn(field, result.values, places, texts, blanks, withheld)
    _report(column, result, batch, options, is_kept, faults)
    yield column


def _stated(
    texts: pyarrow.StringArray, field: Field, options: ReaderOptions
) -> tuple[pyarrow.StringArray, pyarrow.StringArray | None]:
    """Return the texts with null for blanks and withheld values, and the markers of the latter."""
    trimmed = pc.utf8_trim_whitespace(texts)
    blanks = pyarrow.array([marker.strip() for marker in options.null_markers], pyarrow.string())
    is_blank = pc.is_in(trimmed, value_set=blanks)
    stated = pc.if_else(is_blank, NOTHING, texts)
    if not field.is_suppressible:
        return stated, None
    marks = pyarrow.array([mark.strip() for mark in options.suppressed_markers], pyarrow.string())
    is_withheld = pc.is_in(trimmed, value_set=marks)
    return pc.if_else(is_withheld, NOTHING, stated), pc.if_else(is_withheld, trimmed, NOTHING)


def _report(
    column: ConformedColumn,
    result: TypedCells,
    batch: Batch,
    options: ReaderOptions,
    is_kept: Mask,
    faults: Faults,
) -> None:
    """Add the cells that are not of the type, and mark their rows as not kept."""
    for is_bad, is_too_large in ((result.is_wrong, False), (result.is_too_large, True)):
        if pc.any(is_bad).as_py():
            rows = column.rows_of(is_bad)
            is_kept[rows] = False
            rule = type_rule(column.field, options, is_too_large=is_too_large)
            add_cells(faults, rule, column, rows, batch)


def add_cells(
    faults: Faults, rule: Rule, column: ConformedColumn, rows: Rows, batch: Batch | Conformed
) -> None:
    """Add a fault for the cell of a column in each of some rows, with its column where a line holds several."""
    if len(rows):
        listed = rows[: faults.limit]
        shown = column.shown(listed)
        if batch.cells is not None and column.field.is_of_cells:
            places = map(column_in_words, batch.cells[listed].tolist())
            shown = [f"{cell} in {place}" for cell, place in zip(shown, places, strict=True)]
        faults.add_all(rule, batch.lines[listed].tolist(), shown, total=len(rows))


def _natures(
    batch: Batch,
    layout: Layout,
    options: ReaderOptions,
    nature: str,
    is_kept: Mask,
    faults: Faults,
) -> pyarrow.Array:
    """Return the nature of each row: its own where the file has such a column and the row states it."""
    given = batch.columns.get(layout.nature)
    known = pyarrow.array(NATURES, pyarrow.string())
    usual = pyarrow.scalar(NATURES.index(nature), pyarrow.int32())
    if given is None:
        places = pyarrow.repeat(usual, len(batch.lines))
        return pyarrow.DictionaryArray.from_arrays(places, known)
    field = Field(
        "nature",
        layout.nature,
        pyarrow.string(),
        is_nullable=True,
        is_required=False,
        is_personal=False,
        is_suppressible=False,
    )
    stated, _ = _stated(given.dictionary, field, options)
    found = pc.index_in(pc.utf8_trim_whitespace(stated), value_set=known)
    column = ConformedColumn(field, stated, given.indices, given.dictionary)
    is_unknown = pc.and_(pc.is_valid(stated), pc.is_null(found))
    rows = column.rows_of(is_unknown)
    is_kept[rows] = False
    words = f"{layout.nature} is one of {', '.join(NATURES)}"
    add_cells(
        faults,
        Rule("nature.known", layout.nature, words, "write one of them, or leave it blank"),
        column,
        rows,
        batch,
    )
    return pyarrow.DictionaryArray.from_arrays(found.fill_null(usual).take(given.indices), known)
