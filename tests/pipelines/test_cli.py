"""The command line as people and scripts use it: output, exit codes, and errors in plain words."""

import json
import sys

import pytest

from pipelines import cli
from pipelines.cli import app as frame
from pipelines.cli import output
from tests.toys import register, rewrite, tree

CROPS = "harvest/2021-02-01/crops.csv"


@pytest.fixture
def built(run):
    run("build", "2020")
    return run


def test_build_prints_the_contracts_json(run):
    code, out, _ = run("build", "2020", "--json")
    built = json.loads(out)
    assert code == 0
    assert {
        "schema",
        "edition",
        "content_sha256",
        "unchanged",
        "tables",
        "figures",
        "problems",
    } <= set(built)
    assert {"id", "title", "rows", "content_sha256"} <= set(built["tables"][0])
    assert {"id", "label", "value", "unit", "display", "nature", "table", "key", "column"} <= set(
        built["figures"][0]
    )
    assert built["unchanged"] is False


def test_a_second_build_is_unchanged_and_says_the_same(run):
    first = json.loads(run("build", "2020", "--json")[1])
    code, out, _ = run("build", "2020", "--json")
    again = json.loads(out)
    assert (code, again["unchanged"]) == (0, True)
    assert {**again, "unchanged": False} == first


@pytest.mark.parametrize(
    "path",
    [
        "raw/orchards/2021-01-01/orchards.csv",
        "warehouse/models/report/table_02_orchards.sql",
        "report/figures.yaml",
    ],
)
def test_any_changed_input_is_noticed(run, toy, path):
    run("build", "2020")
    file = toy.root / path
    file.write_text(file.read_text().replace("North", "Nord").replace("Orchards", "Orchard list"))
    if path.startswith("raw/"):
        register(toy, "orchards/2021-01-01/orchards.csv")
    assert json.loads(run("build", "2020", "--json")[1])["unchanged"] is False


def test_a_removed_output_is_built_again(run, toy):
    run("build", "2020")
    (toy.build / "2020" / "current" / "report" / "index.html").unlink()
    assert json.loads(run("build", "2020", "--json")[1])["unchanged"] is False


def test_data_problems_exit_with_1_and_name_the_cell(run, toy):
    run("build", "2020")
    good = (toy.build / "2020" / "current").resolve()
    rewrite(toy, CROPS, "2020,SOUTH,pear,12.25,B", "2020,SOUTH,pear,12.25,D")
    code, out, _ = run("build", "2020")
    assert code == 1
    assert "error: raw/harvest/2021-02-01/crops.csv, line 7, column quality: D" in out
    assert "rule:" in out
    assert "remedy:" in out
    assert (toy.build / "2020" / "current").resolve() == good
    assert (toy.build / "2020" / "latest").resolve() != good
    assert run("build", "2020")[0] == 1


