"""Placeholders in a text that lies in pieces: found wherever it is cut, filled into the first piece."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.fill.placeholders import filled, names_in

WORDINGS = {"a": "108.4 million", "a.value": "108.4", "b": "not stated"}
TEXT = "Some {{figure:a}} people, {{ Figure: a.value }} and {{figure:b}}."
FILLED = "Some 108.4 million people, 108.4 and not stated."


@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_wherever_the_text_is_cut_it_reads_the_same(cuts):
    ends = [0, *sorted(cuts), len(TEXT)]
    pieces = [TEXT[low:high] for low, high in pairwise(ends)]
    assert names_in("".join(pieces)) == ["a", "a.value", "b"]
    result = filled(pieces, WORDINGS)
    assert "".join(result) == FILLED
    assert len(result) == len(pieces)


def test_the_value_goes_into_the_piece_where_the_placeholder_begins():
    assert filled(["x {{fig", "ure:a", "}} y"], WORDINGS) == ["x 108.4 million", "", " y"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no placeholder {figure:a}", []),
        ("{{figures}}", []),
        ("{{figure:a", ["{{figure:a"]),
        ("{{figure}}", ["{{figure}}"]),
        ("{{figure:}}", [""]),
        ("{{figure:{{figure:a}}", ["{{figure:{{figure:a}}", "a"]),
    ],
)
def test_what_is_not_written_whole_is_told(text, names):
    assert names_in(text) == names
