"""Numbers that name something: sections, laws, goals, cases, products, codes, addresses, telephones."""

from __future__ import annotations

import re

from report.reconcile.extraction.currencies import BEFORE, CODES
from report.reconcile.extraction.draft import Draft, aside
from report.reconcile.extraction.grammar import (
    AUXILIARIES,
    BASE_VERBS,
    DETERMINERS,
    STOPS,
    is_past,
    is_plural,
)
from report.reconcile.extraction.numerals import Numeral
from report.reconcile.extraction.page import Page
from report.reconcile.extraction.wordlist import wordlist
from report.reconcile.extraction.words import ORDINAL_SUFFIXES

REFERENCES = wordlist(
    "section sections sec page pages pp table tables figure figures fig figs note notes footnote"
    " footnotes endnote endnotes fn chapter chapters annex annexes annexe annexure appendix appendices box"
    " boxes chart charts graph graphs map paragraph paragraphs para paras part parts volume volumes vol"
    " item line column row exhibit panel equation attachment schedule slide issue p"
)
TITLES = wordlist(
    "sdg sdgs mdg mdgs goal goals target targets agenda resolution resolutions convention conventions"
    " article articles protocol directive regulation regulations act law decree order ordinance decision"
    " recommendation recommendations rule rules principle principles comment statute bill vision horizon"
    " europe plan strategy programme program framework standard ifrs ias ipsas isa iso opinion indicator"
    " indicators objective objectives outcome outcomes output outputs pillar priority commitment"
    " commitments treaty charter declaration circular communiqué clause provision provisions clauses gri"
    " esrs sfas basel iea isae accord"
)
IDENTIFIERS = wordlist(
    "case cases project projects version versions grant contract contracts file ref reference id isbn"
    " issn doi boeing airbus windows route routes highway room building level grade category type class"
    " phase tier zone platform terminal flight channel model lot batch invoice licence license"
    " registration abn acn suite unit floor gate district division engine pier reactor block stage scope"
    " group track wave round serial key number numbers no nos nr # band bands junction warehouse camp"
    " sector lane line code codes charity company vat box postcode bus train ward step option scenario"
    " question component activity package region cluster cohort hangar year isin swift iban dock berth"
    " runway hall studio lab site schedule form tranche window"
)
PRODUCTS = wordlist("boeing airbus windows")
LOWER_TITLES = wordlist(
    "article articles resolution resolutions convention directive sdg protocol iso provision provisions"
    " rule rules goal goals target targets indicator indicators regulation principle recommendation"
    " recommendations clause clauses"
)
SERIAL = wordlist(
    "scope scopes tier tiers phase phases level levels stage stages category categories type year years"
)
LOWER_IDENTIFIERS = wordlist(
    "version case project number type no nos grade level phase category stage tier class zone route room"
    " flight charity company serial registration grant contract"
)
NOT_LABELS = DETERMINERS | wordlist("a an the of in for some about nearly over only just all")
CODE = re.compile(r"[\w./:&#()+-]{2,80}")
SEPARATORS = ("–", "-", "—", "and", "to", "or", ",", "&", "/", "through")
PLACES = wordlist("in at from for to across of and with by under among including on")


def label(page: Page, index: int) -> Draft | None:
    """Claim the number behind a word that takes a number as its name: `Table 3`, `Article 12`, `Case 7`."""
    if page.token(index).kind != "number" and not (
        index in page.numerals and page.token(index - 1).text[:1].isupper()
    ):
        return None
    at = index - 1
    at -= page.token(at).text in ("(", "#", ".", "-", ":") and at > 0
    at -= page.low(at) == "."
    at = _before_brackets(page, at)
    is_digits = page.token(index).kind == "number"
    has_number_word = (page.low(at) in ("no", "nos", "nr") and is_digits) or page.token(
        at
    ).text in ("Number", "Numbers")
    if has_number_word and page.low(at - 1) not in NOT_LABELS and page.is_word(at - 1):
        at -= 1
    if page.low(at) in ("eu", "ec", "eec", "uk") and page.is_word(at - 1):
        at -= 1
    word = page.token(at)
    reason = _reason(page, at, index, has_number_word=has_number_word)
    if reason is None or page.token(index - 1).text == "(" or not word.low:
        return None
    first = at if word.low in PRODUCTS else index
    return aside(first, _label_end(page, index), reason, f"after_{_name(word.low)}")


def _before_brackets(page: Page, at: int) -> int:
    """Step over `(EU)` in `Regulation (EU) 2019/1896`."""
    if page.token(at).text == ")" and page.token(at - 2).text == "(":
        return at - 3
    return at


def _name(word: str) -> str:
    return word if word.isascii() and word.isalpha() else "sign"


