"""A toy whose harvest returns are withheld and summed into what is published; its numbers are told from any others.

Only South's number of 2021 is no secret: it is a sum of one row, and so a cell of a published table.
"""

import json
import re
import zipfile

import pyarrow.parquet
import yaml
from docx import Document
from openpyxl import load_workbook

from tests.toys import register
from warehouse.sources.files import sha256_of

EDITION = "2021"
EARLIER = """year,orchard,crop,tonnes,quality
2020,NORTH,apple,33847.25,A
2020,SOUTH,apple,27419.75,A
"""
PINNED = """year,orchard,crop,tonnes,quality
2020,NORTH,apple,48963.25,A
2020,SOUTH,apple,27419.75,A
2021,NORTH,apple,41371.25,A
2021,NORTH,pear,52918.625,A
2021,SOUTH,apple,61843.7375,A
2020,WEST,pear,83562.5,B
"""
SECRETS = (
    "33847",
    "27419",
    "48963",
    "41371",
    "52918",
    "83562",
    "61267",  # The earlier total over the keys of both vintages, which a breach quotes; and the later one.
    "76383",
)
FIGURES = """figures:
  - id: harvest_north
    label: Harvest of North Orchard
    table: table_01_harvest
    key: {orchard: NORTH}
    column: tonnes
    unit: tonnes
    recheck: sum tonnes of harvest
    decimals: 0
    display: "{value} tonnes"
    terms: [harvest]
    period: $year
  - id: harvest_best
    label: Harvest of the best quality
    table: table_03_best
    key: {year: $year}
    column: tonnes
    unit: tonnes
    recheck: sum tonnes of harvest
    decimals: 0
    display: "{value} tonnes"
  - id: share_north
    label: Share of North Orchard
    table: table_01_harvest
    key: {orchard: NORTH}
    column: share_pct
    unit: per cent
    decimals: 1
    display: "{value} per cent"
  - id: large_orchards
    label: Orchards of more than 90,000 tonnes
    table: table_04_large
    key: {}
    column: orchards
    unit: orchards
    display: "{value} orchards"
"""
BEST = """/*
title: Harvest of the best quality
key: [year]
columns:
  year: {title: Year, unit: year}
  tonnes: {title: Harvested, unit: tonnes, decimals: 0}
*/
SELECT c.year, sum(c.tonnes) AS tonnes
FROM raw_harvest__crops AS c
JOIN raw_edition AS e ON e.year = c.year
WHERE c.quality = 'A'
GROUP BY c.year
"""
LARGE = """/*
title: Large orchards
key: []
columns:
  orchards: {title: Orchards, unit: orchards}
*/
SELECT count(*) AS orchards FROM table_01_harvest AS t WHERE t.tonnes > 90000
"""
CHECK = """/*
title: Returns are below {limit}
on: {on}
severity: warning
rule: a return is below {limit}
remedy: ask the orchard
*/
SELECT c._row, 'tonnes' AS "column", c.tonnes AS value FROM {on} AS c WHERE c.tonnes > {limit}
"""


def lay_out(toy, *, redistribute=False):
    """Turn the toy into the project of the canaries; its returns may be passed on or not."""
    _returns(toy, redistribute=redistribute)
    (toy.root / "report" / "figures.yaml").write_text(FIGURES)
    report, checks = toy.models / "report", toy.models / "checks"
    (report / "table_03_best.sql").write_text(BEST)
    (report / "table_04_large.sql").write_text(LARGE)
    for number, on in enumerate(("raw_harvest__crops", "table_01_harvest")):
        text = CHECK.format(on=on, limit=40_000 + number)
        (checks / f"check_{number}.sql").write_text(text)
    _text(toy)


def _returns(toy, *, redistribute):
    folder = toy.raw / "harvest"
    definition = folder / "source.yaml"
    text = definition.read_text()
    if not redistribute:
        text = text.replace("redistribute: true", "redistribute: false")
    # Orchards come and go from year to year here: no year is held against the one before.
    loose = "rows_change_pct: 400\n      period: none"
    definition.write_text(text.replace("rows_change_pct: 60", loose))
    for vintage, content in (("2021-02-01", EARLIER), ("2022-02-01", PINNED)):
        (folder / vintage / "crops.csv").write_text(content)
        register(toy, f"harvest/{vintage}/crops.csv")
    observed = "61267.000000 became 76383.000000 over the same keys"
    # By its fields, as acceptances were written before there were ids: it quotes what was seen.
    entry = {
        **{"table": "crops", "vintage": "2022-02-01", "against": "2021-02-01"},
        **{"rule": "totals", "subject": "tonnes", "observed": observed},
        **{
            "accepted_by": "A. Clerk",
            "role": "registry",
            "date": "2022-02-20",
            "reason": "late returns",
        },
    }
    (folder / "accepted.yaml").write_text(yaml.safe_dump({"accepted": [entry]}))


def _text(toy):
    text = toy.raw / "documents" / "2021.txt"
    text.parent.mkdir()
    text.write_text("The harvest of North Orchard was 94,290 tonnes in 2021.\n")
    edition = toy.raw / "editions" / f"{EDITION}.yaml"
    entry = (
        f"documents:\n  - {{title: Announcement, url: 'https://orchards.example/a', published: 2022-03-01, "
        f"path: raw/documents/{text.name}, sha256: {sha256_of(text)}}}\n"
    )
    edition.write_text(edition.read_text().replace("documents: []\n", entry))


def told(text):
    """Return the secrets that a text tells, however it writes thousands."""
    plain = re.sub(r"(?<=\d)[,\u202f\u00a0 '](?=\d{3})", "", text)
    return [secret for secret in SECRETS if secret in plain]


def told_in(folder):
    """Return file -> the secrets that it tells, looked for inside containers too."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    found = {path.relative_to(folder).as_posix(): told(_words(path)) for path in files}
    return {name: secrets for name, secrets in found.items() if secrets}


def _words(path):
    """Return all that a file says, the packed forms unpacked."""
    texts = [path.read_bytes().decode("utf-8", "replace")]
    if path.suffix == ".parquet":
        rows = pyarrow.parquet.read_table(path).to_pylist()
        texts.append(json.dumps(rows, default=str))
    elif path.suffix == ".docx":
        cells = (c.text for t in Document(path).tables for r in t.rows for c in r.cells)
        texts += [*cells, *(p.text for p in Document(path).paragraphs)]
    elif path.suffix == ".xlsx":
        sheets = load_workbook(path).worksheets
        texts += [str(v) for s in sheets for row in s.iter_rows(values_only=True) for v in row]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            texts += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return "\n".join(texts)
