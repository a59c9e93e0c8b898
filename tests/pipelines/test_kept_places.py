"""No command writes what a person asked for over evidence, definitions, generations or releases."""

import os
import re
import shutil

import pytest
from docx import Document

from pipelines.cli import app as frame
from tests.conftest import ROOT
from tests.report.release.projects import build, commit, release
from warehouse.builder.generation import Generations

OUTPUTS = {
    # What is written, and the command for it; {} is the place.
    ".xlsx": ("export", "2020", "{}"),
    ".docx": ("export", "2020", "{}"),
    ".md": ("dictionary", "2020", "{}"),
    ".html": ("reconcile", "2020", "draft.txt", "--html", "{}"),
    " listed.html": ("reconcile", "-", "draft.txt", "--html", "{}"),
    " filled.docx": ("fill", "2020", "draft.docx", "{}"),
    " charts": ("charts", "2020", "{}"),
    " book": ("book", "2020", "--out", "{}"),
    " paper": ("audit", "2020", "--sample", "2", "--out", "{}"),
}
KEPT = (
    *("raw/x", "raw/harvest/2021-02-01/x", "warehouse/models/x", "warehouse/sources/schemas/x"),
    *("releases/2020/r1/data/x", "releases/x", "warehouse/build/.steps/x", "handed over/data/x"),
    "warehouse/build/2020/current/report/x",
)
DONE, USAGE = (0, 1, 3), 2
CHART = "chart: {kind: bars, label: name, value: tonnes}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    from warehouse.project import Project

    folder = tmp_path_factory.mktemp("kept") / "toy"
    shutil.copytree(ROOT / "tests" / "toy", folder, ignore=shutil.ignore_patterns("__pycache__"))
    project = Project(folder)
    model = project.models / "report" / "table_01_harvest.sql"
    model.write_text(model.read_text().replace("notes:", f"{CHART}notes:"))
    (folder / "draft.txt").write_text("The harvest of North Orchard was 1 tonne in 2020.\n")
    document = Document()
    document.add_paragraph("{{figure:harvest_north}}")
    document.save(folder / "draft.docx")
    commit(project)
    build(project, "2020")
    release(project, "2020")
    shutil.copytree(folder / "releases" / "2020" / "r1", folder / "handed over")
    return project


@pytest.fixture
def run(project, monkeypatch, capsys):
    monkeypatch.chdir(project.root)

    def call(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", *words])
        code = frame.run()
        return code, capsys.readouterr().err

    return call


def files(project):
    return {p: p.read_bytes() for p in project.root.rglob("*") if p.is_file()}


@pytest.mark.parametrize("place", KEPT)
def test_nothing_is_written_into_what_is_kept(run, project, place):
    before = files(project)
    for end, words in OUTPUTS.items():
        code, err = run(*(word.replace("{}", place + end) for word in words))
        assert (code, "is kept as it is" in err) == (2, True), (words, err)
    assert files(project) == before
    Generations(project, "2020").open()


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (("dictionary", "2020"), "raw/harvest/source.yaml"),
        (("dictionary", "2020"), "report/figures.yaml"),
        (("book", "2020", "--out"), "."),
        (("book", "2020", "--out"), "report"),
        (("book", "2020", "--out"), "handed over"),
        (("charts", "2020"), "releases/2020/r1"),
        (("book", "2020", "--out"), "warehouse/build"),
    ],
)
def test_nothing_is_written_over_what_is_kept(run, project, command, place):
    before = files(project)
    code, err = run(*command, place)
    assert (code, "is kept as it is" in err) == (2, True), err
    assert files(project) == before


@pytest.mark.parametrize("is_linked", [False, True])
def test_no_device_or_pipe_is_replaced_by_a_file(run, tmp_path, is_linked):
    """Whoever may write to /dev would take the device away from everybody."""
    for number, (end, words) in enumerate(OUTPUTS.items()):
        pipe = place = tmp_path / f"{number}{end}"
        os.mkfifo(pipe)
        if is_linked:
            place = tmp_path / f"link {number}{end}"
            place.symlink_to(pipe)
        code, err = run(*(word.replace("{}", str(place)) for word in words))
        assert code == 2, words
        assert "remedy: " in err, (words, err)
        assert pipe.is_fifo()
        assert place.is_symlink() == is_linked


