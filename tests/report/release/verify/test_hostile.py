"""Releases that an attacker wrote: whatever their files say, verification ends in findings and never in a traceback."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.release.verify.verify import TAMPERED, shown, verify

READ = [
    "bagit.txt",
    "bag-info.txt",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "data/release.json",
    "data/figures.json",
    "data/withheld.json",
    "data/evidence/harvest_north.json",
    "data/evidence/harvest_north.csv",
    "data/tables/table_01_harvest.csv",
    "data/project/raw/harvest/source.yaml",
    "data/project/raw/harvest/2022-02-01/crops.csv",
    "sign-off/preparer.json",
    "conclusions/conclusions.jsonl",
]
ODD = [
    b"",
    b"\xff\xfe\x00",
    b"[" * 200_000,
    b'{"a":' * 100_000,
    b"null",
    b"[]",
    b'"text"',
    b'{"figures": NaN}',
    b'{"figures": [{}]}',
    b'{"figures": 1e999999999}',
    b'{"figures": ' + b"9" * 10_000 + b"}",
    b'{"figures": [], "figures": []}',
    b'{"figures": [{"id": "\\ud800", "key": {}, "table": "../../x", "value": 1}]}',
    b'"' * 1001,
    b"\0" * 100,
    b"\x1b]0;title\x07" * 10,
]
hostile = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values = st.recursive(
    scalars | st.sampled_from(["1e90", "../../x", "share", "sum", "value"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


def ends_in_words(folder):
    code, found = verify(folder)
    shown(found).encode("ascii")
    json.dumps(found)
    assert all(problem["path"] and problem["kind"] for problem in found["problems"])
    return code


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_odd_content(bare, name, content):
    bare.write(name, content)
    if name.startswith("data/"):
        bare.rehash()
    # An empty file of conclusions says nothing, and a text that nothing quotes may say anything.
    assert ends_in_words(bare.folder) == TAMPERED or name in READ[-4:] or name.endswith("held.json")


def places(value, path=()):
    """Every place in a JSON document."""
    yield path
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from places(item, (*path, key))


@hostile
@given(data=st.data(), name=st.sampled_from(["release", "figures", "evidence/harvest_north"]))
def test_any_value_in_any_place(bare, data, name):
    document = bare.json(f"{name}.json")
    before = bare.read(f"data/{name}.json")
    place = data.draw(st.sampled_from(list(places(document))))
    changed = data.draw(values)
    target = document
    for key in place[:-1]:
        target = target[key]
    if place:
        target[place[-1]] = changed
    bare.write_json(f"{name}.json", document if place else changed)
    bare.rehash()
    ends_in_words(bare.folder)
    bare.write(f"data/{name}.json", before)


@hostile
@given(content=st.binary(max_size=200), name=st.sampled_from(READ))
def test_any_bytes_in_any_file(bare, content, name):
    before = bare.read(name) if (bare.folder / name).exists() else b""
    bare.write(name, before[: len(content)] + content + before[len(content) * 2 :])
    ends_in_words(bare.folder)
    bare.write(name, before)


@hostile
@given(lines=st.lists(st.text(max_size=90), max_size=4))
def test_any_lines_in_a_manifest(bare, lines):
    before = bare.read("manifest-sha256.txt")
    text = "\n".join(f"{'0' * 64}  {line}" for line in lines)
    bare.write("manifest-sha256.txt", before + text.encode("utf-8", "surrogatepass") + b"\n")
    assert ends_in_words(bare.folder) == TAMPERED
    bare.write("manifest-sha256.txt", before)
