"""The forward walk against the backward one on whole editions: they must agree on every cell."""

from __future__ import annotations

import random

import pytest

from lineage.test_forward import Cell, cells_of, disagreements, raw_rows
from report.edition import publish
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept


def whole_edition(kept: Kept, count: int | None) -> list[Cell]:
    models = kept.order()
    raw_tables = [name for name in kept.tables if name not in models]
    with kept.connection() as con:
        cells = cells_of(con, kept, models)
        if count is not None:
            # A fixed seed: the same cells on every run.
            cells = sorted(random.Random(7).sample(cells, count))
        return disagreements(con, kept, raw_rows(con, raw_tables), models, cells)


@pytest.mark.parametrize("edition", ["2020", "2021"])
def test_every_cell_of_the_toy_agrees(toy, edition: str) -> None:  # type: ignore[no-untyped-def]
    place, _ = publish(EditionBuild(toy, edition))
    assert whole_edition(Kept(place), None) == []


def test_cells_of_the_2022_edition_agree(edition_2022) -> None:  # type: ignore[no-untyped-def]
    assert whole_edition(Kept(edition_2022[0]), 60) == []
