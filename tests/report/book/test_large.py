"""A hundred thousand rows of evidence: they are sampled and counted, and no page grows with them."""

import itertools
import string

import pytest

from report.book import write_book
from report.edition import publish
from tests.report.book.conftest import kept_of
from tests.report.book.crawler import faults, page
from tests.toys import register
from warehouse.builder.edition_build import EditionBuild

ORCHARDS = 17_000
ROWS = ORCHARDS * 6
TOTAL = """/*
title: All harvests
key: [what]
columns:
  what: {title: What}
  tonnes: {title: Tonnes, decimals: 2}
*/
SELECT 'all' AS what, sum(c.tonnes) AS tonnes FROM raw_harvest__crops AS c
"""
FIGURE = "figures:\n  - {id: all, label: All, table: table_03_all, key: {what: all}, column: tonnes, unit: tonnes}\n"


@pytest.fixture
def large(toy, tmp_path):
    """A book of a toy with 17,000 orchards and 102,000 returns, all of which feed one figure."""
    letters = map("".join, itertools.product(string.ascii_uppercase, repeat=4))
    codes = list(itertools.islice(letters, ORCHARDS))
    orchards = toy.raw / "orchards" / "2021-01-01" / "orchards.csv"
    crops = toy.raw / "harvest" / "2021-02-01" / "crops.csv"
    lines = [f"{code};Orchard {code};1990-01-01" for code in codes]
    orchards.write_text("\n".join(["code;name;founded", *lines, ""]))
    keys = itertools.product((2018, 2019, 2020), codes, ("apple", "pear"))
    returns = [f"{year},{code},{crop},1.5,A" for year, code, crop in keys]
    crops.write_text("\n".join(["year,orchard,crop,tonnes,quality", *returns, ""]))
    register(toy, "orchards/2021-01-01/orchards.csv")
    register(toy, "harvest/2021-02-01/crops.csv")
    (toy.models / "report" / "table_03_all.sql").write_text(TOTAL)
    (toy.root / "report" / "figures.yaml").write_text(FIGURE)
    publish(EditionBuild(toy, "2020"))
    return write_book(toy, kept_of(toy), tmp_path / "book").index.parent


def test_no_page_grows_with_the_rows(large):
    sizes = {p.relative_to(large).as_posix(): p.stat().st_size for p in large.rglob("*.html")}
    assert max(sizes.values()) < 150_000, max(sizes, key=sizes.get)
    figure = page(large / "figures" / "all.html")
    shown = " ".join(figure.text_content().split())
    assert f"{ROWS:,} rows feed the value" in shown
    assert f"The first 200 of {ROWS:,} rows are listed" in shown
    assert f"{ROWS:,} parts make 153,000, which is the cell" in shown
    assert len(figure.xpath("//tr[starts-with(@id, 'evidence-1-')]")) == 200
    assert "annual-report trace all --edition 2020 --csv" in shown
    pages = sorted((large / "tables").glob("table_01_harvest*.html"))
    assert len(pages) == ORCHARDS // 200
    assert len(page(pages[-1]).xpath("//table[contains(@class, 'cells')]/tbody/tr")) == 200
    assert faults(large) == []
