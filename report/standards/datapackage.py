"""The Data Package (version 2): every CSV file of the payload with its types, units, keys, size and digest.

The schemas of its resources are Table Schemas.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.parquet

from report.publish.addresses import licence_address, web_address
from report.standards.payload import DescribedPayload, PayloadFile
from warehouse.model import Column
from warehouse.natures import NATURES
from warehouse.sources.register import FORMS

_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_DIALECT = {
    "delimiter": ",",
    "doubleQuote": True,
    "header": True,
    "lineTerminator": "\n",
    "quoteChar": '"',
}
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9._-]+")
_TABLES = "tables/"
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


def datapackage(payload: DescribedPayload) -> dict[str, object]:
    """Return the description of the payload's CSV files."""
    release = payload.release
    files = [file for path, file in payload.files.items() if _is_described(path)]
    names = _names([file.path for file in files])
    described = {
        "$schema": _PACKAGE,
        "name": f"annual-report-{release.edition}-r{release.revision}",
        "id": f"sha256:{release.content_sha256}",
        "title": release.title,
        "created": f"{release.as_of}T00:00:00Z",
        "version": str(release.revision),
        "contributors": [{"title": release.publisher, "roles": ["publisher"]}],
        "sources": _sources(payload),
        "licenses": _licences(payload),
        "resources": [_resource(payload, file, names[file.path]) for file in files],
    }
    return {name: value for name, value in described.items() if value != []}


def _is_described(path: str) -> bool:
    """Return whether a file is a table of the release; the raw files are described by their sources."""
    return path.endswith(".csv") and not path.startswith("project/")


def _resource(payload: DescribedPayload, file: PayloadFile, name: str) -> dict[str, object]:
    return {
        "$schema": _RESOURCE,
        "name": name,
        "type": "table",
        "path": file.path,
        "title": _title(payload, file.path),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": _DIALECT,
        "schema": _schema(payload, file.path),
    }


def _schema(payload: DescribedPayload, path: str) -> dict[str, object]:
    table = path.removeprefix(_TABLES).removesuffix(".csv")
    if path.startswith(_TABLES) and payload.is_published(table):
        return _table_schema(payload, table)
    with (payload.data / path).open(encoding="utf-8", newline="") as text:
        return _listing_schema(next(csv.reader(text), []), is_figures=path == "figures.csv")


def _title(payload: DescribedPayload, path: str) -> str:
    folder, _, name = path.removesuffix(".csv").rpartition("/")
    if folder == "tables" and name in payload.models:
        return payload.models[name].title
    labels = {figure.id: figure.label for figure in payload.figures}
    if folder == "evidence":
        return f"Raw rows behind: {labels.get(name, name)}"
    if folder == "natures" and name in payload.models:
        return f"Nature and form of the cells: {payload.models[name].title}"
    return {"figures": "Figures", "problems": "What the checks found"}.get(name, name)


def _names(paths: list[str]) -> dict[str, str]:
    """Return a name for each path; where two come out alike, the later one is numbered."""
    names: dict[str, str] = {}
    for path in paths:
        stem = path.removesuffix(".csv").removeprefix(_TABLES).replace("/", ".").lower()
        name = first = _NOT_IN_A_NAME.sub("-", stem)
        number = 2
        while name in names.values():
            name, number = f"{first}-{number}", number + 1
        names[path] = name
    return names


def _sources(payload: DescribedPayload) -> list[dict[str, str]]:
    return [
        {"title": f"{source.publisher}: {source.title}", **_if("path", source.landing_url)}
        for source in payload.sources.values()
    ]


def _licences(payload: DescribedPayload) -> list[dict[str, str]]:
    """Return the licences of the sources that may be passed on, each once."""
    found: dict[str, dict[str, str]] = {}
    for source in payload.sources.values():
        address = licence_address(source.licence)
        if source.redistribute and address:
            is_spdx = address.startswith("https://spdx.org/")
            found[address] = {"path": address, **({"name": source.licence} if is_spdx else {})}
    return [found[address] for address in sorted(found)]


def _if(key: str, text: str) -> dict[str, str]:
    address = web_address(text)
    return {key: address} if address else {}


def _table_schema(payload: DescribedPayload, table: str) -> dict[str, Any]:
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


def _listing_schema(columns: Sequence[str], *, is_figures: bool) -> dict[str, Any]:
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
