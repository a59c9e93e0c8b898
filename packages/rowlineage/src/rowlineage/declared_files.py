"""Files that a query reads and its caller declares as sources: their rows are kept as a table while they are traced.

FROM 'sale.csv' AS s        ->    FROM "#source 1" AS s
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import duckdb
from sqlglot import exp

from rowlineage import dialect
from rowlineage.catalog import ConnectionCatalog, quoted
from rowlineage.ctes import is_cte
from rowlineage.declared import DeclaredKeys

NAME = "declared source"
"""What a table remembers of the file that it holds."""
_NUMBERS = itertools.count(1)
_DROPPED_ENDS = (".gz", ".zst", ".csv", ".tsv", ".parquet", ".json", ".jsonl", ".ndjson")


def keep(tree: exp.Expr, catalog: ConnectionCatalog, told: DeclaredKeys) -> list[str]:
    """Replace every declared file in a parsed query by a temporary table of its rows.

    Args:
        tree: The query.
        catalog: The connection.
        told: What the caller says of tables and files.

    Returns:
        The temporary tables, which are the caller's to drop.

    Raises:
        duckdb.Error: A file cannot be read.
    """
    made: list[str] = []
    for table in list(tree.find_all(exp.Table)):
        path = _path(table, told)
        if path is None:
            continue
        name = f"#source {next(_NUMBERS)}"
        bare = exp.Table(this=table.this.copy())
        rows = f"SELECT * FROM {dialect.text(bare)}"
        try:
            catalog.con.execute(f"CREATE TEMP TABLE {quoted(name)} AS {rows}")
        except Exception:
            drop(catalog.con, made)
            raise
        made.append(name)
        if not table.alias:
            alias = exp.to_identifier(_alias(table, path), quoted=True)
            known = table.args.get("alias") or exp.TableAlias()
            known.set("this", alias)
            table.set("alias", known)
        table.set("this", exp.to_identifier(name, quoted=True))
        table.meta[NAME] = path
    return made


def drop(con: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
    """Drop temporary tables."""
    for name in tables:
        con.execute(f"DROP TABLE IF EXISTS temp.{quoted(name)}")


def _path(table: exp.Table, told: DeclaredKeys) -> str | None:
    """Return the declared file that a table is read from."""
    if isinstance(table.this, exp.Identifier):
        name = table.name
        return name if name in told.sources and not table.db and not is_cte(table) else None
    paths = list(_texts(table.this)) if isinstance(table.this, exp.Func) else []
    return paths[0] if len(paths) == 1 and paths[0] in told.sources else None


def _texts(call: exp.Func) -> Iterator[str]:
    """Yield the texts that a call of a reading function is given first: the path, or several."""
    if not call.name.lower().startswith(("read_", "parquet_scan")):
        return
    for argument in call.expressions[:1]:
        if isinstance(argument, exp.Literal) and argument.is_string:
            yield str(argument.this)


def _alias(table: exp.Table, path: str) -> str:
    """Return the name by which the engine calls a file that has no alias."""
    if not isinstance(table.this, exp.Identifier):
        return str(table.this.name)
    name = path.replace("\\", "/").rpartition("/")[2]
    for end in _DROPPED_ENDS:
        name = name.removesuffix(end)
    return name
