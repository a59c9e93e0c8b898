"""Registers: what a source.yaml says of names and marks is read as the pipeline reads it, however it is written."""

import json
import time
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from report.release.verify.verify import Payload, entry_of, is_blank, is_named_beside, number, says
from warehouse.builder.adding import _stanza
from warehouse.sources.register import RawFile, Vintage

VINTAGE, ONE, OTHER = "2021-02-01", "1" * 64, "2" * 64
HEAD = "source: harvest\nvintages:\n"


def added(*names):
    """The register as `add-vintage` writes it."""
    digests = (ONE, OTHER)
    files = tuple(RawFile(f"t{n}", name, digests[n], 5) for n, name in enumerate(names))
    vintage = Vintage(VINTAGE, VINTAGE, VINTAGE, VINTAGE, "measured", "as received", "", files)
    return HEAD + _stanza(vintage)


def entries(names, order):
    given = [
        {"path": name, "sha256": digest} for name, digest in zip(names, (ONE, OTHER), strict=True)
    ]
    return [{key: each[key] for key in order} for each in given]


def in_items(items):
    """The files as people write them: an item a line, in braces."""
    lines = [
        yaml.safe_dump(i, default_flow_style=True, width=9999, allow_unicode=True) for i in items
    ]
    return f"  {VINTAGE}:\n    files:\n" + "".join(f"      - {line}" for line in lines)


def in_block(items, width=110):
    text = yaml.safe_dump(
        {VINTAGE: {"files": items}}, sort_keys=False, allow_unicode=True, width=width
    )
    return "".join(f"  {line}\n" for line in text.split("\n"))


def in_brackets(items):
    text = yaml.safe_dump(
        items, default_flow_style=True, width=60, allow_unicode=True, sort_keys=False
    )
    return f"  {VINTAGE}:\n    files: {text}".replace("\n", "\n      ")


def as_json(items):
    return f"  {VINTAGE}: " + json.dumps({"files": items}, ensure_ascii=False)


