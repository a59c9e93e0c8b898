"""Releases of data that came in every layout: they verify, and both engines give them again."""

import json

import pytest
import yaml

from report.release.verify.verify import TAMPERED, UNPROVEN, verify
from report.reperform.reperform import reperform
from tests.report.release.projects import build, commit, release
from tests.toys import copied, register
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.plan import make_plan
from warehouse.sources.files import sha256_of

CROPS = "harvest/2022-02-01/crops.csv"
EDITION = "2021"
INLINE = {
    "unique": ["year", "orchard", "crop"],
    "columns": {
        "year": {"type": "whole"},
        "orchard": {"type": "text", "matches": "[A-Z]+"},
        "crop": {"type": "text"},
        "tonnes": {"type": "decimal(18,6)", "nullable": True},
        "quality": {"type": "text", "nullable": True},
    },
}


def as_they_are(rows):
    return rows, {}


def flagged(rows):
    head, *below = rows
    new = [[y, o, c, f"{t} ({q.lower()})" if t != "-" else t] for y, o, c, t, q in below]
    return [head[:4], *new], {"cells": {"tonnes": {"flags": {"into": "quality"}}}}


def per_cent(rows):
    head, *below = rows
    new = [[y, o, c, t if t == "-" else f"{t}%", q] for y, o, c, t, q in below]
    return [head, *new], {"cells": {"tonnes": {"per_cent": "points"}}}


def in_money(rows):
    head, *below = rows
    new = [[y, o, c, t if t == "-" else f"US$ {t}", q] for y, o, c, t, q in below]
    return [head, *new], {"cells": {"tonnes": {"currency": "US$", "brackets": "negative"}}}


def by_position(rows):
    names = {name: place for place, name in enumerate(rows[0], start=1)}
    return rows[1:], {"header_rows": 0, "positions": names}


def by_heading(rows):
    head, *below = rows
    return [["Harvest year", *head[1:]], *below], {"headings": {"year": "Harvest.*"}}


def ignored(rows):
    return [[*row, "x"] for row in rows], {"ignore": ["x"]}


def double_and_blank_heads(rows):
    head, *below = rows
    rows = [[*head[:3], "tonnes", ""], *below]
    heads = {"blank_heads": "left", "double_heads": "number"}
    return rows, {**heads, "rename": {"tonnes (2)": "quality"}}


def tagged(rows):
    return [rows[0], [f"#{name}" for name in rows[0]], *rows[1:]], {"tag_row": "hxl"}


def noted(rows):
    below = [["Total", "", "", "1", ""], ["", "", "", "", ""], ["Note: x", "", "", "", ""]]
    other = [["Other", "", "", "", ""], ["1", "2", "3", "4", "5"]]
    told = {"totals": "Total", "notes": "Note:.*", "stop_at": "Other", "skip_rows": "Draft"}
    return [*rows, *below, *other], told


def filled(rows):
    new, above = [rows[0]], None
    for row in rows[1:]:
        new.append(["", *row[1:]] if row[0] == above else row)
        above = row[0]
    return new, {"fill_down": ["year"]}


def sectioned(rows):
    new, above = [rows[0][1:]], None
    for row in rows[1:]:
        new += [[row[0], "", "", ""]] if row[0] != above else []
        new.append(row[1:])
        above = row[0]
    return new, {"sections": {"into": "year"}}


def glued(rows):
    head, *below = rows
    new = [[f"{y}/{o}", *rest] for y, o, *rest in below]
    split = {"year/orchard": {"by": "/", "into": ["year", "orchard"]}}
    return [["year/orchard", *head[2:]], *new], {"split": split}


def wide(rows):
    years = sorted({row[0] for row in rows[1:]})
    keys = list(dict.fromkeys((row[1], row[2], row[4]) for row in rows[1:]))
    cells = {(row[1], row[2], row[4], row[0]): row[3] for row in rows[1:]}
    new = [[*key, *(cells.get((*key, year), "") for year in years)] for key in keys]
    head = ["orchard", "crop", "quality", *(f"{year} [YR{year}]" for year in years)]
    values = {"tonnes": r"(?P<key>\d{4}) \[YR\d{4}\]"}
    return [head, *new], {"unpivot": {"into": "year", "values": values, "blanks": "leave_out"}}


