"""Working out nature and form of every cell: those of the worst raw row that feeds it, by walking forward.

Nothing is flagged by hand. A rank is as good as the rows that it is among; rows that only decide that a cell exists do
not worsen it; `raw_edition` is the engine's own and never does. A model that is traced lazily gets its evidence for the
time of the walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np

from rowlineage.arrays import whole
from rowlineage.evidence_files import read_evidence
from rowlineage.forward import ForwardWalk
from rowlineage.graph import Evidence
from rowlineage.marks import VALUE, Marked, marked
from rowlineage.traceable import traceable
from warehouse.bounds import bounded
from warehouse.builder.cell_natures import CellNatures
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.connection import connect, literal, quoted
from warehouse.natures import NATURES, WORSENING
from warehouse.sources.register import FORMS

_TRANSCRIBED = len(NATURES)
"""The bit that says transcribed; those below are the natures, by their rank."""


def cell_natures(build: EditionBuild, names: Iterable[str]) -> dict[str, CellNatures]:
    """Return the natures of the cells of models that are built, by model."""
    steps = {name: step for name in names if (step := build.outcome(name).step)}
    behind = set(steps).union(*(build.plan.ancestors(name) for name in steps))
    columns = {name: [c for c, _ in s.record.columns if c != "_row"] for name, s in steps.items()}
    with _walk(build, behind) as walk:
        pairs = [(name, column) for name, own in columns.items() for column in own]
        found = walk.cells(pairs, value_only=True)
    return {
        name: _of_table({c: found[name, c] for c in columns[name]}, step.record.rows)
        for name, step in steps.items()
    }


def nature_of(build: EditionBuild, name: str) -> str:
    """Return the worst nature of a model's cells."""
    return cell_natures(build, [name])[name].worst[0]


def _of_table(columns: Mapping[str, Marked], rows: int) -> CellNatures:
    bits = {
        name: marks.at(np.arange(1, rows + 1, dtype=np.int64))[:, VALUE]
        for name, marks in columns.items()
    }
    natures = {name: np.zeros(rows, np.uint8) for name in bits}
    for name, own in bits.items():
        for rank in range(1, len(NATURES)):
            natures[name][(own >> np.uint64(rank) & np.uint64(1)) == 1] = rank
    forms = {name: (own >> np.uint64(_TRANSCRIBED)).astype(np.uint8) for name, own in bits.items()}
    return CellNatures(natures, forms)


@contextmanager
def _walk(build: EditionBuild, behind: set[str]) -> Iterator[ForwardWalk]:
    """Give a forward walk from the raw rows that are not measured, or not as received."""
    order = [name for name in build.plan.models if name in behind]
    kept = partial(evidence_of, build)
    tables = {
        name: step.table
        for name in sorted(behind)
        if (step := build.outcome(name).step) is not None
    }
    if all(kept(name) for name in order):
        tables = {name: path for name, path in tables.items() if _worsening(build, name)}
    with connect(build.store.root, tables) as connection:
        raw = {}
        for name in (name for name in tables if _worsening(build, name)):
            shift = 1 << _TRANSCRIBED if _form(build, name) == FORMS[-1] else 0
            ranks = "[" + ", ".join(literal(nature) for nature in NATURES) + "]"
            rows = connection.execute(
                f"SELECT _row, (1::BIGINT << (list_position({ranks}, _nature) - 1)) | {shift} AS marks "
                f"FROM {quoted(name)}"
            ).to_arrow_table()
            raw[name] = marked(whole(rows["_row"]), whole(rows["marks"]).astype(np.uint64))
        with traceable(connection, order, kept, partial(text_of, build), bounded) as models:
            yield ForwardWalk(connection, models, raw, feeding=WORSENING, bounds=bounded)


def _worsening(build: EditionBuild, name: str) -> bool:
    step = build.outcome(name).step
    if step is None or name == EDITION_TABLE or name not in build.plan.raw:
        return False
    return step.record.details["natures"] != [NATURES[0]] or _form(build, name) != FORMS[0]


def _form(build: EditionBuild, name: str) -> str:
    raw = build.plan.raw[name]
    return raw.source.vintage(raw.vintage_id).form


def evidence_of(build: EditionBuild, name: str) -> Evidence | None:
    """Return the evidence kept of a table that is built; None for a raw table and for a model traced lazily."""
    step = build.outcome(name).step
    return read_evidence(step.path) if step else None


def text_of(build: EditionBuild, name: str) -> tuple[str, Sequence[str]]:
    """Return the SELECT and the key of a model."""
    return build.plan.models[name].sql, build.plan.models[name].key
