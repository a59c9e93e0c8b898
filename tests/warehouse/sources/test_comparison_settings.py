"""Settings of a comparison: refused where the register is read, before a second vintage, never a comparison less."""

import pytest
import yaml

from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError
from warehouse.sources.compare.settings import Comparison, check_settings
from warehouse.sources.register import load_source

WRONG = {
    "totls: {tonnes: 1}": "'totls' is not known",
    "totals: {people: 1}": "names people, which is no column",
    "totals: {people: 1, cows: 1}": "names people, cows, which are no columns",
    "totals: [tonnes]": "not a mapping",
    "totals: {tonnes: one}": "tonnes is 'one'",
    "totals: {tonnes: -1}": "tonnes is -1",
    "totals: {tonnes: .nan}": "tonnes is nan",
    "totals: {crop: 1}": "of crop, which holds no numbers",
    "cells_change_pct: {orchard: 1}": "of orchard, which holds no numbers",
    "newest_change_pct: {orchard: 1}": "of orchard, which holds no numbers",
    "newest_change_pct: {tonnes: 1}\nperiod: none": "says that there is no period",
    "measures: [orchard]": "of orchard, which holds no numbers",
    "categories: orchard": "categories is 'orchard'",
    "categories: [grp]": "names grp",
    "movers: orchard": "movers is 'orchard'",
    "movers: [orchid]": "names orchid",
    "period: yaer": "names yaer",
    "period: [year]": "period is",
    "key: year": "key is 'year'",
    "key: [yaer]": "names yaer",
    "exempt: {yaer: 1}": "names yaer",
    "exempt: year": "is not a mapping",
    "rows_change_pct: ten": "rows_change_pct is 'ten'",
    "rows_change_pct: true": "rows_change_pct is True",
    "blanks_points: few": "blanks_points is 'few'",
    "keys_removed: none": "keys_removed is 'none'",
    "keys_added: 1.5": "keys_added is 1.5",
}
COLUMNS = {
    "year": {"type": "whole"},
    "orchard": "text",
    "crop": {"type": "text"},
    "tonnes": {"type": "decimal(18,6)", "nullable": True},
    "grower": {"type": "text", "personal": True},
}
INLINE = {"unique": ["year", "orchard", "crop"], "columns": COLUMNS}


def write(toy, comparison, schema=None, keep=1):
    """Give the toy's harvest other settings, a schema, and its first vintages only."""
    path = toy.raw / "harvest/source.yaml"
    given = yaml.safe_load(path.read_text("utf-8"))
    given["tables"]["crops"]["comparison"] = yaml.safe_load(comparison)
    given["tables"]["crops"]["schema"] = schema or given["tables"]["crops"]["schema"]
    given["vintages"] = dict(list(given["vintages"].items())[:keep])
    text = yaml.safe_dump(given, sort_keys=False).replace("'2021-02-01'", "2021-02-01")
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("setting", WRONG)
def test_it_is_refused_when_the_register_is_read(toy, setting):
    write(toy, setting, INLINE)
    with pytest.raises(DefinitionError) as caught:
        load_source(toy, "harvest")
    told = caught.value
    assert WRONG[setting] in told.fact
    assert told.where.startswith("raw/harvest/source.yaml, table crops, comparison")
    assert told.expected
    assert told.remedy


@pytest.mark.parametrize("setting", ["totals: {grower: 1}", "key: [grower]", "movers: [grower]"])
def test_a_personal_column_is_none_that_is_compared(toy, setting):
    write(toy, setting, INLINE)
    with pytest.raises(DefinitionError, match="names grower, which is no column; personal ones"):
        load_source(toy, "harvest")


@pytest.mark.parametrize("schema", [INLINE, {**INLINE, "columns": "x"}, {"columns": {"a": None}}])
def test_settings_that_say_nothing_are_right_of_any_schema(toy, schema):
    write(toy, "{}", schema)
    assert load_source(toy, "harvest").tables["crops"].comparison == Comparison()


def test_every_setting_is_read(toy):
    said = {
        "key": ["year", "orchard"],
        "rows_change_pct": 3,
        "keys_removed": 1,
        "keys_added": 2,
        "exempt": {"crop": "pear"},
        "categories": ["crop"],
        "totals": {"tonnes": 4},
        "period": "year",
        "measures": ["tonnes"],
        "movers": ["orchard"],
        "newest_change_pct": {"tonnes": 5},
        "cells_change_pct": {"tonnes": 6},
        "blanks_points": 7,
    }
    write(toy, yaml.safe_dump(said), INLINE)
    found = load_source(toy, "harvest").tables["crops"].comparison
    lists = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    assert vars(found) == lists


def test_with_a_schema_in_python_it_is_refused_at_the_first_vintage(toy):
    write(toy, "totals: {people: 1}")
    build = EditionBuild(toy, "2020")
    (problem,) = build.outcome("raw_harvest__crops").problems
    assert "names people, which is no column" in problem.value
    assert problem.file == "raw/harvest/source.yaml, table crops, comparison"


def test_a_key_of_the_schema_serves_where_none_is_set():
    columns = {"year": True, "people": True}
    settings = Comparison(totals={"people": 1})
    check_settings(settings, ("year",), columns, "x")
    with pytest.raises(DefinitionError, match="totals, and no key"):
        check_settings(settings, (), columns, "x")
    with pytest.raises(DefinitionError, match="over the key year, grower, and grower is not kept"):
        check_settings(settings, ("year", "grower"), columns, "x")


def test_movers_of_a_key_that_is_the_period_alone_take_nothing_apart():
    settings = Comparison(key=("year",), period="year", movers=("people",))
    with pytest.raises(DefinitionError, match="has movers, and no more in its key"):
        check_settings(settings, (), {"year": True, "people": True}, "x")


def test_a_count_of_what_was_withheld_is_a_column_too():
    settings = Comparison(categories=("people_suppressed",))
    check_settings(settings, (), {"people": True}, "x")
