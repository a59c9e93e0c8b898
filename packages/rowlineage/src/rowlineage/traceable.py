"""Models as a trace reads them: with the evidence kept of them, or captured now where a model is traced lazily."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

import duckdb

from rowlineage.graph import Evidence, Models
from rowlineage.limits import Bounds, limited
from rowlineage.on_demand import captured_evidence


class _Traceable:
    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        order: Sequence[str],
        kept: Callable[[str], Evidence | None],
        text: Callable[[str], tuple[str, Sequence[str]]],
        captures: ExitStack,
        bounds: Bounds,
    ) -> None:
        self._connection, self._order, self._kept = connection, list(order), kept
        self._text, self._captures, self._bounds = text, captures, bounds
        self._found: dict[str, Evidence | None] = {}

    def order(self) -> Sequence[str]:
        return self._order

    def evidence(self, table: str) -> Evidence | None:
        if table not in self._found:
            is_lazy = table in self._order and self._kept(table) is None
            self._found[table] = self._captured(table) if is_lazy else self._kept(table)
        return self._found[table]

    def _captured(self, table: str) -> Evidence:
        sql, key = self._text(table)
        running = captured_evidence(self._connection, table, sql, key, bounds=self._bounds)
        return self._captures.enter_context(running)


@contextmanager
def traceable(
    connection: duckdb.DuckDBPyConnection,
    order: Sequence[str],
    kept: Callable[[str], Evidence | None],
    text: Callable[[str], tuple[str, Sequence[str]]],
    bounds: Bounds = limited,
) -> Iterator[Models]:
    """Give models that all have evidence, as long as the context lasts.

    Args:
        connection: A connection on which the tables are seen under their own names.
        order: The models that may be asked for, each after those that it reads.
        kept: Returns the evidence kept of a model, or None.
        text: Returns the SELECT and the key of a lazy model.
        bounds: Holds the run of a lazy model within limits.
    """
    with ExitStack() as captures:
        yield _Traceable(connection, order, kept, text, captures, bounds)
