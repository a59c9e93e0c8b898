"""Seven models on the tables of TPC-H: built with and without evidence, and cells traced through five of them.

Both builds write each model's table as Parquet and read those of the models before it from there, with the same texts;
the one with evidence also writes that. The build itself adds hashes, keys and a second run of the text as written,
which are no part of this.
"""

from __future__ import annotations

import functools
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import duckdb
from lineage_data import connect
from measure import Run, alternate, print_columns, run, show

from rowlineage.capture import capture
from rowlineage.catalog import ConnectionCatalog
from rowlineage.evidence import as_table
from rowlineage.evidence_files import read_evidence, write_evidence
from rowlineage.graph import Evidence, GraphWalk, cell
from rowlineage.graph import Path as Way
from warehouse.connection import copy

MODELS = {
    "core_line": """
        SELECT l_orderkey AS order_id, l_linenumber AS line, l_suppkey AS supplier_id, l_quantity AS quantity,
            l_extendedprice * (1 - l_discount) AS revenue
        FROM lineitem WHERE l_quantity > 0""",
    "core_order": """
        SELECT o_orderkey AS order_id, o_custkey AS customer_id, year(o_orderdate) AS year
        FROM orders
        QUALIFY row_number() OVER (PARTITION BY o_orderkey ORDER BY o_orderdate DESC, o_clerk) = 1""",
    "core_customer": """
        SELECT c_custkey AS customer_id, c_mktsegment AS segment, n_name AS nation, r_name AS region
        FROM customer JOIN nation ON n_nationkey = c_nationkey JOIN region ON r_regionkey = n_regionkey""",
    "core_sale": """
        SELECT o.year, c.region, c.nation, c.segment, l.quantity, l.revenue
        FROM core_line AS l
        JOIN core_order AS o ON o.order_id = l.order_id
        JOIN core_customer AS c ON c.customer_id = o.customer_id""",
    "stat_sale": """
        SELECT region, nation, year, sum(revenue) AS revenue, sum(quantity) AS quantity, count(*) AS lines
        FROM core_sale GROUP BY ROLLUP (region, nation, year) ORDER BY ALL""",
    "table_nation": """
        SELECT nation, year, revenue, revenue / (SELECT revenue FROM stat_sale WHERE region IS NULL) AS share,
            revenue - lag(revenue) OVER (PARTITION BY nation ORDER BY year) AS change,
            rank() OVER (PARTITION BY year ORDER BY revenue DESC) AS place
        FROM stat_sale WHERE nation IS NOT NULL AND year IS NOT NULL ORDER BY nation, year""",
    "table_years": """
        SELECT nation, max(revenue) FILTER (WHERE year = 1995) AS revenue_1995,
            max(revenue) FILTER (WHERE year = 1996) AS revenue_1996,
            max(share) FILTER (WHERE year = 1996) AS share_1996
        FROM table_nation GROUP BY nation ORDER BY nation""",
}
CELLS = {
    "sum of one nation and year": ("table_years", "nation = 'GERMANY'", "revenue_1996"),
    "difference to the year before": (
        "table_nation",
        "nation = 'GERMANY' AND year = 1996",
        "change",
    ),
    "place in a ranking": ("table_nation", "nation = 'GERMANY' AND year = 1996", "place"),
    "share of the whole": ("table_years", "nation = 'GERMANY'", "share_1996"),
}
"""What is traced: words -> table, row and column."""
ROUNDS, SAMPLE, BUILD_GOAL = 3, 20, 3


