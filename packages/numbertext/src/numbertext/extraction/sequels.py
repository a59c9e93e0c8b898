"""Numbers that go on with a change before them: `by 5 per cent in 2021 and 7 per cent in 2022`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import STOPS, is_past
from numbertext.extraction.page import TokenPage
from numbertext.extraction.restating import restated
from numbertext.extraction.wordlist import wordlist

COMPARING = wordlist("after following against versus with than")
JOINTS = COMPARING | wordlist("and or then") | {",", "(", "—", "–"}
TIMING = wordlist("in since during over between from on")
FARTHEST_AMOUNT = 8
NEAR = 6
FARTHEST = 12
FARTHEST_COMPARED = 20
AGAINST = wordlist("from on over since than")
"""What two changes are held against alike: `up 12 per cent from last week and 4 per cent from last year`."""
ENDS = frozenset((",", ".", ";", ")", ""))
APART = wordlist("to were was of from with while is") | {";"}
"""Words between two numbers that make a statement of its own of the second."""


def continues(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Return whether a number goes on with the change before it: `by 5 per cent in 2021 and 7 per cent in 2022`."""
    same = (draft.kind == "percent" and before.unit == "per cent") or (
        draft.kind == "points" and before.unit == "percentage points"
    )
    if restated(page, before, draft):
        return True
    joint = page.low(draft.first - 1)
    joint = page.low(draft.first - 2) if joint == "by" or _is_subject(page, draft) else joint
    if _is_next_amount(page, before, draft) or _is_growth_before(page, before, draft):
        return True
    if not same or joint not in JOINTS or _is_share(page, before, draft):
        return False
    if joint in COMPARING and page.low(draft.last) not in ENDS | (STOPS - {"of"}):
        return False
    between = [page.low(at) for at in range(before.last, draft.first)]
    if between[-2:] == ["compared", "with"]:
        between = between[:-1]
    if page.low(draft.last) == page.low(before.last) and page.low(draft.last) in AGAINST:
        between = between[1:]
    farthest = FARTHEST_COMPARED if joint in COMPARING else FARTHEST
    return len(between) <= farthest and not set(between) & APART


def _is_share(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Return whether only the second is of a whole: `fell 3 per cent, and 58 per cent of cases were closed`."""
    return page.low(draft.last) == "of" and page.low(before.last) != "of"


def _is_growth_before(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Read `growth slowed to 3.1 per cent from 6.2 per cent`, `grew by 9 per cent, up from 8 per cent`."""
    is_alike = draft.kind == "percent" and before.unit == "per cent" and before.kind == "change"
    at = draft.first - 1
    between = {page.low(spot) for spot in range(before.last, at)}
    is_pace = before.rule == "change.noun_before" and not between & {",", ";", "and", "while"}
    is_from = (
        page.low(at) == "from" and page.low(at - 1) in ("up", "down") and at - before.last <= NEAR
    )
    return is_alike and ((is_pace and page.low(at) in ("from", "to")) or is_from)


def _is_next_amount(page: TokenPage, before: Draft, draft: Draft) -> bool:
    """Read `up by 1,300 in May and 8,100 since June`: a bare amount with its own time behind one with its."""
    is_bare = draft.kind in ("cardinal", "money") and not page.is_hyphen(draft.last)
    is_alike = before.unit in (draft.unit, "") or draft.unit == ""
    if not (is_bare and is_alike and page.low(draft.first - 1) in ("and", ",")):
        return False
    is_timed = page.low(draft.last) in TIMING and page.low(before.last) in TIMING
    return is_timed and draft.first - before.last <= FARTHEST_AMOUNT


def _is_subject(page: TokenPage, draft: Draft) -> bool:
    """Return whether a lone noun stands for a clause: `passengers were up 6% and revenue 9%`."""
    at = draft.first - 1
    is_noun = page.is_word(at) and page.low(at) not in STOPS and not is_past(page.low(at))
    ends = not page.is_word(draft.last) or page.low(draft.last) == "and"
    return is_noun and page.low(at - 1) in ("and", ",") and ends
