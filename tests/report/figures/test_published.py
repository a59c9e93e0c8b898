"""A published figure is written as it was read, in builds and releases of every version."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from report.figures.published import PublishedFigure, ReleasedFigure, document, released
from report.publish.release_statement import ReleaseStatement
from tests.damage import unnoticed
from tests.report.figures.figures import HARVEST, a_figure

RELEASES = Path(__file__).parents[1] / "release" / "fixtures"
RECHECK = {"kind": "sum", "times": 1, "column": "tonnes", "rows": [["a.csv", 8, "140"]]}


def again(figure):
    return type(figure).from_json(json.loads(json.dumps(figure.to_json())))


@pytest.mark.parametrize("value", ["text", 140, 7.4, True, None, -(10**30), 1e300])
def test_a_figure_is_read_as_it_was_written(value):
    figure = a_figure(value=value)
    assert again(figure) == figure
    assert type(again(figure).value) is type(value)


def test_a_figure_of_a_build_that_did_not_tell_its_rounding_is_one_still():
    early = {n: v for n, v in HARVEST.content.items() if n not in ("decimals", "scale", "rounding")}
    figure = PublishedFigure.from_json(early)
    assert figure.decimals is None
    assert figure.to_json() == early


@pytest.mark.parametrize("recheck", [RECHECK, None])
def test_a_released_figure_is_read_as_it_was_written(recheck):
    figure = ReleasedFigure(replace(HARVEST, recheck=""), recheck, "evidence/harvest_north.json")
    assert again(figure) == figure


def test_its_parts_are_by_name_and_its_evidence_last():
    told = ReleasedFigure(HARVEST, RECHECK, "evidence/harvest_north.json").to_json()
    *names, last = told
    assert names == sorted(names)
    assert last == "evidence"
    assert list(told["recheck"]) == list(RECHECK)


def test_the_releases_that_are_kept_are_written_as_they_were_read():
    found = sorted(RELEASES.glob("*/data"))
    assert found
    for data in found:
        for name, read in (("figures.json", figures_again), ("release.json", statement_again)):
            text = (data / name).read_text(encoding="utf-8")
            assert json.dumps(read(json.loads(text)), ensure_ascii=False, indent=1) + "\n" == text


def figures_again(given):
    return document(given["schema"], released(given))


def statement_again(given):
    return ReleaseStatement.from_json(given).to_json()


def test_whatever_is_damaged_in_the_figures_of_a_release_is_noticed():
    given = json.loads((RELEASES / "r1" / "data" / "figures.json").read_text(encoding="utf-8"))
    del given["schema"]
    for figure in given["figures"]:
        # How it was added up is for who checks it: `verify.py` reads it.
        figure["recheck"] = {}
    assert unnoticed(given, released) == {
        *(f"figures.*.value: {kind}" for kind in ("null", "flag", "number", "text")),
        *(f"figures.*.key.orchard: {kind}" for kind in ("null", "flag", "number", "missing")),
        "figures.*.decimals: missing",
        "figures.*.recheck: null",
    }


def test_whatever_is_damaged_in_what_a_release_says_of_itself_is_noticed():
    given = json.loads((RELEASES / "r1" / "data" / "release.json").read_text(encoding="utf-8"))
    assert given["previous"] is None
    assert unnoticed(given, ReleaseStatement.from_json) == {"previous: missing"}
    given["previous"] = {"revision": 1, "identity": "ab"}
    assert unnoticed(given, ReleaseStatement.from_json) == {"previous: missing", "previous: null"}