class Kept:
    """The evidence of the models, as Parquet in a folder each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def order(self) -> Sequence[str]:
        """Return the models in the order in which they are built."""
        return list(MODELS)

    def evidence(self, table: str) -> Evidence | None:
        """Return the evidence of a model, or None for a raw table."""
        return read_evidence(self.folder / table) if table in MODELS else None


def compare(folder: Path, script: Path) -> None:
    """Measure both builds and the traces, and print the results; the tables of both builds must be the same."""
    jobs = {name: _job(folder, script, name) for name in ("plain", "evidence")}
    runs = alternate(jobs, ROUNDS)
    _same_tables(folder)
    print(f"\n7 models, {ROUNDS} builds each; goal: at most {BUILD_GOAL} times the plain build")
    show(runs, "plain")
    size = sum(path.stat().st_size for path in (folder / "evidence").rglob("evidence*"))
    print(f"evidence: {size / 2**20:.0f} MiB")
    heads = ("", "median s", "again s", "peak MiB", "models", "raw rows")
    lines: list[Sequence[str]] = [heads]
    for name in CELLS:
        done = [
            run([sys.executable, script, "--trace", name, folder], folder) for _ in range(ROUNDS)
        ]
        found = [json.loads(one.output) for one in done]
        first, again = (median(one[key] for one in found) for key in ("first", "again"))
        peak = max(one.peak_mib for one in done)
        numbers = f"{first:.2f}", f"{again:.2f}", f"{peak:.0f}", str(found[0]["models"])
        lines.append((name, *numbers, f"{sum(found[0]['rows'].values()):,}"))
    print_columns(lines)


def _job(folder: Path, script: Path, name: str) -> Callable[[], Run]:
    def job() -> Run:
        shutil.rmtree(folder / name, ignore_errors=True)
        return run([sys.executable, script, "--build", name, folder], folder)

    return job


def build(folder: Path, name: str) -> None:
    """Build all models into a folder of their own, with evidence if that is its name."""
    with connect(folder) as con:
        for model, sql in MODELS.items():
            target = folder / name / model
            target.mkdir(parents=True)
            if name == "evidence":
                catalog = ConnectionCatalog(con, is_closed=True)
                with capture(con, sql, model=model, catalog=catalog) as captured:
                    copy(con, captured.table, target / "table.parquet")
                    write_evidence(con, captured, target)
            else:
                copy(con, sql, target / "table.parquet")
            _view(con, target, model)


def _view(con: duckdb.DuckDBPyConnection, folder: Path, model: str) -> None:
    con.execute(f"CREATE TEMP VIEW {model} AS FROM read_parquet('{folder / 'table.parquet'}')")


def trace(folder: Path, name: str) -> None:
    """Trace one of `CELLS` twice on a new connection and print the seconds and what was found, as JSON."""
    table, row, column = CELLS[name]
    with connect(folder) as con:
        kept = folder / "evidence"
        walk = GraphWalk(con, Kept(kept))
        _view(con, kept / table, table)
        ((row_id,),) = con.execute(f"SELECT _row FROM {table} WHERE {row}").fetchall()
        step = functools.partial(_counted, walk, table, row_id, column)
        times = []
        for _ in range(2):
            started = time.perf_counter()
            way, rows = step()
            times.append(time.perf_counter() - started)
    models = len({hop.table for hop in way.hops})
    print(json.dumps({"first": times[0], "again": times[1], "models": models, "rows": rows}))


def _counted(walk: GraphWalk, table: str, row: int, column: str) -> tuple[Way, dict[str, int]]:
    """Return the whole evidence of a cell, its raw rows by table, and draw a sample of them."""
    way = walk.trace(table, [row], cell(column, []))
    as_table(rows.strongest(SAMPLE) for rows in way.rows).to_pylist()
    return way, {rows.table: rows.ids.size for rows in way.rows}


def _same_tables(folder: Path) -> None:
    for model in MODELS:
        with_evidence = (
            f"SELECT * EXCLUDE (_row) FROM '{folder / 'evidence' / model / 'table.parquet'}'"
        )
        plain = f"FROM '{folder / 'plain' / model / 'table.parquet'}'"
        sums = [
            duckdb.sql(f"SELECT count(*), sum(hash(t)) FROM ({sql}) AS t").fetchone()
            for sql in (with_evidence, plain)
        ]
        if sums[0] != sums[1]:
            sys.exit(f"{model}: the table of the build with evidence differs")
