"""A build that is stopped while it turns its pointers: both lead to whole generations, and the next build runs."""

import pytest

from report.edition import publish
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.builder.pointers import Pointers
from warehouse.folders import CURRENT, LATEST

STEPS = ("note both", "turn one", "turn the other", "note the new one")


def stopped_before(patched, step):
    """Let the turning of pointers end before one of its steps; the steps that were done are listed."""
    done = []

    def counting(real):
        def counted(*given):
            if len(done) == STEPS.index(step):
                raise KeyboardInterrupt
            done.append(given[1])
            return real(*given)

        return counted

    for name in ("_note", "_replace"):
        patched.setattr(Pointers, name, counting(getattr(Pointers, name)))
    return done


@pytest.mark.parametrize("step", STEPS)
def test_whichever_was_turned_both_generations_are_opened(toy, monkeypatch, step):
    before, _ = publish(EditionBuild(toy, "2020"))
    rewrite(toy, "harvest/2021-02-01/crops.csv", "131.0", "132.0")
    with monkeypatch.context() as patched:
        done = stopped_before(patched, step)
        with pytest.raises(KeyboardInterrupt):
            publish(EditionBuild(toy, "2020"))
    assert len(done) == STEPS.index(step)
    generations = Generations(toy, "2020")
    for pointer in (CURRENT, LATEST):
        assert (generations.open(pointer) == before) is (pointer not in done)
    again, _ = publish(EditionBuild(toy, "2020"))
    assert generations.open(CURRENT) == generations.open(LATEST) == again != before
