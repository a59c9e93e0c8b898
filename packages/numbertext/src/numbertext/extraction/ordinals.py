"""Ordinal numbers: how they are written, and what `eighth conference`, `second-largest` and `second decade` say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from numbertext.extraction.draft import Draft
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.page import TokenPage
from numbertext.extraction.spelled import HUNDRED
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import ORDINAL_SUFFIXES, ORDINALS, TENS

RANKS = wordlist("ranked ranks rank ranking placed finished came come comes coming finishing")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """An ordinal number and the index after its last token."""

    value: Decimal
    last: int


def ordinal_at(page: TokenPage, index: int) -> Ordinal | None:
    """Return the ordinal that starts at a token: `20th`, `eighth`, `twenty-first`, `150th`."""
    token = page.token(index)
    if token.kind == "number":
        is_ordinal = page.low(index + 1) in ORDINAL_SUFFIXES and page.is_glued(index + 1)
        plain = token.text.replace(",", "")
        return Ordinal(Decimal(plain), index + 2) if is_ordinal and plain.isdigit() else None
    numeral = page.numerals.get(index)
    large = _of_large(page, numeral) if numeral else None
    if large:
        return large
    if token.low in TENS:
        at = index + 1 + (page.low(index + 1) == "-")
        unit = ORDINALS.get(page.low(at), Decimal(0))
        return Ordinal(TENS[token.low] + unit, at + 1) if 0 < unit < 10 else None
    value = ORDINALS.get(token.low)
    return Ordinal(value, index + 1) if value else None


def _of_large(page: TokenPage, numeral: Numeral) -> Ordinal | None:
    """Read `ten millionth`, `two hundred and fiftieth`: a numeral whose last word is an ordinal."""
    at = numeral.last + (page.low(numeral.last) == "-")
    scale = ORDINALS.get(page.low(at), Decimal(0))
    if scale >= HUNDRED and numeral.value > 1:
        return Ordinal(numeral.value * scale, at + 1)
    if page.low(at) != "and" or numeral.value % HUNDRED or not numeral.value:
        return None
    rest = ordinal_at(page, at + 1)
    return Ordinal(numeral.value + rest.value, rest.last) if rest and rest.value < 100 else None


def ordinal(page: TokenPage, index: int) -> Draft | None:
    """Claim an ordinal with the noun that it licenses."""
    found = ordinal_at(page, index)
    if found is None:
        return None
    superlative = _superlative(page, found.last)
    if superlative:
        return _draft(index, found.last, found, "ordinal.superlative", unit=superlative)
    if page.low(found.last) == "decade":
        return _draft(index, found.last, found, "decade", kind="decade", unit="decade")
    at = found.last + page.is_hyphen(found.last)
    at += page.low(at) == "ever"
    return _draft(index, found.last, found, "ordinal", noun_at=at)


def _superlative(page: TokenPage, index: int) -> str:
    """Read `-largest`, ` largest`, `-most common`."""
    word = page.low(index + page.is_hyphen(index))
    return word if is_superlative(word) else ""


def is_superlative(word: str) -> bool:
    """Return whether a word in lower case looks like a superlative in -est."""
    return (len(word) > 4 and word.endswith("est") and word not in _NO_SUPERLATIVES) or word in (
        "best",
        "worst",
        "most",
        "least",
    )


def _draft(
    first: int,
    last: int,
    found: Ordinal,
    rule: str,
    *,
    kind: str = "ordinal",
    unit: str = "",
    noun_at: int | None = None,
) -> Draft:
    one = Decimal(1)
    return Draft(
        first,
        last,
        kind,
        rule,
        value=found.value,
        precision=one,
        granularity=one,
        unit=unit,
        noun_at=noun_at,
        is_singular=True,
    )


_NO_SUPERLATIVES = wordlist(
    "interest forest request harvest contest protest conquest honest modest arrest invest suggest latest"
    " guest manifest southwest northwest midwest digest"
)
