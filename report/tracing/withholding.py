"""Traces without what withheld files say: the places of their rows stay, for whoever has the files to look them up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from report.tracing.trace import CellTrace, SourcePart
from warehouse.builder.kept import Kept


def close(kept: Kept, document: dict[str, Any], withheld: Collection[str]) -> None:
    """Take what withheld files say out of a trace as plain data.

    Args:
        kept: The generation.
        document: The trace, as `report.tracing.document` gives it; it is changed.
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
    closed = {place.table for place in kept.places.values() if place.source in withheld}
    for model in map(kept.model, kept.order()):
        if model.layer != "report" and closed.intersection(model.upstream):
            closed.add(model.name)
    return closed


def open_part(traced: CellTrace, withheld: Collection[str]) -> CellTrace:
    """Return a trace in which rows of withheld files have a place and no values."""
    return replace(traced, sources=[_open_source(part, withheld) for part in traced.sources])


def _open_source(part: SourcePart, withheld: Collection[str]) -> SourcePart:
    if part.place.source not in withheld:
        return part
    return replace(part, rows=[{**row, "values": {}} for row in part.rows])
