"""Documents made to harm, and broken ones: each ends in an error that says what is wrong."""

import contextlib
import io
import os
import random
import re
import zipfile

import pytest

from documents.docxs import docx, p, part, r, relations, tbl
from documents.pdfs import FONT, assembled, lines, pdf
from numbertext.documents import DocumentError, isolated, limits, read_document
from numbertext.documents.child import pieces_of

MANY = 100_000
ENTITIES = '<!DOCTYPE x [<!ENTITY a "5"><!ENTITY b "&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def with_part(name, content):
    return docx(p(r("x")), change=lambda parts: parts.update({name: content}))


def main_part(content):
    return with_part("word/document.xml", content)


def deep(opening, closing, count=MANY):
    return main_part(part("document", "<w:body>" + opening * count + closing * count + "</w:body>"))


def nested_tables(count):
    table = p(r("x"))
    for _ in range(count):
        table = tbl([table])
    return docx(table)


def locked():
    data = bytearray(docx(p(r("x"))))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + place] |= 1
            start += 4
    return bytes(data)


def twins():
    data = io.BytesIO(docx(p(r("x"))))
    with zipfile.ZipFile(data, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("word/document.xml", "<x/>")
    return data.getvalue()


def many_parts():
    return docx(p(r("x")), change=lambda parts: parts.update({f"a/{i}": "" for i in range(10_001)}))


@pytest.mark.parametrize(
    ("make", "fact"),
    [
        (lambda: docx(p(r("x")))[:-60], "archive cannot be opened"),
        (lambda: b"PK\x03\x04" + os.urandom(64), "archive cannot be opened"),
        (lambda: main_part("<w:document"), "part word/document.xml: its XML is broken"),
        (lambda: main_part(""), "its XML is broken"),
        (lambda: main_part(part("document", "")), "it has no body"),
        (lambda: main_part(ENTITIES + part("document", "<w:body>&b;</w:body>")), "declares a document type"),
        (lambda: main_part(EXTERNAL + part("document", "<w:body>&a;</w:body>")), "declares a document type"),
        (lambda: with_part("word/_rels/document.xml.rels", ENTITIES + "<x/>"), "declares a document type"),
        (lambda: main_part(part("document", "<w:body/>").encode("utf-16")), "is not UTF-8 text"),
        (lambda: with_part("_rels/.rels", relations({"r": ("officeDocument", "../../x.xml")})), "no Word document"),
        (lambda: main_part(part("document", " " * (65 << 20))), "grows to more than"),
        (lambda: deep("<w:sdt>", "</w:sdt>"), "broken|nested too deeply"),
        (lambda: deep("<w:ins>", "</w:ins>", 250), "broken|nested too deeply"),
        (lambda: nested_tables(600), "broken|nested too deeply"),
        (locked, "cannot be decompressed: .*encrypted"),
        (twins, "two parts of the same name"),
        (many_parts, "the archive has 10,0.. parts"),
    ],
)  # fmt: skip
def test_word_files_that_are_refused(make, fact):
    with pytest.raises(DocumentError) as caught:
        pieces_of("docx", make())
    assert re.search(fact, f"{caught.value.where}: {caught.value.fact}")
    assert caught.value.remedy


def test_relations_that_lead_nowhere_are_passed_over():
    def change(parts):
        parts["word/_rels/document.xml.rels"] = relations(
            {"h": ("header", "/../../h.xml"), "s": ("styles", "no.xml")}
        )

    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    assert [
        piece.text for piece in pieces_of("docx", docx(p(r("x")) + section, change=change))
    ] == ["x"]


def test_a_document_within_the_limit_of_depth_is_read():
    assert [piece.text for piece in pieces_of("docx", nested_tables(30))] == ["x"]


@pytest.mark.parametrize(
    ("form", "data", "fact"),
    [
        ("html", "<div>" * MANY + "x", "nested too deeply"),
        ("html", "<b>" * MANY + "x", "nested too deeply"),
        ("html", "<table><tr><td>" * 10_000 + "x", "nested too deeply"),
        ("html", "<p>a\0b</p>", "NUL"),
        ("html", "</b>" * 5_000 + "<b>" * MANY + "x", "nested too deeply"),
        ("html", "<p>x" * 5_001, "more than 5,000 paragraphs and cells"),
        ("html", "<p>" + "x" * 9_999 + "</p><p>yy", "more than 10,000 characters of text"),
        ("md", "x\n\n" * 5_001, "more than 5,000 paragraphs and cells"),
        ("md", "a\0", "NUL"),
        ("md", " " * (limits.TEXT_BYTES + 1), "bytes"),
    ],
)
def test_markup_that_is_refused(monkeypatch, form, data, fact):
    monkeypatch.setattr(limits, "BLOCKS", 5_000)
    monkeypatch.setattr(limits, "TEXT_POINTS", 10_000)
    with pytest.raises(DocumentError, match=fact):
        pieces_of(form, data.encode())


def test_what_the_parser_leaves_out_is_not_left_out_silently(monkeypatch):
    monkeypatch.setattr(limits, "TEXT_BYTES", 11_000_000)
    with pytest.raises(DocumentError, match="the parser gives up"):
        pieces_of("html", b"<p>a</p>" + b"x" * 10_000_001)


@pytest.mark.parametrize(
    "source",
    [
        "[" * 20_000,
        "*a_ " * 10_000,
        "> " * 5_000 + "x",
        "`" * 5_000 + " `" * 5_000,
        "<a " * 10_000,
        "![" * 10_000,
        "- " * 2_000 + "x",
        "[a](<b" * 5_000,
        "&#" * 10_000,
        "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "x\n" * 100,
        "[^a]: " * 5_000,
    ],
)
def test_markdown_that_tires_parsers_is_read(source):
    pieces_of("md", source.encode())


def test_cells_that_span_without_end_are_bounded():
    found = pieces_of("html", b"<table><tr><td colspan=999999999 rowspan=999999999>a<td>b</table>")
    assert found[1].part == "table 1, row 1, column 1001"


def objects_of(count, pages):
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (pages, count),
            FONT,
        ]
    )


