"""Ways to tamper with a release of the toy project: for each kind what is changed, and the path that must be named.

Whatever is changed, manifests and descriptions are made anew afterwards: only what the release says tells.
"""

import csv
import io
import re
import zipfile

from report.publish.files import csv_text
from report.release.verify.verify import DEFINED, definitions_of
from warehouse.sources.files import sha256_of

FIGURES, NORTH, CHECKS = "figures.json", "evidence/harvest_north.json", "validation/checks.json"
TABLE, RAW = "tables/table_01_harvest.csv", "project/raw/harvest/2021-02-01/crops.csv"
MODELS = "project/warehouse/models"
CRATE, PACKAGE, PROV = "ro-crate-metadata.json", "datapackage.json", "prov.json"
FIGURE, ROW = "figures.0.", "sources.1.rows.0."
GONE = object()


def at(document, place):
    """Return the container of a place, as `figures.0.label` names it, and the last step."""
    *steps, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for step in steps:
        document = document[step]
    return document, last


def put(name, place, value):
    """Put a value into a JSON file, or take one out."""

    def change(copy):
        document = copy.json(name)
        inside, last = at(document, place)
        if value is GONE:
            del inside[last]
        else:
            inside[last] = value(inside[last]) if callable(value) else value
        copy.write_json(name, document)
        if name == NORTH:
            settle(copy)

    return change


def settle(copy):
    """Give the figure the digest of its evidence as it is now."""
    listed = copy.json(FIGURES)
    listed["figures"][0]["evidence_sha256"] = sha256_of(copy.folder / "data" / NORTH)
    copy.write_json(FIGURES, listed)


def text(name, change):
    """Change the bytes of a file of the payload, or of the bag where the name begins with a slash."""

    def act(copy):
        path = name[1:] if name.startswith("/") else f"data/{name}"
        before = copy.read(path)
        after = change(before)
        assert after != before
        copy.write(path, after)

    return act


def swap(old, new):
    return lambda before: before.replace(old, new, 1)


def gone(*names):
    def change(copy):
        for name in names:
            (copy.folder / "data" / name).unlink()

    return change


def grid(name, change):
    """Change the rows of a CSV file."""

    def act(copy):
        rows = list(csv.reader(io.StringIO(copy.read(f"data/{name}").decode(), newline="")))
        change(rows)
        copy.write(f"data/{name}", csv_text(rows).encode())

    return act


def cell(name, row, column, value):
    def change(rows):
        rows[row][rows[0].index(column)] = value

    return grid(name, change)


def everywhere(old, new):
    """Say something otherwise in figures, listing and evidence at once."""

    def change(copy):
        for name in (FIGURES, "figures.csv", NORTH):
            before = copy.read(f"data/{name}")
            copy.write(f"data/{name}", before.replace(old, new))
        settle(copy)

    return change


def workbook(change):
    """Change the sheet of the first report table."""

    def act(before):
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.infolist():
                content = old.read(entry)
                is_sheet = entry.filename == "xl/worksheets/sheet4.xml"
                new.writestr(entry, change(content) if is_sheet else content)
        return made.getvalue()

    return text("exports/tables.xlsx", act)


def book(change):
    """Change the parts of the workbook, each with its bytes."""

    def act(before):
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(before)) as old:
            parts = {entry.filename: old.read(entry) for entry in old.infolist()}
        with zipfile.ZipFile(made, "w") as new:
            new.comment = change(parts) or b""
            for name, content in parts.items():
                new.writestr(name, content)
        return made.getvalue()

    return text("exports/tables.xlsx", act)


SHEET, LINKS = "xl/worksheets/sheet4.xml", "xl/worksheets/_rels/sheet4.xml.rels"


def in_part(name, old, new):
    """Replace bytes in a part of the workbook."""

    def change(parts):
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return book(change)


