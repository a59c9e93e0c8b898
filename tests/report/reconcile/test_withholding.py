"""What a licence withholds is in no page of a text: rows keep their place, and what they say is left out."""

import pytest

from report.edition import publish
from report.reconcile.finding import Reconciliation
from report.reconcile.page import render
from report.reconcile.reconciliation import reconcile
from report.reconcile.withholding import closed_reconciliation, without_withheld
from tests.toys import withhold_source
from warehouse.builder.edition_build import EditionBuild


def test_rows_of_withheld_sources_have_a_line_and_no_values(toy, tmp_path):
    publish(EditionBuild(toy, "2020"))
    text = tmp_path / "text.txt"
    text.write_text("The harvest of North Orchard was 131 tonnes in 2020.")
    found = reconcile(toy, "2020", [text])
    closed = without_withheld(found.documents[0], {"harvest"})
    assert "apple" in render(found)
    page = render(Reconciliation(found.edition, found.as_of, (closed,)))
    assert "apple" not in page
    assert "line 5" in page
    assert without_withheld(found.documents[0], set()) == found.documents[0]


@pytest.mark.parametrize("withheld", [(), ("harvest",), ("orchards",), ("harvest", "orchards")])
def test_the_licences_of_today_decide_for_every_document(toy, tmp_path, withheld):
    publish(EditionBuild(toy, "2020"))
    texts = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for text in texts:
        text.write_text("The harvest of North Orchard was 131 tonnes in 2020.")
    found = reconcile(toy, "2020", texts)
    for name in withheld:
        withhold_source(toy, name)
    expected = tuple(without_withheld(document, withheld) for document in found.documents)
    closed = closed_reconciliation(toy, found)
    assert (closed.edition, closed.as_of, closed.documents) == (
        found.edition,
        found.as_of,
        expected,
    )
    assert ("apple" in render(closed)) is ("harvest" not in withheld)
    assert len(closed.documents) == 2
