"""Two commands at once: both end well, or one waits or says in clear words why not; nothing is lost or half done."""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from report.release.revisions import revisions
from report.release.verify.verify import verify
from tests.faults.commands import (
    CASES,
    OUT,
    Case,
    check_whole,
    leftovers,
    project_changed,
    start,
)
from warehouse.builder.generation import Generations
from warehouse.builder.manifest import read_manifest
from warehouse.edition import load_edition
from warehouse.folders import STAMP
from warehouse.sources.register import load_source

REFUSALS = (
    "another release or sign-off of edition",
    "is frozen by release",
    "exists already",
    "pins vintage",
    "is not registered",
    "signed as preparer",
    "is not what the present definitions, files and engine give",
)
"""What one of two may say and leave undone."""
BUILD = ("build", "2021", "--json")
CONCLUDE = CASES["conclude"].words


def nothing(*_):
    """Nothing is to be done, or to be looked at beside what holds for all."""


def needs_a_build(project):
    project_changed(project)


def needs_a_stamp(project):
    """Let the next build do its work once more, with the same outcome: the tree stays as it was committed."""
    (project.build / "2021" / STAMP).unlink()


def both(project, ends):
    assert [code for code, _ in ends] == [0, 0], ends


def one_of_two(project, ends):
    assert sorted(code for code, _ in ends) in ([0, 1], [0, 2]), ends


def one_release(project, ends):
    """What is released is what is current, whichever came first, and nothing is built over it."""
    made = revisions(project, "2021")
    assert len(made) == sum(code == 0 for code, _ in ends[-1:])
    if made:
        current = read_manifest(Generations(project, "2021").open())
        assert made[0].statement.content_sha256 == current.content_sha256


def released_once(project, ends):
    one_of_two(project, ends)
    assert len(revisions(project, "2021")) == 1


def corrected_and_signed(project, ends):
    """A sign-off is of the release that was the newest when it was given."""
    names = [made.name for made in revisions(project, "2020")]
    assert names == ["r1", "r2"][: 1 + (ends[0][0] == 0)]
    signed = list(project.releases.glob("2020/*/sign-off/preparer.json"))
    assert len(signed) == (ends[1][0] == 0)


