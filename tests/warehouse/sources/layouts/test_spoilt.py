"""What a spoiler does to a tidy table, the declared layout undoes: every option alone, and many together."""

import random

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.sources.layouts import spoiling
from tests.warehouse.sources.layouts.spoiling import COLUMNS, ROWS, SHAPES, TOPS
from warehouse.row_ids import column_of, line_of
from warehouse.sources.inline import inline_schema
from warehouse.sources.load import FilePlace, load
from warehouse.sources.options import ReaderOptions

PLACE = FilePlace("s", "raw_s__t", "v", "raw/s/v/file")
REGIONS = ["Asia", "Africa"]
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(REGIONS),
        st.sampled_from(["Mali", "Laos", "Oman"]),
        st.integers(2019, 2022),
        st.integers(0, 10**6),
        st.sampled_from([None, "p", "(a)"]),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda record: record[:3],
).map(sorted)


def read_back(sheet, path):
    """Load a sheet under its layout; its rows with their places, and the account."""
    spoiling.write(spoiling.finished(sheet), path)
    options = ReaderOptions.parse({"format": path.suffix[1:], **sheet.reader}, "source.yaml")
    schema = inline_schema(spoiling.SCHEMA, "source.yaml")
    target = path.with_suffix(".parquet")
    report = load(path, target, options=options, schema=schema, place=PLACE, nature="measured")
    found = duckdb.sql(f"SELECT * EXCLUDE (_nature) FROM '{target}' ORDER BY _row").fetchall()
    rows = {(line_of(row), column_of(row)): tuple(values) for row, *values in found}
    return rows, report


def check(sheet, path):
    rows, report = read_back(sheet, path)
    assert [(p.line, p.column, p.value, p.rule) for p in report.problems] == []
    assert rows == dict(zip(sheet.at, sheet.tidy, strict=True))
    assert report.rows_read == report.rows_written + len(report.set_apart)
    apart = {line for line, _ in report.set_apart}
    assert not apart & {line for line, column in sheet.at if not column}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(
    "spoil", [*SHAPES, *ROWS, *COLUMNS, *TOPS], ids=lambda spoil: spoil.__name__
)
def test_each_way_of_spoiling_is_undone(tmp_path, spoil, suffix):
    records = [
        ("Africa", "Mali", 2020, 5, "p"),
        ("Africa", "Mali", 2021, 7, None),
        ("Asia", "Laos", 2020, 0, "(a)"),
    ]
    sheet = spoiling.tidy(records)
    spoil(sheet, random.Random(1))
    check(sheet, tmp_path / f"file{suffix}")


TOGETHER = st.sampled_from(
    [
        (),
        *((shape,) for shape in SHAPES),
        (spoiling.sections, spoiling.glued),
        (spoiling.filled_down, spoiling.glued),
    ]
)
EXCLUDED = {
    # A renamed heading is none of the years; what is filled down ends at a total; a section stands in the first column.
    spoiling.wide: {spoiling.renamed},
    spoiling.filled_down: {spoiling.totals},
    spoiling.sections: {spoiling.unwanted_columns},
}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(RECORDS, st.data())
def test_any_ways_together_are_undone(tmp_path, records, data):
    sheet, draw = spoiling.tidy(records), random.Random(data.draw(st.integers(0, 99)))
    shapes = data.draw(TOGETHER)
    excluded = {way for shape in shapes for way in EXCLUDED.get(shape, ())}
    others = [
        data.draw(st.lists(st.sampled_from(ways), unique=True, max_size=most))
        for ways, most in ((COLUMNS, 3), (ROWS, 3), (TOPS, 1))
    ]
    for spoil in (*shapes, *(way for ways in others for way in ways if way not in excluded)):
        spoil(sheet, draw)
    check(sheet, tmp_path / f"file{data.draw(st.sampled_from(['.csv', '.xlsx']))}")
