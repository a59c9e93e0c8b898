"""What depends on some raw rows of a generation: cells of report tables and figures, by the evidence kept with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial

import duckdb
import numpy as np

from report.evidence.impact.impact import (
    DependentCell,
    DependentEdition,
    DependentFigure,
    DependentTable,
    Tier,
)
from report.evidence.impact.origin import Origin
from report.figures.plain import plain
from report.figures.published import figures_of
from rowlineage.arrays import whole
from rowlineage.forward import ForwardWalk
from rowlineage.marks import VALUE, Marked, marked
from rowlineage.traceable import traceable
from warehouse.bounds import bounded
from warehouse.builder.kept import Kept, KeptModel
from warehouse.builder.manifest import read_manifest
from warehouse.connection import quoted
from warehouse.find_row import find_row, keyed_table

LISTED = 20
_Hits = dict[tuple[int, str], Tier]


def dependents(kept: Kept, origin: Origin, limit: int | None = LISTED) -> DependentEdition:
    """Return the tables, cells and figures of a generation that depend on an origin.

    A cell depends on it in the tier `value` when raw rows of the origin feed it, and in the tier `full` when they only
    decide that it is there, or its place.

    Args:
        kept: The generation.
        origin: What may have changed; it has files in the generation.
        limit: Cells listed of each table; None for all of them.

    Raises:
        DefinitionError: If the origin's line holds no row, or a figure's key does not name one.
    """
    places = origin.places(kept)
    with kept.connection() as connection:
        raw = _rows(kept, origin, connection)
        hits = _hits(kept, connection, raw)
        models = {table: kept.model(table) for table in sorted(hits)}
        return DependentEdition(
            edition=kept.catalog.edition,
            vintages=tuple(sorted({place.vintage for place in places.values()})),
            rows=sum(rows.ids.size for rows in raw.values()),
            tables=tuple(_table(connection, models[t], hits[t], limit) for t in models),
            figures=tuple(_figures(kept, connection, hits)),
        )


def _rows(kept: Kept, origin: Origin, connection: duckdb.DuckDBPyConnection) -> dict[str, Marked]:
    selects = origin.rows(kept, connection)
    ids = {t: whole(connection.execute(s).to_arrow_table()["_row"]) for t, s in selects.items()}
    return {table: marked(rows, np.ones(rows.size, np.uint64)) for table, rows in ids.items()}


def _hits(
    kept: Kept, connection: duckdb.DuckDBPyConnection, raw: Mapping[str, Marked]
) -> dict[str, _Hits]:
    """Return the tier of every cell that depends on the rows, by report table."""
    upstream = {name: set(model.upstream) for name, model in kept.catalog.models.items()}
    downstream = set(raw)
    order = []
    for name in kept.order():
        if upstream[name] & downstream and name in kept.tables:
            downstream.add(name)
            order.append(name)

    def text(name: str) -> tuple[str, tuple[str, ...]]:
        return kept.model(name).sql, kept.model(name).key

    found: dict[str, _Hits] = {}
    with traceable(connection, order, kept.evidence, text, bounded) as models:
        tables = [name for name in order if kept.catalog.models[name].layer == "report"]
        evidence = {name: models.evidence(name) for name in tables}
        pairs = [(n, c) for n, e in evidence.items() if e for c in e.manifest.columns]
        walk = ForwardWalk(connection, models, raw, bounds=bounded)
        for (table, column), cells in walk.cells(pairs).items():
            tiers = np.where(cells.bits[:, VALUE] != 0, "value", "full").tolist()
            for row, tier in zip(cells.ids.tolist(), tiers, strict=True):
                found.setdefault(table, {})[row, column] = tier
    return found


def _table(
    connection: duckdb.DuckDBPyConnection, model: KeptModel, hits: _Hits, limit: int | None
) -> DependentTable:
    by_value = sum(tier == "value" for tier in hits.values())
    ordered = sorted(hits, key=lambda place: (hits[place] != "value", place[0]))[:limit]
    ids = ", ".join(str(row) for row in sorted({row for row, _ in ordered}))
    cursor = connection.execute(f"FROM {quoted(model.name)} WHERE _row IN ({ids})")
    names = [str(column[0]) for column in cursor.description or ()]
    values = {v["_row"]: v for v in (dict(zip(names, r, strict=True)) for r in cursor.fetchall())}
    listed = tuple(
        DependentCell(
            key={name: plain(values[row][name]) for name in model.key},
            column=column,
            value=plain(values[row][column]),
            tier=hits[row, column],
        )
        for row, column in ordered
    )
    return DependentTable(model.name, model.title, by_value, len(hits), listed)


def _figures(
    kept: Kept, connection: duckdb.DuckDBPyConnection, hits: Mapping[str, _Hits]
) -> Iterator[DependentFigure]:
    table_of = cache(partial(keyed_table, connection))
    for figure in figures_of(read_manifest(kept.folder)):
        own = hits.get(figure.table, {})
        if not any(column == figure.column for _, column in own):
            continue
        row = find_row(table_of(figure.table), figure.key)
        if tier := own.get((row["_row"], figure.column)):
            yield DependentFigure(
                id=figure.id,
                label=figure.label,
                display=figure.display,
                nature=figure.nature,
                tier=tier,
            )
