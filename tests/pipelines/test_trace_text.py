"""A trace in words: what is withheld is said so, and what is not stated is not."""

from dataclasses import replace

import pytest

from pipelines.cli.trace_text import print_trace
from report.evidence.tracing.cell_evidence import AggregateParts, CellEvidence, CellReplay

NONE = dict.fromkeys(("files", "left_out", "absent", "contributions", "models"), ())
EVIDENCE = CellEvidence(
    edition="2020",
    figure=None,
    display=None,
    table="table_01",
    key={"orchard": "NORTH"},
    column="tonnes",
    value=None,
    nature="measured",
    replay=CellReplay("verified", None, None),
    **NONE,
)
OVER_NOTHING = AggregateParts("core_x", "sum(tonnes)", (), 0, None, agrees=True)
OVER_ROWS = AggregateParts("core_x", "sum(tonnes)", ({"value": 5}, {"value": 4}), 2, 9, agrees=True)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (OVER_NOTHING, "sum(tonnes) in core_x: no rows = not stated, which is the cell"),
        (OVER_ROWS, "sum(tonnes) in core_x: 5 + 4 = 9, which is the cell"),
        (
            replace(OVER_ROWS, parts=(), is_withheld=True),
            "sum(tonnes) in core_x: 2 parts that are withheld = 9, which is the cell",
        ),
        (
            replace(OVER_ROWS, parts=(), total=None, is_withheld=True),
            "sum(tonnes) in core_x: 2 parts that are withheld = not stated, which is the cell",
        ),
        (
            replace(OVER_ROWS, parts=(), total=None, is_withheld=True, is_total_withheld=True),
            "sum(tonnes) in core_x: 2 parts that are withheld = a total that is withheld, which is the cell",
        ),
    ],
)
def test_an_aggregate_says_what_is_withheld_and_what_is_not_stated(capsys, entry, words):
    print_trace(replace(EVIDENCE, contributions=(entry,)))
    assert words in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("replay", "is_closed", "words"),
    [
        (CellReplay("not_reproduced", 5, 4), False, "  expected 5, got 4"),
        (CellReplay("not_reproduced", 5, None), False, "  expected 5, got None"),
        (
            CellReplay("not_reproduced", 5, None, is_withheld=True),
            False,
            "  expected 5, got what is withheld",
        ),
        (
            CellReplay("not_reproduced", None, None, is_withheld=True),
            True,
            "  expected what is withheld, got what is withheld",
        ),
    ],
)
def test_a_replay_says_what_came_back_or_that_it_is_withheld(capsys, replay, is_closed, words):
    record = CellEvidence(**{**vars(EVIDENCE), "replay": replay, "is_value_withheld": is_closed})
    print_trace(record)
    assert words in capsys.readouterr().out.splitlines()
