"""Evidence as JSON and back: nothing is lost, for any evidence and for every figure of two editions."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.edition import publish
from report.evidence.tracing.cell_evidence import Listing
from report.evidence.tracing.evidence_json import SCHEMA, from_json, to_json
from report.evidence.tracing.figure_traces import FigureTraces
from report.evidence.withholding import closed_by_sources, withhold
from report.figures.published import figures_of
from tests.report.evidence.tracing.records import evidence
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.records import RecordError

ORDER = [
    *("schema", "edition", "figure", "display", "table", "key", "column", "value", "nature"),
    *("sources", "excluded", "absent", "contributions", "replay", "models"),
]


@given(evidence())
def test_any_evidence_comes_back_as_it_was(found):
    text = json.dumps(to_json(found))
    assert from_json(json.loads(text)) == found
    assert json.dumps(to_json(from_json(json.loads(text)))) == text


def round_trips(kept, withheld, step=1):
    figures = figures_of(read_manifest(kept.folder))[::step]
    closed = closed_by_sources(kept, withheld)
    with kept.connection() as connection:
        traces = FigureTraces(kept, connection)
        for figure in figures:
            _, found = traces.of(figure, 50)
            for each in (found, withhold(found, closed)):
                text = json.dumps(to_json(each))
                assert from_json(json.loads(text)) == each, figure.id
                yield json.loads(text)


@pytest.mark.parametrize("edition", ["2020", "2021"])
def test_every_figure_of_the_toy(toy, edition):
    place, _ = publish(EditionBuild(toy, edition))
    documents = list(round_trips(Kept(place), {"harvest"}))
    assert list(documents[0]) == ORDER
    assert [list(source)[-1] for d in documents[:2] for source in d["sources"][:1]] == [
        "by_role",
        "values_withheld",
    ]


@pytest.mark.parametrize(
    ("step", "count"), [(5, 28), pytest.param(1, 140, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_every_figure_of_the_2022_edition(edition_2022, step, count):
    assert len(list(round_trips(Kept(edition_2022[0]), {"unhcr_displacement"}, step))) == count


@given(evidence())
def test_evidence_that_is_not_whole_is_refused(found):
    document = to_json(found)
    for name in ORDER[1:]:
        with pytest.raises(RecordError, match=name):
            from_json({key: value for key, value in document.items() if key != name})
    with pytest.raises(RecordError, match="schema") as error:
        from_json({**document, "schema": "annual-report/trace/9"})
    assert error.value.expected == SCHEMA


ANYTHING = {"value", "expected", "actual", "total"}
"""Parts that may be of any type that JSON has."""


def places(part, path=()):
    """Yield the path of every part of a document that is of one type."""
    members = part.items() if isinstance(part, dict) else enumerate(part)
    for name, value in members:
        if name in ANYTHING or path[-1:] in (("key",), ("values",)) or "sample" in path[-2:-1]:
            continue
        if path[-2:-1] == ("parts",):
            continue
        yield (*path, name)
        if isinstance(value, dict | list):
            yield from places(value, (*path, name))


def put(document, path, value):
    """Return a copy of a document with another value at one place."""
    changed = json.loads(json.dumps(document))
    *outer, last = path
    holder = changed
    for name in outer:
        holder = holder[name]
    holder[last] = value
    return changed


@given(evidence(), st.data(), st.sampled_from([[], {}, 1.5, True, "x", 7, [1], {"a": 1}]))
def test_a_part_of_another_type_is_refused_and_never_taken(found, data, wrong):
    document = json.loads(json.dumps(to_json(found)))
    path = data.draw(st.sampled_from(list(places(document))))
    try:
        again = from_json(put(document, path, wrong))
    except RecordError:
        return
    # What is taken is what stands there.
    assert json.loads(json.dumps(to_json(again))) == put(document, path, wrong)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_what_is_no_evidence_is_refused(anything):
    for whole in (anything, {"schema": SCHEMA, "sources": anything}):
        with pytest.raises(RecordError):
            from_json(whole)


@given(evidence(listing=st.just(Listing(5))))
def test_what_a_release_adds_stands_at_the_end(found):
    assert list(to_json(found))[-2:] == ["rows_listed_of_each_file", "recheck"]
