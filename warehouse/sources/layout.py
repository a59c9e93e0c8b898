"""What a table will hold: the columns of the schema, matched with the header of one file.

Also decides which columns reach the Parquet file and in which order. Reading values belongs to `conform`.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandera.pandas as pa
import pyarrow

from warehouse.errors import DefinitionError
from warehouse.sources.faults import Faults, Rule
from warehouse.sources.layouts.declared import fitting, likely
from warehouse.sources.layouts.form_options import CellForm
from warehouse.sources.options import ReaderOptions
from warehouse.sources.schema import arrow_type, is_personal

NATURE = "nature"
SUPPRESSED = "_suppressed"


@dataclass(frozen=True)
class Field:
    """One column of the schema, as one file gives it.

    Attributes:
        name: Name in the schema and the table.
        given: Name in the file.
        kind: Arrow type of its values.
        is_nullable: Whether a cell may be blank.
        is_required: Whether a file must have the column.
        is_personal: Whether its values stay in the raw file.
        is_suppressible: Whether the provider may withhold a value behind a marker.
        form: How its cells are written, where that is declared.
        is_split_off: Whether it is filled from what stands beside the values of another column.
        is_of_cells: Whether its values are the cells of columns that become rows.
    """

    name: str
    given: str
    kind: pyarrow.DataType
    is_nullable: bool
    is_required: bool
    is_personal: bool
    is_suppressible: bool
    form: CellForm | None = None
    is_split_off: bool = False
    is_of_cells: bool = False


@dataclass(frozen=True)
class Layout:
    """The fields of a schema in its order, and what the options say of the file's columns."""

    fields: tuple[Field, ...]
    nature: str
    only_declared: bool = False
    ignore: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[Field, ...]:
        """The fields that reach the table."""
        return tuple(field for field in self.fields if not field.is_personal)

    @property
    def has_personal(self) -> bool:
        """Whether any of the schema's columns is personal, in this file or not."""
        return any(field.is_personal for field in self.fields)

    @property
    def arrow_schema(self) -> pyarrow.Schema:
        """The columns of the Parquet file."""
        columns = [("_row", pyarrow.int64()), ("_nature", pyarrow.string())]
        columns += [(field.name, field.kind) for field in self.kept]
        columns += [
            (field.name + SUPPRESSED, pyarrow.string())
            for field in self.kept
            if field.is_suppressible
        ]
        return pyarrow.schema(columns)


def plan(schema: pa.DataFrameSchema, options: ReaderOptions, where: str) -> Layout:
    """Return the layout of a schema under the reader options of its table.

    Raises:
        DefinitionError: The options name a column that the schema does not have, or a companion column of withheld
            values would meet a column of the schema.
    """
    formed = (name for column, form in options.cells for name in (column, *form.into))
    named = (
        *options.suppressed_columns,
        *formed,
        *(new for _, new in options.rename if new != NATURE),
    )
    for name in named:
        if name not in schema.columns:
            raise DefinitionError(
                f"the reader options name the column {name!r}, which the schema does not have"
                f"{likely(name, schema.columns)}",
                where=where,
                expected=f"one of {', '.join(schema.columns)}",
                remedy="correct the reader options or the schema",
            )
    for name in options.suppressed_columns:
        if name + SUPPRESSED in schema.columns:
            raise DefinitionError(
                f"the schema has a column {name + SUPPRESSED!r}, the name kept for withheld values of {name}",
                where=where,
                remedy="give the column another name",
            )
    given = {new: old for old, new in options.rename}
    fields = tuple(
        _field(name, given.get(name, name), column, options)
        for name, column in schema.columns.items()
    )
    _check_forms(fields, options, where)
    nature = given.get(NATURE, NATURE)
    return Layout(fields, nature, options.only_declared, options.ignore)


def _field(name: str, given: str, column: pa.Column, options: ReaderOptions) -> Field:
    return Field(
        name,
        given,
        arrow_type(column),
        bool(column.nullable),
        bool(column.required),
        is_personal(column),
        name in options.suppressed_columns,
        dict(options.cells).get(name),
        any(name in form.into for _, form in options.cells),
        name in _values_of_cells(options),
    )


