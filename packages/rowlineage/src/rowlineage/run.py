"""Filling the stages of a rewritten query."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
from sqlglot import exp

from rowlineage.annotation import Annotation
from rowlineage.catalog import quoted
from rowlineage.relation import Stage
from rowlineage.rewrite import Rewritten
from rowlineage.unnamed_fields import as_kept, kept_as


def fill(
    con: duckdb.DuckDBPyConnection, rewritten: Rewritten, stage: Stage, wanted: Sequence[Annotation]
) -> None:
    """Fill the temporary table of a stage, with no more lineage columns than are wanted."""
    unwanted = {a.value.name for a in stage.annotations if a.value}
    unwanted -= {a.value.name for a in wanted if a.value}
    query = stage.query
    if unwanted:
        query = query.copy()
        excluded = [exp.column(name, quoted=True) for name in sorted(unwanted)]
        next(query.find_all(exp.Star)).set("except_", excluded)
    sql = rewritten.render(query)
    create = f"CREATE OR REPLACE TEMP TABLE {quoted(stage.relation)} AS"
    try:
        con.execute(f"{create} {sql}")
    except duckdb.InvalidInputException:
        columns = [
            (str(name), str(kind)) for name, kind, *_ in con.execute(f"DESCRIBE {sql}").fetchall()
        ]
        if not any(kept_as(kind) for _, kind in columns):
            raise
        con.execute(f"{create} SELECT {', '.join(as_kept(columns))} FROM ({sql})")
