"""What depends on an origin, as records; `to_json` gives the stable form that `impact --json` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from report.evidence.impact.origin import Origin
from report.figures.plain import Plain

SCHEMA = "annual-report/impact/1"
Tier: TypeAlias = Literal["value", "full"]
"""`value` where raw rows of the origin feed a cell; `full` where they only decide that it is there, or its place."""


@dataclass(frozen=True)
class DependentCell:
    """A cell of a report table that depends on the origin."""

    key: Mapping[str, Plain]
    column: str
    value: Plain
    tier: Tier


@dataclass(frozen=True)
class DependentTable:
    """A report table with cells that depend on the origin.

    Attributes:
        by_value: How many of its cells are fed by it.
        cells: How many depend on it in all.
        listed: Some of them, those that are fed by it first.
    """

    id: str
    title: str
    by_value: int
    cells: int
    listed: tuple[DependentCell, ...]


@dataclass(frozen=True)
class DependentFigure:
    """A published figure whose cell depends on the origin."""

    id: str
    label: str
    display: str
    nature: str
    tier: Tier


@dataclass(frozen=True)
class DependentEdition:
    """What depends on the origin in one edition.

    Attributes:
        vintages: Vintages of the source that it was built from and that the origin means.
        rows: How many raw rows the origin means.
    """

    edition: str
    vintages: tuple[str, ...]
    rows: int
    tables: tuple[DependentTable, ...]
    figures: tuple[DependentFigure, ...]


@dataclass(frozen=True)
class Impact:
    """What depends on an origin in some editions.

    Attributes:
        pins: Edition -> vintages of the source that it was built from; also of editions in which nothing depends on it.
        editions: Those in which the origin has files.
    """

    origin: Origin
    pins: Mapping[str, Sequence[str]]
    editions: tuple[DependentEdition, ...]


def to_json(impact: Impact) -> dict[str, object]:
    """Return an impact as `impact --json` prints it."""
    origin = impact.origin
    return {
        "schema": SCHEMA,
        "source": origin.source,
        "vintage": origin.vintage or None,
        "file": origin.file or None,
        "sheet": origin.sheet or None,
        "line": origin.line or None,
        "pins": {edition: list(vintages) for edition, vintages in impact.pins.items()},
        "editions": [
            {
                **vars(found),
                "vintages": list(found.vintages),
                "tables": [_table_to_json(table) for table in found.tables],
                "figures": [dict(vars(figure)) for figure in found.figures],
            }
            for found in impact.editions
        ],
    }


def _table_to_json(table: DependentTable) -> dict[str, object]:
    return {
        "id": table.id,
        "title": table.title,
        "cells": {"value": table.by_value, "full": table.cells},
        "listed": [{**vars(cell), "key": dict(cell.key)} for cell in table.listed],
    }
