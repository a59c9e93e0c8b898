"""Amounts of difference: `154 more than`, `8 per cent lower`, `two thirds fewer`, `7 litres under the ceiling`."""

from __future__ import annotations

from numbertext.extraction.aside.dates import is_year
from numbertext.extraction.brackets import behind_bracket
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import PREPOSITIONS, STOPS, is_past, is_plural
from numbertext.extraction.movement import COMPARATIVES, GAUGED, GAUGED_AGAINST
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

CEILINGS = wordlist(
    "ceiling limit target threshold cap average norm maximum minimum forecast budget level peak record median mean"
    " plan estimate quota standard benchmark guideline allocation requirement legal national european world"
    " global recommended permitted agreed"
)
POINTS = wordlist("points point")
NORMS = wordlist(
    "profile trend normal par consensus expectations expected those that this last what market reference"
)
AMOUNTS = wordlist("more less fewer")
SIZES = wordlist("more less fewer higher lower larger smaller bigger longer shorter cheaper dearer")
"""What a fraction before says by how much: `a fifth more lobsters`."""
SHARED = wordlist("percent points money")
"""Kinds of number that `up` or `down` alone may follow: `sales are 4% up`."""
SHORTFALLS = wordlist("short shy adrift behind off")
LEADS = wordlist("clear ahead")
SHORTFALL = ("down", "up")
"""Directions of what is short of something and of what is ahead of it."""
LEVELS = wordlist("above below over under")
AIMS = wordlist("budget plan target forecast estimate quota")
"""What a share may be over or under: `1.1 per cent under budget`; over a year is when."""
TIMELY = wordlist("over under later earlier older younger")
ENDING = wordlist("and but or while whereas")


def comparative(page: TokenPage, draft: Draft) -> str | None:
    """Read `154 more than`, `8 per cent lower`, `1.8 years below`, `12 percentage points lower`."""
    at = _comparative_at(page, draft)
    if at is None:
        return None
    word = page.low(at)
    if word in ("up", "down"):
        return word if page.low(at + 1) == "on" or draft.kind in SHARED else None
    if word in SHORTFALLS | LEADS:
        is_amount = draft.kind in ("percent", "points", "money") or _is_of_shares(page, draft)
        return SHORTFALL[word in LEADS] if is_amount else None
    if draft.kind in ("cardinal", "money", "fraction"):
        return _than(page, draft, at)
    if word in ("over", "under", "earlier", "later"):
        return COMPARATIVES[word] if page.low(at + 1) in AIMS else None
    is_age = (
        draft.kind == "percent"
        and word in ("above", "below")
        and page.low(at + 1).isdigit()
        and len(page.low(at + 1)) < 4
        and page.low(at + 2) not in ("levels", "level")
    )
    is_age = is_age or (page.low(at + 1) == "that" and not page.is_word(at + 2))
    return None if is_age else COMPARATIVES[word]


def _comparative_at(page: TokenPage, draft: Draft) -> int | None:
    """Return where the comparative stands, behind up to three words of what is counted."""
    at = draft.last
    is_cardinal = draft.kind == "cardinal"
    if is_cardinal and page.low(at) == "of" and page.low(at + 1) in ("a", "an"):
        at += 2
    if is_cardinal and page.low(at + 1) == "/" and page.is_glued(at + 1):
        at += 2
    if is_cardinal and page.low(at) == "°":
        at += 1 + page.is_glued(at + 1)
    if draft.kind == "money":
        at = _behind_rate(page, at)
    at = behind_bracket(page, at)
    for _ in range(4 if is_cardinal else 1):
        if page.low(at) in COMPARATIVES or _is_against(page, at):
            is_verbal = at > draft.last and is_past(page.low(at - 1))
            return None if is_verbal or _is_of_next(page, draft, at) else at
        if not page.is_word(at) or page.low(at) in STOPS:
            return None
        at += 1
    return None