def test_elsewhere_all_of_them_are_written(run, project, tmp_path):
    for end, words in OUTPUTS.items():
        place = tmp_path / f"x{end}"
        code, err = run(*(word.replace("{}", str(place)) for word in words))
        assert (code in DONE, place.exists()) == (True, True), (words, err)


@pytest.mark.parametrize("place", ["raw/x", "releases", "warehouse/models/x"])
def test_charts_of_an_edition_that_asks_for_none_make_no_folder_there(
    toy, monkeypatch, capsys, place
):
    build(toy, "2020")
    before = sorted(toy.root.rglob("*"))
    monkeypatch.chdir(toy.root)
    monkeypatch.setattr("sys.argv", ["annual-report", "charts", "2020", place])
    assert (frame.run(), "is kept as it is" in capsys.readouterr().err) == (2, True)
    assert sorted(toy.root.rglob("*")) == before


def test_a_release_is_kept_where_there_is_no_project_too(
    run, project, tmp_path, tmp_path_factory, monkeypatch
):
    folder = tmp_path_factory.mktemp("nowhere")
    shutil.copytree(project.root / "handed over", folder / "r1")
    shutil.copy(project.root / "draft.txt", folder)
    monkeypatch.chdir(folder)
    index = folder / "r1" / "data" / "index.html"
    before = index.read_bytes()
    code, err = run("reconcile", "-", "draft.txt", "--html", str(index))
    assert (code, "is kept as it is" in err, index.read_bytes()) == (2, True, before)
    code, err = run("reconcile", "-", "draft.txt", "--html", str(tmp_path / "page.html"))
    assert (code in DONE, (tmp_path / "page.html").is_file()) == (True, True), err


@pytest.mark.parametrize("form", ["link", "folder"])
@pytest.mark.parametrize("end", OUTPUTS)
def test_a_link_that_leads_to_itself_is_said_in_words(run, tmp_path, end, form):
    loop = tmp_path / f"x{end}"
    loop.symlink_to(loop)
    place = loop if form == "link" else loop / f"y{end}"
    code, err = run(*(word.replace("{}", str(place)) for word in OUTPUTS[end]))
    assert code in DONE or "remedy: " in err, err


READ = (
    ("status", "--project", "{}"),
    ("reconcile", "-", "{}", "--html", "page.html"),
    ("fill", "2020", "{}", "filled.docx"),
    ("verify", "{}"),
    ("selftest", "{}"),
    ("reperform", "{}"),
    ("sign-off", "{}", "--role", "preparer", "--name", "A", "--meaning", "m"),
    ("sign-off", "handed over", "--role", "preparer", "--name", "A", "--key", "{}"),
    ("add-vintage", "harvest", "2024-02-01", "{}"),
    ("book", "2020", "--text", "{}", "--out", "book"),
)


@pytest.mark.parametrize("words", READ, ids=" ".join)
def test_what_is_read_by_a_link_that_leads_to_itself_is_said_in_words(run, tmp_path, words):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    code, _ = run(*(word.replace("{}", str(loop)) for word in words))
    assert code == USAGE


def test_the_page_on_security_names_the_commands_that_are_held_to_it():
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| what is exported \((.*)\) \|", page, re.MULTILINE)
    named = {words.split()[0].strip("`") for words in row.split(", ")}
    held = {
        path.stem.replace("_", "-")
        for path in (ROOT / "pipelines" / "cli").glob("*.py")
        if "import refuse_kept" in (text := path.read_text(encoding="utf-8"))
        or ", refuse_kept" in text
    }
    assert named == held == {command for command, *_ in OUTPUTS.values()}
