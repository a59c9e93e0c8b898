"""Every file of a generation, edited in every way, is noticed by every command that reads it; and a build mends it."""

import re
import shutil
import sys

import pytest

from pipelines.cli import app as frame
from pipelines.cli.build import build_edition
from tests.conftest import ROOT
from tests.edits import EDITS, cell_changed, flipped
from warehouse.builder import opening
from warehouse.builder.generation import Generations
from warehouse.builder.generation_files import differences, write_list
from warehouse.builder.kept import Kept
from warehouse.builder.pointers import Pointers
from warehouse.errors import DamagedFileError
from warehouse.project import Project

BUILD = "remedy: annual-report build 2020"
READERS = {
    "book": ["book", "2020", "--out", "{out}/book"],
    "workbook": ["export", "2020", "{out}/t.xlsx"],
    "word": ["export", "2020", "{out}/t.docx"],
    "tables": ["tables", "2020"],
    "one table": ["tables", "2020", "table_01_harvest"],
    "all tables": ["tables", "2020", "--all"],
    "charts": ["charts", "2020", "{out}/charts"],
    "fill": ["fill", "2020", "{out}/text.docx", "{out}/filled.docx"],
    "trace": ["trace", "harvest_north", "--edition", "2020"],
    "trace of a cell": [
        "trace",
        "table_02_orchards",
        "--row",
        "orchard=NORTH",
        "--edition",
        "2020",
    ],
    "impact": ["impact", "harvest", "--edition", "2020"],
    "dictionary": ["dictionary", "2020"],
    "reconcile": ["reconcile", "2020", "{out}/text.txt"],
    "restated": ["restated-statements", "2020", "{out}/text.txt"],
    "release": ["release", "2020", "--without-git"],
}
AUDIT = ["audit", "2020"]


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("edited") / "toy")
    shutil.copytree(ROOT / "tests" / "toy", project.root)
    for edition in ("2020", "2021"):
        build_edition(project, edition)
    return project


