"""The stamp: every kind of input makes a build stale, nothing else does, and nothing heavy is needed to see it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from warehouse.builder import seen_files, stamp
from warehouse.builder.digests import digest_of
from warehouse.builder.generation_files import write_list
from warehouse.builder.manifest import Manifest
from warehouse.builder.pointers import Pointers
from warehouse.builder.seen_files import SeenFile
from warehouse.builder.stamp import take, unchanged, write
from warehouse.builder.value_code import value_code

EDITION = "2020"
ENGINE = "orchard_engine"
A_BUILD = Manifest(
    schema="annual-report/build/1",
    edition=EDITION,
    title="Orchards",
    is_draft=False,
    is_complete=True,
    content_sha256="c" * 64,
    tables=(),
    missing={},
    figures=(),
    problems=(),
)
MANIFEST = json.dumps(A_BUILD.to_json())


@pytest.fixture
def project(toy, tmp_path, monkeypatch):
    """The toy project with a lock, run by an engine that is a package of its own, installed elsewhere."""
    engine = tmp_path / "site" / ENGINE
    (engine / "inside").mkdir(parents=True)
    (engine / "__init__.py").write_text("")
    (engine / "inside" / "sums.py").write_text("x = 1\n")
    (engine.parent / "lib_one-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(engine.parent)
    monkeypatch.setattr(stamp, "CODE", (ENGINE,))
    (toy.root / "requirements.lock").write_text("pandas==3.1.0\n")
    (toy.build / EDITION).mkdir(parents=True)
    (toy.build / EDITION / "proposed-edition.yaml").write_text("a: 1\n")
    return toy


def built(project, manifest=MANIFEST):
    """Stand in for a build: a generation, the pointers to it and the stamp."""
    inputs = take(project.root, EDITION)
    place = generation(project, manifest)
    write(project.root, EDITION, inputs, place)
    return place


def generation(project, manifest=MANIFEST, rows=b"rows"):
    folder = project.build / EDITION
    work = folder / "generations" / "work"
    (work / "tables").mkdir(parents=True)
    (work / "manifest.json").write_text(manifest)
    (work / "tables" / "a.parquet").write_bytes(rows)
    place = work.rename(folder / "generations" / write_list(work))
    Pointers(folder).turn(["current", "latest"], place)
    return place


def is_unchanged(project):
    return unchanged(project.root, EDITION) is not None


def test_an_unchanged_build_answers_with_its_manifest(project):
    built(project)
    assert unchanged(project.root, EDITION) == A_BUILD


def test_every_input_is_taken_with_size_time_and_digest(project):
    taken = take(project.root, EDITION)
    path = project.raw / "harvest/2021-02-01/crops.csv"
    stat = path.stat()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    seen = SeenFile(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, digest)
    assert taken.files[str(path)] == seen
    raw = {str(p) for p in project.raw.rglob("*") if p.is_file()}
    assert raw <= set(taken.files)
    assert len(raw) > 5


def site(project):
    return project.root.parent / "site"


INPUTS = {
    "raw file": lambda p: p.raw / "harvest/2021-02-01/crops.csv",
    "register": lambda p: p.raw / "harvest/source.yaml",
    "edition": lambda p: p.editions / "2020.yaml",
    "model": lambda p: p.models / "report/table_01_harvest.sql",
    "schema": lambda p: p.schemas / "harvest.py",
    "figures": lambda p: p.figures,
    "lock": lambda p: p.root / "requirements.lock",
    "proposed edition": lambda p: p.build / EDITION / "proposed-edition.yaml",
    "engine": lambda p: site(p) / ENGINE / "inside/sums.py",
}


def each_input(test):
    return pytest.mark.parametrize("of", INPUTS.values(), ids=INPUTS)(test)


@each_input
def test_an_input_that_changes_makes_the_build_stale(project, of):
    built(project)
    path = of(project)
    path.write_bytes(path.read_bytes() + b"\n")
    assert not is_unchanged(project)


@each_input
def test_an_input_of_the_same_size_with_another_byte_makes_it_stale(project, of):
    built(project)
    path = of(project)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(1, 1))
    assert not is_unchanged(project)


@each_input
def test_an_input_that_is_gone_makes_it_stale(project, of):
    built(project)
    of(project).unlink()
    assert not is_unchanged(project)


@each_input
def test_an_input_that_is_new_makes_it_stale(project, of):
    content = of(project).read_bytes()
    of(project).unlink()
    built(project)
    assert is_unchanged(project)
    of(project).write_bytes(content)
    assert not is_unchanged(project)


CONTENT = {"raw": lambda p: p.raw, "models": lambda p: p.models, "schemas": lambda p: p.schemas}


@pytest.mark.parametrize("of", CONTENT.values(), ids=CONTENT)
@pytest.mark.parametrize("name", ["build", "harvest/2021-02-01/build", "generations", "current"])
def test_a_folder_of_content_is_an_input_whatever_its_name(project, of, name):
    path = of(project) / name / "more.csv"
    path.parent.mkdir(parents=True)
    path.write_text("a")
    built(project)
    assert is_unchanged(project)
    path.write_text("b")
    assert not is_unchanged(project)


@each_input
def test_an_input_that_was_only_touched_does_not(project, of):
    built(project)
    os.utime(of(project), ns=(1, 1))
    assert is_unchanged(project)


def test_a_file_of_which_the_system_tells_the_same_is_not_read(project, monkeypatch):
    built(project)
    monkeypatch.setattr(seen_files, "sha256_of", None)
    assert is_unchanged(project)


@each_input
def test_an_input_with_another_byte_whose_size_and_time_were_kept_makes_it_stale(project, of):
    built(project)
    flip_and_keep_the_time(of(project))
    assert not is_unchanged(project)


def flip_and_keep_the_time(path):
    stat, content = path.stat(), path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)


def test_a_file_that_was_hashed_once_and_is_the_same_is_not_hashed_again(project, monkeypatch):
    place = built(project)
    for path in (place / "tables/a.parquet", project.figures):
        os.utime(path, ns=(1, 1))
    assert is_unchanged(project)
    monkeypatch.setattr(seen_files, "sha256_of", None)
    assert is_unchanged(project)


@pytest.mark.parametrize("with_times", [True, False], ids=["times kept", "new times"])
def test_a_copy_of_the_project_is_unchanged_too_and_stale_when_a_byte_is_not(
    project, tmp_path, with_times
):
    place = built(project)
    copy = tmp_path / "copy"
    how = shutil.copy2 if with_times else shutil.copyfile
    shutil.copytree(project.root, copy, symlinks=True, copy_function=how)
    assert unchanged(copy, EDITION) == A_BUILD
    flip_and_keep_the_time(copy / place.relative_to(project.root) / "tables/a.parquet")
    assert unchanged(copy, EDITION) is None
    assert is_unchanged(project)


def test_the_lock_of_an_engine_elsewhere_counts_too(project, monkeypatch):
    (site(project) / "warehouse").mkdir()
    (site(project) / "requirements.lock").write_text("pandas==3.1.0\n")
    places = {"warehouse": [site(project) / "warehouse"]}
    monkeypatch.setattr(stamp, "_folders", lambda name: places.get(name, []))
    built(project)
    assert is_unchanged(project)
    (site(project) / "requirements.lock").write_text("pandas==3.1.1\n")
    assert not is_unchanged(project)


NO_INPUTS = {
    "byte code": lambda p: p.models / "report/x.pyc",
    "cached byte code": lambda p: p.schemas / "__pycache__/harvest.json",
    "what the engine cached": lambda p: site(p) / ENGINE / "__pycache__/sums.json",
    "what an engine built": lambda p: site(p) / ENGINE / "build/x.sql",
    "another edition's proposal": lambda p: p.build / "2021/proposed-edition.yaml",
    "another package": lambda p: site(p) / "other_package/x.py",
    "a text beside the project": lambda p: p.root / "notes.txt",
}


@pytest.mark.parametrize("of", NO_INPUTS.values(), ids=NO_INPUTS)
def test_what_is_no_input_does_not_make_it_stale(project, of):
    built(project)
    of(project).parent.mkdir(parents=True, exist_ok=True)
    of(project).write_text("x")
    assert is_unchanged(project)


def test_a_file_that_is_content_and_code_counts_once(project, monkeypatch):
    """So it is where the engine stands in the project's own folder."""
    monkeypatch.syspath_prepend(project.raw)
    monkeypatch.setattr(stamp, "CODE", ("harvest",))
    built(project)
    assert is_unchanged(project)