def test_problems_are_a_table_also_when_there_are_none(run, toy):
    run("build", "2020")
    text = (toy.build / "2020" / "current" / "report" / "problems.csv").read_text()
    assert (
        text
        == "source,table,vintage,file,sheet,line,column,value,rule,remedy,severity,rule_id,problem_id\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("build",), "Missing argument 'EDITION'"),
        (("build", "1999"), "edition 1999 does not exist"),
        (("build", "../2020"), "expected: a year of four digits"),
        (("tables", "2020"), "annual-report build 2020"),
        (("add-vintage", "plums", "2022-01-01", "x.csv"), "raw/plums/source.yaml"),
        (("new-edition", "2021"), "edition 2021 exists already"),
        (("new-edition", "2022", "--date", "2023-02-30"), "--date '2023-02-30'"),
        (("run-due", "--date", "tomorrow"), "expected: a day that exists"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_to_do(run, words, message):
    code, out, err = run(*words)
    assert code == 2
    assert message in out + err


def test_status_tells_who_to_ask(run):
    code, out, _ = run("status", "2021", "--json")
    states = {entry["source"]: entry for entry in json.loads(out)}
    assert code == 0
    assert states["orchards"]["state"] == "not renewed"
    assert states["orchards"]["contact"] == "Orchard Board, registry"


def test_a_missing_file_is_missing(run, toy):
    (toy.raw / CROPS).unlink()
    code, out, _ = run("status", "2020", "--json")
    assert code == 1
    assert next(e["state"] for e in json.loads(out) if e["source"] == "harvest") == "missing"


def test_tables_lists_and_prints(run):
    run("build", "2020")
    assert "table_01_harvest" in run("tables", "2020")[1]
    assert "North Orchard" in run("tables", "2020", "table_01_harvest")[1]
    assert "core_harvest__orchard_year" in run("tables", "2020", "--all")[1]


TABLE = "table_01_harvest"
PRINTED = [
    ("tables", "2020"),
    ("tables", "2020", "--all"),
    ("tables", "2020", TABLE),
    ("trace", "harvest_north"),
    ("trace", "harvest_north", "--all"),
    ("trace", TABLE, "--row", "orchard=NORTH"),
    ("audit", "2020"),
    ("audit", "2020", "--deep"),
    ("impact", "harvest", "--all"),
    ("status", "2020"),
]
"""What is asked for in several ways, of which none may make another be passed over."""


@pytest.mark.parametrize("line", PRINTED, ids=" ".join)
def test_json_is_json_whatever_else_is_asked_for(built, line):
    code, out, error = built(*line, "--json")
    assert json.loads(out), error
    assert code in (0, 1)


@pytest.mark.parametrize(
    ("line", "passed_over"),
    [
        (("trace", "harvest_north", "--json", "--csv"), "--json and --csv"),
        (("trace", "harvest_north", "--row", "orchard=West Orchard"), "harvest_north is a figure"),
        (("trace", "harvest_north", "--column", "tonnes"), "harvest_north is a figure"),
        (("tables", "2020", TABLE, "--all"), "--all lists all tables"),
        (("reconcile", "2020", "text.txt", "--json", "--bindings"), "--json and --bindings"),
        (("audit", "2020", "--sample", "3"), "--sample and --out"),
    ],
)
def test_nothing_that_is_asked_for_is_passed_over(built, line, passed_over):
    code, out, error = built(*line)
    assert (code, out) == (2, "")
    assert passed_over in error
    assert "remedy" in error


def test_a_new_year_from_nothing_to_tables(run, toy, tmp_path):
    arrived = tmp_path / "crops.csv"
    text = (toy.raw / "harvest/2022-02-01/crops.csv").read_text()
    arrived.write_text(
        text + "2022,NORTH,apple,150.0,A\n2022,SOUTH,apple,82.0,A\n2022,SOUTH,pear,13.5,B\n"
    )
    assert (
        run("add-vintage", "harvest", "2023-02-01", str(arrived), "--release", "Returns of 2022")[0]
        == 0
    )
    assert run("new-edition", "2022", "--date", "2023-03-01")[0] == 0
    code, out, _ = run("build", "2022", "--json")
    figures = {figure["id"]: figure["display"] for figure in json.loads(out)["figures"]}
    assert code == 0
    assert figures["harvest_north"] == "150 tonnes"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("year,orchard,crop,tonnes\n2019,NORTH,apple,1\n", "quality"),
        ("year,orchard,crop,tonnes,quality\n2022,NORTH,apple,lots,A\n", "lots"),
        ("year,orchard,crop,tonnes,quality\n2022,NORTH,apple,1,A\n", "keys_removed"),
        ("", "0 bytes"),
    ],
)
def test_a_bad_vintage_changes_nothing_under_raw(run, toy, tmp_path, content, message):
    before = tree(toy.raw)
    arrived = tmp_path / "crops.csv"
    arrived.write_text(content)
    code, out, err = run("add-vintage", "harvest", "2023-02-01", str(arrived))
    assert code == 1
    assert message in out + err
    assert tree(toy.raw) == before


def test_a_registered_vintage_is_never_changed(run, tmp_path):
    arrived = tmp_path / "crops.csv"
    arrived.write_text("x")
    code, out, err = run("add-vintage", "harvest", "2022-02-01", str(arrived))
    assert code == 2
    assert "exists already" in out + err


def test_every_command_has_a_module_and_help(run):
    code, out, _ = run("--help")
    assert code == 0
    for name in frame.COMMANDS:
        assert f" {name} " in out
        code, own, _ = run(name, "--help")
        assert (code, f"annual-report {name}" in own) == (0, True)


def test_an_unknown_command_is_answered_with_a_similar_one_once(run):
    code, _, err = run("bild", "2020")
    assert (code, err.count("Did you mean 'build'?")) == (2, 1)


def test_a_command_imports_no_other(run, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("pipelines.cli.")]:
        if name not in ("pipelines.cli.app", "pipelines.cli.unchanged"):
            monkeypatch.delitem(sys.modules, name)
    run("tables", "--help")
    assert "pipelines.cli.tables" in sys.modules
    assert "pipelines.cli.release" not in sys.modules


def test_an_environment_that_was_copied_with_its_folder_says_so(tmp_path, monkeypatch, capsys):
    script = tmp_path / "copy" / ".venv" / "bin" / "annual-report"
    script.parent.mkdir(parents=True)
    (script.parents[1] / "pyvenv.cfg").touch()
    monkeypatch.setattr("sys.argv", [str(script), "build", "2020"])
    monkeypatch.setattr(output, "guard_streams", lambda: None)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "was copied from" in capsys.readouterr().err
    assert not cli._is_of_another_folder(f"{sys.prefix}/bin/annual-report")


@pytest.mark.parametrize("command", frame.COMMANDS)
def test_whoever_stops_a_command_is_told_of_no_change_that_there_may_not_have_been(
    monkeypatch, capsys, command
):
    """Most commands change nothing, and the frame does not know which."""

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(frame, "import_module", stopped)
    monkeypatch.setattr("sys.argv", ["annual-report", command])
    assert frame.run() == frame.STOPPED
    assert capsys.readouterr().err.startswith("Stopped. If something was being changed, ")
