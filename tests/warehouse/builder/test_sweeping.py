"""Sweeping: what no kept generation was made from and nobody has used for a day goes; what is held stays."""

import gc
import itertools
import os
import signal
import subprocess
import sys
import time

import pytest

from report.edition import publish
from tests.toys import rewrite
from tests.warehouse.builder.test_store import made
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.builder.seals import forget_seals
from warehouse.builder.store import Store
from warehouse.builder.sweeping import note_used, sweep
from warehouse.folders import SEALS
from warehouse.leftovers import hidden_name
from warehouse.placing import beside

DAY = 86_400
HOLDER = """
import sys, time
from pathlib import Path
from warehouse.builder.store import Store
step = Store(Path(sys.argv[1])).find("table_a", "k1")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def root(tmp_path):
    return tmp_path / "build" / ".steps"


def unused_step(root, name="table_a", key="k1", age=2 * DAY):
    """A step that was used `age` seconds ago, and that nobody holds."""
    path = made(Store(root), name, key).path
    gc.collect()
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_an_unused_step_goes_after_a_day(root):
    old, young = unused_step(root), unused_step(root, key="k2", age=DAY - 600)
    sweep(root)
    assert (old.exists(), young.exists()) == (False, True)
    sweep(root, now=time.time() + 700)
    assert not young.exists()
    assert sorted(p.name for p in root.iterdir() if not p.name.startswith(".")) == ["table_a"]
    assert [p for p in (root / ".seals").rglob("*") if p.is_file()] == []


def test_a_step_that_is_held_stays_and_goes_when_it_is_let_go(root):
    unused_step(root)
    step = Store(root).find("table_a", "k1")
    sweep(root, now=time.time() + 9 * DAY)
    assert step.table.read_bytes() == b"PAR1 rows PAR1"
    path = step.path
    del step
    gc.collect()
    sweep(root, now=time.time() + 9 * DAY)
    assert not path.exists()


def test_a_step_that_was_just_made_is_held_too(root):
    store = Store(root)
    path = made(store).path
    sweep(root, now=time.time() + 9 * DAY)
    assert path.exists()
    assert store.used == ["table_a/k1"]


def test_a_step_that_is_being_written_stays_and_can_be_kept(root):
    store = Store(root)
    with store.writing("table_a") as work:
        sweep(root, now=time.time() + 9 * DAY)
        assert work.exists()


def test_a_reader_in_another_process_holds_and_a_killed_one_does_not(root):
    path = unused_step(root)
    line = [sys.executable, "-c", HOLDER, str(root)]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    sweep(root, now=time.time() + 9 * DAY)
    assert path.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    sweep(root, now=time.time() + 9 * DAY)
    assert not path.exists()


def test_what_killed_builds_left_behind_goes(root):
    unused_step(root)
    left = root / "table_a" / ".writing-abc"
    spilled = root / ".spill-1-abc"
    swept = root / ".swept" / "half-removed"
    for folder in (left, spilled, swept):
        folder.mkdir(parents=True)
        (folder / "part").write_text("x")
    sweep(root)
    assert (left.exists(), spilled.exists(), swept.exists()) == (True, True, False)
    sweep(root, now=time.time() + 2 * DAY)
    assert not left.exists()
    assert not spilled.exists()


def test_steps_of_kept_generations_stay_also_when_the_store_is_reached_by_a_link(root, tmp_path):
    kept, gone = unused_step(root), unused_step(root, key="k2")
    edition = root.parent / "2020"
    edition.mkdir()
    note_used(edition, "g1", ["table_a/k1"], ["g1"])
    trial = tmp_path / "trial"
    trial.mkdir()
    (trial / ".steps").symlink_to(root)
    sweep(trial / ".steps")
    assert (kept.exists(), gone.exists()) == (True, False)


def test_notes_forget_generations_that_are_no_longer_kept(root):
    steps = [unused_step(root, key=key) for key in ("k1", "k2", "k3")]
    edition = root.parent / "2020"
    edition.mkdir()
    for number, path in enumerate(steps, 1):
        kept = {f"g{n}" for n in (number - 1, number)}
        note_used(edition, f"g{number}", [f"table_a/{path.name}"], kept)
    sweep(root)
    assert [path.exists() for path in steps] == [False, True, True]


@pytest.mark.parametrize("notes", ["", "[]", '{"g1": 3}', "{"])
def test_unreadable_notes_keep_nothing_and_stop_nothing(root, notes):
    path = unused_step(root)
    (root.parent / "2020").mkdir()
    (root.parent / "2020" / "steps.json").write_text(notes)
    sweep(root)
    assert not path.exists()


def test_a_sweep_of_no_store_is_no_error(root):
    root.parent.mkdir()
    sweep(root)


def test_a_build_sweeps_what_no_generation_was_made_from(toy):
    publish(EditionBuild(toy, "2020"))
    stray = unused_step(toy.steps, "table_gone", "k1")
    used = {path for path in toy.steps.glob("*/*") if path != stray}
    for path in used:
        os.utime(path, (1, 1))
    rewrite(toy, "harvest/2021-02-01/crops.csv", "131.0", "132.0")
    publish(EditionBuild(toy, "2020"))
    assert not stray.exists()
    # The generation before is still kept, and so are its steps.
    assert {path for path in used if not path.exists()} == set()


def test_steps_of_generations_that_are_gone_are_swept(toy):
    publish(EditionBuild(toy, "2020"))
    first = set(toy.steps.glob("raw_harvest__crops/*"))
    values = ["131.0", "132.0", "133.0", "134.0", "135.0"]
    for old, new in itertools.pairwise(values):
        rewrite(toy, "harvest/2021-02-01/crops.csv", old, new)
        gc.collect()
        for path in toy.steps.glob("*/*"):
            os.utime(path, (1, 1))
        publish(EditionBuild(toy, "2020"))
    assert len(list((Generations(toy, "2020").folder / "generations").iterdir())) == 3
    assert [path.exists() for path in first] == [False]


def test_a_seal_that_is_being_written_is_left_to_who_writes_it(tmp_path):
    place = tmp_path / SEALS / "table_a" / "k1"
    place.parent.mkdir(parents=True)
    (place.parent / hidden_name("k2")).write_text("left behind")
    with beside(place) as work:
        work.write_text("seal")
        forget_seals(tmp_path)
    assert [path.name for path in place.parent.iterdir()] == ["k1"]
