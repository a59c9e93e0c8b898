"""Names, values and pictures of the book: safe, cut, and laid out the same way every time."""

import itertools
from decimal import Decimal

import pytest

from report.book.addresses import row_address, safe, table_page
from report.book.layers import layered
from report.book.lineage import FIGURE, Edge, Graph, Node
from report.book.picture import picture_of
from report.book.shown import counted, cut, exact_text
from report.book.tables import TablePage


def graph(*edges):
    """Return a graph of edges, written as `from>to`; the figure is `F`."""
    pairs = [tuple(FIGURE if name == "F" else name for name in e.split(">")) for e in edges]
    names = dict.fromkeys([FIGURE, *(name for pair in pairs for name in pair)])
    nodes = {n: Node(n, "model", "Worked out", f"The model {n}", "1 row", "") for n in names}
    return Graph(nodes, [Edge(start, end, 1) for start, end in pairs])


def test_columns_go_from_sources_to_the_figure():
    found = layered(graph("t>F", "a>t", "b>t", "raw>a", "raw>b", "raw>t"))
    assert [[key for key, _ in column if ">" not in key] for column in found.columns] == [
        ["raw"],
        ["a", "b"],
        ["t"],
        [FIGURE],
    ]
    assert len(found.paths[-1]) == 3  # the long way passes a place of its own


def test_lines_cross_as_little_as_they_can():
    found = layered(graph("t>F", "a>t", "b>t", "x>b", "y>a"))
    assert [key for key, _ in found.columns[0]] == ["y", "x"]


def test_boxes_do_not_overlap_and_stand_in_the_picture():
    picture = picture_of(
        graph("t>F", *(f"m{n}>t" for n in range(9)), *(f"r{n}>m{n}" for n in range(9)))
    )
    places = [(box.x, box.y) for box in picture.boxes]
    assert len(set(places)) == len(places) == 20
    by_column = {}
    for box in picture.boxes:
        by_column.setdefault(box.x, []).append(box)
        assert 0 <= box.x <= picture.width - box.width
        assert 0 <= box.y <= picture.height - box.height
    for boxes in by_column.values():
        ordered = sorted(boxes, key=lambda box: box.y)
        for above, below in itertools.pairwise(ordered):
            assert above.y + above.height < below.y


def test_a_long_title_is_cut_to_its_box():
    node = Node(FIGURE, "figure", "over " * 30, "word " * 300, "detail " * 30, "")
    box = picture_of(Graph({FIGURE: node}, [])).boxes[0]
    assert len(box.title) == 3
    assert max(map(len, [*box.title, box.over, box.detail])) <= 28


@pytest.mark.parametrize("name", ["displaced_total", "a-b_c1"])
def test_safe_names_stay(name):
    assert safe(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "..", "../../x", "A", "a.b", "con", "com1", "é", "x" * 300, "<script>", "a b", "\udc80"],
)
def test_other_names_become_safe_and_stay_apart(name):
    made = safe(name)
    assert made == safe(made)
    assert made != safe(name + "!")


def test_rows_lead_to_the_page_that_they_are_on():
    assert row_address("t", 200) == "tables/t.html#r200"
    assert row_address("t", 201) == "tables/t.2.html#r201"
    assert table_page("t", 1) == "tables/t.html"


def test_the_pages_near_this_one_and_the_ends_are_linked():
    assert TablePage(50, 99, 1, [], []).near == [1, 0, 48, 49, 50, 51, 52, 0, 99]
    assert TablePage(1, 3, 1, [], []).near == [1, 2, 3]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (108436336, "108,436,336"),
        (Decimal("-12.2500"), "\u221212.25"),
        (Decimal("1E+3"), "1,000"),
        (0.1, "0.1"),
        (True, "yes"),
        (None, "not stated"),
        ("North", "North"),
    ],
)
def test_exact_values(value, shown):
    assert exact_text(value) == shown


def test_cut_and_counted():
    assert cut("a" * 12, 10) == "aaaaaaaaaa… (12 characters)"
    assert counted(1, "row") == "1 row"
    assert counted(5433, "cell") == "5,433 cells"
