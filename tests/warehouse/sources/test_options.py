"""Reader options as they are written in source.yaml."""

import pytest

from warehouse.errors import DefinitionError
from warehouse.sources.options import ReaderOptions


def test_defaults_read_plain_csv():
    options = ReaderOptions.parse({}, "source.yaml")
    assert (options.format, options.encoding, options.delimiter) == ("csv", "utf-8", ",")
    assert options.null_markers == ("", "-", "...", "N/A")


def test_all_options_are_taken_over():
    options = ReaderOptions.parse(
        {
            "format": "xlsx",
            "sheet": "Table 1",
            "preamble_lines": 3,
            "header_rows": 2,
            "null_markers": [".."],
            "thousands": ",",
            "suppressed": {"columns": ["people"], "markers": ["<5"]},
            "rename": {"Country of origin": "origin"},
            "allow_empty": True,
        },
        "source.yaml",
    )
    assert options.sheet == "Table 1"
    assert (options.preamble_lines, options.header_rows) == (3, 2)
    assert (options.suppressed_columns, options.suppressed_markers) == (("people",), ("<5",))
    assert options.rename == (("Country of origin", "origin"),)
    assert options.allow_empty


def test_an_unknown_option_names_the_allowed_ones():
    with pytest.raises(DefinitionError) as caught:
        ReaderOptions.parse({"delimeter": ";"}, "raw/herbs/source.yaml: yield")
    assert "'delimeter'" in caught.value.fact
    assert "delimiter" in caught.value.expected
    assert caught.value.where == "raw/herbs/source.yaml: yield"


@pytest.mark.parametrize(
    "given",
    [
        {"format": "pdf"},
        {"delimiter": "||"},
        {"delimiter": "é"},
        {"delimiter": '"'},
        {"quote": "''"},
        {"preamble_lines": "3"},
        {"preamble_lines": True},
        {"preamble_lines": -1},
        {"header_rows": 0},
        {"encoding": "utf-9"},
        {"encoding": "rot13"},
        {"null_markers": "-"},
        {"null_markers": [0]},
        {"thousands": ",,"},
        {"thousands": "."},
        {"decimal": ""},
        {"allow_empty": "yes"},
        {"sheet": 1},
        {"suppressed": ["<5"]},
        {"suppressed": {"columns": ["people"]}},
        {"suppressed": {"columns": "people", "markers": ["<5"]}},
        {"rename": ["a", "b"]},
        {"rename": {"a": "x", "b": "x"}},
    ],
)
def test_wrong_values_are_refused(given):
    with pytest.raises(DefinitionError) as caught:
        ReaderOptions.parse(given, "source.yaml")
    assert caught.value.remedy


def test_an_encoding_may_be_any_that_python_knows():
    assert ReaderOptions.parse({"encoding": "UTF-16"}, "").encoding == "UTF-16"
    assert ReaderOptions.parse({"encoding": "cp1252"}, "").encoding == "cp1252"


def test_the_fingerprint_follows_the_options_and_not_their_order():
    one = ReaderOptions.parse({"delimiter": ";", "thousands": "."} | {"decimal": ","}, "a")
    same = ReaderOptions.parse({"decimal": ",", "thousands": ".", "delimiter": ";"}, "b")
    other = ReaderOptions.parse({"delimiter": ";", "decimal": ","}, "a")
    assert one.fingerprint() == same.fingerprint()
    assert one.fingerprint() != other.fingerprint()
