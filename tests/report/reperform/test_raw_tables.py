"""The second engine's own reading of raw files gives the cells that the build's reading gives."""

import gzip
import json

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.reperform.second.raw_cells import read_records
from report.reperform.second.raw_tables import raw_entries, read_table, typed_table
from warehouse.edition import load_edition
from warehouse.errors import SourceFileError
from warehouse.sources.load import FilePlace, load
from warehouse.sources.options import ReaderOptions
from warehouse.sources.schema import load_schema

SCHEMA = {
    "columns": {
        "place": {"type": "text", "title": "Place"},
        "people": {"type": "whole", "title": "People", "nullable": True},
        "rate": {"type": "decimal(18, 6)", "title": "Rate", "nullable": True},
        "day": {"type": "date", "title": "Day", "nullable": True},
        "is_open": {"type": "flag", "title": "Open", "nullable": True},
    }
}
HEADER = "place,people,rate,day,is_open\n"
FILES = [
    ({}, HEADER + 'north,12,1.5,2022-01-31,yes\n\n"a ""b"", c",-, 0.25 ,...,FALSE\n'),
    ({}, HEADER + 'north,1.25e2,.5,,no\n"two\nlines",+007,-1.,N/A,true\n'),
    ({"thousands": ",", "delimiter": ";"}, HEADER.replace(",", ";") + "n;1,234,567;1,000.5;;\n"),
    (
        {"thousands": " ", "decimal": ",", "delimiter": ";"},
        HEADER.replace(",", ";") + "n;1\u00a0234;1 000,5;;\n",
    ),
    ({"preamble_lines": 2, "header_rows": 1}, "Printed\nby the Board\n" + HEADER + "n,1,2,,\n"),
    ({"quote": ""}, HEADER + 'say "x,1,2,,\n'),
    ({"null_markers": ["", "n/a"]}, HEADER + "-,n/a,2,,\n"),
    ({"suppressed": {"columns": ["people"], "markers": ["<5"]}}, HEADER + "n,<5,2,,\nm,7,,,\n"),
    ({"rename": {"ort": "place"}}, HEADER.replace("place", "ort") + "n,1,2,,\n"),
    ({"encoding": "cp1252"}, HEADER + "Köln,1,2,,\n"),
    ({"encoding": "utf-16"}, HEADER + "Köln,1,2,,\n"),
    ({"header_rows": 2}, "place,people,rate,day,is_open\n,people,,,\nn,1,2,,\n"),
]


@pytest.mark.parametrize(("given", "text"), FILES)
@pytest.mark.parametrize("is_zipped", [False, True])
def test_same_cells_as_the_build_reads(tmp_path, given, text, is_zipped):
    options = ReaderOptions.parse(given, "source.yaml")
    data = text.encode(options.encoding)
    path = tmp_path / ("file.csv.gz" if is_zipped else "file.csv")
    path.write_bytes(gzip.compress(data) if is_zipped else data)
    schema = load_schema(tmp_path, SCHEMA, "source.yaml")
    place = FilePlace("s", "raw_s__t", "v", "file.csv")
    target = tmp_path / "t.parquet"
    report = load(path, target, options=options, schema=schema, place=place, nature="measured")
    assert report.problems == ()
    same_table(path, options, schema, target)


FORMED = {
    "columns": {
        "people": {"type": "whole", "nullable": True},
        "rate": {"type": "decimal(18, 6)", "nullable": True},
        "money": {"type": "decimal(18, 6)", "nullable": True},
        "day": {"type": "date", "nullable": True},
        "at": {"type": "date", "nullable": True},
        "is_open": {"type": "flag", "nullable": True},
        "note": {"type": "text", "nullable": True},
        "currency": {"type": "text", "nullable": True},
    }
}
FORMS = {
    "people": {"flags": {"into": "note"}, "thousands": ",", "brackets": "negative"},
    "rate": {"per_cent": "fraction"},
    "money": {"currency": {"marks": ["US$", "€"], "into": "currency"}, "brackets": "negative"},
    "day": {"dates": ["%d %b %Y", "%d/%m/%Y"]},
    "at": {"dates": "%Y-%m-%dT%H:%M:%S%z", "zone": "Asia/Bangkok"},
    "is_open": {"true_words": ["ja"], "false_words": ["nein"]},
}
CELLS = {
    "people": st.sampled_from(
        ["1,234 (a)", "12*", "7", "(5) p", ": c", ":", "", "[x]", "-3", "9 p e"]
    ),
    "rate": st.sampled_from(["5.82%", "-3 %", ":", ".5%", "100%"]),
    "money": st.sampled_from(["US$ 1.2", "€5", "(€ 3)", "-€4", "", "7 US$"]),
    "day": st.sampled_from(["3 Feb 2022", "03/02/2022", "", "29 FEB 2024"]),
    "at": st.sampled_from(["2022-05-04T23:11:12+02:00", "2022-05-04T16:59:59Z", ":"]),
    "is_open": st.sampled_from(["ja", "NEIN", ""]),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=30))
