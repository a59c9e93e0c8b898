"""Evidence in files: read row by row it says what the tables said that it was written from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from lineage.constructs import CONSTRUCTS, Construct
from lineage.tables import fill
from lineage.thirds import third_always
from rowlineage import evidence_files as kept
from rowlineage.capture import Captured, capture
from rowlineage.evidence import collect
from rowlineage.graph import Evidence, cell

LISTS = "SELECT i % 10 AS k, count(*) AS n, sum(i) AS total FROM many GROUP BY GROUPING SETS ((i % 10), ()) ORDER BY 2"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        fill(connection)
        connection.execute(
            "CREATE TABLE many AS SELECT range + 7 AS _row, range AS i FROM range(5000)"
        )
        yield connection


def in_tables(captured: Captured) -> Evidence:
    stages = {name: f"({select})" for name, select in captured.stages.items()}
    return Evidence(f"({captured.evidence})", stages, captured.manifest)


@pytest.mark.parametrize(
    "construct", third_always([pytest.param(c, id=c.name) for c in CONSTRUCTS], 2)
)
def test_every_row_of_every_construct(
    con: duckdb.DuckDBPyConnection, construct: Construct, tmp_path: Path
) -> None:
    with capture(con, construct.sql) as captured:
        kept.write_evidence(con, captured, tmp_path)
        stored = kept.read_evidence(tmp_path)
        assert stored is not None
        rows = [row for (row,) in con.execute(f"SELECT _row FROM ({captured.table})").fetchall()]
        for asked in [[row] for row in rows] + [rows, [len(rows) + 1]]:
            need = cell(None, captured.manifest.columns)
            occurrences = {o.id: o for o in captured.manifest.occurrences}
            found, expected = (
                collect(evidence.reached(con, np.array(asked, np.int64), need), occurrences)
                for evidence in (stored, in_tables(captured))
            )
            assert found.equals(expected)


@pytest.fixture
def lists(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    with capture(con, LISTS) as captured:
        kept.write_evidence(con, captured, tmp_path)
    return tmp_path / kept.EVIDENCE


def groups(file: Path) -> list[int]:
    metadata = pq.ParquetFile(file).metadata
    return [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]


def test_row_groups_are_cut_by_the_length_of_lists(
    lists: Path, con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert groups(lists) == [11]
    monkeypatch.setattr(kept, "_VALUES", 1200)
    with capture(con, LISTS) as captured:
        kept.write_evidence(con, captured, lists.parent)
        assert groups(lists) == [2, 2, 2, 2, 2, 1]
        cut = lists.read_bytes()
        monkeypatch.setattr(kept, "_BATCH", 3)
        kept.write_evidence(con, captured, lists.parent)
    assert lists.read_bytes() == cut


def test_file_in_another_order_is_refused(lists: Path, con: duckdb.DuckDBPyConnection) -> None:
    stored = kept.read_evidence(lists.parent)
    assert stored is not None
    rows = pq.read_table(lists)
    pq.write_table(rows.slice(1), lists)
    with pytest.raises(ValueError, match="run the model again"):
        stored.reached(con, np.array([1]), cell("n", []))


def test_rows_out_of_order_are_not_written(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture(con, LISTS) as captured:
        monkeypatch.setitem(captured.__dict__, "evidence", f"{captured.evidence} ORDER BY 1 DESC")
        with pytest.raises(ValueError, match="not numbered"):
            kept.write_evidence(con, captured, tmp_path)


def test_evidence_is_written_while_another_result_is_half_read(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        fill(con)
        con.execute("FROM range(100000)").fetchone()
        with capture(con, "SELECT id, amount FROM sale") as captured:
            con.execute("FROM range(100000)").fetchone()
            kept.write_evidence(con, captured, tmp_path)
        assert kept.read_evidence(tmp_path) is not None
