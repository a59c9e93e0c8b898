"""Traces and findings of checks without what withheld files say.

The places of their rows stay, for whoever has the files to look them up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from warehouse.model import Model

if TYPE_CHECKING:
    from report.evidence.tracing.trace import CellTrace, SourcePart
    from warehouse.builder.kept import Kept, KeptModel
    from warehouse.builder.plan import Plan


def withheld_sources(plan: Plan) -> set[str]:
    """Return the sources whose licence does not let their files be passed on."""
    return {name for name, source in plan.sources.items() if not source.redistribute}


def close(kept: Kept, document: dict[str, Any], withheld: Collection[str]) -> None:
    """Take what withheld files say out of a trace as plain data.

    Args:
        kept: The generation.
        document: The trace, as `report.evidence.tracing.document` gives it; it is changed.
        withheld: Sources whose licence withholds what their files say.
    """
    closed = closed_tables(kept, withheld)
    for source in document["sources"]:
        source["values_withheld"] = source["source"] in withheld
        if source["values_withheld"]:
            source["rows"] = [{**row, "values": {}} for row in source["rows"]]
    for kind, shown in (("excluded", "sample"), ("contributions", "parts")):
        for entry in document[kind]:
            if closed.intersection(kept.model(entry["model"]).upstream):
                entry[shown] = []


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
        if model.layer != "report" and closed.intersection(model.upstream):
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


def open_part(traced: CellTrace, withheld: Collection[str]) -> CellTrace:
    """Return a trace in which rows of withheld files have a place and no values."""
    return replace(traced, sources=[_open_source(part, withheld) for part in traced.sources])


def _open_source(part: SourcePart, withheld: Collection[str]) -> SourcePart:
    if part.place.source not in withheld:
        return part
    return replace(part, rows=[{**row, "values": {}} for row in part.rows])
