"""Amounts that are no numbers: `hundreds`, `tens of thousands`, `several hundred`, `a handful`, `most`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import (
    AUXILIARIES,
    STOPS,
    TIME_NOUNS,
    is_adjective,
    is_plural,
)
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import PLURAL_SCALES, SCALES

SCALED = frozenset(SCALES) | {"hundred", "dozen", "score"}
BEFORE_MOST = wordlist(
    "the a an its their our his her one among 's amongst these those my your world's"
)


def _draft(first: int, last: int, rule: str) -> Draft:
    return Draft(
        first, last, "vague", f"vague.{rule}", comparator="vague", noun_at=last, is_of=True
    )


def plural_scale(page: TokenPage, index: int) -> Draft | None:
    """Claim `hundreds`, `tens of thousands`, `many millions`."""
    if page.low(index) not in PLURAL_SCALES | {"tens"}:
        return None
    if page.low(index) == "scores" and page.low(index + 1) != "of":
        return None
    last = index + 1
    if page.low(last) == "of" and page.low(last + 1) in PLURAL_SCALES:
        last += 2
    if page.low(index) == "tens" and last == index + 1:
        return None
    return _draft(index, last, "plural_scale")


def several(page: TokenPage, index: int) -> Draft | None:
    """Claim `several`, `a handful`, `a couple`, with the scale word behind; `a few hundred`."""
    word = page.low(index)
    first, last = index, index + 1
    if word in ("handful", "couple"):
        if page.low(index - 1) not in ("a", "the"):
            return None
        first = index - (page.low(index - 1) == "a")
    elif word in SCALED and page.low(index - 1) in ("few", "many"):
        first = index - 1 - (page.low(index - 2) == "a")
        return _draft(first, last, "few_scale")
    elif word != "several":
        return None
    at = last + (page.low(last) == "of")
    if page.low(at) in SCALED:
        last = at + 1
    return _draft(first, last, word)


def majority(page: TokenPage, index: int) -> Draft | None:
    """Claim `the majority of` and `a majority`."""
    if not is_majority(page, index):
        return None
    return _draft(index, index + 1, "majority")


def is_majority(page: TokenPage, index: int) -> bool:
    """Return whether `majority` is more than half of something; not that of a vote or an owner."""
    if page.low(index) != "majority" or page.is_hyphen(index + 1):
        return False
    if page.token(index - 1).kind == "number":
        return False
    return page.low(index - 1) not in KINDS_OF_MAJORITY and page.low(index + 1) not in OWNED


def most(page: TokenPage, index: int) -> Draft | None:
    """Claim `most of` and `most countries`; the superlative (`the most important`) counts nothing."""
    if page.low(index) != "most" or not is_quantifier(page, index):
        return None
    return _draft(index, index + 1, "most")


def is_quantifier(page: TokenPage, index: int) -> bool:
    """Return whether `most` says an amount and not a degree."""
    after, before = page.low(index + 1), page.token(index - 1)
    if page.is_hyphen(index + 1) or page.is_hyphen(index) or before.low.endswith("'s"):
        return False
    if after == "of" or (before.low == "at" and _counts_at(page, index + 1)):
        return True
    if after in HOLDING:
        return before.low in ("and", "but", "though", "although", ",", ";", "while", "whereas")
    if (
        before.low in BEFORE_MOST | AUXILIARIES | {"at"}
        or after in STOPS
        or not after.isalpha()
        or after in TIME_NOUNS
    ):
        return False
    if is_plural(after):
        return True
    return is_adjective(after) and after not in _DEGREES and is_plural(page.low(index + 2))


def _counts_at(page: TokenPage, at: int) -> bool:
    """Return whether a plural without a number follows: `called at most dwellings`."""
    return is_plural(page.low(at)) and at not in page.numerals


KINDS_OF_MAJORITY = wordlist(
    "simple absolute qualified parliamentary working thirds quarters fifths required relative special age legislative"
    " government coalition moral silent working comfortable slim narrow"
)
OWNED = wordlist(
    "owner owners owned ownership shareholder shareholders shareholding shareholdings stake stakes share shares"
    " holding interest interests vote votes voting rule leader party control opinion judgment judgement decision"
    " verdict language religion population group groups world state partner member"
)
HOLDING = wordlist("are were have had will can could would did do")
"""Verbs that `most` is the subject of, without a noun."""
_DEGREES = wordlist(
    "vulnerable important common effective significant severe serious popular successful critical"
)
