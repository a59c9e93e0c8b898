"""One question, one answer: a figure's key finds the same row in every command, of whatever type its columns are."""

import json
import re
import shutil

import pytest

from pipelines.cli import app as frame
from rowlineage.keys import as_text
from tests.conftest import ROOT
from tests.keyed import (
    KEYS,
    NESTED,
    NESTED_KEYS,
    NESTED_MODEL,
    ROWS,
    TABLE,
    WRONG,
    lay_out,
    noun,
)
from tests.report.release.projects import build, commit, release
from warehouse.definitions import parse_yaml
from warehouse.project import Project


@pytest.fixture
def run(toy, monkeypatch, capsys):
    """Run commands in the toy project; returns exit code, output and errors."""
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", *map(str, words)])
        code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def in_json(run, *words):
    code, out, err = run(*words, "--json")
    assert code == 0, out + err
    return json.loads(out)


def row_words(written):
    key = parse_yaml(f"key: {written}", "test")["key"]
    return [word for n, v in key.items() for word in ("--row", f"{n}={as_text(v)}")]


def orchard(name):
    return KEYS[name][1]


def test_every_command_finds_the_row_of_every_key(run, toy, tmp_path):
    lay_out(toy)
    built = in_json(run, "build", "2020")
    assert built["problems"] == []
    assert {f["id"]: f["value"] for f in built["figures"]} == {n: ROWS[orchard(n)] for n in KEYS}

    audit = in_json(run, "audit", "2020")
    assert audit["figures"] == {"count": len(KEYS), "verified": len(KEYS), "not_verified": []}

    for name in KEYS:
        traced = in_json(run, "trace", name)
        assert (traced["value"], traced["key"]) == (ROWS[orchard(name)], {"orchard": orchard(name)})

    for line, code in enumerate(ROWS, start=2):
        found = in_json(run, "impact", "orchards", "--line", line)["editions"][0]["figures"]
        assert {f["id"] for f in found} == {n for n in KEYS if orchard(n) == code}

    assert run("book", "2020", "--out", tmp_path / "book")[0] == 0
    assert {p.stem for p in (tmp_path / "book" / "figures").glob("*.html")} >= set(KEYS)

    text = toy.root / "text.txt"
    sentences = [f"There are {ROWS[orchard(name)]} trees of the {noun(name)}." for name in KEYS]
    text.write_text("\n\n".join(sentences), encoding="utf-8")
    (document,) = in_json(run, "reconcile", "2020", text)["documents"]
    # Figures that name one cell in several ways are one quantity.
    found = [(s["verdict"], orchard(s["figure"])) for s in document["statements"]]
    assert found == [("supported", orchard(name)) for name in KEYS]


def test_the_command_line_takes_the_same_keys_as_text(run, toy):
    lay_out(toy)
    in_json(run, "build", "2020")
    for name, (written, code) in KEYS.items():
        rows = row_words(written)
        assert in_json(run, "trace", TABLE, *rows, "--column", "trees")["value"] == ROWS[code], name


def test_a_release_holds_what_verify_and_a_second_engine_find_again(toy, run):
    # The second engine has no moments; its `not expressed` is for another test.
    keys = {name: key for name, key in KEYS.items() if "moment" not in name}
    lay_out(toy, keys, without="moment")
    commit(toy)
    build(toy)
    folder = release(toy).revision.folder
    code, out, _ = run("verify", folder)
    assert code in (0, 3), out
    again = in_json(run, "reperform", folder)
    states = {f["id"]: (f["first"]["state"], f["second"]["state"]) for f in again["figures"]}
    assert states == dict.fromkeys(keys, ("same", "same"))


@pytest.mark.parametrize(("name", "said"), [(n, said) for n, (_, said) in WRONG.items()])
def test_a_key_that_names_no_single_row_is_refused_in_the_same_words(run, toy, name, said):
    lay_out(toy, {name: WRONG[name]})
    code, out, _ = run("build", "2020", "--json")
    (problem,) = json.loads(out)["problems"]
    assert code == 1
    assert said in problem["value"]


@pytest.fixture(scope="module")
def keyed(tmp_path_factory):
    """A project with a figure for each key, built; not to be changed."""
    project = Project(tmp_path_factory.mktemp("keyed") / "toy")
    shutil.copytree(ROOT / "tests" / "toy", project.root)
    lay_out(project)
    build(project, "2020")
    return project


@pytest.mark.parametrize("name", [n for n, (_, said) in WRONG.items() if "VARCHAR" not in said])
def test_the_command_line_refuses_it_in_the_same_words(run, keyed, monkeypatch, name):
    monkeypatch.chdir(keyed.root)
    written, said = WRONG[name]
    rows = row_words(written)
    # What is given on a command line is a text, which a text column may hold.
    said = re.sub(r"holds no value (\S+)", r'holds no value "\1"', said)
    code, _, err = run("trace", TABLE, *rows)
    assert code == 2
    assert said in err.replace("\n", " ")


def test_every_command_finds_the_row_of_a_key_that_holds_several_values(run, toy, tmp_path):
    lay_out(toy, NESTED_KEYS, model=NESTED_MODEL)
    built = in_json(run, "build", "2020")
    assert built["problems"] == []
    values = {name: ROWS[code] for name, (_, code) in NESTED_KEYS.items()}
    assert {f["id"]: f["value"] for f in built["figures"]} == values
    assert in_json(run, "audit", "2020")["figures"]["verified"] == len(NESTED_KEYS)
    assert run("book", "2020", "--out", tmp_path / "book")[0] == 0
    for name, value in values.items():
        assert in_json(run, "trace", name)["value"] == value
        (key,) = [f["key"] for f in built["figures"] if f["id"] == name]
        rows = [word for n, v in key.items() for word in ("--row", f"{n}={v}")]
        assert in_json(run, "trace", TABLE, *rows, "--column", "trees")["value"] == value
    text = toy.root / "text.txt"
    sentences = [f"There are {value} trees of the {noun(name)}." for name, value in values.items()]
    text.write_text("\n\n".join(sentences), encoding="utf-8")
    (document,) = in_json(run, "reconcile", "2020", text)["documents"]
    assert [s["verdict"] for s in document["statements"]] == ["supported"] * len(values)


@pytest.mark.parametrize("column", NESTED)
def test_a_figure_whose_cell_holds_several_values_is_a_problem_of_that_figure(run, toy, column):
    keys = {"good": ("{orchard: NORTH}",), "bad": ("{orchard: SOUTH}",)}
    lay_out(toy, keys, model=NESTED_MODEL)
    given = toy.figures.read_text(encoding="utf-8")
    head, tail = given.split("{id: bad")
    toy.figures.write_text(f"{head}{{id: bad{tail.replace('column: trees', f'column: {column}')}")
    code, out, err = run("build", "2020", "--json")
    built = json.loads(out)
    assert (code, err) == (1, "")
    assert [f["id"] for f in built["figures"]] == ["good"]
    assert f"column {column} of {TABLE} holds " in built["problems"][0]["value"]


@pytest.mark.parametrize("word", ["orchard=\udce9", "orchard=N\0", "founded=\0"])
def test_a_text_that_no_column_holds_is_refused_in_words(run, toy, word):
    lay_out(toy)
    in_json(run, "build", "2020")
    code, _, err = run("trace", TABLE, "--row", word)
    assert code == 2
    assert "holds no value" in err
