"""The labelled sentences that the rules were developed on: what was reached is kept."""

import pytest

from statements.labelled import FOLDER
from statements.scores import Read, read_all, scores, uncovered

REACHED = {
    "develop.jsonl": 0.997,
    "develop_more.jsonl": 0.997,
    "develop_wide.jsonl": 0.99,
    "develop_fresh.jsonl": 0.997,
}
ASIDE = 0.98
"""What is reached for what is set aside: the labels differ about the words that belong to a period."""


@pytest.fixture(scope="module", params=sorted(REACHED))
def reads(request) -> tuple[str, list[Read]]:
    return request.param, read_all(FOLDER / request.param)


def test_every_measure_stays_where_it_was(reads):
    name, found = reads
    for measure, score in scores(found).items():
        floor = ASIDE if measure.startswith("aside") else REACHED[name]
        assert score.precision >= floor, measure
        assert score.recall >= floor, measure


def test_every_digit_lies_in_a_record(reads):
    assert uncovered(reads[1]) == 0
