"""Evidence and findings without what withheld files say.

The places of their rows stay, for whoever has the files to look them up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from report.evidence.tracing.cell_evidence import (
    AggregateParts,
    CellEvidence,
    CellReplay,
    FileRows,
    Listing,
    place_of,
)
from report.figures.plain import Plain, plain
from report.figures.rounding import round_value
from warehouse.model import Model
from warehouse.sources.register import load_source

if TYPE_CHECKING:
    from warehouse.builder.kept import Kept, KeptModel
    from warehouse.builder.plan import Plan
    from warehouse.project import Project

REPORT = "report"


def withheld_sources(plan: Plan) -> set[str]:
    """Return the sources whose licence does not let their files be passed on."""
    return {name for name, source in plan.sources.items() if not source.redistribute}


def withheld_of(project: Project, kept: Kept) -> set[str]:
    """Return the same of a kept generation, by the licences as they are registered now."""
    sources = {name: load_source(project, name) for name in kept.catalog.sources}
    return {name for name, source in sources.items() if not source.redistribute}


@dataclass(frozen=True)
class Closed:
    """What is not shown where some sources are withheld.

    Attributes:
        sources: The sources.
        tables: Their raw tables, and every table that is worked out of these.
        decimals: For each report table among them, the places that its columns are published with.
    """

    sources: frozenset[str]
    tables: frozenset[str]
    decimals: Mapping[str, Mapping[str, int]]


def closed_by_sources(kept: Kept, withheld: Collection[str]) -> Closed:
    """Return what is not shown of a generation where some sources are withheld."""
    tables = closed_tables(kept, withheld)
    models = [kept.model(name) for name in kept.order() if name in tables]
    decimals = {model.name: model.decimals for model in models if model.layer == REPORT}
    return Closed(frozenset(withheld), frozenset(tables), decimals)


def withhold(evidence: CellEvidence, closed: Closed) -> CellEvidence:
    """Return evidence without what withheld files say, and without what is worked out of them and not published.

    Rows keep file and line, conditions their counts. The figure keeps its value; another cell of a report table keeps
    it as it is published there, rounded; a cell of any other table that rests on withheld files has none.
    """
    if evidence.table in closed.tables and evidence.figure is None:
        evidence = _as_published(evidence, closed)
    files = tuple(without_values(file, closed.sources) for file in evidence.files)
    return replace(
        evidence,
        files=files,
        left_out=tuple(
            replace(entry, sample=()) if entry.model in closed.tables else entry
            for entry in evidence.left_out
        ),
        contributions=tuple(
            _without_parts(entry, evidence) if entry.model in closed.tables else entry
            for entry in evidence.contributions
        ),
        replay=_replay(evidence) if evidence.table in closed.tables else evidence.replay,
        listing=evidence.listing and _listing(evidence.listing, files),
    )


def _as_published(evidence: CellEvidence, closed: Closed) -> CellEvidence:
    """Return the evidence of a cell that is no figure, with no more of key and value than is published."""
    decimals = closed.decimals.get(evidence.table)
    if decimals is None:
        key = dict.fromkeys(evidence.key)
        return replace(evidence, key=key, value=None, is_value_withheld=True)
    value = evidence.value
    if evidence.column is None and isinstance(value, Mapping):
        value = {name: _rounded(cell, decimals.get(name)) for name, cell in value.items()}
    elif evidence.column is not None:
        value = _rounded(value, decimals.get(evidence.column))
    return replace(evidence, value=value)


def _rounded(value: Plain, decimals: int | None) -> Plain:
    if decimals is None or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    rounded: Plain = plain(round_value(value, decimals))
    return rounded


def without_values(file: FileRows, withheld: Collection[str]) -> FileRows:
    """Return the rows of a file; of a withheld source their places and not what they say."""
    if file.source not in withheld:
        return replace(file, is_withheld=False)
    rows = tuple(replace(row, values={}) for row in file.rows)
    return replace(file, rows=rows, is_withheld=True)


def _without_parts(entry: AggregateParts, evidence: CellEvidence) -> AggregateParts:
    """Return an aggregate without its parts, and with its total only where that is the published cell."""
    is_the_cell = entry.model == evidence.table and entry.agrees
    return replace(entry, parts=(), total=evidence.value if is_the_cell else None)


def _replay(evidence: CellEvidence) -> CellReplay:
    """Return a replay that shows no other value than the published one: what came back otherwise is a part of it."""
    is_same = bool(evidence.models) and evidence.models[0].replay == "verified"
    return replace(
        evidence.replay, expected=evidence.value, actual=evidence.value if is_same else None
    )


def _listing(listing: Listing, files: Iterable[FileRows]) -> Listing:
    """Return a listing without a recheck that quotes what withheld rows say."""
    withheld = {place_of(file, row) for file in files if file.is_withheld for row in file.rows}
    parts = listing.recheck.parts if listing.recheck else ()
    quotes = any(part.column and row.place in withheld for part in parts for row in part.rows)
    return replace(listing, recheck=None) if quotes else listing


def closed_tables(kept: Kept, withheld: Collection[str]) -> set[str]:
    """Return the tables whose rows are not shown: withheld files, and whatever is worked out of them.

    Report tables too: they are published rounded, and their rows hold every digit.
    """
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
        if closed.intersection(model.upstream):
            closed.add(model.name)
    return closed


def closed_problems(
    problems: Iterable[dict[str, Any]],
    withheld: Collection[str],
    closed: set[str],
    checks: Iterable[Model],
) -> list[dict[str, Any]]:
    """Return what checks found, without the value and with `is_withheld` where it is what a withheld file says.

    Args:
        problems: The problems as plain data.
        withheld: Sources whose licence withholds what their files say.
        closed: Tables whose rows are not shown.
        checks: The rules across tables: one may name a row of an open file and quote a withheld one.
    """
    rules = {(check.rule, check.remedy) for check in checks if closed.intersection(check.upstream)}
    found = []
    for problem in problems:
        is_closed = problem["source"] in withheld or (problem["rule"], problem["remedy"]) in rules
        value = "" if is_closed else problem["value"]
        found.append({**problem, "value": value, "is_withheld": is_closed})
    return found
