"""Classes of numbers waived in one entry: all that it names has to hold, and an accusation is never waived so."""

import pytest

from documents.docxs import docx, p, part, r, tbl
from report.edition import publish
from report.reconcile.reconciliation import reconcile
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError

SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
ABOUT = "by: A. Reviewer, on: 2022-03-01"


@pytest.fixture
def read(toy, tmp_path):
    publish(EditionBuild(toy, "2021"))
    path = tmp_path / "report.docx"
    path.write_bytes(
        docx(
            p(r("The office has 12 chairs.")),
            p(r("The office has 13 rooms for guests.")),
            p(r("The harvest of North Orchard was 999 tonnes in 2021.")),
            tbl([p(r("14 lamps")), p(r("15 desks"))]),
            SECTION,
            header=part("hdr", p(r("16 copies printed"))),
        )
    )

    def found(*entries):
        register = toy.editions / "2021.statements.yaml"
        register.write_text("classes:\n" + "".join(f"  - {{{e}}}\n" for e in entries), "utf-8")
        (document,) = reconcile(toy, "2021", [path]).documents
        return {f.statement.text: f for f in document.findings if f.verdict != "set aside"}

    return found


@pytest.mark.parametrize(
    ("condition", "waived"),
    [
        ("part: header", "16"),
        ("part: table 1", "14 15"),
        ('part: "table 1, row 1, column 2"', "15"),
        ("part: table", ""),
        ("style: cell", "14 15"),
        ('sentence: "^The office"', "12 13"),
        ('number: "1[23]"', "12 13"),
        ('number: "1"', ""),
        ('sentence: "^The office", number: "1[35]"', "13"),
        ('sentence: ""', "12 13 14 15 16"),
    ],
)
def test_what_an_entry_names_has_to_hold(read, condition, waived):
    found = read(f"what: fittings, waived: no figure, {condition}, {ABOUT}")
    assert [text.split()[0] for text, f in found.items() if f.verdict == "waived"] == waived.split()
    for finding in found.values():
        if finding.verdict == "waived":
            assert finding.bound_by == "class"
            assert finding.why == "Waived as fittings by A. Reviewer on 2022-03-01: no figure."
    assert "contradicted" in {f.verdict for f in found.values()}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (f"what: all, waived: no, {ABOUT}", "every number"),
        (f'what: a, waived: no, sentence: "(", {ABOUT}', "regular|pattern"),
        (f'what: a, waived: "", part: header, {ABOUT}', "waived is empty"),
        ("what: a, waived: no, part: header, on: 2022-03-01", "by"),
        (f"what: a, waived: no, part: header, colour: red, {ABOUT}", "colour"),
    ],
)
def test_wrong_entries_are_refused(read, entry, fault):
    with pytest.raises(DefinitionError, match=fault):
        read(entry)
