"""DOCX: each construct as Word shows it, one a line."""

import pytest

from documents.conftest import places, texts
from documents.docxs import docx, field, p, part, r, t, tbl

SUP = '<w:vertAlign w:val="superscript"/>'
SUB = '<w:vertAlign w:val="subscript"/>'
STYLES = part(
    "styles",
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Own"><w:name w:val="Ours"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:styleId="Cap"><w:name w:val="caption"/></w:style>'
    '<w:style w:styleId="LB"><w:name w:val="List Bullet"/><w:pPr><w:numPr/></w:pPr></w:style>'
    f'<w:style w:styleId="Mark"><w:name w:val="Mark"/><w:rPr>{SUP}</w:rPr></w:style>'
    '<w:style w:styleId="Hide"><w:name w:val="Hide"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>',
)


def box(text):
    return f"<w:txbxContent>{p(r(text))}</w:txbxContent>"


ALTERNATIVES = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
    f"{box('box 5')}</wps:txbx></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox>{box('box 5')}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
ONLY_FALLBACK = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="new"><w:drawing/></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{box('old 6')}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
UNENDED = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
NESTED = field(
    "IF " + "</w:instrText></w:r>" + field("DATE", r("7")) + "<w:r><w:instrText>", r("8")
)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ([r("more than "), r("5", "<w:b/>"), r(",000")], "more than 5,000"),
        ([r("a"), "<w:r><w:tab/></w:r>", r("b"), "<w:r><w:br/></w:r>", r("c")], "a\tb\nc"),
        ([r("a"), "<w:r><w:cr/></w:r>", r("b"), '<w:r><w:br w:type="page"/></w:r>', r("c")], "a\nb\nc"),
        ([r("2021"), "<w:r><w:noBreakHyphen/></w:r>", r("22")], "2021\u201122"),
        ([r("peo"), "<w:r><w:softHyphen/></w:r>", r("ple")], "peo\u00adple"),
        (['<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', r(" 5")], "≥ 5"),
        (['<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', r(" 5")], "\ufffc 5"),
        (['<w:r><w:sym w:font="Arial" w:char="2264"/><w:sym w:char="x"/></w:r>', r("5")], "≤\ufffc5"),
        ([r("a"), f"<w:ins>{r(' 5')}</w:ins>", "<w:del><w:r><w:delText>6</w:delText></w:r></w:del>"], "a 5"),
        ([r("a"), f"<w:moveTo>{r(' 5')}</w:moveTo>", f"<w:moveFrom>{r('6')}</w:moveFrom>"], "a 5"),
        ([r("a"), r("5", "<w:vanish/>"), r("6", '<w:vanish w:val="0"/>')], "a6"),
        ([r("a"), r("5", '<w:rStyle w:val="Hide"/>')], "a"),
        ([r("a"), r("6", '<w:rStyle w:val="Hide"/><w:vanish w:val="false"/>')], "a6"),
        ([r("a"), r("6", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")], "a6"),
        ([r("children"), r("12", SUP), r(" came")], "children¹² came"),
        ([r("children"), r("12", '<w:rStyle w:val="Mark"/>')], "children¹²"),
        ([r("the 20"), r("th", SUP), r(" CO"), r("2", SUB)], "the 20th CO₂"),
        ([f'<w:hyperlink r:id="rId9">{r("a link 5")}</w:hyperlink>'], "a link 5"),
        ([f"<w:sdt><w:sdtPr/><w:sdtContent>{r('5')}</w:sdtContent></w:sdt>", r(" a")], "5 a"),
        ([f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('5')}</w:sdtContent></w:sdt>", r("a")], "a"),
        ([f'<w:smartTag w:element="x">{r("5")}</w:smartTag>'], "5"),
        ([f'<w:fldSimple w:instr=" DATE ">{r("5 May")}</w:fldSimple>'], "5 May"),
        ([r("p. "), f'<w:fldSimple w:instr=" PAGE \\* ROMAN">{r("5")}</w:fldSimple>'], "p."),
        ([r("a "), field("REF x", r("5")), r(" b")], "a 5 b"),
        ([r("a "), field("PAGEREF x \\h", r("5")), r("b")], "a b"),
        ([r("a "), field("TOC", r("Intro") + field("PAGEREF y", r("5")))], "a Intro"),
        ([r("a "), NESTED], "a 8"),
        ([r("a "), UNENDED, r("5")], "a 5"),
        ([r("a"), "<w:r><w:footnoteReference w:id='7'/></w:r>", r(" b")], "a b"),
        ([r("a"), '<w:commentRangeStart w:id="1"/>', r("b"), '<w:r><w:commentReference w:id="1"/></w:r>'], "ab"),
        (["<m:oMath><m:r><m:t>x=</m:t></m:r><m:f><m:fPr/><m:num><m:r><m:t>1</m:t></m:r></m:num>"
          "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"], "x=1/2"),
        (["<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e>"
          "<m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup></m:oMath>"], "10⁶"),
        ([f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('5')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:r>"], "base"),
        ([f"<w:r>{t('a &amp; 5 &#8804; 6')}</w:r>"], "a & 5 ≤ 6"),
    ],
)  # fmt: skip
def test_what_is_within_a_paragraph(inside, expected):
    assert texts("docx", docx(p(*inside), styles=STYLES)) == [expected]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (p(r("H"), style="H1"), [("body", "heading", "H")]),
        (p(r("H"), style="Own"), [("body", "heading", "H")]),
        (p(r("H"), mark='<w:outlineLvl w:val="1"/>'), [("body", "heading", "H")]),
        (p(r("C"), style="Cap"), [("body", "caption", "C")]),
        (p(r("L"), style="LB"), [("body", "list", "L")]),
        (p(r("L"), style="LB", mark='<w:numPr><w:numId w:val="0"/></w:numPr>'), [("body", "paragraph", "L")]),
        (p(r("L"), mark='<w:numPr><w:numId w:val="3"/></w:numPr>'), [("body", "list", "L")]),
        (p(r("a"), style="Loop"), [("body", "paragraph", "a")]),
        (p(r("a"), style="Hide"), []),
        (p(), []),
        (p(r("a 5 "), mark="<w:rPr><w:del/></w:rPr>") + p(r("b")), [("body", "paragraph", "a 5 b")]),
        (p(r("a"), mark="<w:rPr><w:del/></w:rPr>") + tbl([p(r("b"))]),
         [("body", "paragraph", "a"), ("table 1, row 1, column 1", "cell", "b")]),
        (f"<w:sdt><w:sdtContent>{p(r('a'))}</w:sdtContent></w:sdt>", [("body", "paragraph", "a")]),
        (f"<w:customXml>{p(r('a'))}</w:customXml>", [("body", "paragraph", "a")]),
        (f"<w:ins>{p(r('a'))}</w:ins>", [("body", "paragraph", "a")]),
        (p(r("a"), ALTERNATIVES), [("body", "paragraph", "a"), ("text box", "paragraph", "box 5")]),
        (p(r("a"), ONLY_FALLBACK), [("body", "paragraph", "a"), ("text box", "paragraph", "old 6")]),
        (p(f"<w:del>{ALTERNATIVES}</w:del>"), []),
    ],
)  # fmt: skip
def test_parts_and_styles_of_blocks(block, expected):
    assert places("docx", docx(block, styles=STYLES)) == expected


def test_tables_within_tables_and_cells_that_span():
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    inner = tbl([p(r("in"))])
    deleted = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p(r("gone")) + "</w:tc></w:tr>"
    table = tbl(
        [wide + p(r("a")), p(r("b"))], [p(r("c")) + inner + p(r("d")), p(r("e")) + p(r("f"))]
    )
    table = table.replace("</w:tr><w:tr>", f"</w:tr>{deleted}<w:tr>", 1)
    assert [(part, text) for part, _, text in places("docx", docx(table, tbl([p(r("g"))])))] == [
        ("table 1, row 1, column 1", "a"),
        ("table 1, row 1, column 3", "b"),
        ("table 1, row 2, column 1", "c"),
        ("table 2, row 1, column 1", "in"),
        ("table 1, row 2, column 1", "d"),
        ("table 1, row 2, column 2", "e"),
        ("table 1, row 2, column 2", "f"),
        ("table 3, row 1, column 1", "g"),
    ]


def note(kind, number, text):
    return f'<w:{kind} w:id="{number}">{p(r(text))}</w:{kind}>'


def refer(kind, number):
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def test_notes_are_read_once_in_the_order_of_their_marks():
    notes = "".join(note("footnote", i, f"note {i}") for i in (0, 2, 3, 4))
    body = p(r("a"), refer("footnote", 3), f"<w:del>{refer('footnote', 4)}</w:del>")
    body += p(refer("footnote", 2), refer("footnote", 3), refer("endnote", 2), r("b"))
    data = docx(
        body,
        footnotes=part("footnotes", notes),
        endnotes=part("endnotes", note("endnote", 2, "end")),
    )
    assert places("docx", data)[2:] == [
        ("footnote 1", "note", "note 3"),
        ("footnote 2", "note", "note 2"),
        ("endnote 1", "note", "end"),
    ]


def section(*references, more=""):
    listed = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{rid}"/>' for kind, which, rid in references
    )
    return f"<w:sectPr>{listed}{more}</w:sectPr>"


@pytest.mark.parametrize(
    ("first", "more", "settings", "expected"),
    [
        ("default", "", "", ["head 1", "foot"]),
        ("first", "", "", ["foot"]),
        ("first", "<w:titlePg/>", "", ["head 1", "foot"]),
        ("even", "", "", ["foot"]),
        ("even", "", "<w:evenAndOddHeaders/>", ["head 1", "foot"]),
    ],
)
def test_headers_and_footers_that_are_shown_are_read_once(first, more, settings, expected):
    shown = [("header", first, "header1"), ("footer", "default", "footer1")]
    body = p(r("a"), mark=section(*shown, more=more)) + section(*shown, more=more)
    data = docx(
        body,
        header1=part("hdr", p(r("head 1"))),
        header2=part("hdr", p(r("not referred to"))),
        footer1=part("ftr", p(r("foot"), field("PAGE", r("5")))),
        settings=part("settings", settings),
    )
    assert texts("docx", data)[1:] == expected
    assert places("docx", data)[-1] == ("footer", "paragraph", "foot")


def test_the_strict_dialect_is_read_alike():
    def strict(parts):
        for name, content in parts.items():
            usual = "http://schemas.openxmlformats.org/"
            parts[name] = content.replace(
                usual + "wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(usual + "officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")

    assert texts("docx", docx(p(r("a 5"), r("2", SUP)), change=strict)) == ["a 5²"]