@pytest.mark.parametrize("kind", ["dist-info", "egg-info"])
def test_a_library_of_another_version_makes_it_stale(project, kind):
    library = site(project) / f"lib_one-1.0.{kind}"
    library.mkdir(exist_ok=True)
    built(project)
    library.rename(library.with_name(f"lib_one-1.1.{kind}"))
    assert not is_unchanged(project)


def test_another_python_makes_it_stale(project, monkeypatch):
    built(project)
    monkeypatch.setattr(sys, "version", "3.99")
    assert not is_unchanged(project)


def test_what_else_lies_where_libraries_are_does_not(project):
    before = take(project.root, EDITION).environment
    (site(project) / "scratch").mkdir()
    assert take(project.root, EDITION).environment == before


OUTPUTS = {
    "changed": lambda place: (place / "tables/a.parquet").write_bytes(b"other rows"),
    "changed, size and time kept": lambda place: flip_and_keep_the_time(place / "tables/a.parquet"),
    "a link to the same": lambda place: to_link(place / "tables/a.parquet"),
    "its list": lambda place: flip_and_keep_the_time(place / "files.json"),
    "new byte code": lambda place: (place / "tables/b.pyc").write_bytes(b"x"),
    "gone": lambda place: (place / "tables/a.parquet").unlink(),
    "new": lambda place: (place / "tables/b.parquet").write_bytes(b"rows"),
    "all gone": shutil.rmtree,
}


