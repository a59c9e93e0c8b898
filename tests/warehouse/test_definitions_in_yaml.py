"""Definitions in YAML: sources, editions and figures that are wrong are named with file and key."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.figures.catalogue import _REQUIRED, _TEXTS, Figure, load_catalogue
from warehouse.builder.plan import make_plan
from warehouse.definitions import parse_yaml
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError
from warehouse.project import Project
from warehouse.sources.register import load_source


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("publisher: Orchard Board\n", "", "'publisher' is missing"),
        ("cadence:", "cadense:", "is missing"),
        ("source: harvest", "source: crops", "source 'crops' in folder 'harvest'"),
        ("nature: measured", "nature: certain", "nature 'certain'"),
        ("form: as received", "form: guessed", "form 'guessed'"),
        ("table: crops", "table: plums", "file for table 'plums'"),
        ("sha256: ", "sha256: x", "sha256 'x"),
        ("  2021-02-01:", "  early:", "vintage id 'early'"),
        ("  2021-02-01:", "  '2021-02-30':", "vintage id '2021-02-30'"),
        ("  2021-02-01:", "  2021-13:", "vintage id '2021-13'"),
        ("rows_change_pct", "rows_may_change", "'rows_may_change' is not known"),
        ("format: csv", "format: docx", "docx"),
        ("redistribute: true", "redistribute: no", "redistribute is 'no'"),
        ("redistribute: true", "redistribute:", "redistribute is None"),
        ("redistribute: true", "redistribute: 1", "redistribute is 1"),
        ("publisher: Orchard Board", "publisher: [Orchard]", "publisher is ['Orchard']"),
        ("publisher: Orchard Board", "publisher: true", "publisher is True"),
        ("publisher: Orchard Board", "publisher:", "publisher is None"),
        ("bytes: ", "bytes: -", "bytes is -"),
        ("rows_change_pct: ", "rows_change_pct: about ", "rows_change_pct is 'about"),
        ("rows_change_pct: ", "rows_change_pct: .nan #", "rows_change_pct is nan"),
        ("rows_change_pct: ", "keys_removed: 1.5 #", "keys_removed is 1.5"),
        ("rows_change_pct: ", "categories: crop #", "categories is 'crop'"),
        ("    release:", "    release: twice\n    release:", "'release' is given twice"),
    ],
)
def test_a_wrong_source_is_named(toy, old, new, message):
    change(toy.raw / "harvest" / "source.yaml", old, new)
    with pytest.raises(DefinitionError, match=r"raw/harvest/source\.yaml") as caught:
        load_source(toy, "harvest")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('edition: "2020"', 'edition: "2019"', "edition '2019'"),
        ("start: 2020-01-01", "start: soon", "date 'soon'"),
        ("as_of: 2021-03-01", "as_of: 2020-06-01", "start <= end <= as_of"),
        ("harvest: 2021-02-01", "harvest: 2022-02-01", "later than the as-of date"),
        ("due: 2021-03-31\n", "", "'due' is missing"),
    ],
)
def test_a_wrong_edition_is_named(toy, old, new, message):
    change(toy.editions / "2020.yaml", old, new)
    with pytest.raises(DefinitionError, match=r"raw/editions/2020.yaml") as caught:
        load_edition(toy, "2020")
    assert message in str(caught.value)


def test_a_pin_of_no_registered_vintage_lists_those_there_are(toy):
    change(toy.editions / "2020.yaml", "harvest: 2021-02-01", "harvest: 2020-02-01")
    with pytest.raises(DefinitionError, match="expected: 2021-02-01, 2022-02-01"):
        make_plan(toy, "2020")


def test_a_model_of_an_unpinned_source_is_named(toy):
    change(toy.editions / "2020.yaml", "  orchards: 2021-01-01\n", "")
    with pytest.raises(DefinitionError, match=r"pin its source in raw/editions/2020\.yaml"):
        make_plan(toy, "2020")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("display:", "shown:", "'shown' is not known"),
        ('"{value} tonnes"', "tonnes", "display has no {value}"),
        ("id: harvest_west", "id: harvest_north", "harvest_north is given twice"),
        ("decimals: 0", "decimals: 0\n    rounding: about", "rounding 'about'"),
        ("decimals: 0", "decimals: two", "decimals is 'two'"),
        ("decimals: 0", "decimals: true", "decimals is True"),
        ("decimals: 0", "decimals: -1", "decimals is -1"),
        ("decimals: 0", "is_change: yes", "is_change is 'yes'"),
        ("unit: tonnes", "unit:", "unit is None"),
        ("terms: [harvest]", "terms: harvest", "terms is 'harvest'"),
        ("terms: [harvest]", "terms: [[a]]", "terms is [['a']]"),
        ("decimals: 0", "note: {a: b}", "note is {'a': 'b'}"),
    ],
)
def test_a_wrong_figure_is_named(toy, old, new, message):
    change(toy.figures, old, new)
    with pytest.raises(DefinitionError, match=r"report/figures.yaml") as caught:
        load_catalogue(toy)
    assert message in str(caught.value)


def test_what_stands_for_nothing_is_as_left_out_and_a_number_is_a_text(toy):
    before = load_catalogue(toy)[0]
    change(
        toy.figures, "terms: [harvest]\n    period: $year", "terms:\n    note:\n    period: 2022"
    )
    assert load_catalogue(toy)[0] == replace(before, terms=(), period="2022")


@pytest.mark.parametrize("text", ["- a list", "just words", "a: [1", "a: 1\n? [b]\n: 2"])
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(DefinitionError):
        parse_yaml(text, "x.yaml")


def test_on_and_no_are_words():
    assert parse_yaml("on: no\nyes: true", "x.yaml") == {"on": "no", "yes": True}


def test_outside_a_project_the_remedy_is_said(tmp_path, monkeypatch):
    monkeypatch.delenv("ANNUAL_REPORT_PROJECT", raising=False)
    with pytest.raises(DefinitionError, match="raw/editions"):
        Project.find(tmp_path)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false alarm", "false alarm"),
        ("truest", "truest"),
        ("no", "no"),
        ("0", 0),
        ("-17", -17),
        ("010", "010"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("+5", "+5"),
        ("+1.5", "+1.5"),
        ("1_000.5", "1_000.5"),
        ("12:30.5", "12:30.5"),
        ("01.11", "01.11"),
        ("1e5", "1e5"),
        ("1.2.3", "1.2.3"),
        (".", "."),
        ("1.5e3", 1500.0),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("7.", 7.0),
        ("-.inf", float("-inf")),
        ("4 apples", "4 apples"),
        ("4.40", 4.4),
        ("~", None),
    ],
)
def test_a_word_is_a_number_or_a_boolean_only_where_it_is_written_as_one(written, value):
    found = parse_yaml(f"a: {written}", "test")["a"]
    assert (found, type(found)) == (value, type(value))


@given(st.text("0123456789_:.+-eExXoOfFnaNiI", min_size=1, max_size=6))
def test_what_is_taken_for_a_number_is_that_number(written):
    """Whatever is not the number that Python reads in the same letters is a word, and stays as it was written."""
    try:
        value = parse_yaml(f"a: {written}", "test")["a"]
    except DefinitionError:
        return
    if isinstance(value, int | float):
        plain = written.lower().replace(".inf", "inf").replace(".nan", "nan")
        assert repr(value) == repr(type(value)(plain))
        assert "_" not in written
    elif isinstance(value, str):
        assert value == written


OPTIONAL = sorted({"decimals", "terms", "place", "coverage", "is_change", *_TEXTS} - _REQUIRED)


@pytest.mark.parametrize("key", OPTIONAL)
def test_a_part_of_a_figure_that_is_left_empty_is_as_if_it_were_not_there(toy, key):
    before = load_catalogue(toy)[0]
    text = toy.figures.read_text(encoding="utf-8")
    first = text.index("- id:") if "- id:" in text else -1
    assert first > 0
    kept = "\n".join(
        line
        for line in text.splitlines()
        if line.strip() and not line.strip().startswith(f"{key}:")
    )
    toy.figures.write_text(kept.replace("- id:", f"- {key}:\n    id:", 1), encoding="utf-8")
    without = load_catalogue(toy)[0]
    default = Figure.__dataclass_fields__[key].default
    assert getattr(without, key) == default
    assert replace(without, **{key: getattr(before, key)}) == before


@pytest.mark.parametrize("key", ["lineage", "unit", "notes"])
def test_a_part_of_a_head_that_is_left_empty_is_as_if_it_were_not_there(toy, key):
    path = toy.models / "report" / "table_02_orchards.sql"
    before = make_plan(toy, "2020").models["table_02_orchards"]
    change(path, "/*\n", f"/*\n{key}:\n")
    after = make_plan(toy, "2020").models["table_02_orchards"]
    assert getattr(after, key) == getattr(before, key)
