"""The evidence of every figure: the raw rows behind it, what was left out, contributions and replay.

A source whose licence withholds its files shows the places of its rows and not what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from report.evidence.tracing.cell_evidence import CellEvidence, Listing
from report.evidence.tracing.evidence_json import csv_rows, readded_to_json, to_json
from report.evidence.tracing.figure_traces import FigureTraces
from report.evidence.tracing.recheck import recheck
from report.evidence.withholding import closed_by_sources, withhold
from report.figures.published import PublishedFigure, ReleasedFigure
from report.publish.files import write_csv, write_json
from report.release.refusal import Reason, ReleaseRefused
from report.release.verify.verify import LISTED_OF_A_FILE
from warehouse.builder.kept import Kept
from warehouse.errors import GateError, user_errors
from warehouse.sources.files import sha256_of

ROWS_SHOWN = LISTED_OF_A_FILE
"""Rows listed of each raw file, the ones that feed the value first; those beyond are counted."""
FOLDER = "evidence"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def write_evidence(
    traces: FigureTraces,
    figures: Iterable[PublishedFigure],
    withheld: set[str],
    data: Path,
    listener: Callable[[str], None] = lambda _: None,
) -> list[ReleasedFigure]:
    """Write the evidence of figures into a payload and return them, each with its recheck and the path of its evidence.

    Args:
        traces: Traces of the generation's figures.
        figures: The figures of the generation.
        withheld: Sources whose licence withholds what their files say.
        data: The payload.
        listener: Called with the id of each figure as its trace begins.

    Raises:
        ReleaseRefused: If a figure is not reproduced from its evidence, or its id cannot name a file.
    """
    found: list[ReleasedFigure] = []
    against: list[Reason] = []
    kept = traces.kept
    closed = closed_by_sources(kept, withheld)
    for figure in figures:
        listener(figure.id)
        (data / FOLDER).mkdir(exist_ok=True)
        _, traced = traces.of(figure, ROWS_SHOWN)
        try:
            _check(figure.id, traced)
            evidence = _listed(kept, figure, withhold(traced, closed))
        except user_errors() as error:
            against.append(Reason.of("figure", error))
            continue
        path = f"{FOLDER}/{figure.id}.json"
        write_json(data / path, to_json(evidence))
        columns, *rows = csv_rows(evidence)
        write_csv(data / FOLDER / f"{figure.id}.csv", columns, rows)
        readded = readded_to_json(evidence.recheck)
        found.append(ReleasedFigure(figure, readded, path, sha256_of(data / path)))
    if against:
        raise ReleaseRefused(kept.catalog.edition, against)
    return found


def _check(name: str, evidence: CellEvidence) -> None:
    if not evidence.is_verified:
        raise GateError(
            "not reproduced from its evidence",
            where=name,
            remedy=f"annual-report trace {name} --edition {evidence.edition}",
        )
    if not _FILE_NAME.fullmatch(name):
        raise GateError(
            "its id cannot name a file",
            where=name,
            expected="letters and digits, with . _ or - between them",
            remedy="rename it in report/figures.yaml",
        )


def _listed(kept: Kept, figure: PublishedFigure, evidence: CellEvidence) -> CellEvidence:
    """Return evidence as a release lists it, with the recheck of the figure."""
    found = recheck(kept.catalog.sources, figure, evidence)
    return replace(evidence, listing=Listing(ROWS_SHOWN, found))
