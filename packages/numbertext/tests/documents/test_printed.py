"""PDFs as programs make them: what was put in comes back, in order, digits above and below the line told apart."""

import re
import shutil
from pathlib import Path

import pytest

from documents.conftest import texts
from documents.pdfs import lines, pdf
from documents.printed import make
from numbertext import extract
from numbertext.documents import DocumentError

PRINTED = Path(__file__).parent / "printed"
FILES = sorted(path.stem for path in PRINTED.glob("*.pdf"))
# Fonts without a narrow space are given another, or a gap.
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3})")


def in_one(parts):
    return BETWEEN_DIGITS.sub("", " ".join(parts).replace("\u00a0", " "))


def put_in():
    rows = [text for row in make.TABLE for text in row]
    return in_one(map(make.as_read, [*make.LINES, *rows, make.LEFT, make.RIGHT]))


def said(text):
    return [(s.kind, s.value, s.unit, s.set_aside) for s in extract(text)]


@pytest.mark.parametrize("name", FILES)
def test_what_was_printed_is_read(name):
    found = in_one(texts("pdf", (PRINTED / f"{name}.pdf").read_bytes()))
    assert found == put_in()
    assert said(found) == said(put_in())


@pytest.mark.long
@pytest.mark.parametrize("program", ["soffice", "chromium"])
@pytest.mark.parametrize("font", make.SYSTEM)
def test_what_is_printed_here_is_read(program, font, tmp_path):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed: .ci/run installs it")
    path = tmp_path / make.name_of(program, font)
    make.PROGRAMS[program][0](font, path)
    assert in_one(texts("pdf", path.read_bytes())) == put_in()


def test_every_program_left_a_file():
    assert {name.rsplit("-", 1)[0].split("-")[0] for name in FILES} == {
        name.split("-")[0] for name in make.PROGRAMS
    }


RAISED_LINES = [
    [
        (72, 700 - 20 * i, 10, "Some"),
        (100, 705 - 20 * i, 6, str(number)),
        (115, 700 - 20 * i, 10, "of it."),
    ]
    for i, number in enumerate((99, 1234, 7, 45, 2022, 110))
]


def test_a_page_of_raised_numbers_is_refused():
    page = [item for line in RAISED_LINES for item in line]
    with pytest.raises(
        DocumentError, match="most digits of the page, 15 of them, come out raised"
    ) as caught:
        texts("pdf", pdf(lines(["First page."]), page))
    assert caught.value.where == "page 2"
    assert "ODT" in caught.value.remedy


def test_a_page_of_notes_is_none():
    page = []
    for i in range(12):
        page += [(72, 700 - 20 * i, 10, "word"), (95, 705 - 20 * i, 6, str(i + 1))]
    assert "word¹²" in " ".join(texts("pdf", pdf(page)))


@pytest.mark.parametrize(("size", "rise"), [(10, 4), (9.7, 4), (8, 3), (6, 3), (5, 5)])
@pytest.mark.parametrize("base", ["62", "country", "1,234", "m", "by"])
def test_a_mark_of_any_size_stands_above(base, size, rise):
    stream = f"BT /F1 10 Tf 1 0 0 1 72 700 Tm ({base}) Tj {rise} Ts /F1 {size} Tf (3) Tj 0 Ts"
    stream += " /F1 10 Tf ( came by) Tj ET"
    assert texts("pdf", pdf(stream.encode())) == [f"{base}³ came by"]
