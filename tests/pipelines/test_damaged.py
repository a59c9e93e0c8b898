"""A file of a generation or release that is damaged ends in words that name it and the remedy."""

import sys

import pytest

from pipelines.cli import main
from report.edition import publish
from report.figures.published import figures_of
from report.release import release
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.manifest import read_manifest
from warehouse.errors import DamagedFileError

REBUILD = "remedy: annual-report build 2020"
MANIFEST, CATALOG, FIGURES = "manifest.json", "catalog.json", "report/figures.json"
TRACE = ["trace", "harvest_north", "--edition", "2020"]


@pytest.fixture
def toy(toy_built):
    """The toy project, built: nothing here is about the build itself."""
    return toy_built


@pytest.fixture
def run(toy, monkeypatch, capsys):
    def call(*words):
        monkeypatch.chdir(toy.root)
        monkeypatch.setattr(sys, "argv", ["annual-report", *words, "--project", str(toy.root)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code, " ".join((told.out + told.err).split())

    return call


@pytest.mark.parametrize("content", ["", '{"schema": ', "[]", '{"figures": 3}'])
@pytest.mark.parametrize(
    ("name", "command"),
    [
        (MANIFEST, ["tables", "2020"]),
        (MANIFEST, TRACE),
        (MANIFEST, ["audit", "2020"]),
        (MANIFEST, ["book", "2020"]),
        (MANIFEST, ["release", "2020", "--without-git"]),
        (MANIFEST, ["export", "2020", "out.xlsx"]),
        (CATALOG, TRACE),
        (CATALOG, ["audit", "2020"]),
        (FIGURES, ["fill", "2020", "text.md", "filled.md"]),
    ],
)
def test_commands_name_the_damaged_file_and_the_remedy(toy, run, name, command, content):
    folder = toy.build / "2020" / "current"
    (folder / name).write_text(content)
    (toy.root / "text.md").write_text("{{figure:harvest_north}}")
    code, said = run(*command)
    assert code not in (0, None)
    assert name.rpartition("/")[2] in said
    assert REBUILD in said


def test_a_part_of_the_wrong_type_is_named(toy):
    folder, _ = publish(EditionBuild(toy, "2020"))
    path = folder / MANIFEST
    path.write_text(path.read_text().replace('"value": 131', '"value": [131]'))
    with pytest.raises(DamagedFileError) as caught:
        figures_of(read_manifest(folder))
    assert "manifest.json is damaged: figures[0].value is a list" in str(caught.value)
    assert "expected: a text, a number, true, false or null" in str(caught.value)


def test_the_remedy_makes_a_generation_whole_again(toy, run):
    assert run("build", "2020")[0] == 0
    path = (toy.build / "2020" / "latest").resolve() / MANIFEST
    whole = path.read_text()
    path.write_text(whole.replace('"complete": true', '"complete": "yes"'))
    assert REBUILD in run("tables", "2020")[1]
    assert run("build", "2020")[0] == 0
    assert path.read_text() == whole


@pytest.mark.parametrize("name", ["release.json", "figures.json"])
def test_a_correction_names_the_damaged_file_of_the_release_before(toy, run, monkeypatch, name):
    assert run("build", "2020")[0] == 0
    assert run("release", "2020", "--without-git")[0] == 0
    monkeypatch.setattr(release, "refuse_altered", lambda _: None)
    (toy.root / "releases" / "2020" / "r1" / "data" / name).write_text('{"figures": {}}')
    code, said = run("release", "2020", "--without-git", "--correction", "again")
    assert code not in (0, None)
    assert f"releases/2020/r1/data/{name}" in said
    assert "restore that release from its copy" in said