def ranged(rows):
    new = [["top", "", "", "", "", ""], *(["", *row] for row in rows), ["", "end", "", "", "", ""]]
    return new, {"range": f"B2:F{len(rows) + 1}"}


WAYS = [
    *(flagged, per_cent, in_money, by_position, by_heading, ignored, double_and_blank_heads),
    *(tagged, noted, filled, sectioned, glued, wide, ranged),
]


def laid_out(tmp_path, way, suffix=".csv"):
    """The toy, its newest vintage in one of the layouts, and the published numbers as they were."""
    project = copied("toy", tmp_path / "toy")
    path = project.raw / CROPS
    rows = [line.split(",") for line in path.read_text().splitlines()]
    new, reader = way(rows)
    path.write_text("".join(",".join(row) + "\n" for row in new))
    register(project, CROPS)
    source = project.raw / "harvest" / "source.yaml"
    own = {"tables": {"crops": {"reader": reader, "schema": INLINE}}}
    text = yaml.safe_dump(own, sort_keys=False, indent=2)
    text = "".join(f"    {line}\n" for line in text.splitlines())
    register_text = source.read_text().replace("rows_change_pct: 60", "rows_change_pct: 400")
    source.write_text(register_text + text)
    return project


def figures(folder):
    given = json.loads((folder / "data" / "figures.json").read_text())
    return {figure["id"]: figure["value"] for figure in given["figures"]}


def checked(project):
    """Release the edition; what verify and the re-performance say of it must be good."""
    commit(project)
    build(project, EDITION)
    folder = release(project, EDITION).revision.folder
    code, found = verify(folder)
    assert (code, found.get("faults", [])) == (UNPROVEN, []), found
    outcome = reperform(folder)
    assert outcome.state == "same"
    assert {item.second.state for item in outcome.tables} == {"same"}
    assert figures(folder)["harvest_north"] == 140
    return folder


def together(rows):
    """Wide, with flags behind the values, a total, notes and a title line."""
    new, reader = wide([row if row[0] == "year" else [*row[:4], "A"] for row in rows])
    new = [[*row[:2], *row[3:]] for row in new]
    new = [new[0], *([*row[:2], *(f"{c} p" if c else c for c in row[2:])] for row in new[1:])]
    blank = [""] * (len(new[0]) - 1)
    new = [["Harvest", *blank], *new, ["Total", *blank], ["Note: p is provisional", *blank]]
    reader |= {"header_at": "orchard", "totals": "Total", "notes": "Note:.*"}
    return new, {**reader, "cells": {"tonnes": {"flags": {"into": "quality"}}}}


def in_two_files(project):
    """The newest vintage in one file a year, the last two years in the second."""
    path = project.raw / CROPS
    head, *rows = path.read_text().splitlines()
    early = [row for row in rows if row < "2020"]
    late = [row for row in rows if row >= "2020"]
    other = path.with_name("later.csv")
    path.write_text("\n".join([head, *early]) + "\n")
    other.write_text("\n".join([head, *late]) + "\n")
    register(project, CROPS)
    source = project.raw / "harvest" / "source.yaml"
    entry = f"{{table: crops, path: later.csv, sha256: {sha256_of(other)}, bytes: {other.stat().st_size}}}"
    source.write_text(source.read_text() + f"      - {entry}\n")
    return project


def in_one_file(project):
    """Crops and orchards in one file, one below the other: each table is a range of it."""
    path = project.raw / CROPS
    crops = path.read_text().splitlines()
    path.write_text(
        "\n".join([*crops, "code,kind,since,more,x", "NORTH,old,1990,a,b", "SOUTH,new,2001,c,d"])
        + "\n"
    )
    register(project, CROPS)
    source = project.raw / "harvest" / "source.yaml"
    text = source.read_text()
    at = text.index("  2022-02-01:")
    text = text[:at] + text[at:].replace("table: crops,", "tables: [crops, kinds],")
    kinds = {
        "title": "Kinds",
        "schema": {"columns": {"code": "text", "kind": "text", "since": "whole"}},
        "reader": {"range": f"A{len(crops) + 1}:C"},
    }
    crops_alone = {"reader": {"range": f"A1:E{len(crops)}"}}
    parsed = yaml.safe_load(text)
    parsed["tables"]["kinds"] = kinds
    last = parsed["vintages"][list(parsed["vintages"])[-1]]
    last["tables"] = {"crops": crops_alone}
    source.write_text(yaml.safe_dump(parsed, sort_keys=False))
    model = project.models / "report" / "table_02_orchards.sql"
    sql = model.read_text().replace("o.founded\n", "o.founded, k.since\n", 1)
    kinds = "\nLEFT JOIN raw_harvest__kinds AS k ON k.code = o.code"
    sql = sql.replace(
        "FROM raw_orchards__orchards AS o", f"FROM raw_orchards__orchards AS o{kinds}"
    )
    head = "  founded: {title: Founded}"
    model.write_text(sql.replace(head, f"{head}\n  since: {{title: Since}}"))
    return project


