"""Generated rows in the shape of UNHCR's population table, and a project that reads, checks and aggregates them.

The shape is that of the release of 14 June 2023: the same columns, one row a year, country of asylum and country
of origin, most refugees below 200 and few above a million, other categories nearly always 0, the two latest ones
nearly always blank, some names quoted and some not in ASCII. The countries are invented, and more of them than there
are, so that ten million keys differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow
import pyarrow.compute as pc

NOT_STATED = pyarrow.scalar(None, pyarrow.string())
COUNTRIES = 380
YEARS = range(1951, 2023)
SHARE_OF_ZERO = {
    "refugees": 0.17,
    "asylum_seekers": 0.44,
    "returned_refugees": 0.95,
    "stateless": 0.99,
    "ooc": 0.98,
}
SHARE_OF_BLANK = {"oip": 0.999, "hst": 0.95}
COLUMNS = (
    *(
        "year",
        "coo_name",
        "coo",
        "coo_iso",
        "coa_name",
        "coa",
        "coa_iso",
        "refugees",
        "asylum_seekers",
    ),
    *("returned_refugees", "idps", "returned_idps", "stateless", "ooc", "oip", "hst"),
)

SOURCE = """\
source: population
title: Generated rows in the shape of a population table
publisher: A benchmark
landing_url: https://example.org/
licence: CC0-1.0
redistribute: true
citation: generated with seed {seed}
cadence: never
contact: nobody
tables:
  people:
    title: People by year, country of origin and country of asylum
    schema: population.People
    reader: {{format: csv}}
vintages:
  2023-06-14:
    release: Generated
    published: 2023-06-14
    retrieved: 2023-06-14
    nature: synthetic
    form: as received
    files:
      - {{table: people, path: population.csv, sha256: {sha256}, bytes: {size}}}
"""

EDITION = """\
edition: "2022"
title: Ten million rows
publisher: A benchmark
period: {start: 2022-01-01, end: 2022-12-31}
as_of: 2023-07-10
due: 2023-07-31
sources: {population: 2023-06-14}
"""

SCHEMA = '''\
"""Rules of the generated table, as one would write them for UNHCR's."""

from typing import Any, ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Text, Whole

PEOPLE = {"unit": "people"}


class People(pa.DataFrameModel):
    """People of each category by year, origin and asylum."""

    year: Whole = pa.Field(title="Year", ge=1951, le=2100)
    coo_name: Text = pa.Field(title="Country of origin", str_length={"min_value": 2, "max_value": 80})
    coo: Text = pa.Field(title="Code of origin", str_matches=r"^[A-Z]{3}$")
    coo_iso: Text = pa.Field(title="ISO code of origin", nullable=True, str_matches=r"^[A-Z]{3}$")
    coa_name: Text = pa.Field(title="Country of asylum", str_length={"min_value": 2, "max_value": 80})
    coa: Text = pa.Field(title="Code of asylum", str_matches=r"^[A-Z]{3}$")
    coa_iso: Text = pa.Field(title="ISO code of asylum", nullable=True, str_matches=r"^[A-Z]{3}$")
    refugees: Whole = pa.Field(title="Refugees", ge=0, metadata=PEOPLE)
    asylum_seekers: Whole = pa.Field(title="Asylum-seekers", ge=0, metadata=PEOPLE)
    returned_refugees: Whole = pa.Field(title="Returned refugees", ge=0, metadata=PEOPLE)
    idps: Whole = pa.Field(title="Internally displaced people", ge=0, metadata=PEOPLE)
    returned_idps: Whole = pa.Field(title="Returned displaced people", ge=0, metadata=PEOPLE)
    stateless: Whole = pa.Field(title="Stateless people", ge=0, metadata=PEOPLE)
    ooc: Whole = pa.Field(title="Others of concern", ge=0, metadata=PEOPLE)
    oip: Whole = pa.Field(title="Others in need of protection", nullable=True, ge=0, metadata=PEOPLE)
    hst: Whole = pa.Field(title="Host community", nullable=True, ge=0, metadata=PEOPLE)

    class Config:
        strict = True
        unique: ClassVar[list[str]] = ["year", "coo", "coa"]

    @pa.dataframe_check(
        name="displaced_at_home",
        title="internally displaced people stand on the row of their own country",
        description="put them on the row whose origin and asylum are the same",
    )
    def displaced_at_home(cls, rows: Any) -> Any:
        return (rows["idps"] == 0) | (rows["coo"] == rows["coa"])
