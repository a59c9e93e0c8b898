"""The evidence of every figure: the raw rows behind it, what was left out, contributions and replay.

A source whose licence withholds its files shows the places of its rows and not what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from report.evidence.tracing.document import csv_rows
from report.evidence.tracing.figure_traces import FigureTraces
from report.evidence.tracing.recheck import recheck_entry
from report.evidence.tracing.trace import CellTrace
from report.evidence.tracing.withholding import close, open_part
from report.figures.published import PublishedFigure, ReleasedFigure
from report.publish.files import write_csv, write_json
from report.release.refusal import Reason, ReleaseRefused
from warehouse.builder.kept import Kept
from warehouse.errors import GateError, user_errors

ROWS_SHOWN = 100_000
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
    for figure in figures:
        listener(figure.id)
        (data / FOLDER).mkdir(exist_ok=True)
        traced, document = traces.of(figure, ROWS_SHOWN)
        try:
            _check(kept, figure, traced)
            _complete(kept, figure, document, withheld)
        except user_errors() as error:
            against.append(Reason.of("figure", error))
            continue
        path = f"{FOLDER}/{figure.id}.json"
        write_json(data / path, document)
        columns, *rows = csv_rows(open_part(traced, withheld))
        write_csv(data / FOLDER / f"{figure.id}.csv", columns, rows)
        found.append(ReleasedFigure(figure, document["recheck"], path))
    if against:
        raise ReleaseRefused(kept.catalog.edition, against)
    return found


def _check(kept: Kept, figure: PublishedFigure, traced: CellTrace) -> None:
    name = figure.id
    if not traced.verified:
        edition = kept.catalog.edition
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


def _complete(
    kept: Kept, figure: PublishedFigure, document: dict[str, Any], withheld: set[str]
) -> None:
    """Add the recheck to a trace, and take out what withheld files say."""
    document["rows_listed_of_each_file"] = ROWS_SHOWN
    close(kept, document, withheld)
    document["recheck"] = recheck_entry(kept, figure, document)
