"""Laws of the CSV reader: both ways to read tell the same, and what was written comes back."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers import csv_file, open_reader

BODIES = st.text(alphabet='ab1 ,"\r\n', max_size=60)
CELLS = st.text(alphabet='ab1 ,"\r\né', max_size=6)


def read(content, block):
    """Records as (line, values), with faults and rejected lines; or the fact of the error."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "BLOCK_BYTES", block)
        path = Path(folder) / "file.csv"
        path.write_bytes(content.encode())
        try:
            reader = open_reader(path, ReaderOptions(), "file.csv")
            batches = [work() for work in reader.work(frozenset())]
            reader.close()
        except SourceFileError as error:
            return error.fact
    records, faults, rejected = [], [], []
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns.values()]
        records += zip(batch.lines.tolist(), *columns, strict=True)
        faults += [(fault.line, fault.rule.words, fault.value) for fault in batch.faults.listed()]
        rejected += batch.rejected.tolist()
    return records, sorted(faults), sorted(rejected), reader.physical_lines


def read_carefully(content):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_file, "cut", lambda *given: None)
        return read(content, limits.BLOCK_BYTES)


@given(body=BODIES, block=st.integers(min_value=1, max_value=80))
@example(body='a"b,"c\nd"\n', block=80)
@example(body='"a\r\n', block=3)
@example(body='a,"b\n",c"\n"\n', block=4)
@settings(deadline=None, max_examples=300)
def test_blocks_of_any_size_tell_what_the_careful_reader_tells(body, block):
    content = "x,y\n" + body
    assert read(content, block) == read_carefully(content)


@given(body=BODIES, block=st.integers(min_value=1, max_value=80))
@example(body='""\n\n \n"\n"\n', block=80)
@settings(deadline=None, max_examples=200)
def test_the_same_holds_for_a_single_column(body, block):
    content = "x\n" + body
    assert read(content, block) == read_carefully(content)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12),
    block=st.integers(min_value=8, max_value=200),
)
@settings(deadline=None, max_examples=200)
def test_what_was_written_comes_back(rows, block):
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([("x", "y"), *rows])
    records, faults, rejected, _ = read(written.getvalue(), block)
    assert [record[1:] for record in records] == rows
    assert (faults, rejected) == ([], [])
