"""Content: what a consistently re-hashed release still gives away, and what it does not."""

import shutil
from decimal import Decimal
from itertools import product
from types import SimpleNamespace

import pytest

from report.figures.recheck import parse_recheck
from report.publish.files import guarded
from report.release.verify.verify import (
    CUT,
    TAMPERED,
    UNPROVEN,
    Declared,
    Part,
    is_alike,
    is_blank,
    is_cell,
    is_shown,
    is_worded,
    number,
    says,
    total,
    verify,
)
from warehouse.errors import DefinitionError

NORTH = "data/evidence/harvest_north.json"
RAW = "data/project/raw/harvest/2022-02-01/crops.csv"


def kinds(copy):
    copy.rehash()
    code, found = verify(copy.folder)
    assert code == TAMPERED
    return {(problem["path"], problem["kind"]) for problem in found["problems"]}


def test_the_copy_is_intact_when_nothing_is_changed(bare):
    bare.rehash()
    assert verify(bare.folder)[0] == UNPROVEN


def test_a_figure_that_is_not_its_cell(bare):
    bare.replace("data/figures.json", b'"value": 140', b'"value": 141')
    assert ("data/tables/table_01_harvest.csv", "figure is not its cell") in kinds(bare)


def test_a_wording_that_is_not_the_rounded_value(bare):
    for name in ("data/figures.json", NORTH):
        bare.replace(name, b'"140 tonnes"', b'"150 tonnes"')
    bare.replace("data/figures.csv", b"140 tonnes", b"150 tonnes")
    found = kinds(bare)
    assert ("data/figures.json", "display is not the rounded value") in found
    said_in = {"data/ro-crate-metadata.json", "data/prov.json", "data/index.html"}
    assert {path for path, _ in found} == {"data/figures.json", *said_in}


def test_two_evidence_rows_swapped(bare):
    document = bare.json("evidence/harvest_north.json")
    source = document["sources"][1]
    source["rows"] = [{**source["rows"][0], "line": 9, "role": "witness"}, *source["rows"]]
    bare.write_json("evidence/harvest_north.json", document)
    assert (NORTH, "evidence rows are not in order") in kinds(bare)


def test_a_quoted_row_that_the_raw_file_does_not_have(bare):
    for name in (NORTH, NORTH.replace(".json", ".csv")):
        bare.replace(name, b"apple", b"olive")
    assert kinds(bare) == {(NORTH, "quoted row is not in the raw file")}


def test_a_raw_file_and_its_digest_changed_together(bare):
    bare.replace(RAW, b"140.0", b"141.0")
    assert (RAW, "raw file is not that of the evidence") in kinds(bare)


def test_everything_changed_but_the_raw_row(bare):
    for name in ("data/figures.json", NORTH, "data/tables/table_01_harvest.csv"):
        bare.write(name, bare.read(name).replace(b"140", b"240"))
    assert (NORTH, "quoted row is not in the raw file") in kinds(bare)


def test_a_raw_file_whose_digest_is_left_out_is_compared_all_the_same(bare):
    """Without its digest in the evidence, nothing would be held against the file."""
    for name in (
        "data/figures.json",
        "data/figures.csv",
        NORTH,
        "data/tables/table_01_harvest.csv",
    ):
        bare.write(name, bare.read(name).replace(b"140", b"240"))
    bare.write(
        NORTH.replace(".json", ".csv"),
        bare.read(NORTH.replace(".json", ".csv")).replace(b"140", b"240"),
    )
    document = bare.json("evidence/harvest_north.json")
    for source in document["sources"]:
        source["sha256"] = ""
    bare.write_json("evidence/harvest_north.json", document)
    assert (RAW, "raw file is not that of the evidence") in kinds(bare)


def test_a_raw_file_that_is_called_withheld_is_noted(bare):
    file = RAW.removeprefix("data/project/")
    digest = next(
        s["sha256"]
        for s in bare.json("evidence/harvest_north.json")["sources"]
        if s["file"] == file
    )
    bare.write_json("withheld.json", {"files": [{"path": file, "sha256": digest}]})
    shutil.rmtree((bare.folder / RAW).parent)
    bare.rehash()
    code, found = verify(bare.folder)
    assert code == UNPROVEN
    assert f"{file}: withheld; its rows are not read" in found["notes"]


