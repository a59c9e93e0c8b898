"""Reading as a whole: formats told apart, files opened with care, text files with offsets of their own."""

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.conftest import hold_the_law
from documents.docxs import archive, docx, p, r
from documents.pdfs import lines, pdf
from numbertext.documents import DocumentError, read_document
from numbertext.documents.plain import read_plain

WORD, PAPER = docx(p(r("Some 5,000 people"))), pdf(lines(["Some 5,000 people"]))
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WEB = b"<p>Some 5,000 people</p>"


@pytest.mark.parametrize(
    ("name", "data", "form", "part", "page"),
    [
        ("a.txt", b"Some 5,000 people", "txt", "body", None),
        ("a.MD", b"Some *5,000* people", "md", "body", None),
        ("a.html", WEB, "html", "body", None),
        ("a.docx", WORD, "docx", "body", None),
        ("a.pdf", PAPER, "pdf", "page 1", 1),
        ("a.pdf", b"HTTP garbage\0\r\n" + PAPER, "pdf", "page 1", 1),
    ],
)
def test_each_format_is_read(read, name, data, form, part, page):
    document = read(name, data)
    block = document.blocks[0]
    assert (document.path, document.format, block.part, block.page) == (name, form, part, page)
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.text, block.style) == ("Some 5,000 people", "paragraph")


def test_a_relative_path_is_shown_as_it_is(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert read_document((tmp_path / "in" / "a.txt").relative_to(tmp_path)).path == "in/a.txt"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfone\r\ntwo\rthree", "one\ntwo\nthree"),
        ("5 ≤ 6".encode("utf-16"), "5 ≤ 6"),
        ("5 ≤ 6".encode("utf-16-be"), None),
        (b"\xfe\xff" + "5 ≤ 6".encode("utf-16-be"), "5 ≤ 6"),
        ("naïve \u2013 5 €".encode("cp1252"), "naïve \u2013 5 €"),
        (b"a \x81 b", None),
        (b"a \xe9 \x01 b", None),
        (b"a\0b", None),
        (b"\xff\xfea", None),
    ],
)
def test_encodings_of_text(read, data, text):
    if text is None:
        with pytest.raises(DocumentError, match=r"NUL|UTF-8|utf-16"):
            read("a.txt", data)
    else:
        assert read("a.txt", data).text == text


def test_blocks_of_a_text_index_the_file(read):
    document = read("a.txt", "\n  One\nline more.\n \t\n\n- item 5\n- item 6\n\n  last \n")
    assert document.text.startswith("\n  One")
    assert [(b.style, b.text) for b in document.blocks] == [
        ("paragraph", "One\nline more."),
        ("list", "- item 5"),
        ("list", "- item 6"),
        ("paragraph", "last"),
    ]


@given(st.text(alphabet="ab5 \n\t-\r\u2028\u00a0é"))
def test_any_text_keeps_the_law_and_loses_nothing(text):
    blocks, whole = read_plain(text.encode())
    hold_the_law(blocks, whole)
    assert "".join("".join(b.text for b in blocks).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("name", "data", "fact"),
    [
        ("a.docx", b"no zip", r"named \.docx, but its content is neither"),
        ("a.pdf", b"no pdf", r"named \.pdf, but its content is neither"),
        ("a.txt", PAPER, "but its content is a PDF"),
        ("a.html", WORD, "but its content is a Word document"),
        ("a.docx", OLD + b"rest", r"old Office file \(\.doc, \.xls, \.ppt\), or protected"),
        ("a.docx", b"{\\rtf1 x}", "an RTF file"),
        ("a.docx", archive({"xl/workbook.xml": "<x/>"}), "an Excel workbook"),
        ("a.docx", archive({"a.txt": "x"}), "no Word document"),
        ("a.odt", b"PK\x03\x04", r"named \.odt, but its content is a ZIP archive"),
        ("a.xlsx", WORD, "named .xlsx, but its content is a Word document"),
        (
            "a.odt",
            archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            r"OpenDocument file \(ODS",
        ),
        ("a.epub", archive({"mimetype": "application/epub+zip"}), "an EPUB book"),
        ("a.pages", archive({"Index/Document.iwa": "x"}), "a Pages, Numbers or Keynote file"),
        ("a.xlsb", archive({"xl/workbook.bin": "x"}), r"workbook in binary form \(XLSB"),
        ("a.doc", OLD + "WordDocument".encode("utf-16-le"), r"old Word file \(\.doc"),
        ("a.xls", OLD + "Workbook".encode("utf-16-le"), r"old Excel file \(\.xls"),
        ("a.ppt", OLD + "PowerPoint Document".encode("utf-16-le"), r"old PowerPoint file \(\.ppt"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.png", b"\x89PNG", "a picture"),
        ("a.csv", b"a,b\n1,2", r"a table of data \(CSV"),
        ("a.zip", archive({"a.txt": "x"}), r"ending '\.zip' .* a ZIP archive"),
        ("a.xyz", PAPER, r"ending '\.xyz' .* its content is a PDF"),
        ("a.bin", b"\0\1", "ending '.bin' is of no format"),
        ("a", b"text", "ending '' is of no format"),
        ("a.txt", b"", "0 bytes"),
        ("a.txt", b" \n\n", "has no text"),
        ("a.md", b"![picture](a.png)", "has no text"),
    ],
)
def test_what_is_not_what_it_says_is_refused(read, name, data, fact):
    with pytest.raises(DocumentError, match=fact) as caught:
        read(name, data)
    assert caught.value.where == name
    assert caught.value.remedy


def test_text_may_mention_the_mark_of_pdf(read):
    assert read("a.txt", b"Files begin with %PDF-1.7").text == "Files begin with %PDF-1.7"


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda p: os.symlink("/dev/zero", p)])
def test_folders_pipes_and_devices_are_refused(tmp_path, make):
    make(tmp_path / "a.txt")
    with pytest.raises(DocumentError, match=r"no file, but a folder or device|cannot be opened"):
        read_document(tmp_path / "a.txt")


@pytest.mark.parametrize("name", ["missing.txt", "a\0.txt", "x" * 300 + ".txt"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, name):
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_document(tmp_path / name)


def test_a_path_may_be_given_as_text(tmp_path):
    path = tmp_path / "trains.txt"
    path.write_text("Only 12 trains ran.", encoding="utf-8")
    assert read_document(str(path)) == read_document(path)
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_document(str(tmp_path / "other.txt"))


def test_a_name_writes_no_line_of_its_own_into_an_error(tmp_path):
    with pytest.raises(DocumentError) as caught:
        read_document(tmp_path / "a\n  remedy: rm.txt")
    assert caught.value.where == "a\u240a  remedy: rm.txt"
