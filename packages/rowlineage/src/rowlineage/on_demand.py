"""Evidence of a model that keeps none: its query is run again, with lineage, and its rows are matched by their key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import duckdb

from rowlineage.capture import Captured, capture
from rowlineage.catalog import quoted
from rowlineage.equality import equal_sql
from rowlineage.errors import DifferentAnswer
from rowlineage.graph import Evidence
from rowlineage.limits import Bounds, limited


@contextmanager
def captured_evidence(
    con: duckdb.DuckDBPyConnection,
    model: str,
    sql: str,
    key: Sequence[str],
    row_id: str = "_row",
    *,
    checked: bool = True,
    bounds: Bounds = limited,
) -> Iterator[Evidence]:
    """Give the evidence of a model's rows as temporary tables, under the row ids of its kept table.

    Args:
        con: A connection with the model's table and those that it reads.
        model: The model's table.
        sql: The author's SELECT.
        key: Columns that tell its rows; none where the result is one row.
        row_id: Name of the row-id column.
        checked: Whether the kept table must hold what the query gives with lineage; whoever replays every row finds
            out more exactly.
        bounds: Holds the run within limits.

    Raises:
        DifferentAnswer: The kept table, which the author's text gave, holds something else.
        LimitReached: The query ran longer than it may, or needs more memory.
        UnsupportedSQL: Something in the query is not understood.
    """
    row = quoted(row_id)
    same = " AND ".join(f"c.{quoted(k)} IS NOT DISTINCT FROM t.{quoted(k)}" for k in key) or "TRUE"
    capturing = capture(con, sql, row_id, model, prefix=f"#{model} lineage ", seconds=None)
    with ExitStack() as kept:
        with bounds(con, model):
            captured = kept.enter_context(capturing)
            if checked:
                _check(captured, model, same)
        relation = (
            f"(SELECT t.{row}, v.* EXCLUDE ({row}) FROM {quoted(model)} AS t "
            f"JOIN ({captured.table}) AS c ON {same} JOIN ({captured.evidence}) AS v ON v.{row} = c.{row})"
        )
        stages = {name: f"({select})" for name, select in captured.stages.items()}
        yield Evidence(relation, stages, captured.manifest)


def _check(captured: Captured, model: str, same: str) -> None:
    """Compare the kept table, `t`, with the one that came with lineage, `c`: row by row, floats by nearness."""
    row = quoted(captured.row_id)
    columns = [
        f"count_if(NOT {equal_sql(f't.{quoted(name)}', f'c.{quoted(name)}', kind)})"
        for name, kind in captured.query.columns
    ]
    lost = f"count_if(t.{row} IS NULL OR c.{row} IS NULL)"
    found = captured.con.execute(
        f"SELECT {', '.join([lost, *columns])} FROM {quoted(model)} AS t FULL JOIN ({captured.table}) AS c ON {same}"
    ).fetchall()[0]
    names = ["rows that only one of them has", *(name for name, _ in captured.query.columns)]
    different = [f"{name} ({count})" for name, count in zip(names, found, strict=True) if count]
    if different:
        raise DifferentAnswer(
            f"with lineage its query gives another table than the one kept: {', '.join(different)}",
            where=model,
            expected="the same table",
            remedy="build it again; if it stays so, give every order and every choice among equals a last criterion",
        )
