"""The dictionary: every column of the report's tables and of its sources' tables, from model heads and schemas.

What is said of each column. Where it is shown (workbook, pages) belongs there. Personal columns are listed, so that
it is known that they exist, and that they are in no output.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow

from report.publish.kept_edition import KeptEdition
from report.publish.tables import PublishedTable
from warehouse.project import Project
from warehouse.sources.register import load_source, raw_table
from warehouse.sources.schema import arrow_type, is_personal, load_schema
from warehouse.sources.words import check_words, row_words, unique_words

if TYPE_CHECKING:
    from pandera.pandas import Check, DataFrameSchema

_TYPES = (
    (pyarrow.types.is_boolean, "yes or no"),
    (pyarrow.types.is_integer, "whole number"),
    (pyarrow.types.is_decimal, "decimal number"),
    (pyarrow.types.is_floating, "decimal number"),
    (pyarrow.types.is_date, "date"),
)
_CODES = "isin"


@dataclass(frozen=True)
class ColumnEntry:
    """One column.

    Attributes:
        table: Table that it is in, by its name in the warehouse.
        kind: `report` or `source`.
        codes: The values that it may hold; empty where they are not a closed list.
        remark: Whether it is part of the key, may be blank, is personal, and how it is rounded.
        rules: What its values must keep to besides, in words.
    """

    table: str
    kind: str
    name: str
    title: str
    unit: str
    type: str
    codes: tuple[str, ...]
    remark: str
    rules: tuple[str, ...] = ()


def dictionary(project: Project, edition: KeptEdition) -> list[ColumnEntry]:
    """Return the columns of an edition's report tables by number, then those of its sources by name.

    Schemas are the project's present ones.
    """
    entries = [entry for table in edition.tables for entry in _of_report(table)]
    for name, schema in _schemas(project, edition):
        entries += _of_source(name, schema)
    return entries


def rules_across(project: Project, edition: KeptEdition) -> dict[str, list[str]]:
    """Return the rules of each source table that are about several of its columns, in words."""
    found = {}
    for name, schema in _schemas(project, edition):
        rules = [unique_words(tuple(map(str, schema.unique)))] if schema.unique else []
        found[name] = rules + [row_words(check) for check in schema.checks]
    return found


def _schemas(project: Project, edition: KeptEdition) -> Iterator[tuple[str, DataFrameSchema]]:
    held = {file.table: file.vintage for file in edition.files}
    for name in edition.sources:
        source = load_source(project, name)
        for table in source.tables.values():
            if (warehouse_name := raw_table(name, table.name)) in held:
                where = f"raw/{name}/source.yaml, table {table.name}"
                schema = source.laid_out(table, held[warehouse_name]).schema
                yield warehouse_name, load_schema(project.root, schema, where)


def type_in_words(kind: pyarrow.DataType) -> str:
    """Return what a column holds, in a word or two."""
    return next((words for test, words in _TYPES if test(kind)), "text")


def _of_report(table: PublishedTable) -> Iterator[ColumnEntry]:
    for column, field in zip(table.columns, table.arrow.schema, strict=True):
        remarks = ["key"] if column.name in table.model.key else []
        if column.decimals is not None:
            remarks.append(_rounding(column.decimals))
        yield ColumnEntry(
            table.model.name,
            "report",
            column.name,
            column.title,
            column.unit,
            type_in_words(field.type),
            (),
            ", ".join(remarks),
        )


def _rounding(decimals: int) -> str:
    if decimals <= 0:
        return (
            "rounded to a whole number"
            if not decimals
            else f"rounded to the nearest {10**-decimals:,}"
        )
    return f"rounded to {decimals} decimal place{'' if decimals == 1 else 's'}"


def _of_source(table: str, schema: DataFrameSchema) -> Iterator[ColumnEntry]:
    for name, column in schema.columns.items():
        remarks = {
            "key": name in (schema.unique or ()) or column.unique,
            "may be blank": column.nullable,
            "personal: checked, and in no output": is_personal(column),
        }
        yield ColumnEntry(
            table,
            "source",
            str(name),
            str(column.title or name),
            str((column.metadata or {}).get("unit", "")),
            type_in_words(arrow_type(column)),
            tuple(_codes(column.checks)),
            ", ".join(words for words, holds in remarks.items() if holds),
            tuple(
                check_words(str(name), check)
                for check in column.checks
                if check.registry_name != _CODES
            ),
        )


def _codes(checks: Sequence[Check]) -> Iterator[str]:
    for check in checks:
        if check.registry_name == _CODES:
            # The order of a set would differ from run to run.
            values = check.statistics["allowed_values"]
            ordered = values if isinstance(values, list | tuple) else sorted(values, key=str)
            yield from (str(value) for value in ordered)