def another_sheet(name):
    """Show another sheet in the place of a true one, which stays in the file."""

    def change(parts):
        parts[f"xl/worksheets/{name}.xml"] = parts[SHEET].replace(b"131.0", b"999.0")
        parts[f"xl/worksheets/_rels/{name}.xml.rels"] = parts[LINKS]
        links = "xl/_rels/workbook.xml.rels"
        parts[links] = parts[links].replace(b"sheet4.xml", f"{name}.xml".encode())

    return book(change)


def hidden(parts):
    """Show a false sheet without a table, and hide the true one."""
    parts["xl/worksheets/sheet8.xml"] = parts[SHEET].replace(b"131.0", b"999.0")
    links, listed = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    more = b'<Relationship Id="rId99" Type="%s" Target="worksheets/sheet8.xml"/></Relationships>'
    parts[links] = parts[links].replace(b"</Relationships>", more % kind)
    told = b'<sheet name="Table 1" sheetId="4" r:id="rId4"/>'
    false = b'<sheet name="Table 1" sheetId="9" r:id="rId99"/>'
    parts[listed] = parts[listed].replace(
        told, false + told.replace(b'"Table 1"', b'"Old" state="hidden"')
    )


def defined(name, act):
    """Change a definition and make the digest of the definitions anew too."""

    def change(copy):
        text(f"project/{name}", act)(copy)
        files = [p for p in (copy.folder / "data").rglob("*") if p.is_file()]
        digests = {p.relative_to(copy.folder).as_posix(): sha256_of(p) for p in files}
        digests = {path: digest for path, digest in digests.items() if DEFINED.match(path)}
        put("release.json", "definitions_sha256", definitions_of(digests))(copy)

    return change


def of_both(change):
    """Change the recheck in figures and evidence alike."""

    def act(copy):
        listed, document = copy.json(FIGURES), copy.json(NORTH)
        change(listed["figures"][0]["recheck"], document)
        document["recheck"] = listed["figures"][0]["recheck"]
        copy.write_json(FIGURES, listed)
        copy.write_json(NORTH, document)
        settle(copy)

    return act


def counted_beyond(copy):
    """Say that rows are left out of the listing, so that nothing is added up again."""
    for place, value in (
        ("rows_listed_of_each_file", 1),
        ("sources.1.count", 2),
        ("sources.1.by_role", {"value": 2}),
        ("recheck", None),
    ):
        put(NORTH, place, value)(copy)
    put(FIGURES, f"{FIGURE}recheck", None)(copy)


def tag_file(name, content=b""):
    """Add a file beside the payload and list it, as other readers of bags would go by it."""

    def change(copy):
        copy.write(name, content)
        change.tags = [name]

    change.tags = [name]
    return change


def payload_file(name):
    return lambda copy: copy.write(f"data/{name}", b"x")


def crate(kind, **told):
    def change(copy):
        document = copy.json(CRATE)
        for entity in document["@graph"]:
            if entity["@id"] == kind:
                entity.update(told)
        copy.write_json(CRATE, document)

    return change


def lineage(old, new):
    return text("openlineage.ndjson", swap(old, new))


