"""Texts that are no sentences: numbers by the hundred, cells a million rows apart, words without an end."""

from dataclasses import replace

from numbertext.documents import Block
from numbertext.extraction import extract
from numbertext.languages.words import words_of
from numbertext.tables import Table, TableCell
from report.reconcile.context import MOST_NUMBERS, contexts
from report.reconcile.finding import SUPPORTED, UNRESOLVED
from report.reconcile.tables.bound import bind
from report.reconcile.tables.report_table import ReportTable
from warehouse.model import Column


def test_numbers_of_a_sentence_of_too_many_are_left_open(readers):
    said = "The network has 6 lines"
    many = said + " and 6 lines" * MOST_NUMBERS + "."
    few = said + " and 6 lines" * 3 + "."
    assert {v.verdict for *_, v in readers["railway"].verdicts(many)} == {UNRESOLVED}
    assert UNRESOLVED not in {v.verdict for *_, v in readers["railway"].verdicts(few)}
    assert next(readers["railway"].verdicts(f"{said}. {many}"))[2].verdict == SUPPORTED


def test_a_crowded_sentence_is_parted_into_no_clauses():
    text = "The network has " + "6 lines, and then " * (MOST_NUMBERS + 1)
    found = contexts(text, extract(text))
    assert len(found) > MOST_NUMBERS
    assert {c.clause for c in found} == {found[0].sentence}


def cell(text):
    return TableCell(text, (Block(text, "body", 1, None, 0, "cell"),))


def test_a_table_is_bound_by_its_cells_however_far_apart_they_are():
    columns = {"year": Column("year", "Year"), "lines": Column("lines", "Lines")}
    rows = {(str(year),): {"year": year, "lines": 6} for year in (2021, 2022)}
    of = ReportTable("t", "Lines", ("year",), columns, rows)
    cells = {(1, 1): "Year", (1, 2): "Lines", (2, 1): "2021", (2, 2): "6", (3, 1): "2022"}
    last = 10**9
    cells |= {(3, 2): "6", (last, last): "7"}
    table = Table(1, "", {place: cell(text) for place, text in cells.items()}, last, last)
    assert bind(table, [of]).rows.keys() == {2, 3}
    assert bind(replace(table.turned()), [of]).is_turned


def test_words_without_an_end_are_read_in_one_pass():
    # It would take hours to look for an address from every digit on.
    assert words_of("1" * 1_000_000 + " of the lines at www.example.org").plain == (
        "of",
        "the",
        "lines",
        "at",
    )
