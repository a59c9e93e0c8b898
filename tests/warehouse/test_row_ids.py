"""Row ids say file, line and column, in Python and in SQL alike, and rise with them."""

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from warehouse.row_ids import (
    LAST_CELL_LINE,
    LAST_COLUMN,
    LAST_LINE,
    at_in_words,
    cell_of,
    column_of,
    file_in_sql,
    file_number,
    file_of,
    line_in_sql,
    line_of,
    row_of,
)

FILES = st.integers(0, 2**31 - 1)
CELLS = st.tuples(st.integers(1, LAST_CELL_LINE), st.integers(1, LAST_COLUMN))


@given(FILES, st.integers(1, LAST_LINE), CELLS, CELLS)
def test_a_row_id_gives_back_what_it_was_made_of(file, line, cell, other):
    row, first, second = row_of(file, line), cell_of(file, *cell), cell_of(file, *other)
    assert (file_of(row), line_of(row), column_of(row)) == (file, line, 0)
    assert (file_of(first), line_of(first), column_of(first)) == (file, *cell)
    assert (first < second) == (cell < other)
    assert max(row, first) < 2**63
    found = duckdb.execute(
        f"SELECT {file_in_sql()}, {line_in_sql()} FROM (VALUES (?::BIGINT), (?::BIGINT)) AS t(_row)",
        [row, first],
    ).fetchall()
    assert found == [(file, line), (file, cell[0])]


def test_the_largest_ids_keep_apart():
    assert row_of(0, LAST_LINE) < cell_of(0, 1, 1) < cell_of(0, LAST_CELL_LINE, LAST_COLUMN) < 2**32
    assert len({file_number("a", ""), file_number("a", "s"), file_number("a", "", "s")}) == 3


def test_a_column_is_named_as_spreadsheets_do():
    assert [at_in_words(7, n) for n in (0, 1, 26, 27, 703)] == [
        "7",
        "7, column 1 (A)",
        "7, column 26 (Z)",
        "7, column 27 (AA)",
        "7, column 703 (AAA)",
    ]
