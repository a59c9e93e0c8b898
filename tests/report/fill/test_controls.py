"""Controls of a filled document: wherever one may stand, brought up to date, and left where a hand was at them."""

import re

import pytest

from documents.docxs import docx, field, p, r, t, tbl
from numbertext.documents import read_document
from report.figures.bound_name import LONGEST, bound_name, cut_name, parse_bound
from report.fill import fill
from report.fill.wording import UnknownFigure, Wordings
from tests.report.fill.test_fill import BOX, KNOWN, MARK, control, everywhere, parts

NEWER = Wordings({**KNOWN.texts, "people": "117.3 million", "people.value": "117.3"}, "2023")


@pytest.fixture
def run(tmp_path):
    def command(data, known=KNOWN):
        given, target = tmp_path / "given.docx", tmp_path / "out.docx"
        given.write_bytes(data)
        done = fill(given, target, known)
        return done, target.read_bytes(), read_document(target)

    return command


def body(data):
    return parts(data)["word/document.xml"].decode()


def named(document):
    return [
        (block.text[mark.start : mark.end], parse_bound(mark.name).name)
        for block in document.blocks
        for mark in block.marks
    ]


PLACES = {
    "run": p(r("a " + MARK + " b")),
    "two in a run": p(r(MARK + " and " + MARK)),
    "start of a run with a break": p(f"<w:r>{t(MARK)}<w:br/>{t('x ' + MARK)}</w:r>"),
    "end of a run with a tab": p(f"<w:r><w:tab/>{t(MARK)}</w:r>"),
    "over runs": p(r("a {{fig"), r("ure:peo", "<w:b/>"), r("ple}} b")),
    "cell": tbl([p(r(MARK)), p(r("b"))]),
    "insertion": p(f'<w:ins w:id="7" w:author="A">{r(MARK)}</w:ins>'),
    "move": p(f'<w:moveTo w:id="7" w:author="A">{r(MARK)}</w:moveTo>'),
    "box": p(r("a"), BOX.format(p(r(MARK)))),
    "field": p(field("REF a", r(MARK))),
    "simple field": p(f'<w:fldSimple w:instr=" REF a ">{r(MARK)}</w:fldSimple>'),
    "control of anything": p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r(MARK)}</w:sdtContent></w:sdt>"),
    "smart tag": p(f'<w:smartTag w:element="a">{r(MARK)}</w:smartTag>'),
}
NO_PLACES = {
    "link": p(f'<w:hyperlink w:anchor="a">{r(MARK)}</w:hyperlink>'),
    "link by a field": p(field("HYPERLINK x", r(MARK))),
    "link by a simple field": p(f'<w:fldSimple w:instr=" hyperlink x ">{r(MARK)}</w:fldSimple>'),
    "reading aid": p(f"<w:r><w:ruby><w:rubyPr/><w:rubyBase>{r(MARK)}</w:rubyBase></w:ruby></w:r>"),
    "plain text control": p(
        f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r(MARK)}</w:sdtContent></w:sdt>"
    ),
}


@pytest.mark.parametrize("inside", PLACES.values(), ids=PLACES)
def test_a_value_stands_in_a_control_and_stays_with_a_second_filling(run, inside):
    done, data, document = run(docx(inside))
    marks = named(document)
    assert marks
    assert set(marks) == {("108.4 million", "people")}
    assert done.unbound == ()
    plain = [block.text for block in document.blocks]
    again, same, _ = run(data)
    assert same == data
    assert (again.counts, again.parts) == ({}, ())
    assert again.same == sum(done.counts.values())
    newer, _, after = run(data, NEWER)
    assert newer.counts == done.counts
    assert [block.text for block in after.blocks] == [
        text.replace("108.4 million", "117.3 million") for text in plain
    ]
    assert all(parse_bound(m.name).edition == "2023" for b in after.blocks for m in b.marks)


@pytest.mark.parametrize("inside", NO_PLACES.values(), ids=NO_PLACES)
def test_where_no_control_may_stand_the_value_stands_alone(run, inside):
    done, data, _ = run(docx(inside))
    assert done.unbound == ("people",)
    assert "108.4 million" in body(data)
    assert "figure:" not in body(data)


def test_filling_is_the_same_as_filling_anew(run):
    _, old, _ = run(everywhere())
    _, renewed, _ = run(old, NEWER)
    _, new, _ = run(everywhere(), NEWER)
    assert parts(renewed) == parts(new)


@pytest.mark.parametrize("text", ["about 109 million", "108.5 million", "108.4 million people"])
def test_a_text_that_was_changed_by_hand_is_left_and_told(run, text):
    changed = control().replace("<w:t>108.4 million", f"<w:t>{text}")
    given = docx(p(r("a "), changed))
    done, data, _ = run(given, NEWER)
    (kept,) = done.kept
    assert (kept.name, kept.text, kept.published) == ("people", text, "117.3 million")
    assert "by hand" in kept.why
    assert data == given


