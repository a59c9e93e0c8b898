"""The rows of a captured result are numbered in the result's order, whatever the connection is set to."""

from __future__ import annotations

import duckdb
import pytest

from rowlineage.capture import capture

SQL = "SELECT i * 7 % 100003 AS {name}, i % 3 AS k FROM many WHERE i % 5 > 0 ORDER BY 1 DESC"


@pytest.mark.parametrize("keeps_order", [True, False])
@pytest.mark.parametrize("name", ["x", "rowid"])
def test_numbers_follow_the_order_of_the_result(keeps_order: bool, name: str) -> None:
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute(f"SET preserve_insertion_order = {keeps_order}")
        con.execute("CREATE TABLE many AS SELECT range + 1 AS _row, range AS i FROM range(300000)")
        with capture(con, SQL.format(name=name)) as captured:
            rows = con.execute(captured.table).fetchall()
            evidence = con.execute(captured.evidence).fetchall()
    assert [row[0] for row in rows] == [row[0] for row in evidence] == [*range(1, 240001)]
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    assert all(
        (row - 1) * 7 % 100003 == values[1] for values, (_, row) in zip(rows, evidence, strict=True)
    )
