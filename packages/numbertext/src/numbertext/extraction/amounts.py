"""Numbers with what they are measured in: money, per cent, points, rates - alone and as ranges.

An amount is read as a whole first (`US$5 million`, `7 per cent`, `12`), so that ranges join two of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from numbertext.extraction.brackets import behind_bracket
from numbertext.extraction.coins import HUNDREDTH, small_change
from numbertext.extraction.currencies import (
    AMBIGUOUS,
    BEFORE,
    CODES,
    CURRENCY_NAMES,
    DOLLARS,
    NATIONS,
    SIGNS,
)
from numbertext.extraction.draft import Draft, counted
from numbertext.extraction.grammar import BASE_VERBS, STOPS, is_past, is_plural
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

SUFFIXES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("%",), "percent", "per cent"),
    (("per", "cent"), "percent", "per cent"),
    (("percent",), "percent", "per cent"),
    (("pct",), "percent", "per cent"),
    (("-", "per", "-", "cent"), "percent", "per cent"),
    (("-", "per", "cent"), "percent", "per cent"),
    (("-", "percent"), "percent", "per cent"),
    (("percentage", "points"), "points", "percentage points"),
    (("percentage", "point"), "points", "percentage points"),
    (("percentage", "-", "points"), "points", "percentage points"),
    (("percentage", "-", "point"), "points", "percentage points"),
    (("-", "percentage", "-", "point"), "points", "percentage points"),
    (("-", "percentage", "point"), "points", "percentage points"),
    (("per", "cent", "points"), "points", "percentage points"),
    (("%", "points"), "points", "percentage points"),
    (("%", "-", "points"), "points", "percentage points"),
    (("%", "-", "point"), "points", "percentage points"),
    (("%", "point"), "points", "percentage points"),
    (("pp",), "points", "percentage points"),
    (("ppt",), "points", "percentage points"),
    (("ppts",), "points", "percentage points"),
    (("p", ".", "p", "."), "points", "percentage points"),
    (("basis", "points"), "points", "basis points"),
    (("basis", "point"), "points", "basis points"),
    (("-", "basis", "-", "point"), "points", "basis points"),
    (("-", "basis", "-", "points"), "points", "basis points"),
    (("bps",), "points", "basis points"),
    (("bp",), "points", "basis points"),
    (("of", "a", "percentage", "point"), "points", "percentage points"),
    (("of", "a", "per", "cent"), "percent", "per cent"),
    (("of", "a", "percent"), "percent", "per cent"),
    (("of", "one", "per", "cent"), "percent", "per cent"),
    (("‰",), "rate", "per mille"),
    (("per", "mille"), "rate", "per mille"),
    (("per", "mil"), "rate", "per mille"),
)
_SUFFIXES: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
for _suffix in sorted(SUFFIXES, key=lambda item: -len(item[0])):
    _SUFFIXES.setdefault(_suffix[0][0], []).append(_suffix)
_NATIONS = {
    (*name[:-1], name[-1] + plural): code for name, code in NATIONS.items() for plural in ("", "s")
} | {("pounds", "sterling"): "GBP"}
_NATION_STARTS = {words[0] for words in _NATIONS}


PAYMENTS = wordlist(
    "note coin fee fine ticket charge prize grant deal bill loan cost cut rise increase bonus voucher cap"
)
"""What has a price in its name: `a five-pound note`; of anything else a `480-pound bale` says the weight."""
MOST_DIGITS = 3
MOVING = wordlist(
    "costs cost paying charging earning spending saving totalling reaching nearly almost around"
)
"""What stands before an amount of money, though no verb in its plain form."""
WEIGHED = wordlist(
    "acre acres hectare hectares animal animals head cow cows tree trees hive hives bushel bushels"
)
WEIGHING = wordlist(
    "weigh weighs weighed weighing weight weights landed landings catch yield yields harvest harvested livestock"
)
"""Words beside which pounds are a weight."""
REACH = 12
MOST_POINTS = 40
"""Above this, `pp` in brackets counts pages."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with its sign, currency or per cent.

    Attributes:
        first: Index of the first token.
        last: Index after the last one.
        numeral: The number.
        kind: `money`, `percent`, `points`, `rate`, or `cardinal` where nothing says more.
        unit: The unit that goes with the kind.
        sign: -1 behind a minus sign, else 1.
    """

    first: int
    last: int
    numeral: Numeral
    kind: str
    unit: str
    sign: int


def amount_at(page: TokenPage, index: int) -> Amount | None:
    """Return the amount whose number starts at a token; signs and currencies before it are taken in."""
    if index not in page.numerals:
        return None
    if index not in page.amounts:
        page.amounts[index] = _amount_at(page, page.numerals[index], index)
    found = page.amounts[index]
    return found if isinstance(found, Amount) else None


def _amount_at(page: TokenPage, numeral: Numeral, index: int) -> Amount:
    first, sign = _with_sign(page, index)
    before = _currency_before(page, first)
    if before:
        first, unit = before
        first, outer = _with_sign(page, first)
        return Amount(first, numeral.last, numeral, "money", unit, sign * outer)
    for words, kind, unit in _SUFFIXES.get(page.low(numeral.last), ()):
        if page.matches(numeral.last, words) and not _is_of_pages(page, numeral, words):
            return Amount(first, numeral.last + len(words), numeral, kind, unit, sign)
    small = small_change(page, numeral) if numeral.scale == 1 else None
    if small:
        hundredth = numeral.scaled(HUNDREDTH)
        return Amount(first, small[0], hundredth, "money", small[1], sign)
    after = _currency_after(page, numeral.last)
    if after:
        return Amount(first, after[0], numeral, "money", after[1], sign)
    return Amount(first, numeral.last, numeral, "cardinal", "", sign)


def _is_of_pages(page: TokenPage, numeral: Numeral, words: tuple[str, ...]) -> bool:
    """Return whether `pp` counts the pages of a book: `(148 pp., ISBN …)`."""
    is_book = numeral.is_whole and numeral.value > MOST_POINTS
    return words == ("pp",) and is_book and page.low(numeral.first - 1) in ("(", ",")


def _with_sign(page: TokenPage, first: int) -> tuple[int, int]:
    before = page.token(first - 1)
    if (
        before.text == "+"
        and page.is_glued(first)
        and not (before.is_glued and page.token(first - 2).text != "(")
    ):
        return first - 1, 1
    if before.text == "–" and page.is_glued(first) and not before.is_glued:
        return (first, 1) if page.token(first - 2).kind == "number" else (first - 1, -1)
    if before.text == "-" and page.is_glued(first) and not before.is_glued:
        return first - 1, -1
    if before.text == "-" and page.is_glued(first) and page.token(first - 2).text == "(":
        return first - 1, -1
    if before.low == "minus":
        return first - 1, -1
    return first, 1


def _currency_before(page: TokenPage, index: int) -> tuple[int, str] | None:
    token, at = page.token(index - 1), index - 1
    if token.text in SIGNS:
        return _with_prefix(page, at)
    if token.text in CODES:
        # Shared socio-economic pathways are written like pounds of South Sudan: `SSP5-8.5`.
        is_pathway = token.text == "SSP" and page.is_glued(index)
        return None if is_pathway else (at, token.text)
    if token.text == "." and page.low(at - 1) in ("rs", "rp", "tk"):
        return at - 1, BEFORE[page.low(at - 1)]
    is_letter = len(token.low) == 1
    if token.low in BEFORE and token.text[:1].isupper() and (page.is_glued(index) or not is_letter):
        return None if is_letter and is_of_thing(page, at, index) else (at, BEFORE[token.low])
    return None


def is_of_thing(page: TokenPage, at: int, index: int) -> bool:
    """Return whether a letter and a short number are a name: `near the R63`, `vitamin K2`, `pennant K213`."""
    digits = page.token(index).text
    is_short = digits.isdigit() and len(digits) <= MOST_DIGITS
    numeral = page.numerals[index]
    if not is_short or numeral.last > index + 1 or page.is_hyphen(index + 1):
        return False
    before = page.low(at - 1)
    if before == "the":
        return not page.is_word(index + 1) or page.low(index + 1) in STOPS
    is_noun = before.isalpha() and before not in STOPS and not is_past(before)
    return is_noun and not is_plural(before) and before not in BASE_VERBS | MOVING


def _with_prefix(page: TokenPage, at: int) -> tuple[int, str]:
    """Read what stands before a currency sign: `A$`, `USD$`, `E£`."""
    sign, prefix = page.token(at).text, page.low(at - 1)
    if sign == "$" and page.is_glued(at) and prefix in DOLLARS:
        return at - 1, DOLLARS[prefix]
    if sign == "$" and page.token(at - 1).text in CODES:
        return at - 1, page.token(at - 1).text
    if sign == "£" and page.is_glued(at) and prefix == "e":
        return at - 1, "EGP"
    return at, SIGNS[sign]


def _currency_after(page: TokenPage, index: int) -> tuple[int, str] | None:
    if page.token(index).text in CODES:
        return index + 1, page.token(index).text
    if page.token(index).text in ("€", "£", "₹", "¥", "$"):
        is_of_next = page.numerals.get(index + 1) and not page.is_glued(index)
        return None if is_of_next else (index + 1, SIGNS[page.token(index).text])
    for length in (3, 2) if page.low(index) in _NATION_STARTS else ():
        words = tuple(page.low(index + offset) for offset in range(length))
        if words in _NATIONS:
            return index + length, _NATIONS[words]
    at = index + page.is_hyphen(index)
    word = page.low(at)
    if word not in CURRENCY_NAMES or (word in AMBIGUOUS and _is_other(page, at, index)):
        return None
    return at + 1, CURRENCY_NAMES[word]


def _is_other(page: TokenPage, at: int, index: int) -> bool:
    """Return whether the name of a currency is another word here: `12 real-time feeds`, `807 pounds per acre`."""
    after = page.low(at + 1)
    if after in ("of", "the", "a", "in") or page.is_hyphen(at + 1):
        return True
    if page.low(at) not in ("pound", "pounds"):
        return False
    if at > index:
        return page.is_word(at + 1) and after.removesuffix("s") not in PAYMENTS
    around = range(max(0, index - REACH), min(len(page), at + REACH))
    near = {page.low(spot) for spot in around if page.same_sentence(spot, at)}
    is_per = after in ("per", "an", "a") and page.low(at + 2) in WEIGHED
    return is_per or page.low(at + 2) in WEIGHED or bool(near & WEIGHING)


def amount(page: TokenPage, index: int) -> Draft | None:
    """Claim one amount: money, per cent, points, per mille, or a plain number."""
    found = amount_at(page, index)
    if found is None:
        return None
    numeral = found.numeral
    rule = f"{found.kind}.{'words' if numeral.is_words else 'digits'}"
    draft = counted(numeral, found.kind, rule, first=found.first, last=found.last, unit=found.unit)
    if found.kind == "percent":
        draft = replace(draft, is_rounded=True)
    if found.kind == "cardinal":
        is_part = numeral.value < 1 and page.matches(found.last, ("of", "a"))
        noun_at = found.last + 2 * is_part
        draft = replace(draft, noun_at=noun_at, is_singular=numeral.value == 1 or is_part)
    if found.sign < 0 and draft.value is not None:
        draft = replace(draft, value=-draft.value)
    return draft


def _behind_interval(page: TokenPage, at: int) -> int:
    """Step over the interval of a rate in brackets: `133 cases (95% UI: 124–143) per 100,000`."""
    end = behind_bracket(page, at)
    return end if {page.low(spot) for spot in range(at, end)} & INTERVALS else at


INTERVALS = wordlist("ci cri ui interval c.i range iqr se")
MILLION = 10**6
RATE_BASES = frozenset(
    (Decimal(100), Decimal(1000), Decimal(10000), Decimal(100000), Decimal(10) ** 6)
)


def rate(page: TokenPage, index: int) -> Draft | None:
    """Claim `6.8 per 1,000`, `12 cases per 100,000`, `2.6 per thousand`, `9.7 per million`."""
    found = amount_at(page, index)
    if found is None or found.kind != "cardinal":
        return None
    at = found.last
    while at < found.last + 6 and page.is_word(at) and page.low(at) not in _RATE_STOPS:
        at += 1
    at = _behind_interval(page, at)
    base = page.numerals.get(at + 1) if page.low(at) in ("per", "for", "in") else None
    if page.matches(at, ("for", "every")) or page.matches(at, ("in", "every")):
        base = page.numerals.get(at + 2)
    if base is None or (base.value not in RATE_BASES and page.low(at) != "per"):
        return None
    if page.low(at) != "per" and base.value < 1000:
        return None
    if page.low(at) == "in" and (found.numeral.value == 1 or base.value < 1000):
        return None
    return counted(
        found.numeral,
        "rate",
        "rate.per",
        first=found.first,
        last=base.last,
        unit=f"per {base_name(page, base)}",
    )


def base_name(page: TokenPage, base: Numeral) -> str:
    """Return what a rate is per, as its unit says it: `1,000`, `100,000`, `million`, `100 million`."""
    if base.scale >= MILLION:
        words = [page.low(at) for at in range(base.first, base.last)]
        return words[-1] if base.unscaled == 1 else " ".join(words)
    return f"{base.value:,f}"


_RATE_STOPS = wordlist(
    "per in of for and or to were was is are had have the a an by on at with from out than as more less"
    " fewer"
)
