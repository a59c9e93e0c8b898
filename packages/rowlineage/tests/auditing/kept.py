"""Models captured on one connection, with their tables and evidence as tables that a test can tamper with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from rowlineage.capture import capture
from rowlineage.graph import Evidence


@dataclass(frozen=True)
class Text:
    """A model as written."""

    sql: str
    key: Sequence[str]


class Captured:
    """Models by name, in an order in which each comes after those that it reads."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, texts: Mapping[str, Text], lazy: Sequence[str] = ()
    ) -> None:
        self.texts = dict(texts)
        self.kept: dict[str, Evidence] = {}
        for name, text in texts.items():
            with capture(con, text.sql, model=name) as captured:
                con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {captured.table}")
                con.execute(f"CREATE OR REPLACE TEMP TABLE {name}__evidence AS {captured.evidence}")
                stages = {}
                for stage, select in captured.stages.items():
                    con.execute(f"CREATE OR REPLACE TEMP TABLE {name}__{stage} AS {select}")
                    stages[stage] = f"{name}__{stage}"
            if name not in lazy:
                self.kept[name] = Evidence(f"{name}__evidence", stages, captured.manifest)

    def order(self) -> Sequence[str]:
        return list(self.texts)

    def evidence(self, table: str) -> Evidence | None:
        return self.kept.get(table)

    def model(self, name: str) -> Text:
        return self.texts[name]
