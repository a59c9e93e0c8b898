"""Commands killed at random moments and at steps on disk: nothing lost or half believed, and the next run works."""

import random
import subprocess

import pytest

from tests.faults.commands import (
    CASES,
    DONE_ALREADY,
    STEPPED,
    check_whole,
    kill,
    leftovers,
    others_long,
    run,
    start,
    units,
)

IN_A_ROW = 8
"""Kills before the next run is let alone: what several left behind must not add up."""


def check_between(project, before, after):
    """Each thing is as it was before or as it shall be, and what is there is believed with reason."""
    found = units(project)
    for name in before.keys() | after.keys() | found.keys():
        assert found.get(name) in (before.get(name), after.get(name)), name
    check_whole(project)
    return found


def check_next_run(project, case, after, found):
    """The next run ends as if nothing had been, or says that all was done; what was left behind is gone."""
    code, _, errors = run(project, *case.words)
    assert "Traceback" not in errors
    if code not in (0, 1):
        assert found == after, errors
        assert any(words in errors for words in DONE_ALREADY), errors
    assert units(project) == after or (case.adds and found == after)
    check_whole(project)
    assert leftovers(project) == []


def kill_at(bench, case, kills):
    """Kill a command again and again, and let it alone now and then; return how many kills met it at work."""
    before, after, took, steps = bench.undisturbed(case)
    bench.reset(case)
    killed = 0
    for number, (moment, share) in enumerate(kills, 1):
        if moment == "step":
            last = str(1 + int(share * (steps - 1)))
            more = {"FAULTS_STEP": last, "FAULTS_COUNT": "/dev/null"}
            process = start(bench.project, *case.words, line=STEPPED, **more)
            process.communicate(timeout=300)
            killed += process.returncode < 0
        else:
            process = start(bench.project, *case.words)
            try:
                process.communicate(timeout=share * took)
            except subprocess.TimeoutExpired:
                killed += kill(process)
        found = check_between(bench.project, before, after)
        if number % IN_A_ROW == 0 or number == len(kills) or found == after:
            check_next_run(bench.project, case, after, found)
            bench.reset(case)
    return killed


def shares(count, seed):
    chance = random.Random(seed)
    return [chance.random() for _ in range(count)]


# A build and a release that are killed have tests of their own, which are in every run.
@pytest.mark.parametrize(
    "name", others_long("add-vintage", "new-edition", "sign-off", "conclude", "fill")
)
def test_a_killed_command_leaves_nothing_half_done(bench, name):
    kills = [("step", share) for share in shares(2, name)] + [("time", 0.9)]
    assert kill_at(bench, CASES[name], kills)


@pytest.mark.long
@pytest.mark.rounds
@pytest.mark.parametrize("name", CASES)
def test_forty_kills_at_random_moments(bench, name):
    kills = [("time", share) for share in shares(40, f"{name} 40")]
    assert kill_at(bench, CASES[name], kills) >= 10


@pytest.mark.long
@pytest.mark.rounds
@pytest.mark.parametrize("name", CASES)
def test_kills_at_steps_on_disk(bench, name):
    assert kill_at(bench, CASES[name], [("step", share) for share in shares(10, f"{name} 10")])
