"""Time references that are no amounts of time: `in the past three years`, `within 30 days`, `the first quarter`."""

from __future__ import annotations

from dataclasses import replace

from numbertext.extraction.aside.dates import is_month
from numbertext.extraction.currencies import CURRENCY_NAMES
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import DETERMINERS, LONG_TIMES, PRONOUNS, TIME_NOUNS
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.ordinals import ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

POINTERS = wordlist(
    "past last previous next coming following preceding recent first final these those other same"
    " remaining opening closing subsequent initial prior intervening early latest"
)
TEMPORAL = wordlist("in within during over for after before throughout across since inside")
LATER = wordlist("ago later earlier before hence afterwards previously after prior")
QUALIFIERS = wordlist("calendar working consecutive financial business fiscal full")
HALVES = wordlist("half quarter semester trimester third")
HEDGES = wordlist("just under over about around nearly almost some roughly approximately")
BOUNDS = wordlist("under over")
SPANS = wordlist("period periods window interval timeframe span")
LASTING = wordlist(
    "for of by spent spend spending waited wait waiting lasted lasts last took takes take taking served serve worked"
    " lived stayed ran open closed idle averaged averages"
)
"""Words before an amount of time that something took: no word behind makes a point in time of it."""
COMING = wordlist(
    "will shall would should must may can could due expected expects expect plan plans planned aims aim hope hopes"
    " again forecast set scheduled likely going won't ought"
)
"""What puts a clause into the future, so that `in three years` says when."""
WHOLES = wordlist("year decade month century week period day")


def _time_noun(page: TokenPage, numeral: Numeral) -> int | None:
    """Return where the noun of time stands that a numeral counts."""
    at = numeral.last
    if page.is_hyphen(at):
        return None
    for _ in range(2):
        if page.low(at) in TIME_NOUNS:
            return at
        if page.low(at) not in QUALIFIERS:
            return None
        at += 1
    return at if page.low(at) in TIME_NOUNS else None


def period(page: TokenPage, index: int) -> Draft | None:
    """Claim an amount of time that says when and not how much."""
    numeral = page.numerals.get(index)
    if page.low(index) == "half" and numeral is None:
        return _half_an_hour(page, index)
    numeral = _upper(page, numeral) if numeral else None
    noun = _time_noun(page, numeral) if numeral else None
    if numeral and noun is None:
        return _attributive(page, index, numeral.last)
    if numeral is None or noun is None:
        return None
    start = index
    while page.low(start - 1) in HEDGES and start > index - 5:
        start -= 1
    if start < index and page.low(start) not in BOUNDS and _says_when(page, start - 1, noun):
        return aside(start, noun + 1, "period", "hedged")
    return _pointed(page, index, replace(numeral, last=noun + 1), noun)


def _upper(page: TokenPage, numeral: Numeral) -> Numeral:
    """Return the second number of a range of time: `six to eight weeks after surgery`."""
    upper = page.numerals.get(numeral.last + 1)
    if upper is None or page.low(numeral.last) not in ("to", "or", "-", "–"):
        return numeral
    is_range = numeral.value < upper.value and upper.scale == 1 and numeral.scale == 1
    return upper if is_range and _time_noun(page, upper) is not None else numeral


def _half_an_hour(page: TokenPage, index: int) -> Draft | None:
    """Read `within half an hour`, `half a year later`."""
    at = index + 2
    if page.low(index + 1) not in ("a", "an") or page.low(at) not in TIME_NOUNS:
        return None
    is_pointed = page.low(index - 1) in ("within", "after", "before", "in", "during")
    is_later = page.low(at + 1) in LATER and page.low(at + 2) != "than"
    return aside(index, at + 1, "period", "half") if is_pointed or is_later else None


def _attributive(page: TokenPage, index: int, last: int) -> Draft | None:
    """Read `a three-month period`, `the 12-month window`."""
    if not page.is_hyphen(last) or page.low(last + 1) not in TIME_NOUNS:
        return None
    if page.low(last + 2) not in SPANS:
        return None
    return aside(index, last + 3, "period", "attributive")


