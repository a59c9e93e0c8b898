"""Refused, stopped by Ctrl-C or killed at every step on disk: whole on disk, and nothing said that is not so."""

import re

import pytest

from tests.faults.at_steps import (
    KILLED,
    NO_EXCHANGE,
    NO_SYNC,
    OTHER_DISK,
    REFUSED,
    STOPPED,
    Commands,
)
from tests.faults.commands import CASES, DONE_ALREADY, LIKE_OTHERS, environment, leftovers, units
from tests.faults.test_kills import check_between, check_whole

SELDOM = ("book", "export", "fill", *LIKE_OTHERS)
WRITING = [name for name in CASES if name not in ("run-due", "dev's run")]
ALWAYS = ("add-vintage", "sign-off", "new-edition")
"""Those that write what nobody can make again; the others in the long suite."""
DENIED = re.compile(
    r"cannot be written|is as it was\b(?!,)|there is no new|nothing has changed|was not registered"
)
"""How a command says that it did not do what it was asked for."""
CLAIMED = "is in its place"
UNABLE = {"add-vintage": OTHER_DISK, "new-edition": OTHER_DISK, "book": NO_EXCHANGE}
"""Where a command goes another way on a system that is less able."""


@pytest.fixture(scope="module")
def commands(bench):
    made = Commands(bench.project, bench.project.root.parent / "said", environment())
    yield made
    made.close()


def undisturbed(bench, commands, case, system):
    """What there is before and after a command, and its steps."""
    bench.reset(case)
    before = units(bench.project)
    code, errors, steps = commands.run(case.words, system=system)
    assert code in (0, 1), errors
    after = units(bench.project)
    assert before != after
    assert leftovers(bench.project) == []
    return before, after, steps


def places_of(steps):
    """The first and the last step of each place in the code."""
    last = {place: number for number, place in enumerate(steps)}
    first = {place: number for number, place in reversed(list(enumerate(steps)))}
    return sorted({*first.values(), *last.values()})


def check_told(code, errors, fault, before, after, found):
    """What was said of a command that ended so is true of what there is."""
    assert "Traceback" not in errors, errors
    if fault == STOPPED:
        assert (code, errors.count("Stopped.")) == (130, 1), errors
    if fault == REFUSED:
        assert code in (0, 1, 2), errors
        assert code != 2 or "remedy: " in errors, errors
        assert code == 2 or found == after, errors
    if DENIED.search(errors):
        assert found != after, errors
    if CLAIMED in errors:
        assert found == after, errors


def check_again(commands, case, after, found):
    """The next run ends as if nothing had been, or says that all was done; what was left behind is gone."""
    code, errors, _ = commands.run(case.words)
    assert "Traceback" not in errors
    if code not in (0, 1):
        assert found == after, errors
        assert any(words in errors for words in DONE_ALREADY), errors
    assert units(commands.project) == after or (case.adds and found == after)
    check_whole(commands.project)
    assert leftovers(commands.project) == []


def try_all(bench, commands, name, fault, system="", only=("",)):
    case = CASES[name]
    before, after, steps = undisturbed(bench, commands, case, system)
    wrong = {}
    for number in (n for n in places_of(steps) if steps[n].startswith(only)):
        bench.reset(case)
        code, errors, _ = commands.run(case.words, step=number, fault=fault, system=system)
        try:
            found = check_between(bench.project, before, after)
            check_told(code, errors, fault, before, after, found)
            check_again(commands, case, after, found)
        except Exception as error:
            wrong[f"{number} {steps[number]}"] = f"{type(error).__name__}: {error}"
    assert wrong == {}, "\n\n".join(f"{step}\n{what}" for step, what in wrong.items())


@pytest.mark.parametrize("fault", [REFUSED, STOPPED])
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.long) for name in WRITING],
)
def test_a_step_by_which_a_change_takes_effect(bench, commands, name, fault):
    try_all(bench, commands, name, fault, only=("replace", "rename", "fsync", "exchange"))


@pytest.mark.long
@pytest.mark.rounds
@pytest.mark.parametrize("fault", [REFUSED, STOPPED, KILLED])
@pytest.mark.parametrize("name", WRITING)
def test_every_step(bench, commands, name, fault):
    try_all(bench, commands, name, fault)


@pytest.mark.long
@pytest.mark.parametrize("fault", [REFUSED, STOPPED])
@pytest.mark.parametrize("name", UNABLE)
def test_every_step_on_a_system_that_is_less_able(bench, commands, name, fault):
    try_all(bench, commands, name, fault, UNABLE[name])


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.long if name in SELDOM else ()) for name in WRITING],
)
def test_a_disk_that_brings_folders_down_by_itself_is_no_failure(bench, commands, name):
    case = CASES[name]
    _, after, _ = undisturbed(bench, commands, case, "")
    bench.reset(case)
    assert commands.run(case.words, system=NO_SYNC)[0] in (0, 1)
    assert units(bench.project) == after
