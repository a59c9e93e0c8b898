"""Columns of report tables by the places that their rows are of: the cells that a text compares.

A table whose places the catalogue lists (`places`) gives a family for every column that a figure is taken from, or
whose head names it with a unit: the same quantity of every place. Those that no figure publishes are known by their
cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from report.figures.catalogue import Figure
from report.figures.resolve import filled
from report.reconcile.place_names import is_place_name, is_world_word
from report.reconcile.readings import Natures, Quantity, Row, readings_in
from report.reconcile.words import roots, stems
from warehouse.builder.kept import Kept
from warehouse.edition import Edition
from warehouse.find_row import KeyedTable, find_rows, keyed_table
from warehouse.model import Column, parse_model

_AGGREGATES = frozenset(stems("together total all whole overall sum"))
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NO_MEASURE = ("", "year")


@dataclass(frozen=True)
class Family:
    """One quantity of every place of a table.

    Attributes:
        table: The table.
        column: Its column.
        kind: Roots of what the table says of its places: its title, and what they are called.
        noun: Roots of what the places are called: of the column of places, and of those that name them in the key.
        members: The quantity of each place.
        is_apart: Whether the places are parts that lie side by side, so that they may be counted, ranked and added up.
    """

    table: str
    column: str
    kind: frozenset[str]
    noun: frozenset[str]
    members: tuple[Quantity, ...]
    is_apart: bool


@dataclass(frozen=True)
class _Table:
    """A table with places, as its families are made of it."""

    name: str
    place: str
    title: str
    columns: Mapping[str, Column]
    rows: Sequence[Row]
    keyed: KeyedTable
    place_keys: tuple[str, ...]


def families_of(
    kept: Kept,
    edition: Edition,
    catalogue: Sequence[Figure],
    quantities: Sequence[Quantity],
    places: Mapping[str, str],
) -> list[Family]:
    """Return the families of an edition.

    Args:
        kept: The generation that holds the tables.
        edition: The edition, for `$year`.
        catalogue: The figures.
        quantities: What the catalogue publishes.
        places: Table -> its column of places.
    """
    found: list[Family] = []
    natures = cache(kept.natures)
    with kept.connection() as connection:
        for name, place in places.items():
            figures = [figure for figure in catalogue if figure.table == name]
            if name in kept.tables and figures:
                table = _table(kept, keyed_table(connection, name), name, place)
                found += _families(table, figures, edition, quantities, natures)
    return [family for family in found if len(family.members) > 1]


def _table(kept: Kept, keyed: KeyedTable, name: str, place: str) -> _Table:
    model = kept.model(name)
    parsed = parse_model(model.sql, Path(f"{name}.sql"), model.layer, name)
    rows = [row for row in find_rows(keyed, {}) if is_place_name(row[place])]
    keys = tuple(key for key in model.key if _is_of_place(rows, key, place))
    return _Table(name, place, model.title, parsed.columns or {}, rows, keyed, keys)


def _is_of_place(rows: Iterable[Row], key: str, place: str) -> bool:
    """Return whether a column of the key names the places, as their names do."""
    pairs = {(str(row[key]), str(row[place])) for row in rows}
    return len(pairs) == len({k for k, _ in pairs}) == len({p for _, p in pairs})


def _families(
    table: _Table,
    figures: Sequence[Figure],
    edition: Edition,
    quantities: Sequence[Quantity],
    natures: Natures,
) -> Iterable[Family]:
    for fixed, base in _groups(table, figures, edition).items():
        rows = [row for row in table.rows if all(str(row[k]) == v for k, v in fixed)]
        wanted = {f.column for f in base} | {
            n for n, c in table.columns.items() if c.unit not in _NO_MEASURE
        }
        for column in sorted(wanted & set(table.columns) - {base[0].series_column, table.place}):
            figure = _named(table, column, base, quantities)
            yield _family(table, figure, rows, edition, quantities, natures)


def _groups(
    table: _Table, figures: Sequence[Figure], edition: Edition
) -> dict[tuple[tuple[str, str], ...], list[Figure]]:
    """Return the figures by what of their key is neither place nor period (`form: forced labour`)."""
    found: dict[tuple[tuple[str, str], ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        rest = {
            name: str(filled(value, edition))
            for name, value in figure.key.items()
            if name not in table.place_keys and name != figure.series_column
        }
        found[tuple(sorted(rest.items()))].append(figure)
    return found


def _named(
    table: _Table, column: str, base: Sequence[Figure], quantities: Sequence[Quantity]
) -> Figure:
    """Return a figure for a column of a table, of no place yet."""
    own = [figure for figure in base if figure.column == column]
    head = table.columns[column]
    names = {phrase for figure in base for name in figure.place if (phrase := stems(name))}
    terms = dict.fromkeys(
        term for figure in own for term in figure.terms if not _says(stems(term), names)
    )
    # What stands in brackets says whose the numbers are.
    title = _BRACKETS.sub("", head.title) or column.replace("_", " ")
    first = own[0] if own else base[0]
    borrowed = () if own else _terms_of(title, head.unit, quantities)
    terms_said = _titled((*terms, *borrowed), title, first.unit if own else head.unit)
    return replace(
        first,
        id=f"{table.name}.{column}",
        label=terms_said[0] if terms_said else title,
        column=column,
        unit=first.unit if own else head.unit,
        terms=terms_said,
        explains=(),
        recheck=first.recheck if own else "",
        is_change=first.is_change if own else "change" in stems(title),
        decimals=first.decimals if own else head.decimals or 0,
        scale=first.scale if own else "one",
        display=first.display if own else f"{{value}} {head.unit}",
        coverage=(),
        rounded_to=first.rounded_to if own else "",
    )


def _terms_of(title: str, unit: str, quantities: Sequence[Quantity]) -> tuple[str, ...]:
    """Return the terms of the figures that are called as a column is, in its unit: it is the same by place."""
    called = stems(title)
    found = (
        term
        for quantity in quantities
        for figure in quantity.figures
        if figure.unit == unit and called in map(stems, figure.terms)
        for term in figure.terms
    )
    return tuple(dict.fromkeys(found))


def _titled(terms: tuple[str, ...], title: str, unit: str) -> tuple[str, ...]:
    """Return terms with a column's title, which names nothing where it only says the unit."""
    return terms if stems(title) == stems(unit) else (*terms, title)