def to_link(path):
    other = path.rename(path.parents[3] / path.name)
    path.symlink_to(other)


@pytest.mark.parametrize("change", OUTPUTS.values(), ids=OUTPUTS)
def test_an_output_that_is_not_as_written_makes_it_stale(project, change):
    change(built(project))
    assert not is_unchanged(project)


def test_the_same_outputs_under_another_pointer_make_it_stale(project):
    place = built(project)
    other = place.with_name("g2")
    shutil.copytree(place, other)
    Pointers(project.build / EDITION).turn(["current", "latest"], other)
    assert not is_unchanged(project)


def test_an_output_that_was_only_touched_does_not(project):
    os.utime(built(project) / "tables/a.parquet", ns=(1, 1))
    assert is_unchanged(project)


def test_a_stamp_that_names_an_output_by_another_digest_fits_no_generation(project):
    """Whoever changes a file and the stamp with it has not changed the name of the folder."""
    place = built(project)
    (place / "tables/a.parquet").write_bytes(b"other rows")
    outputs = {n: seen_files.seen(p, s) for n, p, s in stamp._outputs(place)}
    path = project.build / EDITION / "stamp.json"
    made = stamp._read(path)
    stamp._write(path, made._replace(outputs=outputs))
    assert not is_unchanged(project)


def test_a_stamp_is_sealed(project):
    built(project)
    path = project.build / EDITION / "stamp.json"
    text = path.read_text()
    assert stamp._read(path)
    for digit in set("0123456789") & set(text[100:]):
        path.write_text(text[:100] + text[100:].replace(digit, "x", 1))
        assert not is_unchanged(project), digit


def turned_by_hand(project, *pointers):
    """Let pointers lead to an earlier whole generation."""
    first = generation(project, rows=b"earlier rows")
    built(project)
    for pointer in pointers:
        (project.build / EDITION / pointer).unlink()
        (project.build / EDITION / pointer).symlink_to(f"generations/{first.name}")


@pytest.mark.parametrize("pointers", [["current"], ["latest"], ["current", "latest"]])
def test_pointers_that_were_turned_by_hand_make_it_stale(project, pointers):
    turned_by_hand(project, *pointers)
    assert not is_unchanged(project)


def test_a_complete_build_without_a_current_generation_is_stale(project):
    built(project)
    (project.build / EDITION / "current").unlink()
    assert not is_unchanged(project)


def test_a_stamp_names_its_own_generation_also_when_another_build_was_later(project):
    inputs = take(project.root, EDITION)
    own = generation(project)
    generation(project, rows=b"other rows")
    write(project.root, EDITION, inputs, own)
    assert not is_unchanged(project)
    written = json.loads((project.build / EDITION / "stamp.json").read_text())
    assert written["stamp"]["generation"] == own.name


