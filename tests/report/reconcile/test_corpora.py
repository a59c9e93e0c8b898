"""True sentences about neighbours of the figures, and false ones about figures: how many are accused, how many pass.

A writer who is accused once of a true sentence does not run the command again. See `corpora` for where they come from.
"""

import pytest

from report.reconcile.finding import AGAINST, SUPPORTED
from tests.report.reconcile.corpora import lines

ACCUSED, CAUGHT, BORNE_OUT = 0.01, 0.8, 0.9


@pytest.mark.parametrize("is_kept", [False, True])
def test_of_true_sentences_about_neighbours_one_in_a_hundred_is_accused_at_most(readers, is_kept):
    asked = [line for line in lines("neighbours") if line.is_kept == is_kept]
    accused = [line.id for line in asked if readers[line.project].accused(line)]
    assert len(accused) <= ACCUSED * len(asked), accused


def test_false_sentences_are_caught_and_none_is_supported(readers):
    asked = lines("false")
    assert [line.id for line in asked if readers[line.project].is_passed(line)] == []
    caught = sum(readers[line.project].is_caught(line) for line in asked)
    assert caught >= CAUGHT * len(asked)


def test_true_sentences_are_supported_and_none_is_accused(readers):
    asked = lines("true")
    assert [line.id for line in asked if readers[line.project].accused(line)] == []
    found = [readers[line.project].verdict(line) for line in asked]
    assert sum(v is not None and v.verdict == SUPPORTED for v in found) >= BORNE_OUT * len(asked)


def test_of_sentences_that_no_figure_refutes_none_is_accused(readers, shared):
    texts = (shared / "cases" / "texts" / "neighbours.txt").read_text("utf-8").splitlines()
    read = readers["2022"]
    assert [t for t in texts if any(v.verdict in AGAINST for _, _, v in read.verdicts(t))] == []
