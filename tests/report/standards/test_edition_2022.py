"""The standard formats of the project's own report: every figure, table and model of the 2022 edition."""

import json

import pytest
from prov.model import ProvDocument

from report.standards.payload import CRATE, OPENLINEAGE, PROV
from tests.conftest import copy_content
from tests.report.standards.conftest import released, with_text
from tests.report.standards.validators import OWN, PROCESS, crate_issues, package_faults

pytestmark = pytest.mark.long
TEXT = "At the end of 2022, 108.4 million people were forcibly displaced in the world.\n"


@pytest.fixture(scope="module")
def release_2022(tmp_path_factory):
    project = copy_content(tmp_path_factory.mktemp("standards-2022") / "content")
    with_text(project, "2022", TEXT)
    return released(project, "2022")


@pytest.mark.parametrize("profile", [PROCESS, OWN])
def test_the_crate_is_valid_and_whole(release_2022, cache, profile):
    assert crate_issues(release_2022.data, cache, profile) == []
    graph = json.loads((release_2022.data / CRATE).read_text("utf-8"))["@graph"]
    figures = json.loads((release_2022.data / "figures.json").read_text("utf-8"))["figures"]
    assert sum("PublishedFigure" in entity["@type"] for entity in graph) == len(figures) == 70


def test_the_package_is_valid(release_2022):
    assert package_faults(release_2022.data) == []


def test_provenance_is_read_again(release_2022):
    text = (release_2022.data / PROV).read_text("utf-8")
    document = ProvDocument.deserialize(content=text)
    assert ProvDocument.deserialize(content=document.serialize(format="json")) == document


def test_every_model_has_an_event_and_every_column_its_lineage(release_2022):
    lines = (release_2022.data / OPENLINEAGE).read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["job"]["name"] for event in events] == release_2022.kept.order()
    for event in events:
        facets = event["outputs"][0]["facets"]
        fields = {field["name"] for field in facets["schema"]["fields"]}
        assert set(facets["columnLineage"]["fields"]) <= fields
        assert facets["columnLineage"]["fields"]