def test_a_recheck_that_was_taken_out(bare):
    for name in ("figures.json", "evidence/harvest_north.json"):
        document = bare.json(name)
        for entry in document.get("figures", [document]):
            entry["recheck"] = None
        bare.write_json(name, document)
    assert kinds(bare) == {("data/figures.json", "a declared recheck is gone")}


def test_the_figures_as_csv_say_the_same(bare):
    bare.replace("data/figures.csv", b"140 tonnes", b"150 tonnes")
    assert kinds(bare) == {("data/figures.csv", "listing differs from the figures")}


def test_what_is_remade_as_a_whole_cannot_be_told_from_a_true_release(bare):
    """The limit of what an unsigned release proves; docs/verification.md says so."""
    bare.write("data/lock/requirements.lock", b"another==1.0\n")
    bare.rehash()
    assert verify(bare.folder)[0] == UNPROVEN


@pytest.mark.parametrize(
    ("cell", "value", "same"),
    [
        ("140", "140", True),
        ("140.0", "140", True),
        ("140.01", "140", False),
        ("1e400", "140", False),
        ("nan", "1", False),
        ("", "0", False),
        ("123456789.0123456789", "123456789.01234567", True),
    ],
)
def test_cells_are_compared_exactly(cell, value, same):
    assert is_cell(cell, number(value)) is same


def test_cells_that_are_no_numbers():
    assert is_cell("", None)
    assert not is_cell("0", None)
    assert is_cell("true", True)
    assert is_cell("'=1+1", "=1+1")
    assert not is_cell("'=1+1", "1+1")


@pytest.mark.parametrize(
    ("value", "decimals", "scale", "display", "same"),
    [
        ("108436336", 1, "million", "108.4 million", True),
        ("108436336", 1, "million", "108.5 million", False),
        ("108436336", 0, "one", "108,436,336", True),
        ("108436336", 0, "one", "436,336", False),
        ("8436336", 0, "one", "108,436,336", False),
        ("-59", 0, "one", "\N{MINUS SIGN}59 per cent", True),
        ("2.5", 0, "one", "3", True),
        ("-0.2", 0, "one", "0", True),
    ],
)
def test_wordings_hold_the_rounded_value(value, decimals, scale, display, same):
    told = {"value": number(value), "decimals": number(str(decimals)), "scale": scale}
    figure = SimpleNamespace(**told, rounding="half_up", display=display)
    assert is_worded(figure) is same


@pytest.mark.parametrize(
    "display",
    [
        *("108.4 billion people", "not 108.4 million but 208 million people", "108.4 million"),
        *("\N{MINUS SIGN}108.4 million people", "-108.4 million people", "108.4 million people "),
        *("108.4\u00a0million people", "about 108.4 million people", "", "108.4"),
    ],
)
def test_the_whole_wording_is_held_and_not_the_number_in_it(display):
    told = {"value": number("108436336"), "decimals": number("1"), "scale": "million"}
    figure = SimpleNamespace(**told, rounding="half_up", display=display)
    figure.wording = "{value} million people"
    assert not is_worded(figure)
    figure.display = "108.4 million people"
    assert is_worded(figure)


@pytest.mark.parametrize("before", ["-", "\N{MINUS SIGN}", "5,", "1"])
def test_without_the_wording_a_number_stands_by_itself(before):
    told = {"value": number("140"), "decimals": number("0"), "scale": "one"}
    figure = SimpleNamespace(**told, rounding="half_up", display=f"{before}140 tonnes")
    assert not is_worded(figure)


ENGLISH, GERMAN, FRENCH = (
    "    reader: {thousands: ','}\n",
    """    reader: {thousands: ".", decimal: ","}\n""",
    """    reader:\n      "decimal": ","\n      thousands: " "\n""",
)


@pytest.mark.parametrize(
    ("cell", "register", "value", "same"),
    [
        ("1,234.50", ENGLISH, "1234.5", True),
        ("1,234,567", ENGLISH, "1234567", True),
        ("1,5", ENGLISH, "15", False),
        ("1.5", ENGLISH, "15", False),
        ("1.234", ENGLISH, "1234", False),
        ("1.234,50", GERMAN, "1234.5", True),
        ("1,5", GERMAN, "1.5", True),
        ("1,5", GERMAN, "15", False),
        ("1\N{NO-BREAK SPACE}234,5", FRENCH, "1234.5", True),
        ("1 234", FRENCH, "1234", True),
        ("1.5", "", "1.5", True),
        ("1.50", "decimal: '.'", "1.5", True),
        ("1.25e2", "", "125", True),
        ("1.5", "", "15", False),
        ("1.234", "", "1234", False),
        ("1,234", "", "1234", False),
        ("1 234", "", "1234", False),
        ("12 per cent", ENGLISH, "12", False),
        ("-", "", "0", False),
    ],
)
def test_raw_cells_say_numbers_in_the_marks_that_their_source_names(cell, register, value, same):
    assert says(cell, number(value), register) is same


