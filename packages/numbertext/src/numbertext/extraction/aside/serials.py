"""Digits that only tell one thing from another: numbers of files and registers, chains of hyphens, results of games."""

from __future__ import annotations

import re

from numbertext.extraction.aside.counting import counts_a_noun
from numbertext.extraction.aside.dates import is_year
from numbertext.extraction.aside.nouns import IDENTIFIERS, TITLES, singular
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import STOPS, is_past
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

CHAIN = re.compile(r"\d{1,12}(?:[-–]\d{1,12}){2,12}X?(?![\w%]|[.,]\d)")
MIX = re.compile(r"\d{1,3}(?::\d{1,3}){2,5}(?![\w%:])")
FOURS = re.compile(r"(?:\d{4}[- ]){3}\d{3}[\dX](?!\w)")
STROKES = re.compile(r"\d{1,12}(?:/\d{1,12}){1,3}(?:/[A-Z]{1,6})?(?!\w|[.,]\d)")
REPORTED = re.compile(
    r"(?:\d{1,4}[ ])?(?:[A-Z][A-Za-z]{0,3}\.?(?:\d[a-z]{1,2})?\.?[ ]?){1,4}"
    r"(?:\([A-Z][A-Za-z]{1,8}\)[ ])?\d{1,5}(?![\d,.]\d|\w)"
)
"""A law report behind its year in brackets: `(2022) 3 SCC 415`, `[1999] 2 AC 1`."""
YEAR_OF_REPORT = re.compile(r"[(\[](?:19|20)\d\d[)\]] $")
CITATION = re.compile(
    r"\d{1,4}[ ](?:U\.[ ]?S\.|S\.[ ]?E\.[ ]?2d|N\.[ ]?E\.[23]d|P\.[23]d|F\.[ ]?Supp\.|SCC|SCR|CLR|ILR|DLR|FCR|"
    r"CFR|C\.F\.R\.|USC|U\.S\.C\.|Fed\.[ ]Reg\.|UNTS|ILM|Stat\.|F\.[23]d|S\.[ ]?Ct\.)"
    r"[ ](?:Parts?[ ]|§§?[ ]?|Sections?[ ])?\d{1,6}(?:\.\d{1,4})?"
)
LOCANTS = re.compile(r"\d{1,2}(?:,\d{1,2}){1,4}-[A-Za-z]{1,40}")
PROPOSED = re.compile(r"\b[A-Z]{2,5} ?\((?:19|20)\d\d\) ?$")
BILLS = re.compile(r"\b(?:H\.[ ]?R\.|H\.[ ]?B\.|S\.[ ]?B\.|HB|SB|H\.[ ]?Res\.)[ ]$")
REGISTERS = wordlist(
    "vat iban ein utr cvr siret siren nip tin gstin lei duns imo mmsi imei vin orcid isni eori bic npi"
    " nhs ssn pin sku account policy passport"
)
REGISTERED = re.compile(r"\d[\dA-Z]{0,30}(?:[ -][\dA-Z]{0,10}\d[\dA-Z]{0,10}){0,8}(?!\w)")
DEGREES = wordlist(
    "degree degrees honours honors graduates graduated classified class first firsts"
)
GAMES = wordlist(
    "won win wins winning lost lose losing loss losses beat beating beaten defeat defeated defeats draw"
    " draws drew drawn finished ended aggregate victory victories score scoreline result thrashed victorious triumph"
)
CLOCKED = wordlist("at from until till by since before after to")
HIGHEST_SCORE = 40
MOST_VOTES = 999
"""Two numbers of which the first is higher are no range but a vote or a game: `passed 52–48`."""
FARTHEST_GAME = 8


def fours(page: TokenPage, index: int) -> Draft | None:
    """Claim sixteen digits in groups of four, as cards and researchers have them: `0000-0002-1825-0097`."""
    if page.token(index).kind != "number":
        return None
    found = FOURS.match(page.text, page.token(index).start)
    return aside(index, page.until(found.end()), "identifier", "fours") if found else None


def chain(page: TokenPage, index: int) -> Draft | None:
    """Claim three numbers or more with hyphens between: `NPK 15-15-15`, `file 12-345-6`; years in a row are none."""
    if page.token(index).kind != "number" or page.low(index + 1) not in ("-", "–", ":"):
        return None
    mix = MIX.match(page.text, page.token(index).start)
    if mix and not re.fullmatch(r"[0-2]?\d:[0-5]\d:[0-5]\d", mix.group()):
        return aside(index, page.until(mix.end()), "identifier", "mix")
    found = CHAIN.match(page.text, page.token(index).start)
    if not found or is_year(page, index):
        return None
    return aside(index, page.until(found.end()), "identifier", "chain")


def locants(page: TokenPage, index: int) -> Draft | None:
    """Claim the numbers in the name of a chemical, and of a proposal: `2,4-D`, `1,3-butadiene`, `COM(2021) 557`."""
    if page.token(index).kind != "number":
        return None
    found = LOCANTS.match(page.text, page.token(index).start)
    if found and not page.is_glued(index):
        return aside(index, page.until(found.end()), "identifier", "locants")
    start = page.token(index).start
    is_proposal = PROPOSED.search(page.text, max(0, start - 20), start)
    return aside(index, index + 1, "title", "proposal") if is_proposal else None


