"""Column lineage beside sqlglot.lineage: which columns with influence on an output column does each of them miss?

Every column of every table of a query is set to NULL, shuffled twice and turned round; the author's text is run each
time. What changes an output column has influence on it. The queries are those of the package's tests.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
from measure import ROOT
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage

from rowlineage.columns import column_lineage

sys.path.append(str(ROOT / "packages" / "rowlineage" / "tests"))

TPC_H, MOST_ROWS = (3, 4, 13, 15, 16, 21, 22), 2_000
Columns = set[tuple[str, str]]


@dataclass
class Count:
    """Of the output columns of some queries.

    Attributes:
        outputs: How many there are that some column has influence on.
        influences: How many columns have influence, added up.
        incomplete: For how many outputs ours and that of sqlglot lacks some.
        missed: How many each lacks, added up.
    """

    outputs: int = 0
    influences: int = 0
    incomplete: tuple[int, int] = (0, 0)
    missed: tuple[int, int] = (0, 0)

    def add(self, influence: Columns, ours: Columns, theirs: Columns) -> None:
        """Count one output column."""
        if not influence:
            return
        lacking = len(influence - ours), len(influence - theirs)
        self.outputs += 1
        self.influences += len(influence)
        self.incomplete = (
            self.incomplete[0] + bool(lacking[0]),
            self.incomplete[1] + bool(lacking[1]),
        )
        self.missed = self.missed[0] + lacking[0], self.missed[1] + lacking[1]


def queries() -> Iterator[tuple[str, duckdb.DuckDBPyConnection, list[str]]]:
    """Yield the sets of queries by name, with a connection on their tables."""
    from lineage import tpch
    from lineage.column_cases import CASES
    from lineage.constructs import CONSTRUCTS
    from lineage.tables import fill

    with duckdb.connect(config={"threads": 1}) as con:
        fill(con)
        yield "influence from afar", con, list(CASES.values())
        yield "constructs", con, [construct.sql for construct in CONSTRUCTS]
    with tpch.connect(0.001) as con:
        yield "TPC-H (part)", con, [tpch.queries(con)[number] for number in TPC_H]


def count(con: duckdb.DuckDBPyConnection, texts: list[str]) -> Count:
    """Return the count of some queries."""
    from lineage.influence import influence

    schema = _schema(con)
    counted = Count()
    for sql in texts:
        links = column_lineage(con, sql)
        for output, found in influence(con, sql, MOST_ROWS).found.items():
            ours = {(k.table.lower(), k.upstream.lower()) for k in links if k.column == output}
            counted.add(found, ours, by_sqlglot(sql, output, schema))
    return counted


def _schema(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    rows = con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main'"
    )
    schema: dict[str, dict[str, str]] = {}
    for table, column, kind in rows.fetchall():
        schema.setdefault(table, {})[column] = kind
    return schema


def by_sqlglot(sql: str, output: str, schema: dict[str, dict[str, str]]) -> Columns:
    """Return the columns at the leaves of sqlglot's lineage; none where it does not answer."""
    try:
        node = lineage(output.lower(), sql, schema=schema, dialect="duckdb")
    except (SqlglotError, ValueError, KeyError, AttributeError, AssertionError):
        return set()
    return {leaf for part in node.walk() if not part.downstream for leaf in _leaf(part)}


def _leaf(node: Node) -> Iterator[tuple[str, str]]:
    table = getattr(node.source, "name", "")
    if table:
        yield table.lower(), node.name.split(".")[-1].strip('"').lower()


def main() -> None:
    """Print a line for each set of queries."""
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    print(
        "| queries | output columns | influences | incomplete: ours | sqlglot | missed: ours | sqlglot |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, con, texts in queries():
        c = count(con, texts)
        cells = [name, c.outputs, c.influences, *c.incomplete, *c.missed]
        print(f"| {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
