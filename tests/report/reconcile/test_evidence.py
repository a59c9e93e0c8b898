"""What a finding cites is what the trace of its cell says: rows that feed the value, of the period that decides."""

import pytest

from report.evidence.tracing.target import cell_target
from report.evidence.tracing.trace import Tracer
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import knowledge_of
from tests.report.reconcile.corpora import Line, reader
from warehouse.builder.kept import Kept
from warehouse.project import Project


@pytest.fixture(scope="module", params=["2022", "2023"])
def edition(request, project, edition_2022, railway_2023):
    if request.param == "2022":
        return project, Kept(edition_2022[0]), "2022"
    return Project(railway_2023[0].parents[4]), Kept(railway_2023[0]), "2023"


def test_every_cited_row_feeds_the_value_by_the_trace(edition):
    project, kept, name = edition
    cited = 0
    with kept.connection() as connection:
        grounds, tracer = Grounds(kept, connection, name), Tracer(kept, connection)
        for quantity in knowledge_of(project, kept, name).quantities:
            figure, reading = quantity.figure, quantity.present
            evidence, _ = grounds.of(quantity, reading)
            target = cell_target(kept, connection, figure.table, dict(reading.key), figure.column)
            feeding = {
                (part.place.file, row.line)
                for part in tracer.trace(target, limit=None).sources
                for row in part.rows
                if row.role == "value"
            }
            if not feeding:
                continue
            shown = {(file.file, row.line) for file in evidence.files for row in file.rows}
            assert shown, figure.id
            assert shown <= feeding, figure.id
            said = {(f, line) for f, line in feeding if f", line {line} (" in evidence.line}
            assert said or ", line " not in evidence.line, figure.id
            cited += len(shown)
    assert cited


def test_a_stale_verdict_cites_the_row_that_was_true(project, edition_2022):
    text = "Some 7.4 per cent of children in Asia and the Pacific are in child labour."
    with reader(project, Kept(edition_2022[0]), "2022") as read:
        found = read.verdict(Line("", "2022", text, "7.4 per cent", "", False))
    assert found.verdict == "stale"
    years = {row.values["reference_year"] for file in found.evidence.files for row in file.rows}
    assert years == {2016}
    assert "2016" in found.evidence.trace
