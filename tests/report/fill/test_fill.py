"""Filling an author's document: every place of the text, no other byte, and nothing at all when one id is wrong."""

import io
import zipfile

import docx as python_docx
import pytest

from documents.docxs import docx, p, part, r, relations, t, tbl
from documents.test_hostile import locked, nested_tables, twins, with_part
from numbertext.documents import DocumentError, read_document
from report.figures.bound_name import bound_name
from report.figures.published import figures_of
from report.fill import fill
from report.fill.wording import UnknownFigure, Wordings, wordings

KNOWN = Wordings({"people": "108.4 million", "people.value": "108.4", "odd": "<a & b>"}, "2022")
MARK = "{{figure:people}}"
BOX = "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback>"
BOX += "<w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'


@pytest.fixture
def run(tmp_path):
    def command(data, known=KNOWN):
        given, target = tmp_path / "given.docx", tmp_path / "out.docx"
        given.write_bytes(data)
        done = fill(given, target, known)
        assert given.read_bytes() == data
        return done, target

    return command


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def control(name="people", text="108.4 million", properties=""):
    """A filled control, as it is to stand in the file."""
    said = bound_name(name, KNOWN.edition, text)
    inner = f"<w:rPr>{properties}</w:rPr>"
    return (
        f'<w:sdt><w:sdtPr>{inner}<w:alias w:val="{said}"/><w:tag w:val="{said}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent><w:r>{inner}<w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def everywhere():
    note = f'<w:footnote w:id="1">{p(r(MARK))}</w:footnote>'
    return docx(
        p(r("Body " + MARK), '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        tbl([p(r(MARK))]),
        p(r("box"), BOX.format(p(r(MARK)))),
        SECTION,
        header=part("hdr", p(r(MARK))),
        footnotes=part("footnotes", note),
        styles=part("styles", ""),
    )


def test_body_table_header_footnote_and_text_box_are_filled(run):
    done, target = run(everywhere())
    assert done.counts == {"people": 6}
    assert set(done.parts) == {"word/document.xml", "word/header.xml", "word/footnotes.xml"}
    texts = [block.text for block in read_document(target).blocks]
    assert [text.count("108.4 million") for text in texts if text != "box"] == [1] * 5
    assert b"{{" not in b"".join(parts(target.read_bytes()).values())


def test_every_other_byte_is_as_it_was(run):
    given = everywhere()
    before, after = parts(given), parts(run(given)[1].read_bytes())
    assert list(before) == list(after)
    for name, content in before.items():
        expected = content.replace(r("Body " + MARK).encode(), (r("Body ") + control()).encode())
        assert after[name] == expected.replace(r(MARK).encode(), control().encode())


def test_a_placeholder_over_several_runs_is_set_as_its_first(run):
    bold, quiet = "<w:b/>", '<w:color w:val="808080"/>'
    body = p(r("There were {{fig", bold), "<w:proofErr/>", r("ure:peo", quiet), r("ple}} people"))
    _, target = run(docx(body))
    start = r("There were ", bold) + control(properties=bold)
    expected = p(start, "<w:proofErr/>", r("", quiet), r(" people"))
    assert expected.encode() in parts(target.read_bytes())["word/document.xml"]


def test_a_blank_at_the_end_of_a_text_is_kept(run):
    plain = f"<w:r><w:t>{MARK[:4]}</w:t></w:r><w:r><w:t>{MARK[4:]} people</w:t></w:r>"
    _, target = run(docx(p(plain)))
    assert t(" people").encode() in parts(target.read_bytes())["word/document.xml"]


def test_words_are_escaped_and_deleted_text_is_left(run):
    deleted = f"<w:del><w:r><w:delText>{MARK}</w:delText></w:r></w:del>"
    done, target = run(docx(p(r("{{figure:odd}}"), deleted)))
    assert done.counts == {"odd": 1}
    body = parts(target.read_bytes())["word/document.xml"]
    assert b"&lt;a &amp; b&gt;" in body
    assert MARK.encode() in body


def test_unknown_ids_are_listed_with_the_nearest_and_nothing_is_written(run, tmp_path):
    body = p(r(MARK + " {{figure:poeple}} {{figure:zzz}} {{figure:peeple.value}}"))
    with pytest.raises(UnknownFigure) as caught:
        run(docx(body))
    assert "3 placeholders or controls name no figure" in str(caught.value)
    assert "'poeple' (nearest: people)" in str(caught.value)
    assert "'zzz';" in f"{caught.value.fact};"
    assert [path.name for path in tmp_path.iterdir()] == ["given.docx"]


def test_a_document_without_placeholders_is_told(run):
    with pytest.raises(UnknownFigure, match="no placeholder"):
        run(docx(p(r("nothing"))))


def test_the_document_itself_is_not_replaced(tmp_path):
    given = tmp_path / "given.docx"
    given.write_bytes(docx(p(r(MARK))))
    with pytest.raises(DocumentError, match="replace the document itself"):
        fill(given, given, KNOWN)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "5">]>'


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        b"%PDF-1.7 no word file",
        locked(),
        nested_tables(600),
        with_part(
            "word/document.xml", ENTITIES + part("document", f"<w:body>{p(r(MARK))}</w:body>")
        ),
        with_part("_rels/.rels", relations({"r": ("officeDocument", "../../x.xml")})),
        with_part("word/document.xml", part("document", " " * (65 << 20))),
    ],
    ids=range(7),
)
def test_hostile_documents_are_refused(run, tmp_path, data):
    with pytest.raises(DocumentError):
        run(data)
    assert not (tmp_path / "out.docx").exists()


