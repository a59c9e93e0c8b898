"""Records out of JSON and NDJSON, with the line on which each begins."""

import gzip
import json

import pytest

from warehouse.errors import SourceFileError
from warehouse.sources import limits

COLUMNS = {"a": {"type": "text", "nullable": True}, "n": {"type": "whole", "nullable": True}}


def load_json(loaded, content, columns=COLUMNS, **reader):
    return loaded(content, columns, name="file.json", **{"format": "json", **reader})


def load_lines(loaded, content, columns=COLUMNS):
    return loaded(content, columns, name="file.ndjson", format="ndjson")


def test_an_array_of_objects(loaded):
    content = '[\n  {"a": "x", "n": 1},\n  {\n    "a": "y",\n    "n": 2\n  }\n]\n'
    result = load_json(loaded, content)
    assert result.rows("a, n") == [(2, "x", 1), (3, "y", 2)]
    assert result.report.physical_lines == 7
    assert result.report.problems == ()


def test_records_that_share_a_line_are_told_by_their_number(loaded):
    result = load_json(loaded, '[{"a": "x", "n": 1}, {"a": "y", "n": 2}]')
    assert result.rows("a, n") == [(1, "x", 1), (2, "y", 2)]
    assert result.report.physical_lines == 1


def test_one_object_a_line(loaded):
    result = load_lines(loaded, '{"a": "x", "n": 1}\n\n{"a": "y", "n": 2}\r\n{"a": "z", "n": 3}')
    assert result.rows("a, n") == [(1, "x", 1), (3, "y", 2), (4, "z", 3)]
    assert result.report.physical_lines == 4


def test_records_below_a_path_of_keys(loaded):
    content = '{"meta": {"n": [1, 2]},\n "data": {"skip": 0, "rows": [\n{"a": "x", "n": 1}\n], "more": {}}, "end": 1}'
    assert load_json(loaded, content, records="data.rows").rows("a, n") == [(3, "x", 1)]


def test_values_become_the_text_that_was_written(loaded):
    names = ("whole", "long", "exact", "yes", "blank", "text")
    columns = {name: {"type": "text", "nullable": True} for name in names}
    numbers = '"whole": 1, "long": 12345678901234567890123, "exact": 0.10'
    content = f'[{{{numbers}, "yes": true, "blank": null, "text": "é\\u00e9\\n"}}]'
    result = load_json(loaded, content, columns)
    assert result.rows(", ".join(names)) == [
        (1, "1", "12345678901234567890123", "0.10", "true", None, "éé\n")
    ]


def test_a_record_may_leave_names_out(loaded):
    assert load_json(loaded, '[{"a": "x"}, {"n": 2}]').rows("a, n") == [
        (1, "x", None),
        (2, None, 2),
    ]


def test_a_name_that_no_record_has_is_a_missing_column(loaded):
    result = load_json(loaded, '[{"a": "x", "number": 1}]')
    assert sorted(column for _, column, _ in result.told()) == ["n", "number"]
    assert result.rows() == []


def test_nested_values_have_the_names_that_lead_to_them(loaded):
    content = '[{"n": 1, "geo": {"lat": 1.0, "of": {"x": null}}, "tags": ["a", "b"], "none": [], "no": {}}]'
    names = ["n", "geo.lat", "geo.of.x", "tags.0", "tags.1", "none", "no"]
    columns = {name: {"type": "text", "nullable": True} for name in names}
    result = loaded(content, columns, name="file.json", format="json")
    assert result.report.problems == ()
    listed = ", ".join(f'"{name}"' for name in names)
    assert result.rows(listed) == [(1, "1", "1.0", None, "a", "b", None, None)]


def test_a_nested_value_is_never_lost(loaded):
    content = '[\n{"a": {"name": "Jane"}, "n": 1},\n{"a": "x", "n": 3}]'
    result = load_json(loaded, content)
    assert [column for _, column, _ in result.told()] == ["a.name"]
    twice = load_json(loaded, '[{"a": "x", "n": 1, "b.c": 1, "b": {"c": 2}}]')
    assert "b.c" in {column for _, column, _ in twice.told()}


def test_records_lie_behind_keys_and_places(loaded):
    columns = {"country.id": "text", "value": "decimal(4, 1)"}
    content = '[{"page": 1}, [\n{"country": {"id": "AF"}, "value": 1.5}]]'
    result = loaded(content, columns, name="file.json", format="json", records="1")
    assert [str(v) for v in result.rows('"country.id", value')[0]] == ["2", "AF", "1.5"]


