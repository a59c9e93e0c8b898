"""Samples: the same for the same seed, spread over tables and natures, without repetition."""

import pytest

from report.evidence.auditing.sample import Cell, draw

CELLS = [
    Cell(f"table_{number:02}", row, column, nature)
    for number, rows in ((1, 40), (2, 3), (3, 10))
    for row in range(1, rows + 1)
    for column, nature in (
        ("people", "measured"),
        ("share", "estimate" if number == 1 else "measured"),
    )
]


def test_same_seed_same_sample_whatever_the_order():
    assert draw(CELLS, 10, 7) == draw(reversed(CELLS), 10, 7)


def test_another_seed_another_sample():
    assert draw(CELLS, 10, 7) != draw(CELLS, 10, 8)


@pytest.mark.parametrize("seed", range(20))
def test_every_table_then_every_stratum(seed):
    assert {cell.table for cell in draw(CELLS, 3, seed)} == {"table_01", "table_02", "table_03"}
    strata = {(cell.table, cell.nature) for cell in draw(CELLS, 4, seed)}
    assert strata == {(cell.table, cell.nature) for cell in CELLS}


def test_a_smaller_sample_is_part_of_a_larger_one():
    assert set(draw(CELLS, 5, 3)) < set(draw(CELLS, 9, 3))


def test_no_cell_twice_and_never_more_than_there_are():
    assert len(set(draw(CELLS, 50, 1))) == 50
    assert draw(CELLS, 10_000, 1) == sorted(CELLS)


def test_larger_tables_are_drawn_from_more_often():
    drawn = [cell.table for seed in range(100) for cell in draw(CELLS, 10, seed)]
    assert drawn.count("table_01") > drawn.count("table_03") > drawn.count("table_02")
