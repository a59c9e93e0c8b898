"""What a licence withholds is in no page of a text: rows keep their place, and what they say is left out."""

from report.edition import publish
from report.reconcile.finding import Reconciliation
from report.reconcile.page import render
from report.reconcile.reconciliation import reconcile
from report.reconcile.withholding import without_withheld
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
