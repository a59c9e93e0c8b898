"""Characters that steer a screen do not reach it."""

import json

import pytest
import yaml

from warehouse.visible import escaped, on_one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("a\x00b\x7fc", "a␀b␡c"),
        ("a\x9b31mb", "a�31mb"),
        ("\u202e011\u202c", "␦011\u202c"),
        ("a\ud800b", "a�b"),
        ("one\n\ttwo", "one\n\ttwo"),
    ],
)
def test_controls_become_pictures_of_the_same_length(text, shown):
    assert visible(text) == shown
    assert len(text) == len(shown)


def test_one_line_holds_neither_breaks_nor_controls_of_direction():
    assert on_one_line("a\r\n b\u2028c \u2067d\u2069\x1b") == "a b c d␛"


def test_json_keeps_its_value_without_raw_controls():
    value = "".join(map(chr, (*range(0x250), *range(0x2000, 0x2070), 0xFFFE, 0xFEFF, 0x1F600)))
    text = escaped(json.dumps(value, ensure_ascii=False))
    assert json.loads(text) == value
    assert yaml.safe_load(text) == value
    assert not set(text) & set(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x202E)))
