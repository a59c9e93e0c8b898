"""Claims over more than one cell: borne out, refuted with formula and both cells, or left alone.

`two_cells.jsonl` was written before its rules said anything of it, one half kept aside: pairs of a true and a false
sentence of every kind, true sentences about neighbours, and (`beside`) true ones that tempt.
"""

import csv
import itertools
import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from numbertext import Interval
from numbertext.documents.document import Document, Piece, joined
from report.reconcile.cells.arithmetic import added, divided, less
from report.reconcile.finding import AGAINST, LOOSE, SUPPORTED, UNDECIDED, Reconciliation
from report.reconcile.page import render
from report.reconcile.reconciliation import read_document_with
from tests.toys import TESTS

HERE = Path(__file__).parent
HOLDS = (SUPPORTED, LOOSE)
BORNE_OUT, CAUGHT = 0.75, 0.75


@dataclass(frozen=True)
class Line:
    """A sentence, what it is, and the words that it is judged by; empty for any claim in it."""

    id: str
    project: str
    label: str
    kind: str
    text: str
    number: str
    kept: bool


LINES = [Line(**json.loads(s)) for s in (HERE / "two_cells.jsonl").read_text("utf-8").splitlines()]


def verdicts(readers, line):
    """The verdicts on what a line is judged by."""
    start = line.text.index(line.number) if line.number else 0
    end = start + len(line.number) if line.number else len(line.text)
    found = readers[line.project].verdicts(line.text)
    return [v for a, b, v in found if a < end and b > start]


def is_accused(readers, line):
    return any(v.verdict in AGAINST for _, _, v in readers[line.project].verdicts(line.text))


def is_held(readers, line):
    return any(v.verdict in HOLDS for v in verdicts(readers, line))


@pytest.mark.parametrize("label", ["true", "neighbour", "beside"])
def test_no_true_sentence_is_accused(readers, label):
    asked = [line for line in LINES if line.label == label]
    assert [line.text for line in asked if is_accused(readers, line)] == []


def test_no_false_sentence_and_no_neighbour_is_supported(readers):
    asked = [line for line in LINES if line.label in ("false", "neighbour")]
    assert [line.text for line in asked if is_held(readers, line)] == []


@pytest.mark.parametrize("kept", [False, True])
def test_most_claims_are_answered(readers, kept):
    true = [line for line in LINES if line.label == "true" and line.kept == kept]
    false = [line for line in LINES if line.label == "false" and line.kept == kept]
    assert sum(is_held(readers, line) for line in true) >= BORNE_OUT * len(true)
    assert sum(is_accused(readers, line) for line in false) >= CAUGHT * len(false)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        (
            "The Coast Line had 25.2 per cent of the network's passenger journeys in 2023.",
            "100 × 12,944,800 [coast_journeys] ÷ 51,435,700 [journeys] = 25.167 per cent",
        ),
        (
            "The Coast Line and the Airport Line together carried 19.7 million passenger journeys in 2023.",
            "12,944,800 [coast_journeys] + 6,733,900 [airport_journeys] = 19,678,700",
        ),
        (
            "Operating cost exceeded fare revenue by £78.5 million in 2023.",
            "227,450,000 [operating_cost] − 148,930,000 [fare_revenue] = 78,520,000",
        ),
        (
            "The Coast Line carried 1.9 times as many passenger journeys as the Airport Line in 2023.",
            "12,944,800 [coast_journeys] ÷ 6,733,900 [airport_journeys] = 1.9223",
        ),
        (
            "On average the Coast Line and the Airport Line carried 9.8 million passenger journeys each in 2023.",
            "(12,944,800 [coast_journeys] + 6,733,900 [airport_journeys]) ÷ 2 = 9,839,350",
        ),
        (
            "The Coast Line had more passenger journeys than the Airport Line in 2023.",
            "12,944,800 [coast_journeys] > 6,733,900 [airport_journeys]",
        ),
        (
            "The Airport Line had the fourth most passenger journeys of all lines in 2023.",
            "place of 6,733,900 [airport_journeys] among the 6 cells of table_02_lines.journeys, the highest first = 4",
        ),
        (
            "Complaints in 2023 were the highest on record.",
            "max of table_01_network.complaints from 2021 to 2023 = 27,372 [complaints]",
        ),
    ],
)
def test_the_formula_and_both_cells_stand_in_the_verdict(readers, text, formula):
    found = [v for _, _, v in readers["railway"].verdicts(text) if v.formula]
    assert [(v.verdict, v.formula) for v in found] == [(SUPPORTED, formula)]
    (said,) = found
    assert said.bound_by == "cells"
    assert formula in said.why
    assert said.evidence.files
    assert said.evidence.trace.count("annual-report trace ") >= 1