STATEMENT = {
    "schema": "annual-report/release/9",
    "edition": "2019",
    "revision": 2,
    "reason": "a reason",
    "title": "Another",
    "publisher": "Another",
    "as_of": "2021-03-02",
    "period.0": "2020-01-02",
    "period.1": "2019-01-01",
    "content_sha256": "0" * 64,
    "figures": 3,
    "tables": 1,
    "previous": {"revision": 0, "identity": "0" * 64},
    "contents": [],
    "contents.0.rows": 4,
    "contents.0.content_sha256": "0" * 64,
    "contents.0.columns.0.0": "another",
    "contents.0.columns.0.1": "BIGINT",
    "contents.0.table": "another",
    "more": "x",
}
OF_FIGURE = {
    "id": "harvest_other",
    "label": "Another",
    "unit": "kilotonnes",
    "period": "2019",
    "nature": "stated",
    "form": "transcribed",
    "display": "131 kilotonnes",
    "wording": "about {value} tonnes",
    "value": 132,
    "decimals": 1,
    "scale": "thousand",
    "rounding": "nearest",
    "key": {"orchard": "SOUTH"},
    "key.orchard": "NOWHERE",
    "column": "share_pct",
    "table": "table_02_orchards",
    "evidence": "evidence/harvest_west.json",
    "evidence_sha256": "0" * 64,
    "recheck": None,
    "recheck.kind": "count",
    "recheck.times": 2,
    "recheck.result": "1e9999999",
    "recheck.column": "year",
    "recheck.rows": [],
    "more": "x",
}
OF_EVIDENCE = {
    "schema": "annual-report/trace/9",
    "edition": "2019",
    "figure": "harvest_west",
    "display": "132 tonnes",
    "table": "table_02_orchards",
    "key.orchard": "SOUTH",
    "column": "share_pct",
    "value": 132,
    "nature": "stated",
    "sources": [],
    "sources.0": GONE,
    "sources.1": GONE,
    "sources.1.source": "orchards",
    "sources.1.vintage": "2022-02-01",
    "sources.1.file": "raw/harvest/2021-02-01/other.csv",
    "sources.1.sha256": "0" * 64,
    "sources.1.nature": "stated",
    "sources.1.form": "transcribed",
    "sources.1.citation": "Another",
    "sources.1.count": 2,
    "sources.1.by_role": {"order": 1},
    "sources.1.rows": [],
    "sources.1.more": "x",
    f"{ROW}line": 6,
    f"{ROW}role": "witness",
    f"{ROW}nature": "stated",
    f"{ROW}sheet": "Sheet 1",
    f"{ROW}values.tonnes": 132,
    f"{ROW}values.crop": "pear",
    f"{ROW}values": {},
    "sources.0.rows.0.values.as_of": "2021-03-02",
    "models": [],
    "models.1": GONE,
    "models.0.name": "table_02_orchards",
    "models.0.sql": "SELECT 1",
    "models.0.replay": "not_reproduced",
    "replay.state": "not_reproduced",
    "replay.expected": 132,
    "replay.actual": None,
    "contributions.0.total": 132,
    "contributions.0.agrees": False,
    "contributions.0.model": "another",
    "contributions.0.parts.0.value": 132,
    "excluded.0.rows": 1,
    "excluded.0.line": 900,
    "excluded.0.model": "another",
    "recheck": None,
    "recheck.rows": [],
    "rows_listed_of_each_file": 0,
}
OF_LISTING = {
    "id": "harvest_other",
    "label": "Another",
    "value": "132",
    "unit": "kilotonnes",
    "display": "131 kilotonnes",
    "nature": "stated",
    "form": "transcribed",
    "period": "2019",
    "table": "table_02_orchards",
    "column": "share_pct",
    "recheck": "count",
    "evidence": "evidence/harvest_west.json",
}
OF_ROWS = {
    "source": "orchards",
    "vintage": "2022-02-01",
    "file": "raw/other.csv",
    "sha256": "0" * 64,
    "sheet": "Sheet 1",
    "line": "6",
    "role": "witness",
    "nature": "stated",
    "column": "more",
    "value": "132",
}
OF_CHECKS = {
    "raw_tables.0.sha256": "0" * 64,
    "raw_tables.0.rows_read": 7,
    "raw_tables.0.file": "raw/harvest/2021-02-01/other.csv",
    "raw_tables.0.vintage": "2022-02-01",
    "raw_tables.0.content_sha256": "0" * 64,
    "raw_tables": [],
    "checks.0": GONE,
    "checks": lambda checks: checks * 2,
    "raw_tables.0.table": "raw_orchards__orchards",
    "checks.0.problems": 1,
    "checks.0.passed": False,
    "checks.0.inputs.raw_harvest__crops": "0" * 64,
    "audit.cells": 17,
    "audit.cells_verified": 17,
    "audit.figures": 1,
    "audit.figures_verified": 1,
    "more": 1,
}