def test_both_engines_read_cells_under_their_forms_alike(tmp_path, rows):
    lines = [";".join(CELLS), *(";".join(row[name] for name in CELLS) for row in rows)]
    path, target = tmp_path / "formed.csv", tmp_path / "formed.parquet"
    path.write_text("\n".join(lines) + "\n")
    given_options = {"delimiter": ";", "null_markers": ["", ":"], "cells": FORMS}
    options = ReaderOptions.parse(given_options, "source.yaml")
    schema = load_schema(tmp_path, FORMED, "source.yaml")
    place = FilePlace("s", "raw_s__t", "v", path.name)
    report = load(path, target, options=options, schema=schema, place=place, nature="measured")
    assert report.problems == ()
    same_table(path, options, schema, target)


@pytest.mark.parametrize("format", ["json", "ndjson", "xlsx"])
def test_same_cells_of_other_formats(tmp_path, format):
    path, target = tmp_path / f"file.{format}", tmp_path / "t.parquet"
    rows = [
        {"place": "n", "people": 12, "rate": 1.5, "day": "2022-01-31", "is_open": True},
        {"place": "m", "people": None, "rate": 2, "day": None, "is_open": None},
    ]
    if format == "xlsx":
        book = openpyxl.Workbook()
        for row in ([*rows[0]], *([*row.values()] for row in rows)):
            book.active.append(row)
        book.save(path)
    else:
        lines = "\n".join(json.dumps(row) for row in rows)
        path.write_text(json.dumps(rows) if format == "json" else lines)
    options = ReaderOptions(format=format)
    schema = load_schema(tmp_path, SCHEMA, "source.yaml")
    place = FilePlace("s", "raw_s__t", "v", path.name)
    report = load(path, target, options=options, schema=schema, place=place, nature="measured")
    assert report.problems == ()
    same_table(path, options, schema, target)


def same_table(path, options, schema, target):
    """Check that the second engine's reading of a file is what the build wrote of it."""
    first = pyarrow.parquet.ParquetFile(target).read().drop_columns(["_row", "_nature"])
    second = typed_table(path, schema, options, path.name)
    assert second.column_names == first.column_names
    assert second.to_pylist() == first.to_pylist()


def test_the_raw_tables_of_the_edition_are_the_same_cell_by_cell(project, edition_2022):
    for entry in raw_entries(project, load_edition(project, "2022")):
        path = edition_2022[0] / "tables" / f"{entry.name}.parquet"
        first = pyarrow.parquet.ParquetFile(path).read().drop_columns(["_row", "_nature"])
        second = read_table(project, entry)
        assert second.column_names == first.column_names
        assert second.to_pylist() == first.to_pylist()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEADER + "n,1_000,2,,\n", "'1_000' is no int64"),
        (HEADER + "n,1.5,2,,\n", "'1.5' is no int64"),
        (HEADER + "n,1,nan,,\n", "'nan' is no decimal"),
        (HEADER + "n,1,2,20220131,\n", "'20220131' is no date32"),
        (HEADER + "n,1,2,,maybe\n", "'maybe' is no bool"),
        (HEADER + "n,1,2.0000001,,\n", "no room"),
    ],
)
def test_a_cell_that_is_no_value_of_its_type_is_an_error(tmp_path, text, why):
    path = tmp_path / "file.csv"
    path.write_text(text)
    options = ReaderOptions()
    schema = load_schema(tmp_path, SCHEMA, "source.yaml")
    with pytest.raises(SourceFileError, match=why):
        typed_table(path, schema, options, "file.csv")


@pytest.mark.parametrize("text", [HEADER + "n,1,2\n", HEADER + '"n,1,2,,\n', "Printed\n"])
def test_a_file_that_is_not_well_formed_is_an_error(tmp_path, text):
    path = tmp_path / "file.csv"
    path.write_text(text)
    options = ReaderOptions(preamble_lines=1 if text == "Printed\n" else 0)
    with pytest.raises(SourceFileError):
        read_records(path, options, "file.csv")