def _is_of_next(page: TokenPage, draft: Draft, at: int) -> bool:
    """Return whether the comparison is that of the next number: `at 23 sites more than 50 people shared a tap`."""
    is_next = page.low(at + 1) == "than" and at + 2 in page.numerals
    return is_next and at > draft.last and page.low(at) in AMOUNTS


def _behind_rate(page: TokenPage, at: int) -> int:
    """Step over what an amount is for: `£47/t below`, `£12 a head less than`."""
    if page.low(at) in ("a", "an", "per") and page.is_word(at + 1):
        return at + 2
    return at + 2 * (page.low(at) == "/" and page.is_glued(at + 1))


def _is_of_shares(page: TokenPage, draft: Draft) -> bool:
    """Return whether points lie between percentages: `on 44 per cent, 17 points clear of the next`."""
    near = {page.low(at) for at in range(max(0, draft.first - 12), draft.first)}
    return page.low(draft.last) in POINTS and bool(near & {"%", "cent", "percent"})


def _is_against(page: TokenPage, at: int) -> bool:
    """Return whether `up on`, `down on`, `short of` stands here: `30,000 down on the previous count`."""
    word, after = page.low(at), page.low(at + 1)
    if word in ("behind", "off"):
        return after in GAUGED_AGAINST or is_year(page, at + 1)
    if word in SHORTFALLS | LEADS:
        return after == "of"
    ends = not page.is_word(at + 1) or after in STOPS - {"to"}
    return word in ("up", "down") and (after == "on" or ends)


def _than(page: TokenPage, draft: Draft, at: int) -> str | None:
    word = page.low(at)
    if word in LEVELS and page.low(at + 1) in GAUGED_AGAINST:
        is_near = word in ("above", "below") or _is_limit(page, draft, at)
        return COMPARATIVES[word] if is_near else None
    if word in ("above", "below"):
        is_gauge = page.low(at + 1) in CEILINGS | NORMS or is_year(page, at + 1)
        return COMPARATIVES[word] if is_gauge else None
    if _is_predicate(page, draft, at) or _is_additional(page, draft, at):
        return COMPARATIVES[word]
    is_age = page.low(at + 1) == "than" and at + 2 in page.numerals and word not in AMOUNTS
    if is_age or (word in TIMELY and page.low(at + 1) != "than"):
        return None
    for spot in range(at + 1, at + 5):
        if page.low(spot) == "than":
            return COMPARATIVES[word]
        if not page.is_word(spot) or page.low(spot) in ("in", "of", "were", "was", "and"):
            break
    return None


def _is_limit(page: TokenPage, draft: Draft, at: int) -> bool:
    is_gauged = draft.unit in GAUGED or draft.kind != "cardinal"
    return is_gauged and bool({page.low(at + 1), page.low(at + 2)} & CEILINGS)


def _is_predicate(page: TokenPage, draft: Draft, at: int) -> bool:
    """Read `A$21 million higher,` and `two thirds fewer.`: the comparative ends the clause."""
    after = page.token(at + 1)
    ends = not after.text or not (after.low.isalnum() or after.text in "-%") or after.low in ENDING
    is_verbal = after.low in PREPOSITIONS - {"than"}
    is_gauged = draft.unit in GAUGED and at > draft.last
    fits = draft.kind in ("money", "fraction") or draft.unit in GAUGED
    if draft.kind == "fraction" and at == draft.last and page.low(at) in SIZES:
        return True
    if page.low(at) in ("over", "under", "more", "later", "earlier", "further", "above", "below"):
        return ends and draft.kind == "fraction"
    return fits and (ends or (is_verbal and (draft.kind != "cardinal" or is_gauged)))


def _is_additional(page: TokenPage, draft: Draft, at: int) -> bool:
    """Read `Nine more activities were found`: a number, `more` or `fewer`, and a plural."""
    if draft.kind != "cardinal" or at != draft.last or page.low(at) not in ("more", "fewer"):
        return False
    return any(
        is_plural(page.low(spot)) or (spot == at + 1 and page.low(spot).endswith("s"))
        for spot in range(at + 1, at + 4)
        if all(page.low(word) not in STOPS for word in range(at + 1, spot + 1))
    )
