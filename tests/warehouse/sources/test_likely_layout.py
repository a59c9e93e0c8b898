"""A file that is written in another way than declared: what is proposed reads it, in every crossing of the ways."""

import itertools

import pytest

from warehouse.sources.likely_layout import Written, likely_layout

COLUMNS = ("year", "country of origin", "people, all", "share")
DECLARED = Written("utf-8", ",", '"', 0)
WAYS = [
    Written(encoding, delimiter, '"', preamble)
    for encoding, delimiter, preamble in itertools.product(
        ("utf-8", "utf-16-le", "cp1252"), (",", ";", "\t", "|"), (0, 1, 7, 30)
    )
]


def written(way, columns=COLUMNS):
    """A file in a way of writing, with a title above it and rows below."""
    above = [f"Población, {n}; of all" for n in range(way.preamble_lines)]
    quoted = [f'"{name}"' if way.delimiter in name else name for name in columns]
    rows = [way.delimiter.join(["2021", "Côte d'Ivoire", "12", "0.5"])] * 5
    text = "\n".join([*above, way.delimiter.join(quoted), *rows, ""])
    mark = b"\xff\xfe" if way.encoding == "utf-16-le" else b""
    return mark + text.encode(way.encoding)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_each_way_is_found_from_each_other(tmp_path, way):
    path = tmp_path / "file.csv"
    path.write_bytes(written(way))
    for declared in WAYS:
        if declared.encoding != "utf-8":
            continue
        found = likely_layout(path, declared, COLUMNS, "x")
        fits = (declared.delimiter, declared.preamble_lines) == (way.delimiter, way.preamble_lines)
        if fits:
            assert found is None
            continue
        assert found is not None
        assert ("delimiter" in found.options) == (declared.delimiter != way.delimiter)
        line = f"preamble_lines: {way.preamble_lines}"
        assert (line in found.options) == (declared.preamble_lines != way.preamble_lines)
        if way.encoding == "cp1252":
            assert "encoding: cp1252" in found.options


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"year",
        b"<!DOCTYPE html><html><body>404</body></html>",
        b"a,b,c\n1,2,3\n" * 50,
        bytes(range(256)) * 9,
        b'"never closed, by anything\n' * 80,
    ],
)
def test_what_is_no_such_file_is_no_proposal(tmp_path, data):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    assert likely_layout(path, DECLARED, COLUMNS, "x") is None


def test_one_renamed_column_is_no_other_layout(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(written(DECLARED, ("year", "origin", "people, all", "share")))
    assert likely_layout(path, DECLARED, COLUMNS, "x") is None
