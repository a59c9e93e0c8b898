"""A trace explained: every row is shown as it is in its table, and nothing in it steers what shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import duckdb
import pytest

from lineage.constructs import CONSTRUCTS, Construct
from lineage.oracle import run
from lineage.tables import fill
from rowlineage import Lineage
from rowlineage.explanation_html import as_page
from rowlineage.explanation_text import as_lines

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a & b &amp; c",
    "\x1b[31mred",
    "\u202eabc",
    "two\nlines",
    "</pre></style></title>",
]
VOID = {"meta"}


class Page(HTMLParser):
    """The elements, cells and texts of a page; fails where elements do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.cells: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        if tag == "td":
            self.cells.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open and self.open[-1] == "td":
            self.cells[-1] += data


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_value_a_name_or_a_query_steers_the_page_or_the_terminal(
    con: duckdb.DuckDBPyConnection, text: str
) -> None:
    name = '"' + text.replace('"', '""') + '"'
    con.execute(f"CREATE TABLE {name} AS SELECT 1::BIGINT AS _row, 1 AS k, 'x' AS {name}")
    con.execute(f"UPDATE {name} SET {name} = ?", [text])
    sql = f"SELECT k, {name} FROM {name} WHERE {name} <> 'none'"
    trace = Lineage(con).trace(sql, {"k": 1}, text)
    page, lines = as_page(trace), list(as_lines(trace))
    assert not {
        sign for line in (*lines, *page.split("\n")) for sign in line if not sign.isprintable()
    }
    read = Page(page)
    assert set(read.found) <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "pre", "div"),
        *("table", "tr", "th", "td", "ul", "li"),
    }
    assert read.attributes <= {"lang", "charset", "name", "content", "class"}
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    assert read.cells == ["1", "1", shown]


@pytest.mark.parametrize("construct", [pytest.param(c, id=c.name) for c in CONSTRUCTS[::4]])
def test_every_traced_row_is_shown_as_it_is(
    con: duckdb.DuckDBPyConnection, construct: Construct
) -> None:
    fill(con)
    row = run(con, construct.sql)[0]
    trace = Lineage(con).trace(construct.sql, {name: row[name] for name in construct.key})
    found = trace.contents(1000)
    assert sum(traced.count for traced in found) == trace.rows().num_rows
    for traced in found:
        whole = con.execute(f"SELECT * FROM {traced.table}").fetchall()
        assert len(traced.rows) == traced.count
        assert set(map(str, traced.rows)) <= set(map(str, whole))
    read = Page(as_page(trace, 1000))
    assert read.found["td"] >= sum(len(traced.columns) * traced.count for traced in found)
    assert "verified" in read.text


def test_rows_beyond_those_listed_are_counted(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE t AS SELECT i::BIGINT AS _row, i AS v FROM range(1, 61) r(i)")
    trace = Lineage(con).trace("SELECT sum(v) AS s FROM t", {}, "s")
    (traced,) = trace.contents(7)
    assert (traced.count, [row[0] for row in traced.rows]) == (60, [1, 2, 3, 4, 5, 6, 7])
    page = as_page(trace, 7)
    assert "t: 60 rows that feed the value" in page
    assert page.count("and 53 more") == 2  # the rows, and what each puts in
    assert "Together 1830." in page


def test_the_page_names_the_row_and_the_run(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE t AS SELECT 1::BIGINT AS _row, 'a' AS k, NULL::INTEGER AS v")
    sql = "SELECT k, v, $least AS l FROM t"
    page = as_page(Lineage(con).trace(sql, {"k": "a"}, "v", parameters={"least": 3}))
    assert "<h1>v = NULL</h1>" in page
    assert "where k = a" in page
    assert "$least = 3" in page or "least = 3" in page


def test_a_cell_without_rows_says_so(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE t AS SELECT 1::BIGINT AS _row, 2 AS v")
    page = as_page(Lineage(con).trace("SELECT count(*) AS n FROM t WHERE v > 5", {}, "n"))
    assert "It rests on no row." in page
    assert "left out of t by v &gt; 5: 1" in page