def test_properties_of_features_are_read(loaded):
    content = (
        '{"type": "FeatureCollection", "features": [\n'
        '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {"a": "x", "n": 1}},\n'
        '{"type": "Feature", "geometry": null, "properties": {"a": "y", "n": 2}}]}'
    )
    result = loaded(content, COLUMNS, name="file.json", format="geojson")
    assert result.rows("a, n") == [(2, "x", 1), (3, "y", 2)]


def test_a_name_that_comes_twice_is_a_problem(loaded):
    result = load_json(loaded, '[{"a": "x", "n": 1, "a": "y"}]')
    assert result.told() == [(1, "a", "")]
    assert result.report.rows_written == 0


def test_a_record_that_is_no_object_is_a_problem(loaded):
    result = load_json(loaded, '[{"a": "x", "n": 1},\n"Jane",\n[1]]')
    assert result.told() == [(2, "", "(a single value)"), (3, "", "(an array)")]
    assert load_json(loaded, "[1, 2]").report.rejected_lines == (1, 2)


def test_an_empty_array_has_no_row(loaded):
    assert "at least one row" in load_json(loaded, "[]").only().rule
    assert load_json(loaded, "[]", allow_empty=True).report.problems == ()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[{"a": "x"', 1),
        ('[\n{"a": "x"},\n', 3),
        ('[\n{"a": "x"}\n{"a": "y"}]', 3),
        ('[{"a": "x"}]\n[]', 2),
        ('[{"a":\n"x}]', 2),
        ('[{"a": NaN}]', 1),
        ('[{"a": tru}]', 1),
        ("[{a: 1}]", 1),
        ("[{\"a\": 'x'}]", 1),
        ("  \n", 2),
        ("a,n\nx,1\n", 1),
        ('{"data": [], }', 1),
    ],
)
def test_what_is_no_json_names_the_line(loaded, content, line):
    with pytest.raises(SourceFileError, match=f"line {line} (is not JSON|holds no array)"):
        load_json(loaded, content, **({"records": "data"} if "data" in content else {}))


@pytest.mark.parametrize("content", ['{"rows": []}', '{"data": 5}', '{"data": {"rows": 1}}'])
def test_a_path_that_leads_nowhere_is_refused(loaded, content):
    with pytest.raises(SourceFileError):
        load_json(loaded, content, records="data.rows")


def test_broken_json_in_the_middle_of_a_large_file_is_told_at_its_line(loaded):
    record = '{"a": "' + "x" * 90 + '", "n": 1},\n'
    content = "[\n" + record * 20_000 + '{"a": oops},\n' + record * 20_000 + '{"a": "", "n": 1}]'
    with pytest.raises(SourceFileError, match="line 20002 is not JSON"):
        load_json(loaded, content)


def test_a_large_file_is_read_in_parts(loaded, monkeypatch):
    monkeypatch.setattr(limits, "BATCH_ROWS", 1000)
    records = [{"a": "é\r\n" * (n % 40), "n": n} for n in range(30_000)]
    content = (
        "["
        + ",\r\n".join(json.dumps(r, ensure_ascii=n % 2 == 0) for n, r in enumerate(records))
        + "]"
    )
    result = load_json(loaded, content)
    assert result.rows("n") == [(n + 1, n) for n in range(30_000)]
    assert result.report.physical_lines == 30_000


@pytest.mark.parametrize("nested", ["[" * 100_000, '{"a":' * 100_000, '[{"a": ' + "[" * 100_000])
def test_deep_nesting_is_refused(loaded, nested):
    with pytest.raises(SourceFileError, match=r"nested too deeply|holds no array"):
        load_json(loaded, nested)


def test_a_huge_value_is_refused(loaded):
    with pytest.raises(SourceFileError, match=r"longer than"):
        load_json(loaded, '[{"a": "' + "x" * (2 * limits.RECORD_BYTES))


def test_bytes_that_are_no_text_are_named(loaded):
    with pytest.raises(SourceFileError, match="byte 0xE9 at position 8 of line 2"):
        load_json(loaded, b'[\n{"a": "\xe9"}]')
    with pytest.raises(SourceFileError, match="NUL"):
        load_json(loaded, b'[{"a": "\x00"}]')


def test_encodings_and_compression(loaded):
    content = '[{"a": "É", "n": 1}]'
    assert load_json(loaded, content.encode("utf-16")).rows("a") == [(1, "É")]
    zipped = gzip.compress(content.encode())
    assert loaded(zipped, COLUMNS, name="file.json.gz", format="json").rows("a") == [(1, "É")]
