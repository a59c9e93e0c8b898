"""A filled document comes back supported: every figure of three catalogues in every wording; and what does not."""

import pytest

from documents.docxs import docx, p, r
from numbertext.documents import Block, read_document
from numbertext.documents.document import NamedStretch
from numbertext.extraction import extract
from report.figures.bound_name import bound_name
from report.figures.resolve import texts_of
from report.fill import fill
from report.fill.wording import Wordings
from report.reconcile.bindings import fingerprint
from report.reconcile.context import contexts
from report.reconcile.filled import held_in

PASSED = ("supported", "stated only")
SENTENCES = ("{label}: {said}.", "The number is {said} in all.")


@pytest.fixture
def filled(tmp_path):
    """Fill a document of some paragraphs and read it again."""

    def made(texts, *paragraphs):
        given, target = tmp_path / "given.docx", tmp_path / "out.docx"
        given.write_bytes(docx(*paragraphs))
        fill(given, target, texts)
        return read_document(target)

    return made


def verdicts(reader, document):
    """Every number of a document with its block and verdict."""
    for block in document.blocks:
        for context in contexts(block.text, extract(block.text)):
            statement = context.statement
            held = held_in(block, statement.start, statement.end)
            yield block, statement, reader.judge.verdict(context, fingerprint(context), held)


def published(reader):
    """All texts of an edition's figures that are numbers; the label of each, and its placeholder in words."""
    texts, labels, said = {}, {}, {}
    for quantity in reader.knowledge.quantities:
        for figure in quantity.figures:
            own = next((x for x in quantity.readings if x.figure == figure.id), quantity.present)
            for name, text in texts_of(figure, own.value).items():
                whole = f"{figure.id}.{name}" if name else figure.id
                texts[whole], labels[whole] = text, figure.label
                slot = f"{{{{figure:{whole}}}}}"
                # A bare number wants the words that the display has around it.
                said[whole] = figure.display.replace("{value}", slot) if name == "value" else slot
    return Wordings(texts, reader.knowledge.edition.name), labels, said


