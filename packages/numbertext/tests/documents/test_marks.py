"""Stretches of a text that the document gives a name: content controls, and `data-figure` in HTML."""

import pytest

from documents.docxs import docx, p, r, t
from numbertext.documents import read_document


def named(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return [
        (b.text[m.start : m.end], m.name, b.text)
        for b in read_document(path).blocks
        for m in b.marks
    ]


def sdt(inside, properties='<w:tag w:val="a"/>'):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (p(r("  x "), sdt(r("5")), r(" y ")), [("5", "a", "x 5 y")]),
        (p(r(" "), sdt(r("  5 "))), [("5", "a", "5")]),
        (p(sdt(r("5", '<w:vertAlign w:val="superscript"/>')), r("x")), [("⁵", "a", "⁵x")]),
        (p(sdt(r("5"), '<w:alias w:val="b"/>')), [("5", "b", "5")]),
        (p(sdt(r("5"), '<w:alias w:val="b"/><w:tag w:val="a"/>')), [("5", "a", "5")]),
        (p(sdt(r("5"), "")), []),
        (p(sdt(r("5"), '<w:tag w:val="a"/><w:showingPlcHdr/>'), r("x")), []),
        (p(sdt(r("1") + sdt(r("2"), '<w:tag w:val="b"/>'))), [("2", "b", "12"), ("12", "a", "12")]),
        (sdt(p(r("5")) + p(r("6"))), [("5", "a", "5"), ("6", "a", "6")]),
        (p(sdt(f"<w:r>{t('5')}<w:tab/></w:r>"), r("x")), [("5\t", "a", "5\tx")]),
        (p(sdt(r("1"), '<w:tag w:val="' + "a" * 999 + '"/>')), [("1", "a" * 255, "1")]),
    ],
)
def test_content_controls(tmp_path, inside, expected):
    assert named(tmp_path, "a.docx", docx(inside)) == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<p>a <b data-figure='x'>5</b> c", [("5", "figure:x", "a 5 c")]),
        ("<p>a <b data-figure='figure:x.y'> 5\n </b> c", [("5 ", "figure:x.y", "a 5 c")]),
        ("<table><tr><td data-figure=x>5<td>6</table>", [("5", "figure:x", "5")]),
        (
            "<p><i data-figure=x>1<b data-figure=y>2</b></i>",
            [("2", "figure:y", "12"), ("12", "figure:x", "12")],
        ),
        ("<p data-figure=''>5", []),
        ("<p>5\ufdd06\ufdd1", []),
        ("<div data-figure=x>5<p>6</p></div>", [("5", "figure:x", "5")]),
        ("<p>1 <del data-figure=x>2</del> <b data-figure=y>3</b>", [("3", "figure:y", "1 3")]),
    ],
)
def test_html(tmp_path, inside, expected):
    assert named(tmp_path, "a.html", inside.encode()) == expected
