"""Files that look right and are not: what they hold is an error or said, and what they are is named."""

import unicodedata

import pytest

from warehouse.errors import SourceFileError
from warehouse.sources.readers.foreign import foreign_kind

COLUMNS = dict.fromkeys("kvw", "text")


@pytest.mark.parametrize(
    "text",
    [
        'a,1,x\n"b,2,y\nc,3,z\nd",4,u\ne,5,t\n',
        'a,1,"x\nb,2,y\nc,3,z"\n',
        'a,1,x\n"b,2,y\nc",3,z\n',
        'a,1,x\n"b,2,y\nc,3,z\nd,4,u\ne,5,v\nf",6,w\n',
    ],
)
def test_a_quote_that_swallows_records_is_an_error(loaded, text):
    problem = loaded("k,v,w\n" + text, COLUMNS).only()
    assert problem.severity == "error"
    assert problem.rule_id.endswith("file.swallowed_lines")


def test_cells_of_several_lines_are_cells(loaded):
    content = 'k,v,w\na,"two\nlines","Street 1\nTown, Land\nPlanet"\n'
    assert loaded(content, COLUMNS).report.problems == ()


@pytest.mark.parametrize(("end", "is_said"), [("", True), ("\n", False), ("\r\n", False)])
def test_a_last_line_without_an_end_is_said(loaded, end, is_said):
    result = loaded("k,v,w\na,1,x\nb,2,30" + end, COLUMNS)
    assert result.told() == ([(3, "", "")] if is_said else [])
    assert result.report.rows_written == 2


@pytest.mark.parametrize("text", ["Ã‰tÃ©", "Ã¼ber", "caf\x85", "a\ufffdb"])
def test_characters_of_a_wrong_code_page_are_said(loaded, text):
    problem = loaded(f"k,v,w\n{text},1,2\n", COLUMNS).only()
    assert (problem.severity, problem.line, problem.column) == ("warning", 2, "k")


@pytest.mark.parametrize("text", ["Été", "Ünïted", "Œuvre", "東京", "Ã"])
def test_texts_of_many_languages_are_texts(loaded, text):
    assert loaded(f"k,v,w\n{text},1,2\n", COLUMNS).report.problems == ()


TWINS = ["M1 ", " M1", "M\u00a01", "M1\u200b", "M1\ufeff"]


@pytest.mark.parametrize("twin", TWINS)
def test_keys_that_differ_unseen_are_said(loaded, twin):
    plain = "M 1" if "\u00a0" in twin else "M1"
    problem = loaded(f"k,v,w\n{plain},1,2\n{twin},2,3\n", COLUMNS).only()
    assert (problem.severity, problem.line) == ("warning", 3)
    assert ascii(twin) in problem.value


def test_composed_and_decomposed_letters_are_twins(loaded):
    apart = unicodedata.normalize("NFD", "Côte")
    assert loaded(f"k,v,w\nCôte,1,2\n{apart},2,3\n", COLUMNS).only().line == 3


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"<!DOCTYPE html><html>404", "web page"),
        (b"\xef\xbb\xbf \n<HTML>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "git-lfs"),
        (b"%PDF-1.7", "PDF"),
        (b'CHARSET="ANSI";\nAXIS', "PX"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00", "Access"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"RDX3\nX\n", "of R"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office"),
    ],
)
def test_what_is_no_text_is_named_with_the_way_out(loaded, start, words):
    with pytest.raises(SourceFileError, match=words) as caught:
        loaded(start + b"\n1,2,3\n", COLUMNS)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "start", [b"k,v\n", b"Redaction,x\n", b"<5,3\n", b"rate<x,3\n", b"{}", b"version,x\n"]
)
def test_plain_text_is_taken_for_nothing_else(start):
    assert foreign_kind(start) is None
