"""Warnings of published values that tell one row of files which are not passed on: by themselves, or by a difference.

Such files are those whose licence withholds them, and those with personal columns. What is warned of, and what is not,
stands in docs/security.md. The warnings name published cells, never the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow.parquet

from report.evidence.withholding import withheld_sources
from warehouse.builder.closed_walk import ClosedWalk, closed_walk
from warehouse.builder.edition_build import EditionBuild
from warehouse.connection import quoted
from warehouse.model import Model
from warehouse.problems import DIFFERENCE, LONE_ROW, Problem
from warehouse.sources.schema import is_personal, load_schema

MOST_CELLS = 500
"""Numbers whose differences are looked at; each is traced by itself."""
_LONE = "a published value rests on more than one row of files that are not passed on"
_LONE_REMEDY = "publish it for a larger group, or leave it out: whoever knows that it is one row reads that row"
_REST = (
    "published values taken from each other leave more than one row of files that are not passed on"
)
_REST_REMEDY = "publish the parts for larger groups, or leave the total or a part out"
_UNSEEN = f"differences are looked at in up to {MOST_CELLS} numbers that rest on files which are not passed on"
_UNSEEN_REMEDY = "look through the totals and their parts by hand: a difference may be one row"

Row = tuple[str, int]


@dataclass(frozen=True)
class _Number:
    """A published number: its place, its value, and the rows behind it that are not passed on."""

    model: Model
    row: int
    column: str
    value: Decimal
    rows: frozenset[Row]


def warnings_of_rows(build: EditionBuild, models: Sequence[Model]) -> list[Problem]:
    """Return the warnings of the report tables that are built.

    Args:
        build: A build of the edition.
        models: These tables' models.
    """
    raw = _closed_raw(build)
    names = [model.name for model in models if raw & build.plan.ancestors(model.name)]
    if not names:
        return []
    found = {model.name: _cells(build, model) for model in models if model.name in names}
    with closed_walk(build, names, raw) as walk:
        lone = walk.fed_by_one({name: list(cells) for name, cells in found.items()})
        by_name = {model.name: model for model in models}
        warned = [
            _warning(build, by_name[table], (LONE_ROW, column), rows, (_LONE, _LONE_REMEDY))
            for (table, column), numbers in lone.items()
            if (rows := [n for n in numbers if found[table][column][n - 1] is not None])
        ]
        return [*warned, *_differences(build, walk, by_name, found)]


def _closed_raw(build: EditionBuild) -> set[str]:
    """Return the raw tables that are built of files which are not passed on."""
    withheld = withheld_sources(build.plan)
    return {
        name
        for name, raw in build.plan.raw.items()
        if build.outcome(name).step is not None
        and (raw.source.name in withheld or _has_personal(build, name))
    }


def _has_personal(build: EditionBuild, name: str) -> bool:
    raw = build.plan.raw[name]
    schema = load_schema(build.project.root, raw.table.schema, raw.place().file)
    return any(map(is_personal, schema.columns.values()))


def _cells(build: EditionBuild, model: Model) -> dict[str, list[object]]:
    """Return the cells of a table by column, without those of its key."""
    step = build.outcome(model.name).step
    assert step is not None  # noqa: S101 - asked for tables that are built
    columns: dict[str, list[object]] = pyarrow.parquet.read_table(step.table).to_pydict()
    return {name: cells for name, cells in columns.items() if name not in ("_row", *model.key)}


def _differences(
    build: EditionBuild,
    walk: ClosedWalk,
    models: Mapping[str, Model],
    found: Mapping[str, Mapping[str, list[object]]],
) -> Iterator[Problem]:
    places = [
        (table, row, column, Decimal(value))
        for table, columns in found.items()
        for column, cells in columns.items()
        for row, value in enumerate(cells, start=1)
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
    ]
    if len(places) > MOST_CELLS:
        rule = (DIFFERENCE, "not_looked_at")
        yield _warning(build, models[places[0][0]], rule, [], (_UNSEEN, _UNSEEN_REMEDY))
        return
    numbers = [
        _Number(models[table], row, column, value, walk.rows_behind(table, row, column))
        for table, row, column, value in places
    ]
    groups: dict[tuple[str, str], list[_Number]] = {}
    for number in numbers:
        if number.rows:
            groups.setdefault((number.model.name, number.column), []).append(number)
    telling: dict[tuple[str, str], list[int]] = {}
    for total in (n for n in numbers if len(n.rows) > 1):
        if any(_leaves_one(walk, total, parts) for parts in _parts(total, groups)):
            telling.setdefault((total.model.name, total.column), []).append(total.row)
    for (table, column), rows in telling.items():
        words = (_REST, _REST_REMEDY)
        yield _warning(build, models[table], (DIFFERENCE, column), rows, words)


def _parts(
    total: _Number, groups: Mapping[tuple[str, str], list[_Number]]
) -> Iterator[list[_Number]]:
    """Yield what may be taken from a number: single ones, and all of a column where no two share a row."""
    for group in groups.values():
        inside = [part for part in group if part.rows < total.rows]
        yield from ([part] for part in inside)
        if len(inside) > 1 and sum(len(p.rows) for p in inside) == len(
            frozenset().union(*(p.rows for p in inside))
        ):
            yield inside


def _leaves_one(walk: ClosedWalk, total: _Number, parts: Sequence[_Number]) -> bool:
    """Return whether a number less some others is a number of the one row that is left: told, not guessed."""
    left = total.rows.difference(*(part.rows for part in parts))
    if len(left) != 1:
        return False
    ((table, row),) = left
    rest = total.value - sum((part.value for part in parts), Decimal(0))
    record = walk.connection.execute(
        f"SELECT * EXCLUDE (_row) FROM {quoted(table)} WHERE _row = {row}"
    ).fetchone()
    return any(
        isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value) == rest
        for value in record or ()
    )


def _warning(
    build: EditionBuild,
    model: Model,
    rule: tuple[str, str],
    rows: Sequence[int],
    words: tuple[str, str],
) -> Problem:
    kind, column = rule
    count = f"{len(rows)} cell{'' if len(rows) == 1 else 's'}" if rows else ""
    key = _key(build, model, rows[0]) if rows else ""
    return Problem(
        source="",
        table=model.name,
        vintage="",
        file=model.where,
        sheet="",
        line=0,
        column=column if rows else "",
        value=f"{count}, the first: {key}" if key else count,
        rule=words[0],
        remedy=words[1],
        severity="warning",
        rule_id=f"{model.name}.{kind}.{column}",
    )


def _key(build: EditionBuild, model: Model, row: int) -> str:
    step = build.outcome(model.name).step
    assert step is not None  # noqa: S101 - asked for tables that are built
    cells = pyarrow.parquet.read_table(step.table, columns=list(model.key)).slice(row - 1, 1)
    return ", ".join(f"{name}={values[0]}" for name, values in cells.to_pydict().items())