def test_there_is_no_stamp_of_a_generation_that_is_not_as_it_was_named(project):
    inputs = take(project.root, EDITION)
    place = generation(project)
    (place / "tables/a.parquet").write_bytes(b"other rows")
    write(project.root, EDITION, inputs, place)
    assert not (project.build / EDITION / "stamp.json").exists()


OTHERWISE = [
    json.dumps({"sha256": digest_of(given), "stamp": given})
    for given in (
        [],
        {},
        *(
            {"inputs": inputs, "environment": "", "generation": "g1", "outputs": {}}
            for inputs in ([], {"a": [1]}, {"a": 1}, {"a": [1, 2, 3, 4, 5]})
        ),
    )
]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"generation": "g1"}', "3", *OTHERWISE])
def test_an_unreadable_stamp_makes_it_stale(project, text):
    built(project)
    (project.build / EDITION / "stamp.json").write_text(text)
    assert not is_unchanged(project)


@pytest.mark.parametrize("text", ["{", "{}", "[]", MANIFEST.replace("true", "1")])
def test_an_unreadable_manifest_makes_it_stale(project, text):
    built(project, manifest=text)
    assert not is_unchanged(project)


def test_a_stamp_that_was_discarded_makes_it_stale_and_one_that_never_was_is_no_fault(project):
    built(project)
    stamp.discard(project.root, "2020")
    assert not is_unchanged(project)
    stamp.discard(project.root, "2020")


def test_a_project_that_was_never_built_is_stale(toy):
    assert unchanged(toy.root, EDITION) is None


@each_input
@pytest.mark.parametrize("is_first", [False, True], ids=["again", "first"])
def test_what_changed_while_the_build_ran_leaves_no_stamp(project, of, is_first):
    place = built(project)
    if is_first:
        (project.build / EDITION / "stamp.json").unlink()
    inputs = take(project.root, EDITION)
    path = of(project)
    content, stat = path.read_bytes(), path.stat()
    path.write_bytes(b"changed")
    path.write_bytes(content)  # and changed back
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    write(project.root, EDITION, inputs, place)
    assert not (project.build / EDITION / "stamp.json").exists()


def test_nothing_is_left_beside_the_stamp(project):
    built(project)
    names = {path.name for path in (project.build / EDITION).iterdir()}
    own = {"proposed-edition.yaml", "stamp.json", "pointers.json"}
    assert names == {"generations", "latest", "current", *own}


def test_the_stamp_covers_every_package_of_the_house_that_a_build_runs():
    folders = {name: ROOT / name for name in ("warehouse", "report", "assets", "pipelines")}
    folders |= {n: ROOT / "packages" / n / "src" / n for n in ("rowlineage", "numbertext")}
    run = value_code(folders, ["report.edition", "warehouse.builder.edition_build"])
    assert {name.partition(".")[0] for name in run.digests} <= set(stamp.CODE)
    assert set(stamp.CODE) <= set(folders)


AS_WHEELS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from warehouse.builder.stamp import take
print(*take(Path(sys.argv[2]), "2020").files, sep="\\n")
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names))
"""


def test_an_engine_installed_as_wheels_is_covered_and_nothing_heavy_is_loaded(toy, tmp_path):
    place = tmp_path / "site-packages"
    for source in (ROOT / "warehouse", ROOT / "report"):
        shutil.copytree(source, place / source.name, ignore=shutil.ignore_patterns("build"))
    for name in ("rowlineage", "numbertext"):
        shutil.copytree(ROOT / "packages" / name / "src" / name, place / name)
    line = [sys.executable, "-I", "-S", "-c", AS_WHEELS, str(place), str(toy.root)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    *names, loaded = done.stdout.splitlines()
    inside = {os.path.relpath(name, place) for name in names if name.startswith(str(place))}
    wanted = {"warehouse/connection.py", "report/edition.py", "rowlineage/walk.py"}
    assert wanted | {"numbertext/statement.py"} <= inside
    assert set(loaded.split()) <= {"loaded:", "warehouse", "__main__"}