def rows_of(name):
    """Changes that any listing of rows may be made to suffer, beside other values in a cell."""
    return {
        "a row out": grid(name, lambda rows: rows.pop(1)),
        "a row twice": grid(name, lambda rows: rows.insert(1, list(rows[1]))),
        "rows swapped": grid(name, lambda rows: rows.insert(1, rows.pop(2))),
        "a cell too many": grid(name, lambda rows: rows[1].append("x")),
        "a cell too few": grid(name, lambda rows: rows[1].pop()),
        "a head twice": grid(name, lambda rows: rows[0].__setitem__(1, rows[0][0])),
        "a head renamed": grid(name, lambda rows: rows[0].__setitem__(0, "other")),
        "no head": grid(name, lambda rows: rows.pop(0)),
        "emptied": grid(name, lambda rows: rows.clear()),
        "a NUL": text(name, lambda before: before + b"\0\n"),
    }


LISTED = NORTH.replace(".json", ".csv")
# What a value elsewhere contradicts, where the file that was changed is not the one that is named.
NAMED = {
    "statement: title": "README.txt",
    **dict.fromkeys(
        ("statement: publisher", "statement: as_of", "statement: edition"), "bag-info.txt"
    ),
    "statement: period.0": "data/project/raw/editions/2020.yaml",
    "statement: content_sha256": f"data/{FIGURES}",
    **{f"statement: contents.0.{part}": f"data/{TABLE}" for part in ("content_sha256", "rows")},
    **{f"statement: contents.0.columns.0.{at}": f"data/{TABLE}" for at in (0, 1)},
    **{f"figure: {part}": "data/figures.csv" for part in ("id", "label", "unit", "period", "form")},
    **{f"figure: {part}": f"data/{TABLE}" for part in ("value", "column", "key", "key.orchard")},
    **{f"figure: {part}": f"data/{NORTH}" for part in ("nature", "evidence_sha256", "table")},
    **{f"figure: {part}": f"data/{NORTH}" for part in OF_FIGURE if part.startswith("recheck.")},
    "evidence: sources.1.sha256": f"data/{RAW}",
    "evidence: sources.1.citation": f"data/{CRATE}",
    **{f"evidence: sources.1.{part}": f"data/{PROV}" for part in ("form", "nature")},
    "checks: raw_tables": f"data/{NORTH}",
    # The order of rows is the workbook's to tell.
    f"{TABLE}: rows swapped": "data/exports/tables.xlsx",
}
GROUPS = (
    ("statement", "release.json", STATEMENT, lambda at, to: put("release.json", at, to)),
    ("figure", FIGURES, OF_FIGURE, lambda at, to: put(FIGURES, FIGURE + at, to)),
    ("evidence", NORTH, OF_EVIDENCE, lambda at, to: put(NORTH, at, to)),
    ("figures.csv", "figures.csv", OF_LISTING, lambda at, to: cell("figures.csv", 1, at, to)),
    ("evidence.csv", LISTED, OF_ROWS, lambda at, to: cell(LISTED, 6, at, to)),
    ("checks", CHECKS, OF_CHECKS, lambda at, to: put(CHECKS, at, to)),
)


def table_of():
    """Yield kind, path that must be named, and change."""
    for group, name, values, change in GROUPS:
        for place, value in values.items():
            kind = f"{group}: {place}"
            yield kind, NAMED.get(kind, f"data/{name}"), change(place, value)
    for name in ("figures.csv", LISTED, TABLE, "natures/table_01_harvest.csv"):
        for kind, change in rows_of(name).items():
            # Runs of rows are said in any order.
            if (name.partition("/")[0], kind) != ("natures", "rows swapped"):
                said = f"{name}: {kind}"
                yield said, NAMED.get(said, f"data/{name}"), change
    yield from pieces()


