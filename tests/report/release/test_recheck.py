"""Figures added up again from the raw rows of their evidence."""

from dataclasses import replace

import pytest

from report.evidence.tracing.cell_evidence import CellEvidence, CellReplay, FileRows, RawLine
from report.evidence.tracing.gathering import LeftOut, evidence_of
from report.evidence.tracing.recheck import recheck
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


def row(line, role="value", **values):
    return RawLine("", line, role, "measured", values)


def of(name, *rows):
    fed = sum(r.role == "value" for r in rows)
    about = {"sha256": "", "nature": "measured", "form": "as provided", "citation": ""}
    return FileRows(
        source=name,
        vintage="2022",
        file=f"raw/{name}.csv",
        rows=rows,
        count=len(rows),
        by_role={"value": fed},
        **about,
    )


FILES = (
    of("", row(1, year=2022)),
    of("hosts", row(4, a=1, b=2.5), row(5, a=None, b=None), row(6, a=3, b=None)),
    of("world", row(2, "witness", people=5), row(3, people=26)),
)


def added(declared, value, unit="people", files=FILES):
    figure = a_figure(id="x", recheck=declared, value=value, unit=unit)
    evidence = CellEvidence(
        edition="2022",
        figure="x",
        display=str(value),
        table="t",
        key={},
        column="n",
        value=value,
        nature="measured",
        files=files,
        left_out=(),
        absent=(),
        contributions=(),
        replay=CellReplay("verified", value, value),
        models=(),
    )
    return recheck({"hosts", "world"}, figure, evidence)


@pytest.mark.parametrize(
    ("declared", "value", "rows"),
    [
        ("sum a of hosts", 4, [("raw/hosts.csv", 4, "1"), ("raw/hosts.csv", 6, "3")]),
        ("sum a + b", 6.5, [("raw/hosts.csv", 4, "3.5"), ("raw/hosts.csv", 6, "3")]),
        ("sum people times 10", 260, [("raw/world.csv", 3, "26")]),
        ("count of world", 1, [("raw/world.csv", 3, "")]),
        ("count distinct a", 2, [("raw/hosts.csv", 4, "1"), ("raw/hosts.csv", 6, "3")]),
    ],
)
def test_rows_that_feed_the_value_are_added(declared, value, rows):
    found = added(declared, value)
    assert [(r.place, r.line, r.value) for r in found.part.rows] == rows
    assert found.result == str(value)


def test_a_share_is_multiplied_by_what_its_unit_says():
    found = added("share a + b of hosts / people of world", 25, "per cent")
    assert (found.times, found.result) == (100, "25")
    assert (found.part.column, found.whole.column) == ("a + b", "people")
    assert added("share a + b / people", 250, "per 1,000").times == 1000


def test_nothing_declared_is_nothing_added():
    assert added("", 4) is None


@pytest.mark.parametrize(
    ("declared", "fact"),
    [("sum a", "over the raw rows is 4"), ("count of nobody", "recheck of 'nobody'")],
)
def test_what_does_not_hold_is_refused(declared, fact):
    with pytest.raises(DefinitionError, match=fact):
        added(declared, 5)


@pytest.mark.parametrize("change", [{"is_withheld": True}, {"by_role": {"value": 9}}])
def test_what_is_not_shown_is_not_added(change):
    assert added("sum a", 4, files=(replace(FILES[1], **change),)) is None


def test_withheld_rows_that_feed_nothing_are_not_missed():
    other = replace(of("register", row(1, "witness")), by_role={"witness": 1}, is_withheld=True)
    assert added("sum a", 4, files=(*FILES, other)).result == "4"


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"])
def test_every_declaration_holds_on_the_2022_edition(edition_2022, project, step):
    kept = Kept(edition_2022[0])
    declared = {figure.id: figure.recheck for figure in load_catalogue(project)}
    assert {name for name, text in declared.items() if not text} == CHANGES | YEARS | LARGEST
    with kept.connection() as connection:
        for figure in figures_of(read_manifest(kept.folder))[::step]:
            traced = trace(kept, connection, figure_target(kept, connection, figure), limit=None)
            evidence = evidence_of(kept, LeftOut(connection), traced)
            given = replace(figure, recheck=declared[figure.id])
            found = recheck(kept.catalog.sources, given, evidence)
            assert (found is None) == (not declared[figure.id])
