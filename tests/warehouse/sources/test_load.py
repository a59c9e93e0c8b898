"""Whole files: the account of rows, headers, hostile content, and the same result for any number of threads."""

import gzip
import hashlib
import json

import pyarrow.parquet as pq
import pytest

from warehouse.errors import SourceFileError
from warehouse.problems import blocking
from warehouse.row_ids import file_number, file_of
from warehouse.sources import limits
from warehouse.sources import load as load_module
from warehouse.sources.load import FilePlace
from warehouse.sources.readers import csv_file

YIELD = {"year": "whole", "place": "text", "kilos": {"type": "whole", "nullable": True}}
TEXT = "year,place,kilos\n2020,Asia,5\n2021,Asia,\n"


def test_a_plain_file_is_loaded(loaded):
    result = loaded(TEXT, YIELD)
    report = result.report
    assert result.rows("_nature, year, place, kilos") == [
        (2, "measured", 2020, "Asia", 5),
        (3, "measured", 2021, "Asia", None),
    ]
    assert (report.rows_read, report.rows_written, report.rejected_lines) == (2, 2, ())
    assert (report.physical_lines, report.columns, report.problems) == (
        3,
        ("year", "place", "kilos"),
        (),
    )


def test_the_table_has_plain_types_and_a_row_number(loaded):
    result = loaded(TEXT, YIELD)
    schema = pq.read_schema(result.target)
    assert schema.names == ["_row", "_nature", "year", "place", "kilos"]
    assert [str(kind) for kind in schema.types] == ["int64", "string", "int64", "string", "int64"]
    rows = pq.read_table(result.target)["_row"].to_pylist()
    assert [file_of(row) for row in rows] == [file_number("raw/herbs/2020/file.csv", "")] * 2


def test_the_number_of_a_file_follows_path_and_sheet():
    number = file_number("raw/a.xlsx", "One")
    assert number == file_number("raw/a.xlsx", "One")
    assert 0 <= number < 2**31
    assert len({number, file_number("raw/a.xlsx", "Two"), file_number("raw/b.xlsx", "One")}) == 3
    assert number == int(hashlib.sha256(b"raw/a.xlsx\0One").hexdigest()[:8], 16) >> 1


def test_every_row_is_written_or_rejected(loaded):
    text = "year,place,kilos\n2020,Asia,5\n\n2021,Asia\nx,Asia,1\n2022,Asia,1,2\n2023,Asia,7\n"
    report = loaded(text, YIELD).report
    assert (report.rows_read, report.rows_written) == (5, 2)
    assert report.rejected_lines == (4, 5, 6)


def test_rows_that_do_not_add_up_stop_the_load(loaded, monkeypatch, tmp_path):
    monkeypatch.setattr(load_module.TableWriter, "write", lambda self, rows: None)
    with pytest.raises(SourceFileError, match="do not add up"):
        loaded(TEXT, YIELD)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_column_is_told_with_the_closest_name_and_nothing_is_loaded(loaded):
    result = loaded("year,place,kilo\n2020,Asia,5\n", YIELD)
    assert result.rows() == []
    assert result.report.rows_read == 0
    extra, missing = result.report.problems
    assert (extra.column, extra.line) == ("kilo", 1)
    assert (missing.column, missing.rule) == ("kilos", "the file has a column 'kilos'")
    assert "'kilo'" in missing.remedy


def test_an_extra_column_is_told_and_the_rest_is_loaded(loaded):
    result = loaded("year,place,note,kilos\n2020,Asia,secret,5\n", YIELD)
    assert result.rows("year, kilos") == [(2, 2020, 5)]
    assert result.told() == [(1, "note", "")]


def test_a_column_that_comes_twice_is_told(loaded):
    result = loaded("year,place,kilos,kilos\n2020,Asia,5,6\n", YIELD)
    assert result.only().rule == "the column 'kilos' comes once in the header"
    assert result.rows() == []


def test_the_order_of_columns_is_that_of_the_schema(loaded):
    result = loaded("kilos,place,year\n5,Asia,2020\n", YIELD)
    assert result.report.columns == ("year", "place", "kilos")
    assert result.rows("year, place, kilos") == [(2, 2020, "Asia", 5)]


def test_a_header_of_very_many_columns_is_refused(loaded):
    with pytest.raises(SourceFileError, match="the header has 200,000 columns"):
        loaded("a" + ",a" * 199_999 + "\n", YIELD)


def test_duplicate_rows_are_told(loaded):
    result = loaded(TEXT + "2020,Asia,5\n", YIELD, unique=["year", "place"])
    assert result.told() == [(4, "", "year 2020, place Asia")]


@pytest.mark.parametrize(
    "name", ["file.csv", "file.xlsx", "file.json", "file.ndjson", "file.csv.gz"]
)
def test_a_file_of_no_bytes_is_refused(loaded, name):
    with pytest.raises(SourceFileError, match="0 bytes"):
        loaded(b"", YIELD, name=name, format=name.split(".")[1])