def pieces():
    """Yield the tampers of parts that have a form of their own."""
    west = {"id": "harvest_west", "label": "False"}
    for kind, path, change in (
        (
            "figures: one twice",
            FIGURES,
            put(FIGURES, "figures", lambda f: [*f, dict(f[1], **west)]),
        ),
        ("figures: one out", "figures.csv", put(FIGURES, "figures", lambda f: f[:1])),
        ("figures: none", FIGURES, put(FIGURES, "figures", [])),
        ("figures: swapped", "figures.csv", put(FIGURES, "figures", lambda f: f[::-1])),
        ("figures: a NUL in a label", FIGURES, put(FIGURES, f"{FIGURE}label", "North\0")),
        ("figures: an escape in a label", FIGURES, put(FIGURES, f"{FIGURE}label", "N\x1b[2J")),
        ("figures: a label that turns round", FIGURES, put(FIGURES, f"{FIGURE}label", "N\u202eX")),
        ("wording: another scale", PROV, everywhere(b"131 tonnes", b"131 kilotonnes")),
        ("wording: not this but that", PROV, everywhere(b"131 t", b"not 131 t but 208 t")),
        ("wording: a minus", PROV, everywhere(b"131 tonnes", "\u2212131 tonnes".encode())),
        ("table: a figure's cell", TABLE, cell(TABLE, 1, "tonnes", "132.000000")),
        ("table: another cell", TABLE, cell(TABLE, 2, "tonnes", "91.750000")),
        ("table: blank for zero", TABLE, cell(TABLE, 3, "tonnes", "0")),
        (
            "table: the Parquet file out",
            "tables/table_01_harvest.parquet",
            gone("tables/table_01_harvest.parquet"),
        ),
        ("table: out whole", TABLE, gone(TABLE, "tables/table_01_harvest.parquet")),
        (
            "natures: another",
            "natures/table_01_harvest.csv",
            cell("natures/table_01_harvest.csv", 3, "nature", "stated"),
        ),
        (
            "natures: another form",
            "natures/table_01_harvest.csv",
            cell("natures/table_01_harvest.csv", 3, "form", "transcribed"),
        ),
        (
            "natures: fewer rows",
            "natures/table_01_harvest.csv",
            cell("natures/table_01_harvest.csv", 1, "rows", "1-2"),
        ),
        ("workbook: a number", "exports/tables.xlsx", workbook(swap(b"<v>131.0<", b"<v>132.0<"))),
        ("workbook: a number blanked", "exports/tables.xlsx", workbook(swap(b"<v>131.0</v>", b""))),
        (
            "workbook: a formula",
            "exports/tables.xlsx",
            workbook(swap(b"<v>131.0<", b"<f>131</f><v>131.0<")),
        ),
        (
            "workbook: an entity",
            "exports/tables.xlsx",
            workbook(swap(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "1">]><worksheet')),
        ),
        *((f"workbook: {k}", "exports/tables.xlsx", c) for k, c in BOOKS.items()),
        *((f"definitions: {k}", p, c) for k, (p, c) in DEFINITIONS.items()),
        ("recheck: no rows", NORTH, of_both(lambda recheck, _: recheck.update(rows=[]))),
        ("recheck: times", "figures.csv", of_both(lambda recheck, _: recheck.update(times=2))),
        (
            "recheck: of another source",
            NORTH,
            cell("figures.csv", 1, "recheck", "sum tonnes of orchards"),
        ),
        (
            "recheck: no such words",
            "figures.csv",
            cell("figures.csv", 1, "recheck", "sum tonnes x"),
        ),
        ("evidence: fewer rows listed than in every release", NORTH, counted_beyond),
        ("evidence: rows of the table", NORTH, put(NORTH, "models.0.rows", 2)),
        ("evidence: rows of a model", NORTH, put(NORTH, "models.1.rows", 2)),
        (
            "evidence: rows that are taken",
            NORTH,
            put(NORTH, "models.0.upstream.core_harvest__orchard_year", 5),
        ),
        ("checks: a table with problems", CHECKS, put(CHECKS, "raw_tables.0.problems", 3)),
        ("checks: a table that did not pass", CHECKS, put(CHECKS, "raw_tables.0.passed", False)),
        (
            "problems: of a check that there is not",
            CHECKS,
            text(
                "validation/problems.csv",
                lambda b: (
                    b + b"harvest,raw_harvest__crops,2021-02-01,f,,1,year,x,r,m,error,another,0\n"
                ),
            ),
        ),
        (
            "lineage: a false run before the true one",
            "openlineage.ndjson",
            text(
                "openlineage.ndjson",
                lambda b: b.split(b"\n")[0].replace(b"sum(", b"max(") + b"\n" + b,
            ),
        ),
        *((f"index: a false row {k}", "index.html", c) for k, c in INDEXES.items()),
        (
            "crate: a file that is not there, of two types",
            CRATE,
            put(CRATE, "@graph", lambda g: [*g, {"@id": "ghost.csv", "@type": ["File", "x"]}]),
        ),
        ("statement: no such day", "release.json", put("release.json", "as_of", "2021-02-40")),
        (
            "workbook: another file",
            "exports/tables.xlsx",
            text("exports/tables.xlsx", lambda _: b"PK"),
        ),
        ("workbook: out", "exports/tables.xlsx", gone("exports/tables.xlsx")),
        ("Word document: out", "exports/tables.docx", gone("exports/tables.docx")),
        ("change log: rewritten", "CHANGES.md", text("CHANGES.md", lambda _: b"another story\n")),
        ("change log: a reason", "CHANGES.md", text("CHANGES.md", swap(b"First", b"The first"))),
        (
            "change log: more",
            "CHANGES.md",
            text("CHANGES.md", lambda b: b + b"\n- `harvest_north`: 1\n"),
        ),
        ("lock: out", "lock/requirements.lock", gone("lock/requirements.lock")),
        ("settings: out", "lock/pyproject.toml", gone("lock/pyproject.toml")),
        ("catalogue: out", "project/report/figures.yaml", gone("project/report/figures.yaml")),
        (
            "model: changed",
            NORTH,
            text(f"{MODELS}/report/table_01_harvest.sql", lambda b: b + b"-- x\n"),
        ),
        (
            "model below: changed",
            NORTH,
            text(f"{MODELS}/core/core_harvest__orchard_year.sql", lambda b: b + b"-- x\n"),
        ),
        ("model: out", NORTH, gone(f"{MODELS}/report/table_01_harvest.sql")),
        (
            "model that feeds no figure: out",
            "tables/table_02_orchards.csv",
            gone(f"{MODELS}/report/table_02_orchards.sql"),
        ),
        (
            "model that feeds no figure: changed",
            "openlineage.ndjson",
            text(f"{MODELS}/report/table_02_orchards.sql", lambda b: b + b"-- x\n"),
        ),
        ("check: out", CHECKS, gone(f"{MODELS}/checks/check_orchards_exist.sql")),
        (
            "edition: another day",
            "project/raw/editions/2020.yaml",
            text("project/raw/editions/2020.yaml", swap(b"2021-03-01", b"2021-04-01")),
        ),
        ("raw file: a byte", RAW, text(RAW, swap(b"131", b"132"))),
        ("raw file: out", NORTH, gone(RAW)),
        (
            "raw file: out, called withheld",
            NORTH,
            lambda copy: (
                gone(RAW)(copy),
                put("withheld.json", "files", [{"path": RAW[8:], "sha256": "0" * 64}])(copy),
            ),
        ),
        (
            "register: another digest",
            RAW,
            text("project/raw/harvest/source.yaml", swap(b"8dd987a8", b"8dd987a9")),
        ),
        (
            "register: out",
            "project/raw/harvest/source.yaml",
            gone("project/raw/harvest/source.yaml"),
        ),
        (
            "withheld: what is there",
            "withheld.json",
            put("withheld.json", "files", [{"path": RAW[8:], "sha256": "0" * 64}]),
        ),
        (
            "problems: one more",
            CHECKS,
            text(
                "validation/problems.csv",
                lambda b: (
                    b
                    + b"harvest,raw_harvest__crops,2021-02-01,f,,1,year,x,r,m,error,check_orchards_exist,0\n"
                ),
            ),
        ),
        (
            "verdicts: another edition",
            "statements/verdicts.json",
            put("statements/verdicts.json", "edition", "2019"),
        ),
        (
            "verdicts: another day",
            "statements/verdicts.json",
            put("statements/verdicts.json", "as_of", "2019-01-01"),
        ),
        ("data package: another id", PACKAGE, put(PACKAGE, "id", "sha256:0")),
        ("data package: a table out", PACKAGE, put(PACKAGE, "resources", lambda r: r[:-1])),
        ("crate: another version", CRATE, crate("./", version="2")),
        ("crate: another wording", CRATE, crate("#figure/harvest_north", value="132 tonnes")),
        ("crate: a file that is not there", CRATE, crate("./", hasPart=[], **{"@type": "File"})),
        (
            "provenance: another wording",
            PROV,
            put(PROV, "entity.ar:figure/harvest_north.prov:value", "x"),
        ),
        ("provenance: a figure out", PROV, put(PROV, "entity.ar:figure/harvest_north", GONE)),
        (
            "lineage: another query",
            "openlineage.ndjson",
            lineage(b"sum(c.tonnes)", b"max(c.tonnes)"),
        ),
        (
            "lineage: another count",
            "openlineage.ndjson",
            lineage(b'"rowCount": 3', b'"rowCount": 4'),
        ),
        (
            "index: another wording",
            "index.html",
            text("index.html", swap(b"<td>131 tonnes", b"<td>132 tonnes")),
        ),
        (
            "index: another title",
            "index.html",
            text(
                "index.html",
                lambda b: b.replace(b"Harvest Report 2020, release", b"Another, release"),
            ),
        ),
        (
            "index: a figure out",
            "index.html",
            text(
                "index.html",
                lambda b: re.sub(rb"<tr><td>Harvest of West.*?</tr>", b"", b, flags=re.S),
            ),
        ),
        ("index: markup", "index.html", text("index.html", swap(b'"131 tonnes"', b'"132 tonnes"'))),
        (
            "report page: another content",
            "report.html",
            text("report.html", lambda b: re.sub(rb"[0-9a-f]{64}", b"0" * 64, b)),
        ),
        (
            "book: another content",
            "book/book.json",
            put("book/book.json", "content_sha256", "0" * 64),
        ),
        ("book: a page out", "book/book.json", gone("book/checks.html")),
        (
            "book: another wording",
            "book/figures/harvest_north.html",
            text("book/figures/harvest_north.html", lambda b: b.replace(b"131", b"132")),
        ),
    ):
        yield kind, f"data/{path}", change
    for kind, path, change in (
        (
            "description: another organisation",
            "bag-info.txt",
            text("/bag-info.txt", swap(b"Orchard Board", b"Another")),
        ),
        (
            "description: another title",
            "bag-info.txt",
            text("/bag-info.txt", swap(b"Harvest", b"Another")),
        ),
        (
            "description: another release",
            "bag-info.txt",
            text("/bag-info.txt", swap(b"2020/r1", b"2020/r2")),
        ),
        (
            "description: another day",
            "bag-info.txt",
            text("/bag-info.txt", swap(b"2021-03-01", b"2021-03-02")),
        ),
        (
            "description: more",
            "bag-info.txt",
            text("/bag-info.txt", lambda b: b + b"Bag-Group-Identifier: x\n"),
        ),
        (
            "instructions: rewritten",
            "README.txt",
            text("/README.txt", swap(b"Exit code 0", b"Exit code 3")),
        ),
        (
            "beside: files to be fetched",
            "fetch.txt",
            tag_file("fetch.txt", b"https://x.example - data/x\n"),
        ),
        ("beside: another manifest", "manifest-md5.txt", tag_file("manifest-md5.txt")),
        (
            "beside: another tag manifest",
            "tagmanifest-sha512.txt",
            tag_file("tagmanifest-sha512.txt"),
        ),
        ("beside: a module", "json.py", tag_file("json.py")),
        ("payload: a hidden file", "data/project/.hidden", payload_file("project/.hidden")),
        ("payload: an unknown part", "data/more.txt", payload_file("more.txt")),
        (
            "payload: evidence of no figure",
            "data/evidence/more.json",
            payload_file("evidence/more.json"),
        ),
    ):
        yield kind, path, change
    for name in (
        "aux.txt",
        "a:b.txt",
        "ends.",
        "ends ",
        "what?.txt",
        "pipe|.txt",
        "COM1",
        "lpt9.csv",
    ):
        yield (
            f"payload: a name that Windows cannot hold, {name}",
            "manifest-sha256.txt",
            payload_file(f"project/{name}"),
        )


FALSE_ROW = (
    b"<tr><td>Harvest of North <code>harvest_north</code></td><td>999 tonnes</td>"
    b"<td>measured, as received</td><td>2020</td><td>x</td></tr>"
)
INDEXES = {
    "first": text(
        "index.html", lambda b: re.sub(rb"(<tr><td>Harvest of N)", FALSE_ROW + rb"\1", b)
    ),
    "last": text(
        "index.html",
        lambda b: re.sub(rb"(<tr><td>Harvest of West.*?</tr>)", rb"\1" + FALSE_ROW, b, flags=re.S),
    ),
}
CELL, ROWS = b'<c r="D7" s="12"><v>59.1</v></c>', b"</sheetData>"
BOOKS = {
    "heads swapped": book(
        lambda parts: parts.update(
            {
                SHEET: parts[SHEET]
                .replace(b"<v>33<", b"<v>@<")
                .replace(b"<v>34<", b"<v>33<")
                .replace(b"<v>@<", b"<v>34<")
            }
        )
    ),
    "another sheet is shown, under another name": another_sheet("false4"),
    "another sheet is shown, under a plain name": another_sheet("sheet0"),
    "a false sheet without a table, the true one hidden": book(hidden),
    "a cell beside the table": in_part(SHEET, CELL, CELL + b'<c r="E7"><v>7</v></c>'),
    "a cell below the table": in_part(
        SHEET, ROWS, b'<row r="10"><c r="C10"><v>7</v></c></row>' + ROWS
    ),
    "rounded further than it is": in_part(SHEET, b"<v>90.8<", b"<v>91<"),
    "a last digit": in_part(SHEET, b"<v>59.1<", b"<v>59.0<"),
    "a comment of the archive": book(lambda parts: b"more"),
    "something before the archive": text("exports/tables.xlsx", lambda before: b"x" * 40 + before),
    "another part": book(lambda parts: parts.update({"xl/comments1.xml": b"<a/>"})),
    "a table over more cells than can be read": in_part(
        "xl/tables/table3.xml", b"A6:D9", b"A6:XFD1048576"
    ),
}
REGISTER = "raw/harvest/source.yaml"
OLD, NEW = (
    b"8dd987a8fa781303356a722e118e27e771f85a0638f133828b469fc5ebd3308f",
    b"0d173a5bc662c5dc17139f6e8c287458a9cf0b55919c43466e1edc9a00219133",
)
DEFINITIONS = {
    "another vintage is pinned": (
        "project/raw/editions/2020.yaml",
        defined("raw/editions/2020.yaml", swap(b"harvest: 2021-02-01", b"harvest: 2022-02-01")),
    ),
    "two vintages have each other's digests": (
        RAW,
        defined(REGISTER, lambda b: b.replace(OLD, b"@").replace(NEW, OLD).replace(b"@", NEW)),
    ),
    "the digest is that of another file": (
        RAW,
        defined(REGISTER, swap(b"path: crops.csv", b"path: other.csv")),
    ),
    "the nature is another": (
        NORTH,
        defined(REGISTER, swap(b"nature: measured", b"nature: stated")),
    ),
    "the form is another": (
        NORTH,
        defined(REGISTER, swap(b"form: as received", b"form: transcribed")),
    ),
}
TAMPERS = {kind: (path, change) for kind, path, change in table_of()}
