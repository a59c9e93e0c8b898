"""What the checks found, as a release passes it on."""

import csv
from types import SimpleNamespace

import pytest

from report.release.validation import write_validation
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest

AUDITED = SimpleNamespace(cells=0, verified=0, figures=0, unverified_figures=(), on_demand=())
BUILD = SimpleNamespace(plan=SimpleNamespace(raw={}, checks={}, sources={}))


@pytest.fixture
def kept(edition_2022):
    return Kept(edition_2022[0])


def problems(kept, folder, withheld):
    write_validation(kept, BUILD, AUDITED, folder, withheld)
    with (folder / "problems.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_problems_are_those_that_the_build_wrote(kept, tmp_path):
    found = problems(kept, tmp_path / "validation", ())
    assert len(found) == len(read_manifest(kept.folder).problems) > 0
    written = (tmp_path / "validation" / "problems.csv").read_bytes()
    assert written == (kept.folder / "report" / "problems.csv").read_bytes()


def test_problems_of_a_withheld_source_keep_their_place_and_not_the_value(kept, tmp_path):
    """Those of other sources too, where the rule reads the withheld one and may quote it."""
    name = read_manifest(kept.folder).problems[0].source
    found = problems(kept, tmp_path / "validation", {name})
    reading = {
        check for check, tables in kept.checks.items() if f"raw_{name}__" in " ".join(tables)
    }
    assert {p["rule_id"] for p in found if p["source"] != name} & reading
    for problem in found:
        assert problem["line"]
        is_closed = problem["source"] == name or problem["rule_id"] in reading
        assert bool(problem["value"]) != is_closed