def strokes(page: TokenPage, index: int) -> Draft | None:
    """Claim numbers of files and decisions: `Complaint 2021/0457`, `decision 77/501`; `2021/22` and `3/4` are none."""
    if page.token(index).kind != "number" or page.low(index + 1) != "/":
        return None
    found = STROKES.match(page.text, page.token(index).start)
    if not found or not _is_file_number(page, index, found.group()):
        return None
    before = singular(page.low(index - 1))
    reason = "title" if before in TITLES else "identifier"
    return aside(index, page.until(found.end()), reason, "strokes")


def _is_file_number(page: TokenPage, index: int, written: str) -> bool:
    one, *others = written.split("/")
    if max(map(len, (one, *others))) < 3:
        return False
    if is_year(page, index) and (len(others[0]) == 2 or is_year(page, index + 2)):
        return False
    has_zero = any(part.startswith("0") and len(part) > 2 for part in others)
    if has_zero or len(others) > 1 or (is_year(page, index) and len(others[0]) > 2):
        return True
    word = page.low(index - 1)
    is_behind_noun = page.is_word(index - 1) and word not in STOPS and not is_past(word)
    named = singular(word) in TITLES | IDENTIFIERS or page.token(index - 1).text[:1].isupper()
    return is_behind_noun and named and not counts_a_noun(page, index + 2)


def citation(page: TokenPage, index: int) -> Draft | None:
    """Claim an American citation as a whole and the number of a bill: `40 CFR Part 60`, `H.R. 3684`."""
    token = page.token(index)
    if token.kind != "number":
        return None
    is_dated = YEAR_OF_REPORT.search(page.text, max(0, token.start - 8), token.start)
    found = CITATION.match(page.text, token.start)
    found = found or (REPORTED.match(page.text, token.start) if is_dated else None)
    if found:
        return aside(index, page.until(found.end()), "title", "citation")
    is_bill = BILLS.search(page.text, max(0, token.start - 8), token.start)
    return aside(index, index + 1, "title", "bill") if is_bill else None


def leading_zero(page: TokenPage, index: int) -> Draft | None:
    """Claim digits that begin with a zero and so are no amount: `00100 Nairobi`, `agent 007`."""
    text = page.token(index).text
    if not text.isdigit() or len(text) < 2 or not text.startswith("0"):
        return None
    if len(text) == 4 and int(text[2:]) < 60 and page.low(index - 1) in CLOCKED:
        return aside(index, index + 1, "time", "clock")
    return aside(index, index + 1, "identifier", "leading_zero")


def registered(page: TokenPage, index: int) -> Draft | None:
    """Claim the number of a register with its groups of digits: `VAT GB 123 4567 89`."""
    if page.token(index).kind != "number":
        return None
    country = page.token(index - 1)
    is_lettered = country.text.isupper() and len(country.text) == 2 and country.kind == "word"
    first = index - is_lettered
    if not {page.low(at) for at in range(first - 3, first)} & REGISTERS:
        return None
    found = REGISTERED.match(page.text, page.token(index).start)
    digits = sum(map(str.isdigit, found.group())) if found else 0
    if not found or digits < 5 or "," in page.token(index).text or counts_a_noun(page, index):
        return None
    return aside(first, page.until(found.end()), "identifier", "registered")


def degree(page: TokenPage, index: int) -> Draft | None:
    """Claim the class of a British degree: `a first or a 2:1`, `the 2.2s`."""
    token, before = page.token(index), page.low(index - 1)
    is_written = token.text in ("2.1", "2.2") or (
        token.text == "2" and page.low(index + 1) == ":" and page.low(index + 2) in ("1", "2")
    )
    if not is_written or before not in ("a", "an", "or", "("):
        return None
    near = {page.low(at) for at in range(index - FARTHEST_GAME, index + FARTHEST_GAME)}
    if not near & DEGREES:
        return None
    last = index + (3 if token.text == "2" else 1)
    return aside(index, last, "identifier", "degree")


def score(page: TokenPage, index: int) -> Draft | None:
    """Claim the result of a game: `won 3–1`, `a 2–0 victory`, `drew 1-1`."""
    one, other = page.numerals.get(index), page.numerals.get(index + 2)
    if not (one and other and one.is_whole and other.is_whole) or one.is_words:
        return None
    last = other.last
    is_glued = page.is_glued(index) and page.token(index - 1).text != "("
    if not page.is_hyphen(index + 1) or is_glued or is_year(page, index):
        return None
    is_free = not page.is_glued(last) or page.token(last).text in ".,;:)"
    is_falling = one.value > other.value and last == index + 3 and is_free
    if is_falling and one.value <= MOST_VOTES and page.low(last) not in ("%", "per", "percent"):
        return aside(index, last, "identifier", "score")
    if max(one.value, other.value) > HIGHEST_SCORE:
        return None
    around = {page.low(at) for at in (*range(index - FARTHEST_GAME, index), last, last + 1)}
    ends = page.low(last) in STOPS | GAMES or not page.is_word(last)
    if not around & GAMES or not ends or page.low(last) in ("%", "per"):
        return None
    return aside(index, last, "identifier", "score")
