"""The value of a figure: its cell in the table, rounded and worded as it is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from report.figures.catalogue import PREVIOUS_YEAR, YEAR, Figure
from report.figures.plain import plain
from report.figures.published import PublishedFigure
from report.figures.rounding import as_text, is_number, round_value
from report.figures.wordings import VALUE
from warehouse.builder.cell_natures import CellNatures
from warehouse.edition import Edition
from warehouse.errors import DefinitionError
from warehouse.find_row import KeyedTable, find_row, key_in_json
from warehouse.folders import CATALOGUE
from warehouse.records import as_scalar

NOT_STATED = "not stated"
BARE = VALUE
"""The name under which a figure has its number without words."""


@dataclass(frozen=True)
class FigureValue:
    """A figure of an edition, with its value.

    Attributes:
        figure: The catalogue's entry.
        key: The row's key with the edition's year filled in, as JSON holds it.
        value: The cell as it is in the table, unrounded; None where the source does not state it.
        rounded: The published number; None for text and for what is not stated.
        display: The published wording.
        wordings: Further wordings by name.
        nature: The worst nature of the raw rows that feed it.
        form: `transcribed` when any of these was read from a publication, else `as received`.
        period: The reference period in words.
    """

    figure: Figure
    key: dict[str, Any]
    value: int | float | Decimal | str | None
    rounded: Decimal | None
    display: str
    nature: str
    form: str
    period: str
    wordings: Mapping[str, str] = field(default_factory=dict)

    @property
    def published(self) -> PublishedFigure:
        """The figure as it is published."""
        figure = self.figure
        return PublishedFigure(
            id=figure.id,
            label=figure.label,
            value=as_scalar(plain(self.value)),
            unit=figure.unit,
            display=self.display,
            nature=self.nature,
            form=self.form,
            period=self.period,
            table=figure.table,
            key=self.key,
            column=figure.column,
            decimals=figure.decimals,
            scale=figure.scale,
            rounding=figure.rounding,
            recheck=figure.recheck,
            wordings=self.wordings,
        )


def resolve(
    figure: Figure, edition: Edition, table: KeyedTable, natures: CellNatures
) -> FigureValue:
    """Return a figure's value from the table that holds it.

    Args:
        figure: The catalogue's entry.
        edition: The edition, for `$year`.
        table: The figure's table, unrounded.
        natures: Nature and form of the table's cells.

    Raises:
        DefinitionError: If the key finds no row or several, or a column does not exist or cannot hold its value.
    """
    asked = replace(table, where=f"{CATALOGUE}, figure {figure.id}")
    asked.check([*figure.key, figure.column])
    key = {name: filled(value, edition) for name, value in figure.key.items()}
    shown = key_in_json(key, asked.typed(key))
    row = find_row(asked, key)
    value = row[figure.column]
    if isinstance(value, bytes | list | tuple | dict):
        raise DefinitionError(
            f"column {figure.column} of {figure.table} holds {asked.types[figure.column]}",
            where=asked.where,
            expected="a number, a text, a date, true, false or nothing",
            remedy="name a column that holds one value in each row",
        )
    rounded, display = worded(figure, value)
    period = figure.period.replace(YEAR, str(edition.year))
    nature = natures.nature(row["_row"], figure.column)
    form = natures.form(row["_row"], figure.column)
    others = {name: said_as(figure, name, value) for name in figure.wordings}
    return FigureValue(figure, shown, value, rounded, display, nature, form, period, others)


def filled(value: object, edition: Edition) -> object:
    """Return a value of a figure's key, with the edition's year where it stands for one."""
    return (
        {YEAR: edition.year, PREVIOUS_YEAR: edition.year - 1}.get(value, value)
        if isinstance(value, str)
        else value
    )


def worded(figure: Figure, value: object) -> tuple[Decimal | None, str]:
    """Return a cell as the figure publishes it: the rounded number (None for text) and the wording."""
    if value is None:
        return None, NOT_STATED
    if not is_number(value):
        text = value.isoformat() if isinstance(value, dt.date) else str(value)
        return None, figure.display.replace("{value}", text)
    rounded = round_value(value, figure.decimals, figure.rounding, figure.scale)
    return rounded, figure.display.replace("{value}", as_text(rounded, figure.decimals))


def said_as(figure: Figure, wording: str, value: object) -> str:
    """Return a cell in one of the figure's further wordings.

    Raises:
        DefinitionError: If it cannot be said so, or would not be true.
    """
    where = f"{CATALOGUE}, figure {figure.id}, wording {wording}"
    if value is None:
        return NOT_STATED
    if is_number(value):
        return figure.wordings[wording].said(value, where)
    raise DefinitionError(
        f"the value {str(value)[:60]!r} is no number",
        where=where,
        expected="a number",
        remedy="leave the wordings of this figure out",
    )


def texts_of(figure: Figure, value: object) -> dict[str, str]:
    """Return all texts in which a figure publishes a cell, by the wording's name; the display has no name.

    A wording that would not be true of the value is left out.
    """
    rounded, display = worded(figure, value)
    found = {"": display}
    if rounded is not None:
        found[BARE] = as_text(rounded, figure.decimals)
    for name in figure.wordings:
        try:
            found[name] = said_as(figure, name, value)
        except DefinitionError:
            continue
    return found
