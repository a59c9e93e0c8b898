"""Replaying many rows of a model in one query, each on its own evidence alone.

The author's own text runs once for every row as a lateral subquery in which each table is cut down to that row's
evidence; the engine turns it into one set-based plan. Where it cannot, the query as it was parsed is tried, and what
cannot be planned so either is replayed row by row. So is every row that comes back different: the replay of a single
row, without any lateral subquery, has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import duckdb

from rowlineage import plain
from rowlineage.auditing.names import GROUP, ORIGIN
from rowlineage.catalog import quoted
from rowlineage.equality import equal_sql
from rowlineage.limits import MET, clean_up
from rowlineage.occurrences import Occurrence
from rowlineage.own_words import as_relation
from rowlineage.query import Query
from rowlineage.replay import equal

REPLAYS = '"#replays"'
OUTER = '"#row"'
_OF_ROW = f"{GROUP} = {OUTER}.{GROUP} AND {ORIGIN} = {OUTER}.{ORIGIN}"
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Group:
    """Columns of a model that rest on the same evidence.

    Attributes:
        evidence: Pairs of a table's mention and a SELECT of `#origin` and `id`.
        columns: The columns, in small letters.
    """

    evidence: frozenset[tuple[str, str]]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A row whose replay did not give it again.

    Attributes:
        columns: Column in small letters -> value in the table and value of the replay, where they differ.
        why: In words, where the whole row failed; else empty.
        refused: Whether the replay could not be run at all.
    """

    columns: dict[str, tuple[object, Any]] = field(default_factory=dict)
    why: str = ""
    refused: bool = False


