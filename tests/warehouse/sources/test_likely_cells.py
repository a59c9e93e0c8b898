"""Cells that are not of their column's type: what is proposed reads them all, and nothing is where nothing does."""

import itertools
import re

import pyarrow
import pytest
import yaml

from tests.warehouse.sources.conftest import inline_schema
from warehouse.sources.layout import Field, plan
from warehouse.sources.likely_cells import proposal
from warehouse.sources.load import FilePlace, load
from warehouse.sources.options import ReaderOptions


def field(kind=None, name="people"):
    return Field(name, name, kind or pyarrow.decimal128(18, 2), True, True, False, False)


def options_in(said, note="note"):
    """The reader options that a proposal names, as they would be written."""
    found = {}
    for part in re.findall("`([^`]+)`", said):
        if part.startswith(("cells", "suppressed")):
            found.update(yaml.safe_load(part))
    text = yaml.safe_dump(found).replace("A_TEXT_COLUMN", note)
    return yaml.safe_load(text)


# A way of writing a number, with what it does to `1234.5` in it.
MARKS = {"1,234.50": "1234.50", "1.234,50": "1234.50", "1 234.50": "1234.50", "1234,50": "1234.50"}
BESIDE = {
    "{}": lambda n: n,
    "{}%": lambda n: n,
    "({})": lambda n: f"-{n}",
    "€{}": lambda n: n,
    "{} (a)": lambda n: n,
    "{}*": lambda n: n,
    "{} [p]": lambda n: n,
}


@pytest.mark.parametrize(
    ("written", "beside"), itertools.product(MARKS, BESIDE), ids=lambda part: part
)
def test_what_is_proposed_reads_the_cells(tmp_path, written, beside):
    cells = [beside.format(written), beside.format(written.replace("1", "7", 1))]
    said = proposal(field(), cells)
    options = options_in(said)
    schema = inline_schema(
        {
            "columns": {
                "people": {"type": "decimal(18, 2)"},
                "note": {"type": "text", "nullable": True, "required": False},
            }
        },
        "x",
    )
    path, target = tmp_path / "file.csv", tmp_path / "t.parquet"
    quoted = [f'"{cell}"' for cell in cells]
    path.write_text("\n".join(["people", *quoted, ""]), encoding="utf-8")
    parsed = ReaderOptions.parse(options, "x")
    plan(schema, parsed, "x")
    place = FilePlace("s", "raw_s__t", "2022-01-01", "raw/s/2022-01-01/file.csv")
    report = load(path, target, options=parsed, schema=schema, place=place, nature="measured")
    assert [p.rule for p in report.problems] == []
    read = [str(value) for value in pyarrow.parquet.read_table(target)["people"].to_pylist()]
    expected = BESIDE[beside](MARKS[written])
    assert read == [expected, expected.replace("1", "7", 1)]


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        (["<5"] * 9 + ["<10"], {"suppressed": {"columns": ["people"], "markers": ["<5", "<10"]}}),
        (["1,234", "<5"], {"cells": {"people": {"thousands": ","}}}),
        (["12,5", "0,25"], {"cells": {"people": {"decimal": ","}}}),
    ],
)
def test_withheld_values_and_numbers_are_told_apart(cells, options):
    found = options_in(proposal(field(), cells))
    assert {key: found[key] for key in options} == options


def test_what_is_not_stated_is_asked_about():
    said = proposal(field(), ["..", "n/a", ":"])
    assert '["..", "n/a", ":"] among `null_markers`' in said
    assert "if it is not told" in said


@pytest.mark.parametrize(
    "cells",
    [
        ["about 12"],
        ["1,234", "1.234,5"],
        ["12", "many"],
        ["1,23,456"],
        ["(12"],
        ["1.2.3"],
        ["2021-01-01"],
        ["12 13 1"],
    ],
)
def test_what_nothing_reads_is_left_to_a_person(cells):
    assert proposal(field(), cells) == ""


@pytest.mark.parametrize(
    ("cells", "patterns"),
    [
        (["31/12/2021", "01/02/2021"], ["%d/%m/%Y"]),
        (["12.31.2021"], ["%m.%d.%Y"]),
        (["01-02-2021"], ["%d-%m-%Y", "%m-%d-%Y"]),
        (["13/13/2021"], []),
        (["01/02/2021", "01.02.2021"], []),
    ],
)
def test_dates_are_proposed_in_the_orders_that_fit_them_all(cells, patterns):
    assert re.findall(r'dates: "([^"]+)"', proposal(field(pyarrow.date32()), cells)) == patterns
