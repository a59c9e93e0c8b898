"""Numbers of models, versions, patents and codes: `737 MAX`, `Starlink 4-36`, `EP 3 456 789 A1`, `code 42 00`."""

from __future__ import annotations

import re

from numbertext.extraction.aside.counting import counts_a_noun, is_amount
from numbertext.extraction.aside.dates import is_month, is_year
from numbertext.extraction.aside.names import MEASURED
from numbertext.extraction.aside.nouns import TITLES
from numbertext.extraction.currencies import BEFORE, CODES
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import DETERMINERS, MEASURES, STOPS, is_plural
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

VARIANTS = wordlist("MAX LTS XWB NEO neo NG ER Pro Plus Ultra Dreamliner Turbo Mini Lite")
"""What stands behind the number of a model or version: `737 MAX`, `22.04 LTS`."""
PATENT = re.compile(r"(?:\d{1,3}(?:[, ]\d{3}){1,3}|\d{6,8})(?: ?[A-CESTUY]\d?)?(?![\w%]|[.,]\d)")
OFFICES = wordlist("US EP WO GB DE FR JP CN KR CA AU IN NZ")
PATENTS = wordlist("patent patents application publication")
GROUPS = re.compile(r"\d{2,4}(?: \d{2,4})* 0\d{1,3}(?![\w%]|[.,]\d)")
LONGEST_STRAIN = 3
ROMANS = wordlist("ii iii iv vi vii viii ix xi xii")
OPENINGS = DETERMINERS | {"and", "in", "or", "of"}
CODED = wordlist("code codes heading headings subheading number no account cn hs taric")


def model(page: TokenPage, index: int) -> Draft | None:
    """Claim the number of a model, a version, a patent or a code."""
    if page.token(index).kind != "number":
        return None
    for rule in (
        _variant,
        _two_part,
        _patent,
        _grouped,
        _roman,
        _standard,
        _strain,
        _lettered,
        _part,
    ):
        found = rule(page, index)
        if found is not None:
            return found
    return None


def _variant(page: TokenPage, index: int) -> Draft | None:
    """Read the number of a model before the word of its variant: `the 737 MAX`, `iPhone 15 Pro`, `Ubuntu 22.04 LTS`."""
    behind = page.token(index + 1)
    if behind.text not in VARIANTS or behind.is_glued:
        return None
    return aside(index, index + 1, "identifier", "variant")


def _two_part(page: TokenPage, index: int) -> Draft | None:
    """Read two numbers behind the name of what flies in a row: `Starlink 4-36`, `Group 6-49`; no range goes on so."""
    last = index + 3
    texts = (page.token(index).text, page.token(index + 2).text)
    is_pair = page.is_hyphen(index + 1) and all(text.isdigit() for text in texts)
    if not is_pair or page.is_glued(index) or page.is_hyphen(last):
        return None
    before, opening = page.token(index - 1), page.token(index - 2)
    is_name = before.kind == "word" and before.text[:1].isupper() and before.low not in STOPS
    is_sized = before.text in CODES | MEASURED or before.low in BEFORE
    if not is_name or is_sized or is_month(page, index - 1) or is_plural(before.low):
        return None
    if opening.text in (",", ";", ":", "(") or page.starts_sentence(index - 1):
        return None
    if is_amount(page, index + 2) or counts_a_noun(page, index + 2):
        return None
    return aside(index - 1, last, "identifier", "two_part")


def _patent(page: TokenPage, index: int) -> Draft | None:
    """Read the number of a patent with its office and kind: `Patent US 11,234,567 B2`, `EP 3 456 789 A1`."""
    first = index - (page.token(index - 1).text in OFFICES)
    at = first - (page.low(first - 1) == ".")
    at -= page.low(at - 1) in ("no", "nos", "number")
    if page.low(at - 1) not in PATENTS or at == index:
        return None
    found = PATENT.match(page.text, page.token(index).start)
    if not found or counts_a_noun(page, index):
        return None
    return aside(first, page.until(found.end()), "identifier", "patent")


