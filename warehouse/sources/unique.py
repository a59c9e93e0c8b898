"""Keys that may not come twice in a file, looked for in the finished Parquet file as a whole.

Rows are compared by a hash of their key first, so that ten million of them fit into memory; keys of equal hash are then
compared themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pandera.pandas as pa
import pyarrow
import pyarrow.parquet

from warehouse.connection import confine, quoted
from warehouse.row_ids import at_in_words, column_of, file_in_sql, line_of
from warehouse.sources.faults import Faults
from warehouse.sources.layout import Layout
from warehouse.sources.ordered import in_order
from warehouse.sources.schema import unique_keys
from warehouse.sources.words import unique_rule

MEMORY = "1GB"
SMALL = 100_000
"""Rows up to which keys are counted in memory; opening a database costs more than that."""


def check_keys(
    target: Path,
    schema: pa.DataFrameSchema,
    layout: Layout,
    threads: int,
    files: Sequence[tuple[int, str]],
) -> list[Faults]:
    """Return for each file its rows whose key already stands on an earlier line, or in an earlier file.

    A blank is a value like any other here.

    Args:
        target: Parquet file of the table.
        schema: Schema with the keys.
        layout: Fields of the table.
        threads: Threads that DuckDB may use.
        files: Number and name of each file that the rows are of, in order.
    """
    faults = [Faults() for _ in files]
    keys = _to_look_at(target, unique_keys(schema))
    if not keys:
        return faults
    given = {field.name: field.given for field in layout.fields}
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": MEMORY,
        "temp_directory": f"{target}.spill",
    }
    for key in keys:
        with duckdb.connect(config=settings) as connection:
            confine(connection, target.parent)
            columns = ", ".join(quoted(name) for name in key)
            parquet = connection.read_parquet(str(target))
            hashes = parquet.project(f"hash({columns}) AS h").fetchnumpy()["h"]
            repeated = _repeated(np.asarray(hashes, dtype=np.uint64))
            if len(repeated):
                names = tuple(given[name] for name in key)
                _add_twins(connection, parquet, key, names, repeated, (files, faults))
    return faults


def _to_look_at(target: Path, keys: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the keys that may be repeated: all of a large file, of a small one those that are."""
    file = pyarrow.parquet.ParquetFile(target)
    if file.metadata.num_rows > SMALL:
        return list(keys)
    return [key for key in keys if _is_repeated(file.read(columns=list(key)))]


def _is_repeated(columns: pyarrow.Table) -> bool:
    groups = columns.group_by(columns.column_names, use_threads=False).aggregate([])
    return bool(groups.num_rows < columns.num_rows)


def _repeated(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the hashes that come more than once, each once; sorted in two halves side by side."""
    is_low = hashes < np.uint64(1 << 63)
    found = in_order([hashes[is_low], hashes[~is_low]], _repeated_in, 2)
    return np.concatenate(list(found))


def _repeated_in(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _add_twins(
    connection: duckdb.DuckDBPyConnection,
    parquet: duckdb.DuckDBPyRelation,
    key: tuple[str, ...],
    names: tuple[str, ...],
    repeated: npt.NDArray[np.uint64],
    by_file: tuple[Sequence[tuple[int, str]], list[Faults]],
) -> None:
    """Add the rows whose key comes again, in the order of their files and lines."""
    files, faults = by_file
    connection.register("repeated", pyarrow.table({"h": repeated}))
    columns = ", ".join(quoted(name) for name in key)
    places = [f"k{index}" for index in range(len(key))]
    aliased = ", ".join(
        f"{quoted(name)} AS {place}" for name, place in zip(key, places, strict=True)
    )
    suspected = parquet.filter(f"hash({columns}) IN (SELECT h FROM repeated)")
    numbers = [number for number, _ in files]
    # Where a row stands: the place of its file among them, then its line and column.
    order = f"{{'file': list_position({numbers}, {file_in_sql()})::BIGINT, 'row': _row}}"
    suspected.project(f"{order} AS place, {aliased}").create("suspected")
    connection.execute(f"""
        CREATE TABLE twins AS
        SELECT {", ".join(places)}, min(place) AS first_place, count(*) AS copies
        FROM suspected GROUP BY {", ".join(places)} HAVING count(*) > 1
    """)
    same = " AND ".join(f"s.{place} IS NOT DISTINCT FROM t.{place}" for place in places)
    texts = ", ".join(f"CAST(s.{place} AS VARCHAR)" for place in places)
    rows = connection.execute(f"""
        SELECT s.place.file, s.place.row, t.first_place.file, t.first_place.row, {texts}
        FROM suspected AS s JOIN twins AS t ON {same}
        WHERE s.place > t.first_place ORDER BY s.place LIMIT {Faults.limit}
    """).fetchall()
    total = connection.execute("SELECT coalesce(sum(copies - 1), 0) FROM twins").fetchall()[0][0]
    rule = unique_rule(key, names)
    for file, row, first_file, first_row, *values in rows:
        shown = ", ".join(
            f"{name} {'blank' if value is None else value}"
            for name, value in zip(names, values, strict=True)
        )
        first = f"line {at_in_words(line_of(first_row), column_of(first_row))}"
        first += f" of {files[first_file - 1][1]}" if first_file != file else ""
        remedy = f"{first} has the same key: remove one of the two rows, or correct a key"
        faults[file - 1].add(rule, line_of(row), shown, remedy)
    faults[0].add_all(rule, [], total=int(total) - len(rows))