def _pointed(page: TokenPage, index: int, numeral: Numeral, noun: int) -> Draft | None:
    before = page.low(index - 1)
    if before in POINTERS and (before not in ("first", "early") or _has_article(page, index - 1)):
        return aside(index, numeral.last, "period", "pointed")
    is_later = page.low(noun + 1) in LATER and page.low(noun + 2) != "than"
    is_later = is_later or (page.low(noun + 1) == "on" and page.low(noun + 2) in (",", "."))
    if is_later and not (page.low(noun + 1) in ("after", "before") and before in LASTING):
        return aside(index, numeral.last, "period", "ago")
    is_dated = page.low(noun + 1) in ("to", "ended", "ending") and is_month(page, noun + 2)
    is_term = page.matches(noun + 1, ("in", "which")) and before not in ("after", "of")
    is_term = is_term or is_dated
    if is_term or before == "within":
        return aside(index, numeral.last, "period", "term")
    if before in ("the", "these", "those") and page.low(index - 2) in TEMPORAL:
        return aside(index, numeral.last, "period", "the")
    if before in ("in", "during", "after", "before", "throughout", "over"):
        return _after_preposition(page, index, numeral, noun)
    return None


def _says_when(page: TokenPage, at: int, noun: int) -> bool:
    """Return whether `in` or `within` tells when: `within 30 days`, `will open in two years`; not `trebled in ten`."""
    if page.low(at) == "within":
        return True
    if page.low(at) != "in" or page.matches(noun + 1, ("on", "average")):
        return False
    opens = _opens_clause(page, at) and page.token(noun + 1).text not in (".", ";", "")
    if page.token(noun + 1).text == "'" or opens:
        return True
    return any(
        page.low(spot) in COMING and page.same_sentence(spot, at)
        for spot in range(max(0, at - 12), at)
    )


def _opens_clause(page: TokenPage, at: int) -> bool:
    return page.starts_sentence(at) or page.low(at - 1) in (",", ";", "and", "but", "that")


def _is_frame(page: TokenPage, at: int) -> bool:
    """Return whether a clause follows: `over five years the return was`; `over five years of work` is a bound."""
    return page.low(at) in DETERMINERS | PRONOUNS | {","}


def _after_preposition(page: TokenPage, index: int, numeral: Numeral, noun: int) -> Draft | None:
    before = page.low(index - 1)
    if before == "after" and page.low(noun + 1) in ("of", "in"):
        return None
    if before == "over" and not (_opens_clause(page, index - 1) and _is_frame(page, noun + 1)):
        return None
    if before == "in" and (numeral.has_decimals or not _says_when(page, index - 1, noun)):
        return None
    if before == "in" and page.low(noun) not in LONG_TIMES:
        return None
    if page.matches(noun + 1, ("out", "of")) and noun + 3 in page.numerals:
        return None
    return aside(index, numeral.last, "period", before)


def _has_article(page: TokenPage, index: int) -> bool:
    return page.low(index - 1) in ("the", "its", "their", "our", "these", "those")


def per_quarter(page: TokenPage, index: int) -> Draft | None:
    """Claim the quarter that says how often an amount is due: `£1,200 a quarter`."""
    if page.low(index) != "quarter" or page.low(index - 1) != "a":
        return None
    is_behind_amount = (
        page.numeral_ending(index - 1) is not None or page.low(index - 2) in CURRENCY_NAMES
    )
    return aside(index, index + 1, "period", "per_quarter") if is_behind_amount else None


def part_of_year(page: TokenPage, index: int) -> Draft | None:
    """Claim `the first half of the year`, `the third quarter`, `second-quarter results`, `the first six months`."""
    found = ordinal_at(page, index)
    if found is None and page.low(index) == "half":
        pointed = page.low(index - 1) in ("last", "latter", "next", "early")
        year = page.low(index + 1) == "of" and page.low(index + 2 + (page.low(index + 2) == "the"))
        is_time = str(year) in WHOLES or str(year).isdigit()
        return aside(index, index + 1, "period", "half") if pointed and is_time else None
    if found is None or found.value > 4:
        return None
    at = found.last + page.is_hyphen(found.last)
    if page.low(at) in HALVES and page.low(index - 1) not in ("a", "one"):
        is_half_of = page.low(at + 1) == "of" and not _is_of_time(page, at + 2)
        if page.low(at) == "third" or (page.low(at) == "half" and is_half_of):
            return None
        return aside(index, at + 1, "period", "part_of_year")
    if found.value == 1 and _is_first_time(page, at):
        return aside(index, (_time_noun(page, page.numerals[at]) or at) + 1, "period", "first")
    return None


def _is_first_time(page: TokenPage, at: int) -> bool:
    """Return whether `first` begins `first six months`, `first 100 days`."""
    numeral = page.numerals.get(at)
    return bool(numeral and _time_noun(page, numeral) is not None)


def _is_of_time(page: TokenPage, at: int) -> bool:
    at += page.low(at) in ("the", "this", "that", "last", "each")
    at += page.low(at) in (
        "financial",
        "fiscal",
        "calendar",
        "academic",
        "reporting",
        "school",
        "last",
    )
    return page.low(at) in WHOLES or page.token(at).text[:4].isdigit() or page.low(at) == "fy"
