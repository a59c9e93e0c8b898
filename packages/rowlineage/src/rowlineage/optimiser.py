"""Running a query by the plan that DuckDB makes without its optimiser, and leaving the connection as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from rowlineage.limits import clean_up

_NEVER = "EXPLAIN SELECT 1 WHERE 1 = 2"
"""Only the optimiser sees that it has no rows; every other plan looks for them, with a filter."""


@contextmanager
def not_optimised(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Switch the optimiser off where it is on; no setting tells which it is, only a plan."""
    was_on = "filter" not in str(con.execute(_NEVER).fetchall()).lower()
    if was_on:
        con.execute("PRAGMA disable_optimizer")
    try:
        yield
    finally:
        if was_on:
            clean_up(con, "PRAGMA enable_optimizer")
