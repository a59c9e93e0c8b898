"""Evidence and findings without what withheld files say.

The places of their rows stay, for whoever has the files to look them up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report.evidence.tracing.cell_evidence import (
    AggregateParts,
    CellEvidence,
    CellReplay,
    FileRows,
)
from warehouse.errors import ReportError
from warehouse.model import Model
from warehouse.sources.register import load_source

if TYPE_CHECKING:
    from warehouse.builder.kept import Kept, KeptModel
    from warehouse.builder.plan import Plan
    from warehouse.project import Project
    from warehouse.sources.register import Source

REPORT = "report"


def withheld_sources(plan: Plan) -> set[str]:
    """Return the sources whose licence does not let their files be passed on."""
    return withheld_among(plan.sources)


def withheld_of(project: Project, kept: Kept) -> set[str]:
    """Return the same of a kept generation: forbidden when it was built, or now, or no longer registered in order."""
    return {
        name
        for name, credit in kept.catalog.sources.items()
        if not credit.redistribute or not _is_open_now(project, name)
    }


def _is_open_now(project: Project, name: str) -> bool:
    try:
        return not withheld_among({name: load_source(project, name)})
    except ReportError:
        return False


def withheld_among(sources: Mapping[str, Source]) -> set[str]:
    """Return those of some sources, by name, whose licence does not let their files be passed on."""
    return {name for name, source in sources.items() if not source.redistribute}


@dataclass(frozen=True)
class Closed:
    """What is not shown where some sources are withheld.

    Attributes:
        sources: The sources.
        tables: Tables whose rows are not shown: their raw tables, and what is worked out of these and not published.
        readers: Models that read such a table; report tables among them, whose own rows are published.
    """

    sources: frozenset[str]
    tables: frozenset[str]
    readers: frozenset[str]


def closed_by_sources(kept: Kept, withheld: Collection[str]) -> Closed:
    """Return what is not shown of a generation where some sources are withheld."""
    tables = closed_tables(kept, withheld)
    models = map(kept.model, kept.order() if tables else ())
    readers = {model.name for model in models if tables.intersection(model.upstream)}
    return Closed(frozenset(withheld), frozenset(tables), frozenset(readers))


def closed_of(project: Project, kept: Kept, *, show_withheld: bool = False) -> Closed:
    """Return what is not shown of a generation: nothing where somebody who may see it asked for all."""
    return closed_by_sources(kept, set() if show_withheld else withheld_of(project, kept))


def withhold(evidence: CellEvidence, closed: Closed) -> CellEvidence:
    """Return evidence without what withheld files say, and without what is worked out of them and not published.

    Rows keep file and line, conditions their counts. A cell of a report table keeps its value, which is published; a
    cell of any other table that rests on withheld files has none. A listing is made afterwards, of what is left.
    """
    if evidence.table in closed.tables:
        key = dict.fromkeys(evidence.key)
        evidence = replace(evidence, key=key, value=None, is_value_withheld=True)
    files = tuple(without_values(file, closed.sources) for file in evidence.files)
    return replace(
        evidence,
        files=files,
        left_out=tuple(
            replace(entry, sample=()) if entry.model in closed.readers else entry
            for entry in evidence.left_out
        ),
        contributions=tuple(
            _without_parts(entry, closed) if entry.model in closed.readers else entry
            for entry in evidence.contributions
        ),
        replay=_replay(evidence) if evidence.table in closed.readers else evidence.replay,
        listing=None,
    )


def without_values(file: FileRows, withheld: Collection[str]) -> FileRows:
    """Return the rows of a file; of a withheld source their places and not what they say."""
    if file.source not in withheld:
        return replace(file, is_withheld=False)
    rows = tuple(replace(row, values={}) for row in file.rows)
    return replace(file, rows=rows, is_withheld=True)


def _without_parts(entry: AggregateParts, closed: Closed) -> AggregateParts:
    """Return an aggregate without its parts, and with its total only where that is a published cell."""
    is_published = entry.agrees and entry.model not in closed.tables
    return replace(
        entry,
        parts=(),
        total=entry.total if is_published else None,
        is_withheld=True,
        is_total_withheld=not is_published,
    )


def _replay(evidence: CellEvidence) -> CellReplay:
    """Return a replay that shows the published value only: what came back otherwise is worked out of withheld rows."""
    is_same = bool(evidence.models) and evidence.models[0].replay == "verified"
    value = evidence.value
    actual = value if is_same else None
    return replace(evidence.replay, expected=value, actual=actual, is_withheld=not is_same)


def closed_tables(kept: Kept, withheld: Collection[str]) -> set[str]:
    """Return the tables whose rows are not shown: withheld files, and what is worked out of them and not published."""
    raw = {place.table for place in kept.places.values() if place.source in withheld}
    return closed_by(raw, map(kept.model, kept.order()))


def closed_tables_of(plan: Plan) -> set[str]:
    """Return the same tables of an edition that is being built."""
    withheld = withheld_sources(plan)
    raw = {name for name, table in plan.raw.items() if table.source.name in withheld}
    return closed_by(raw, plan.models.values())


def closed_by(raw: Collection[str], models: Iterable[Model | KeptModel]) -> set[str]:
    """Return the tables whose rows are not shown where those of some raw tables are not.

    Args:
        raw: The raw tables.
        models: The models, each after those that it reads.
    """
    closed = set(raw)
    for model in models:
        if model.layer != REPORT and closed.intersection(model.upstream):
            closed.add(model.name)
    return closed