@pytest.mark.parametrize("way", [in_two_files, in_one_file], ids=lambda way: way.__name__)
def test_several_files_a_table_and_several_tables_a_file(tmp_path, way):
    project = way(copied("toy", tmp_path / "toy"))
    raw = make_plan(project, EDITION).raw["raw_harvest__crops"]
    folder = checked(project)
    evidence = json.loads((folder / "data" / "evidence" / "harvest_north.json").read_text())
    quoted = {
        (file["file"], row["line"]): row["values"]["tonnes"]
        for file in evidence["sources"]
        for row in file["rows"]
        if "tonnes" in row["values"] and row["role"] == "value"
    }
    for (file, line), tonnes in quoted.items():
        text = (folder / "data" / "project" / file).read_text().splitlines()[line - 1]
        assert float(text.split(",")[3]) == tonnes
    assert len({file for file, _ in quoted}) <= len(raw.files)


def test_a_key_that_comes_again_in_another_file_is_told_with_both_places(tmp_path):
    project = in_two_files(copied("toy", tmp_path / "toy"))
    other = project.raw / CROPS.replace("crops.csv", "later.csv")
    other.write_text(other.read_text() + "2019,NORTH,apple,1.0,A\n")
    register(project, CROPS.replace("crops.csv", "later.csv"))
    (problem,) = [
        p
        for p in EditionBuild(project, EDITION).outcome("raw_harvest__crops").problems
        if "unique" in p.rule_id
    ]
    assert (problem.file.rpartition("/")[2], problem.line) == ("later.csv", 8)
    assert "line 2 of raw/harvest/2022-02-01/crops.csv" in problem.remedy


def test_a_release_of_a_table_laid_out_in_many_ways_at_once(tmp_path):
    folder = checked(laid_out(tmp_path, together))
    evidence = json.loads((folder / "data" / "evidence" / "harvest_north.json").read_text())
    (crops,) = [file for file in evidence["sources"] if file["file"].endswith("crops.csv")]
    row = next(row for row in crops["rows"] if row["role"] == "value")
    line = (folder / "data/project" / crops["file"]).read_text().splitlines()[row["line"] - 1]
    assert line.split(",")[row["column"] - 1] == "140.0 p"
    checks = json.loads((folder / "data" / "validation" / "checks.json").read_text())
    told = next(t for t in checks["raw_tables"] if t["rows_read"] > t["rows_written"])
    assert set(told["set_apart"]) == {"total", "note"}


def test_a_quoted_row_that_its_line_does_not_say_is_still_found(tmp_path):
    from report.release.selftest_copy import SeededCopy

    folder = checked(laid_out(tmp_path, filled))
    copy = SeededCopy(folder, tmp_path / "copy")
    path = "data/project/raw/" + CROPS
    text = (copy.folder / path).read_text()
    (copy.folder / path).write_text(text.replace("140.0", "141.0"))
    assert verify(copy.folder)[0] == TAMPERED


# The others are read alone by the tests of sources, and together by the test above.
OFTEN = (wide, sectioned, flagged)


@pytest.mark.long
@pytest.mark.parametrize(
    "way",
    [pytest.param(way, marks=[] if way in OFTEN else pytest.mark.rounds) for way in WAYS],
    ids=lambda way: way.__name__,
)
def test_a_release_of_each_layout_verifies_and_is_given_again(tmp_path, way):
    checked(laid_out(tmp_path, way))
