"""Evidence as JSON and as CSV, in the stable form that other programs read; and JSON as evidence again.

The only place that knows the keys. `from_json(to_json(evidence))` is the evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

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
from report.figures.plain import Plain, as_plain
from rowlineage.roles import RowRole
from warehouse.records import (
    Fields,
    RecordError,
    as_flag,
    as_integer,
    as_list,
    as_object,
    as_text,
    one_of,
)

SCHEMA = "annual-report/trace/1"
_STATES = ("verified", "not_reproduced")
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
        "contributions": [_parts_to_json(entry) for entry in evidence.contributions],
        "replay": _replay_to_json(evidence.replay),
        "models": [_fields(model, upstream=dict(model.upstream)) for model in evidence.models],
        **_listing_to_json(evidence.listing),
    }


def from_json(given: object) -> CellEvidence:
    """Return the evidence that `to_json` wrote; raises RecordError where it is none of this schema."""
    read = Fields(given)
    read.part("schema", one_of((SCHEMA,)))
    listing = None
    if read.has("rows_listed_of_each_file"):
        rows = read.integer("rows_listed_of_each_file")
        listing = Listing(rows, read.part("recheck", _readded_from_json))
    return CellEvidence(
        **read.texts("edition", "table", "nature"),
        figure=read.part("figure", _or_null),
        display=read.part("display", _or_null),
        key=read.named("key", as_plain),
        column=read.part("column", _or_null),
        value=read.part("value", as_plain),
        files=read.each("sources", _file_from_json),
        left_out=read.each("excluded", _left_out_from_json),
        absent=read.each("absent", _absent_from_json),
        contributions=read.each("contributions", _parts_from_json),
        replay=read.part("replay", _replay_from_json),
        models=read.each("models", _model_from_json),
        listing=listing,
        is_value_withheld=read.part("value_withheld", as_flag, default=False),
    )


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
    rows = [_line_to_json(row) for row in file.rows]
    shown = _fields(file, rows=rows, by_role=dict(file.by_role))
    is_withheld = shown.pop("is_withheld")
    return shown if is_withheld is None else {**shown, "values_withheld": is_withheld}


def _line_to_json(row: RawLine) -> dict[str, Any]:
    shown = _fields(row, values=dict(row.values))
    return shown if shown.pop("column") == 0 else {**shown, "column": row.column}


def _parts_to_json(entry: AggregateParts) -> dict[str, Any]:
    shown = _fields(entry, parts=_plain_rows(entry.parts))
    told = (shown.pop("is_withheld"), shown.pop("is_total_withheld"))
    names = ("values_withheld", "total_withheld")
    return {**shown, **{name: True for name, is_so in zip(names, told, strict=True) if is_so}}


def _replay_to_json(replay: CellReplay) -> dict[str, Any]:
    shown = _fields(replay)
    return {**shown, "value_withheld": True} if shown.pop("is_withheld") else shown


def _listing_to_json(listing: Listing | None) -> dict[str, Any]:
    if listing is None:
        return {}
    return {
        "rows_listed_of_each_file": listing.rows_of_each_file,
        "recheck": readded_to_json(listing.recheck),
    }


def _file_from_json(given: object) -> FileRows:
    read = Fields(given)
    return FileRows(
        **read.texts("source", "vintage", "file", "sha256", "nature", "form", "citation"),
        rows=read.each("rows", _line_from_json),
        count=read.integer("count"),
        by_role={_role(name): n for name, n in read.named("by_role", as_integer).items()},
        is_withheld=read.flag("values_withheld") if read.has("values_withheld") else None,
    )


def _line_from_json(given: object) -> RawLine:
    read = Fields(given)
    return RawLine(
        sheet=read.text("sheet"),
        line=read.integer("line"),
        role=read.part("role", _role),
        nature=read.text("nature"),
        values=read.named("values", as_plain),
        column=read.integer("column") if read.has("column") else 0,
    )


def _role(given: object) -> RowRole:
    role: RowRole = cast("RowRole", one_of(get_args(RowRole))(given))
    return role


def _left_out_from_json(given: object) -> RowsLeftOut:
    read = Fields(given)
    return RowsLeftOut(
        **read.texts("model", "table", "predicate"),
        rows=read.integer("rows"),
        line=read.integer("line"),
        sample=read.each("sample", _row),
    )


def _absent_from_json(given: object) -> HeldByAbsence:
    read = Fields(given)
    tables = read.each("tables", as_text)
    return HeldByAbsence(tables=tables, **read.texts("model", "construct", "condition"))


def _parts_from_json(given: object) -> AggregateParts:
    read = Fields(given)
    return AggregateParts(
        **read.texts("model", "aggregate"),
        parts=read.each("parts", _row),
        count=read.integer("count"),
        total=read.part("total", as_plain),
        agrees=read.flag("agrees"),
        is_withheld=read.part("values_withheld", as_flag, default=False),
        is_total_withheld=read.part("total_withheld", as_flag, default=False),
    )


def _replay_from_json(given: object) -> CellReplay:
    read = Fields(given)
    return CellReplay(
        state=read.part("state", one_of(_STATES)),
        expected=read.part("expected", as_plain),
        actual=read.part("actual", as_plain),
        is_withheld=read.part("value_withheld", as_flag, default=False),
    )


def _model_from_json(given: object) -> ModelPassed:
    read = Fields(given)
    return ModelPassed(
        **read.texts("name", "title", "sql"),
        rows=read.integer("rows"),
        upstream=read.named("upstream", as_integer),
        replay=read.part("replay", one_of(_STATES)),
    )


def _readded_from_json(given: object) -> Readded | None:
    if given is None:
        return None
    read = Fields(given)
    kind = read.part("kind", one_of(("count", "sum", "share")))
    is_share = kind == "share"
    parts = [read.part(name, _added_from_json) for name in ("part", "whole") if is_share]
    return Readded(
        kind=kind,
        times=read.integer("times"),
        parts=tuple(parts) if is_share else (_added_from_json(given),),
        result=read.text("result"),
    )


def _added_from_json(given: object) -> AddedRows:
    read = Fields(given)
    return AddedRows(read.text("column"), read.each("rows", _added_row))


def _added_row(given: object) -> AddedRow:
    found = as_list(given)
    if len(found) != 3:
        raise RecordError("", f"a list of {len(found)}", "file, line and value")
    return AddedRow(as_text(found[0]), as_integer(found[1]), as_text(found[2]))


def _row(given: object) -> Mapping[str, Plain]:
    return {name: as_plain(value) for name, value in as_object(given).items()}


def _or_null(given: object) -> str | None:
    return None if given is None else as_text(given)
