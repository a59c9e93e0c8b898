"""Every construct: the evidence of all rows at once is that of each row alone, and every cell is verified."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from auditing.kept import Captured, Text
from lineage.constructs import CONSTRUCTS, Construct
from lineage.tables import fill
from lineage.thirds import third_always
from rowlineage.auditing.audit import Audit
from rowlineage.auditing.names import ORIGIN
from rowlineage.graph import Evidence
from rowlineage.roles import Need, Role

Ids = set[tuple[str, int]]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def alone(con: duckdb.DuckDBPyConnection, stored: Evidence, row: int, columns: set[str]) -> Ids:
    """Return the evidence of one row, as a walk from this row alone finds it."""
    need: Need = {column: frozenset({Role.VALUE}) for column in sorted(columns)}
    return {
        (part.occurrence, id)
        for part in stored.reached(con, np.array([row]), need)
        for id in part.rows.tolist()
    }


@pytest.mark.parametrize(
    "construct", third_always([pytest.param(c, id=c.name) for c in CONSTRUCTS], 1)
)
def test_all_rows_at_once(con: duckdb.DuckDBPyConnection, construct: Construct) -> None:
    keyed = con.execute(
        f"SELECT 1 FROM ({construct.sql}) GROUP BY {', '.join(construct.key) or 1} HAVING count(*) > 1"
    )
    key = construct.key if keyed.fetchone() is None else ()
    models = Captured(con, {"result": Text(construct.sql, key)})
    audit = Audit(con, models, deep=False)
    (found,) = audit.run(["result"])
    for node in audit.nodes.found["result"]:
        together: dict[int, Ids] = {}
        for part in node.parts:
            pairs = con.execute(f"SELECT {ORIGIN}, id FROM ({part.sql}) WHERE id IS NOT NULL")
            for row, id in pairs.fetchall():
                together.setdefault(row, set()).add((part.occurrence, id))
        for (row,) in con.execute("SELECT _row FROM result").fetchall():
            assert together.get(row, set()) == alone(
                con, models.kept["result"], row, {name for name, _ in node.asked}
            )
    assert [str(finding.fault) for finding in found.findings] == []
    audit.close()
