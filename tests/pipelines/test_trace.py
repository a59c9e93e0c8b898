"""`annual-report trace`: from a figure to the lines of its files, what was left out, and the certificate."""

import csv
import io
import json
import subprocess
import sys

import duckdb
import pyarrow.parquet
import pytest

from pipelines.cli import app as frame
from pipelines.cli.build import build_edition
from tests.toys import rewrite
from warehouse.builder.generation_files import write_list
from warehouse.builder.pointers import Pointers
from warehouse.folders import FILES


@pytest.fixture
def toy(toy_built):
    """The toy project, built: nothing here is about the build itself."""
    return toy_built


@pytest.fixture
def trace(toy, monkeypatch, capsys):
    """Run traces in the toy edition of 2020; returns exit code, output and errors."""
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", "trace", *words])
        code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def lines(document, source):
    return [
        (row["line"], row["role"])
        for s in document["sources"]
        if s["source"] == source
        for row in s["rows"]
    ]


def test_a_figure_leads_to_its_lines(trace):
    code, out, _ = trace("harvest_north", "--json")
    document = json.loads(out)
    assert code == 0
    assert (document["figure"], document["value"]) == ("harvest_north", 131)
    assert lines(document, "harvest") == [(5, "value")]
    (harvest,) = [s for s in document["sources"] if s["source"] == "harvest"]
    assert harvest["file"] == "raw/harvest/2021-02-01/crops.csv"
    assert harvest["count"] == 1
    assert harvest["rows"][0]["values"]["tonnes"] == 131
    assert document["replay"]["state"] == "verified"
    assert [m["name"] for m in document["models"]] == [
        "table_01_harvest",
        "core_harvest__orchard_year",
    ]


def test_the_evidence_of_a_cell_is_not_that_of_its_neighbour(trace):
    share = json.loads(
        trace("table_01_harvest", "--row", "orchard=NORTH", "--column", "share_pct", "--json")[1]
    )
    name = json.loads(
        trace("table_01_harvest", "--row", "orchard=NORTH", "--column", "name", "--json")[1]
    )
    assert [line for line, role in lines(share, "harvest") if role == "value"] == [5, 6, 7]
    assert [line for line, role in lines(name, "harvest") if role == "value"] == []
    assert lines(name, "orchards") == [(2, "value")]


def test_a_sum_is_taken_apart_and_adds_up_again(trace):
    out = trace(
        "core_harvest__orchard_year",
        "--row",
        "year=2020",
        "--row",
        "orchard=SOUTH",
        "--column",
        "tonnes",
        "--json",
    )
    (contributions,) = json.loads(out[1])["contributions"]
    assert sorted(float(part["value"]) for part in contributions["parts"]) == [12.25, 78.5]
    assert (float(contributions["total"]), contributions["agrees"]) == (90.75, True)


def test_what_was_left_out_is_counted_with_a_sample(trace):
    document = json.loads(
        trace("table_01_harvest", "--row", "orchard=WEST", "--column", "tonnes", "--json")[1]
    )
    assert document["value"] is None
    out = [
        entry for entry in document["excluded"] if entry["table"] == "core_harvest__orchard_year"
    ]
    assert out
    assert all(entry["rows"] == len(entry["sample"]) or entry["rows"] > 3 for entry in out)


def test_a_trace_of_a_generation_needs_no_register(trace, toy):
    (toy.raw / "harvest").rename(toy.raw / "crops")
    code, out, err = trace("harvest_north", "--json")
    assert (code, err) == (0, "")
    told = {s["source"]: s["values_withheld"] for s in json.loads(out)["sources"]}
    assert {name for name, is_withheld in told.items() if is_withheld} == {"harvest"}
    assert trace("harvest_north", "--show-withheld")[1].count("tonnes=131") == 1


def test_csv_has_every_row(trace):
    rows = list(csv.DictReader(io.StringIO(trace("harvest_north", "--csv")[1])))
    assert {"raw/harvest/2021-02-01/crops.csv"} == {
        r["file"] for r in rows if r["source"] == "harvest"
    }
    assert [r["value"] for r in rows if r["source"] == "harvest" and r["column"] == "tonnes"] == [
        "131"
    ]


