"""What a process that died left behind goes with the next run; what a living one uses stays, whole when it is read."""

import errno
import fcntl
import gc
import os
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager

import duckdb
import pytest

from report.edition import publish
from report.publish import problems as problem_files
from report.reconcile.trial import trial
from report.release.verify.verify import verify
from tests.conftest import ROOT
from tests.report.release.kept import FIXTURES
from tests.report.release.projects import build, commit, release
from warehouse import placing
from warehouse.builder.adding import add_vintage
from warehouse.builder.arrival import Arrival
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations, write_database
from warehouse.builder.generation_files import identity
from warehouse.builder.holding import working_folder
from warehouse.builder.kept import Kept
from warehouse.errors import DefinitionError, GateError
from warehouse.placing import beside, exchange, move, write_text
from warehouse.sources.register import load_source


@contextmanager
def another(code, *given):
    """A process that runs some lines, says that it is there, and lives until it is killed here."""
    lines = f"import sys, time\nfrom pathlib import Path\n{textwrap.dedent(code)}"
    line = [sys.executable, "-c", lines, *map(str, given)]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout.readline() == "there\n"

    def kill():
        process.send_signal(signal.SIGKILL)
        process.wait()

    try:
        yield kill
    finally:
        kill()
        process.stdout.close()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


WRITING = """
    from warehouse.placing import beside
    with beside(Path(sys.argv[1])) as work:
        work.write_text("half")
        print("there", flush=True)
        time.sleep(600)
"""


def test_a_file_that_a_dead_process_was_writing_goes_and_a_living_ones_stays(tmp_path):
    place = tmp_path / "a.txt"
    with another(WRITING, place) as kill:
        (theirs,) = names(tmp_path)
        write_text(place, "whole")
        assert names(tmp_path) == sorted([theirs, "a.txt"])
        kill()
        write_text(tmp_path / "b.txt", "whole")
        assert theirs in names(tmp_path), "what stands beside another place is left to that place"
        write_text(place, "whole again")
        assert names(tmp_path) == ["a.txt", "b.txt"]


def test_a_file_that_only_looks_like_one_of_ours_stays(tmp_path):
    others = [".a.txt-1-abc", ".a.txt.swp", "a.txt-1-abcdef01", ".b.txt-1-abcdef01"]
    for name in others:
        (tmp_path / name).touch()
    write_text(tmp_path / "a.txt", "whole")
    assert names(tmp_path) == sorted([*others, "a.txt"])


