"""Evidence of a model that keeps none: its query is run again, with lineage, and its rows are matched by their key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb

from rowlineage.capture import capture
from rowlineage.catalog import quoted
from rowlineage.graph import Evidence


@contextmanager
def captured_evidence(
    con: duckdb.DuckDBPyConnection, model: str, sql: str, key: Sequence[str], row_id: str = "_row"
) -> Iterator[Evidence]:
    """Give the evidence of a model's rows as temporary tables, under the row ids of its kept table.

    Args:
        con: A connection with the model's table and those that it reads.
        model: The model's table.
        sql: The author's SELECT.
        key: Columns that tell its rows; none where the result is one row.
        row_id: Name of the row-id column.

    Raises:
        UnsupportedSQL: Something in the query is not understood.
    """
    with capture(con, sql, row_id, model, prefix=f"#{model} lineage ") as captured:
        row = quoted(row_id)
        same = (
            " AND ".join(f"c.{quoted(k)} IS NOT DISTINCT FROM t.{quoted(k)}" for k in key) or "TRUE"
        )
        relation = (
            f"(SELECT t.{row}, v.* EXCLUDE ({row}) FROM {quoted(model)} AS t "
            f"JOIN ({captured.table}) AS c ON {same} JOIN ({captured.evidence}) AS v ON v.{row} = c.{row})"
        )
        stages = {name: f"({select})" for name, select in captured.stages.items()}
        yield Evidence(relation, stages, captured.manifest)
