"""Numbers in codes: web addresses, telephones, streets and postcodes, letters and digits written together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from numbertext.extraction.amounts import is_of_thing
from numbertext.extraction.aside.counting import counts_a_noun, is_amount
from numbertext.extraction.aside.labels import reason_of
from numbertext.extraction.currencies import BEFORE, CODES
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import LONG_TIMES, MEASURES, STOPS, is_past
from numbertext.extraction.page import TokenPage
from numbertext.extraction.tokens import Token
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import ORDINAL_SUFFIXES, SCALES, SHORT_SCALES

ELEMENTS = wordlist(
    "omega carbon uranium caesium cesium iodine strontium cobalt plutonium interleukin catch"
)
"""Words in small letters that take a number as their name with a hyphen: `omega-3`, `carbon-14`."""
LONGEST_COUNT = 3
ENDS = frozenset(".,;:)")
LONGEST_UNGROUPED = 6
PLAIN_PREFIXES = wordlist(
    "mid pre post sub under over non early late circa about approx aged age ages"
)

UNITS_BEHIND = (
    MEASURES
    | ORDINAL_SUFFIXES
    | frozenset(SHORT_SCALES)
    | frozenset(SCALES)
    | LONG_TIMES
    | wordlist(
        "x s am pm p pp ppt ppts pct percent h min c f bp bps pts fold pc yo yrs yr ths d usd eur st"
    )
)

POSTCODE = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b")

TOWN = re.compile(
    r"(?:,? [A-Z][\w.-]{1,30}){0,4},? (?:[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}|\d{4,6})\b(?![,.]\d| [a-z])"
)

WAYS = wordlist(
    "Rue Place Avenue Boulevard Via Viale Calle Quai Chemin Piazza Plaza Rua Avenida Route"
)
LINKING = wordlist("de du des la le della del da do dos")
"""What leads from the kind of a street to its name: `1 Place de la Paix`."""

STREETS = wordlist(
    "street road avenue lane drive boulevard square terrace court parade rue way crescent place close"
    " quay wharf grove row gardens mews hill walk embankment highway strasse straße plaza"
)


def address_token(page: TokenPage, index: int) -> Draft | None:
    """Claim what is a web address, an e-mail address or a DOI as a whole."""
    if page.token(index).kind != "address":
        return None
    return aside(index, index + 1, "identifier", "address")


def code(page: TokenPage, index: int) -> Draft | None:
    """Claim letters and digits that are written together: `COVID-19`, `G20`, `A/RES/70/1`, `3D`, `CO2`."""
    first, last = _chunk(page, index)
    inner = [page.token(at) for at in range(first, last)]
    if last - first < 2 or not any(token.kind == "number" for token in inner):
        return None
    has_slashes = len([1 for token in inner if token.text == "/"]) >= 2 and any(
        item.kind == "word" for item in inner
    )
    if not (
        has_slashes or _is_code_before(page, first, index) or _is_code_behind(inner, index - first)
    ):
        return None
    return aside(first, last, reason_of(page, first - 1, index) or "identifier", "code")


def lettered(page: TokenPage, index: int) -> Draft | None:
    """Claim a number of an annex with its letter: `Table A.5`, `Figure B-2`."""
    letter = page.token(index - 2)
    if page.token(index - 1).text not in (".", "-") or not page.is_glued(index):
        return None
    if page.is_glued(index + 1) and page.token(index + 1).text not in (".", ",", ")", ";", ":"):
        return None
    if len(letter.text) != 1 or not letter.text.isupper() or not page.is_glued(index - 1):
        return None
    reason = reason_of(page, index - 3, index)
    return aside(index - 2, index + 1, reason, "lettered") if reason else None


def _chunk(page: TokenPage, index: int) -> tuple[int, int]:
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


def _is_code_before(page: TokenPage, first: int, index: int) -> bool:
    """Return whether letters stand before the digits: `G20`, `COVID-19`; not `mid-2022`, `US$5`, `EUR20`."""
    before = page.token(index - 1)
    if first == index or before.low in ("fy", "fye"):
        return False
    if _is_lettered_thing(page, index):
        return True
    if before.kind == "word" and page.is_glued(index):
        is_currency = (
            before.text in CODES and before.text not in ("COP", "MOP", "SSP")
        ) or before.low in BEFORE
        return not (is_currency and before.low not in ("c", "a", "f", "s", "n", "j", "z")) or (
            before.low in ("r", "k")
            and len(page.token(index).text) <= 2
            and (
                (page.is_glued(index + 1) and page.token(index + 1).text not in ENDS)
                or page.token(index).text == "0"
                or _is_model(page, index - 2)
            )
        )
    if before.text == "#" or not page.is_word(index - 2):
        return before.text == "#"
    is_file = before.text == "/" and len(page.token(index).text) > LONGEST_COUNT
    if before.text not in ("-", "–", "+") or page.low(index - 2) in ELEMENTS:
        return page.is_glued(index) and (is_file or before.text == "-")
    return _is_name_of(page, index)


def _is_lettered_thing(page: TokenPage, index: int) -> bool:
    """Return whether the letter of a currency is that of a road or thing here: `the R63`, `vitamin K2`."""
    letter = page.token(index - 1).text
    is_letter = len(letter) == 1 and letter.isalpha() and page.is_glued(index)
    return is_letter and index in page.numerals and is_of_thing(page, index - 1, index)


def _is_name_of(page: TokenPage, index: int) -> bool:
    """Return whether a word with a hyphen takes the number behind it along: `COVID-19`, `F-16s`."""
    word = page.token(index - 2)
    is_series = page.is_hyphen(index + 1) and page.token(index + 2).kind == "number"
    is_dated = is_series and word.text.isupper() and len(page.token(index).text) == 4
    is_lettered = page.is_word(index + 1) and page.is_glued(index + 1)
    behind = page.token(index + 1).text
    is_variant = (len(behind) == 1 and behind.isupper()) or behind == "s"
    is_name = any(map(str.isupper, word.text)) and (is_variant or not is_lettered)
    return is_dated or (word.low not in PLAIN_PREFIXES and is_name and word.text not in CODES)


def _is_model(page: TokenPage, at: int) -> bool:
    """Return whether a word in capitals goes before the letter of a model: `EOS R5`; `costs R5` is money."""
    text = page.token(at).text
    return text.isupper() and len(text) > 1 and text not in CODES


def _is_code_behind(inner: Sequence[Token], at: int) -> bool:
    """Return whether letters stand right behind the digits that are no unit: `3D`, `5G`, `4x4`."""
    if at + 1 >= len(inner):
        return False
    token, after = inner[at], inner[at + 1]
    if token.kind != "number" or after.kind not in ("word", "mark"):
        return False
    if after.text in ("-", "–") and at + 2 < len(inner):
        tail = inner[at + 2]
        is_letters = tail.kind == "word" and tail.text.isupper() and len(tail.text) >= 2
        return is_letters and tail.low not in UNITS_BEHIND and tail.text not in CODES
    if after.kind != "word":
        return False
    if after.low == "x" and at + 2 < len(inner) and inner[at + 2].kind == "number":
        return True
    is_kind = (after.text == "G" and token.text in "23456") or (
        after.text == "D" and token.text in "234"
    )
    return is_kind or after.low not in UNITS_BEHIND


def starred(page: TokenPage, index: int) -> Draft | None:
    """Claim a grade in stars: `judged 4* or 3*`; a star behind longer numbers is the mark of a note."""
    text, star = page.token(index).text, page.token(index + 1)
    is_grade = len(text) == 1 and star.text == "*" and star.is_glued
    if page.token(index).kind != "number" or not is_grade or page.is_glued(index):
        return None
    is_product = page.is_glued(index + 2) and page.low(index + 2).isalnum()
    return None if is_product else aside(index, index + 2, "identifier", "starred")


def street(page: TokenPage, index: int) -> Draft | None:
    """Claim the number of a house: `12 King Street`."""
    if page.token(index).kind != "number":
        return None
    first, second = page.token(index + 1), page.token(index + 2)
    if first.text in WAYS and (second.low in LINKING or second.text[:1].isupper()):
        return aside(index, index + 1, "identifier", "way")
    is_range = page.is_hyphen(index + 1) and page.token(index + 2).kind == "number"
    is_lettered = page.is_glued(index + 1) and len(first.text) == 1 and first.text.islower()
    name = index + 1 + 2 * is_range + is_lettered
    for at in range(name + 1, name + 4):
        word = page.token(at)
        if not word.text[:1].isupper():
            break
        if word.low in STREETS and page.token(name).text[:1].isupper():
            found = TOWN.match(page.text, word.end)
            return aside(
                index, page.until(found.end()) if found else at + 1, "identifier", "street"
            )
    return None


def postcode(page: TokenPage, index: int) -> Draft | None:
    """Claim a British postcode: `E14 5ZZ`."""
    first = index - 1
    if not page.is_glued(index) or not page.is_word(first):
        return None
    found = POSTCODE.match(page.text, page.token(first).start)
    return aside(first, page.until(found.end()), "identifier", "postcode") if found else None


def _ungrouped(page: TokenPage, index: int) -> Draft | None:
    """Claim a long number without groups behind a noun: `award 72038620`; an amount of money or a count is none."""
    numeral, token, before = page.numerals[index], page.token(index), page.token(index - 1)
    is_long = token.text.isdigit() and len(token.text) > LONGEST_UNGROUPED
    is_alone = (
        numeral.last == index + 1 and not counts_a_noun(page, index) and not is_amount(page, index)
    )
    is_named = before.kind == "word" and before.low not in STOPS and not is_past(before.low)
    is_money = before.text in CODES or before.low in BEFORE or page.token(index + 1).text in CODES
    if not (is_long and is_alone and is_named) or is_money:
        return None
    return aside(index, index + 1, "identifier", "ungrouped")


def long_digits(page: TokenPage, index: int) -> Draft | None:
    """Claim digits that are no numeral: too long, or with several points (`3.2.1`)."""
    if page.token(index).kind != "number":
        return None
    if index in page.numerals:
        return _ungrouped(page, index)
    dotted = page.token(index).text.count(".") > 1
    return aside(index, index + 1, "reference" if dotted else "identifier", "digits")
