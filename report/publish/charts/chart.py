"""A table's chart: what its head asks for, drawn from the published values, with its words beside the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.publish.charts import words
from report.publish.charts.bars import bars, ranked
from report.publish.charts.layout import ChartSheet
from report.publish.charts.lines import lines, lines_of, stretch
from report.publish.charts.points import Point, points
from report.publish.charts.saving import as_png, as_svg
from report.publish.charts.style import settings
from report.publish.charts.tiles import tiles
from report.publish.kept_edition import KeptEdition
from report.publish.tables import PublishedTable
from warehouse.chart import ChartHead
from warehouse.natures import worst
from warehouse.visible import on_one_line


@dataclass(frozen=True)
class Chart:
    """A chart.

    Attributes:
        id: What its files are called; the name of its table.
        table: Name of the table.
        title: Its title.
        alt: What it shows in words, for those who do not see it.
        source_line: Its sources, as they stand below it.
        nature: The weakest nature of the values shown.
        svg: The picture for pages; may be set into one, beside others.
        png: The picture for documents.
    """

    id: str
    table: str
    title: str
    alt: str
    source_line: str
    nature: str
    svg: bytes
    png: bytes


def charts_of(edition: KeptEdition) -> list[Chart]:
    """Return the charts of an edition's tables, by number of the table.

    Raises:
        DefinitionError: If a table's values do not fit what its head asks for.
    """
    charts = [
        chart_of(
            table,
            edition.credits(table),
            f"{edition.label(table)}, {edition.title}, as of {edition.as_of}.",
        )
        for table in edition.tables
    ]
    return [chart for chart in charts if chart is not None]


def chart_of(table: PublishedTable, sources: Sequence[str], belongs_to: str) -> Chart | None:
    """Return a table's chart, or None where it asks for none or has no value to show.

    Args:
        table: The table.
        sources: Its sources, each in a few words.
        belongs_to: Table and edition in words, so that a picture that is passed on tells where it is from.

    Raises:
        DefinitionError: If the table's values do not fit what its head asks for.
    """
    head = table.model.chart
    if head is None:
        return None
    found = points(table, head)
    if all(point.value is None for point in found):
        return None
    source = on_one_line(f"Source: {'; '.join(sources)}.")
    drawn = ranked(head, found) if head.kind == "bars" else found
    missing = words.left_out(head, found, drawn)
    title, told = words.title(table, head), words.told(table, head, found, missing)
    foot = words.foot(head, drawn, missing, source, on_one_line(belongs_to))
    sheet = ChartSheet(title, words.measure(table, head), foot)
    svg, png = _pictures(table, head, sheet, drawn, f"{told} {source}")
    nature = worst(point.nature for point in drawn if point.value is not None)
    name = table.model.name
    return Chart(name, name, title, told, source, nature, svg, png)


def _pictures(
    table: PublishedTable, head: ChartHead, sheet: ChartSheet, drawn: Sequence[Point], told: str
) -> tuple[bytes, bytes]:
    name = table.model.name
    tips: dict[str, str] = {}
    with settings(name):
        if head.kind == "lines":
            axes = lines(sheet, lines_of(drawn, table.model.where), stretch(drawn))
        elif head.kind == "bars":
            axes, tips = bars(sheet, drawn)
        else:
            axes, tips = tiles(sheet, head, drawn)
        figure = axes.get_figure(root=True)
        assert figure is not None  # noqa: S101 - axes of a sheet have one
        return as_svg(figure, name, sheet.title, told, tips), as_png(figure)
