"""Two vintages of one table, ready to be asked: what every rule of the comparison is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from rowlineage.keys import holds_sql
from warehouse.connection import quoted
from warehouse.find_row import keyed_table
from warehouse.problems import Severity
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.settings import Comparison

_TECHNICAL = ("_row", "_nature")


@dataclass(frozen=True)
class Pair:
    """Two vintages of one table, as views `old` and `new` of a connection; `where` is the place of its settings.

    Attributes:
        units: Column -> unit, as the schema says it; a column whose unit is a year tells the period.
    """

    connection: duckdb.DuckDBPyConnection
    table: str
    vintage: str
    against: str
    where: str
    units: Mapping[str, str] = field(default_factory=dict)

    def breach(
        self,
        rule: str,
        subject: str,
        observed: str,
        severity: Severity = "error",
        formerly: Iterable[str] = (),
    ) -> Breach:
        """Return a breach of this pair; `formerly` is what was written of it in acceptances of its own fields."""
        pair = (self.table, self.vintage, self.against)
        return Breach(*pair, rule, subject, observed, severity, tuple(formerly))

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Return the rows of a query."""
        return self.connection.execute(sql).fetchall()

    def count(self, sql: str) -> int:
        """Return the whole number that a query gives."""
        return int(str(self.rows(sql)[0][0]))

    def columns(self, view: str) -> dict[str, str]:
        """Return the columns of a vintage and their types, those of the engine left out."""
        described = self.rows(f"DESCRIBE {view}")
        return {str(row[0]): str(row[1]) for row in described if row[0] not in _TECHNICAL}

    def not_exempt(self, settings: Comparison, common: Sequence[str], row: str = "o") -> str:
        """Return the condition that a row of an alias is not one of those that may vanish."""
        table = keyed_table(self.connection, "old", where=f"{self.where}, exempt")
        held = table.typed({n: settings.exempt[n] for n in common if n in settings.exempt})
        exempt = [
            holds_sql(f"{row}.{quoted(name)}", held[name], table.types[name])
            for name in sorted(held)
        ]
        return " AND ".join(f"NOT coalesce({condition}, false)" for condition in exempt) or "true"


def same(key: Sequence[str]) -> str:
    """Return the condition that rows `o` and `n` have the same key; a blank is the same as a blank."""
    return " AND ".join(f"o.{quoted(k)} IS NOT DISTINCT FROM n.{quoted(k)}" for k in key)


def shown_key(values: Iterable[object]) -> str:
    """Return a key as it is said: its values, a blank one named."""
    return " / ".join("(blank)" if value is None else str(value) for value in values)