class BatchReplay:
    """Replays rows of one model.

    Args:
        con: A connection with the model's table and those that it reads.
        query: The model's resolved query.
        table: Name of the model's table.
        key: Columns that tell its rows.
        rows: Table whose column `id` holds the rows to replay.
        row_id: Name of the row-id column.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        query: Query,
        table: str,
        key: Sequence[str],
        rows: str,
        row_id: str = "_row",
    ) -> None:
        self.con, self.query, self.table, self.rows = con, query, table, rows
        self.row_id, self.names = row_id, [name for name, _ in query.columns]
        self._key = "".join(f" AND {self._same(name)}" for name in key)
        exact = [f"{found} IS NOT DISTINCT FROM {kept}" for found, kept in map(self._pair, key)]
        # Floats near by may be the key worked out in another order: but not where a row has it exactly.
        self._exact = " AND ".join(exact) or "TRUE"
        parsed = plain.text(query, query.tree, self._cut)
        self._text = query.words.with_tables(lambda o: self._cut(query.occurrences[o])) or parsed
        # The engine gives the rows of a positional join, set side by side in a lateral subquery, to others.
        self._many = [] if query.is_positional else list(dict.fromkeys([self._text, parsed]))

    def differences(self, groups: Sequence[Group]) -> list[dict[int, Difference]]:
        """Replay all rows on the evidence of each group and return, for each, the rows that do not come out again."""
        self._cut_tables(groups)
        suspects = self._suspects(groups)
        found: list[dict[int, Difference]] = [{} for _ in groups]
        for group, row in suspects:
            difference = self.one_by_one(group, row, groups[group].columns)
            if difference is not None:
                found[group][row] = difference
        return found

    def _places(self, sql: str) -> list[Place]:
        return [(group, row) for group, row in self.con.execute(sql).fetchall()]

    def _cut(self, occurrence: Occurrence) -> str:
        """Return the rows of a mention that are evidence of the row in question; in their order where it counts."""
        if self.query.is_positional:
            ids = (
                f"SELECT list({quoted(self.row_id)}) FROM {_cut_table(occurrence)} WHERE {_OF_ROW}"
            )
            return (
                f"SELECT * FROM {occurrence.relation} "
                f"WHERE list_contains(({ids}), {quoted(self.row_id)})"
            )
        return (
            f"SELECT * EXCLUDE ({GROUP}, {ORIGIN}) FROM {_cut_table(occurrence)} WHERE {quoted(self.row_id)} "
            f"IS NOT NULL AND {_OF_ROW}"
        )

    def _cut_tables(self, groups: Sequence[Group]) -> None:
        """Fill the table of all replays, and for each mention one of the evidence; rows that do not exist are NULL."""
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE {REPLAYS} AS "
            f"SELECT unnest(range({len(groups)})) AS {GROUP}, id AS {ORIGIN} FROM {self.rows}"
        )
        for occurrence in self.query.occurrences.values():
            ids = " UNION ALL ".join(_by_group(groups, occurrence.id)) or _nothing()
            self.con.execute(
                f"CREATE OR REPLACE TEMP TABLE {_cut_table(occurrence)} AS SELECT i.{GROUP}, i.{ORIGIN}, t.* "
                f"FROM (SELECT DISTINCT {GROUP}, {ORIGIN}, id FROM ({ids}) WHERE id IS NOT NULL) AS i "
                f"LEFT JOIN {occurrence.relation} AS t ON t.{quoted(self.row_id)} = i.id"
            )

    def _suspects(self, groups: Sequence[Group]) -> list[Place]:
        """Return the groups and rows that the set-based replay does not give again; all where there can be none."""
        for text in self._many:
            try:
                return self._not_given_by(text, groups)
            except MET:
                raise
            except duckdb.Error:
                continue  # the engine cannot plan it
        return self._places(f"SELECT {GROUP}, {ORIGIN} FROM {REPLAYS} ORDER BY ALL")

    def _not_given_by(self, text: str, groups: Sequence[Group]) -> list[Place]:
        compared = [self._compared(name, groups) for name in self.names]
        same = f"bool_and({' AND '.join(c for c in compared if c) or 'TRUE'})"
        told = f"f.{ORIGIN} IS NOT NULL AND {self._exact}"
        again = (
            f"count_if({told}) = 1 AND {same} FILTER ({told}) "
            f"OR count_if({told}) = 0 AND count(f.{ORIGIN}) = 1 AND {same}"
        )
        lacking = f"(r.{GROUP}, r.{ORIGIN}) IN ({self._lacking()})"
        replayed = (
            f"SELECT {OUTER}.{GROUP}, {OUTER}.{ORIGIN}, q.* FROM {REPLAYS} AS {OUTER}, "
            f"LATERAL {as_relation(text, len(self.names))}"
        )
        return self._places(
            f"SELECT r.{GROUP}, r.{ORIGIN} FROM {REPLAYS} AS r "
            f"JOIN {quoted(self.table)} AS e ON e.{quoted(self.row_id)} = r.{ORIGIN} LEFT JOIN ({replayed}) AS f "
            f"ON f.{GROUP} = r.{GROUP} AND f.{ORIGIN} = r.{ORIGIN}{self._key} GROUP BY ALL "
            f"HAVING NOT coalesce({again}, FALSE) OR {lacking} ORDER BY ALL"
        )

    def _lacking(self) -> str:
        """Return SQL for the groups and rows whose evidence names rows that do not exist."""
        parts = [
            f"SELECT {GROUP}, {ORIGIN} FROM {_cut_table(o)} WHERE {quoted(self.row_id)} IS NULL"
            for o in self.query.occurrences.values()
        ]
        return " UNION ALL ".join(parts) or f"SELECT {GROUP}, {ORIGIN} FROM ({_nothing()})"

    def _compared(self, name: str, groups: Sequence[Group]) -> str:
        """Return the condition that a column came back the same, in the groups that ask for it."""
        asking = [str(n) for n, group in enumerate(groups) if name.lower() in group.columns]
        if not asking:
            return ""
        return f"(r.{GROUP} NOT IN ({', '.join(asking)}) OR {self._same(name)})"

    def _same(self, name: str) -> str:
        return equal_sql(*self._pair(name), dict(self.query.columns)[name])

    def _pair(self, name: str) -> tuple[str, str]:
        """Return a column of the replay, which is named by its position, and the same of the table."""
        return f"f.{quoted(str(self.names.index(name)))}", f"e.{quoted(name)}"

    def one_by_one(self, group: int, row: int, columns: Iterable[str]) -> Difference | None:
        """Replay one row by itself on the evidence at hand; None when it comes out again."""
        place = f"{GROUP} = {group} AND {ORIGIN} = {row}"
        if self.con.execute(f"SELECT 1 FROM ({self._lacking()}) WHERE {place} LIMIT 1").fetchone():
            return Difference(why="the evidence names a row that is not in its table")
        text = self._text.replace(f"{OUTER}.{GROUP}", str(group)).replace(
            f"{OUTER}.{ORIGIN}", str(row)
        )
        kept = ", ".join(f"e.{quoted(name)}" for name in self.names)
        try:
            found = self.con.execute(
                f"SELECT {self._exact} AS told, f.there, {kept}, f.* EXCLUDE (there) "
                f"FROM {quoted(self.table)} AS e LEFT JOIN ("
                f"SELECT TRUE AS there, q.* FROM {as_relation(text, len(self.names))}) AS f ON f.there{self._key} "
                f"WHERE e.{quoted(self.row_id)} = {row} ORDER BY told DESC LIMIT 2"
            ).fetchall()
        except MET:
            raise
        except duckdb.Error as error:
            return Difference(why=f"it cannot be run: {str(error).splitlines()[0]}", refused=True)
        told = [row for row in found if row[0] == found[0][0]]
        if len(told) != 1 or not told[0][1]:
            return Difference(why="no single row with its key comes back")
        return self._differing(told[0][2:], set(columns))

    def _differing(self, values: Sequence[object], columns: set[str]) -> Difference | None:
        kept, again = values[: len(self.names)], values[len(self.names) :]
        pairs = zip(self.names, kept, again, strict=True)
        differing = {
            name.lower(): (expected, actual)
            for name, expected, actual in pairs
            if name.lower() in columns and not equal(expected, actual)
        }
        return Difference(differing) if differing else None

    def close(self) -> None:
        """Remove the tables that were made."""
        for table in (REPLAYS, *map(_cut_table, self.query.occurrences.values())):
            clean_up(self.con, f"DROP TABLE IF EXISTS {table}")


def _cut_table(occurrence: Occurrence) -> str:
    return quoted(f"#cut {occurrence.id}")


def _by_group(groups: Sequence[Group], mention: str) -> list[str]:
    """Return SELECTs of the evidence of one mention, each with the groups that it belongs to."""
    by_sql: dict[str, list[str]] = {}
    for number, group in enumerate(groups):
        for occurrence, sql in sorted(group.evidence):
            if occurrence == mention:
                by_sql.setdefault(sql, []).append(str(number))
    return [
        f"SELECT unnest([{', '.join(numbers)}]) AS {GROUP}, {ORIGIN}, id FROM ({sql})"
        for sql, numbers in by_sql.items()
    ]


def _nothing() -> str:
    return (
        f"SELECT NULL::BIGINT AS {GROUP}, NULL::BIGINT AS {ORIGIN}, NULL::BIGINT AS id WHERE FALSE"
    )
