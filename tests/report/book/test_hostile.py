"""Texts of files are data: markup, formulas, controls, addresses that run, and endless cells change only the text."""

import json
import re

import pytest

from report.book import write_book
from report.edition import publish
from tests.report.book.conftest import kept_of, register_text
from tests.report.book.crawler import faults, page, pages
from tests.report.publish.conftest import REGISTER, third_always
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild

MARKUP = (
    "</script></title><script>alert(1)</script><img src=x onerror=alert(1)> "
    "\"'`{{7*7}}{% x %} & \u202e011 \x07 ]]>"
)
LONG = 1_000_000


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def hostile(toy, tmp_path):
    """A book in which every text that comes from a file is hostile."""
    text = json.dumps(MARKUP)
    for path, line in (
        ("raw/editions/2020.yaml", "title: Harvest Report 2020"),
        ("raw/editions/2020.yaml", "publisher: Orchard Board"),
        ("raw/harvest/source.yaml", "title: Harvest returns"),
        ("raw/harvest/source.yaml", 'citation: "Orchard Board, Harvest returns"'),
        ("raw/harvest/source.yaml", "licence: CC-BY-4.0"),
        ("raw/harvest/source.yaml", "release: Returns of 2020"),
        ("raw/harvest/source.yaml", "contact: Orchard Board, statistics desk"),
        ("report/figures.yaml", "label: Harvest of North Orchard"),
        ("report/figures.yaml", 'display: "{value} tonnes"\n    terms: [harvest]'),
    ):
        name = line.partition(":")[0]
        ending = "\n    terms: [harvest]" if "terms" in line else ""
        given = json.dumps("{value} " + MARKUP) if name == "display" else text
        replace(toy.root / path, line, f"{name}: {given}{ending}")
    replace(toy.root / "report/figures.yaml", "id: harvest_west", "id: Con-West-1")
    replace(
        toy.raw / "harvest/source.yaml", "https://orchards.example/harvest", "javascript:alert(1)"
    )
    replace(toy.raw / "orchards/source.yaml", "https://orchards", "data:text/html,<script>")
    rewrite(toy, REGISTER, "North Orchard", '"' + MARKUP.replace('"', '""') + '"')
    register_text(toy, f"The harvest of North Orchard was 131 tonnes in 2020 {MARKUP}\n")
    publish(EditionBuild(toy, "2020"))
    return write_book(toy, kept_of(toy), tmp_path / "book").index.parent


def test_nothing_runs_and_every_link_leads_somewhere(hostile):
    assert faults(hostile) == []


def test_no_address_runs(hostile):
    for path, tree in pages(hostile).items():
        links = tree.xpath("//@href")
        assert not [
            link for link in links if re.match(r"\s*(javascript|data|vbscript):(?!,$)", link)
        ], path


def test_the_texts_are_shown_as_they_are(hostile):
    figure = page(hostile / "figures" / "harvest_north.html")
    seen = MARKUP.replace("\u202e", "\u2426").replace("\x07", "\u2407")
    assert seen in figure.xpath("//h1")[0].text_content()
    assert seen in figure.xpath("//p[@class='wording']")[0].text_content()


def test_no_control_stands_in_a_page_and_the_entries_are_ascii(hostile):
    for path in hostile.rglob("*.html"):
        assert not set("\x07\u202e") & set(path.read_text("utf-8")), path
    (hostile / "assets" / "entries.js").read_text("ascii")


def test_names_of_files_are_safe(hostile):
    names = [p.relative_to(hostile).as_posix() for p in hostile.rglob("*")]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9_./-]+", name)] == []
    assert len([name for name in names if "west-1" in name]) == 1


@pytest.mark.parametrize("name", third_always(1))
def test_hostile_cells_are_text(book, name):
    quoted = '"' + name.replace('"', '""') + '"'
    folder = book((REGISTER, "North Orchard", quoted), text="")
    cells = page(folder / "tables" / "table_01_harvest.html").xpath(
        "//table[contains(@class, 'cells')]//td[1]"
    )
    assert name.strip() in [cell.text_content().strip() for cell in cells]
    assert faults(folder) == []


def test_a_cell_without_end_is_cut_and_counted(book):
    folder = book((REGISTER, "North Orchard", "x" * LONG))
    for path in folder.rglob("*"):
        assert path.is_dir() or path.stat().st_size < 200_000, path
    table = page(folder / "tables" / "table_01_harvest.html").text_content()
    assert f"… ({LONG:,} characters)" in table
