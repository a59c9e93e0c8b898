"""Foreign queries: what a star schema, an event table, ten joined tables and the constructs of a manual are asked.

Each query is traced exactly or refused by name. Exactly: the traced row is what the author's text gives, its replay is
verified, and deleting every row that is not in the evidence leaves the cell as it is. In `corpus/*.sql` a query stands
on one line. A line above it says `absence` where rows outside the evidence decide by not being there, which deletion
cannot tell, and `refused: CONSTRUCT` where it is to be refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from lineage.oracle import Rows, run
from rowlineage import Lineage, UnsupportedSQL
from rowlineage.catalog import quoted
from rowlineage.replay import equal

CORPUS = Path(__file__).with_name("corpus")
PAGES = ("", "index", "login", "/find/in/page")
WIDE, CHAIN = 96, 10


class Query(NamedTuple):
    """One query of the corpus, with the remark above it."""

    sql: str
    remark: str


def queries() -> Iterator[object]:
    """Yield every query as a parameter that is named by its file and line."""
    for path in sorted(CORPUS.glob("*.sql")):
        lines = path.read_text(encoding="utf-8").splitlines() if path.stem != "tables" else ()
        for number, line in enumerate(lines):
            if line and not line.startswith("--"):
                above = lines[number - 1]
                remark = above.removeprefix("-- ") if number > 2 and above.startswith("--") else ""
                yield pytest.param(Query(line, remark), id=f"{path.stem}:{number + 1}")


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute((CORPUS / "tables.sql").read_text(encoding="utf-8"))
        columns = ", ".join(
            f"CASE WHEN (id * {n}) % 11 = 5 THEN NULL ELSE (id * {n} + {n}) % {n % 6 + 2} END AS c{n}"
            for n in range(1, WIDE + 1)
        )
        connection.execute(
            "CREATE TABLE event AS SELECT 2000 + id AS _row, id, TIMESTAMP '2022-05-01' + (id * id * 40) * INTERVAL "
            f"1 SECOND AS seen, id % 4 AS user_id, {list(PAGES)}[id % 3 + id % 2 + 1] AS page, {columns} "
            "FROM range(14) r(id)"
        )
        for table in range(CHAIN):
            connection.execute(
                f"CREATE TABLE t{table} AS SELECT {3000 + 100 * table} + id AS _row, id, (id + {table}) % 6 AS next, "
                f"(id * {table + 3}) % 7 AS v FROM range(6) r(id)"
            )
        yield connection


@pytest.fixture(scope="module")
def tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]


@pytest.mark.long
@pytest.mark.parametrize("query", queries())
def test_traced_exactly_or_refused(
    con: duckdb.DuckDBPyConnection, tables: list[str], query: Query
) -> None:
    rows, lineage = run(con, query.sql), Lineage(con)
    told = [(row, names) for row in rows if (names := key_names(rows, row)) is not None]
    assert told, "the corpus is of queries that give rows which can be told apart"
    if query.remark.startswith("refused: "):
        row, names = told[0]
        with pytest.raises(UnsupportedSQL, match=query.remark.removeprefix("refused: ")) as caught:
            lineage.trace(query.sql, {name: row[name] for name in names})
        assert caught.value.line
        return
    for row, names in {id(row): (row, names) for row, names in (told[0], told[-1])}.values():
        key = {name: row[name] for name in names}
        for column in [None, *list(row)[:8]]:
            trace = lineage.trace(query.sql, key, column)
            assert trace.values == row
            assert trace.replay()["state"] == "verified", f"{key} {column}"
            if query.remark != "absence":
                asked = asked_for(query.sql, [*names, column] if column else ())
                left = run_without(con, asked, tables, trace.rows()["row_id"].to_pylist())
                same = [r for r in left if all(equal(r[k], v) for k, v in key.items())]
                assert len(same) == 1, f"{key} {column}: {left}"
                assert column is None or equal(same[0][column], row[column]), f"{key} {column}"


def key_names(rows: Rows, row: dict[str, Any]) -> Sequence[str] | None:
    """Return the fewest of the first columns that tell a row from all others; None where no six do."""
    names = list(row)[:6]
    for size in range(len(names) + 1):
        chosen = names[:size]
        same = [r for r in rows if all(str(r[name]) == str(row[name]) for name in chosen)]
        if len(same) == 1:
            return chosen
    return None


def asked_for(sql: str, columns: Sequence[str]) -> str:
    """Return a query of some columns alone: on the few rows that are left, others may divide by zero."""
    names = ", ".join(map(quoted, dict.fromkeys(columns)))
    return f"SELECT {names} FROM ({sql.rstrip(';')})" if columns else sql


def run_without(
    con: duckdb.DuckDBPyConnection, sql: str, tables: list[str], kept: list[int]
) -> list[dict[str, Any]]:
    """Return what the author's text gives when every row outside the evidence is deleted."""
    con.execute("BEGIN")
    try:
        for table in tables:
            con.execute(f"DELETE FROM {table} WHERE NOT list_contains(?::BIGINT[], _row)", [kept])
        return run(con, sql)
    finally:
        con.execute("ROLLBACK")


def test_the_corpus_is_large() -> None:
    assert len(list(queries())) >= 400
