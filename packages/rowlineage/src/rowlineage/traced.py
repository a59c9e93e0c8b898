"""Evidence as a relation that queries on a connection can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import numpy as np
import pyarrow as pa

from rowlineage.arrays import whole
from rowlineage.catalog import quoted
from rowlineage.limits import clean_up

_NAME = "#lineage_evidence"
_WRITTEN = 20_000


@contextmanager
def traced(con: duckdb.DuckDBPyConnection, evidence: pa.Table) -> Iterator[str]:
    """Give evidence as a relation, quoted, that lives as long as the context.

    Args:
        con: The connection.
        evidence: As from `evidence.collect`; the relation has at least its columns occurrence and row_id.
    """
    name = quoted(_NAME)
    if evidence.num_rows > _WRITTEN:
        con.register(_NAME, evidence)
        try:
            yield name
        finally:
            con.unregister(_NAME)
        return
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_written(evidence)}")
    try:
        yield name
    finally:
        clean_up(con, f"DROP TABLE IF EXISTS {name}")


def _written(evidence: pa.Table) -> str:
    """Return evidence as a SELECT: registering an Arrow table makes DuckDB import pandas."""
    numbers, ids = whole(evidence["occurrence"]), whole(evidence["row_id"])
    parts = [
        f"SELECT {number}::INTEGER AS occurrence, unnest({ids[numbers == number].tolist()}::BIGINT[]) AS row_id"
        for number in np.unique(numbers).tolist()
    ]
    return " UNION ALL ".join(parts) or "SELECT 0 AS occurrence, 0::BIGINT AS row_id WHERE FALSE"
