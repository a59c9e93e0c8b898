"""The schema.org description of a release."""

import json

from report.standards import dataset_markup


def test_it_describes_title_period_publisher_and_files(toy_release):
    found = json.loads(dataset_markup(toy_release.data))
    assert found["@type"] == "Dataset"
    assert found["name"] == "Harvest Report 2021"
    assert found["temporalCoverage"] == "2021-01-01/2021-12-31"
    assert found["publisher"]["name"] == "Orchard Board"
    addresses = [part["contentUrl"] for part in found["distribution"]]
    assert "tables/table_01_harvest.csv" in addresses
    assert all((toy_release.data / address).is_file() for address in addresses)
    assert found["isBasedOn"][0]["license"] == "https://spdx.org/licenses/CC-BY-4.0"


def test_figures_are_its_variables(toy_release):
    north, west = json.loads(dataset_markup(toy_release.data))["variableMeasured"]
    assert (north["propertyID"], north["value"], north["unitText"]) == (
        "harvest_north",
        140,
        "tonnes",
    )
    assert "value" not in west
