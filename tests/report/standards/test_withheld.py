"""A source that may not be passed on: named with its digest and licence, and not said to be there."""

import json
import shutil

import pytest

from report.standards.payload import CRATE, DATAPACKAGE, PROV
from tests.conftest import ROOT
from tests.report.standards.conftest import released
from tests.report.standards.validators import OWN, crate_issues, package_faults
from warehouse.project import Project
from warehouse.sources.files import sha256_of

RAW = "raw/orchards/2021-01-01/orchards.csv"


@pytest.fixture(scope="module")
def withheld(tmp_path_factory):
    root = tmp_path_factory.mktemp("withheld") / "toy"
    shutil.copytree(ROOT / "tests" / "toy", root)
    source = root / "raw" / "orchards" / "source.yaml"
    text = source.read_text("utf-8").replace("redistribute: true", "redistribute: false")
    text = text.replace("licence: CC-BY-4.0", "licence: LicenseRef-all-rights-reserved")
    source.write_text(text, "utf-8")
    return released(Project(root), "2021")


def test_all_of_it_is_valid(withheld, cache):
    assert crate_issues(withheld.data, cache, OWN) == []
    assert package_faults(withheld.data) == []


def test_the_file_is_named_and_not_claimed(withheld):
    graph = json.loads((withheld.data / CRATE).read_text("utf-8"))["@graph"]
    found = {entity["@id"]: entity for entity in graph}
    entity = found[f"#withheld/{RAW}"]
    assert entity["sha256"] == sha256_of(ROOT / "tests" / "toy" / RAW)
    assert found[entity["license"]["@id"]]["name"] == "Licence: LicenseRef-all-rights-reserved"
    assert {"@id": entity["@id"]} in found["#run/table_02_orchards"]["object"]
    assert f"project/{RAW}" not in found


def test_its_licence_is_none_of_the_package(withheld):
    package = json.loads((withheld.data / DATAPACKAGE).read_text("utf-8"))
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert len(package["sources"]) == 2


def test_provenance_gives_its_digest_and_no_place(withheld):
    entity = json.loads((withheld.data / PROV).read_text("utf-8"))["entity"][f"ar:file/{RAW}"]
    assert "prov:location" not in entity
    assert len(entity["ar:sha256"]) == 64
