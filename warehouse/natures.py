"""Natures: how good the evidence behind a value is, from the best to the weakest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

NATURES = ("measured", "estimate", "provisional", "stated", "synthetic")
"""`stated` is a number that somebody wrote with no rows behind it; `synthetic` is made up, for tests."""

WORSENING: tuple[Literal["value", "order"], ...] = ("value", "order")
"""The roles in which a raw row worsens a cell: it feeds it, or the cell is its place among others."""


def worst(given: Iterable[str]) -> str:
    """Return the weakest of some natures; `measured` when there are none."""
    return max(given, key=NATURES.index, default=NATURES[0])
