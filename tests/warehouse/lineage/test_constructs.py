"""Every construct: the rewritten query gives the author's result, and the evidence of every cell is exact and replays."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.warehouse.lineage.constructs import CONSTRUCTS, Construct
from tests.warehouse.lineage.oracle import influencing, run, without_each_row
from tests.warehouse.lineage.tables import TABLES, fill
from warehouse.lineage import AmbiguousKey, Lineage


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def by_name(constructs: list[Construct]) -> list[object]:
    return [pytest.param(c, id=c.name) for c in constructs]


def test_there_are_more_than_a_hundred_constructs() -> None:
    names = [c.name for c in CONSTRUCTS]
    assert len(set(names)) == len(names) >= 100


@pytest.mark.parametrize("construct", by_name(CONSTRUCTS))
def test_evidence_of_every_cell(con: duckdb.DuckDBPyConnection, construct: Construct) -> None:
    tables = [table for table in TABLES if table in construct.sql.lower()]
    without = without_each_row(con, construct.sql, tables)
    lineage = Lineage(con)
    result = run(con, construct.sql)
    for row in result:
        key = {name: row[name] for name in construct.key}
        for column in [*row, None]:
            try:
                trace = lineage.trace(construct.sql, key, column)
            except AmbiguousKey:
                assert [r for r in result if all(r[k] == v for k, v in key.items())] != [row]
                continue
            place = f"{construct.name}: {key} {column}"
            assert trace.values == row, place
            found = set(
                zip(
                    trace.rows()["table"].to_pylist(),
                    trace.rows()["row_id"].to_pylist(),
                    strict=True,
                )
            )
            found = {(table.lower(), row_id) for table, row_id in found}
            expected = influencing(without, key, column, row)
            assert found >= expected, f"{place}: missing {sorted(expected - found)}"
            if column is not None and not {column, "*"} & set(construct.inexact):
                assert found == expected, f"{place}: too many {sorted(found - expected)}"
            label = construct.labels.get((tuple(key.values()), column or ""))
            if label is not None:
                assert {row_id for _, row_id in found} == label, place
            assert trace.replay()["state"] == "verified", place
