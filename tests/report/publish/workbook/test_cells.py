"""Cells: what is cut, what is made visible, what gptables must not see."""

import pytest

from report.publish.workbook.cells import CELL_UNITS, CUT, cell_text, needs_stand_in, said
from report.publish.workbook.sheet import headed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1b[31m", "a\u2400b\u241b[31m"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("110\u202e", "110\u2426"),
        ("x" * CELL_UNITS, "x" * CELL_UNITS),
        ("x" * (CELL_UNITS + 1), "x" * (CELL_UNITS - len(CUT)) + CUT),
    ],
)
def test_a_cell_holds_what_a_spreadsheet_can(text, expected):
    assert cell_text(text) == expected


@pytest.mark.parametrize("value", ["plain text", "12 people", 12, None, "a-b"])
def test_plain_cells_are_left_to_gptables(value):
    assert not needs_stand_in(value)


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@a", "$$a$$", "[a](b)", "\u2014", "[e]", ""])
def test_other_cells_are_written_over(value):
    assert needs_stand_in(value)


def test_texts_around_tables_hold_no_links_or_references():
    assert said("[a](b) $$c$$") == "[a] (b) $ $c$ $"


def test_headers_are_unlike_each_other_and_never_empty():
    assert headed(["A", "a", "A", ""], ["", "", "people", ""]) == [
        "A",
        "a 2",
        "A\n(people)",
        "column",
    ]