def two_conclusions(project, ends):
    both(project, ends)
    bag = project.releases / "2020" / "r1"
    lines = (bag / "conclusions" / "conclusions.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["by"] for line in lines) == ["Ann", "Bob"]
    assert verify(bag)[1]["problems"] == []


def two_vintages(project, ends):
    both(project, ends)
    assert {"2023-02-01", "2024-02-01"} <= load_source(project, "harvest").vintages.keys()


def one_vintage(project, ends):
    one_of_two(project, ends)
    assert "2023-02-01" in load_source(project, "harvest").vintages


def pinned_or_withdrawn(project, ends):
    """One of both is done: no edition rests on what is gone."""
    one_of_two(project, ends)
    pinned = load_edition(project, "2021").pins["orchards"].vintage
    assert pinned in load_source(project, "orchards").vintages


def one_edition(project, ends):
    one_of_two(project, ends)
    assert load_edition(project, "2022").name == "2022"


def two_signed(project, ends):
    signed = {p.stem for p in project.releases.glob("2020/r1/sign-off/*.json")}
    assert len(signed) == sum(code == 0 for code, _ in ends) >= 1


def a_book(project, ends):
    both(project, ends)
    assert (project.build / "2021" / "book" / "index.html").is_file()


@dataclass(frozen=True)
class Pair:
    """Two command lines, what is done to the project before, and what must hold of it and of their ends."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    check: Callable = both
    before: Callable = nothing
    is_run: bool = False


def signs(role, name):
    return ("sign-off", "2020", "--role", role, "--name", name)


def adds(date, file="crops.csv"):
    return ("add-vintage", "harvest", date, f"{OUT}/{file}")


DUE = CASES["run-due"].words
PAIRS = {
    "build and release": Pair(BUILD, ("release", "2021"), one_release, needs_a_stamp),
    "release and sign-off": Pair(
        ("release", "2020", "--correction", "Once more."),
        signs("preparer", "Ann"),
        corrected_and_signed,
    ),
    "two releases": Pair(("release", "2021"), ("release", "2021"), released_once),
    "add-vintage and build": Pair(adds("2023-02-01"), BUILD, before=needs_a_build),
    "two vintages": Pair(adds("2023-02-01"), adds("2024-02-01", "other.csv"), two_vintages),
    "one vintage twice": Pair(adds("2023-02-01"), adds("2023-02-01"), one_vintage),
    "pin and withdraw-vintage": Pair(
        ("pin", "2021", "orchards", "2021-12-01"),
        CASES["withdraw-vintage"].words,
        pinned_or_withdrawn,
    ),
    "two conclude": Pair(CONCLUDE, (*CONCLUDE[:5], "Bob", *CONCLUDE[6:]), two_conclusions),
    "book and build": Pair(("book", "2021"), BUILD, a_book, needs_a_build),
    "two books": Pair(("book", "2021"), ("book", "2021"), a_book),
    "export and build": Pair(CASES["export"].words, BUILD, before=needs_a_build),
    "two exports": Pair(CASES["export"].words, CASES["export"].words),
    "fill and build": Pair(CASES["fill"].words, BUILD, before=needs_a_build),
    "two runs of Dagster": Pair(BUILD, BUILD, is_run=True),
    "two run-due": Pair(DUE, DUE),
    "run-due and release": Pair(DUE, ("release", "2021"), nothing),
    "new-edition twice": Pair(CASES["new-edition"].words, CASES["new-edition"].words, one_edition),
    "new-edition and run-due": Pair(CASES["new-edition"].words, DUE),
    "two sign-offs": Pair(signs("preparer", "Ann"), signs("reviewer", "Bob"), two_signed),
    "one role twice": Pair(signs("preparer", "Ann"), signs("preparer", "Bob"), one_of_two),
}


FEWER = dict.fromkeys(
    ("two books", "two exports", "fill and build", "run-due and release", "two runs of Dagster"), 5
)
"""Pairs that are like others, which are tried twenty times."""
ONCE = (
    "build and release",
    "release and sign-off",
    "two vintages",
    "two conclude",
    "book and build",
    "new-edition twice",
    "two run-due",
    "two sign-offs",
    "one role twice",
)
"""Those for every run of the tests, one of each way in which two may meet; the others in the long suite."""


def run_at_once(bench, pair, delay, **environment):
    """Start two commands, the second a moment later; return code and errors of each."""
    bench.reset(Case((), is_run=pair.is_run))
    pair.before(bench.project)
    running = [start(bench.project, *pair.first)]
    time.sleep(delay)
    running.append(start(bench.project, *pair.second, **environment))
    ends = []
    for process in running:
        _, errors = process.communicate(timeout=300)
        ends.append((process.returncode, errors))
    return ends


def try_pair(bench, pair, count, seed, **environment):
    chance = random.Random(seed)
    for _ in range(count):
        ends = run_at_once(bench, pair, chance.choice([0, chance.random()]), **environment)
        for code, errors in ends:
            assert "Traceback" not in errors, errors
            assert code in (0, 1, 2)
            assert code == 0 or any(words in errors for words in REFUSALS), errors
        check_whole(bench.project)
        pair.check(bench.project, ends)
        assert leftovers(bench.project) == []


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in ONCE else pytest.mark.long) for name in PAIRS],
)
def test_two_at_once(bench, name):
    try_pair(bench, PAIRS[name], 1, name)


@pytest.mark.long
@pytest.mark.rounds
@pytest.mark.parametrize("name", PAIRS)
def test_two_at_once_again_and_again(bench, name):
    try_pair(bench, PAIRS[name], FEWER.get(name, 20), f"{name} 20")


@pytest.mark.parametrize(
    "count", [1, pytest.param(20, marks=[pytest.mark.long, pytest.mark.rounds])]
)
def test_a_run_of_dagster_and_a_build(bench, tmp_path, count):
    """The build knows of no instance of the project's: its own is elsewhere, as that of another account may be."""
    pair = Pair(BUILD, BUILD, is_run=True)
    (tmp_path / "elsewhere").mkdir()
    try_pair(bench, pair, count, count, DAGSTER_HOME=str(tmp_path / "elsewhere"))