def _reason(page: Page, at: int, index: int, *, has_number_word: bool) -> str | None:
    word = page.token(at)
    is_counting = _is_counting(page, index)
    if word.low in REFERENCES:
        abbreviated = page.low(index - 1) == "."
        fits = word.text[:1].isupper() or abbreviated or not is_counting or has_number_word
        return (
            "reference"
            if fits and (word.low != "p" or page.is_glued(index) or abbreviated)
            else None
        )
    if is_counting and not has_number_word:
        return None
    if word.low in TITLES:
        return (
            "title"
            if word.text[:1].isupper() or word.low in LOWER_TITLES or has_number_word
            else None
        )
    if word.text == "number" and _is_verb(page, at):
        return None
    if word.low in IDENTIFIERS or has_number_word:
        fits = word.text[:1].isupper() or word.low in LOWER_IDENTIFIERS or has_number_word
        return "identifier" if fits or word.text == "#" else None
    return None


def _is_verb(page: Page, at: int) -> bool:
    """Return whether `number` is a verb: `the parties now number 97`."""
    before = page.low(at - 1)
    return before in STOPS - {"the", "a"} or is_plural(before)


def _is_counting(page: Page, index: int) -> bool:
    """Return whether a noun counted, a scale word or a measure follows a number."""
    numeral = page.numerals.get(index)
    last = numeral.last if numeral else index + 1
    if numeral and numeral.scale != 1:
        return True
    word = page.low(last)
    if word in ("%", "percent", "per", "‰", "percentage"):
        return True
    if word in STOPS or not word.isalpha() or page.token(last).text[:1].isupper():
        return False
    return any(is_plural(page.low(at)) for at in range(last, last + 3) if _is_open(page, last, at))


def _is_open(page: Page, first: int, index: int) -> bool:
    return all(page.is_word(at) and page.low(at) not in STOPS for at in range(first, index + 1))


def _label_end(page: Page, index: int) -> int:
    """Read on through what belongs to a name: `12–15`, `3.2.1`, `2331 (2016)`, `12(b)`, `2016/679`."""
    last = index + 1
    numeral: Numeral | None = page.numerals.get(index)
    if numeral and numeral.is_words:
        return numeral.last
    while page.is_glued(last) and last - index < 12 and _continues(page, last):
        last += 1
    return last


def _continues(page: Page, at: int) -> bool:
    token, after = page.token(at), page.token(at + 1)
    if token.kind == "number" or (token.kind == "word" and len(token.text) <= 3):
        return True
    if token.text in "-–/.:(":
        return after.is_glued and (
            after.kind == "number" or (after.kind == "word" and len(after.text) <= 3)
        )
    return token.text == ")" and page.token(at - 2).text == "("


def series(page: Page, index: int) -> Draft | None:
    """Claim the further numbers of `Tables 3 and 4`, `Articles 12, 13 and 14`."""
    if page.token(index).kind != "number" or page.low(index - 1) not in SEPARATORS:
        return None
    at = index - 1
    while at > max(0, index - 16) and (
        page.low(at) in SEPARATORS or page.token(at).kind == "number"
    ):
        at -= 1
    word = page.token(at)
    if word.low == "." and page.low(at - 1) in REFERENCES:
        word = page.token(at - 1)
    has_number = page.token(at + 1).kind == "number"
    reason = _reason(page, at, at + 1, has_number_word=False) if has_number else None
    if word.low in ("pp", "nos", "figs", "paras") and has_number:
        reason = "reference" if word.low != "nos" else "identifier"
    if word.low in SERIAL and word.text[:1].isupper() and has_number:
        return aside(index, _label_end(page, index), "identifier", f"after_{_name(word.low)}")
    if (
        reason is None
        or _is_counting(page, index)
        or not (word.low.endswith("s") or word.low == "pp")
    ):
        return None
    return aside(index, _label_end(page, index), reason, f"after_{_name(word.low)}")


def capital_name(page: Page, index: int) -> Draft | None:
    """Claim a bare number behind a name in the middle of a sentence: `Boeing 737`, `Apollo 11`."""
    before = page.token(index - 1)
    token = page.token(index)
    if (
        token.kind != "number"
        or not token.text.isdigit()
        or before.kind != "word"
        or token.is_glued
    ):
        return None
    if not before.text[:1].isupper() or page.starts_sentence(index - 1) or before.low in STOPS:
        return None
    after = page.low(index + 1)
    numeral = page.numerals.get(index)
    is_place = page.low(index - 2) in PLACES
    is_subject = is_place and (after in AUXILIARIES or is_past(after) or after in BASE_VERBS)
    is_ordinal = after in ORDINAL_SUFFIXES and page.is_glued(index + 1)
    if is_subject or is_ordinal or _is_counting(page, index) or page.is_hyphen(index + 1):
        return None
    if before.text in CODES or before.low in BEFORE or (numeral and numeral.last > index + 1):
        return None
    return aside(index - 1, index + 1, "identifier", "name")
