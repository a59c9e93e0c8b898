"""What may not be passed on is in no file of a release: pages, lists, workbook, search and raw files alike."""

import json
import zipfile

from report.release.verify.verify import UNPROVEN, verify
from tests.report.release.projects import build, commit, contents, release
from tests.toys import register, rewrite

REGISTER = "orchards/2021-01-01/orchards.csv"
RULES = """/*
title: {title}
on: {on}
severity: warning
rule: {title}, as the board words it
remedy: ask the registry
*/
SELECT c._row, 'founded' AS "column", o.keeper AS value FROM {on} AS c, raw_orchards__orchards AS o
WHERE o.code = 'SOUTH'
"""


def add_keepers(toy, flag=""):
    """Give the register of orchards a column that no model reads."""
    definition = toy.raw / "orchards" / "source.yaml"
    column = "        founded: {type: date, title: Founded}\n"
    more = f"{column}        keeper: {{type: text, title: Keeper{flag}}}\n"
    definition.write_text(definition.read_text().replace(column, more))
    head, *lines = (toy.raw / REGISTER).read_text().splitlines()
    rows = [f"{head};keeper", *(f"{line};Zebedee Quill" for line in lines)]
    (toy.raw / REGISTER).write_text("\n".join(rows) + "\n")
    register(toy, REGISTER)


def released(toy):
    commit(toy)
    build(toy)
    return release(toy).revision.folder


def holding(folder, text):
    """The files that say something, looked for inside zip containers too."""
    found = [name for name, data in contents(folder).items() if text in data]
    for path in (p for p in folder.rglob("*") if zipfile.is_zipfile(p)):
        with zipfile.ZipFile(path) as parts:
            found += [path.name for name in parts.namelist() if text in parts.read(name)]
    return found


def withheld(folder):
    return json.loads((folder / "data" / "withheld.json").read_text())["files"]


def test_findings_do_not_quote_a_withheld_file_whichever_row_they_name(toy):
    add_keepers(toy)
    definition = toy.raw / "orchards" / "source.yaml"
    definition.write_text(
        definition.read_text().replace("redistribute: true", "redistribute: false")
    )
    checks = toy.models / "checks"
    for name, on in (("own", "raw_orchards__orchards"), ("other", "raw_harvest__crops")):
        text = RULES.format(title=f"A rule of the {name} file", on=on)
        (checks / f"check_{name}.sql").write_text(text)
    folder = released(toy)
    assert holding(folder, b"Zebedee") == []
    for name in ("report.html", "book/checks.html", "validation/problems.csv"):
        shown = (folder / "data" / name).read_text()
        assert "A rule of the own file" in shown
        assert "A rule of the other file" in shown
    assert [file["because"] for file in withheld(folder)] == ["its licence"]


def test_a_file_with_personal_columns_is_not_passed_on(toy):
    add_keepers(toy, ", personal: true")
    rewrite(toy, "harvest/2021-02-01/crops.csv", "131.0", "131.25")
    folder = released(toy)
    assert holding(folder, b"Zebedee") == []
    assert [(file["path"], file["because"]) for file in withheld(folder)] == [
        (f"raw/{REGISTER}", "its personal columns")
    ]
    assert "withheld.json" in (folder / "data" / "index.html").read_text()
    evidence = json.loads((folder / "data" / "evidence" / "harvest_north.json").read_text())
    parts = {part["source"]: part for part in evidence["sources"]}
    assert parts["orchards"]["rows"][0]["values"]["name"] == "North Orchard"
    assert evidence["recheck"]["result"] == "131.25"
    assert verify(folder)[0] == UNPROVEN