@pytest.mark.parametrize("content", [b"\n", b"\n\n\r\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_header_is_refused(loaded, content):
    with pytest.raises(SourceFileError, match="ends before its header"):
        loaded(content, YIELD)


@pytest.mark.parametrize(
    "content", ["year,place,kilos\n", "year,place,kilos", "year,place,kilos\n\n"]
)
def test_a_header_without_rows_is_a_problem_unless_allowed(loaded, content):
    problem = loaded(content, YIELD).only()
    assert (problem.line, problem.rule) == (1, "the file has at least one row below its header")
    assert loaded(content, YIELD, allow_empty=True).report.problems == ()


def test_a_missing_file_is_refused(loaded, tmp_path):
    with pytest.raises(SourceFileError, match="missing"):
        loaded(tmp_path / "nothing.csv", YIELD)


def test_problems_name_the_place(loaded):
    place = FilePlace("herbs", "raw_herbs__yield", "2020", "raw/herbs/2020/a.csv")
    problem = loaded("year,place,kilos\n2020,Asia,many\n", YIELD, place=place).only()
    assert (problem.source, problem.table, problem.vintage) == ("herbs", "raw_herbs__yield", "2020")
    assert (problem.file, problem.sheet, problem.severity) == ("raw/herbs/2020/a.csv", "", "error")


def test_an_earlier_table_stays_when_a_load_fails(loaded):
    before = loaded(TEXT, YIELD)
    with pytest.raises(SourceFileError):
        loaded(TEXT.encode() + b"2022,\xff,1\n", YIELD)
    assert len(before.rows()) == 2
    assert [path.name for path in before.target.parent.iterdir()] == ["table.parquet"]


def many_rows(count):
    """A CSV file in which something is wrong every thousand rows, with quoted line ends and blank lines."""
    lines = ["year,place,kilos"]
    for number in range(count):
        kilos = "many" if number % 1000 == 7 else str(number)
        place = '"New\nCaledonia"' if number % 500 == 3 else f"P{number % 40}"
        lines.append(
            f"{1900 + number % 120},{place},{kilos}" + (",extra" if number % 1000 == 9 else "")
        )
        if number % 700 == 0:
            lines.append("")
    return "\n".join(lines) + "\n"


def true_lines(text):
    """The physical line of each record that is neither ragged nor wrong, told without any reader."""
    lines, number, is_open = [], 1, False
    for line in text.splitlines()[1:]:
        number += 1
        if line and not is_open and ",many" not in line and ",extra" not in line:
            lines.append(number)
        if line.count('"') % 2:
            is_open = not is_open
    return lines


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize("block", [4096, limits.BLOCK_BYTES])
def test_lines_and_order_hold_for_any_number_of_threads_and_size_of_blocks(
    loaded, monkeypatch, threads, block
):
    monkeypatch.setattr(load_module, "processors", lambda: threads)
    monkeypatch.setattr(limits, "BLOCK_BYTES", block)
    text = many_rows(6000)
    result = loaded(text, {**YIELD, "year": {"type": "whole", "min": 1901}})
    assert [row[0] for row in result.rows()] == true_lines(text)
    assert result.report.physical_lines == text.count("\n")
    assert result.report.rows_read == 6000
    assert hashlib.sha256(repr(result.report.problems).encode()).hexdigest()[:8] == fingerprint(
        loaded, text
    )


def fingerprint(loaded, text):
    """The problems as the careful reader alone tells them, as a short hash."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_file, "cut", lambda *given: None)
        result = loaded(text, {**YIELD, "year": {"type": "whole", "min": 1901}})
    assert [row[0] for row in result.rows()] == true_lines(text)
    return hashlib.sha256(repr(result.report.problems).encode()).hexdigest()[:8]


def test_the_same_file_gives_the_same_bytes(loaded, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK_BYTES", 4096)
    text = many_rows(3000)
    monkeypatch.setattr(load_module, "processors", lambda: 1)
    one = loaded(text, YIELD).target.read_bytes()
    monkeypatch.setattr(load_module, "processors", lambda: 3)
    assert loaded(text, YIELD).target.read_bytes() == one


def test_a_gzipped_file_gives_the_same_rows(loaded):
    plain = loaded(TEXT, YIELD).rows()
    assert loaded(gzip.compress(TEXT.encode()), YIELD, name="file.csv.gz").rows() == plain


POPULATION_TEXTS = ("coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
POPULATION_COUNTS = (
    "refugees",
    "asylum_seekers",
    "returned_refugees",
    "idps",
    "returned_idps",
    "stateless",
    "ooc",
    "oip",
    "hst",
)


def test_the_real_population_table_loads_without_a_problem(loaded, shared):
    columns = {"year": {"type": "whole", "min": 1951, "max": 2022}}
    for name in POPULATION_TEXTS:
        columns[name] = {"type": "text", "nullable": name.endswith("_iso")}
    for name in POPULATION_COUNTS:
        columns[name] = {"type": "whole", "nullable": True, "min": 0}
    path = shared / "data" / "unhcr" / "2023-06-14" / "population.csv.gz"
    result = loaded(path, columns, unique=["year", "coo", "coa"])
    assert (result.report.rows_read, result.report.rows_written) == (120_338, 120_338)
    assert result.report.problems == ()


def test_the_real_incident_rows_load_from_one_line_of_json(loaded, shared):
    path = shared / "data" / "iom_missing_migrants" / "2022.json.gz"
    records = json.loads(gzip.decompress(path.read_bytes()))
    columns = {name: {"type": "text", "nullable": True} for name in records[0]}
    columns["reported_date"] = "date"
    columns["number_dead"] = {"type": "whole", "nullable": True}
    result = loaded(path, columns, format="json", unique=["web_id"])
    assert result.report.rows_written == len(records)
    assert [row[0] for row in result.rows()] == list(range(1, len(records) + 1))
    repeated = len(records) - len({record["web_id"] for record in records})
    assert len(blocking(result.report.problems)) == repeated > 0
    others = {p.rule_id for p in result.report.problems if p.severity == "warning"}
    assert others == {"raw_herbs__yield.file.twins"}  # `Drowning` and `Drowning ` among them
