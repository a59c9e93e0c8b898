import pytest

from report.edition import publish
from report.reconcile.reconciliation import reconcile
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError

TEXT = "The northern orchard did well. It brought in 55 tonnes, and the office has 12 chairs."


@pytest.fixture
def built(toy):
    publish(EditionBuild(toy, "2021"))
    return toy


@pytest.fixture
def read(built, tmp_path):
    path = tmp_path / "report.txt"

    def found(text=TEXT):
        path.write_text(text, "utf-8")
        return {f.statement.text: f for f in reconcile(built, "2021", [path]).documents[0].findings}

    return found


def decide(project, finding, **decision):
    entry = {
        "fingerprint": finding.fingerprint,
        "sentence": "as it stood",
        "number": finding.statement.text,
        "by": "A. Reviewer",
        "on": "2022-03-01",
        **decision,
    }
    lines = "".join(f"    {name}: {value}\n" for name, value in entry.items())
    path = project.editions / "2021.statements.yaml"
    path.write_text("statements:\n  -\n" + lines, "utf-8")


def test_a_binding_counts_before_the_words(built, read):
    found = read()["55 tonnes" if "55 tonnes" in read() else "55"]
    decide(built, found, figure="harvest_north")
    bound = read()[found.statement.text]
    assert bound.bound_by == "binding"
    assert bound.figure == "harvest_north"
    assert bound.verdict in ("supported", "contradicted")


def test_a_waiver_needs_no_figure(built, read):
    chairs = read()["12"]
    assert chairs.verdict == "unmatched"
    decide(built, chairs, waived="not a figure of the report")
    waived = read()["12"]
    assert (waived.verdict, waived.bound_by) == ("waived", "waiver")
    assert "A. Reviewer" in waived.why
    assert "not a figure of the report" in waived.why


def test_a_changed_sentence_comes_back(built, read):
    decide(built, read()["12"], waived="not a figure of the report")
    assert read(TEXT.replace("office", "shed"))["12"].verdict == "unmatched"
    assert read(TEXT.upper().replace("TONNES", "tonnes"))["12"].verdict == "waived"


def test_a_number_that_stands_twice_is_told_apart(read):
    text = "There were 12 chairs and 12 tables."
    found = read(text)
    assert len(found) == 1
    prints = {
        f.fingerprint for f in [found["12"], read("There were 12 tables and 12 chairs.")["12"]]
    }
    assert len(prints) == 2


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        ({"figure": "harvest_north", "waived": "no"}, "binds or waives"),
        ({}, "binds or waives"),
        ({"figure": "harvest_south_pole"}, "harvest_south_pole"),
        ({"waived": "no", "on": "yesterday"}, "yesterday"),
        ({"waived": "no", "by": "''"}, "nobody decided"),
        ({"waived": "no", "colour": "red"}, "colour"),
    ],
)
def test_wrong_entries_are_refused(built, read, decision, fault):
    decide(built, read()["12"], **decision)
    with pytest.raises(DefinitionError, match=fault):
        read()
