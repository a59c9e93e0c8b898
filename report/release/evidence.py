"""The evidence of every figure: the raw rows behind it, what was left out, contributions and replay.

A source whose licence withholds its files shows the places of its rows and not what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from report.publish.files import write_csv, write_json
from report.release.recheck import recheck_entry
from report.release.refusal import Reason, ReleaseRefused
from report.tracing.document import as_json, csv_rows
from report.tracing.target import figure_target
from report.tracing.trace import CellTrace, SourcePart, Tracer
from warehouse.builder.kept import Kept
from warehouse.errors import GateError, ReportError

ROWS_SHOWN = 100_000
"""Rows listed of each raw file, the ones that feed the value first; those beyond are counted."""
FOLDER = "evidence"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def write_evidence(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    figures: Iterable[Mapping[str, Any]],
    withheld: set[str],
    data: Path,
    listener: Callable[[str], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Write the evidence of figures into a payload and return them, each with its recheck and the path of its evidence.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        figures: The figures as the build wrote them, each with its `recheck` as the catalogue declares it.
        withheld: Sources whose licence withholds what their files say.
        data: The payload.
        listener: Called with the id of each figure as its trace begins.

    Raises:
        ReleaseRefused: If a figure is not reproduced from its evidence, or its id cannot name a file.
    """
    found: list[dict[str, Any]] = []
    against: list[Reason] = []
    tracer = Tracer(kept, connection)
    for figure in figures:
        listener(figure["id"])
        (data / FOLDER).mkdir(exist_ok=True)
        traced = tracer.trace(figure_target(kept, connection, figure), limit=ROWS_SHOWN)
        try:
            _check(kept, figure, traced)
            document = _document(kept, connection, figure, traced, withheld)
        except ReportError as error:
            against.append(Reason.of("figure", error))
            continue
        path = f"{FOLDER}/{figure['id']}.json"
        write_json(data / path, document)
        columns, *rows = csv_rows(_open_part(traced, withheld))
        write_csv(data / FOLDER / f"{figure['id']}.csv", columns, rows)
        found.append({**figure, "recheck": document["recheck"], "evidence": path})
    if against:
        raise ReleaseRefused(str(kept.catalog["edition"]), against)
    return found


def _check(kept: Kept, figure: Mapping[str, Any], traced: CellTrace) -> None:
    name = figure["id"]
    if not traced.verified:
        edition = kept.catalog["edition"]
        raise GateError(
            "not reproduced from its evidence",
            where=name,
            remedy=f"annual-report trace {name} --edition {edition}",
        )
    if not _FILE_NAME.fullmatch(name):
        raise GateError(
            "its id cannot name a file",
            where=name,
            expected="letters and digits, with . _ or - between them",
            remedy="rename it in report/figures.yaml",
        )


def _document(
    kept: Kept,
    connection: duckdb.DuckDBPyConnection,
    figure: Mapping[str, Any],
    traced: CellTrace,
    withheld: set[str],
) -> dict[str, Any]:
    """Return a trace as `trace --json` prints it, with its recheck, without what withheld files say."""
    document = as_json(kept, connection, traced)
    document["rows_listed_of_each_file"] = ROWS_SHOWN
    _close(kept, document, withheld)
    document["recheck"] = recheck_entry(kept, figure, document)
    return document


def _close(kept: Kept, document: dict[str, Any], withheld: set[str]) -> None:
    """Take what withheld files say out of a trace; the places of their rows stay."""
    closed = _closed_tables(kept, withheld)
    for source in document["sources"]:
        source["values_withheld"] = source["source"] in withheld
        if source["values_withheld"]:
            source["rows"] = [{**row, "values": {}} for row in source["rows"]]
    for kind, shown in (("excluded", "sample"), ("contributions", "parts")):
        for entry in document[kind]:
            if closed.intersection(kept.model(entry["model"]).upstream):
                entry[shown] = []


def _closed_tables(kept: Kept, withheld: set[str]) -> set[str]:
    """Return the tables whose rows are not shown: withheld files, and what is worked out of them and not published."""
    closed = {place.table for place in kept.places.values() if place.source in withheld}
    for model in map(kept.model, kept.order()):
        if model.layer != "report" and closed.intersection(model.upstream):
            closed.add(model.name)
    return closed


def _open_part(traced: CellTrace, withheld: set[str]) -> CellTrace:
    """Return a trace in which rows of withheld files have a place and no values."""
    return replace(traced, sources=[_open_source(part, withheld) for part in traced.sources])


def _open_source(part: SourcePart, withheld: set[str]) -> SourcePart:
    if part.place.source not in withheld:
        return part
    return replace(part, rows=[{**row, "values": {}} for row in part.rows])
