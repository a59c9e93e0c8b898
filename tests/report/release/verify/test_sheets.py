"""Sheets of the workbook: whatever its writer puts in the place of something is known to `verify`, and nothing else."""

import csv
import io
from decimal import Decimal
from types import SimpleNamespace

import pyarrow
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from report.publish.files import csv_text, guarded
from report.publish.tables import PublishedTable
from report.publish.workbook import cells, sheet
from report.publish.workbook.cells import cell_rows
from report.publish.workbook.sheet import headed
from report.release.verify import verify as module
from report.release.verify.verify import CsvGrid, Payload, Restated, heads_of, is_shown
from warehouse.model import Column

TITLES = st.one_of(
    st.sampled_from(
        ["", " ", "a", "A", "a 2", "column", "Weakest nature", "$$", "x" * 300, "\U0001f34e" * 130]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
)
UNITS = st.sampled_from(["", "year", "kg", "per cent", "tonnes of apples " * 20])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TITLES, UNITS), min_size=1, max_size=6))
@example([("", "kg"), ("Weakest nature", "")])
@example([("a", ""), ("a", ""), ("a 2", ""), ("A", "")])
@example([("a\x80", ""), ("a\x81", "")])
def test_heads_are_those_that_the_workbook_writer_writes(columns):
    titles, units = zip(*columns, strict=True)
    fields = [{"title": t, **({"unit": u} if u else {})} for t, u in columns]
    written = headed([*titles, "Weakest nature"], [*("" if u == "year" else u for u in units), ""])
    assert heads_of([*fields, {"title": module.WEAKEST}]) == written
    names = [f"c{n}" for n in range(len(fields))]
    for heads in (written, written[:-1]):
        assert not list(module.heads_otherwise(heads, names, fields))
        assert list(module.heads_otherwise([*heads[:-1], f"{heads[-1]}2"], names, fields))
    assert list(module.heads_otherwise([*written, "more"], names, fields))
    assert list(module.heads_otherwise(written[: len(fields) - 1], names, fields))


def test_what_stands_for_something_is_called_the_same_by_writer_and_reader():
    assert (module.NO_ROWS, module.CUT) == (sheet.NO_ROWS, cells.CUT)


def told(rows, table):
    """What `verify` finds of a sheet with these rows below its heads, of a table with those."""
    fields = [{"title": "A"}, {"title": "B"}]
    restated = Restated.__new__(Restated)
    return list(restated._sheet("t", [["A", "B"], *rows], CsvGrid(["a", "b"], table), fields))


def test_a_table_without_rows_has_one_that_says_so_and_no_other():
    assert told([[sheet.NO_ROWS, None]], []) == []
    for rows in (
        [["another", None]],
        [[sheet.NO_ROWS, "x"]],
        [[sheet.NO_ROWS, None]] * 2,
        [[None, None]],
        [],
    ):
        assert bool(told(rows, [])) == bool(rows)
    assert told([[sheet.NO_ROWS, None]], [["1", "2"]])
    assert told([[sheet.NO_ROWS, None]], [["", ""]])
    assert told([[sheet.NO_ROWS, None]], [[sheet.NO_ROWS, ""]]) == []


VALUES = {
    "text": st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50),
    "long": st.sampled_from(["x" * 40_000, "_x0041_" * 6_000, "=1" * 20_000]),
    "whole": st.integers(-(2**63), 2**63 - 1),
    "truth": st.booleans(),
    "day": st.dates(),
    "moment": st.datetimes(),
    "decimal": st.decimals(-(10**20), 10**20, places=2),
}


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(*(st.tuples(st.just(kind), values) for kind, values in VALUES.items())),
    st.sampled_from(["", "year"]),
)
def test_every_value_is_shown_as_verify_reads_it(given_value, unit):
    """What the writer makes of a cell, and what it writes into the CSV file, are the same to `verify`."""
    kind, value = given_value
    table = pyarrow.table({"a": [value]})
    decimals = 2 if kind == "decimal" else None
    published = PublishedTable(
        None, (Column("a", "A", unit=unit, decimals=decimals),), table, None, (), ""
    )
    ((cell,),) = cell_rows(published)
    shown = (
        Decimal(cell) if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else cell
    )
    ((stated,),) = csv.reader(io.StringIO(csv_text([guarded([value])]), newline=""))
    assert is_shown(shown, stated, Decimal("0.01") if decimals else Decimal(0))


def read(tmp_path, register, content):
    """The findings of a raw file whose rows evidence quotes."""
    (tmp_path / "f.csv").write_bytes(content)
    found: list[str] = []
    bag = SimpleNamespace(
        root=tmp_path, raw_read=0, add=lambda *words: found.append(words), note=None
    )
    payload = Payload.__new__(Payload)
    payload.bag, payload.registers = bag, {"f.csv/source.yaml": register}
    payload._raw_file("f.csv", {2: [("figure", {"name": "\u00c4pfel", "kg": module.number("5")})]})
    return found


@pytest.mark.parametrize("other", ["utf-16", "utf-32", "utf-7", "no-such-code", "ascii"])
@pytest.mark.parametrize("marks", ["encoding: latin-none", "delimiter: '\"'", "quote: ','", ""])
def test_marks_of_other_tables_end_no_reading(tmp_path, other, marks):
    register = f"a:\n  encoding: {other}\n  {marks}\nb:\n  encoding: latin-1\n  delimiter: '#'\n"
    right = "name#kg\n\u00c4pfel#5\n".encode("latin-1")
    assert read(tmp_path, register, right) == []
    assert read(tmp_path, register, right.replace(b"5", b"6"))
