"""Definitions as an enemy writes them: read, or refused with file and key; none crashes or fills the memory."""

import copy
import datetime as dt

import pytest
import yaml

from report.figures.catalogue import load_catalogue, load_places
from report.reconcile.bindings import load_decisions
from warehouse.definitions import parse_yaml
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError, ReportError
from warehouse.model import parse_model
from warehouse.sources.accepted import load_accepted
from warehouse.sources.register import load_source
from warehouse.sources.schema import load_schema

LEVELS = range(1, 10)
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in LEVELS
)
BOMBS = {
    "a billion laughs": LAUGHS,
    "the same under one known key": "sources: {" + LAUGHS.replace("\n", ", ") + "}",
    "brackets that open": "a: " + "[" * 100_000,
    "braces that open": "a: " + "{a: " * 50_000,
    "as deep and closed": "a: " + "[" * 3_000 + "]" * 3_000,
    "dashes": "a:\n  " + "- " * 20_000 + "x",
    "itself in a list": "a: &x [*x]",
    "itself in a mapping": "a: &x {b: *x}",
    "a long number": "a: " + "9" * 400_000,
    "a number in sixties": "a: !!int 1:" + "0:" * 20_000 + "0",
    "a day that is none": "a: 2021-02-30",
    "an hour that is none": "a: 2021-01-01T99:99:99Z",
    "a year that is none": "a: 0000-01-01",
    "code": "a: !!python/object/apply:os.system [id]",
    "a set": "a: !!set {b, c}",
    "an instant": "a: !!timestamp x",
    "bytes": "a: !!binary '=='",
    "two documents": "a: 1\n---\nb: 2",
    "a list as a key": "? [a]\n: 2",
    "a key twice": "a: 1\na: 2",
    "a key twice by a merge": "a: &a {x: 1}\nb: {<<: *a, x: 2}",
    "a NUL": "a: \0",
    "half a sign": 'a: "\\ud800"',
    "no alias": "a: *b",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_at_once(text):
    with pytest.raises(DefinitionError, match=r"raw/x\.yaml") as caught:
        parse_yaml(text, "raw/x.yaml")
    assert len(str(caught.value)) < 500


def test_an_alias_that_is_used_as_people_do_is_read():
    assert parse_yaml("a: &a [1, 2]\nb: *a\nc: &c x\nd: *c", "x")["b"] == [1, 2]


WRONG = (
    *(None, True, 0, -1, 10**39, 1.5, float("nan"), float("inf"), "", "x" * 5_000, "\x1b[31m\n"),
    *("../../evil", "{value", "{0.__class__}", "%s", "=1+1", dt.date(2021, 1, 1)),
    *(dt.datetime(2021, 1, 1, 12), [], [[]], [None], ["x"], [{}], {}, {"x": {"y": []}}, {1: 2}),
)


def source(toy, text):
    (toy.raw / "harvest" / "source.yaml").write_text(text, "utf-8")
    found = load_source(toy, "harvest")
    load_schema(toy.root, found.tables["crops"].schema, "x")


def inline_source(toy, text):
    (toy.raw / "orchards" / "source.yaml").write_text(text, "utf-8")
    found = load_source(toy, "orchards")
    load_schema(toy.root, found.tables["orchards"].schema, "x")


def edition(toy, text):
    (toy.editions / "2020.yaml").write_text(text, "utf-8")
    load_edition(toy, "2020")


def catalogue(toy, text):
    toy.figures.write_text(text, "utf-8")
    load_catalogue(toy)
    load_places(toy)


def acceptances(toy, text):
    (toy.raw / "harvest" / "accepted.yaml").write_text(text, "utf-8")
    load_accepted(toy.raw / "harvest", "x")


def decisions(toy, text):
    (toy.editions / "2020.statements.yaml").write_text(text, "utf-8")
    load_decisions(toy, "2020", load_catalogue(toy))


def model(toy, text):
    path = toy.models / "report" / "table_01_harvest.sql"
    parse_model(f"/*\n{text.replace('*/', '')}*/ SELECT 1 AS n", path, "report", "x")


def check(toy, text):
    path = toy.models / "checks" / "check_orchards_exist.sql"
    parse_model(f"/*\n{text.replace('*/', '')}*/ SELECT 1 AS n", path, "checks", "x")


ACCEPTED = {
    **dict.fromkeys(("table", "vintage", "against", "rule", "subject", "observed"), "x"),
    **dict.fromkeys(("accepted_by", "role", "date", "reason"), "y"),
}
DECIDED = {"fingerprint": "0" * 16, "sentence": "s", "number": "1", "by": "b", "on": "2021-01-01"}
CHART = {"kind": "bars", "label": "n", "value": "n", "decimals": 1, "most": 3, "where": {"n": 1}}
TILES = {"kind": "tiles", "label": "n", "value": "n", "name": "n", "grid": "A B", "breaks": [1, 2]}
HEAD = {"title": "t", "key": ["n"], "unit": "u", "columns": {"n": {"title": "N", "unit": "x"}}}
GIVEN = {
    source: lambda toy: (toy.raw / "harvest" / "source.yaml").read_text(),
    inline_source: lambda toy: (toy.raw / "orchards" / "source.yaml").read_text(),
    edition: lambda toy: (
        (toy.editions / "2020.yaml")
        .read_text()
        .replace("[]", "[{title: a, url: b, published: c, sha256: d, path: e}]")
    ),
    catalogue: lambda toy: (
        toy.figures.read_text() + "    place: [x]\n    coverage: [a, b]\n"
        "    series: orchard\n    rounding: half_up\n    scale: one\n    is_change: false\n"
    ),
    acceptances: lambda _: yaml.safe_dump({"accepted": [ACCEPTED]}),
    decisions: lambda _: yaml.safe_dump({"statements": [{**DECIDED, "figure": "harvest_north"}]}),
    model: lambda _: yaml.safe_dump({**HEAD, "notes": ["x"], "lineage": "lazy", "chart": CHART}),
    check: lambda _: yaml.safe_dump(
        {"title": "t", "on": "x", "rule": "r", "remedy": "d", "severity": "error"}
    ),
}


def places(value, path=()):
    """Every place of some plain data."""
    yield path
    inner = value.items() if isinstance(value, dict) else ()
    for name, item in enumerate(value) if isinstance(value, list) else inner:
        yield from places(item, (*path, name))


def with_wrong(given, path, wrong):
    changed = copy.deepcopy(given)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = wrong
    return changed


@pytest.mark.parametrize("read", GIVEN, ids=lambda read: read.__name__)
def test_whatever_stands_at_a_key_is_read_or_refused(toy, read):
    text = GIVEN[read](toy)
    read(toy, text)
    given = parse_yaml(text, "x")
    tried = 0
    for path in filter(None, places(given)):
        for wrong in WRONG:
            changed = yaml.dump(with_wrong(given, path, wrong), Dumper=yaml.CSafeDumper)
            tried += 1
            try:
                read(toy, changed)
            except ReportError:
                continue
            except Exception as error:
                raise AssertionError(f"{'.'.join(map(str, path))} = {wrong!r:.80}") from error
    assert tried > 100


@pytest.mark.parametrize("head", [CHART, TILES], ids=["bars", "tiles"])
def test_whatever_a_chart_says_is_read_or_refused(toy, head):
    for path in filter(None, places(head)):
        for wrong in WRONG:
            text = yaml.dump(
                {**HEAD, "chart": with_wrong(head, path, wrong)}, Dumper=yaml.CSafeDumper
            )
            try:
                model(toy, text)
            except ReportError:
                continue