@pytest.fixture
def built(built_once, tmp_path, monkeypatch):
    """A copy of a project with two editions that are built."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setattr(opening, "_PAUSE", 0)
    shutil.copytree(built_once.root, tmp_path / "toy", symlinks=True)
    (tmp_path / "text.txt").write_text("North Orchard gave 131 tonnes.")
    assert build_edition(Project(tmp_path / "toy"), "2020")[1], "a copy is unchanged"
    return Project(tmp_path / "toy")


@pytest.fixture
def run(built, tmp_path, monkeypatch, capsys):
    def command(words):
        line = [word.format(out=tmp_path) for word in words]
        monkeypatch.chdir(built.root)
        monkeypatch.setattr(sys, "argv", ["annual-report", *line])
        code = frame.run()
        told = capsys.readouterr()
        return code, " ".join((told.out + told.err).split())

    return command


def files(folder):
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("warehouse.duckdb", "files.json")
    )


def another(project, path):
    """Return the bytes of the same file of the other edition, or of any file of its kind that differs."""
    place, other = (Generations(project, edition).find() for edition in ("2020", "2021"))
    same = other / path.relative_to(place)
    candidates = [same, *sorted(other.rglob(f"*{path.suffix}"))]
    own = path.read_bytes()
    return next(c.read_bytes() for c in candidates if c.is_file() and c.read_bytes() != own)


def is_refused(said, path):
    return path.name in said and BUILD in said and "expected: " in said


def some(place):
    """One file of each kind and folder."""
    kinds = {(path.suffix, path.relative_to(place).parts[:2][-2:-1]): path for path in files(place)}
    return sorted(kinds.values())


# Each edit of a file of each kind for every run of the tests; of every file in the long suite.
@pytest.mark.parametrize("of", [some, pytest.param(files, marks=pytest.mark.long)])
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_reader_refuses_every_file_that_was_edited(built, run, tmp_path, edit, of):
    place = Generations(built, "2020").open()
    unnoticed = []
    for path in of(place):
        content, other = path.read_bytes(), another(built, path)
        edit(path, other)
        for name, words in READERS.items():
            code, said = run(words)
            if code in (0, None) or not is_refused(said, path):
                unnoticed.append((name, path.relative_to(place).as_posix(), code, said))
        code, said = run(AUDIT)
        if code not in (1, 2) or path.name not in said:
            unnoticed.append(("audit", path.relative_to(place).as_posix(), code, said))
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        assert differences(place) == []
    assert unnoticed == []
    assert not (built.releases / "2020" / "r1").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["text.txt", "toy"]


def mended(project, place, good):
    """Build, as whoever follows the remedy; return whether the build noticed, and the readers read again."""
    manifest, is_unchanged = build_edition(project, "2020")
    return (
        not is_unchanged
        and manifest.content_sha256 == good
        and differences(place) == []
        and Kept.current(project, "2020").folder == place
    )


def every_file(project, edit, of):
    place = Generations(project, "2020").open()
    good = build_edition(project, "2020")[0].content_sha256
    unmended = []
    for path in of(place):
        edit(path, another(project, path))
        if not mended(project, place, good):
            unmended.append(path.relative_to(place).as_posix())
    return unmended


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_build_mends_what_was_edited(built, edit):
    assert every_file(built, edit, some) == []


@pytest.mark.long
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_build_mends_every_file_that_was_edited(built, edit):
    assert every_file(built, edit, files) == []


def remade(place):
    """Edit a table and make its list anew, as someone would who has the time to cover it up."""
    cell_changed(place / "tables/table_01_harvest.parquet")
    (place / "files.json").unlink()
    write_list(place)


def added(place):
    (place / "tables/table_09_more.parquet").write_bytes(b"x")


def linked(place):
    path = place / "tables/table_01_harvest.parquet"
    path.symlink_to(path.rename(place.parents[3] / path.name))


def emptied(place):
    shutil.rmtree(place)
    place.mkdir()


def exchanged_whole(place):
    """Put the generation of the other edition in its place, with all its digests in order."""
    other = (place.parents[2] / "2021" / "current").resolve()
    shutil.rmtree(place)
    shutil.copytree(other, place)


WHOLE = {
    "list made anew": remade,
    "list cut": lambda place: (place / "files.json").write_text("{"),
    "list lost and a file edited": lambda place: (
        (place / "files.json").unlink(),
        flipped(place / "manifest.json"),
    ),
    "a file too many": added,
    "compiled": lambda place: (place / "x.pyc").write_bytes(b"x"),
    "a link to the same bytes": linked,
    "emptied": emptied,
    "exchanged whole": exchanged_whole,
    "gone": shutil.rmtree,
}


@pytest.mark.parametrize("edit", WHOLE.values(), ids=WHOLE)
def test_a_generation_that_was_edited_as_a_whole_is_refused_and_mended(built, run, edit):
    place = Generations(built, "2020").open()
    good = build_edition(built, "2020")[0].content_sha256
    edit(place)
    for name, words in {**READERS, "audit": AUDIT}.items():
        code, said = run(words)
        assert code not in (0, None), name
        assert BUILD in said or name == "audit", (name, said)
    assert mended(built, place, good)
    assert run(READERS["trace"])[0] == 0


def another_edition(folder):
    return "../2021/current"


def another_whole(folder):
    """A generation of the other edition, copied under its own name among those of this one."""
    other = (folder.parent / "2021" / "current").resolve()
    shutil.copytree(other, folder / "generations" / other.name)
    return f"generations/{other.name}"


def elsewhere(folder):
    place = (folder / "current").resolve()
    shutil.copytree(place, folder / place.name)
    return place.name


LEADING = {
    "another edition": another_edition,
    "a generation of another edition": another_whole,
    "a copy elsewhere": elsewhere,
    "nowhere": lambda _: "generations/0000",
    "all generations": lambda _: "generations",
}


@pytest.mark.parametrize("pointers", [["current"], ["current", "latest"]], ids=["one", "both"])
@pytest.mark.parametrize("lead", LEADING.values(), ids=LEADING)
def test_a_pointer_that_was_turned_is_refused_and_mended(built, run, lead, pointers):
    place, folder = Generations(built, "2020").open(), built.build / "2020"
    good = build_edition(built, "2020")[0].content_sha256
    target = lead(folder)
    for pointer in pointers:
        (folder / pointer).unlink()
        (folder / pointer).symlink_to(target)
    for name, words in {**READERS, "audit": AUDIT}.items():
        code, said = run(words)
        assert code not in (0, None), name
        assert BUILD in said, (name, said)
    assert mended(built, place, good)


def test_a_pointer_that_became_a_folder_is_mended(built, run):
    """So it is where a copy of the project has followed the links."""
    place, folder = Generations(built, "2020").open(), built.build / "2020"
    good = build_edition(built, "2020")[0].content_sha256
    for pointer in ("current", "latest"):
        (folder / pointer).unlink()
        shutil.copytree(place, folder / pointer)
    assert BUILD in run(READERS["trace"])[1]
    assert mended(built, place, good)


@pytest.mark.parametrize("pointers", [["current"], ["current", "latest"]], ids=["one", "both"])
def test_a_pointer_turned_back_to_an_earlier_whole_generation_is_refused_and_mended(
    built, run, pointers
):
    earlier = Generations(built, "2020").open()
    figures = built.figures
    figures.write_text(figures.read_text().replace("Harvest of West", "Yield of West"))
    good, _ = build_edition(built, "2020")
    place = Generations(built, "2020").open()
    assert place != earlier
    for pointer in pointers:
        (built.build / "2020" / pointer).unlink()
        (built.build / "2020" / pointer).symlink_to(f"generations/{earlier.name}")
    for name in ("trace", "book", "release"):
        code, said = run(READERS[name])
        assert (code in (0, None), BUILD in said) == (False, True), name
    assert mended(built, place, good.content_sha256)


def test_a_damaged_generation_that_cannot_be_built_again_is_let_go(built, run):
    """The latest build has a gap, the last complete one was edited: nothing is left to read, and a build says why."""
    crops = built.raw / "harvest/2021-02-01/crops.csv"
    crops.write_text(crops.read_text().replace("131.0", "931.0"))
    assert not build_edition(built, "2020")[0].is_complete
    place = Generations(built, "2020").open()
    assert build_edition(built, "2020")[1]
    flipped(place / "manifest.json")
    assert BUILD in run(READERS["trace"])[1]
    assert not build_edition(built, "2020")[1]
    code, said = run(READERS["trace"])
    assert (code, "has no current generation" in said) == (2, True)


def test_a_frozen_edition_is_mended_and_not_built(built, run):
    assert run(READERS["release"])[0] == 0
    frozen = re.compile("frozen by release r1")
    assert frozen.search(run(["build", "2020"])[1])
    place = Generations(built, "2020").open()
    good = differences(place)
    flipped(place / "report/figures.json")
    assert BUILD in run(READERS["trace"])[1]
    assert run(["build", "2020"])[0] == 0
    assert differences(place) == good == []
    assert frozen.search(run(["build", "2020"])[1])


def test_a_frozen_edition_that_would_have_other_content_is_not_mended(built, run):
    assert run(READERS["release"])[0] == 0
    figures = built.figures
    figures.write_text(figures.read_text().replace("Harvest of West", "Yield of West"))
    flipped(Generations(built, "2020").open() / "report/figures.json")
    code, said = run(["build", "2020"])
    assert (code, "would have other content now" in said) == (2, True)


def test_a_build_that_turns_the_pointers_just_now_is_waited_for(built, monkeypatch):
    """Between the two links a reader sees what only a moment later is as it is noted."""
    place, pointers = Generations(built, "2020").open(), Pointers(built.build / "2020")
    link = built.build / "2020" / "current"
    link.unlink()
    link.symlink_to("generations/0000")
    monkeypatch.setattr("time.sleep", lambda _: pointers.turn(["current"], place))
    assert Generations(built, "2020").open() == place


def test_nothing_is_opened_by_a_reader_that_does_not_hash(built):
    """The switch of all of the above: where the comparison finds nothing, an edited file is read."""
    place = Generations(built, "2020").open()
    cell_changed(place / "tables/table_01_harvest.parquet")
    with pytest.raises(DamagedFileError, match=r"tables/table_01_harvest\.parquet"):
        Kept.current(built, "2020")
