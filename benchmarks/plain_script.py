"""The tables of the 2022 edition by hand: what an analyst would write with pandas, Pandera and DuckDB alone.

It is what `cold_build.py` compares a build with, so it does the least that gives the same tables: no hashes, no
comparison of vintages, no lines of offending cells, no gates, no evidence, no figures and no page. It uses the same
rules and the same queries, and nothing else of the engine. Run as `python benchmarks/plain_script.py PROJECT OUTPUT`.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pandera.pandas as pa
import pyarrow
import yaml

EDITION = """
    CREATE TABLE raw_edition AS
    SELECT '2022' AS edition, 2022 AS year, DATE '2022-01-01' AS period_start, DATE '2022-12-31' AS period_end,
        DATE '2023-07-10' AS as_of
"""


def read(path: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return a raw file in the types of its schema; a blank is null."""
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=["", "-", "...", "N/A"])
    columns = {
        name: typed(texts[name], column.dtype.type)
        for name, column in schema.columns.items()
        if name in texts
    }
    return pd.DataFrame(columns)


def typed(texts: pd.Series, kind: object) -> pd.Series:
    """Return a column of text in the type of its schema."""
    if kind.pyarrow_dtype == pyarrow.bool_():
        return texts.map({"yes": True, "true": True, "no": False, "false": False}).astype(kind)
    return texts.astype("string[pyarrow]").astype(kind)


def files(project: Path) -> Iterator[tuple[str, Path, pa.DataFrameSchema]]:
    """Yield table name, file and rules of every pinned file."""
    edition = yaml.load(
        (project / "raw/editions/2022.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader
    )
    for source, pin in edition["sources"].items():
        folder = project / "raw" / source
        entry = yaml.load((folder / "source.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
        vintage = pin["vintage"] if isinstance(pin, dict) else pin
        for file in entry["vintages"][vintage]["files"]:
            module, _, name = entry["tables"][file["table"]]["schema"].partition(".")
            model = getattr(importlib.import_module(f"warehouse.sources.schemas.{module}"), name)
            yield (
                f"raw_{source}__{file['table']}",
                folder / vintage / file["path"],
                model.to_schema(),
            )


def create(paths: list[Path], connection: duckdb.DuckDBPyConnection) -> None:
    """Run queries that may read each other, each as soon as what it reads is there."""
    while paths:
        waiting = []
        for path in paths:
            try:
                connection.execute(
                    f"CREATE TABLE {path.stem} AS {path.read_text(encoding='utf-8')}"
                )
            except duckdb.CatalogException:
                waiting.append(path)
        if waiting == paths:
            sys.exit(f"no table for {', '.join(path.stem for path in waiting)}")
        paths = waiting


def main(project: Path, output: Path) -> None:
    """Write every table of the report as CSV and Parquet; a broken rule of a file is an exception."""
    models = project / "warehouse" / "models"
    output.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(EDITION)
        for name, path, schema in files(project):
            frame = schema.validate(read(path, schema), lazy=True)
            frame.insert(0, "_row", range(2, len(frame) + 2))
            connection.register("frame", frame)
            connection.execute(f"CREATE TABLE {name} AS FROM frame")
        for layer in ("core", "stat", "report"):
            create(sorted((models / layer).glob("*.sql")), connection)
        for path in sorted((models / "checks").glob("*.sql")):
            offenders = connection.execute(path.read_text(encoding="utf-8")).fetchall()
            if offenders:
                print(f"{path.stem}: {len(offenders)} rows")
        for path in sorted((models / "report").glob("*.sql")):
            connection.execute(f"COPY {path.stem} TO '{output / path.stem}.csv'")
            connection.execute(f"COPY {path.stem} TO '{output / path.stem}.parquet'")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
