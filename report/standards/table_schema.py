"""Table Schemas: type, unit, key and constraints of the columns of a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.parquet

from report.standards.payload import Payload
from warehouse.model import Column
from warehouse.natures import NATURES
from warehouse.sources.register import FORMS

_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_ROW = "_row"
_KINDS = (
    (pyarrow.types.is_boolean, "boolean"),
    (pyarrow.types.is_integer, "integer"),
    (pyarrow.types.is_decimal, "number"),
    (pyarrow.types.is_floating, "number"),
    (pyarrow.types.is_date, "date"),
)
_SHA256 = {"pattern": "[0-9a-f]{64}"}
# Columns of the listings beside the tables, by what every listing calls them.
_LISTED: dict[str, dict[str, Any]] = {
    "line": {"type": "integer", "title": "Line of the file", "constraints": {"minimum": 0}},
    "sha256": {"type": "string", "title": "Digest of the file", "constraints": _SHA256},
    "nature": {"type": "string", "title": "Nature", "constraints": {"enum": list(NATURES)}},
    "form": {"type": "string", "title": "Form", "constraints": {"enum": list(FORMS)}},
    "role": {
        "type": "string",
        "title": "Part that the row plays",
        "constraints": {"enum": ["value", "witness", "order"]},
    },
    "severity": {"type": "string", "constraints": {"enum": ["error", "warning"]}},
}
_REQUIRED = {"constraints": {"required": True}}
_OF_FIGURES: dict[str, dict[str, Any]] = {
    "id": {"title": "Figure", "constraints": {"required": True, "unique": True}},
    "label": {"title": "What it is of", **_REQUIRED},
    # A figure's value is a number or a word.
    "value": {"title": "Value, unrounded", "type": "any"},
    "unit": {"title": "Unit of the value"},
    "display": {"title": "Value as it is published", **_REQUIRED},
    "period": {"title": "Reference period"},
    "table": {"title": "Table that holds it", **_REQUIRED},
    "column": {"title": "Column of the table", **_REQUIRED},
    "recheck": {"title": "How it is added up again from the raw rows"},
    "evidence": {"title": "File with the rows behind it"},
}


def table_schema(payload: Payload, table: str) -> dict[str, Any]:
    """Return the schema of a report table.

    Args:
        payload: The release.
        table: The table's name.
    """
    head = payload.heads[table]
    rows = pyarrow.parquet.read_table(payload.data / "tables" / f"{table}.parquet")
    if _ROW in rows.column_names:
        rows = rows.drop_columns([_ROW])
    key = [name for name in head.key if name in rows.column_names]
    stated = {name for name in key if _is_stated(rows.column(name))}
    columns = head.columns or {}
    fields = [
        _field(
            columns.get(name, Column(name, name)),
            rows.column(name).type,
            is_required=name in stated,
        )
        for name in rows.column_names
    ]
    # A primary key holds no blank; a key that may hold one is unique all the same.
    whole = {"primaryKey": key} if stated == set(key) else {"uniqueKeys": [key]}
    return {**_whole(fields), **(whole if key else {})}


def listing_schema(columns: Sequence[str], *, is_figures: bool) -> dict[str, Any]:
    """Return the schema of a listing from its header.

    Args:
        columns: The columns' names.
        is_figures: Whether it is the list of figures, which has a key.
    """
    fields: list[dict[str, Any]] = [
        {"name": name, **_LISTED.get(name, {"type": "string"})} for name in columns
    ]
    if not is_figures:
        return _whole(fields)
    fields = [{**field, **_OF_FIGURES.get(field["name"], {})} for field in fields]
    return {**_whole(fields), **({"primaryKey": ["id"]} if "id" in columns else {})}


def _whole(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {"$schema": _SCHEMA, "fields": fields, "missingValues": [""]}


def _field(column: Column, kind: pyarrow.DataType, *, is_required: bool) -> dict[str, Any]:
    name = next((name for test, name in _KINDS if test(kind)), "string")
    words = {"boolean": {"trueValues": ["true"], "falseValues": ["false"]}}
    described: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "type": name,
        **words.get(name, {}),
    }
    if column.unit:
        described["unit"] = column.unit
    if column.decimals is not None:
        described["decimals"] = column.decimals
    if is_required:
        described["constraints"] = {"required": True}
    return described


def _is_stated(values: pyarrow.ChunkedArray) -> bool:
    """Return whether no cell is blank in a CSV file."""
    if values.null_count:
        return False
    is_text = pyarrow.types.is_string(values.type) or pyarrow.types.is_large_string(values.type)
    return not (is_text and pyarrow.compute.any(pyarrow.compute.equal(values, "")).as_py())