def test_csv_holds_no_formula(trace, toy, capsys):
    rewrite(toy, "orchards/2021-01-01/orchards.csv", "North Orchard", '"=1+1\r=2+2"')
    build_edition(toy, "2020")
    capsys.readouterr()
    printed = trace("harvest_north", "--csv")[1]
    values = {row["value"] for row in csv.DictReader(io.StringIO(printed, newline=""))}
    assert "'=1+1\r=2+2" in values
    assert not [value for value in values if value.startswith("=")]


def test_people_read_value_file_line_and_certificate(trace):
    out = trace("harvest_north")[1]
    assert "harvest_north: 131 tonnes" in out
    assert "raw/harvest/2021-02-01/crops.csv" in out
    assert "Replay from these rows alone: verified" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("harvest_east",), "neither a figure nor a table"),
        (("table_01_harvst",), "expected: table_01_harvest"),
        (
            ("table_01_harvest", "--row", "orchard=EAST"),
            "no row of table_01_harvest for orchard=EAST",
        ),
        (("table_01_harvest",), "several rows"),
        (("table_01_harvest", "--row", "orchard"), "COLUMN=VALUE"),
        (
            ("table_01_harvest", "--row", "orchard=NORTH", "--row", "orchard=SOUTH"),
            "one value of orchard",
        ),
        (("table_01_harvest", "--row", "orchard=NORTH", "--column", "colour"), "column 'colour'"),
        (("table_01_harvest", "--row", "orchard=NORTH'; DROP TABLE x; --"), "no row of"),
    ],
)
def test_wrong_usage_says_what_to_give(trace, words, message):
    code, out, err = trace(*words)
    assert code == 2
    assert message in out + err


def _name_as_built(toy, place):
    """Give an edited generation the list and the name of one that was built so: what a build with a fault leaves."""
    place = place.resolve()
    (place / FILES).unlink()
    named = place.rename(place.with_name(write_list(place)))
    Pointers(toy.build / "2020").turn(["current"], named)


def test_evidence_that_lacks_a_row_is_not_verified(trace, toy):
    file = next(
        (toy.build / "2020" / "current" / "evidence" / "core_harvest__orchard_year").glob(
            "evidence.parquet"
        )
    )
    columns = [r[0] for r in duckdb.sql(f"DESCRIBE FROM '{file}'").fetchall()]
    cut = ", ".join(
        "_row" if c == "_row" else f'list_filter("{c}", lambda x: x % 4294967296 != 7) AS "{c}"'
        for c in columns
    )
    without_line_7 = duckdb.sql(f"SELECT {cut} FROM '{file}'").to_arrow_table()
    file.unlink()
    pyarrow.parquet.write_table(without_line_7, file)
    asked = ("table_01_harvest", "--row", "orchard=SOUTH", "--column", "tonnes", "--json")
    code, out, err = trace(*asked)
    assert (code, "not as it was built" in out + err) == (2, True)
    _name_as_built(toy, file.parents[2])
    code, out, _ = trace(*asked)
    assert code == 1
    assert json.loads(out)["replay"]["state"] == "not_reproduced"


def test_a_model_that_keeps_no_evidence_is_traced_when_asked(trace, toy):
    eager = json.loads(trace("harvest_north", "--json")[1])
    model = toy.models / "core" / "core_harvest__orchard_year.sql"
    model.write_text(model.read_text().replace("key: [year", "lineage: lazy\nkey: [year"))
    build_edition(toy, "2020")
    current = toy.build / "2020" / "current"
    assert not (current / "evidence" / "core_harvest__orchard_year" / "evidence.parquet").exists()
    lazy = json.loads(trace("harvest_north", "--json")[1])
    assert lazy["sources"] == eager["sources"]
    assert lazy["replay"]["state"] == "verified"


def test_a_trace_reads_what_was_built_not_what_has_changed_since(trace, toy):
    rewrite(toy, "harvest/2021-02-01/crops.csv", "131.0", "132.0")
    assert json.loads(trace("harvest_north", "--json")[1])["value"] == 131


def test_tracing_imports_no_dagster(toy):
    build_edition(toy, "2020")
    line = (
        f"import sys; sys.argv = ['x', 'trace', 'harvest_north', '--project', {str(toy.root)!r}]; "
    )
    line += "from pipelines.cli import app; app.run(); assert 'dagster' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
