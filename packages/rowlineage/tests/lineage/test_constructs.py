"""Every construct: the evidence of its cells is what brute force and hand-made labels say, and it replays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from lineage.constructs import CONSTRUCTS, Construct
from lineage.oracle import influencing, run, without_each_row
from lineage.tables import TABLES, fill
from rowlineage import AmbiguousKey, Lineage

Choice = Callable[[Construct, list[dict[str, Any]]], list[dict[str, Any]]]


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


def chosen(construct: Construct, result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first row, the last, and those with cells that are labelled by hand."""
    labelled = {key for key, _ in construct.labels}
    ends = (0, len(result) - 1)
    return [
        r
        for n, r in enumerate(result)
        if n in ends or tuple(r[k] for k in construct.key) in labelled
    ]


@pytest.mark.parametrize("construct", by_name(CONSTRUCTS))
def test_evidence_of_cells(con: duckdb.DuckDBPyConnection, construct: Construct) -> None:
    check(con, construct, chosen)


@pytest.mark.long
@pytest.mark.parametrize("construct", by_name(CONSTRUCTS))
def test_evidence_of_every_cell(con: duckdb.DuckDBPyConnection, construct: Construct) -> None:
    check(con, construct, lambda _, result: result)


def check(con: duckdb.DuckDBPyConnection, construct: Construct, rows: Choice) -> None:
    tables = [table for table in TABLES if table in construct.sql.lower()]
    without = without_each_row(con, construct.sql, tables)
    lineage = Lineage(con)
    result = run(con, construct.sql)
    for row in rows(construct, result):
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
