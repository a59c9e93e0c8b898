"""The crate under a foreign validator: valid as it is written, refused as soon as something is left out."""

import json

import pytest

from report.standards.payload import CRATE
from tests.report.standards.validators import OWN, PROCESS, crate_issues
from warehouse.sources.files import sha256_of


def graph(data):
    return {e["@id"]: e for e in json.loads((data / CRATE).read_text("utf-8"))["@graph"]}


@pytest.mark.parametrize("profile", [PROCESS, OWN])
def test_a_release_is_a_valid_crate(toy_release, cache, profile):
    assert crate_issues(toy_release.data, cache, profile) == []


STATEMENT, FIGURE, RUN = "#statement/1/1", "#figure/harvest_north", "#run/table_01_harvest"
NOT_BASED = "A published statement with a verdict MUST be based on a figure"


@pytest.mark.parametrize(
    ("profile", "changes"),
    [
        (
            OWN,
            [
                (STATEMENT, "isBasedOn", None, NOT_BASED),
                ("#statement/1/3", "verdict", "true", "A published statement MUST have one"),
                (FIGURE, "subjectOf", None, "A published figure MUST have its evidence in the"),
            ],
        ),
        pytest.param(
            OWN,
            [(STATEMENT, "isBasedOn", {"@id": "figures.csv"}, NOT_BASED)],
            marks=pytest.mark.long,
        ),
        pytest.param(
            PROCESS,
            [(RUN, "instrument", None, "The Action MUST have an instrument property")],
            marks=pytest.mark.long,
        ),
        (
            PROCESS,
            [
                (RUN, "endTime", None, "The Action SHOULD have an endTime"),
                ("./", "author", None, "The Root Data Entity SHOULD have a link to a Contextual"),
            ],
        ),
    ],
)
def test_what_is_left_out_is_found(payload_copy, cache, profile, changes):
    crate = json.loads((payload_copy / CRATE).read_text("utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    for thing, key, value, _ in changes:
        entities[thing][key] = value
        if value is None:
            del entities[thing][key]
    (payload_copy / CRATE).write_text(json.dumps(crate), "utf-8")
    said = [message for _, message in crate_issues(payload_copy, cache, profile)]
    for *_, message in changes:
        assert any(one.startswith(message) for one in said), said


def test_every_file_is_listed_as_it_is(toy_release):
    data = toy_release.data
    listed = {name: e for name, e in graph(data).items() if e["@type"] == "File"}
    there = {p.relative_to(data).as_posix(): p for p in data.rglob("*") if p.is_file()}
    assert set(listed) == set(there) - {CRATE}
    for name, entity in listed.items():
        assert entity["sha256"] == sha256_of(there[name])
        assert entity["contentSize"] == str(there[name].stat().st_size)


def test_statements_say_which_figure_they_were_held_against(toy_release):
    told = [e for e in graph(toy_release.data).values() if "PublishedStatement" in e["@type"]]
    assert [(e["text"], e["verdict"], e.get("isBasedOn")) for e in told] == [
        ("140", "supported", {"@id": FIGURE}),
        ("200", "contradicted", {"@id": FIGURE}),
        ("17", "unmatched", None),
    ]


def test_a_run_leads_from_the_raw_file_to_the_figure(toy_release):
    found = graph(toy_release.data)
    core, report = found["#run/core_harvest__orchard_year"], found[RUN]
    assert {"@id": "project/raw/harvest/2022-02-01/crops.csv"} in core["object"]
    assert core["result"] in report["object"]
    assert {"@id": FIGURE} in report["result"]


def test_no_reference_leads_nowhere(toy_release):
    found = graph(toy_release.data)
    for entity in found.values():
        for key, value in entity.items():
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict) and key != "conformsTo":
                    assert part["@id"] in found, (entity["@id"], key)
