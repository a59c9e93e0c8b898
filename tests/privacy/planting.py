"""A project with values planted that nothing may tell: personal columns in every format, and a withheld source.

The people's register stands there once for each way in which a reader takes files. The harvest returns are those of
`tests.report.canaries`: withheld, and summed into what is published.
"""

import gzip
import io
import json
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pandas
import pyarrow
import pyarrow.parquet as pq
import pyreadstat

from tests.report import canaries
from warehouse.sources.files import sha256_of

EDITION = canaries.EDITION
NAMES = ("code", "orchard", "keeper", "phone", "born", "wage", "visits")
PERSONAL = ("Zebedee Quillfeather", "0791-555-8311", "1903-11-27", "7718290463", "Quillfeather")
"""Of the keeper: name, telephone, day of birth, wage; and what of the name may be told alone."""
ROWS = (
    ("K1", "NORTH", *PERSONAL[:4], "3"),
    ("K2", "SOUTH", "Obadiah Quillfeather", "0791-555-8322", "1904-10-28", "7718290464", "4"),
    ("K3", "WEST", "Jemima Quillfeather", "0791-555-8333", "1905-09-29", "7718290465", "5"),
)
VALUES = {*PERSONAL, *(cell for row in ROWS for cell in row[2:6])}
SECRETS = (
    *canaries.SECRETS,
    *("33847.25", "27419.75", "48963.25", "41371.25", "52918.625", "83562.5"),
    *("2021,NORTH", "2020,WEST"),
)
SOURCE = """source: {name}
title: Register of keepers ({name})
publisher: Orchard Board
landing_url: https://orchards.example/keepers
licence: CC-BY-4.0
redistribute: true
citation: "Orchard Board, Register of keepers"
cadence: as needed
contact: Orchard Board, registry
tables:
  people:
    title: Keepers
    schema:
      unique: [code]
      columns:
        code: {{type: text, title: Code, matches: "K[0-9]+"}}
        orchard: {{type: text, title: Orchard}}
        keeper: {{type: text, title: Keeper, personal: true, matches: "[A-Z][a-z]+ [A-Z][a-z]+"}}
        phone: {{type: text, title: Telephone, personal: true}}
        born: {{type: date, title: Born, personal: true}}
        wage: {{type: whole, title: Wage, personal: true, min: 1}}
        visits: {{type: whole, title: Visits, min: 0, max: 99}}
    reader: {reader}
vintages:
  2021-01-01:
    release: Register
    published: 2021-01-01
    retrieved: 2022-03-01
    nature: measured
    form: as received
    files:
      - {{table: people, path: {path}, sha256: {sha256}, bytes: {size}}}
"""
VISITS = """/*
title: Visits
key: [orchard]
columns:
  orchard: {{title: Orchard}}
  visits: {{title: Visits, unit: visits, decimals: 0}}
*/
SELECT p.orchard, sum(p.visits) AS visits FROM raw_{name}__people AS p GROUP BY p.orchard
"""


def _csv(rows, delimiter=",", quote='"'):
    def cell(text):
        return f"{quote}{text}{quote}" if quote and (delimiter in text or "\n" in text) else text

    return "".join(delimiter.join(map(cell, row)) + "\n" for row in rows)


def _gzipped(rows):
    return gzip.compress(_csv(rows).encode(), mtime=0)


def _xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _records(rows):
    head, *lines = rows
    return [dict(zip(head, line, strict=False)) for line in lines]


def _json(rows):
    return json.dumps({"all": {"keepers": _records(rows)}}, indent=1).encode()


def _ndjson(rows):
    return "".join(json.dumps(record) + "\n" for record in _records(rows)).encode()


def _geojson(rows):
    features = [{"type": "Feature", "geometry": None, "properties": r} for r in _records(rows)]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _columns(rows):
    """The rows as columns of one length, by names that every format can have."""
    head, *lines = rows
    width = max(map(len, rows))
    names = []
    for place in range(width):
        name = "".join(c if c.isalnum() else "_" for c in head[place : place + 1] and head[place])
        name = name if name[:1].isalpha() or not name else f"v{name}"
        names.append(name if name and name not in names else f"{name or 'more'}_{place}")
    padded = [(*line, *[""] * (width - len(line))) for line in lines]
    return {name: [line[place] for line in padded] for place, name in enumerate(names)}


def _parquet(rows):
    columns = {n: pyarrow.array(cells, pyarrow.string()) for n, cells in _columns(rows).items()}
    target = io.BytesIO()
    pq.write_table(pyarrow.table(columns), target)
    return target.getvalue()


def _statistical(write, ending):
    def written(rows):
        frame = pandas.DataFrame(_columns(rows), dtype=str)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"people.{ending}"
            write(frame, str(path))
            return path.read_bytes()

    return written


def _ods(rows):
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("".join(cell.format(escape(text)) for text in row) for row in rows)
    table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
            f'<office:spreadsheet><table:table table:name="S">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