def _says(phrase: tuple[str, ...], names: Iterable[tuple[str, ...]]) -> bool:
    return any(set(name) <= set(phrase) for name in names)


def _family(
    table: _Table,
    figure: Figure,
    rows: Sequence[Row],
    edition: Edition,
    quantities: Sequence[Quantity],
    natures: Natures,
) -> Family:
    by_place: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_place[str(row[table.place])].append(row)
    published = [
        q for q in quantities if (q.figure.table, q.figure.column) == (table.name, figure.column)
    ]
    members = [
        member
        for place, own in by_place.items()
        if (member := _member(table, figure, place, own, edition, published, natures)).readings
    ]
    is_apart = not any(map(is_aggregate, by_place))
    noun = roots(" ".join((table.place, *table.place_keys)).replace("_", " "))
    kind = noun | roots(table.title) | _of_all(noun, quantities)
    return Family(table.name, figure.column, kind, noun, tuple(members), is_apart)


def _of_all(noun: frozenset[str], quantities: Sequence[Quantity]) -> frozenset[str]:
    """Return the roots of what all the places belong to, by the figure that counts them: `Lines of the network`."""
    found: frozenset[str] = frozenset()
    for quantity in quantities:
        figure = quantity.figure
        head = f"{figure.unit} of ".lower()
        if figure.label.lower().startswith(head) and not noun.isdisjoint(roots(figure.unit)):
            found |= roots(figure.label)
    return found


def _member(
    table: _Table,
    figure: Figure,
    place: str,
    rows: Sequence[Row],
    edition: Edition,
    published: Sequence[Quantity],
    natures: Natures,
) -> Quantity:
    cells = [{name: row[name] for name in table.place_keys} for row in rows]
    for quantity in published:
        own = {name: quantity.present.key.get(name) for name in table.place_keys}
        if own in cells and any(
            all(row[k] == v for k, v in quantity.present.key.items()) for row in rows
        ):
            return _placed(quantity, place)
    key = {name: cells[0].get(name, value) for name, value in figure.key.items()}
    key.update(cells[0])
    made = replace(figure, place=(place,), key=key)
    readings = readings_in(made, rows, table.keyed, natures, edition, {})
    # No figure publishes it, whether it has a series or not.
    return Quantity((made,), tuple(replace(reading, figure="") for reading in readings))


def _placed(quantity: Quantity, place: str) -> Quantity:
    """Return a published quantity as one of its row's place, where the catalogue does not say so itself."""
    if quantity.figure.place:
        return quantity
    figures = tuple(replace(figure, place=(place,)) for figure in quantity.figures)
    return replace(quantity, figures=figures)


def is_aggregate(place: str) -> bool:
    """Return whether a name is of the world, or of several places together, which others may be a part of."""
    return any(is_world_word(w) or not _AGGREGATES.isdisjoint(stems(w)) for w in place.split())
