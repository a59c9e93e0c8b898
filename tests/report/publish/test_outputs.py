"""Published files: hostile text from raw files is harmless, rounding is declared, blanks stay blank."""

import csv
import json

import pyarrow.parquet
import pytest

from report.edition import publish
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild

REGISTER = "orchards/2021-01-01/orchards.csv"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "-2+3",
    "\r=1+1",
    "Orchard\r=1+1",
    "\uff1d1+1",
    "<script>alert(1)</script>",
    "a & <b>\"'",
    "110\u202e011",
    "\x1b[31mred",
]


@pytest.fixture
def built(toy):
    def build(name="North Orchard"):
        if name != "North Orchard":
            quoted = '"' + name.replace('"', '""') + '"'
            rewrite(toy, REGISTER, "North Orchard", quoted)
        place, _ = publish(EditionBuild(toy, "2020"))
        return place / "report"

    return build


def rows(folder, name="table_01_harvest"):
    with (folder / "tables" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return {row["orchard"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_text_in_every_output(built, name):
    folder = built(name)
    cell = rows(folder)["NORTH"]["name"]
    assert cell == (f"'{name}" if name[0] in "=+-@\r\uff1d" else name)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert not {"\x1b", "\u202e"} & set(page)
    parquet = pyarrow.parquet.read_table(folder / "tables" / "table_01_harvest.parquet").to_pylist()
    assert name in [row["name"] for row in parquet]


def test_numbers_are_rounded_as_declared_and_blank_is_not_zero(built):
    found = rows(built())
    assert found["NORTH"]["share_pct"] == "59.1"
    assert found["SOUTH"]["tonnes"] == "90.8"
    assert found["WEST"]["tonnes"] == ""


def test_the_warehouse_keeps_full_precision(built):
    folder = built().parent
    table = pyarrow.parquet.read_table(folder / "tables" / "table_01_harvest.parquet").to_pylist()
    assert next(row["tonnes"] for row in table if row["orchard"] == "SOUTH") == pytest.approx(90.75)


def test_a_ratio_without_decimals_is_refused(toy):
    model = toy.models / "report" / "table_01_harvest.sql"
    model.write_text(model.read_text().replace("unit: per cent, decimals: 1", "unit: per cent"))
    _, parts = publish(EditionBuild(toy, "2020"))
    assert [p.value for p in parts.problems] == [
        "column 'share_pct' (DOUBLE) has no stated precision"
    ]
    assert list(parts.missing) == ["table_01_harvest"]


def test_figures_are_files_too(built):
    folder = built()
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["figures"]
    assert [(f["id"], f["display"]) for f in figures] == [
        ("harvest_north", "131 tonnes"),
        ("harvest_west", "not stated"),
    ]
    assert "harvest_north" in (folder / "figures.csv").read_text(encoding="utf-8")


def test_the_page_names_sources_and_licences(built):
    page = (built() / "index.html").read_text(encoding="utf-8")
    assert "Orchard Board, Harvest returns" in page
    assert "CC-BY-4.0" in page
    assert "it is not zero" in page


def test_what_a_blank_means_is_said_of_tables_that_have_one(built):
    sections = (built() / "index.html").read_text("utf-8").split("<section")
    told = {s.partition('id="')[2].partition('"')[0]: "it is not zero" in s for s in sections}
    assert (told["table_01_harvest"], told["table_02_orchards"]) == (True, False)


def test_the_page_calls_tables_by_their_numbers_and_heads_each_row(built):
    page = (built() / "index.html").read_text("utf-8")
    assert '<li><a href="#table_01_harvest">Table 1. ' in page
    assert "<tr><th scope=row>NORTH</th>" in page
