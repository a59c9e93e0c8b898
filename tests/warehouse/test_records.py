"""Records are read part by part: what is missing or of another type is refused with its place."""

import pytest

from warehouse.errors import DamagedFileError
from warehouse.records import (
    Fields,
    RecordError,
    as_integer,
    as_object,
    as_scalar,
    as_text,
    by_name,
    one_of,
    read_record,
)


def refusal(read, given):
    with pytest.raises(RecordError) as caught:
        read(given)
    return caught.value.place, caught.value.found, caught.value.expected


@pytest.mark.parametrize(
    ("read", "given", "found"),
    [
        (lambda g: Fields(g).text("a"), {}, ("a", "missing", "what the build writes")),
        (lambda g: Fields(g).text("a"), {"a": 1}, ("a", "1", "a text")),
        (lambda g: Fields(g).text("a", "none"), {"a": None}, ("a", "null", "a text")),
        (lambda g: Fields(g).integer("a"), {"a": True}, ("a", "true", "an integer")),
        (lambda g: Fields(g).integer("a"), {"a": 1.0}, ("a", "1.0", "an integer")),
        (lambda g: Fields(g).flag("a"), {"a": 0}, ("a", "0", "true or false")),
        (lambda g: Fields(g).each("a", as_text), {"a": {}}, ("a", "an object", "a list")),
        (lambda g: Fields(g).each("a", as_text), {"a": ["x", 2]}, ("a[1]", "2", "a text")),
        (lambda g: Fields(g).named("a", as_integer), {"a": [1]}, ("a", "a list", "an object")),
        (lambda g: Fields(g).named("a", as_integer), {"a": {"b": ""}}, ("a.b", "''", "an integer")),
        (lambda g: Fields(g).part("a", as_scalar), {"a": []}, ("a", "a list", None)),
        (lambda g: Fields(g).part("a", one_of("xy")), {"a": "z"}, ("a", "'z'", "x | y")),
        (as_object, "x" * 99, ("", "'" + "x" * 56 + "...", "an object")),
        (Fields, [], ("", "a list", "an object")),
    ],
)
def test_what_is_not_as_it_was_written_is_refused_with_its_place(read, given, found):
    place, shown, expected = refusal(read, given)
    assert (place, shown) == found[:2]
    assert found[2] in (expected, None)


def test_a_default_stands_for_what_is_missing_only():
    assert Fields({}).text("a", "x") == "x"
    assert Fields({"a": ""}).text("a", "x") == ""
    assert Fields({"a": None}).part("a", as_scalar) is None


def test_places_are_told_from_the_outermost_name():
    def read(given):
        return Fields(given).each("tables", lambda item: Fields(item).each("sources", as_text))

    assert refusal(read, {"tables": [{"sources": []}, {"sources": ["a", 3]}]})[0] == (
        "tables[1].sources[1]"
    )


@pytest.mark.parametrize(
    "content",
    [b"", b'{"a": ', b"\xff\xfe", b"[" * 100_000, b'{"a": 1}', b"[]", b'{"b": "x"}'],
    ids=["empty", "cut", "no text", "deep", "type", "list", "missing"],
)
def test_a_damaged_file_is_an_error_that_names_file_and_remedy(tmp_path, content):
    path = tmp_path / "manifest.json"
    path.write_bytes(content)
    with pytest.raises(DamagedFileError, match=r"manifest\.json") as caught:
        read_record(path, lambda g: Fields(g).text("a"), where="here", remedy="do this")
    assert (caught.value.where, caught.value.remedy) == ("here", "do this")
    assert caught.value.expected


def test_a_file_that_is_not_there_is_one_too(tmp_path):
    with pytest.raises(DamagedFileError, match="cannot be read"):
        read_record(tmp_path / "none.json", as_text, where="here", remedy="do this")


def test_parts_by_name_at_every_depth():
    given = {"b": [{"d": 1, "c": (2, {"z": 0, "y": 0})}], "a": 3}
    assert str(by_name(given)) == "{'a': 3, 'b': [{'c': [2, {'y': 0, 'z': 0}], 'd': 1}]}"