def test_parts_of_one_name_are_refused(run):
    with pytest.raises(DocumentError, match="same name"):
        run(twins())


def test_a_bomb_in_a_part_that_is_only_copied_is_refused(run, tmp_path):
    bomb = docx(
        p(r(MARK)), change=lambda parts: parts.update({"word/media/a.bmp": b"\0" * (60 << 20)})
    )
    with pytest.raises(DocumentError, match="grows too much"):
        run(bomb)
    assert [path.name for path in tmp_path.iterdir()] == ["given.docx"]


SPLIT = "<a:t>{{fig</a:t><a:t>ure:people}}</a:t>"


@pytest.mark.parametrize(
    ("inside", "others"),
    [
        ("", {"word/charts/chart1.xml": f"<c:v>{MARK}</c:v>"}),
        ("", {"word/diagrams/data1.xml": f"<d>{SPLIT}</d>"}),
        (f'<w:r><w:pict><v:textpath string="{MARK}"/></w:pict></w:r>', {}),
        (f'<w:r><w:drawing><docPr descr="{MARK}"/></w:drawing></w:r>', {}),
        (f"<w:r><w:drawing><x>{MARK}</x></w:drawing></w:r>", {}),
    ],
)
def test_a_placeholder_that_would_stay_is_refused(run, tmp_path, inside, others):
    data = docx(p(r(MARK), inside), change=lambda parts: parts.update(others))
    with pytest.raises(UnknownFigure, match="where none can be filled"):
        run(data)
    assert [path.name for path in tmp_path.iterdir()] == ["given.docx"]


def test_a_part_that_is_damaged_is_told_of(run):
    data = docx(
        p(r(MARK)), change=lambda parts: parts.update({"word/charts/chart1.xml": "<c/>" * 99})
    )
    at = data.index(b"word/charts/chart1.xml") + len("word/charts/chart1.xml")
    with pytest.raises(DocumentError, match="cannot be decompressed"):
        run(data[:at] + bytes([data[at] ^ 255, data[at + 1] ^ 255]) + data[at + 2 :])


def test_a_placeholder_that_was_deleted_or_is_spoken_of_in_a_comment_is_not(run):
    deleted = f"<w:del><w:r><w:delText>{MARK}</w:delText></w:r></w:del>"
    others = {"word/comments.xml": f"<c>write {MARK} here</c>"}
    done, _ = run(docx(p(r(MARK), deleted), change=lambda parts: parts.update(others)))
    assert done.counts == {"people": 1}


def test_a_document_of_a_word_processor_still_opens(run):
    made, data = python_docx.Document(), io.BytesIO()
    made.add_paragraph("People: {{figure:people.value}} million")
    made.save(data)
    _, target = run(data.getvalue())
    opened = python_docx.Document(target).paragraphs[0]._p
    assert "".join(t.text for t in opened.iter() if t.tag.endswith("}t")) == "People: 108.4 million"


def test_wordings_are_the_published_ones(edition_2022):
    place, manifest = edition_2022
    found = wordings(place, "2022").texts
    for figure in figures_of(manifest):
        display, bare = found[figure.id], found[figure.id + ".value"]
        assert display == figure.display
        assert bare in display
    assert found["displaced_total.value"] == "108.4"
    assert found["displaced_total.rounded"] == "more than 108 million"
    assert found["rso_decade.ordinal"] == "second decade"
