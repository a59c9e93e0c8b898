"""Which earlier number may lend its noun at all, and which first.

The noun of another clause is taken only where it is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from numbertext.extraction.brackets import bracket_around
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import AUXILIARIES, BASE_VERBS, STOPS, is_adverb, is_past
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

MOST_TIMES = Decimal(200)
"""How many times a number may be the one whose noun it takes: 6.5 million are no part of three countries."""
OPENING = wordlist("and but while whereas only just") | {";", ","}
ANAPHORS = wordlist("these those them such")
LEADING = wordlist(
    "the only some about of just nearly almost over at least than more fewer another"
)


def can_lend(page: TokenPage, lender: Draft, draft: Draft) -> bool:
    """Return whether an earlier number may lend its noun to one that has none."""
    is_every = page.low(lender.first - 1) == "every" and page.low(lender.first - 2) != "of"
    if is_every and page.low(draft.first - 1) != "every":
        return False
    if lender.rule == "cardinal.composite" or _has_own_subject(page, lender, draft):
        return False
    if _is_of_other_number(page, lender, draft) or _is_for_each(page, lender, draft):
        return False
    is_behind = page.numeral_ending(draft.first) is not None and not draft.hedge
    if is_behind or page.numeral_ending(lender.first) is not None or not _is_alike(lender, draft):
        return False
    opening, around = bracket_around(page, draft.first), bracket_around(page, lender.first)
    if around is not None and around != opening:
        return False
    return opening is None or opening == around or _opens_behind(page, opening, lender, draft)


def _has_own_subject(page: TokenPage, lender: Draft, draft: Draft) -> bool:
    """Return whether a number is what another subject does: `it lent 12 items, and the space seats 600`."""
    verb, noun = page.low(draft.first - 1), page.low(draft.first - 2)
    is_verb = (
        page.is_word(draft.first - 1)
        and (is_past(verb) or verb.endswith("s"))
        and verb not in STOPS
    )
    is_number = page.numeral_ending(draft.first - 1) is not None
    is_noun = page.is_word(draft.first - 2) and noun not in STOPS and not is_past(noun)
    is_noun = is_noun and not is_number
    if not (is_verb and is_noun) or is_adverb(noun):
        return False
    between = {page.low(at) for at in range(lender.last, draft.first - 2)}
    return bool(between & {";", ",", "and", "but", "while"})


def _is_of_other_number(page: TokenPage, lender: Draft, draft: Draft) -> bool:
    """Return whether the number of something else is said: `two new branches, bringing the number of desks to 92`."""
    for at in range(lender.last, draft.first - 1):
        if page.low(at) in ("number", "numbers") and page.low(at + 1) == "of":
            named = {page.low(spot) for spot in range(at + 2, at + 6)}
            return not named & {lender.unit, *ANAPHORS}
    return False


def _is_for_each(page: TokenPage, lender: Draft, draft: Draft) -> bool:
    """Return whether a number falls to each of what the lender counts: `240 places, or 76 for each place`."""
    at = draft.last
    is_each = page.low(at) == "per" or page.matches(at, ("for", "each"))
    is_each = is_each or page.matches(at, ("for", "every"))
    named = page.low(at + 1 + (page.low(at) == "for"))
    return is_each and named != "" and lender.unit.startswith(named)


def _opens_behind(page: TokenPage, opening: int, lender: Draft, draft: Draft) -> bool:
    """Return whether a bracket is the lender's: `38 wards (11 surgical)`, not `three countries, Syria (6m)`."""
    between = {page.low(at) for at in range(lender.last, opening)}
    is_own = page.low(opening - 1) == lender.unit.rpartition(" ")[2]
    return is_own or not (between & {",", ";", ":"}) or page.low(draft.first - 1) != "("


def _is_alike(lender: Draft, draft: Draft) -> bool:
    one, other = lender.value or lender.high, draft.value or draft.high
    return not one or not other or abs(other) <= MOST_TIMES * abs(one) or draft.kind == "vague"


def subjects_first(page: TokenPage, lenders: Sequence[Draft], draft: Draft) -> list[Draft]:
    """Return the lenders as they are to be asked: the subject of a clause takes the noun of a subject."""
    if not _is_subject(page, draft):
        return list(lenders)
    return sorted(lenders, key=lambda lender: not _opens_clause(page, lender))


def _is_subject(page: TokenPage, draft: Draft) -> bool:
    """Return whether a verb follows a number that opens its clause: `; one saw the rate unchanged`."""
    after = page.low(draft.last)
    is_verb = is_past(after) or after in AUXILIARIES or after in BASE_VERBS
    return is_verb and page.low(draft.first - 1) in OPENING


def _opens_clause(page: TokenPage, lender: Draft) -> bool:
    at = lender.first
    while page.low(at - 1) in LEADING and page.same_sentence(at - 1, lender.first):
        at -= 1
    return page.starts_sentence(at) or page.low(at - 1) in OPENING
