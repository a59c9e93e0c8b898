"""The labelled sentences that the rules were developed on: what was reached is kept."""

from benchmarks.statements import read_all, scores, uncovered
from tests.statements.labelled import FOLDER

READS = read_all(FOLDER / "develop.jsonl")
REACHED = 0.99


def test_every_measure_stays_where_it_was():
    for name, score in scores(READS).items():
        assert score.precision >= REACHED, name
        assert score.recall >= REACHED, name


def test_every_digit_lies_in_a_record():
    assert uncovered(READS) == 0