def test_many_who_write_one_place_at_once_take_nothing_from_each_other(tmp_path):
    code = """
        from warehouse.placing import write_text
        print("there", flush=True)
        for number in range(300):
            write_text(Path(sys.argv[1]), f"{sys.argv[2]} {number}" * 100)
        print("done", flush=True)
    """
    lines = f"import sys\nfrom pathlib import Path\n{textwrap.dedent(code)}"
    line = [sys.executable, "-c", lines, str(tmp_path / "a.txt")]
    running = [
        subprocess.Popen([*line, name], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for name in "abcd"
    ]
    assert [process.communicate()[0] for process in running] == ["there\ndone\n"] * 4
    assert names(tmp_path) == ["a.txt"]


HOLDING = """
    from warehouse.builder.holding import working_folder
    with working_folder(Path(sys.argv[1]), ".trial-") as work:
        print("there", flush=True)
        time.sleep(600)
"""


def test_a_folder_of_a_dead_process_goes_and_a_living_ones_stays(tmp_path):
    (tmp_path / ".trial-without-a-mark").mkdir()
    with another(HOLDING, tmp_path) as kill:
        theirs = set(names(tmp_path)) - {".trial-without-a-mark"}
        assert len(theirs) == 1
        with working_folder(tmp_path, ".trial-") as ours:
            assert set(names(tmp_path)) == {*theirs, ours.name}
        assert set(names(tmp_path)) == theirs
        kill()
        with working_folder(tmp_path, ".trial-") as ours:
            assert names(tmp_path) == [ours.name]
    assert names(tmp_path) == []


def test_the_next_trial_clears_a_killed_one(toy):
    with another(HOLDING, toy_build(toy)) as kill, trial(toy, "2020"):
        assert len(list(toy.build.glob(".trial-*"))) == 2
        kill()
    with trial(toy, "2020"):
        assert len(list(toy.build.glob(".trial-*"))) == 1
    assert not list(toy.build.glob(".trial-*"))


def toy_build(project):
    project.build.mkdir(parents=True)
    return project.build


def test_the_table_of_problems_is_whole_whenever_it_is_read(toy, monkeypatch):
    found = EditionBuild(toy, "2020").problems()
    problem_files.place_problems(toy.build / "2020", found)
    before = (toy.build / "2020" / "problems.csv").read_bytes()

    def half(folder, problems):
        (folder / "problems.csv").write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(problem_files, "write_problems", half)
    with pytest.raises(OSError, match="No space"):
        problem_files.place_problems(toy.build / "2020", found)
    assert (toy.build / "2020" / "problems.csv").read_bytes() == before
    assert names(toy.build / "2020") == ["problems.csv", "problems.parquet"]


def build_as(project, label):
    """Build an edition with another name of a figure, which makes another generation of it."""
    lines = project.figures.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = f"    label: {label}\n"
    project.figures.write_text("".join(lines), encoding="utf-8")
    publish(EditionBuild(project, "2020"))


def test_a_generation_stays_for_as_long_as_somebody_reads_it(toy):
    publish(EditionBuild(toy, "2020"))
    kept = Kept.current(toy, "2020")
    for number in range(6):
        build_as(toy, f"Tonnes {number}")
    assert Generations(toy, "2020").open() != kept.folder
    with kept.connection() as connection:
        assert connection.execute("SELECT count(*) FROM table_01_harvest").fetchone()
    place = kept.folder
    assert identity(place) == place.name
    del kept
    gc.collect()
    build_as(toy, "Tonnes at last")
    assert not place.exists()
    assert not list((toy.build / "2020").glob(".writing-*"))


def test_what_is_released_while_it_is_built_is_not_built_over(toy, monkeypatch):
    commit(toy)
    build(toy)
    begun = EditionBuild(toy, "2020")
    begun.problems()
    release(toy, "2020")
    before = Generations(toy, "2020").open()
    with pytest.raises(GateError, match="is frozen by release r1"):
        publish(begun)
    assert Generations(toy, "2020").open() == before
    assert names(toy.build / "2020" / "generations") == [before.name]


SPILLS = """
    SELECT a, max(b) AS m FROM (SELECT range % 2000003 AS a, md5(range::VARCHAR) AS b FROM range(3000000))
    GROUP BY a ORDER BY m DESC
"""


def test_what_does_not_fit_into_memory_goes_beside_a_generation_and_not_into_it(toy, monkeypatch):
    place, _ = publish(EditionBuild(toy, "2020"))
    real = duckdb.connect

    def small(path, config):
        return real(path, config={**config, "memory_limit": "60MB"})

    monkeypatch.setattr(duckdb, "connect", small)
    with Kept.current(toy, "2020").connection() as connection:
        connection.execute(SPILLS)
        assert list((toy.build / "2020").glob(".spill-*"))
        assert identity(place) == place.name


def test_a_database_that_does_not_get_into_its_file_is_an_error(toy):
    """DuckDB passes over what fails when a file is closed: the rows would stand in a log beside it."""
    place, _ = publish(EditionBuild(toy, "2020"))
    tables = {path.stem: path for path in (place / "tables").glob("*.parquet")}
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, limit[1]))
    try:
        with pytest.raises(duckdb.Error, match="File too large"):
            write_database(tables, toy.root / "a.duckdb")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


def arrival(toy, date="2023-02-01"):
    """The newest vintage in another order of rows: what is as large and as good, and not the same bytes."""
    head, *rows = (
        (toy.raw / "harvest/2022-02-01/crops.csv").read_text(encoding="utf-8").splitlines()
    )
    (toy.root / "crops.csv").write_text("\n".join([head, *reversed(rows), ""]), encoding="utf-8")
    return Arrival("harvest", date, [("", toy.root / "crops.csv")])


def test_a_folder_of_a_vintage_that_nobody_registered_is_named_and_stays(toy):
    folder = toy.raw / "harvest" / "2023-02-01"
    folder.mkdir()
    (folder / "mine.csv").write_text("mine")
    with pytest.raises(DefinitionError, match=r"source\.yaml does not register it"):
        add_vintage(toy, arrival(toy))
    assert names(folder) == ["mine.csv"]


