"""OpenDocument, presentations, workbooks, mails, RTF: what is shown is read, the rest told of, harm refused."""

import shutil

import pytest

from documents.conftest import places, texts
from documents.docxs import archive, relations
from documents.printed import make
from numbertext.documents import DocumentError, converting, read_document
from numbertext.documents.child import pieces_of
from numbertext.documents.sheet_formats import shown

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "drawing")
)
STYLES = """<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="low"><style:text-properties style:text-position="-33% 58%"/></style:style>
<style:style style:name="off"><style:text-properties text:display="none"/></style:style>"""
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RID = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def odt(body, kind="text", head=""):
    content = f"""{head}<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>
    <office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"""
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def xlsx(rows, extra="", formats=(), state="visible", **others):
    listed = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{f}"/>' for n, f in enumerate(formats)
    )
    cells = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    return archive(
        {
            "xl/workbook.xml": f'<workbook {X} {RID}><sheets><sheet name="Regions" state="{state}" r:id="rId1"/></sheets></workbook>',  # noqa: E501
            "xl/_rels/workbook.xml.rels": relations(
                {
                    "rId1": ("worksheet", "worksheets/sheet1.xml"),
                    "rId2": ("sharedStrings", "sharedStrings.xml"),
                    "rId3": ("styles", "styles.xml"),
                }
            ),
            "xl/worksheets/sheet1.xml": f"<worksheet {X}><sheetData>{rows}</sheetData>{extra}</worksheet>",
            "xl/sharedStrings.xml": f"<sst {X}><si><t>Upper valley</t></si><si><r><t>Quay</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r></si></sst>",  # noqa: E501
            "xl/styles.xml": f'<styleSheet {X}><numFmts>{listed}</numFmts><cellXfs><xf numFmtId="0"/>{cells}</cellXfs></styleSheet>',  # noqa: E501
            **others,
        }
    )


def pptx(slide, show="1"):
    return archive(
        {
            "ppt/presentation.xml": f'<p:presentation {P} {RID}><p:sldIdLst><p:sldId r:id="rId1"/></p:sldIdLst></p:presentation>',  # noqa: E501
            "ppt/_rels/presentation.xml.rels": relations({"rId1": ("slide", "slides/slide1.xml")}),
            "ppt/slides/slide1.xml": f'<p:sld {P} {A} show="{show}">{slide}</p:sld>',
        }
    )


def shape(*runs, kind=""):
    inside = "".join(f"<a:r>{r}</a:r>" for r in runs)
    return f'<p:sp><p:nvSpPr><p:ph type="{kind}"/></p:nvSpPr><p:txBody><a:p>{inside}</a:p></p:txBody></p:sp>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<text:h>H</text:h><text:p>some 5</text:p>", [("body", "heading", "H"), ("body", "paragraph", "some 5")]),
        ('<text:p>62<text:span text:style-name="up">3</text:span></text:p>', [("body", "paragraph", "62³")]),
        ('<text:p>CO<text:span text:style-name="low">2</text:span></text:p>', [("body", "paragraph", "CO₂")]),
        ("<text:p>a <text:s text:c='2'/>b<text:line-break/>c\n d</text:p>", [("body", "paragraph", "a   b\nc d")]),
        ("<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>", [("body", "list", "one")]),
        ("<text:p>x<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
         "<text:p>Of 6.</text:p></text:note-body></text:note> y</text:p>",
         [("body", "paragraph", "x y"), ("footnote 1", "note", "Of 6.")]),
        ("<table:table><table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row><table:table-row>"  # noqa: E501
         "<table:table-cell table:number-columns-spanned='2'><text:p>a</text:p></table:table-cell><table:covered-table-cell/>"  # noqa: E501
         "<table:table-cell><text:p>5</text:p></table:table-cell></table:table-row></table:table>",
         [("table 1, row 4, column 1", "cell", "a"), ("table 1, row 4, column 3", "cell", "5")]),
        ("<text:p>Page <text:page-number>7</text:page-number></text:p>", [("body", "paragraph", "Page")]),
    ],
)  # fmt: skip
def test_an_opendocument_text_as_it_is_shown(body, expected):
    assert places("odt", odt(body)) == expected


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<text:p>x<text:span text:style-name="off">4711</text:span></text:p>', "hidden text"),
        (
            "<text:tracked-changes><text:p>4711</text:p></text:tracked-changes><text:p>x</text:p>",
            "deleted text",
        ),
        (
            "<text:p>x<office:annotation><text:p>4711</text:p></office:annotation></text:p>",
            "comment",
        ),
    ],
)
def test_what_an_opendocument_text_does_not_show_is_told_of(body, what):
    pieces = pieces_of("odt", odt(body))
    assert [(left.what, left.with_digits) for left in pieces.left_out] == [(what, 1)]
    assert [piece.text for piece in pieces] == ["x"]


