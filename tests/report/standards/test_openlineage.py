"""OpenLineage events: under the project's own schemas where these are at hand, and what they say of columns."""

import json
import re
import uuid

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from report.standards.payload import OPENLINEAGE

EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json"


def events(data):
    lines = (data / OPENLINEAGE).read_text("utf-8").splitlines()
    return {event["job"]["name"]: event for event in map(json.loads, lines)}


def datasets(event):
    return [*event["inputs"], *event["outputs"]]


def facets(event):
    for holder in (event["job"], *datasets(event)):
        yield from holder["facets"].items()
        yield from holder.get("outputFacets", {}).items()


@pytest.fixture(scope="module")
def registry(shared):
    found = [json.loads(p.read_text("utf-8")) for p in shared.glob("schemas/openlineage/**/*.json")]
    return Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in found])


def test_events_and_facets_are_valid_under_the_published_schemas(toy_release, registry):
    for event in events(toy_release.data).values():
        Draft202012Validator({"$ref": EVENT}, registry=registry).validate(event)
        for name, facet in facets(event):
            schema = facet["_schemaURL"].partition("#")[0]
            validator = Draft202012Validator({"$ref": schema}, registry=registry)
            validator.validate({name: facet})
            assert name in registry.contents(schema)["properties"]


def test_a_wrong_event_is_not_valid(toy_release, registry):
    event = events(toy_release.data)["table_01_harvest"]
    validator = Draft202012Validator({"$ref": EVENT}, registry=registry)
    assert not validator.is_valid({**event, "eventType": "DONE"})
    assert not validator.is_valid({**event, "job": {"name": "table_01_harvest"}})


def test_an_event_for_each_model_at_the_as_of_date(toy_release):
    found = events(toy_release.data)
    assert list(found) == toy_release.kept.order()
    assert {event["eventTime"] for event in found.values()} == {"2022-03-01T00:00:00Z"}
    assert {event["eventType"] for event in found.values()} == {"COMPLETE"}
    ids = [uuid.UUID(event["run"]["runId"]) for event in found.values()]
    assert len(set(ids)) == len(ids)
    assert {name.version for name in ids} == {5}


def test_every_facet_names_its_maker_and_its_schema(toy_release):
    address = re.compile(r"https://openlineage\.io/spec/facets/\d-\d-\d/(\w+)\.json#/\$defs/\1")
    for event in events(toy_release.data).values():
        for _, facet in facets(event):
            assert facet["_producer"].startswith("urn:")
            assert address.fullmatch(facet["_schemaURL"])


def inputs(lineage, column):
    given = lineage["dataset"] if column is None else lineage["fields"][column]["inputFields"]
    return {
        (i["name"], i["field"], t["type"], t.get("subtype"))
        for i in given
        for t in i["transformations"]
    }


def test_columns_are_direct_and_what_decides_on_rows_is_indirect(toy_release):
    output = events(toy_release.data)["table_01_harvest"]["outputs"][0]
    lineage = output["facets"]["columnLineage"]
    core = "core_harvest__orchard_year"
    assert (core, "tonnes", "DIRECT", None) in inputs(lineage, "tonnes")
    assert (core, "year", "INDIRECT", "JOIN") in inputs(lineage, "tonnes") | inputs(lineage, None)
    assert ("raw_orchards__orchards", "name", "INDIRECT", "SORT") in inputs(lineage, None)
    grouped = events(toy_release.data)[core]["outputs"][0]["facets"]["columnLineage"]
    assert ("raw_harvest__crops", "year", "INDIRECT", "GROUP_BY") in inputs(grouped, None)


def test_every_field_is_one_of_its_table(toy_release):
    for event in events(toy_release.data).values():
        columns = {(d["name"], field["name"]) for d in datasets(event) for field in _fields(d)} | {
            (d["name"], "*") for d in event["inputs"]
        }
        for output in event["outputs"]:
            lineage = output["facets"]["columnLineage"]
            used = {
                pair[:2]
                for column in (None, *lineage["fields"])
                for pair in inputs(lineage, column)
            }
            assert used <= columns
            assert {(output["name"], column) for column in lineage["fields"]} <= columns


def _fields(dataset):
    return dataset["facets"]["schema"]["fields"]


def test_a_raw_table_names_its_source_and_its_file(toy_release):
    raw = events(toy_release.data)["core_harvest__orchard_year"]["inputs"][0]["facets"]
    assert raw["dataSource"]["name"] == "Harvest returns"
    assert raw["dataSource"]["uri"] == "https://orchards.example/harvest"
    assert raw["symlinks"]["identifiers"][0]["name"] == "raw/harvest/2022-02-01/crops.csv"