def test_a_cell_that_no_figure_publishes_is_named_and_traced_by_its_row(readers):
    text = "Syria had more internally displaced people than Afghanistan at the end of 2022."
    (found,) = [v for _, _, v in readers["2022"].verdicts(text) if v.formula]
    column = "table_02_hosts_by_member.idps_idmc"
    assert found.verdict == SUPPORTED
    assert found.formula == (
        f"6,865,000 [{column}: Syria, end of 2022] > 4,394,000 [{column}: Afghanistan, end of 2022]"
    )
    commands = found.evidence.trace.split("; ")
    assert commands == [
        f"annual-report trace table_02_hosts_by_member --row iso3={iso3} --column idps_idmc --edition 2022"
        for iso3 in ("SYR", "AFG")
    ]


def test_json_and_page_have_the_formula_and_the_rows_of_both_cells(readers):
    text = "The Coast Line and the Airport Line together carried 19.7 million passenger journeys in 2023."
    document = read(readers["railway"], text)
    (found,) = [f for f in document.as_dict()["statements"] if f["verdict"] == SUPPORTED]
    assert found["formula"].endswith("= 19,678,700")
    rows = line_years()
    own = {
        at for at, row in rows.items() if row["year"] == "2023" and row["line"] in ("COA", "AIR")
    }
    assert {entry["line"] for entry in found["evidence"] if entry["role"] == "value"} == own
    assert all(entry["file"].endswith("line_years.csv") for entry in found["evidence"])
    assert "= 19,678,700" in render(Reconciliation("2023", "2024-04-01", (document,)))


def read(reader, text):
    """A document of one paragraph, reconciled."""
    blocks, whole = joined([Piece(text, "body", "paragraph")])
    return read_document_with(Document("text.txt", "0" * 64, "text", blocks, whole), reader.judge)


def line_years():
    """The raw rows of the railway by line of their file."""
    path = TESTS / "railway" / "raw" / "operations" / "2024-02-20" / "line_years.csv"
    with path.open(encoding="utf-8") as file:
        return dict(enumerate(csv.DictReader(file), start=2))


PLACES = {
    "HAR": "Harbour Line",
    "COA": "Coast Line",
    "VAL": "Valley Line",
    "AIR": "Airport Line",
    "MOO": "Moor Line",
    "QUA": "Quarry Line",
}
MEASURES = {"journeys": "passenger journeys", "passengers_injured": "injured passengers"}


def crossed():
    """Every two lines of every year with a measure: their names, the measure and the raw values."""
    rows = [row for row in line_years().values() if row["year"] in ("2022", "2023")]
    for one, other in itertools.permutations(rows, 2):
        if one["year"] == other["year"]:
            for column, words in MEASURES.items():
                values = int(one[column]), int(other[column])
                yield PLACES[one["line"]], PLACES[other["line"]], words, one["year"], *values


