"""Evidence as JSON and as CSV, in the stable form that other programs read; and JSON as evidence again.

The only place that knows the keys. `from_json(to_json(evidence))` is the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from report.evidence.tracing.cell_evidence import (
    AddedRow,
    AddedRows,
    AggregateParts,
    CellEvidence,
    CellReplay,
    FileRows,
    HeldByAbsence,
    Listing,
    ModelPassed,
    RawLine,
    Readded,
    RowsLeftOut,
)
from warehouse.errors import DefinitionError

SCHEMA = "annual-report/trace/1"
_COLUMNS = (
    "source",
    "vintage",
    "file",
    "sha256",
    "sheet",
    "line",
    "role",
    "nature",
    "column",
    "value",
)


def to_json(evidence: CellEvidence) -> dict[str, Any]:
    """Return evidence as `trace --json` prints it and a release holds it."""
    withheld = {"value_withheld": True} if evidence.is_value_withheld else {}
    return {
        "schema": SCHEMA,
        "edition": evidence.edition,
        "figure": evidence.figure,
        "display": evidence.display,
        "table": evidence.table,
        "key": dict(evidence.key),
        "column": evidence.column,
        "value": evidence.value,
        **withheld,
        "nature": evidence.nature,
        "sources": [_file_to_json(file) for file in evidence.files],
        "excluded": [
            _fields(entry, sample=_plain_rows(entry.sample)) for entry in evidence.left_out
        ],
        "absent": [_fields(entry, tables=list(entry.tables)) for entry in evidence.absent],
        "contributions": [
            _fields(entry, parts=_plain_rows(entry.parts)) for entry in evidence.contributions
        ],
        "replay": _fields(evidence.replay),
        "models": [_fields(model, upstream=dict(model.upstream)) for model in evidence.models],
        **_listing_to_json(evidence.listing),
    }


def from_json(given: Mapping[str, Any]) -> CellEvidence:
    """Return the evidence that `to_json` wrote.

    Raises:
        DefinitionError: If it is no evidence of this schema.
    """
    if given.get("schema") != SCHEMA:
        raise DefinitionError(f"evidence of schema {given.get('schema')!r}", expected=SCHEMA)
    try:
        return _from_json(given)
    except (KeyError, TypeError) as error:
        raise DefinitionError(f"evidence with a wrong or missing part: {error}") from error


def csv_rows(evidence: CellEvidence) -> Iterator[list[Any]]:
    """Yield the raw rows of evidence: a header, then one line a row and column."""
    yield list(_COLUMNS)
    for file in evidence.files:
        place = [file.source, file.vintage, file.file, file.sha256]
        for row in file.rows:
            for name, value in row.values.items():
                yield [*place, row.sheet, row.line, row.role, row.nature, name, value]


def readded_to_json(found: Readded | None) -> dict[str, Any] | None:
    """Return a recheck as releases quote it."""
    if found is None:
        return None
    parts = [
        {"column": part.column, "rows": [[row.place, row.line, row.value] for row in part.rows]}
        for part in found.parts
    ]
    shown = {"part": parts[0], "whole": parts[1]} if found.kind == "share" else parts[0]
    return {"kind": found.kind, "times": found.times, **shown, "result": found.result}


def _fields(record: object, **replaced: object) -> dict[str, Any]:
    """Return the fields of a record whose names are its keys, those of no JSON type replaced."""
    return {**vars(record), **replaced}


def _plain_rows(rows: tuple[Mapping[str, Any], ...]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def _file_to_json(file: FileRows) -> dict[str, Any]:
    rows = [_fields(row, values=dict(row.values)) for row in file.rows]
    shown = _fields(file, rows=rows, by_role=dict(file.by_role))
    is_withheld = shown.pop("is_withheld")
    return shown if is_withheld is None else {**shown, "values_withheld": is_withheld}


def _listing_to_json(listing: Listing | None) -> dict[str, Any]:
    if listing is None:
        return {}
    return {
        "rows_listed_of_each_file": listing.rows_of_each_file,
        "recheck": readded_to_json(listing.recheck),
    }


def _from_json(given: Mapping[str, Any]) -> CellEvidence:
    same = ("edition", "figure", "display", "table", "key", "column", "value", "nature")
    return CellEvidence(
        **{name: given[name] for name in same},
        files=tuple(map(_file_from_json, given["sources"])),
        left_out=tuple(
            RowsLeftOut(**{**entry, "sample": tuple(entry["sample"])})
            for entry in given["excluded"]
        ),
        absent=tuple(
            HeldByAbsence(**{**entry, "tables": tuple(entry["tables"])})
            for entry in given["absent"]
        ),
        contributions=tuple(
            AggregateParts(**{**entry, "parts": tuple(entry["parts"])})
            for entry in given["contributions"]
        ),
        replay=CellReplay(**given["replay"]),
        models=tuple(ModelPassed(**model) for model in given["models"]),
        listing=_listing_from_json(given),
        is_value_withheld=bool(given.get("value_withheld", False)),
    )


def _file_from_json(given: Mapping[str, Any]) -> FileRows:
    parts = {**given, "rows": tuple(RawLine(**row) for row in given["rows"])}
    return FileRows(is_withheld=parts.pop("values_withheld", None), **parts)


def _listing_from_json(given: Mapping[str, Any]) -> Listing | None:
    if "rows_listed_of_each_file" not in given:
        return None
    return Listing(given["rows_listed_of_each_file"], _readded_from_json(given["recheck"]))


def _readded_from_json(given: Mapping[str, Any] | None) -> Readded | None:
    if given is None:
        return None
    shown = [given["part"], given["whole"]] if given["kind"] == "share" else [given]
    parts = tuple(
        AddedRows(part["column"], tuple(AddedRow(*row) for row in part["rows"])) for part in shown
    )
    return Readded(given["kind"], given["times"], parts, given["result"])
