"""Reads a PDF: page by page in reading order, headers and footers once, paragraphs joined across pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2

from numbertext.documents import limits
from numbertext.documents.document import Pieces
from numbertext.documents.errors import DocumentError
from numbertext.documents.pdf.columns import regions
from numbertext.documents.pdf.fragments import Fragment, fragments
from numbertext.documents.pdf.hyphens import Words
from numbertext.documents.pdf.paragraphs import Paragraph, has_ended, paragraphs
from numbertext.documents.pdf.raised_pages import refuse_raised
from numbertext.documents.pdf.running import Running
from numbertext.documents.pdf.unread import leave_of_file, leave_of_page

END = b"%%EOF"
END_WITHIN = 4096
ENCRYPTED = b"/Encrypt"


def read_pdf(data: bytes) -> Pieces:
    """Return the pieces of a PDF; none if no page has text.

    Raises:
        DocumentError: The file is broken, cut, protected by a password, breaks a limit, or has a page whose digits are
            not where a reader sees them.
    """
    # A cut file is refused here: the library would mend it, and silently leave out what is missing.
    if END not in data[-END_WITHIN:]:
        raise _broken("the file has no end: its transfer was cut")
    pieces = Pieces()
    pages = _pages(data, pieces)
    heights = Counter[float]()
    for page in pages:
        for fragment in page:
            heights[round(fragment.height, 1)] += len(fragment.text)
    body_height = heights.most_common(1)[0][0] if heights else 0.0
    words = Words(f.text for page in pages for f in page)
    running = Running(pages)
    placed: list[_Placed] = []
    for number, page in enumerate(pages, start=1):
        new, gone = running.take(number)
        rest = [f for f in page if id(f) not in gone]
        placed += [_margin(part, text, number) for part, text in new if part == "header"]
        for paragraph in _of_page(rest, body_height):
            if not _goes_on(placed, paragraph, number):
                placed.append(_Placed(f"page {number}", number, paragraph))
        placed += [_margin(part, text, number) for part, text in new if part == "footer"]
    for item in placed:
        pieces.add(item.paragraph.text(words), item.part, item.paragraph.style, item.page)
    return pieces


class _Placed(NamedTuple):
    part: str
    page: int
    paragraph: Paragraph


def _margin(part: str, text: str, page: int) -> _Placed:
    return _Placed(part, page, Paragraph([Fragment(text, 0, 0, 0, 0)]))


def _of_page(page: list[Fragment], body_height: float) -> Iterator[Paragraph]:
    """Yield the paragraphs of a page; turned text stands outside its columns and comes last."""
    for region in regions([f for f in page if not f.is_turned]):
        yield from paragraphs(region, body_height)
    yield from (Paragraph([f]) for f in page if f.is_turned)


def _goes_on(placed: list[_Placed], paragraph: Paragraph, page: int) -> bool:
    """Join a paragraph to the one before if that stops within a sentence at the end of a column or page."""
    item = next((item for item in reversed(placed) if item.part.startswith("page")), None)
    if item is None or not _may_go_on(item.paragraph, paragraph):
        return False
    last, line = item.paragraph.lines[-1], paragraph.lines[0]
    is_new_column = last.middle < line.middle or last.x1 < line.x0
    if not is_new_column and item.page == page:
        return False
    item.paragraph.lines += paragraph.lines
    return True


def _may_go_on(before: Paragraph, after: Paragraph) -> bool:
    last, line = before.lines[-1], after.lines[0]
    is_text = after.style == "paragraph" and before.style in ("paragraph", "list")
    is_same_size = abs(last.height - line.height) < 0.05 * line.height
    return is_text and is_same_size and line.text[:1].islower() and not has_ended(last.text)


def _pages(data: bytes, pieces: Pieces) -> list[list[Fragment]]:
    document = _opened(data)
    try:
        if len(document) > limits.PAGES:
            raise DocumentError(
                f"the document has {len(document):,} pages",
                expected=f"at most {limits.PAGES:,}",
                remedy="split it",
            )
        leave_of_file(document, pieces)
        return [_page(document, index, pieces) for index in range(len(document))]
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, index: int, pieces: Pieces) -> list[Fragment]:
    where = f"page {index + 1}"
    try:
        page = document[index]
        found, outside = fragments(page, where)
    except pypdfium2.PdfiumError as error:
        raise _broken(f"the page cannot be read: {error}", where) from error
    refuse_raised(found, where)
    if outside.strip():
        pieces.leave("text outside of a page, or too small to read", outside)
    leave_of_page(page, pieces)
    page.close()
    return found


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # Without the mark in the file, the library may still be speaking of the file before.
        if "password" in str(error).lower() and ENCRYPTED in data:
            raise DocumentError(
                "the PDF is protected by a password",
                expected="a PDF that opens without one",
                remedy="save a copy without password",
            ) from error
        raise _broken("the PDF cannot be opened: it is broken, or has no pages") from error
    return document


def _broken(fact: str, where: str = "") -> DocumentError:
    return DocumentError(
        fact,
        where=where,
        expected="a whole PDF",
        remedy="fetch the file again, or save it anew from the program that made it",
    )
