"""PDF: lines, columns, paragraphs and what runs through the pages, put together again."""

import pytest

from documents.conftest import blocks, places, texts
from documents.pdfs import lines, pdf

LEFT = [f"the left column has words {i} of it" for i in range(12)]
RIGHT = [f"the right column has words {i} too" for i in range(12)]
TITLE = "A title that goes all the way across both columns of the page below it, in one line"


def interleaved(y=700, shift=0):
    """Two columns as a program may write them: a line of each in turn."""
    pairs = zip(lines(LEFT, 72, y), lines(RIGHT, 310, y - shift), strict=True)
    return [line for pair in pairs for line in pair]


def beside(*rows, x):
    """Rows of two texts, the second of each at `x`."""
    return [
        (place, 700 - 13 * i, 10, text)
        for i, row in enumerate(rows)
        for place, text in zip((72, x), row, strict=True)
    ]


@pytest.mark.parametrize(
    ("texts_of_page", "expected"),
    [
        (lines(["More than 2,000", "people came."]), ["More than 2,000 people came."]),
        (lines(["the insti-", "tution"]), ["the institution"]),
        (lines(["in twenty-", "five days"]), ["in twenty-five days"]),
        (lines(["in 2021-", "22 as"]), ["in 2021-22 as"]),
        (lines(["COVID-", "19 and"]), ["COVID-19 and"]),
        (lines(["the long-term view, a long-", "term one"]), ["the long-term view, a long-term one"]),
        (lines(["5 \u2013", "6"]), ["5 \u2013 6"]),
        (lines(["It ends.", "Next goes on over all the line"]), ["It ends.", "Next goes on over all the line"]),
        (lines(["one", "two"]) + lines(["three", "four"], y=700), ["one two", "three four"]),
        (lines(["Big"], size=20) + lines(["small text", "goes on"], y=730), ["Big", "small text goes on"]),
        ([(72, 700, 10, "children"), (107.2, 704, 6, "12"), (118, 700, 10, "came")], ["children¹² came"]),
        ([(72, 700, 10, "CO"), (87.2, 698, 6, "2")], ["CO₂"]),
        ([(72, 704, 6, "12"), (79, 700, 10, "Without the town")], ["¹²Without the town"]),
        ([(72, 700, 10, "2,0"), (85.9, 700, 10, "00 people")], ["2,000 people"]),
        ([(72, 700, 10, "a"), (-50, 700, 10, "outside")], ["a"]),
        ([*lines(["upright"]), (300, 300, 10, "on its side", "0 1 -1 0")], ["upright", "on its side"]),
        (beside(["\u2022", "item 5"], ["\u2022", "item 6"], x=90), ["\u2022 item 5", "\u2022 item 6"]),
        (beside(["Asia", "5,000"], ["Africa", "6,000"], x=200), ["Asia", "5,000", "Africa", "6,000"]),
    ],
)  # fmt: skip
def test_a_page_as_it_is_read(texts_of_page, expected):
    assert texts("pdf", pdf(texts_of_page)) == expected


@pytest.mark.parametrize("shift", [0, 4])
@pytest.mark.parametrize("above", [[], [(72, 760, 10, TITLE)]])
def test_columns_are_read_one_after_the_other(shift, above):
    found = " ".join(texts("pdf", pdf(above + interleaved(shift=shift))))
    assert found == " ".join([item[3] for item in above] + LEFT + RIGHT)


def test_columns_above_and_below_a_wide_line_are_read_apart():
    page = [*interleaved(y=780), (72, 600, 10, TITLE), *interleaved(y=560)]
    expected = " ".join([*LEFT, *RIGHT, TITLE, *LEFT, *RIGHT])
    assert " ".join(texts("pdf", pdf(page))) == expected


def test_styles_of_blocks():
    page = lines(["Heading"], size=16)
    page += lines(["Body text that is the most of it all", "and goes on."], y=720)
    page += [(72, 680, 10, "- item 5"), (72, 650, 10, "Asia"), (200, 650, 10, "5,000")]
    styles = [(block.style, block.text) for block in blocks("pdf", pdf(page))]
    assert styles == [
        ("heading", "Heading"),
        ("paragraph", "Body text that is the most of it all and goes on."),
        ("list", "- item 5"),
        ("cell", "Asia"),
        ("cell", "5,000"),
    ]


def page_of(number, count):
    head, foot = (
        (72, 810, 9, "Annual Report 2022"),
        (72, 30, 9, f"Report, page {number} of {count}"),
    )
    alone = (300, 30, 9, str(number + 4))
    words = ["alpha", "beta", "gamma", "delta"][number - 1]
    body = lines(
        [f"Text {words}.", f"Some {words} of 5.", f"Other {words}.", f"Last {words}."], pitch=30
    )
    return [head, *body, foot, alone]


def test_what_runs_through_the_pages_is_kept_once():
    data = pdf(*[page_of(number, 4) for number in (1, 2, 3, 4)])
    found = blocks("pdf", data)
    margins = [(b.part, b.page, b.text) for b in found if not b.part.startswith("page")]
    assert margins == [("header", 1, "Annual Report 2022"), ("footer", 1, "Report, page 1 of 4")]
    assert [b.page for b in found if b.part.startswith("page")] == [1] * 4 + [2] * 4 + [3] * 4 + [
        4
    ] * 4


def test_numbers_that_repeat_by_chance_stay():
    rows = [[(72, 800, 9, word), (200, 800, 9, "0")] for word in ("Asia", "Africa", "Europe")]
    assert texts("pdf", pdf(*rows)) == ["Asia", "0", "Africa", "0", "Europe", "0"]


def test_a_sentence_goes_on_over_the_page():
    data = pdf(lines(["It begins with more than 5,000 dele-"]), lines(["gates, and ends."]))
    assert places("pdf", data) == [
        ("page 1", "paragraph", "It begins with more than 5,000 delegates, and ends.")
    ]


@pytest.mark.parametrize(
    ("turn", "matrix"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")]
)
def test_a_turned_page_is_read_as_it_is_held(turn, matrix):
    step = {90: (13, 0), 180: (0, 13), 270: (-13, 0)}[turn]
    page = [
        (300 + step[0] * i, 400 + step[1] * i, 10, text, matrix)
        for i, text in enumerate(("some 5,000", "people"))
    ]
    assert texts("pdf", pdf(page, rotate=turn)) == ["some 5,000 people"]


def test_ligatures_are_letters():
    font = b"/F1 10 Tf"
    stream = b"BT " + font + b" 72 700 Td (of\\256ce) Tj ET"
    difference = (
        b"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [174 /fi] >>"
    )
    data = pdf(stream).replace(b"/Encoding /WinAnsiEncoding", difference)
    assert texts("pdf", data) == ["office"]


@pytest.mark.parametrize("number", ["{}", "- {} -", "Page {}", "{} of 3", "Page {} / 3"])
def test_page_numbers_are_no_text(number):
    words = ["Text alpha.", "Text beta.", "Text gamma."]
    pages = [[(72, 700, 10, w), (72, 30, 9, number.format(i))] for i, w in enumerate(words, 1)]
    assert texts("pdf", pdf(*pages)) == words
