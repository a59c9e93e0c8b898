"""The evidence of figures in a release: limits that are said, and texts that stay texts."""

import json
from types import SimpleNamespace

import pytest

from report.release import evidence
from report.release.verify import verify
from tests.report.release.projects import build, commit, release
from warehouse.errors import DefinitionError, GateError

FIGURES = """figures:
  - id: harvest_all
    label: <script>alert(1)</script> Harvest of South
    table: table_01_harvest
    key: {orchard: SOUTH}
    column: tonnes
    unit: tonnes
    recheck: sum tonnes
    decimals: 1
    display: "{value} tonnes"
"""


@pytest.fixture
def one_figure(toy):
    (toy.root / "report" / "figures.yaml").write_text(FIGURES)
    commit(toy)
    build(toy)
    return toy


def test_rows_beyond_the_limit_are_counted(one_figure, monkeypatch):
    monkeypatch.setattr(evidence, "ROWS_SHOWN", 1)
    monkeypatch.setattr(verify, "LISTED_OF_A_FILE", 1)
    data = release(one_figure).revision.folder / "data"
    found = json.loads((data / "evidence" / "harvest_all.json").read_text())
    crops = next(s for s in found["sources"] if s["source"] == "harvest")
    assert (len(crops["rows"]), crops["count"], found["rows_listed_of_each_file"]) == (1, 2, 1)
    assert crops["rows"][0]["role"] == "value"
    assert found["recheck"] is None  # one row of two does not add up to the figure


def test_a_recheck_is_worked_out_and_a_label_is_no_markup(one_figure):
    data = release(one_figure).revision.folder / "data"
    found = json.loads((data / "evidence" / "harvest_all.json").read_text())
    listed = json.loads((data / "figures.json").read_text())["figures"][0]
    assert found["recheck"] == listed["recheck"]
    assert (found["recheck"]["kind"], len(found["recheck"]["rows"])) == ("sum", 2)
    assert "sum tonnes" in (data / "figures.csv").read_text()
    page = (data / "index.html").read_text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_id_that_can_name_no_file(toy):
    figures = toy.root / "report" / "figures.yaml"
    figures.write_text(FIGURES.replace("harvest_all", "../harvest"))
    with pytest.raises(DefinitionError, match=r"id '\.\./harvest'"):
        build(toy)


def test_an_id_of_an_earlier_build_that_can_name_no_file():
    """A version that took every id may have built it; its evidence would be written elsewhere."""
    traced = SimpleNamespace(is_verified=True)
    with pytest.raises(GateError, match="cannot name a file"):
        evidence._check("../harvest", traced)
    evidence._check("harvest", traced)