def test_a_workbook_as_it_is_shown():
    rows = """<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>1234.5</v></c>
        <c r="C2" s="2"><v>0.256</v></c></row><row r="9"><c r="A9" t="s"><v>1</v></c><c r="B9"><v>0.1</v></c>
        <c r="XFD9"><f>1+1</f></c></row>
        <row r="10" hidden="1"><c r="A10"><v>4711</v></c></row>"""
    pieces = pieces_of(
        "xlsx",
        xlsx(
            rows,
            formats=("#,##0", "0.0%"),
            extra='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
        ),
    )
    assert [(p.part, p.text, p.span) for p in pieces[1:]] == [
        ("table 1, row 2, column 1", "Upper valley", (2, 1)),
        ("table 1, row 2, column 2", "1,235", (1, 1)),
        ("table 1, row 2, column 3", "25.6%", (1, 1)),
        ("table 1, row 9, column 1", "Quay²", (1, 1)),
        ("table 1, row 9, column 2", "0.1", (1, 1)),
    ]
    assert {left.what: left.with_digits for left in pieces.left_out} == {
        "formula without a value": 0,
        "hidden text": 1,
    }


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1234567.891", "#,##0", "1,234,568"),
        ("1234567.891", "#,##0.0,,", "1.2"),
        ("1234567.891", '0.0,," million"', "1.2 million"),
        ("0.5", "0%", "50%"),
        ("0.0025", "0.00%", "0.25%"),
        ("-1234.5", "#,##0.00;(#,##0.00)", "(1,234.50)"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("0", '0;-0;"–"', "–"),
        ("7", "000", "007"),
        ("1.5", "0.##", "1.5"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+3", "General", "1000"),
        ("44562", "yyyy-mm-dd", "2022-01-01"),
        ("2.5", '[$A$-C09]#,##0.0', "A$2.5"),
        ("99", "_-* #,##0_-;-* #,##0_-", "99"),
        ("5", "# ?/?", None),
        ("5", "0.0E+00", None),
    ],
)  # fmt: skip
def test_numbers_as_cells_show_them(value, code, text):
    assert shown(value, code) == ((text, True) if text is not None else (value, False))


def test_a_presentation_as_it_is_shown():
    up = '<a:rPr baseline="30000"/><a:t>2</a:t>'
    table = "<a:tbl><a:tblPr firstRow='1'/><a:tr><a:tc gridSpan='2'><a:p><a:r><a:t>h</a:t></a:r></a:p></a:tc>"
    table += "<a:tc hMerge='1'><a:p><a:r><a:t>4711</a:t></a:r></a:p></a:tc></a:tr></a:tbl>"
    data = pptx(
        shape("<a:t>Title</a:t>", kind="title")
        + shape("<a:t>12 m</a:t>", up)
        + shape("<a:t>7</a:t>", kind="sldNum")
        + table
    )
    assert places("pptx", data) == [
        ("slide 1", "heading", "Title"),
        ("slide 1", "paragraph", "12 m²"),
        ("table 1, row 1, column 1", "cell", "h"),
    ]
    assert [
        left.what for left in pieces_of("pptx", pptx(shape("<a:t>4711</a:t>"), show="0")).left_out
    ] == ["hidden slide"]


