"""CSV as it is met: marks, line ends, encodings, quotes, and files that are not CSV at all."""

import codecs
import gzip

import pytest

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers import csv_file, open_reader

COLUMNS = {"a": {"type": "text", "nullable": True}, "b": {"type": "text", "nullable": True}}


def lines_and_values(loaded, content, **reader):
    """Rows as (line, a, b)."""
    return loaded(content, COLUMNS, **reader).rows("a, b")


@pytest.fixture(params=["blocks", "careful"])
def way(request, monkeypatch):
    """Both ways to read CSV must tell the same."""
    if request.param == "careful":
        monkeypatch.setattr(csv_file, "cut", lambda *given: None)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a,b\n1,2\n", [(2, "1", "2")]),
        ("a,b\n1,2", [(2, "1", "2")]),
        ("a,b\r\n1,2\r\n3,4\r\n", [(2, "1", "2"), (3, "3", "4")]),
        ("a,b\r1,2\r3,4\r", [(2, "1", "2"), (3, "3", "4")]),
        ("a,b\n\n1,2\n\n\n3,4\n", [(3, "1", "2"), (6, "3", "4")]),
        ("a,b\r\n\r\n1,2\r\n", [(3, "1", "2")]),
        ('a,b\n"x\ny",2\n3,4\n', [(2, "x\ny", "2"), (4, "3", "4")]),
        ('a,b\n"x\n\ny",2\n3,4\n', [(2, "x\n\ny", "2"), (5, "3", "4")]),
        ('a,b\r\n"x\r\ny",2\r\n3,4\r\n', [(2, "x\r\ny", "2"), (4, "3", "4")]),
        ('a,b\n"say ""hi""","1,2"\n', [(2, 'say "hi"', "1,2")]),
        ('a,b\n"""x""",""""\n', [(2, '"x"', '"')]),
        ('a,b\n5" pipe,6"\n1,2\n', [(2, '5" pipe', '6"'), (3, "1", "2")]),
        ('a,b\n"","x"\n', [(2, None, "x")]),
        ('"a","b"\n1,2\n', [(2, "1", "2")]),
        (" a , b\n1,2\n", [(2, "1", "2")]),
        ("a,b\n x ,y\t\n", [(2, " x ", "y\t")]),
        ("a,b\n0x10,0X1f\n", [(2, "0x10", "0X1f")]),
    ],
)
def test_records_and_their_lines(loaded, content, rows):
    assert lines_and_values(loaded, content) == rows


@pytest.mark.usefixtures("way")
def test_other_marks(loaded):
    assert lines_and_values(loaded, "a;b\n'1;5';2\n", delimiter=";", quote="'") == [(2, "1;5", "2")]
    assert lines_and_values(loaded, "a\tb\n1\t2\n", delimiter="\t") == [(2, "1", "2")]
    assert lines_and_values(loaded, 'a,b\n"1,2"\n', quote="") == [(2, '"1', '2"')]


@pytest.mark.usefixtures("way")
def test_preamble_and_header_rows(loaded):
    content = 'Title, with a comma\n"open quote\n\nPeople,People\nborn,dead\n1,2\n'
    columns = {"People born": "whole", "People dead": "whole"}
    result = loaded(content, columns, preamble_lines=3, header_rows=2)
    assert result.rows('"People born", "People dead"') == [(6, 1, 2)]
    assert result.report.physical_lines == 6


@pytest.mark.usefixtures("way")
def test_ragged_rows_are_problems(loaded):
    result = loaded("a,b\n1,2\n3\n\n4,5,6\n7,8\n", COLUMNS)
    assert result.told() == [(3, "", "1 field"), (5, "", "3 fields")]
    assert result.report.problems[0].rule == "the line has 2 fields, like the header"
    assert result.report.rejected_lines == (3, 5)
    assert result.rows("a") == [(2, "1"), (6, "7")]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("record", ['"x"y,2', '"x" ,2', '"x,2'])
def test_quotes_that_do_not_match_up_are_problems(loaded, record):
    result = loaded(f"a,b\n1,2\n{record}\n", COLUMNS)
    assert [(line, column) for line, column, _ in result.told()] == [(3, "")]
    assert "quotes" in result.only().rule
    assert (result.report.rows_read, result.report.rejected_lines) == (2, (3,))


@pytest.mark.usefixtures("way")
def test_a_quote_that_is_never_closed_ends_at_the_limit(loaded, monkeypatch):
    monkeypatch.setattr(limits, "RECORD_BYTES", 200_000)
    content = 'a,b\n1,2\n"x,2\n' + "3,4\n" * 300_000
    with pytest.raises(SourceFileError, match=r"begins on line 3 is longer"):
        loaded(content, COLUMNS)


@pytest.mark.usefixtures("way")
def test_a_huge_line_is_refused(loaded):
    with pytest.raises(SourceFileError, match=r"line 2 is longer than 8,388,608 bytes"):
        loaded(b"a,b\n" + b"x" * (3 * limits.RECORD_BYTES) + b",1\n", COLUMNS)


