"""Nature of tables: as good as the worst raw row that they rest on.

Worked out from the tables' own lineage, with no flag to set by hand.
"""

from __future__ import annotations

from warehouse.builder.edition_build import EditionBuild
from warehouse.natures import NATURES, worst


def nature_of(build: EditionBuild, name: str) -> str:
    """Return the nature of a raw table or model; a table that could not be read counts as the weakest."""
    tables = [table for table in (build.plan.ancestors(name) | {name}) if table in build.plan.raw]
    return worst(_own(build, table) for table in tables)


def _own(build: EditionBuild, table: str) -> str:
    step = build.outcome(table).step
    return worst(step.record.details["natures"]) if step else NATURES[-1]
