"""Rewritten queries that are kept: rewriting one takes longer than running it on tables of usual size.

A query is found by its text, and is what it was as long as its result and its tables have the same columns, and
the statistics exclude NULL from the same of them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

import duckdb

from rowlineage.catalog import ConnectionCatalog
from rowlineage.declared import DeclaredKeys
from rowlineage.limits import MET
from rowlineage.query import still_valid
from rowlineage.rewrite import Rewritten, rewrite
from rowlineage.run_text import RunText, as_it_is

_Key = tuple[str, str, str, bool, str]


@dataclass
class KeptRewrites:
    """The last rewritten queries, to be shared by what is run again and again with tables of the same names.

    Attributes:
        most: How many are kept; the one that was not asked for longest goes first.
    """

    most: int = 256
    _found: OrderedDict[_Key, Rewritten] = field(default_factory=OrderedDict, repr=False)

    def of(
        self,
        catalog: ConnectionCatalog,
        run: str | RunText,
        row_id: str | DeclaredKeys,
        model: str,
        *,
        narrow: bool = True,
        prefix: str = "#lineage_",
    ) -> Rewritten:
        """Return the rewritten query, from memory if it still means the same.

        Args:
            catalog: The connection on which the query's tables live.
            run: The author's text, or what is run in its place.
            row_id: The tables' row-id column, or what else tells their rows.
            model: Name for messages.
            narrow: As `rewrite` has it.
            prefix: As `rewrite` has it.

        Raises:
            RejectedSQL: DuckDB does not run the query.
            UnsupportedSQL: Something in it is not understood.
        """
        text = run if isinstance(run, RunText) else as_it_is(run, model)
        ids = row_id if isinstance(row_id, DeclaredKeys) else DeclaredKeys(row_id)
        key = (text.text, model, ids.column, narrow, prefix)
        known = None if ids.keys else self._found.pop(key, None)
        if known is None or not _is_valid(known, catalog):
            known = rewrite(catalog, text, ids, model, narrow=narrow, prefix=prefix)
        # Whether a key tells the rows of its table is found out by rewriting.
        if known.query.is_lasting and not ids.keys:
            self._found[key] = known
            while len(self._found) > self.most:
                self._found.popitem(last=False)
        return known


def _is_valid(known: Rewritten, catalog: ConnectionCatalog) -> bool:
    """Say whether a query still means the same; what DuckDB no longer runs is told of by rewriting it."""
    try:
        return still_valid(known.query, catalog, known.relied)
    except MET:
        raise
    except duckdb.Error:
        return False