MAIL = "Subject: Some =?utf-8?q?5?= news\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
MAIL += "--x\nContent-Type: text/{}; charset=utf-8\n\n{}\n--x\nContent-Type: application/pdf\n"
MAIL += 'Content-Disposition: attachment; filename="a1.pdf"\n\nx\n--x--\n'


@pytest.mark.parametrize(
    ("kind", "body"),
    [("plain", "More than 2,000 came."), ("html", "<p>More than <b>2</b>,000 came.</p>")],
)
def test_a_mail_is_its_subject_and_its_text(read, kind, body):
    document = read("a.eml", MAIL.format(kind, body))
    assert [block.text for block in document.blocks] == ["Some 5 news", "More than 2,000 came."]
    assert [str(left) for left in document.left_out] == ["1 × attached file, 1 of them with digits"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
DEEP = "<text:section>" * 230 + "</text:section>" * 230
FAR = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'


@pytest.mark.parametrize(
    ("form", "data", "fact"),
    [
        ("odt", odt("<text:p>x</text:p>", head=ENTITIES), "declares a document type or entities"),
        ("odt", odt(DEEP), "nested too deeply"),
        ("odt", odt("<table:table><table:table-row table:number-rows-repeated='999999'><table:table-cell><text:p>5</text:p>"  # noqa: E501
                    "</table:table-cell></table:table-row></table:table>"), "more than 250,000 paragraphs"),
        ("odt", odt("<text:p>" + "x" * (60 << 20) + "</text:p>"), "grows to more than"),
        ("odt", archive({"content.xml": "<x/>", "META-INF/manifest.xml": "<m><encryption-data/></m>"}), "password"),
        ("xlsx", xlsx('<row><c t="s"><v>77</v></c></row>'), "has a text that the workbook has not"),
        ("xlsx", xlsx(FAR + ENTITIES), "declares a document type or entities"),
        ("pptx", pptx(ENTITIES), "declares a document type or entities"),
        ("pptx", archive({"a": "b"}), "no presentation"),
    ],
)  # fmt: skip
def test_office_files_that_are_refused(form, data, fact):
    with pytest.raises(DocumentError, match=fact):
        pieces_of(form, data)


def test_a_cell_far_out_is_one_cell():
    assert places("xlsx", xlsx(FAR))[1] == ("table 1, row 1048576, column 16384", "cell", "5")


def test_rtf_without_libreoffice_names_the_remedy(read, monkeypatch):
    monkeypatch.setattr(converting.shutil, "which", lambda _: None)
    with pytest.raises(
        DocumentError, match="read by LibreOffice, which is not installed"
    ) as caught:
        read("a.rtf", b"{\\rtf1 x}")
    assert "DOCX" in caught.value.remedy


needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: .ci/run installs it"
)


@needs_office
@pytest.mark.long
def test_rtf_is_read_and_stays_as_it_was(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi It was said of 62{\super 3} people.\par Then 5,000.\par}")
    before = path.read_bytes()
    document = read_document(path)
    assert document.format == "rtf"
    assert [block.text for block in document.blocks] == [
        "It was said of 62³ people.",
        "Then 5,000.",
    ]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@needs_office
@pytest.mark.long
def test_a_page_saved_as_odt_is_read_as_the_page(tmp_path):
    source = tmp_path / "a.docx"
    source.write_bytes(make.word("Liberation Serif"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = f"--headless --convert-to odt --outdir {tmp_path}".split()
    make._run(["soffice", profile, *options, str(source)])
    assert texts("odt", source.with_suffix(".odt").read_bytes()) == texts(
        "docx", source.read_bytes()
    )