@pytest.mark.parametrize("text", ["117.3 million", "{{figure:people}}", "", " 117.3  million "])
def test_a_text_that_asks_for_the_value_or_has_it_takes_it(run, text):
    changed = control().replace("<w:t>108.4 million", f"<w:t>{text}")
    done, data, document = run(docx(p(r("a "), changed)), NEWER)
    assert done.kept == ()
    assert " ".join(document.text.split()) == "a 117.3 million"
    assert bound_name("people", "2023", "117.3 million") in body(data)


def test_another_figure_may_be_asked_for_within_a_control(run):
    changed = control().replace("108.4 million<", "{{figure:people.value}}<")
    _, data, document = run(docx(p(changed)))
    assert document.text == "108.4"
    assert bound_name("people.value", "2022", "108.4") in body(data)


def test_a_control_cut_into_runs_is_brought_up_to_date_as_one(run):
    cut = control().replace(
        "108.4 million</w:t>", f"108</w:t></w:r>{r('.4 million', '<w:b/>')}<w:r><w:t/>"
    )
    _, _, document = run(docx(p(cut)), NEWER)
    assert document.text == "117.3 million"


def test_a_control_with_its_title_alone_is_known(run):
    alone = re.sub(r'<w:tag w:val="[^"]*"/>', "", control())
    done, data, document = run(docx(p(alone)), NEWER)
    assert done.counts == {"people": 1}
    assert named(document) == [("117.3 million", "people")]
    assert run(data, NEWER)[1] == data


def test_a_control_around_a_paragraph_or_a_cell_is_one_too(run):
    name = bound_name("people", "2022", "108.4 million")
    head = f'<w:sdt><w:sdtPr><w:tag w:val="{name}"/></w:sdtPr><w:sdtContent>'
    block = f"{head}{p(r('108.4 '), r('million'))}</w:sdtContent></w:sdt>"
    cell = f"<w:tbl><w:tr>{head}<w:tc>{p(r('108.4 million'))}</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>"
    done, _, document = run(docx(block, cell), NEWER)
    assert done.counts == {"people": 2}
    assert named(document) == [("117.3 million", "people")] * 2


def test_nested_and_emptied_controls_are_left_and_told(run):
    inner = control()
    nested = inner.replace("<w:sdtContent>", "<w:sdtContent>" + control("odd", "x"))
    prompt = control().replace("<w:text/>", "<w:showingPlcHdr/><w:text/>")
    given = docx(p(nested), p(prompt, r("a")))
    done, data, _ = run(given, NEWER)
    assert data == given
    assert ["stands in another" in kept.why for kept in done.kept] == [True, True, False]
    assert "emptied" in done.kept[2].why


def test_a_control_of_an_unknown_figure_is_refused(run):
    with pytest.raises(UnknownFigure, match="'gone'"):
        run(docx(p(control("gone", "5"))))


def test_what_is_said_once_of_a_run_is_not_said_twice(run):
    change = '<w:rPrChange w:id="3" w:author="A"><w:rPr><w:i/></w:rPr></w:rPrChange>'
    _, data, _ = run(docx(p(r("a " + MARK + " b", f"<w:b/>{change}"))))
    assert body(data).count("rPrChange w:id") == 1
    assert body(data).count("<w:b/>") == 4


@pytest.mark.parametrize("prefix", ["x:", ""])
def test_a_part_with_another_prefix_gets_a_control_that_brings_its_own(run, prefix):
    name = "xmlns:x" if prefix else "xmlns"
    plain = f'<w:document {name}="SPACE"><w:body><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:body></w:document>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    whole = plain.replace("w:", prefix).replace("SPACE", space)
    given = docx(change=lambda parts: parts.update({"word/document.xml": whole}))
    _, data, document = run(given)
    assert named(document) == [("108.4 million", "people")]
    assert run(data)[1] == data


@pytest.mark.parametrize("size", [1, 35, 36, 37, 99])
@pytest.mark.parametrize("edition", ["2022", "budget/2022-Q3", "a" * 60])
def test_names_fit_into_what_word_takes_and_are_told_apart(size, edition):
    names = ["a" * size + end for end in (".one", ".two", "")]
    written = [bound_name(name, edition, "5") for name in names]
    assert max(map(len, written)) <= LONGEST
    found = [parse_bound(name) for name in written]
    assert [bound.known(names) for bound in found] == names
    assert all(bound.is_of(edition) and not bound.is_of(edition + "x") for bound in found)
    assert all(bound.is_untouched(" 5\n") and not bound.is_untouched("6") for bound in found)


@pytest.mark.parametrize(
    "name", ["", "people", "figure:", "figure:a b", "figure:a@2022", "Figure:a", "figure:.a"]
)
def test_other_names_are_of_no_figure(name):
    assert parse_bound(name) is None


def test_a_name_written_by_a_person_is_of_any_edition():
    bound = parse_bound("figure:people.value")
    assert (bound.name, bound.edition, bound.is_of("1999")) == ("people.value", "", True)
    assert not bound.is_untouched("5")
    assert cut_name("people") == "people"
