"""Models: head, name, one SELECT, upstream tables and their order."""

from pathlib import Path

import pytest

from warehouse.errors import DefinitionError
from warehouse.model import in_order, load_models, parse_model, raw_inputs

HEAD = "/*\ntitle: T\nkey: [a]\n*/\n"


def model(sql, name="stat_t", layer="stat", head=HEAD):
    return parse_model(head + sql, Path(f"{name}.sql"), layer, f"{name}.sql")


def test_upstream_tables_leave_out_the_models_own_ctes():
    found = model(
        "WITH x AS (SELECT a FROM raw_b__c) SELECT x.a FROM x JOIN core_d AS d ON d.a = x.a"
    )
    assert found.upstream == ("core_d", "raw_b__c")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT 1 AS a; SELECT 2 AS a", "not one SELECT"),
        ("DROP TABLE x", "not one SELECT"),
        ("SELECT a FROM read_csv('x.csv')", "reads from"),
        ("SELECT a FROM other.t", "table other.t"),
        ("SELEC a FROM", "not readable as SQL"),
    ],
)
def test_anything_but_one_select_over_tables_is_refused(sql, message):
    with pytest.raises(DefinitionError, match=message):
        model(sql)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("", "the head is missing"),
        ("/* title: T */", "'key' is missing"),
        ("/*\ntitle: T\nkey: [a]\ncolour: red\n*/", "'colour' is not known"),
        ("/*\ntitle: T\ntitle: U\nkey: [a]\n*/", "'title' is given twice"),
    ],
)
def test_a_wrong_head_is_refused(head, message):
    with pytest.raises(DefinitionError, match=message):
        model("SELECT 1 AS a", head=head)


def test_name_and_layer_must_fit():
    with pytest.raises(DefinitionError, match="expected: core_"):
        model("SELECT 1 AS a", name="stat_t", layer="core")


def test_models_come_after_what_they_read(toy):
    models = load_models(toy)
    tables = {k: v for k, v in models.items() if v.layer != "checks"}
    names = [m.name for m in in_order(tables)]
    assert names.index("core_harvest__orchard_year") < names.index("table_01_harvest")
    assert raw_inputs(tables, "table_01_harvest") == {
        "raw_edition",
        "raw_harvest__crops",
        "raw_orchards__orchards",
    }


def test_a_circle_is_named():
    a, b = model("SELECT a FROM stat_b", "stat_a"), model("SELECT a FROM stat_a", "stat_b")
    with pytest.raises(DefinitionError, match="read each other"):
        in_order({"stat_a": a, "stat_b": b})