@pytest.mark.parametrize(
    ("cell", "register", "is_so"),
    [
        ("", "", True),
        ("...", "", True),
        ("n/a", "null_markers: [n/a]", True),
        ("it's", "null_markers: ['it''s']", True),
        ("<5", "suppressed: {columns: [a], markers: ['<5']}", True),
        ("-99", 'null_markers: ["-99"]', True),
        ("\N{EN DASH}", 'null_markers: ["\\u2013"]', True),
        ("-99", "null_markers: [x]", False),
        ("Germany", "title: Germany", False),
        ("12", "", False),
    ],
)
def test_a_raw_cell_is_blank_where_its_source_says_so(cell, register, is_so):
    assert is_blank(cell, register) is is_so


KINDS = ("count", "count distinct", "sum", "share", "mean")
COLUMNS = ("", "a", "a + b", "a+b", "a +", "+ a", "a b", "of", "times")
ENDS = (
    "",
    " of x",
    " of",
    " times 10",
    " of x times 10",
    " times 0",
    " / c",
    " / c of y",
    " / c / d",
)


@pytest.mark.parametrize("text", [" ".join(w) for w in product(KINDS, COLUMNS, ENDS)])
def test_what_is_declared_is_read_as_the_catalogue_reads_it(text):
    try:
        meant = parse_recheck(text, "figure x")
    except DefinitionError:
        meant = None
    found = Declared(text)
    parts = [(list(part.columns), part.source) for part in meant.parts] if meant else []
    assert found.kind == (meant.kind if meant else "")
    assert not meant or (found.times, found.parts) == (meant.times, parts)


def test_what_is_added_up_is_exact_however_long_the_numbers():
    one, other = 10**30 + 1, 10**30 + 2
    rows = [
        SimpleNamespace(line=line, role="value", sheet="", values=Part({"a": Decimal(value)}))
        for line, value in ((2, one), (3, other))
    ]
    source = SimpleNamespace(source="s", file="raw/s/1/f.csv", rows=rows)
    part = SimpleNamespace(rows=[["raw/s/1/f.csv", 2, str(one)], ["raw/s/1/f.csv", 3, str(other)]])
    assert total(part, (["a"], ""), "sum", SimpleNamespace(sources=[source])) == one + other


@pytest.mark.parametrize(
    ("shown", "text", "is_so"),
    [
        ("a\u241bb", "a\x1bb", True),
        ("a\ufffdb", "a\x85b", True),
        ("a\nb", "a\r\nb", True),
        ("_x005F_x0041_", "_x0041_", True),
        ("x" * 20_000 + CUT, "x" * 40_000, True),
        ("y" * 20_000 + CUT, "x" * 40_000, False),
        ("another", "a\x1bb", False),
        ("a\u241bc", "a\x1bb", False),
        ("\u241b\u241b", "ab", False),
        (CUT, "short", False),
    ],
)
def test_a_text_of_the_workbook_is_that_of_the_table_sign_by_sign(shown, text, is_so):
    assert is_alike(shown, text) is is_so


@pytest.mark.parametrize("text", ["=1", "-1", "@x", "\tx", "\r=1", "\n=1", "\uff1d1", "\uff201"])
def test_every_text_that_is_guarded_in_a_csv_is_read_as_itself(text):
    (cell,) = guarded([text])
    assert cell == f"'{text}"
    assert is_cell(cell, text)
    assert not is_cell("'x", "x")


@pytest.mark.parametrize(
    ("cell", "is_so"), [("true", True), ("yes", True), ("no", False), ("false", False)]
)
def test_a_word_of_a_table_is_itself_or_a_truth_value_in_its_workbook(cell, is_so):
    assert is_shown(cell, "true", Decimal(1)) == is_so
    assert is_shown("yes", "yes", Decimal(1))
    assert not is_shown("true", "yes", Decimal(1))
