"""Vintages with a layout of their own, merged key by key: older ones, and editions pinned to them, stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.reperform.reperform import reperform
from tests.report.reperform.payloads import make_payload
from tests.toys import copied, register
from warehouse.builder.adding import add_vintage
from warehouse.builder.arrival import Arrival
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError
from warehouse.sources.register import load_source
from warehouse.sources.vintage_layout import merged_mapping, reader_over, schema_over

CROPS = "harvest/2022-02-01/crops.csv"
KEYS = st.sampled_from(["a", "b", "c"])
TREES = st.recursive(
    st.integers(0, 3), lambda below: st.dictionaries(KEYS, below, max_size=3), max_leaves=8
)
MAPPINGS = st.dictionaries(KEYS, TREES, max_size=3)


@given(MAPPINGS, MAPPINGS)
def test_each_key_is_the_vintages_where_it_has_it_and_else_the_tables(before, own):
    merged = merged_mapping(before, own)
    assert set(merged) == set(before) | set(own)
    for key, value in merged.items():
        if key in own and not (isinstance(own[key], dict) and isinstance(before.get(key), dict)):
            assert value == own[key]
        elif key in own:
            assert value == merged_mapping(before[key], own[key])
        else:
            assert value == before[key]
    assert merged_mapping(merged, own) == merged
    assert merged_mapping(before, {}) == before


def test_nothing_takes_a_key_away_and_a_renamed_heading_takes_the_place_of_the_one_before():
    table = {"sheet": "2020", "rename": {"Old": "people", "Area": "area"}}
    own = {"sheet": None, "rename": {"New": "people"}}
    assert reader_over(table, own) == {"rename": {"Area": "area", "New": "people"}}
    assert schema_over({"columns": {"a": "text", "b": "whole"}}, {"columns": {"b": None}}) == {
        "columns": {"a": "text"}
    }
    assert schema_over("harvest.Crops", {"columns": {}}) == {"columns": {}}


def harvest(tmp_path, own):
    """The toy, whose second vintage comes with `;`, one more title line and another name for the tonnes."""
    project = copied("toy", tmp_path / "toy")
    path = project.raw / CROPS
    lines = path.read_text().replace(",", ";").replace("tonnes", "Tonnes (t)").splitlines()
    path.write_text("\n".join(["Harvest returns", *lines]) + "\n")
    register(project, CROPS)
    source = project.raw / "harvest" / "source.yaml"
    source.write_text(source.read_text() + f"    tables: {own}\n")
    return project


OWN = '{crops: {reader: {delimiter: ";", preamble_lines: 1, rename: {Tonnes (t): tonnes}}}}'


def test_a_new_layout_comes_in_and_what_was_read_before_stays_as_it_was(tmp_path):
    before = EditionBuild(copied("toy", tmp_path / "as it was"), "2020")
    crops = "raw_harvest__crops"
    kept = before.outcome(crops).step.record
    project = harvest(tmp_path, OWN)
    old, new = (EditionBuild(project, edition) for edition in ("2020", "2021"))
    assert old.outcome(crops).step.record.key == kept.key
    assert new.problems() == []
    release = make_payload(project, "2021", tmp_path / "release")
    outcome = reperform(release)
    assert outcome.state == "same"
    assert {item.second.state for item in outcome.tables} == {"same"}


@pytest.mark.parametrize(
    ("own", "fact"),
    [
        ("{fields: {}}", "a layout for table 'fields'"),
        ("{crops: {readers: {}}}", "readers"),
        ("{crops: {reader: {delimeter: ';'}}}", "is 'delimiter' meant?"),
        ("{crops: {schema: 5}}", "schema is 5"),
    ],
)
def test_what_a_layout_cannot_say_is_refused_where_it_stands(tmp_path, own, fact):
    with pytest.raises(DefinitionError) as caught:
        load_source(harvest(tmp_path, own), "harvest")
    assert fact in str(caught.value)
    assert "2022-02-01" in str(caught.value)


def test_a_vintage_is_added_with_its_layout(tmp_path):
    project = copied("toy", tmp_path / "toy")
    text = (project.raw / CROPS).read_text().replace(",", "\t").replace("orchard", "Orchard code")
    file = tmp_path / "crops.tsv"
    file.write_text(text)
    layout = {"crops": {"reader": {"delimiter": "\t", "rename": {"Orchard code": "orchard"}}}}
    plain = Arrival("harvest", "2023-02-01", [("", file)])
    assert not all(outcome.passed for outcome in add_vintage(project, plain))
    outcomes = add_vintage(project, Arrival("harvest", "2023-02-01", [("", file)], layouts=layout))
    assert [outcome.passed for outcome in outcomes] == [True]
    assert load_source(project, "harvest").vintages["2023-02-01"].own == layout
