"""`annual-report reperform`: exit codes, the table that people read and the JSON that programs read."""

import json

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app, run
from tests.report.reperform.payloads import content_of, make_payload, withhold

CROPS = "raw/harvest/2022-02-01/crops.csv"


@pytest.fixture
def release(toy, tmp_path):
    return make_payload(toy, "2021", tmp_path / "release")


def call(*arguments):
    return CliRunner().invoke(app, ["reperform", *map(str, arguments)], standalone_mode=False)


def test_exit_0_and_a_line_a_figure_when_both_engines_agree(release):
    done = call(release)
    assert done.return_value == 0
    assert "harvest_north" in done.stdout
    assert "of 2 figures the same: 2 in DuckDB, 2 in DataFusion; content same" in done.stdout


def test_exit_1_when_something_differs(release):
    file = content_of(release).root / CROPS
    file.write_text(file.read_text().replace("140.0", "141.0"))
    done = call(release)
    assert done.return_value == 1
    assert CROPS in done.stdout


def test_exit_2_when_it_is_no_release(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["annual-report", "reperform", str(tmp_path)])
    assert run() == 2
    assert "not a release" in capsys.readouterr().err


def test_exit_3_when_a_file_is_missing_and_0_with_it(release, tmp_path):
    withhold(release, CROPS, tmp_path / "supply")
    done = call(release)
    assert done.return_value == 3
    assert f"{CROPS}: withheld by its licence" in done.stdout
    assert "depending on it: harvest_north, harvest_west" in done.stdout
    assert call(release, "--supply", tmp_path / "supply").return_value == 0


def test_json_holds_every_figure_with_both_answers(release):
    document = json.loads(call(release, "--json").stdout)
    assert document["schema"] == "annual-report/reperformance/1"
    assert document["state"] == "same"
    assert {name: engine["name"] for name, engine in document["engines"].items()} == {
        "first": "DuckDB",
        "second": "DataFusion",
    }
    assert [figure["id"] for figure in document["figures"]] == ["harvest_north", "harvest_west"]
    assert document["figures"][0]["second"] == {
        "state": "same",
        "comparison": "exact",
        "value": 140,
        "rules": ["outer-order", "division"],
    }
    assert (document["not_expressed"], document["missing"], document["altered"]) == ([], [], [])