WRITERS = {
    # Name of the source: format, more options of the reader, name of the file, how rows are written.
    "people_csv": ("csv", {}, "people.csv", lambda rows: _csv(rows).encode()),
    "people_semicolon": (
        "csv",
        {"delimiter": ";", "encoding": "cp1252"},
        "people.txt",
        lambda rows: _csv(rows, ";").encode("cp1252"),
    ),
    "people_utf16": (
        "csv",
        {"encoding": "utf-16", "quote": "", "delimiter": "\t"},
        "people.tsv",
        lambda rows: _csv(rows, "\t", "").encode("utf-16"),
    ),
    "people_gz": ("csv", {}, "people.csv.gz", _gzipped),
    "people_below": (
        "csv",
        {"preamble_lines": 1},
        "people.csv",
        lambda rows: f"written by {PERSONAL[0]}\n{_csv(rows)}".encode(),
    ),
    "people_xlsx": ("xlsx", {}, "people.xlsx", _xlsx),
    "people_json": ("json", {"records": "all.keepers"}, "people.json", _json),
    "people_ndjson": ("ndjson", {}, "people.ndjson", _ndjson),
    "people_geojson": ("geojson", {}, "people.geojson", _geojson),
    "people_parquet": ("parquet", {}, "people.parquet", _parquet),
    "people_ods": ("ods", {}, "people.ods", _ods),
    "people_dta": ("dta", {}, "people.dta", _statistical(pyreadstat.write_dta, "dta")),
    "people_sav": ("sav", {}, "people.sav", _statistical(pyreadstat.write_sav, "sav")),
}


def plant(toy):
    """Turn the toy into a project with everything planted, that builds without an error."""
    canaries.lay_out(toy)
    pins = ""
    for number, (name, (kind, more, path, write)) in enumerate(WRITERS.items(), start=10):
        file = toy.raw / name / "2021-01-01" / path
        file.parent.mkdir(parents=True)
        file.write_bytes(write([NAMES, *ROWS]))
        given = {"name": name, "path": path, "sha256": sha256_of(file), "size": file.stat().st_size}
        reader = json.dumps({"format": kind, **more})
        (toy.raw / name / "source.yaml").write_text(SOURCE.format(reader=reader, **given))
        model = toy.models / "report" / f"table_{number}_{name}.sql"
        model.write_text(VISITS.format(name=name))
        pins += f"  {name}: 2021-01-01\n"
    (toy.editions / "2020.yaml").unlink()  # it publishes a return by itself
    for edition in toy.editions.glob("*.yaml"):
        edition.write_text(edition.read_text().replace("sources:\n", f"sources:\n{pins}"))


def _slipped(rows):
    """Each row a column to the left: the name where the orchard should be, and the wage among the dates."""
    head, *lines = rows
    return [head, *((line[0], *line[2:], "1") for line in lines)]


def _with(row, column, value):
    place = NAMES.index(column)
    return (*row[:place], value, *row[place + 1 :])


BROKEN = {
    # What went wrong before a file was handed in.
    "no header": list(ROWS),
    "a name in a heading": [_with(NAMES, "visits", PERSONAL[0]), *ROWS],
    "a name as one heading more": [(*NAMES, PERSONAL[0]), *((*row, "x") for row in ROWS)],
    "a heading twice": [(*NAMES, "Quillfeather", "Quillfeather"), *((*r, "x", "y") for r in ROWS)],
    "a heading like one": [_with(NAMES, "keeper", "keepers Quillfeather"), *ROWS],
    "rows slipped by one": _slipped([NAMES, *ROWS]),
    "a cell more": [NAMES, (*ROWS[0], ROWS[0][2]), *ROWS[1:]],
    "a cell less": [NAMES, ROWS[0][1:], *ROWS[1:]],
    "a name among the numbers": [NAMES, _with(ROWS[0], "visits", PERSONAL[0]), *ROWS[1:]],
    "a wage among the numbers": [NAMES, _with(ROWS[0], "visits", PERSONAL[3]), *ROWS[1:]],
    "a name for a code": [NAMES, _with(ROWS[0], "code", PERSONAL[0]), *ROWS[1:]],
    "a name for a day": [NAMES, _with(ROWS[0], "born", PERSONAL[0]), *ROWS[1:]],
    "a telephone for a name": [NAMES, _with(ROWS[0], "keeper", PERSONAL[1]), *ROWS[1:]],
    "a row twice": [NAMES, ROWS[0], ROWS[0], *ROWS[1:]],
    "a name for a code, twice": [NAMES, *[_with(ROWS[0], "code", PERSONAL[0])] * 2],
    "no rows": [NAMES],
}


def broken_bytes(name):
    """Yield files of a source that are broken beyond its rows: (what, bytes)."""
    *_, write = WRITERS[name]
    whole = write([NAMES, *ROWS])
    yield "cut in the middle", whole[: len(whole) * 2 // 3]
    yield "with a NUL", whole[: len(whole) // 2] + b"\0" + whole[len(whole) // 2 :]
    yield "with a byte that is no text", whole[: len(whole) // 2] + b"\xff\x81" + whole[-20:]
    if b"Obadiah" in whole:
        yield "a quote that opens", whole.replace(b"Obadiah", b'"Obadiah')
    yield "of another format", PERSONAL[0].encode() * 3
    yield "nothing", b""