KILLED_BETWEEN = """
    import os, signal
    from warehouse.builder import adding
    from warehouse.project import Project
    real = adding.move
    def move(source, place):
        real(source, place)
        print("there", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    adding.move = move
    project = Project(Path(sys.argv[1]))
    file = project.root / "crops.csv"
    adding.add_vintage(project, adding.Arrival("harvest", "2023-02-01", [("", file)]))
"""


@pytest.mark.parametrize("is_changed", [False, True])
def test_the_first_of_two_moves_is_taken_back_unless_a_person_changed_it(toy, is_changed):
    folder = toy.raw / "harvest" / "2023-02-01"
    arrival(toy)
    with another(KILLED_BETWEEN, toy.root):
        pass
    assert names(folder) == ["crops.csv"]
    assert "2023-02-01" not in load_source(toy, "harvest").vintages
    if is_changed:
        (folder / "note.txt").write_text("mine")
        with pytest.raises(DefinitionError, match="does not register it"):
            add_vintage(toy, arrival(toy))
        assert names(folder) == ["crops.csv", "note.txt"]
        return
    assert all(outcome.passed for outcome in add_vintage(toy, arrival(toy)))
    assert "2023-02-01" in load_source(toy, "harvest").vintages


def test_a_register_that_was_changed_meanwhile_is_kept(toy, monkeypatch):
    path = toy.raw / "harvest" / "source.yaml"
    real = placing.move

    def changed(source, place):
        path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
        real(source, place)

    monkeypatch.setattr("warehouse.builder.adding.move", changed)
    with pytest.raises(DefinitionError, match="the register was changed") as error:
        add_vintage(toy, arrival(toy))
    assert error.value.remedy == "run this again"
    assert path.read_text(encoding="utf-8").endswith("# by hand\n")
    assert not (toy.raw / "harvest" / "2023-02-01").exists()


@pytest.mark.parametrize("is_folder", [True, False])
def test_a_move_to_another_disk_is_whole_too(tmp_path, monkeypatch, is_folder):
    source, place = tmp_path / "one", tmp_path / "raw" / "two"
    place.parent.mkdir()
    if is_folder:
        source.mkdir()
    (source / "a" if is_folder else source).write_text("a")
    real = os.replace

    def replace(one, other):
        if one.parent != other.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real(one, other)

    monkeypatch.setattr(os, "replace", replace)
    move(source, place)
    assert (place / "a" if is_folder else place).read_text() == "a"
    assert names(tmp_path) == ["raw"]
    assert names(place.parent) == ["two"]


def test_an_added_vintage_is_registered_from_another_disk(toy, monkeypatch):
    real = os.replace

    def replace(one, other):
        if ("work" in str(one)) != ("work" in str(other)):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real(one, other)

    monkeypatch.setattr(os, "replace", replace)
    assert all(outcome.passed for outcome in add_vintage(toy, arrival(toy)))
    assert "2023-02-01" in load_source(toy, "harvest").vintages
    assert names(toy.raw / "harvest") == ["2021-02-01", "2022-02-01", "2023-02-01", "source.yaml"]


def test_folders_change_places_in_one_step(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if not exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("needs a system whose folders can change places")
    assert (names(tmp_path / "a"), names(tmp_path / "b")) == (["b"], ["a"])
    assert exchange(tmp_path / "a", tmp_path / "none") is False


def test_an_error_names_the_place_and_not_what_is_written_beside_it(tmp_path):
    place = tmp_path / "a.txt"
    with pytest.raises(OSError, match=r"a\.txt") as error, beside(place) as work:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(work))
    assert error.value.filename == str(place)


CONCLUDING = """
    from report.release.conclude import conclude
    print("there", flush=True)
    conclude(Path(sys.argv[1]), "harvest_north", "sufficient", "Bob", "All seen.")
"""


def test_a_conclusion_waits_for_another_and_follows_it(tmp_path):
    bag = shutil.copytree(FIXTURES / "r1", tmp_path / "r1")
    path = bag / "conclusions" / "conclusions.jsonl"
    with path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with another(CONCLUDING, bag):
            time.sleep(2)
            assert len(path.read_text().splitlines()) == 1
            fcntl.flock(held, fcntl.LOCK_UN)
            end = time.monotonic() + 60
            while len(path.read_text().splitlines()) == 1:
                assert time.monotonic() < end
                time.sleep(0.1)
    assert verify(bag)[1]["problems"] == []
