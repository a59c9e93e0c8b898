"""`annual-report impact`: from a source, vintage, file or line to every cell and figure that depends on it."""

import json
import subprocess
import sys

import pytest

from pipelines.cli import app as frame
from pipelines.cli.build import build_edition


@pytest.fixture
def toy(both_built):
    """The toy project, built: nothing here is about the build itself."""
    return both_built


@pytest.fixture
def impact(toy, monkeypatch, capsys):
    """Ask for impacts in both toy editions; returns exit code, output and errors."""
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", "impact", *words])
        code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def cells(table):
    return {(cell["key"]["orchard"], cell["column"]): cell["tier"] for cell in table["listed"]}


def test_one_line_leads_to_its_cells_and_figures(impact):
    code, out, _ = impact("harvest", "--line", "5", "--edition", "2020", "--json")
    document = json.loads(out)
    (edition,) = document["editions"]
    (table,) = edition["tables"]
    found = cells(table)
    assert code == 0
    assert document["line"] == 5
    assert edition["rows"] == 1
    assert {place for place, tier in found.items() if tier == "value"} == {
        ("NORTH", "tonnes"),
        ("NORTH", "share_pct"),
        ("SOUTH", "share_pct"),
        ("WEST", "share_pct"),
    }
    assert table["cells"]["full"] == len(found)
    assert [(figure["id"], figure["tier"]) for figure in edition["figures"]] == [
        ("harvest_north", "value")
    ]


def test_a_line_of_another_year_feeds_nothing(impact):
    _, out, _ = impact("harvest", "--line", "2", "--edition", "2020", "--json")
    (edition,) = json.loads(out)["editions"]
    assert edition["tables"] == []
    _, out, _ = impact("harvest", "--line", "2", "--edition", "2020")
    assert "nothing depends on harvest, line 2" in out


def test_a_source_leads_to_all_tables_that_read_it_in_every_edition(impact):
    _, out, _ = impact("orchards", "--json")
    document = json.loads(out)
    assert [edition["edition"] for edition in document["editions"]] == ["2020", "2021"]
    for edition in document["editions"]:
        assert [table["id"] for table in edition["tables"]] == [
            "table_01_harvest",
            "table_02_orchards",
        ]


def test_a_vintage_leads_to_the_editions_that_pin_it(impact):
    code, out, _ = impact("harvest@2021-02-01")
    assert code == 0
    assert "Edition 2020, vintage 2021-02-01" in out
    assert "Edition 2021: nothing depends on harvest@2021-02-01: it pins harvest@2022-02-01" in out


def test_a_vintage_that_no_edition_pins_says_which_pin_which(impact, toy):
    definition = toy.raw / "orchards" / "source.yaml"
    text = definition.read_text()
    entry = text[text.index("  2021-01-01:") :]
    definition.write_text(text + entry.replace("2021-01-01", "2023-01-01"))
    code, out, _ = impact("orchards@2023-01-01", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["editions"] == []
    assert document["pins"] == {"2020": ["2021-01-01"], "2021": ["2021-01-01"]}
    assert "it pins orchards@2021-01-01" in impact("orchards@2023-01-01")[1]


def test_a_file_may_be_named(impact):
    assert impact("harvest", "--file", "crops.csv", "--line", "5")[0] == 0
    assert impact("harvest", "--file", "raw/harvest/2021-02-01/crops.csv")[0] == 0


def test_the_list_is_cut_and_the_rest_counted(impact, monkeypatch):
    monkeypatch.setattr("report.evidence.impact.dependents.LISTED", 2)
    _, out, _ = impact("orchards", "--edition", "2020")
    assert "more (--all lists them)" in out
    _, out, _ = impact("orchards", "--edition", "2020", "--all")
    assert "--all" not in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("plums",), "source 'plums' does not exist"),
        (("harvest@1999-01-01",), "vintage 1999-01-01 is not registered"),
        (("harvest", "--line", "99"), "line 99 holds no row"),
        (("harvest", "--line", "5", "--edition", "2019"), "edition 2019"),
        (("harvest", "--file", "pears.csv"), "no file 'pears.csv'"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_to_do(impact, words, message):
    code, out, err = impact(*words)
    assert code == 2
    assert message in out + err


def test_models_traced_lazily_are_followed(impact, toy):
    _, eager, _ = impact("harvest", "--line", "5", "--edition", "2020", "--json")
    model = toy.root / "warehouse/models/core/core_harvest__orchard_year.sql"
    model.write_text(model.read_text().replace("unit: tonnes\n", "unit: tonnes\nlineage: lazy\n"))
    build_edition(toy, "2020")
    assert impact("harvest", "--line", "5", "--edition", "2020", "--json")[1] == eager


def test_it_starts_without_dagster_and_pandas(impact, toy):
    code = (
        "import atexit, sys; sys.argv = ['annual-report', 'impact', 'harvest', '--json']; "
        "atexit.register(lambda: print(sorted({'dagster', 'pandas'} & set(sys.modules)), file=sys.stderr)); "
        "from pipelines.cli import main; main()"
    )
    line = [sys.executable, "-c", code]
    done = subprocess.run(line, cwd=toy.root, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["editions"]
    assert done.stderr.strip() == "[]"