@pytest.mark.parametrize("name", ["2022", "toy", "railway"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_figure_in_every_wording_is_supported(readers, filled, name, sentence):
    reader = readers[name]
    texts, labels, slots = published(reader)
    names = list(texts.texts)
    # Labels with numbers in them are not what is tried here.
    said = [
        sentence.format(
            label=labels[n].translate({ord(c): None for c in "0123456789"}), said=slots[n]
        )
        for n in names
    ]
    document = filled(texts, *(p(r(text.replace("&", "&amp;"))) for text in said))
    found, tried = {}, 0
    for block, statement, verdict in verdicts(reader, document):
        if not any(m.start <= statement.end and statement.start <= m.end for m in block.marks):
            continue
        tried += 1
        if verdict.verdict not in PASSED:
            found[block.text] = (statement.text, verdict.verdict, verdict.figure, verdict.why)
    assert tried >= len(names)
    assert found == {}


def control(name, text, *, written="", edition="2022"):
    """A control as it is filled; `written` is what a hand made of its text."""
    said = bound_name(name, edition, text)
    tag = f'<w:sdtPr><w:tag w:val="{said}"/><w:text/></w:sdtPr>'
    return f"<w:sdt>{tag}<w:sdtContent>{r(written or text)}</w:sdtContent></w:sdt>"


@pytest.fixture
def verdict(readers, tmp_path):
    """Give the verdict on the one number of a document's paragraph."""

    def of(*inside):
        path = tmp_path / "a.docx"
        path.write_bytes(docx(p(*inside)))
        found = [v for _, _, v in verdicts(readers["2022"], read_document(path)) if v.bound_by]
        (one,) = found
        return one

    return of


TOTAL = ("displaced_total", "108.4 million")
ROUNDED = ("displaced_total.rounded", "more than 108 million")


@pytest.mark.parametrize(
    ("inside", "expected", "why"),
    [
        ([control(*TOTAL), r(" people were on the run.")], "supported", ""),
        ([control(*TOTAL), r(" souls were on the run.")], "near", "souls"),
        ([r("About "), control(*TOTAL), r(" people in all.")], "supported", ""),
        ([r("Fewer than "), control(*TOTAL), r(" people in all.")], "contradicted", ""),
        ([r("In all "), control(*TOTAL, written="180.4 million")], "contradicted", "by hand"),
        ([r("In all "), control(*TOTAL, written="108.4 million people")], "supported", "by hand"),
        (
            [r("In all "), control("displaced_total", "89.3 million", edition="2021")],
            "contradicted",
            "edition 2021",
        ),
        ([r("In 2019 there were "), control(*TOTAL), r(" people.")], "contradicted", ""),
        ([r("There were not "), control(*TOTAL), r(" people.")], "near", "denied"),
        ([r("Were there "), control(*TOTAL), r(" people?")], "near", "asked"),
        ([r("In Bangladesh there were "), control(*TOTAL), r(" people.")], "near", "Bangladesh"),
        ([control(*TOTAL), r(" people a month.")], "near", "per month"),
        ([control(*TOTAL), r(" of the displaced people.")], "near", "part"),
        (
            [r("It is "), control("displaced_total.value", "108.4"), r(" per cent.")],
            "near",
            "per cent",
        ),
        ([control("no_such", "5"), r(" people")], "unmatched", "no_such"),
        ([control("rso_decade.ordinal", "second decade")], "supported", ""),
        (
            [r("its "), control("rso_decade.ordinal", "second decade", written="third decade")],
            "contradicted",
            "hand",
        ),
        (
            [control("displaced_total.rounded", "more than 108 million"), r(" people")],
            "supported",
            "",
        ),
        (
            [
                control(
                    "displaced_total.rounded",
                    "more than 108 million",
                    written="more than 109 million",
                )
            ],
            "contradicted",
            "",
        ),
    ],
)
def test_a_name_says_which_figure_it_is_never_that_it_is_right(verdict, inside, expected, why):
    found = verdict(*inside)
    assert (found.verdict, found.bound_by) == (expected, "control"), found.why
    assert why in found.why


def test_controls_within_or_beside_each_other_are_told(verdict):
    inner = control(*TOTAL).replace("<w:text/>", "")
    nested = inner.replace(
        "<w:sdtContent>", "<w:sdtContent>" + control("refugees_unhcr", "29.4 million"), 1
    )
    found = verdict(nested.replace(r("108.4 million"), ""))
    assert (found.verdict, "within each other" in found.why) == ("undecided", True)
    between = [r("between "), control("displaced_total.value", "29.4"), r(" and "), control(*TOTAL)]
    found = verdict(*between, r(" people"))
    assert (found.verdict, "side by side" in found.why) == ("undecided", True)


def test_a_number_that_is_read_as_none_stands_if_it_is_published(readers, verdict):
    (figure, text) = next(
        (f, texts_of(f, own.value)[""])
        for q in readers["2022"].knowledge.quantities
        for f in q.figures
        for own in [next((x for x in q.readings if x.figure == f.id), q.present)]
    )
    assert verdict(r("on page "), control(figure.id, text)).verdict in (*PASSED, "near")


def test_html_binds_by_an_attribute(readers, tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        '<p>There were  <b data-figure="displaced_total">180.4 million</b> people.</p>'
        '<p>So <span data-figure="figure:displaced_total"> 108.4\n million</span> in all.</p>',
        "utf-8",
    )
    found = [(v.verdict, v.bound_by) for _, _, v in verdicts(readers["2022"], read_document(path))]
    assert found == [("contradicted", "control"), ("supported", "control")]


@pytest.mark.parametrize(
    ("start", "end", "is_held"),
    [
        (0, 5, False),
        (8, 9, False),
        (9, 12, False),
        (5, 8, True),
        (0, 6, True),
        (7, 12, True),
        (0, 12, True),
    ],
)
def test_a_number_beside_a_control_is_not_bound_by_it(start, end, is_held):
    mark = NamedStretch(5, 8, bound_name("people", "2022", "108"))
    block = Block(
        "from 108 to 12", "body", 1, None, 0, "paragraph", (mark, NamedStretch(0, 14, "other"))
    )
    assert (held_in(block, start, end) is not None) is is_held
