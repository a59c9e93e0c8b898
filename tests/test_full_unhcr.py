"""UNHCR's full files of 14 June 2023 give the published totals through definitions alone, with no new code."""

import shutil

import pyarrow.parquet
import pytest

from warehouse.builder.edition_build import EditionBuild
from warehouse.project import Project
from warehouse.sources.files import sha256_of

PLACE = """
        coo_name: {type: text, title: Country of origin, nullable: true}
        coo: {type: text, title: UNHCR code of origin, nullable: true}
        coo_iso: {type: text, title: ISO code of origin, nullable: true, matches: "^[A-Z]{3}$"}
        coa_name: {type: text, title: Country of asylum, nullable: true}
        coa: {type: text, title: UNHCR code of asylum, nullable: true}
        coa_iso: {type: text, title: ISO code of asylum, nullable: true, matches: "^[A-Z]{3}$"}
"""
PARTS = (
    "refugees",
    "asylum_seekers",
    "returned_refugees",
    "idps",
    "returned_idps",
    "stateless",
    "ooc",
    "oip",
    "hst",
)
SOURCE = """source: unhcr
title: Refugee population statistics
publisher: UNHCR
landing_url: https://www.unhcr.org/refugee-statistics/
licence: CC-BY-4.0
redistribute: true
citation: "UNHCR, Refugee population statistics, Global Trends 2022"
cadence: half-yearly
contact: UNHCR, statistics
tables:
"""
MODEL = """/*
title: Forcibly displaced people at the end of the year
unit: people
key: [category]
columns:
  category: {title: Category}
  people: {title: People, unit: people}
*/
SELECT 'refugees' AS category, CAST(sum(p.refugees) AS BIGINT) AS people
FROM raw_unhcr__population AS p CROSS JOIN raw_edition AS e WHERE p.year = e.year
UNION ALL
SELECT 'asylum-seekers', CAST(sum(p.asylum_seekers) AS BIGINT)
FROM raw_unhcr__population AS p CROSS JOIN raw_edition AS e WHERE p.year = e.year
UNION ALL
SELECT 'other people in need', CAST(sum(p.oip) AS BIGINT)
FROM raw_unhcr__population AS p CROSS JOIN raw_edition AS e WHERE p.year = e.year
UNION ALL
SELECT 'Palestine refugees', CAST(sum(u.total) AS BIGINT)
FROM raw_unhcr__unrwa AS u CROSS JOIN raw_edition AS e WHERE u.year = e.year
UNION ALL
SELECT 'internally displaced', CAST(sum(i.total) AS BIGINT)
FROM raw_unhcr__idmc AS i CROSS JOIN raw_edition AS e WHERE i.year = e.year
"""
EDITION = """edition: "2022"
title: Displacement 2022
publisher: A test
period: {start: 2022-01-01, end: 2022-12-31}
as_of: 2023-07-10
due: 2023-07-31
sources: {unhcr: 2023-06-14}
"""


def whole(names):
    return "".join(
        f"        {name}: {{type: whole, title: {name}, min: 0, nullable: true}}\n"
        for name in names
    )


def table(name, numbers):
    year = "        year: {type: whole, title: Year, min: 1951, max: 2100}"
    head = f"  {name}:\n    title: {name}\n    schema:\n      columns:\n{year}"
    return head + PLACE + whole(numbers) + "    reader: {format: csv}\n"


@pytest.fixture
def unhcr(tmp_path, shared):
    folder = tmp_path / "raw" / "unhcr" / "2023-06-14"
    folder.mkdir(parents=True)
    text = (
        SOURCE + table("population", PARTS) + table("idmc", ["total"]) + table("unrwa", ["total"])
    )
    text += "vintages:\n  2023-06-14:\n    release: Global Trends 2022\n    published: 2023-06-14\n"
    text += "    retrieved: 2026-11-23\n    nature: measured\n    form: as received\n    files:\n"
    for name in ("population", "idmc", "unrwa"):
        file = folder / f"{name}.csv.gz"
        shutil.copy(shared / "data" / "unhcr" / "2023-06-14" / file.name, file)
        text += f"      - {{table: {name}, path: {file.name}, sha256: {sha256_of(file)}, "
        text += f"bytes: {file.stat().st_size}}}\n"
    (folder.parent / "source.yaml").write_text(text)
    (tmp_path / "raw" / "editions").mkdir()
    (tmp_path / "raw" / "editions" / "2022.yaml").write_text(EDITION)
    (tmp_path / "warehouse" / "models" / "report").mkdir(parents=True)
    (tmp_path / "warehouse" / "models" / "report" / "table_01_displaced.sql").write_text(MODEL)
    return Project(tmp_path)


def test_full_files_give_the_published_total(unhcr):
    build = EditionBuild(unhcr, "2022")
    assert build.problems() == []
    rows = pyarrow.parquet.read_table(build.outcome("table_01_displaced").step.table).to_pylist()
    people = {row["category"]: row["people"] for row in rows}
    assert people["refugees"] == 29_413_033
    assert people["internally displaced"] == 62_479_565
    assert sum(people.values()) == 108_436_336
    assert build.outcome("raw_unhcr__population").step.record.rows == 120_338