def _grouped(page: TokenPage, index: int) -> Draft | None:
    """Read the groups of digits of a code: `procedure code 42 00`, `heading 84 07`."""
    if page.low(index - 1) not in CODED:
        return None
    found = GROUPS.match(page.text, page.token(index).start)
    return aside(index, page.until(found.end()), "identifier", "grouped") if found else None


def _roman(page: TokenPage, index: int) -> Draft | None:
    """Read the number of a decision behind that of its meeting: `Decision XIV/8`."""
    meeting = page.token(index - 2).text
    is_joined = page.low(index - 1) == "/" and page.is_glued(index - 1) and page.is_glued(index)
    if not is_joined or not meeting or not set(meeting) <= set("IVXLC"):
        return None
    reason = "title" if page.low(index - 3) in TITLES else "identifier"
    return aside(index - 2, index + 1, reason, "roman")


def _lettered(page: TokenPage, index: int) -> Draft | None:
    """Read what is known by its paragraph: `401(k)`, `403(b) plans`."""
    letter, text = page.token(index + 2).text, page.token(index).text
    is_bracketed = page.token(index + 1).text == "(" and page.token(index + 3).text == ")"
    is_glued = page.is_glued(index + 1) and page.is_glued(index + 2) and not page.is_glued(index)
    if not (is_bracketed and is_glued) or len(letter) != 1 or not letter.islower():
        return None
    is_paragraph = text.isdigit() and len(text) == 3 and page.low(index - 1) in OPENINGS
    last = _behind_parts(page, index + 4)
    return aside(index, last, "identifier", "lettered") if is_paragraph else None


def _standard(page: TokenPage, index: int) -> Draft | None:
    """Read a standard with its year: `AS 4020:2018`, `IEC 61850:2013`."""
    has_year = (
        page.token(index + 1).text == ":"
        and page.is_glued(index + 1)
        and page.is_glued(index + 2)
        and is_year(page, index + 2)
    )
    is_body = page.token(index - 1).text.isupper() and len(page.token(index - 1).text) > 1
    return aside(index, index + 3, "title", "standard") if has_year and is_body else None


def _strain(page: TokenPage, index: int) -> Draft | None:
    """Read letters, a point and numbers written together: `BA.2.86`, `B.1.1`."""
    letters = page.token(index - 2)
    is_joined = (
        page.token(index - 1).text == "." and page.is_glued(index - 1) and page.is_glued(index)
    )
    is_code = letters.text.isupper() and len(letters.text) <= LONGEST_STRAIN
    is_open = not letters.is_glued and not (page.is_glued(index + 1) and page.is_word(index + 1))
    if not (is_joined and is_code and is_open) or "." not in page.token(index).text:
        return None
    return aside(index - 2, index + 1, "identifier", "strain")


def _part(page: TokenPage, index: int) -> Draft | None:
    """Read the lettered part of what is numbered: `7(c)`, `26(iv)`; `5(m)` may measure."""
    texts = [page.token(at) for at in range(index + 1, index + 4)]
    is_glued = all(token.is_glued for token in texts)
    if not is_glued or texts[0].text != "(" or texts[2].text != ")" or page.is_glued(index):
        return None
    letter = texts[1].text
    is_letter = (len(letter) == 1 and letter.islower()) or letter in ROMANS
    if not is_letter or (letter in MEASURES and not page.token(index - 1).text[:1].isupper()):
        return None
    last = _behind_parts(page, index + 4)
    # A mark of a note behind what is counted: `12(a) lots`.
    return None if is_plural(page.low(last)) else aside(index, last, "reference", "part")


def _behind_parts(page: TokenPage, last: int) -> int:
    """Read on through further parts in brackets: `501(c)(3)`."""
    while (
        page.token(last).text == "("
        and page.token(last + 2).text == ")"
        and all(page.is_glued(at) for at in range(last, last + 3))
        and len(page.token(last + 1).text) <= LONGEST_STRAIN
    ):
        last += 3
    return last