def _values_of_cells(options: ReaderOptions) -> dict[str, str]:
    unpivot = options.arrangement.unpivot if options.arrangement else None
    return dict(unpivot.values) if unpivot else {}


def _check_forms(fields: tuple[Field, ...], options: ReaderOptions, where: str) -> None:
    """Refuse cell forms that are not of their column's kind, or that fill a column which cannot hold what they find."""
    by_name = {field.name: field for field in fields}
    for name, form in options.cells:
        field, kind = by_name[name], by_name[name].kind
        is_text, types = pyarrow.types.is_string(kind), pyarrow.types
        faults = [
            (bool(form.dates) and not types.is_date(kind), "has dates, and is no date"),
            (
                bool(form.true_words) and not types.is_boolean(kind),
                "has words for yes and no, and is no flag",
            ),
            (
                form.is_of_numbers and (is_text or types.is_date(kind) or types.is_boolean(kind)),
                "is no number",
            ),
            (form.flags_are_usual and is_text, "is a text: say what its flags are (`are`)"),
        ]
        for into in (by_name[name] for name in form.into):
            fits = types.is_string(into.kind) and into.is_nullable and not into.is_suppressible
            faults.append((not fits, f"fills {into.name}, which is no text that may be blank"))
            faults.append(
                (field.is_personal and not into.is_personal, f"is personal, and {into.name} is not")
            )
        for is_wrong, fact in faults:
            if is_wrong:
                raise DefinitionError(
                    f"the cell form of {name} does not fit the schema: the column {fact}",
                    where=where,
                    remedy="correct `cells` in the reader options, or the schema",
                )


def check_header(
    names: tuple[str, ...], line: int, layout: Layout, faults: Faults, shown: Mapping[str, str]
) -> bool:
    """Compare a file's header with the layout and add what is wrong.

    Args:
        names: The columns' names.
        line: The header's line.
        layout: The layout.
        faults: What is wrong is added here.
        shown: How unknown columns are called where their names may not be told, see `closing`; else nothing.

    Returns:
        Whether rows can be loaded: no required column is missing and no name comes twice.
    """
    expected = [field.given for field in layout.fields if not field.is_split_off]
    extra = [name for name in names if name not in expected and name != layout.nature]
    extra = _not_passed_over(extra, layout)
    missing = [
        f.given
        for f in layout.fields
        if f.is_required and f.given not in names and not f.is_split_off
    ]
    counted = [name for name in names if name in expected or name == layout.nature or name in extra]
    twice = [name for name, count in Counter(counted).items() if count > 1]
    for name in missing:
        remedy = "add the column, or correct its name in the header"
        close = difflib.get_close_matches(name, extra, n=1, cutoff=0.6)
        if close:
            found = f"{close[0]!r}" if close[0] not in shown else f"the like as {shown[close[0]]}"
            remedy = f"the header has {found}: is it this column? then rename it to {name!r}"
        words = f"the file has a column {name!r}"
        faults.add(Rule("header.missing", name, words, remedy), line)
    for name in twice:
        remedy = "remove or rename one of them"
        words = f"{_column(name, shown)} comes once in the header"
        faults.add(Rule("header.repeated", shown.get(name, name), words, remedy), line)
    for name in dict.fromkeys(extra):
        remedy = "remove the column, or add it to the schema"
        words = f"{_column(name, shown)} is in the schema" if name else "every column has a name"
        faults.add(Rule("header.unknown", shown.get(name, name), words, remedy), line)
    return not missing and not twice


def _not_passed_over(names: list[str], layout: Layout) -> list[str]:
    if layout.only_declared:
        return []
    return [n for n, hit in zip(names, fitting(layout.ignore, names), strict=True) if not hit]


def _column(name: str, shown: Mapping[str, str]) -> str:
    return f"{shown[name]} (its heading is withheld)" if name in shown else f"the column {name!r}"