def sentences(a, b, words, year, one, other):
    """Sentences of two cells with whether they are true, worked out from the raw file."""
    together = f"The {a} and the {b} together had {{:,}} {words} in {year}."
    yield together.format(one + other), True
    yield together.format(one + other + max(1, (one + other) // 7)), False
    apart = f"The {a} had {{:,}} {{}} {words} than the {b} in {year}."
    if one != other:
        way, wrong = ("more", "fewer") if one > other else ("fewer", "more")
        yield apart.format(abs(one - other), way), True
        yield apart.format(abs(one - other), wrong), False
        yield f"The {a} had {way} {words} than the {b} in {year}.", True
        yield f"The {a} had {wrong} {words} than the {b} in {year}.", False
    if one > 2 * other:
        times = Fraction(one, other)
        said = Decimal(round(times * 10)) / 10
        yield f"The {a} had {said} times as many {words} as the {b} in {year}.", True
        yield (
            f"The {a} had {said + said / 2:.1f} times as many {words} as the {b} in {year}.",
            False,
        )


def test_what_is_worked_out_of_raw_rows_and_what_is_not_for_all_pairs(readers):
    """A crossing of lines, measures, years and operations: the truth is the test's own arithmetic on the raw file."""
    wrong, answered, asked = [], 0, 0
    for cells in list(crossed())[::5]:
        for text, is_true in sentences(*cells):
            found = [v.verdict for _, _, v in readers["railway"].verdicts(text)]
            asked += 1
            answered += any(v in HOLDS if is_true else v in AGAINST for v in found)
            if any(v in AGAINST if is_true else v in HOLDS for v in found):
                wrong.append(text)
    assert wrong == []
    assert answered >= 0.95 * asked


def test_what_a_source_rounded_leaves_a_sum_open(readers):
    """27.6 and 22 million, to 0.1 and 1 million: 49.4 and 49.8 are as true as 49.6 is."""
    text = "Forced labour and forced marriage together held {} million people worldwide."
    found = {
        said: [v.verdict for _, _, v in readers["2022"].verdicts(text.format(said))]
        for said in ("49.4", "52.4", "50")
    }
    assert found == {"49.4": [UNDECIDED], "52.4": ["contradicted"], "50": [UNDECIDED]}


def test_intervals_are_added_and_divided_at_their_ends():
    one = Interval(Fraction(2), Fraction(4), high_open=True)
    other = Interval(Fraction(1), Fraction(2))
    assert added([one, other]) == Interval(Fraction(3), Fraction(6), high_open=True)
    assert less(one, other) == Interval(Fraction(0), Fraction(3), high_open=True)
    assert divided(one, other) == Interval(Fraction(1), Fraction(4), high_open=True)
    assert divided(one, Interval(Fraction(0), Fraction(2))) is None


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that the Coast Line had more passenger journeys than the Harbour Line in 2023.",
        "Did the Coast Line have more passenger journeys than the Harbour Line in 2023?",
        "The Coast Line may have had more passenger journeys than the Harbour Line in 2023.",
        "If the Coast Line had more passenger journeys than the Harbour Line in 2023, nobody saw it.",
        "The Coast Line will have more passenger journeys than the Harbour Line.",
        "In 2019 the Coast Line had more passenger journeys than the Harbour Line.",
        "In May 2023 the Coast Line had more passenger journeys than the Harbour Line.",
        "The Coast Line had more passenger journeys by students than the Harbour Line in 2023.",
        "The Coast Line and the Dale Line together carried 40 million passenger journeys in 2023.",
    ],
)
def test_what_is_not_said_as_a_fact_of_these_cells_is_left_alone(readers, text):
    assert not any(v.verdict in (*AGAINST, *HOLDS) for _, _, v in readers["railway"].verdicts(text))


@pytest.mark.parametrize(
    "verb", ["brought together", "came together with", "put them together for"]
)
def test_bringing_people_together_adds_nothing_up(readers, verb):
    text = f"The two flagship events {verb} hundreds of delegates of 40 Member States in 2022."
    found = [verdict for _, _, verdict in readers["2022"].verdicts(text)]
    assert all("several against each other" not in verdict.why for verdict in found)
