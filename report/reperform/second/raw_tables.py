"""The raw tables of an edition as Arrow tables, from the register and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow
from pandera.pandas import DataFrameSchema

from report.reperform.second.raw_cells import Records, is_read_apart, read_records
from report.reperform.second.raw_forms import dressed_number, without_flags
from report.reperform.second.raw_values import column
from warehouse.edition import Edition
from warehouse.errors import SourceFileError
from warehouse.project import Project
from warehouse.sources.files import check_file, locate
from warehouse.sources.layout import SUPPRESSED, Field, plan
from warehouse.sources.layouts.form_options import CellForm
from warehouse.sources.options import ReaderOptions
from warehouse.sources.register import Source, SourceTable, load_source, raw_table
from warehouse.sources.schema import load_schema

EDITION_TABLE = "raw_edition"


@dataclass(frozen=True)
class RawEntry:
    """One raw table that an edition pins."""

    source: Source
    of_source: SourceTable
    vintage: str

    @property
    def table(self) -> SourceTable:
        """The table as the vintage reads it."""
        return self.source.laid_out(self.of_source, self.vintage)

    @property
    def name(self) -> str:
        """The table's name in the warehouse."""
        return raw_table(self.source.name, self.of_source.name)


def raw_entries(project: Project, edition: Edition) -> Iterator[RawEntry]:
    """Yield the raw tables that an edition pins."""
    for name, pin in edition.pins.items():
        source = load_source(project, name)
        for table in source.tables.values():
            yield RawEntry(source, table, pin.vintage)


def shared_file(entry: RawEntry) -> tuple[str, ...]:
    """Return the paths of raw files that are read with the build's own reader, and not apart."""
    return tuple(
        f"raw/{entry.source.name}/{entry.vintage}/{file.path}"
        for file in entry.source.vintage(entry.vintage).files_of(entry.table.name)
        if not is_read_apart(file.path, entry.table.options)
    )


def edition_table(edition: Edition) -> pyarrow.Table:
    """Return the edition's one-row table that models read the year and the as-of date from."""
    values = {
        "edition": pyarrow.array([edition.name]),
        "year": pyarrow.array([edition.year], pyarrow.int32()),
        "period_start": pyarrow.array([edition.start]),
        "period_end": pyarrow.array([edition.end]),
        "as_of": pyarrow.array([edition.as_of]),
    }
    return pyarrow.table(values)


def read_table(project: Project, entry: RawEntry) -> pyarrow.Table:
    """Return a raw table, read from its registered files.

    Raises:
        SourceFileError: If a file is missing, is not the registered one or cannot be read.
        DefinitionError: If its schema is wrong.
    """
    folder = f"raw/{entry.source.name}"
    tables = []
    for file in entry.source.vintage(entry.vintage).files_of(entry.table.name):
        where = f"{folder}/{entry.vintage}/{file.path}"
        path = locate(entry.source.folder / entry.vintage, file.path, where)
        check_file(path, file.sha256, file.size, where)
        schema = load_schema(project.root, entry.table.schema, where)
        tables.append(typed_table(path, schema, entry.table.options, where))
    if not tables:
        raise SourceFileError("the vintage has no file for the table", where=folder)
    return pyarrow.concat_tables(tables)


def typed_table(
    path: Path, schema: DataFrameSchema, options: ReaderOptions, where: str
) -> pyarrow.Table:
    """Return the columns of a raw file that reach the warehouse, then the markers of withheld values.

    Raises:
        SourceFileError: If the file cannot be read, lacks a column or holds a cell that is no value of its type.
    """
    records = read_records(path, options, where)
    values, markers = {}, {}
    layout = plan(schema, options, where)
    for field in (field for field in layout.fields if not field.is_split_off):
        cells = _cells(records, field, where)
        beside: dict[str, list[str | None]] = {}
        if field.form is not None:
            cells, beside = _split(cells, field, field.form, options)
        if field.is_suppressible:
            cells, markers[field.name + SUPPRESSED] = _without_withheld(cells, options)
        place = f"{where}, column {field.given}"
        values[field.name] = column(cells, field.kind, options, place, field.form)
        values |= {name: pyarrow.array(found, pyarrow.string()) for name, found in beside.items()}
    return pyarrow.table({**{f.name: values[f.name] for f in layout.kept}, **markers})


def _split(
    cells: list[str | None], field: Field, form: CellForm, options: ReaderOptions
) -> tuple[list[str | None], dict[str, list[str | None]]]:
    """Return the cells of a column without what its form puts into other columns, and these by name."""
    marks = (*options.null_markers, *(options.suppressed_markers if field.is_suppressible else ()))
    markers = frozenset(mark.strip() for mark in marks)
    split = [(None, None) if c is None else without_flags(c, form, markers) for c in cells]
    left = [None if flag is not None and not cell else cell for cell, flag in split]
    beside = {form.flags_into: [flag for _, flag in split]} if form.flags_into else {}
    if form.currency_into:
        blanks = {mark.strip() for mark in options.null_markers}
        beside[form.currency_into] = [
            None if c is None or c.strip() in blanks else dressed_number(c, form, options)[1]
            for c in left
        ]
    return left, beside


def _cells(records: Records, field: Field, where: str) -> list[str | None]:
    if field.given in records.names:
        place = records.names.index(field.given)
        return [row[place] for row in records.rows]
    if field.is_required:
        raise SourceFileError(
            f"column {field.given!r} is missing", where=where, expected=", ".join(records.names)
        )
    return [None] * len(records.rows)


def _without_withheld(
    cells: list[str | None], options: ReaderOptions
) -> tuple[list[str | None], pyarrow.Array]:
    """Return the cells without those that the provider withheld, and the marker that stood in place of each."""
    known = {marker.strip() for marker in options.suppressed_markers}
    found = [c.strip() if c is not None and c.strip() in known else None for c in cells]
    left = [None if mark else cell for cell, mark in zip(cells, found, strict=True)]
    return left, pyarrow.array(found, pyarrow.string())
