"""Texts that DuckDB runs with their own clocks, but not with the moment of the run in their place.

SELECT id FROM t AS q(current_date)      the word names a column, and no moment can stand there
"""

from __future__ import annotations

import duckdb

from rowlineage import clock_names
from rowlineage.catalog import ConnectionCatalog
from rowlineage.limits import MET
from rowlineage.own_words import statement
from rowlineage.run_text import RunText


def refuse(catalog: ConnectionCatalog, run: RunText, model: str) -> None:
    """Refuse such a text: of what is wrong with it, its author could tell nothing.

    Args:
        catalog: The connection on which it does not run, or of which the parser makes nothing.
        run: The text.
        model: Name for messages.

    Raises:
        UnsupportedSQL: It is one.
    """
    if run.shown and _runs(catalog, run.named, run.parameters) and not _runs(catalog, run.text):
        clock_names.refuse_misread(run.shown, model)


def _runs(catalog: ConnectionCatalog, sql: str, parameters: object = None) -> bool:
    try:
        return bool(catalog.names(statement(sql), parameters))
    except MET:
        raise
    except duckdb.Error:
        return False