def crowded():
    line = b"(" + b"x" * 300 + b") Tj 0 1 Td\n"
    return pdf(b"BT /F1 1 Tf 50 1 Td\n" + line * 700 + b" ET")


def looped():
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
        ]
    )


ENCRYPTED = (
    b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >> /ID [<00><00>]"
    % (b"41" * 32, b"42" * 32)
)


@pytest.mark.parametrize(
    ("make", "fact"),
    [
        (lambda: pdf(lines(["x"]))[:-200], "has no end"),
        (lambda: b"%PDF-1.7\n" + os.urandom(1000) + b"%%EOF", "cannot be opened"),
        (lambda: b"%PDF-1.7\n%%EOF", "cannot be opened"),
        (lambda: pdf(lines(["x"]), extra=ENCRYPTED), "protected by a password"),
        (lambda: objects_of(2_000_000, b"4 0 R"), "broken, or has no pages"),
        (pdf, "broken, or has no pages"),
        (looped, "cannot be read|cannot be opened|no pages"),
        (crowded, "page 1: the page has 2"),
        (lambda: pdf(*[[]] * (limits.PAGES + 1)), "2,001 pages"),
    ],
)
def test_pdfs_that_are_refused(make, fact):
    with pytest.raises(DocumentError) as caught:
        pieces_of("pdf", make())
    assert re.search(fact, str(caught.value))


def test_a_pdf_without_text_is_called_a_scan(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf([], []))
    with pytest.raises(DocumentError, match="probably a scan") as caught:
        read_document(tmp_path / "a.pdf")
    assert "OCR" in caught.value.remedy


def test_a_file_beyond_the_size_is_not_read(tmp_path):
    with (tmp_path / "a.docx").open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    with pytest.raises(DocumentError, match="more than 67,108,864 bytes"):
        read_document(tmp_path / "a.docx")


@pytest.mark.parametrize(("text", "count"), [(b"x", 50 << 20), (b"x\n\n", 300_000)])
def test_a_text_beyond_a_limit_is_refused(tmp_path, text, count):
    (tmp_path / "a.txt").write_bytes(text * count)
    with pytest.raises(DocumentError, match=r"bytes|more than 250,000 paragraphs"):
        read_document(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("code", "fact"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "it crashed"),
        ("while True: pass", "longer than 1 seconds|it crashed"),
        ("print('no json')", "it crashed"),
    ],
)
def test_a_reader_that_crashes_or_hangs_is_an_error(monkeypatch, tmp_path, code, fact):
    (tmp_path / "broken_reader.py").write_text(code)
    monkeypatch.setattr(isolated, "ROOT", tmp_path)
    monkeypatch.setattr(isolated, "MODULE", "broken_reader")
    monkeypatch.setattr(limits, "SECONDS", 1)
    with pytest.raises(DocumentError, match=fact):
        isolated.read_isolated("html", b"x")


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_ends_in_an_answer(seed):
    """Bytes overwritten here and there: text or an error, never anything else."""

    chance = random.Random(seed)
    form, data = chance.choice(
        [("docx", docx(tbl([p(r("x 5"))]))), ("pdf", pdf(lines(["x 5"] * 20)))]
    )
    damaged = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    with contextlib.suppress(DocumentError):
        pieces_of(form, bytes(damaged))
