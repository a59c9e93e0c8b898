"""`withhold` for any evidence: what withheld files say is gone, all else stays, and once is enough."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from report.evidence.auditing.edition import AuditedEdition
from report.evidence.auditing.figures import UnverifiedFigure
from report.evidence.auditing.withholding import withhold_audit
from report.evidence.tracing.cell_evidence import (
    CellEvidence,
    CellReplay,
    Listing,
    ModelPassed,
    Readded,
    place_of,
)
from report.evidence.tracing.evidence_json import csv_rows, to_json
from report.evidence.withholding import Closed, withhold
from rowlineage.auditing.findings import AuditedTable, AuditFault, AuditFinding
from tests.report.evidence.tracing import records
from tests.report.evidence.tracing.records import SECRET

CLOSED = Closed(
    frozenset({"withheld"}),
    frozenset({"raw_secret", "closed_core"}),
    frozenset({"closed_core", "closed_report"}),
)
OPEN = Closed(frozenset(), frozenset(), frozenset())
secrets = st.text(max_size=3).map(SECRET.__add__)
readers, others = st.sampled_from(sorted(CLOSED.readers)), st.just("open_report")


def many(*strategies):
    return st.lists(st.one_of(*strategies), max_size=4).map(tuple)


def passed(name, state):
    return ModelPassed(name, "", 1, {}, state, "")


@st.composite
def telling(draw):
    """Evidence in which everything that a withheld file says begins with one word."""
    table, state = draw(readers), draw(records.states)
    is_published = table == "closed_report"
    value = draw(records.scalars) if is_published else draw(secrets)
    actual = value if state == "verified" else draw(secrets)
    aggregates = records.aggregates(readers, secrets).map(
        lambda a: replace(a, agrees=False) if a.model == "closed_report" else a
    )
    return draw(
        records.evidence(
            table=st.just(table),
            value=st.just(value),
            key=records.cells() if is_published else records.cells(secrets),
            files=many(
                records.files(st.just("withheld"), secrets),
                records.files(st.just("other"), records.values),
            ),
            left_out=many(
                records.left_out(readers, secrets), records.left_out(others, records.values)
            ),
            contributions=many(aggregates, records.aggregates(others, records.values)).map(
                lambda found: tuple(
                    replace(part, is_withheld=False, is_total_withheld=False) for part in found
                )
            ),
            replay=st.just(CellReplay(state, value, actual)),
            models=st.just((passed(table, state),)),
            listing=st.none(),
        )
    )


def nothing_that_a_withheld_file_says_is_left(evidence):
    closed = withhold(evidence, CLOSED)
    assert SECRET not in str(to_json(closed))
    assert SECRET not in str(list(csv_rows(closed)))
    assert withhold(closed, CLOSED) == closed


def places_counts_and_what_others_say_stay(evidence):
    closed = withhold(evidence, CLOSED)
    for before, after in zip(evidence.files, closed.files, strict=True):
        assert [place_of(before, r) for r in before.rows] == [
            place_of(after, r) for r in after.rows
        ]
        assert (before.count, before.by_role) == (after.count, after.by_role)
        assert after.is_withheld == (before.source == "withheld")
        assert after.is_withheld or before.rows == after.rows
    for part in ("left_out", "contributions"):
        for before, after in zip(getattr(evidence, part), getattr(closed, part), strict=True):
            assert before == after or before.model in CLOSED.readers
    if evidence.table == "closed_report":
        assert (closed.value, closed.key) == (evidence.value, evidence.key)


@given(records.evidence())
def test_where_nothing_is_withheld_nothing_changes(evidence):
    closed = withhold(evidence, OPEN)
    assert all(file.is_withheld is False for file in closed.files)
    assert replace(closed, files=()) == replace(evidence, files=(), listing=None)


def a_listing_made_before_goes(evidence):
    """It may quote what the rows say; a release makes it of what is left."""
    listed = replace(evidence, listing=Listing(9, Readded("sum", 1, (), SECRET)))
    assert withhold(listed, CLOSED).listing is None
    assert withhold(listed, OPEN).listing is None


def what_is_taken_out_is_said_and_nothing_else(evidence):
    """Not guessed from what is empty: a total over no rows is NULL, and withheld only where it was taken out."""
    closed = withhold(evidence, CLOSED)
    for before, after in zip(evidence.contributions, closed.contributions, strict=True):
        assert after.is_withheld == (before.model in CLOSED.readers)
        assert after.is_withheld or after == before
        assert after.total == before.total or after.is_total_withheld
    assert closed.replay.is_withheld == (evidence.models[0].replay != "verified")
    assert not withhold(evidence, OPEN).replay.is_withheld


def the_total_that_is_a_published_cell_stays(evidence):
    evidence = replace(
        evidence, contributions=tuple(replace(c, agrees=True) for c in evidence.contributions)
    )
    for before, after in zip(
        evidence.contributions, withhold(evidence, CLOSED).contributions, strict=True
    ):
        assert after.total == (None if before.model == "closed_core" else before.total)


CLAIMS = (
    nothing_that_a_withheld_file_says_is_left,
    places_counts_and_what_others_say_stay,
    a_listing_made_before_goes,
    what_is_taken_out_is_said_and_nothing_else,
    the_total_that_is_a_published_cell_stays,
)
"""What holds of the evidence of any cell; all tried on the same ones, since making them takes longest."""


@given(telling())
def test_what_withheld_files_say_goes_and_all_else_stays(evidence):
    for claim in CLAIMS:
        claim(evidence)


def audited(*faults):
    findings = tuple(AuditFinding("closed_report", f.row, "tonnes", f) for f in faults)
    return AuditedEdition(
        edition="2020",
        titles={},
        tables=[AuditedTable("closed_report", ["tonnes"], 9, findings)],
        keys={},
        figures=1,
        unverified_figures=[UnverifiedFigure("x", "not_reproduced", SECRET, "closed_report")],
        on_demand=(),
    )


def test_an_audit_says_which_cell_and_not_what_came_back():
    told = [
        AuditFault("closed_core", 1, "not_reproduced", "tonnes", SECRET, SECRET),
        AuditFault("closed_report", 2, "refused", why=f"Conversion Error: {SECRET}"),
        AuditFault("open_report", 3, "not_reproduced", "tonnes", 1, 2),
    ]
    closed = withhold_audit(audited(*told), CLOSED)
    words = [str(finding.fault) for finding in closed.tables[0].findings]
    assert SECRET not in str(closed)
    assert words[0].startswith("closed_core, row 1: tonnes: not reproduced; ")
    assert words[1].startswith("closed_report, row 2: refused; ")
    assert words[2] == str(told[2])
    assert (closed.verified, closed.cells, closed.complete) == (6, 9, False)
    assert withhold_audit(audited(*told), OPEN) == audited(*told)


def test_figures_that_are_not_verified_stay_without_what_came_back_instead():
    told = [
        UnverifiedFigure("f", "not_reproduced", f"{SECRET} not 9", "closed_report"),
        UnverifiedFigure("g", "refused", SECRET, "closed_core"),
        UnverifiedFigure("h", "not_reproduced", "its cell holds 8", "open_report"),
    ]
    found = replace(audited(), unverified_figures=told)
    figures = withhold_audit(found, CLOSED).unverified_figures
    assert [(figure.id, figure.state) for figure in figures] == [(f.id, f.state) for f in told]
    withheld = "what a replay gave instead is withheld with the files that it rests on"
    assert [figure.why for figure in figures] == [withheld, withheld, "its cell holds 8"]
    assert withhold_audit(found, OPEN) == found


def test_every_part_of_evidence_is_thought_of():
    """A new part is closed or known to hold nothing of a file: say which, here and in `withhold`."""
    says_nothing = {"edition", "figure", "display", "table", "column", "nature", "absent", "models"}
    closed = {"key", "value", "files", "left_out", "contributions", "replay", "listing"}
    assert {f.name for f in fields(CellEvidence)} == says_nothing | closed | {"is_value_withheld"}
