"""The Data Package under frictionless: valid as it is written, and what it says of the tables."""

import json

import pytest

from report.standards.payload import DATAPACKAGE
from tests.report.standards.validators import package_faults


def resources(data):
    return {r["name"]: r for r in json.loads((data / DATAPACKAGE).read_text("utf-8"))["resources"]}


def test_a_release_is_a_valid_package(toy_release):
    assert package_faults(toy_release.data) == []


def test_every_table_figure_list_and_evidence_is_described(toy_release):
    data = toy_release.data
    there = {p.relative_to(data).as_posix() for p in data.rglob("*.csv")}
    described = {r["path"] for r in resources(data).values()}
    assert described == {path for path in there if not path.startswith("project/")}


def test_a_table_has_types_units_and_its_key(toy_release):
    schema = resources(toy_release.data)["table_01_harvest"]["schema"]
    assert schema["primaryKey"] == ["orchard"]
    assert schema["missingValues"] == [""]
    assert [(f["name"], f["type"], f.get("unit"), f.get("decimals")) for f in schema["fields"]] == [
        ("orchard", "string", None, None),
        ("name", "string", None, None),
        ("tonnes", "number", "tonnes", 1),
        ("share_pct", "number", "per cent", 1),
    ]
    assert schema["fields"][0]["constraints"] == {"required": True}


TABLE, ROWS = "tables/table_01_harvest.csv", "evidence/harvest_north.csv"


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        (TABLE, "NORTH", "SOUTH", "primary-key"),
        (TABLE, "140.", "14O.", "type-error"),
        (ROWS, ",value,", ",guess,", "constraint-error"),
        (TABLE, "140.", "141.", "hash-count"),
        (TABLE, "140.", "1140.", "byte-count"),
    ],
)
def test_what_is_changed_is_found(payload_copy, path, old, new, fault):
    text = (payload_copy / path).read_bytes()
    assert old.encode() in text
    (payload_copy / path).write_bytes(text.replace(old.encode(), new.encode(), 1))
    if fault not in ("hash-count", "byte-count"):  # else the digest alone is what is named
        package = json.loads((payload_copy / DATAPACKAGE).read_text("utf-8"))
        for resource in package["resources"]:
            del resource["hash"], resource["bytes"]
        (payload_copy / DATAPACKAGE).write_text(json.dumps(package), "utf-8")
    assert fault in {kind for kind, _ in package_faults(payload_copy)}
