"""The charts of an edition, drawn only where a table asks for one: the library that draws takes a second to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.publish.kept_edition import KeptEdition

if TYPE_CHECKING:
    from report.publish.charts import Chart


def drawn(edition: KeptEdition) -> list[Chart]:
    """Return the charts that the tables of an edition ask for, in the tables' order.

    Raises:
        DefinitionError: If a table's values do not fit what its head asks for.
    """
    if not any(table.model.chart for table in edition.tables):
        return []
    from report.publish.charts import charts_of  # noqa: PLC0415 - see above

    return charts_of(edition)
