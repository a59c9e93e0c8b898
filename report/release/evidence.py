"""The evidence of every figure: the raw rows behind it, what was left out, contributions and replay.

A source whose licence withholds its files shows the places of its rows and not what they say.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from report.publish.files import write_json
from report.release.recheck import recheck_entry
from report.release.refusal import Reason, ReleaseRefused
from report.tracing.document import as_json, csv_rows
from report.tracing.target import figure_target
from report.tracing.trace import CellTrace, SourcePart, trace
from warehouse.builder.kept import Kept

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
    """Write the evidence of figures into a payload and return the figures with its path and their recheck.

    Args:
        kept: The generation.
        connection: A connection on its tables.
        figures: The figures as the build wrote them.
        withheld: Sources whose licence withholds what their files say.
        data: The payload.
        listener: Called with the id of each figure as its trace begins.

    Raises:
        ReleaseRefused: If a figure is not reproduced from its evidence, or its id cannot name a file.
    """
    (data / FOLDER).mkdir()
    found = []
    for figure in figures:
        listener(figure["id"])
        traced = trace(kept, connection, figure_target(kept, connection, figure), limit=ROWS_SHOWN)
        _refuse_unproven(kept, figure, traced)
        document = _document(kept, connection, traced, withheld)
        entry = recheck_entry(kept, figure, document)
        document["recheck"] = entry
        path = f"{FOLDER}/{figure['id']}.json"
        write_json(data / path, document)
        (data / FOLDER / f"{figure['id']}.csv").write_bytes(_as_csv(_open_part(traced, withheld)))
        found.append({**figure, "evidence": path, "recheck": entry})
    return found


def _refuse_unproven(kept: Kept, figure: Mapping[str, Any], traced: CellTrace) -> None:
    name, edition = figure["id"], str(kept.catalog["edition"])
    remedy = f"annual-report trace {name} --edition {edition}"
    if not traced.verified:
        reason = Reason("figure", "not reproduced from its evidence", name, remedy)
        raise ReleaseRefused(edition, [reason])
    if not _FILE_NAME.fullmatch(name):
        what = "its id cannot name a file; expected: letters, digits, and . _ - between them"
        raise ReleaseRefused(
            edition, [Reason("figure", what, name, "rename it in report/figures.yaml")]
        )


def _document(
    kept: Kept, connection: duckdb.DuckDBPyConnection, traced: CellTrace, withheld: set[str]
) -> dict[str, Any]:
    """Return a trace as `trace --json` prints it, without what withheld files say."""
    document = as_json(kept, connection, _open_part(traced, withheld))
    document["rows_listed_of_each_file"] = ROWS_SHOWN
    closed = {part.place.table for part in traced.sources if part.place.source in withheld}
    for source in document["sources"]:
        source["values_withheld"] = source["source"] in withheld
    for entry in document["excluded"]:
        if entry["table"] in closed:
            entry["sample"] = []
    upstream = {model["name"]: set(model["upstream"]) for model in document["models"]}
    for entry in document["contributions"]:
        if upstream[entry["model"]] & closed:
            entry["parts"] = []
    return document


def _open_part(traced: CellTrace, withheld: set[str]) -> CellTrace:
    """Return a trace in which rows of withheld files have a place and no values."""
    return replace(traced, sources=[_open_source(part, withheld) for part in traced.sources])


def _open_source(part: SourcePart, withheld: set[str]) -> SourcePart:
    if part.place.source not in withheld:
        return part
    return replace(part, rows=[{**row, "values": {}} for row in part.rows])


def _as_csv(traced: CellTrace) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(csv_rows(traced))
    return text.getvalue().encode("utf-8")