def test_a_file_without_any_line_end_is_refused(loaded):
    with pytest.raises(SourceFileError, match="line 1 is longer"):
        loaded(b"x" * (2 * limits.RECORD_BYTES), COLUMNS)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("content", "line", "byte", "position"),
    [
        (b"a,b\n1,2\n3,caf\xe9\n", 3, "0xE9", 6),
        (b"a,b\n\xff\xfe,2\n", 2, "0xFF", 1),
        (b"a,b\xff\n1,2\n", 1, "0xFF", 4),
        (b"a,b\n1,2\n3,\xc3", 3, "0xC3", 3),
        (b'a,b\n5",2\n3,\xe9\n1,2', 3, "0xE9", 3),
    ],
)
def test_bytes_that_are_no_text_are_named(loaded, content, line, byte, position):
    with pytest.raises(SourceFileError) as caught:
        loaded(content, COLUMNS)
    assert (
        caught.value.fact == f"byte {byte} at position {position} of line {line} is not utf-8 text"
    )
    assert "encoding" in caught.value.remedy


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("row", [b"1\xac", b"1,\xac,3", b'"\xac"', b"\xac"])
def test_bytes_that_are_no_text_in_a_row_of_another_length_are_named(loaded, monkeypatch, row):
    """Arrow decodes such a row before it is told of, and prints a traceback of what it cannot decode."""
    printed = []
    monkeypatch.setattr("sys.unraisablehook", printed.append)
    with pytest.raises(SourceFileError, match=r"byte 0xAC at position \d+ of line 3 is not"):
        loaded(b"a,b\n1,2\n" + row + b"\n3,4\n", COLUMNS)
    assert printed == []


def test_bytes_that_are_no_text_in_another_encoding_are_named(loaded):
    with pytest.raises(
        SourceFileError, match=r"byte 0x81 at position 3 of line 2 is not cp1252 text"
    ):
        loaded(b"a,b\n1,\x81\n", COLUMNS, encoding="cp1252")
    with pytest.raises(SourceFileError, match="not ascii text"):
        loaded("a,b\n1,é\n", COLUMNS, encoding="ascii")


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("mark", "encoding", "declared"),
    [
        (b"", "cp1252", "cp1252"),
        (b"", "latin-1", "iso-8859-1"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "cp1252"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-8"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (b"", "utf-16-le", "utf-16-le"),
    ],
)
def test_encodings(loaded, mark, encoding, declared):
    content = mark + "a,b\nÉtat,été\n".encode(encoding)
    assert lines_and_values(loaded, content, encoding=declared) == [(2, "État", "été")]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(("content", "line"), [(b"a,b\n1,2\n3,\x00\n", 3), (b"a\x00,b\n", 1)])
def test_nul_bytes_are_refused(loaded, content, line):
    with pytest.raises(SourceFileError, match=f"line {line} has a NUL byte"):
        loaded(content, COLUMNS)


def test_utf16_without_its_mark_is_refused_with_a_hint(loaded):
    with pytest.raises(SourceFileError) as caught:
        loaded("a,b\n1,2\n".encode("utf-16-le"), COLUMNS)
    assert "UTF-16" in caught.value.remedy


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", gzip.compress(b"a,b\n1,2\n", mtime=0)])
def test_a_file_of_another_format_is_named(loaded, content):
    with pytest.raises(SourceFileError, match="not plain text"):
        loaded(content, COLUMNS)


@pytest.mark.parametrize(
    "content",
    [b"a,b\n1,2\n", gzip.compress(b"a,b\n1,2\n" * 1000, mtime=0)[:-20], b"\x1f\x8b\x08rest"],
)
def test_a_broken_gzip_file_is_refused(loaded, content):
    with pytest.raises(SourceFileError, match="cannot be decompressed"):
        loaded(content, COLUMNS, name="file.csv.gz")


def test_a_gzip_bomb_is_refused(loaded, monkeypatch):
    monkeypatch.setattr(limits, "RATIO_FREE_BYTES", limits.MEBIBYTE)
    bomb = gzip.compress(b"a,b\n" + b"1,2\n" * 4_000_000)
    with pytest.raises(SourceFileError, match="grows to more than"):
        loaded(bomb, COLUMNS, name="file.csv.gz")


def test_the_size_of_a_decompressed_file_is_limited(loaded, monkeypatch):
    monkeypatch.setattr(limits, "DECOMPRESSED_BYTES", 300_000)
    rows = "".join(f"{number * 7919 % 1_000_003},{number}\n" for number in range(40_000))
    with pytest.raises(SourceFileError, match="grows to more than"):
        loaded(gzip.compress(b"a,b\n" + rows.encode()), COLUMNS, name="file.csv.gz")


def test_a_carriage_return_at_the_end_of_a_block_is_no_line_of_its_own(loaded, monkeypatch):
    for block in range(60, 72):
        monkeypatch.setattr(limits, "BLOCK_BYTES", block)
        monkeypatch.setattr(limits, "MEBIBYTE", 16)
        content = "a,b\r\n" + "".join(f"{n},x\r\n" for n in range(100))
        assert lines_and_values(loaded, content) == [(n + 2, str(n), "x") for n in range(100)]


def test_plain_numbers_and_others_of_one_column_are_read_alike(loaded, monkeypatch):
    monkeypatch.setattr(limits, "BLOCK_BYTES", 64)
    monkeypatch.setattr(limits, "MEBIBYTE", 16)
    cells = ["1", "+2", "3.0", " 4", "-", "", "007", "0x8", "9e", "10"] * 20
    result = loaded(
        "n\n" + "".join(f'"{cell}"\n' for cell in cells), {"n": {"type": "whole", "nullable": True}}
    )
    kept = {"1": 1, "+2": 2, "3.0": 3, " 4": 4, "-": None, "": None, "007": 7, "10": 10}
    expected = [(line, kept[cell]) for line, cell in enumerate(cells, start=2) if cell in kept]
    assert result.rows("n") == expected
    assert {value for _, _, value in result.told()} == {"0x8", "9e"}


def test_the_header_is_read_when_the_file_is_opened(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text('\nyear,"Number of\npeople"\n2020,1\n')
    reader = open_reader(path, ReaderOptions(), "file.csv")
    assert reader.names == ("year", "Number of people")
    assert reader.header_line == 2
    reader.close()
