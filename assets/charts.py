"""The chart of a report table, as its asset shows it."""

from __future__ import annotations

import base64

import dagster as dg

from assets.descriptions import plain
from report.publish.tables import published
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.nature_walk import cell_natures
from warehouse.builder.outcome import Outcome
from warehouse.model import Model


def chart_metadata(
    build: EditionBuild, model: Model, outcome: Outcome
) -> dict[str, dg.MarkdownMetadataValue]:
    """Return the chart that a model's head asks for as a picture within Markdown; nothing where it asks for none.

    Args:
        build: The build of the edition.
        model: The model.
        outcome: Its finished step.

    Raises:
        DefinitionError: If the table's values do not fit what the head asks for.
    """
    if model.chart is None or outcome.step is None:
        return {}
    from report.publish.charts import chart_of  # noqa: PLC0415 - the library that draws takes a second to import

    names = build.plan.sources_of(model.name)
    table = published(
        model,
        outcome.step.table,
        natures=cell_natures(build, [model.name])[model.name],
        sources=names,
        content=outcome.step.record.content_sha256,
    )
    chart = chart_of(table, [_credit(build, name) for name in names], build.plan.edition.title)
    if chart is None:
        return {}
    picture = base64.b64encode(chart.svg).decode("ascii")
    words = plain(chart.alt)
    return {"chart": dg.MetadataValue.md(f"![{words}](data:image/svg+xml;base64,{picture})")}


def _credit(build: EditionBuild, name: str) -> str:
    source, pin = build.plan.sources[name], build.plan.edition.pins[name]
    return f"{source.publisher}, {source.title}, {pin.vintage}"
