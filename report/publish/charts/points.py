"""What a chart shows, as numbers and words: a table's rows as points, filtered, scaled and rounded for readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow

from report.figures.rounding import SCALES, as_text, exact, round_value
from report.publish.tables import PublishedTable
from warehouse.chart import ChartHead
from warehouse.errors import DefinitionError
from warehouse.visible import on_one_line


@dataclass(frozen=True)
class Point:
    """One row of a table as its chart shows it.

    Attributes:
        label: Where it stands along the axis, e.g. a year, a name or a code.
        name: What it is called in full.
        series: The line that it belongs to.
        value: The value in the chart's scale, not rounded; None where the cell is blank.
        shown: The value as it is read; empty where the cell is blank.
        nature: Nature of the cell.
    """

    label: str
    name: str
    series: str
    value: Decimal | None
    shown: str
    nature: str


def points(table: PublishedTable, head: ChartHead) -> list[Point]:
    """Return the points of a chart, in the order of the table's rows.

    Raises:
        DefinitionError: If the values are no numbers, or two rows stand in the same place.
    """
    names = [column.name for column in table.columns]
    shown = table.shown_rows()
    values = _values(table, names, head)
    found = []
    for number, (row, value) in enumerate(zip(shown, values, strict=True), 1):
        cells = dict(zip(names, row, strict=True))
        if all(cells[column] in wanted for column, wanted in head.where.items()):
            nature = table.natures.nature(number, head.value)
            found.append(_point(head, cells, value, nature))
    _refuse_twice(table, found)
    return found


def _values(
    table: PublishedTable, names: Sequence[str], head: ChartHead
) -> list[int | Decimal | None]:
    wanted = {head.label, head.value, *head.where, *filter(None, (head.series, head.name))}
    for name in sorted(wanted - set(names)):
        raise DefinitionError(
            f"the chart shows column {name!r}, which the SELECT does not give",
            where=table.model.where,
            expected=", ".join(names),
        )
    column = table.arrow.column(head.value)
    if not (pyarrow.types.is_integer(column.type) or pyarrow.types.is_decimal(column.type)):
        raise DefinitionError(
            f"the chart's value {head.value!r} is no number",
            where=table.model.where,
            remedy="name a column of numbers",
        )
    values: list[int | Decimal | None] = column.to_pylist()
    return values


def _point(
    head: ChartHead, cells: dict[str, str], value: int | Decimal | None, nature: str
) -> Point:
    label = on_one_line(cells[head.label])
    shown = cells[head.value]
    if value is not None and head.decimals is not None:
        rounded = round_value(value, head.decimals, scale=head.scale)
        shown = as_text(rounded, head.decimals)
    if shown and head.words and cells[head.words]:
        shown = f"{on_one_line(cells[head.words])} {shown}"
    return Point(
        label=label,
        name=on_one_line(cells[head.name]) if head.name else label,
        series=on_one_line(cells[head.series]) if head.series else "",
        value=None if value is None else exact(value) / SCALES[head.scale],
        shown=shown,
        nature=nature,
    )


def _refuse_twice(table: PublishedTable, found: Sequence[Point]) -> None:
    seen: set[tuple[str, str]] = set()
    for point in found:
        place = (point.series, point.label)
        if place in seen:
            raise DefinitionError(
                f"two rows of the chart stand at {' '.join(filter(None, place))!r}",
                where=table.model.where,
                expected="one row a place",
                remedy="narrow the rows down with `where`, or tell them apart with `series`",
            )
        seen.add(place)
