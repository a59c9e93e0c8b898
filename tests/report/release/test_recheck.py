"""Figures added up again from the raw rows of their evidence."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from report.evidence.tracing.document import LeftOut, as_json
from report.evidence.tracing.recheck import recheck_entry
from report.evidence.tracing.target import figure_target
from report.evidence.tracing.trace import trace
from report.figures.catalogue import load_catalogue
from report.figures.published import figures_of
from tests.report.figures.figures import a_figure
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.errors import DefinitionError

CHANGES = {"displaced_change_pct", "displaced_change", "activities_change_on_year_before"}
YEARS = {"bali_process_anniversary", "rso_anniversary", "rso_decade"}
LARGEST = {"flagship_member_states_largest"}


GENERATION = SimpleNamespace(catalog=SimpleNamespace(sources={"hosts": None, "world": None}))


def row(line, role="value", **values):
    return {"sheet": "", "line": line, "role": role, "nature": "measured", "values": values}


def source(name, *rows):
    fed = sum(r["role"] == "value" for r in rows)
    return {
        "source": name,
        "file": f"raw/{name}.csv",
        "rows": list(rows),
        "by_role": {"value": fed},
    }


DOCUMENT = {
    "sources": [
        source("", row(1, year=2022)),
        source("hosts", row(4, a=1, b=2.5), row(5, a=None, b=None), row(6, a=3, b=None)),
        source("world", row(2, "witness", people=5), row(3, people=26)),
    ]
}


def entry(recheck, value, unit="people"):
    figure = a_figure(recheck=recheck, value=value, unit=unit)
    return recheck_entry(GENERATION, figure, DOCUMENT)


@pytest.mark.parametrize(
    ("recheck", "value", "rows"),
    [
        ("sum a of hosts", 4, [["raw/hosts.csv", 4, "1"], ["raw/hosts.csv", 6, "3"]]),
        ("sum a + b", 6.5, [["raw/hosts.csv", 4, "3.5"], ["raw/hosts.csv", 6, "3"]]),
        ("sum people times 10", 260, [["raw/world.csv", 3, "26"]]),
        ("count of world", 1, [["raw/world.csv", 3, ""]]),
        ("count distinct a", 2, [["raw/hosts.csv", 4, "1"], ["raw/hosts.csv", 6, "3"]]),
    ],
)
def test_rows_that_feed_the_value_are_added(recheck, value, rows):
    found = entry(recheck, value)
    assert (found["rows"], found["result"]) == (rows, str(value))


def test_a_share_is_multiplied_by_what_its_unit_says():
    found = entry("share a + b of hosts / people of world", 25, "per cent")
    assert (found["times"], found["result"]) == (100, "25")
    assert entry("share a + b / people", 250, "per 1,000")["times"] == 1000


def test_nothing_declared_is_nothing_added():
    assert entry("", 4) is None


@pytest.mark.parametrize(
    ("recheck", "fact"),
    [("sum a", "over the raw rows is 4"), ("count of nobody", "recheck of 'nobody'")],
)
def test_what_does_not_hold_is_refused(recheck, fact):
    with pytest.raises(DefinitionError, match=fact):
        entry(recheck, 5)


@pytest.mark.parametrize("change", [{"values_withheld": True}, {"by_role": {"value": 9}}])
def test_what_is_not_shown_is_not_added(monkeypatch, change):
    changed = [{**DOCUMENT["sources"][1], **change}]
    monkeypatch.setitem(DOCUMENT, "sources", changed)
    assert entry("sum a", 4) is None


def test_withheld_rows_that_feed_nothing_are_not_missed(monkeypatch):
    other = {**DOCUMENT["sources"][0], "source": "register", "values_withheld": True}
    rows = [{"line": 1, "sheet": "", "role": "witness", "values": {}}]
    other |= {"rows": rows, "by_role": {"witness": 1}}
    monkeypatch.setitem(DOCUMENT, "sources", [*DOCUMENT["sources"], other])
    assert entry("sum a", 4)["result"] == "4"


def test_every_declaration_holds_on_the_2022_edition(edition_2022, project):
    kept = Kept(edition_2022[0])
    declared = {figure.id: figure.recheck for figure in load_catalogue(project)}
    assert {name for name, text in declared.items() if not text} == CHANGES | YEARS | LARGEST
    with kept.connection() as connection:
        for figure in figures_of(read_manifest(kept.folder)):
            traced = trace(kept, connection, figure_target(kept, connection, figure), limit=None)
            document = as_json(kept, LeftOut(connection), traced)
            found = recheck_entry(kept, replace(figure, recheck=declared[figure.id]), document)
            assert (found is None) == (not declared[figure.id])
