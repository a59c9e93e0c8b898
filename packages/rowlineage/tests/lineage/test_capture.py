"""Capture: the model's table as the author's query gives it, and evidence that says the same as a lazy trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from lineage.constructs import CONSTRUCTS, Construct
from lineage.tables import fill
from lineage.thirds import third_always
from rowlineage import AmbiguousKey, Lineage
from rowlineage.capture import Captured, capture
from rowlineage.evidence import collect
from rowlineage.graph import Evidence, cell
from rowlineage.manifest import EvidenceManifest


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def stored_evidence(captured: Captured, row: int, column: str) -> pa.Table:
    """Return the evidence of a cell from what was captured, by way of the manifest's JSON."""
    manifest = EvidenceManifest.from_json(json.loads(json.dumps(captured.manifest.as_json())))
    stages = {name: f"({select})" for name, select in captured.stages.items()}
    stored = Evidence(f"({captured.evidence})", stages, manifest)
    need = cell(column, manifest.columns)
    reached = stored.reached(captured.con, np.array([row]), need)
    return collect(reached, {o.id: o for o in manifest.occurrences})


def lazy_evidence(lineage: Lineage, sql: str, key: dict[str, Any], column: str) -> pa.Table | None:
    try:
        return lineage.trace(sql, key, column).rows()
    except AmbiguousKey:
        return None


@pytest.mark.parametrize(
    "construct", third_always([pytest.param(c, id=c.name) for c in CONSTRUCTS], 0)
)
def test_table_and_evidence(con: duckdb.DuckDBPyConnection, construct: Construct) -> None:
    described = con.execute(f"DESCRIBE {construct.sql}").fetchall()
    lineage = Lineage(con)
    with capture(con, construct.sql) as captured:
        assert con.execute(f"DESCRIBE {captured.table}").fetchall()[1:] == described
        assert captured.gives_the_same_as(construct.sql)
        cursor = con.execute(captured.table)
        names = [column[0] for column in cursor.description or []][1:]
        rows = [(row[0], dict(zip(names, row[1:], strict=True))) for row in cursor.fetchall()]
        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        number, values = rows[len(rows) // 2]
        eager = {name: stored_evidence(captured, number, name) for name in names}
    for name in names:
        lazy = lazy_evidence(lineage, construct.sql, {k: values[k] for k in construct.key}, name)
        if lazy is not None and set(construct.key) <= {"id", name}:
            assert eager[name].drop_columns("role").equals(lazy.drop_columns("role")), name


def test_row_ids_follow_the_order_of_the_result(con: duckdb.DuckDBPyConnection) -> None:
    with capture(con, "SELECT id, amount FROM sale ORDER BY id DESC") as captured:
        assert con.execute(f"SELECT _row, id FROM ({captured.table}) LIMIT 2").fetchall() == [
            (1, 9),
            (2, 8),
        ]


def test_nothing_is_left_on_the_connection(con: duckdb.DuckDBPyConnection) -> None:
    before = con.execute("SHOW ALL TABLES").fetchall()
    with capture(con, "SELECT id, sum(amount) OVER (ORDER BY id) AS x FROM sale"):
        pass
    assert con.execute("SHOW ALL TABLES").fetchall() == before


def test_running_total_is_kept_as_bounds() -> None:
    sql = "SELECT i, sum(i) OVER (ORDER BY i) AS total FROM numbers"
    with duckdb.connect() as con:
        con.execute("CREATE TABLE numbers AS SELECT i AS _row, i FROM range(1, 200001) AS t(i)")
        with capture(con, sql) as captured:
            kinds = {str(a.pointer.kind) for a in captured.manifest.annotations}
            assert kinds == {"one", "range"}
            rows = stored_evidence(captured, 150_000, "total")
    assert rows.num_rows == 150_000


def test_unknown_manifest_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown format"):
        EvidenceManifest.from_json({"format": 99})
