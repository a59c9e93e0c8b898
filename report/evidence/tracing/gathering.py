"""A trace as the report's record of it: cells as JSON holds them, and what was left out counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from report.evidence.tracing.cell_evidence import (
    AggregateParts,
    CellEvidence,
    CellReplay,
    FileRows,
    HeldByAbsence,
    ModelPassed,
    RowsLeftOut,
)
from report.evidence.tracing.hops import ModelPart
from report.evidence.tracing.trace import CellTrace, SourcePart
from report.figures.plain import Plain, plain
from rowlineage.exclusions import Exclusion
from warehouse.bounds import bounded
from warehouse.builder.kept import Kept

_LEFT_OUT_SHOWN, _PARTS_SHOWN = 3, 20


class LeftOut:
    """Counts what the conditions of models keep out, each condition once: the figures of a table share them.

    Args:
        connection: A connection on the generation's tables.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._found: dict[Exclusion, tuple[int, tuple[Mapping[str, Plain], ...]]] = {}

    def of(self, exclusion: Exclusion) -> tuple[int, tuple[Mapping[str, Plain], ...]]:
        """Return the number of rows kept out, and the first of them."""
        if exclusion not in self._found:
            with bounded(self._connection, exclusion.table):
                count = exclusion.count(self._connection)["rows"]
                rows = exclusion.sample(self._connection, _LEFT_OUT_SHOWN) if count else []
            self._found[exclusion] = count, tuple(plain(row) for row in rows)
        return self._found[exclusion]


def evidence_of(kept: Kept, left_out: LeftOut, found: CellTrace) -> CellEvidence:
    """Return the record of a trace.

    Args:
        kept: The generation.
        left_out: Counts of what was kept out; one for all traces of the generation.
        found: The trace.
    """
    target, first = found.target, next(iter(found.models), None)
    return CellEvidence(
        edition=kept.catalog.edition,
        figure=target.figure.id if target.figure else None,
        display=target.figure.display if target.figure else None,
        table=target.table,
        key=plain(dict(target.key)),
        column=target.column,
        value=plain(found.value),
        nature=found.nature,
        files=tuple(file_rows(kept, part) for part in found.sources),
        left_out=tuple(entry for part in found.models for entry in _left_out(left_out, part)),
        absent=tuple(entry for part in found.models for entry in _absent(part)),
        contributions=tuple(entry for part in found.models for entry in _contributions(part)),
        replay=CellReplay(
            state="verified" if found.verified else "not_reproduced",
            expected=plain(first.expected) if first else None,
            actual=plain(first.actual) if first else None,
        ),
        models=tuple(_model(kept, part) for part in found.models),
    )


def file_rows(kept: Kept, part: SourcePart) -> FileRows:
    """Return the rows of one file of a trace, with the citation of its source."""
    place = part.place
    source = kept.catalog.sources.get(place.source)
    return FileRows(
        source=place.source,
        vintage=place.vintage,
        file=place.file,
        sha256=place.sha256,
        nature=place.nature,
        form=place.form,
        citation=source.citation if source else "",
        rows=part.rows,
        count=part.count,
        by_role=part.by_role,
    )


def _left_out(left_out: LeftOut, part: ModelPart) -> Iterator[RowsLeftOut]:
    for exclusion in part.exclusions:
        count, sample = left_out.of(exclusion)
        if count:
            yield RowsLeftOut(
                model=part.table,
                table=exclusion.table,
                predicate=exclusion.predicate,
                rows=count,
                line=exclusion.line,
                sample=sample,
            )


def _absent(part: ModelPart) -> Iterator[HeldByAbsence]:
    for absence in part.absences:
        yield HeldByAbsence(part.table, absence.construct, absence.tables, absence.condition)


def _contributions(part: ModelPart) -> Iterator[AggregateParts]:
    found = part.contributions
    if found is not None:
        yield AggregateParts(
            model=part.table,
            aggregate=found.aggregate,
            parts=tuple(plain(row) for row in found.parts.slice(0, _PARTS_SHOWN).to_pylist()),
            count=found.parts.num_rows,
            total=plain(found.total),
            agrees=found.agrees,
        )


def _model(kept: Kept, part: ModelPart) -> ModelPassed:
    model = kept.model(part.table)
    return ModelPassed(
        name=part.table,
        title=model.title,
        rows=part.rows,
        upstream=part.upstream,
        replay=part.replay,
        sql=model.sql,
    )
