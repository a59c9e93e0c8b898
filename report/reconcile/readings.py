"""What an edition knows: each catalogued quantity with its value at every reference period that the tables hold.

Figures that are the same cell at different periods are one quantity: that is how a statement is found to be true of
an older year only. How statements find their quantity is `binding`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property, partial
from typing import Any

import duckdb

from numbertext.interval import Interval, point
from report.figures.catalogue import PREVIOUS_YEAR, YEAR, Figure
from report.figures.resolve import filled
from report.figures.rounding import exact, is_number
from report.reconcile.periods import Period, period_of, spoken
from report.reconcile.words import NUMBER_STEMS, stems
from rowlineage.keys import Typed
from warehouse.builder.kept import Kept
from warehouse.edition import Edition
from warehouse.errors import DefinitionError
from warehouse.find_row import KeyedTable, find_rows, keyed_table
from warehouse.folders import CATALOGUE

Row = Mapping[str, Any]
"""A row of a table, or a key."""
Natures = Callable[[str], Mapping[tuple[int, str], tuple[str, str]]]
"""Nature and form of the cells of a table, by row and column."""


@dataclass(frozen=True)
class Reading:
    """A quantity's value at one reference period.

    Attributes:
        figure: Id of the figure that publishes it; empty for a value that only stands in the table.
        period: The period; None where the quantity has none.
        words: The period in words.
        value: The cell, unrounded.
        rounded_to: What the source rounded it to; None where it is exact.
        is_part: Whether it covers a part of what it names only.
        nature: Nature of the cell, by lineage.
        key: The row's key.
    """

    figure: str
    period: Period | None
    words: str
    value: Decimal
    rounded_to: Decimal | None
    is_part: bool
    nature: str
    key: Row

    @property
    def interval(self) -> Interval:
        """The numbers that the true value may be, as far as the evidence says."""
        if self.is_part:
            return Interval(Fraction(self.value), None)
        if self.rounded_to:
            half = Fraction(self.rounded_to) / 2
            value = Fraction(self.value)
            return Interval(value - half, value + half, high_open=True)
        return point(self.value)


@dataclass(frozen=True)
class Phrase:
    """A term for a quantity: its reduced words, and whether it only says the unit, or its place."""

    stems: tuple[str, ...]
    is_unit: bool
    is_place: bool

    @cached_property
    def has_number(self) -> bool:
        """Whether one of its words is a number: `less than five minutes late`."""
        return not NUMBER_STEMS.isdisjoint(self.stems)


@dataclass(frozen=True)
class Quantity:
    """A catalogued quantity.

    Attributes:
        figures: Its figures, in the catalogue's order.
        readings: Its values, the oldest period first.
        is_derived: Whether it is worked out of another quantity, and no figure publishes it.
    """

    figures: tuple[Figure, ...]
    readings: tuple[Reading, ...]
    is_derived: bool = False

    @cached_property
    def figure(self) -> Figure:
        """The figure that publishes the latest reading, or the catalogue's first."""
        published = [reading.figure for reading in self.readings if reading.figure]
        last = published[-1] if published else ""
        return next((f for f in self.figures if f.id == last), self.figures[0])

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The ways in which texts name it, in reduced words."""
        return tuple(
            Phrase(phrase, phrase == stems(figure.unit), phrase in map(stems, figure.place))
            for figure in self.figures
            for phrase in map(stems, (*figure.terms, *_labels(figure)))
        )

    @cached_property
    def own_text(self) -> str:
        """All that its figures say of themselves: how they are described, and how table, row and column are called."""
        return " ".join(map(_text_of, self.figures))

    @cached_property
    def present(self) -> Reading:
        """The reading that a text without a period means: of the edition's year where figures follow it, else the last.

        A table may hold periods after the one that the edition reports on.
        """
        follows = {YEAR, PREVIOUS_YEAR} & {str(value) for value in self.figures[0].key.values()}
        published = [reading for reading in self.readings if reading.figure]
        return published[-1] if follows and published else self.readings[-1]

    @cached_property
    def earlier(self) -> tuple[Reading, ...]:
        """The readings before the present one."""
        return self.readings[: self.readings.index(self.present)]

    def at(self, period: Period) -> Reading | None:
        """Return the reading of a period, or None where the tables hold none."""
        return next(
            (r for r in reversed(self.readings) if r.period and period.names(r.period)), None
        )


def _text_of(figure: Figure) -> str:
    row = (str(value) for value in figure.key.values())
    cell = f"{figure.table} {figure.column}".replace("_", " ")
    said = figure.label, figure.unit, figure.display, figure.period, *figure.terms, *figure.place
    others = (wording.display for wording in figure.wordings.values())
    return " ".join(
        (*said, *others, *figure.explains, cell, figure.recheck.replace("_", " "), *row)
    )


def _labels(figure: Figure) -> tuple[str, ...]:
    """Return the label as a further term of a figure that has terms: one without them is not looked for in texts."""
    return (figure.label,) if figure.terms else ()


def quantities_of(kept: Kept, edition: Edition, catalogue: Sequence[Figure]) -> list[Quantity]:
    """Return the quantities of an edition's catalogue, in its order; figures that are no numbers are left out.

    Args:
        kept: The generation that holds the tables.
        edition: The edition, for `$year`.
        catalogue: The figures.

    Raises:
        DefinitionError: If a figure names a column that its table has not.
    """
    natures = cache(kept.natures)
    grouped: dict[tuple[Any, ...], list[Figure]] = {}
    with kept.connection() as connection:
        table_of = cache(partial(_table_of, connection))
        for figure in catalogue:
            if figure.table in kept.tables:
                identity = _identity(figure, edition, table_of(figure.table))
                grouped.setdefault(identity, []).append(figure)
        found = [
            Quantity(tuple(figures), _readings(figures, edition, table_of(table), natures))
            for (table, *_), figures in grouped.items()
        ]
    return [quantity for quantity in found if quantity.readings]


def _table_of(connection: duckdb.DuckDBPyConnection, table: str) -> KeyedTable:
    return keyed_table(connection, table)


def _identity(figure: Figure, edition: Edition, table: KeyedTable) -> tuple[Any, ...]:
    series = figure.series_column
    rest = {n: filled(v, edition) for n, v in figure.key.items() if n != series}
    # Two figures of one cell that differ in their precision are two wordings of it, not two quantities.
    key = tuple(sorted(_asked(table, figure).typed(rest).items()))
    return figure.table, figure.column, series, key


def _asked(table: KeyedTable, figure: Figure) -> KeyedTable:
    return replace(table, where=f"{CATALOGUE}, figure {figure.id}")


def _readings(
    figures: Sequence[Figure], edition: Edition, table: KeyedTable, natures: Natures
) -> tuple[Reading, ...]:
    first = figures[0]
    asked = _asked(table, first)
    key = {name: filled(value, edition) for name, value in first.key.items()}
    series = first.series_column
    asked.check([first.column, *([series] if series else [])])
    # Without words for its period a figure is not of one: its own row is all there is.
    by_period = bool(series and first.period)
    fixed = {name: value for name, value in key.items() if not by_period or name != series}
    own = _own(figures, edition, table)
    return readings_in(first, find_rows(asked, fixed), asked, natures, edition, own)


def readings_in(
    figure: Figure,
    rows: Iterable[Row],
    table: KeyedTable,
    natures: Natures,
    edition: Edition,
    own: Mapping[Typed, str],
) -> tuple[Reading, ...]:
    """Return the readings of a figure in some rows of its table, the oldest first; cells that are no numbers left out.

    Args:
        figure: The figure.
        rows: Rows, one for each period.
        table: The table.
        natures: Nature and form of the cells of a table.
        edition: The edition, for `$year`.
        own: Ids of the figures that publish a row, by the value of their series.
    """
    series = figure.series_column
    readings = [
        _reading(figure, row, table, own.get(_at(row, table, series), ""), natures, edition)
        for row in rows
        if is_number(row[figure.column])
    ]
    return tuple(
        sorted(readings, key=lambda reading: reading.period.order if reading.period else "")
    )


def _own(figures: Sequence[Figure], edition: Edition, table: KeyedTable) -> dict[Typed, str]:
    """Return the figures by the value of their series, the first of several."""
    series = figures[0].series_column
    given = ((f, {series: filled(f.key[series], edition)}) for f in reversed(figures) if series)
    return {_asked(table, f).typed(at)[series]: f.id for f, at in given}


def _at(row: Row, table: KeyedTable, series: str) -> Typed:
    return table.typed(table.key_of(row, [series]))[series] if series else None


def _reading(
    figure: Figure,
    row: Row,
    table: KeyedTable,
    published_by: str,
    natures: Natures,
    edition: Edition,
) -> Reading:
    series = figure.series_column
    at = str(row[series]) if series else ""
    words = (
        spoken(at) if series and figure.period else figure.period.replace(YEAR, str(edition.year))
    )
    if series and YEAR in figure.period:
        words = figure.period.replace(YEAR, at)
    nature = natures(figure.table).get((row["_row"], figure.column), ("measured", ""))[0]
    return Reading(
        figure=published_by if series else figure.id,
        period=period_of(words),
        words=words,
        value=exact(row[figure.column]),
        rounded_to=_rounded_to(figure, row),
        is_part=_is_part(figure, row),
        nature=nature,
        key=table.key_of(row, figure.key),
    )


def _rounded_to(figure: Figure, row: Row) -> Decimal | None:
    if not figure.rounded_to:
        return None
    if figure.rounded_to.replace(".", "", 1).isdigit():
        return Decimal(figure.rounded_to)
    found = _cell(row, figure.rounded_to, figure)
    return exact(found) if found else None


def _is_part(figure: Figure, row: Row) -> bool:
    if not figure.coverage:
        return False
    covered, whole = (_cell(row, name, figure) for name in figure.coverage)
    return bool(covered < whole)


def _cell(row: Row, name: str, figure: Figure) -> Any:  # noqa: ANN401 - of the type of its column
    if name not in row:
        raise DefinitionError(
            f"column {name!r}",
            where=f"{CATALOGUE}, figure {figure.id}",
            expected=", ".join(row),
        )
    return row[name]
