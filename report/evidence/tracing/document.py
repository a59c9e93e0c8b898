"""A trace as JSON and as CSV, in the stable form that other programs read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from report.evidence.tracing.hops import ModelPart
from report.evidence.tracing.trace import CellTrace, SourcePart
from report.figures.plain import plain
from rowlineage.exclusions import Excluded, Exclusion
from warehouse.builder.kept import Kept

SCHEMA = "annual-report/trace/1"
_EXCLUDED_SHOWN = 3


class LeftOut:
    """Counts what the conditions of models keep out, each condition once: the figures of a table share them.

    Args:
        connection: A connection on the generation's tables.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._found: dict[Exclusion, tuple[Excluded, list[Any]]] = {}

    def of(self, exclusion: Exclusion) -> tuple[Excluded, list[Any]]:
        """Return the number of rows kept out, and the first of them."""
        if exclusion not in self._found:
            counted = exclusion.count(self._connection)
            rows = exclusion.sample(self._connection, _EXCLUDED_SHOWN) if counted["rows"] else []
            self._found[exclusion] = counted, [plain(row) for row in rows]
        return self._found[exclusion]


def as_json(kept: Kept, left_out: LeftOut, found: CellTrace) -> dict[str, Any]:
    """Return a trace as plain data.

    Args:
        kept: The generation.
        left_out: Counts of what was kept out; one for all traces of the generation.
        found: The trace.
    """
    target = found.target
    return {
        "schema": SCHEMA,
        "edition": kept.catalog.edition,
        "figure": target.figure.id if target.figure else None,
        "display": target.figure.display if target.figure else None,
        "table": target.table,
        "key": plain(dict(target.key)),
        "column": target.column,
        "value": plain(found.value),
        "nature": found.nature,
        "sources": [_source(kept, part) for part in found.sources],
        "excluded": [entry for part in found.models for entry in _excluded(left_out, part)],
        "absent": [entry for part in found.models for entry in _absent(part)],
        "contributions": [entry for part in found.models if (entry := _contributions(part))],
        "replay": {
            "state": "verified" if found.verified else "not_reproduced",
            "expected": plain(found.models[0].expected) if found.models else None,
            "actual": plain(found.models[0].actual) if found.models else None,
        },
        "models": [_model(kept, part) for part in found.models],
    }


def csv_rows(found: CellTrace) -> Iterator[list[Any]]:
    """Yield the raw rows of a trace: a header, then one line a row and column."""
    yield [
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
    ]
    for part in found.sources:
        place = part.place
        for row in part.rows:
            for name, value in row["values"].items():
                head = [
                    place.source,
                    place.vintage,
                    place.file,
                    place.sha256,
                    row["sheet"],
                    row["line"],
                ]
                yield [*head, row["role"], row["nature"], name, value]


def _source(kept: Kept, part: SourcePart) -> dict[str, Any]:
    place = part.place
    source = kept.catalog.sources.get(place.source)
    return {
        "source": place.source,
        "vintage": place.vintage,
        "file": place.file,
        "sha256": place.sha256,
        "nature": place.nature,
        "form": place.form,
        "citation": source.citation if source else "",
        "rows": [dict(row) for row in part.rows],
        "count": part.count,
        "by_role": dict(part.by_role),
    }


def _excluded(left_out: LeftOut, part: ModelPart) -> Iterator[dict[str, Any]]:
    for exclusion in part.exclusions:
        counted, sample = left_out.of(exclusion)
        if counted["rows"]:
            shown = [dict(row) for row in sample]
            yield {"model": part.table, **counted, "line": exclusion.line, "sample": shown}


def _absent(part: ModelPart) -> Iterator[dict[str, Any]]:
    for absence in part.absences:
        yield {
            "model": part.table,
            "construct": absence.construct,
            "tables": list(absence.tables),
            "condition": absence.condition,
        }


def _contributions(part: ModelPart) -> dict[str, Any] | None:
    if part.contributions is None:
        return None
    return {
        "model": part.table,
        "aggregate": part.contributions.aggregate,
        "parts": [plain(row) for row in part.contributions.parts.slice(0, 20).to_pylist()],
        "count": part.contributions.parts.num_rows,
        "total": plain(part.contributions.total),
        "agrees": part.contributions.agrees,
    }


def _model(kept: Kept, part: ModelPart) -> dict[str, Any]:
    model = kept.model(part.table)
    return {
        "name": part.table,
        "title": model.title,
        "rows": part.rows,
        "upstream": part.upstream,
        "replay": part.replay,
        "sql": model.sql,
    }
