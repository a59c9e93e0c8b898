"""Numbers that name something: sections, laws, goals, cases, products, codes, addresses, telephones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.reconcile.extraction.currencies import BEFORE, CODES, DOLLARS
from report.reconcile.extraction.draft import Draft, aside
from report.reconcile.extraction.grammar import (
    AUXILIARIES,
    BASE_VERBS,
    DETERMINERS,
    MEASURES,
    STOPS,
    is_past,
    is_plural,
)
from report.reconcile.extraction.numerals import Numeral
from report.reconcile.extraction.page import Page
from report.reconcile.extraction.tokens import Token
from report.reconcile.extraction.wordlist import wordlist
from report.reconcile.extraction.words import ORDINAL_SUFFIXES, SCALES, SHORT_SCALES

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
PLAIN_PREFIXES = wordlist(
    "mid pre post sub under over non early late circa about approx aged age ages"
)
UNITS_BEHIND = (
    MEASURES
    | ORDINAL_SUFFIXES
    | frozenset(SHORT_SCALES)
    | wordlist("x s am pm p pp h min c f bps pts fold pc yo yrs yr ths d usd eur st")
)
PHONE = re.compile(
    r"(?:\+\d{1,3}|\(0\d{1,4}\)|\(\d{2,4}\)|0\d{1,4}|1[38]00|1[ -]800|\d{3})"
    r"(?:[ .-]?(?:\(\d{1,5}\)|\d{1,5})){1,6}+(?!\w)"
)
PHONE_WORDS = wordlist(
    "telephone phone tel fax call dial hotline helpline mobile whatsapp phoned freephone fon ring"
    " dialling text sms dialled calling line ext extension"
)
CODE = re.compile(r"[\w./:&#()+-]{2,80}")
SEPARATORS = ("–", "-", "—", "and", "to", "or", ",", "&", "/", "through")
POSTCODE = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b")
TOWN = re.compile(
    r"(?:,? [A-Z][\w.-]{1,30}){0,4},? (?:[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}|\d{4,6})\b(?![,.]\d| [a-z])"
)
PLACES = wordlist("in at from for to across of and with by under among including on")
STREETS = wordlist(
    "street road avenue lane drive boulevard square terrace court parade rue way crescent place"
)


def address_token(page: Page, index: int) -> Draft | None:
    """Claim what is a web address, an e-mail address or a DOI as a whole."""
    if page.token(index).kind != "address":
        return None
    return aside(index, index + 1, "identifier", "address")


def telephone(page: Page, index: int) -> Draft | None:
    """Claim telephone numbers: after a word that announces one, or written with + or an area code."""
    if page.token(index).kind != "number" or page.low(index + 1) in SCALES:
        return None
    opening = index - (page.token(index - 1).text in ("+", "("))
    opening -= page.token(opening - 1).text == "+" and page.token(opening).text == "("
    found = PHONE.match(page.text, page.token(opening).start)
    near = {page.low(at) for at in range(max(0, index - 5), index)}
    digits = sum(map(str.isdigit, found.group())) if found else 0
    if found and (
        digits >= 7 and (opening < index or near & PHONE_WORDS) and page.token(opening).text != "("
    ):
        return aside(opening, page.until(found.end()), "telephone", "number")
    if found and digits >= 9 and (found.group()[0] in "0(" or "1800" in found.group()[:4]):
        return aside(opening, page.until(found.end()), "telephone", "area_code")
    plain = page.token(index).text.replace(" ", "")
    is_short = plain.isdigit() and 3 <= len(plain) <= 7
    announced = {page.low(index - 1), page.low(index - 2)} & (
        PHONE_WORDS - {"text", "line", "mobile"}
    )
    if is_short and announced and not is_plural(page.low(index + 1)):
        return aside(index, index + 1, "telephone", "short")
    return None


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
    is_capital = word.text[:1].isupper() and not page.starts_sentence(at)
    is_counting = _is_counting(page, index)
    if word.low in REFERENCES:
        abbreviated = page.low(index - 1) == "."
        fits = is_capital or abbreviated or not is_counting or has_number_word
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
    if word.low in IDENTIFIERS or has_number_word:
        fits = word.text[:1].isupper() or word.low in LOWER_IDENTIFIERS or has_number_word
        return "identifier" if fits or word.text == "#" else None
    return None


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


def code(page: Page, index: int) -> Draft | None:
    """Claim letters and digits that are written together: `COVID-19`, `G20`, `A/RES/70/1`, `3D`, `CO2`."""
    first, last = _chunk(page, index)
    inner = [page.token(at) for at in range(first, last)]
    if last - first < 2 or not any(token.kind == "number" for token in inner):
        return None
    at = index - first
    if _is_code_before(page, first, index) or _is_code_behind(inner, at):
        reason = "title" if page.low(first - 1) in LOWER_TITLES else "identifier"
        return aside(first, last, reason, "code")
    if len([1 for token in inner if token.text == "/"]) >= 2 and any(
        item.kind == "word" for item in inner
    ):
        return aside(first, last, "identifier", "code")
    return None


def _chunk(page: Page, index: int) -> tuple[int, int]:
    """Return the tokens that are written together with one, without the punctuation around."""
    first = index
    while (
        first > max(0, index - 12)
        and page.is_glued(first)
        and page.token(first - 1).text not in "([\"',;"
    ):
        first -= 1
    last = index + 1
    while (
        last < min(len(page), index + 12)
        and page.is_glued(last)
        and page.token(last).text not in ")]\"',;"
    ):
        last += 1
    while last > index + 1 and page.token(last - 1).kind == "mark":
        last -= 1
    while first < index and page.token(first).kind == "mark" and page.token(first).text != "#":
        first += 1
    return first, last


def _is_code_before(page: Page, first: int, index: int) -> bool:
    """Return whether letters stand before the digits: `G20`, `COVID-19`; not `mid-2022`, `US$5`, `EUR20`."""
    if first == index:
        return False
    before = page.token(index - 1)
    if before.low in ("fy", "fye"):
        return False
    if before.kind == "word" and page.is_glued(index):
        is_currency = (
            (before.text in CODES and before.text not in ("COP", "MOP"))
            or before.low in BEFORE
            or before.low in DOLLARS
        )
        return not (is_currency and before.low not in ("c", "a", "f", "s", "n", "j", "z")) or (
            before.low in ("r", "k")
            and len(page.token(index).text) <= 2
            and page.is_glued(index + 1)
        )
    if before.text == "#":
        return True
    if before.text not in ("-", "–") or not page.is_word(index - 2):
        return False
    word = page.token(index - 2)
    is_name = any(map(str.isupper, word.text)) and not (
        page.is_word(index + 1) and page.is_glued(index + 1)
    )
    return word.low not in PLAIN_PREFIXES and is_name and word.text not in CODES


def _is_code_behind(inner: Sequence[Token], at: int) -> bool:
    """Return whether letters stand right behind the digits that are no unit: `3D`, `5G`, `4x4`."""
    if at + 1 >= len(inner):
        return False
    token, after = inner[at], inner[at + 1]
    if token.kind != "number" or after.kind != "word":
        return False
    return (after.text == "G" and token.text in "23456") or after.low not in UNITS_BEHIND


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


def street(page: Page, index: int) -> Draft | None:
    """Claim the number of a house: `12 King Street`."""
    if page.token(index).kind != "number":
        return None
    for at in range(index + 2, index + 5):
        word = page.token(at)
        if not word.text[:1].isupper():
            break
        if word.low in STREETS and page.token(index + 1).text[:1].isupper():
            found = TOWN.match(page.text, word.end)
            return aside(
                index, page.until(found.end()) if found else at + 1, "identifier", "street"
            )
    return None


def postcode(page: Page, index: int) -> Draft | None:
    """Claim a British postcode: `E14 5ZZ`."""
    first = index - 1
    if not page.is_glued(index) or not page.is_word(first):
        return None
    found = POSTCODE.match(page.text, page.token(first).start)
    return aside(first, page.until(found.end()), "identifier", "postcode") if found else None


def long_digits(page: Page, index: int) -> Draft | None:
    """Claim digits that are no numeral: too long, or with several points (`3.2.1`)."""
    if page.token(index).kind != "number" or index in page.numerals:
        return None
    dotted = page.token(index).text.count(".") > 1
    return aside(index, index + 1, "reference" if dotted else "identifier", "digits")