'''

AGGREGATION = """\
SELECT
    p.year,
    p.coa,
    COUNT(*) AS origins,
    CAST(SUM(p.refugees) AS BIGINT) AS refugees,
    CAST(SUM(p.asylum_seekers) AS BIGINT) AS asylum_seekers,
    CAST(SUM(p.idps) AS BIGINT) AS idps,
    CAST(SUM(p.stateless) AS BIGINT) AS stateless,
    CAST(SUM(p.oip) AS BIGINT) AS oip
FROM raw_population__people AS p
GROUP BY p.year, p.coa
ORDER BY p.year, p.coa
"""

HEAD = """\
/*
title: People by year and country of asylum
key: [year, coa]
lineage: {lineage}
*/
"""


def write_project(folder: Path, rows: int, seed: int) -> Path:
    """Write a whole project with one source of generated rows, its model apart, and return the raw file.

    Args:
        folder: Project folder.
        rows: Number of rows, at most 72 x 380 x 380.
        seed: Seed of the generator; the same seed gives the same bytes.
    """
    vintage = folder / "raw" / "population" / "2023-06-14"
    vintage.mkdir(parents=True)
    path = vintage / "population.csv"
    write_rows(path, rows, seed)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    texts = {
        "raw/population/source.yaml": SOURCE.format(
            seed=seed, sha256=digest, size=path.stat().st_size
        ),
        "raw/editions/2022.yaml": EDITION,
        "warehouse/sources/schemas/population.py": SCHEMA,
        "report/figures.yaml": "[]\n",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return path


def write_model(folder: Path, lineage: str) -> None:
    """Write the one model: `lazy` is traced on demand, `eager` keeps the evidence of every row."""
    path = folder / "warehouse" / "models" / "report" / "table_01_people.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(lineage=lineage) + AGGREGATION, encoding="utf-8")


def write_rows(path: Path, rows: int, seed: int) -> None:
    """Write the raw file, year by year; texts are quoted only where they must be, as in UNHCR's file."""
    largest = len(YEARS) * COUNTRIES * COUNTRIES
    if rows > largest:
        raise ValueError(f"{rows:,} rows, but there are only {largest:,} keys")
    first = _year(YEARS[0], 1, seed)
    batches = (batch for table in _years(rows, seed) for batch in table.to_batches())
    years = pyarrow.RecordBatchReader.from_batches(first.schema, batches)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("years", years)
        connection.execute(f"COPY (FROM years) TO '{path}' (FORMAT csv, HEADER)")


def _years(rows: int, seed: int) -> Iterator[pyarrow.Table]:
    in_year = COUNTRIES * COUNTRIES
    for index, year in enumerate(YEARS):
        if rows > index * in_year:
            yield _year(year, min(rows - index * in_year, in_year), seed)


@cache
def _countries() -> tuple[pyarrow.Array, pyarrow.Array]:
    """Return invented names, as long as real ones on average, and a code of three letters for each."""
    ends = ("land", "ia Republic", "stan", ", Islands of", "ô Republic of the North", "onia")
    letters = [chr(ord("A") + index) for index in range(26)]
    codes = [f"{letters[i // 26]}{letters[i % 26]}{letters[i % 7]}" for i in range(COUNTRIES)]
    names = [f"{code.capitalize()}{ends[i % len(ends)]}" for i, code in enumerate(codes)]
    return pyarrow.array(names), pyarrow.array(codes)


def _year(year: int, count: int, seed: int) -> pyarrow.Table:
    names, codes = _countries()
    generator = np.random.default_rng([seed, year])
    keys = np.arange(count)
    coo, coa = keys % COUNTRIES, keys // COUNTRIES
    counts = {name: _counts(generator, count, share) for name, share in SHARE_OF_ZERO.items()}
    at_home = np.where(coo == coa, generator.integers(0, 9_000_000, count), 0)
    counts |= {"idps": at_home, "returned_idps": at_home // 4}
    columns: dict[str, pyarrow.Array] = {"year": pyarrow.array(np.full(count, year))}
    for side, places in (("coo", coo), ("coa", coa)):
        code = codes.take(pyarrow.array(places))
        iso = pc.if_else(pyarrow.array(places % 60 == 0), NOT_STATED, code)
        columns |= {
            f"{side}_name": names.take(pyarrow.array(places)),
            side: code,
            f"{side}_iso": iso,
        }
    columns |= {name: pyarrow.array(values) for name, values in counts.items()}
    for name, share in SHARE_OF_BLANK.items():
        is_blank = generator.random(count) < share
        columns[name] = pyarrow.array(_counts(generator, count, 0.0), mask=is_blank)
    return pyarrow.table({name: columns[name] for name in COLUMNS})


def _counts(
    generator: np.random.Generator, count: int, share_of_zero: float
) -> npt.NDArray[np.int64]:
    """Return people as they are counted: many zeros, a middle of about 20 to 150, a few millions."""
    people = np.exp(generator.normal(4.0, 2.2, count)).astype(np.int64)
    return np.where(generator.random(count) < share_of_zero, 0, people)
