"""Nothing is left out in silence: what is not read of a document is counted, with whether it has digits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.docxs import docx, field, p, part, r, relations, t
from documents.pdfs import FONT, assembled, lines, pdf
from numbertext.documents import read_document
from numbertext.documents.child import pieces_of

NUMBER = "4711"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
BOX = f"<w:txbxContent>{p(r(NUMBER))}</w:txbxContent>"


def left_of(form, data):
    """What is left out, and whether the number is in what is read."""
    pieces = pieces_of(form, data if isinstance(data, bytes) else data.encode())
    return {what: digits for what, _, digits in pieces.left_out}, "".join(
        piece.text for piece in pieces
    )


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (f"<input value='{NUMBER}'>", "form field"),
        (f"<textarea>{NUMBER}</textarea>", "form field"),
        (f"<select><option>{NUMBER}</select>", "form field"),
        (f"<iframe srcdoc='<p>{NUMBER}'></iframe>", "frame or embedded object"),
        (f"<object>{NUMBER}</object>", "frame or embedded object"),
        (f"<img alt={NUMBER}>", "picture"),
        (f"<noscript>{NUMBER}</noscript>", "text for other browsers, or for scripts"),
        (f"<template><p>{NUMBER}</template>", "text for other browsers, or for scripts"),
        (f"<del>{NUMBER}</del>", "deleted text"),
        (f"<p hidden>{NUMBER}</p>", "hidden text"),
        (f"<p aria-hidden=true>{NUMBER}</p>", "hidden text"),
        (f"<p style='display:none'>{NUMBER}<p style='display:inline'></p>", "hidden text"),
        (f"<ruby>x<rt>{NUMBER}</rt></ruby>", "reading aid (ruby)"),
        (f"<svg><title>{NUMBER}</title></svg>", "title of the page or of a drawing"),
    ],
)
def test_of_html_and_of_html_in_markdown(source, what):
    for form, text in (("html", source + "<p>x"), ("md", f"<div>{source}</div>\n\nx")):
        left, read = left_of(form, text)
        assert left == {what: 1}
        assert NUMBER not in read


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        (f"<w:del><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>", "deleted text"),
        (r(NUMBER, "<w:vanish/>"), "hidden text"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr>{BOX}</w:r>", "hidden text"),
        (f"<w:r><w:drawing><a:t {A}>{NUMBER}</a:t></w:drawing></w:r>", "text of a drawing"),
        (f"<w:r><w:pict><v:textpath string='{NUMBER}'/></w:pict></w:r>", "lettering of a drawing"),
        (field(f"EQ \\f(1,{NUMBER})", ""), "formula of a field"),
        (field("PAGE", r(f"{NUMBER} people")), "result of a field for page numbers"),
        (f"<w:fldSimple w:instr='PAGE'>{r(NUMBER + ' people')}</w:fldSimple>", "result of a field for page numbers"),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r(NUMBER)}</w:sdtContent></w:sdt>",
            "placeholder of a content control",
        ),
        (
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{t('8')}</mc:Choice>"
            f"<mc:Fallback>{t(NUMBER)}</mc:Fallback></mc:AlternateContent></w:r>",
            "alternative that says something else",
        ),
    ],
)  # fmt: skip
def test_of_a_paragraph_in_word(inside, what):
    left, read = left_of("docx", docx(p(r("x"), inside)))
    assert left == {what: 1}
    assert NUMBER not in read


@pytest.mark.parametrize(
    ("block", "what"),
    [
        (f"<w:del>{p(r(NUMBER))}</w:del>", "deleted text"),
        (f"<x:y xmlns:x='x'>{p(r(NUMBER))}</x:y>", "text outside of paragraphs"),
        (r(NUMBER), "text outside of paragraphs"),
        (f"<w:tbl>{p(r(NUMBER))}</w:tbl>", "text outside of paragraphs"),
        (f"<w:tbl><w:tr>{p(r(NUMBER))}</w:tr></w:tbl>", "text outside of paragraphs"),
        (f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p(r(NUMBER))}</w:tc></w:tr></w:tbl>", "hidden text"),
        (f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>{p(r(NUMBER))}</w:tc></w:tr></w:tbl>", "deleted text"),
    ],
)  # fmt: skip
def test_of_the_blocks_of_a_word_file(block, what):
    left, read = left_of("docx", docx(p(r("x")), block))
    assert left == {what: 1}
    assert NUMBER not in read


@pytest.mark.parametrize(
    ("kind", "content", "what"),
    [
        ("comments", part("comments", f"<w:comment>{p(r(NUMBER))}</w:comment>"), ("comment", 1)),
        ("chart", f"<c:v xmlns:c='c'>{NUMBER}</c:v>", ("chart", 1)),
        ("diagramData", f"<d>{NUMBER}</d>", ("diagram", 1)),
        ("chart", "<no xml", ("chart", 0)),
        ("image", "picture", ("picture", 0)),
        ("package", "workbook", ("embedded object", 0)),
        ("aFChunk", f"<p>{NUMBER}", ("inserted file", 0)),
        ("header", part("hdr", p(r(NUMBER))), ("header or footer that no page shows", 1)),
        (
            "footnotes",
            part("footnotes", f"<w:footnote w:id='2'>{p(r(NUMBER))}</w:footnote>"),
            ("note that nothing refers to", 1),
        ),
    ],
)
def test_of_the_other_parts_of_a_word_file(kind, content, what):
    def change(parts):
        parts["word/_rels/document.xml.rels"] = relations({"o": (kind, "o.xml")})
        parts["word/o.xml"] = content

    left, read = left_of("docx", docx(p(r("x")), change=change))
    assert list(left.items()) == [what]
    assert read == "x"


def test_a_linked_document_is_told_of():
    listed = relations({"o": ("subDocument", "https://example.org/x")}).replace(
        "/>", ' TargetMode="External"/>'
    )
    data = docx(
        p(r("x")), change=lambda parts: parts.update({"word/_rels/document.xml.rels": listed})
    )
    assert left_of("docx", data)[0] == {"linked document": 0}


def test_one_thing_in_two_notations_is_nothing_left_out():
    choices = f"<mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
    twice = p(f"<w:r><mc:AlternateContent>{choices}</mc:AlternateContent></w:r>")
    assert left_of("docx", docx(twice)) == ({}, NUMBER)


def test_of_a_pdf():
    stream = b"BT /F1 10 Tf 72 700 Td (x) Tj ET BT /F1 10 Tf -300 700 Td (4711) Tj ET"
    data = assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 8 0 R] >> >> >>",
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            FONT,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [6 0 R 7 0 R] /Contents 5 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /Contents (4711) >>",
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (4711) /Rect [0 0 9 9] >>",
            b"<< /Type /Filespec /F (a) /EF << /F 9 0 R >> >>",
            b"<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream",
        ]
    )
    assert left_of("pdf", data) == (
        {"annotation": 1, "embedded file": 0, "form field": 1, "text outside of a page, or too small to read": 1},
        "x",
    )  # fmt: skip


def test_what_is_not_read_is_known_of_the_document(tmp_path):
    (tmp_path / "a.html").write_text("<p>x</p><del>5</del><del>y</del>")
    (left,) = read_document(tmp_path / "a.html").left_out
    assert str(left) == "2 × deleted text, 1 of them with digits"
    (tmp_path / "a.pdf").write_bytes(pdf(lines(["x"])))
    assert read_document(tmp_path / "a.pdf").left_out == ()


TAGS = """p div b span table tr td th thead tbody caption ul li dl dt dd h1 pre a i sup sub s del ins bdo ruby rt svg
    text tspan title math mfrac mn msup form button select option textarea object video template noscript details
    summary body html head main fieldset legend q center font br hr img input frameset section"""


@given(
    st.lists(
        st.tuples(st.sampled_from(TAGS.split()), st.sampled_from(["<{}>", "</{}>", "<{} hidden>"])),
        max_size=30,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_tags_make_a_number_vanish(tags):
    """Each number in a soup of tags is read once, or stands in something that is told of."""
    numbers = [f"9{at:02}9" for at in range(len(tags) + 1)]
    soup = numbers[0] + "".join(
        form.format(tag) + number for (tag, form), number in zip(tags, numbers[1:], strict=True)
    )
    pieces = pieces_of("html", soup.encode())
    read = "".join(piece.text for piece in pieces).translate(
        str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2)
    )
    read = read.replace("\u0336", "")
    counts = {number: read.count(number) for number in numbers}
    assert max(counts.values()) <= 1
    assert min(counts.values()) == 1 or any(left.with_digits for left in pieces.left_out)
