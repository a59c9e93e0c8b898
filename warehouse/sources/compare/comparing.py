"""Comparison of a vintage with the one before: columns, rows, keys, categories and totals.

Finds the breaches only. Whether one was accepted by a person is decided with `accepted`; thresholds come from the
source's definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from rowlineage.keys import holds_sql
from warehouse.connection import quoted
from warehouse.find_row import keyed_table
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.settings import Comparison, check_settings

_TECHNICAL = ("_row", "_nature")
_SHOWN = 5
_NUMBER = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|DECIMAL|DOUBLE|FLOAT|BOOLEAN")


@dataclass(frozen=True)
class Pair:
    """Two vintages of one table, as views `old` and `new` of a connection; `where` is the place of its settings."""

    connection: duckdb.DuckDBPyConnection
    table: str
    vintage: str
    against: str
    where: str

    def breach(self, rule: str, subject: str, observed: str) -> Breach:
        """Return a breach of this pair."""
        return Breach(self.table, self.vintage, self.against, rule, subject, observed)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Return the rows of a query."""
        return self.connection.execute(sql).fetchall()


def compare(pair: Pair, settings: Comparison, key: tuple[str, ...]) -> list[Breach]:
    """Return what changed more than the settings allow.

    Args:
        pair: The two vintages.
        settings: Thresholds of the source.
        key: Columns that identify a row, used when the settings name none.

    Raises:
        DefinitionError: If a setting names a column that neither vintage has or whose values cannot be added up, or
            needs a key and there is none of kept columns. What is not compared would pass in silence.
    """
    old, new = _columns(pair, "old"), _columns(pair, "new")
    key = settings.key or key
    both = {**new, **old}
    numbers = {name: bool(_NUMBER.match(kind)) for name, kind in both.items()}
    check_settings(settings, key, numbers, pair.where)
    breaches = list(_changed_columns(pair, old, new))
    breaches += _changed_rows(pair, settings)
    common = [name for name in old if name in new]
    if key and all(column in common for column in key):
        breaches += _removed_keys(pair, settings, key, common)
        breaches += _changed_totals(pair, settings, key, common)
    for column in settings.categories:
        if column in common:
            breaches += _changed_categories(pair, settings, column, common)
    return breaches


def _columns(pair: Pair, view: str) -> dict[str, str]:
    described = pair.rows(f"DESCRIBE {view}")
    return {str(row[0]): str(row[1]) for row in described if row[0] not in _TECHNICAL}


def _changed_columns(
    pair: Pair, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Breach]:
    for name in sorted(set(old) | set(new)):
        if name not in new:
            yield pair.breach("columns", name, "removed")
        elif name not in old:
            yield pair.breach("columns", name, "added")
        elif old[name] != new[name]:
            yield pair.breach("columns", name, f"{old[name]} became {new[name]}")


def _changed_rows(pair: Pair, settings: Comparison) -> Iterator[Breach]:
    before, after = pair.rows("SELECT (SELECT count(*) FROM old), (SELECT count(*) FROM new)")[0]
    assert isinstance(before, int) and isinstance(after, int)  # noqa: S101, PT018 - count(*)
    change = abs(after - before) * 100
    if (before == 0 and after > 0) or (before > 0 and change > settings.rows_change_pct * before):
        yield pair.breach("rows", "", f"{before} became {after}")


def _removed_keys(
    pair: Pair, settings: Comparison, key: tuple[str, ...], common: list[str]
) -> Iterator[Breach]:
    names = ", ".join(quoted(k) for k in key)
    match = " AND ".join(f"o.{quoted(k)} IS NOT DISTINCT FROM n.{quoted(k)}" for k in key)
    removed = pair.rows(
        f"SELECT DISTINCT {names} FROM old AS o WHERE {_not_exempt(pair, settings, common)} "
        f"AND NOT EXISTS (SELECT 1 FROM new AS n WHERE {match}) ORDER BY ALL"
    )
    if len(removed) > (settings.keys_removed or 0):
        shown = "; ".join(" / ".join(str(v) for v in row) for row in removed[:_SHOWN])
        more = f" and {len(removed) - _SHOWN} more" if len(removed) > _SHOWN else ""
        yield pair.breach("keys_removed", ", ".join(key), f"{len(removed)}: {shown}{more}")


def _changed_totals(
    pair: Pair, settings: Comparison, key: tuple[str, ...], common: list[str]
) -> Iterator[Breach]:
    match = " AND ".join(f"o.{quoted(k)} IS NOT DISTINCT FROM n.{quoted(k)}" for k in key)
    for column, allowed in sorted(settings.totals.items()):
        if column not in common:
            continue
        exempt = _not_exempt(pair, settings, common)
        before, after = pair.rows(
            f"SELECT sum(o.{quoted(column)}), sum(n.{quoted(column)}) FROM old AS o "
            f"JOIN new AS n ON {match} WHERE {exempt}"
        )[0]
        if before is None and after is None:
            continue
        if before is None or after is None or _change_pct(before, after) > allowed:
            yield pair.breach("totals", column, f"{before} became {after} over the same keys")


def _changed_categories(
    pair: Pair, settings: Comparison, column: str, common: list[str]
) -> Iterator[Breach]:
    name = quoted(column)
    kept = f"SELECT DISTINCT {name} FROM old AS o WHERE {_not_exempt(pair, settings, common)}"
    gone = f"{kept} EXCEPT SELECT {name} FROM new"
    come = f"SELECT {name} FROM new EXCEPT SELECT {name} FROM old"
    for sql, what in ((gone, "vanished"), (come, "appeared")):
        for (value,) in pair.rows(f"{sql} ORDER BY ALL"):
            yield pair.breach("categories", column, f"{value} {what}")


def _not_exempt(pair: Pair, settings: Comparison, common: list[str]) -> str:
    table = keyed_table(pair.connection, "old", where=f"{pair.where}, exempt")
    held = table.typed({name: settings.exempt[name] for name in common if name in settings.exempt})
    exempt = [
        holds_sql(f"o.{quoted(name)}", held[name], table.types[name]) for name in sorted(held)
    ]
    return " AND ".join(f"NOT coalesce({condition}, false)" for condition in exempt) or "true"


def _change_pct(before: object, after: object) -> float:
    old, new = float(str(before)), float(str(after))
    if old == 0:
        return 0.0 if new == 0 else float("inf")
    return abs(new - old) / abs(old) * 100