FORMS = (in_items, in_block, in_brackets, as_json, lambda items: in_block(items, 30))
NAMES = st.text(
    st.one_of(
        st.sampled_from("a.-#'\"{}[],: &*!|>%@`_=x\\"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=150,
).filter(lambda name: "/" not in name and any(map(str.isalnum, name)))
"""What is nothing but signs of YAML stands in every entry, and is no name that can be looked for."""
ODD = (
    "harvest {final}.csv",
    "#1 St John's.csv",
    "'quoted'.csv",
    "a } b {c.csv",
    "harvest of all orchards of the land in every year since the first return - as it was sent - x: y, z.csv",
    "it's - a: name, with 'all' {of} [it] " * 6 + ".csv",
)


def is_exact(entry):
    """Whether names are read: those with an escape or a link are not."""
    return "\\" not in entry and "*" not in entry


def hold(register, names):
    entry = entry_of(register, VINTAGE)
    for name, right, wrong in ((names[0], ONE, OTHER), (names[1], OTHER, ONE)):
        told = " ".join(name.split())
        assert is_named_beside(told, right, entry), register
        if is_exact(entry) and told not in names[1 - names.index(name)]:
            assert not is_named_beside(told, wrong, entry), register


@settings(max_examples=150, deadline=None)
@given(one=NAMES, other=st.sampled_from(["crops.csv", "it's.csv", "x {y}.csv"]))
@example(one=ODD[0], other="crops.csv")
@example(one=ODD[1], other="crops.csv")
@example(one=ODD[4], other="x {y}.csv")
@example(one="5", other="crops.csv")
@example(one="t1", other="crops.csv")
def test_every_name_that_add_vintage_writes_is_found_beside_its_digest(one, other):
    assume(one != other)
    (read,) = yaml.safe_load(added(one, other))["vintages"].values()
    assert [each["path"] for each in read["files"]] == [one, other]
    hold(added(one, other), (one, other))


@settings(max_examples=150, deadline=None)
@given(
    one=st.one_of(st.sampled_from(ODD), NAMES),
    form=st.sampled_from(FORMS),
    order=st.sampled_from([("path", "sha256"), ("sha256", "path")]),
)
def test_every_name_is_found_beside_its_digest_in_every_form_of_yaml(one, form, order):
    names = (one, "it's {mine}.csv")
    assume(one != names[1])
    register = HEAD + form(entries(names, order))
    assert [*yaml.safe_load(register)["vintages"].values()] == [{"files": entries(names, order)}]
    hold(register, names)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("one", ODD)
def test_odd_names_are_found_in_every_form(one, form):
    hold(HEAD + form(entries((one, "crops.csv"), ("path", "sha256"))), (one, "crops.csv"))


@pytest.mark.parametrize("name", ["old-crops.csv", "crops.csv.gz", "x.crops.csv", "crops.csv2"])
def test_a_name_in_another_is_not_that_name(name):
    register = HEAD + in_block(entries((name, "b.csv"), ("path", "sha256")))
    assert not is_named_beside("crops.csv", ONE, entry_of(register, VINTAGE))


def tables(readers):
    """A register with a table for each of the readers."""
    listed = {f"t{n}": {"reader": reader} for n, reader in enumerate(readers)}
    return yaml.safe_dump({"tables": listed}, allow_unicode=True)


@pytest.mark.parametrize("count", [1, 8, 20, 300])
def test_the_marks_of_the_last_of_many_tables_are_read(count):
    last = {
        "thousands": " ",
        "decimal": ",",
        "null_markers": ["none"],
        "delimiter": "#",
        "quote": "~",
    }
    usual = {
        "thousands": ",",
        "decimal": ".",
        "null_markers": ["x"],
        "delimiter": ";",
        "quote": "'",
    }
    register = tables([usual] * count + [last])
    assert says("1 234,5", number("1234.5"), register)
    assert is_blank("none", register)
    assert not is_blank("some", register)
    found = list(Payload._marks(SimpleNamespace(_register=lambda _: register), "f.csv"))
    assert ("", "~", "#") in found


def test_as_many_other_marks_as_a_source_names_are_read():
    marks = "!$%&()*+/:;<>?@^_`{|}~"
    register = tables([{"delimiter": mark, "thousands": mark} for mark in marks])
    found = list(Payload._marks(SimpleNamespace(_register=lambda _: register), "f.csv"))
    assert {delimiter for _, _, delimiter in found} >= set(marks)
    assert all(says(f"1{mark}234", number("1234"), register) for mark in marks)


MARKERS = [f"marker {n}" for n in range(2000)]


@pytest.mark.parametrize("key", ["null_markers", "suppressed"])
@pytest.mark.parametrize("flow", [True, False, None])
def test_a_list_of_markers_is_read_to_its_end_and_no_further(key, flow):
    value = {"columns": ["a"], "markers": MARKERS} if key == "suppressed" else MARKERS
    register = yaml.safe_dump(
        {"tables": {"t": {"reader": {key: value}, "title": "Germany"}}}, default_flow_style=flow
    )
    assert all(is_blank(marker, register) for marker in MARKERS)
    assert not is_blank("Germany", register)


@settings(max_examples=100, deadline=None)
@given(
    markers=st.lists(NAMES.map(str.strip).filter(bool), min_size=1, max_size=5),
    flow=st.sampled_from([True, False]),
)
def test_every_marker_is_read_in_every_form(markers, flow):
    register = yaml.safe_dump(
        {"tables": {"t": {"null_markers": markers}}},
        default_flow_style=flow,
        allow_unicode=True,
        width=9999,
    )
    assert all(is_blank(marker, register) for marker in markers)


@pytest.mark.parametrize(
    "text",
    [
        ' "\\"',
        " 'a",
        "[",
        "markers: [",
        "markers:\n - x",
        "a: b\n  c\n  d",
        "- - -",
        "markers: ",
        "{a: }",
        " #",
    ],
)
def test_a_register_costs_time_in_proportion_to_its_size(text):
    register = HEAD + text * (2_000_000 // len(text)) + f"{ONE}{OTHER}\\"
    begun = time.process_time()
    is_named_beside("crops.csv", ONE, register)
    is_blank("x", register)
    assert time.process_time() - begun < 10
