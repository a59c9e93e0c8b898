"""Amounts of change: `rose by 8`, `up 12 per cent`, `a 5 per cent increase`; never the level that was reached."""

from __future__ import annotations

from dataclasses import replace

from numbertext.extraction.change_marks import PARTS, bracketed, periodic, signed
from numbertext.extraction.change_nouns import noun_before, noun_behind, noun_of
from numbertext.extraction.comparatives import comparative
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import (
    BASE_VERBS,
    DETERMINERS,
    LONG_TIMES,
    MEASURES,
    STOPS,
    is_past,
)
from numbertext.extraction.movement import (
    BETWEEN,
    COMPARATIVES,
    GAUGED,
    HANDLED,
    INTRANSITIVE,
    LOSING,
    NOUNS,
    TRANSITIVE,
    direction_of,
    mover_before,
)
from numbertext.extraction.page import TokenPage
from numbertext.extraction.restating import restated_ahead
from numbertext.extraction.sequels import continues
from numbertext.extraction.wordlist import wordlist

CHANGEABLE = wordlist("cardinal percent points money fraction")
FARTHEST = 20
TOTALS = wordlist("total average cumulative combined")
"""What sums a change up: `by a total of 125 basis points`."""
HOLDERS = wordlist(
    "followed owned held shared supported backed used led joined accompanied represented caused driven covered occupied"
    " planted favoured preferred chosen reported cited mentioned named endorsed opposed rejected funded financed met"
)
"""What is done by a share of somebody, and no change: `supported by 62 per cent`."""
HOLDING = wordlist("set made make makes making took take takes build speed soak soaked use used")
"""Verbs that with `up` say a part or an effort."""
GAINED = wordlist("gain gains gained gaining")
"""What somebody has more of than before is a change, whatever is counted: `gained almost five million customers`."""
MOVING = wordlist(
    "went gone came moved ended edged crept shot driven pushed pulled forced brought finished closed are"
)
GAINING = wordlist("for from of through in on")
"""What money that was got back stands before: `recovered £5 million from contractors`."""
REACHING = wordlist("exceeding exceeded broke break breaks broken breaking beat beats")
"""Verbs whose object is a level: `broke 40 per cent`."""


def changed(page: TokenPage, draft: Draft, before: Draft | None) -> Draft:
    """Return a claim as a change where it says how much something changed.

    Args:
        page: The text.
        draft: The claim, with its words of comparison.
        before: The statement before it in the same sentence.
    """
    if draft.kind not in CHANGEABLE:
        return draft
    for rule in (
        signed,
        periodic,
        bracketed,
        _by,
        _after_verb,
        noun_of,
        noun_before,
        noun_behind,
        comparative,
        _adding,
        restated_ahead,
    ):
        direction = rule(page, draft)
        if direction is not None:
            return _as_change(page, draft, direction, rule.__name__.strip("_"), before)
    if before and before.kind == "change" and continues(page, before, draft):
        return _as_change(page, draft, before.direction, "continued", before)
    return draft


def _as_change(
    page: TokenPage, draft: Draft, direction: str, rule: str, before: Draft | None
) -> Draft:
    unit = draft.unit
    at = draft.last
    if rule == "signed" and draft.value is not None:
        draft = replace(draft, first=draft.first + 1, value=abs(draft.value))
    is_of_share = (
        (before is not None and before.unit == "per cent")
        or _leads_to_share(page, at + 1)
        or _is_of_shares(page, draft)
    )
    if draft.kind == "cardinal" and page.low(at) in PARTS and is_of_share:
        return replace(
            draft,
            kind="change",
            last=at + 1,
            unit="percentage points",
            direction=direction,
            rule=f"change.{rule}",
            noun_at=None,
        )
    return replace(draft, kind="change", unit=unit, direction=direction, rule=f"change.{rule}")


def _is_of_shares(page: TokenPage, draft: Draft) -> bool:
    """Return whether points with decimals lie behind a percentage: `3.1% of rents (£2.9m), 0.4 points above target`."""
    is_fine = draft.precision is not None and draft.precision < 1
    near = (at for at in range(draft.first - FARTHEST, draft.first) if at >= 0)
    return is_fine and any(
        page.low(at) in ("%", "cent", "percent") and page.same_sentence(at, draft.first)
        for at in near
    )


def _leads_to_share(page: TokenPage, at: int) -> bool:
    """Return whether `to 31 per cent` follows, so that the points are percentage points."""
    numeral = page.numerals.get(at + 1) if page.low(at) == "to" else None
    return numeral is not None and page.low(numeral.last) in ("per", "%", "percent")


def _by(page: TokenPage, draft: Draft) -> str | None:
    at = draft.first - 1
    at -= 2 * (page.low(at) == "of" and page.low(at - 1) in TOTALS)
    while page.low(at) in (
        "a",
        "an",
        "another",
        "further",
        "just",
        "only",
        "some",
        "or",
        "average",
        "on",
        ",",
    ):
        at -= 1
    if page.low(at) != "by":
        return None
    if page.low(at - 1) in COMPARATIVES:
        return COMPARATIVES[page.low(at - 1)]
    mover = mover_before(page, at, reach=18)
    if mover is None and draft.kind == "percent" and page.low(draft.last) != "of":
        verb = page.low(at - 1)
        return "" if is_past(verb) and verb not in HOLDERS else None
    if mover is None or (draft.kind == "cardinal" and not _is_near(page, mover, at)):
        return None
    if page.low(draft.last) == "of" and draft.kind in ("percent", "fraction") and at - mover > 6:
        return None
    return direction_of(page.low(mover)) or ""


def _is_near(page: TokenPage, mover: int, at: int) -> bool:
    """Return whether a verb of change is close enough to `by` to govern a plain number."""
    return at - mover <= 10 and not any(
        page.low(spot).endswith("ed")
        and page.low(spot) not in INTRANSITIVE
        and page.low(spot) not in TRANSITIVE
        for spot in range(at - 1, at)
    )


def _after_verb(page: TokenPage, draft: Draft) -> str | None:
    """Read `rose 8 per cent`, `up 12 per cent`, `fell a further 3 points`."""
    at = draft.first - 1
    is_top = page.low(at) == "top" and page.low(at - 1) in DETERMINERS
    is_day = page.low(at - 1) == "on" and draft.kind == "cardinal"
    if draft.hedge.rpartition(" ")[2] in ("below", "above", "under") or is_top or is_day:
        return None
    at = _before_joined(page, at)
    while page.low(at) in BETWEEN and page.low(at) != "by":
        at -= 1
    at -= page.low(at).endswith("ly") and page.low(at - 1) in INTRANSITIVE
    word = page.low(at)
    is_got_back = word == "recovered" and draft.kind == "money" and page.low(draft.last) in GAINING
    if is_got_back or (word in ("up", "down") and _is_phrasal(page, at, draft)):
        return None
    if word in INTRANSITIVE and not (
        word in NOUNS and page.low(at - 1) in ("the", "a", "an", "of")
    ):
        if (
            draft.kind == "cardinal"
            and word not in ("up", "down")
            and not (word in GAINED and _is_counted(draft))
            and not _is_small_change(page, draft)
        ):
            return None
        return INTRANSITIVE[word]
    if word in LOSING:
        return LOSING[word] if draft.kind in ("percent", "points", "fraction") else None
    is_moved = word in TRANSITIVE and draft.kind in ("percent", "points")
    return TRANSITIVE[word] if is_moved and word not in REACHING else None


def _is_counted(draft: Draft) -> bool:
    """Return whether a number counts things: what is measured may be all that there is (`gained 0.74 kg a day`)."""
    is_whole = draft.value is not None and draft.value == int(draft.value)
    return is_whole and bool(draft.unit) and draft.unit not in MEASURES | LONG_TIMES


def _is_phrasal(page: TokenPage, at: int, draft: Draft) -> bool:
    """Return whether `up` or `down` belongs to a verb that changes nothing: `signed up 720 children`, `made up 46%`."""
    verb = page.low(at - 1)
    if verb in HOLDING:
        return True
    is_verb = is_past(verb) or verb in BASE_VERBS
    return draft.kind in ("cardinal", "money") and is_verb and verb not in MOVING


def _before_joined(page: TokenPage, at: int) -> int:
    """Step over the first of two amounts that share a verb: `expanded 0.1 and 0.2 per cent`."""
    first = page.numeral_ending(at) if page.low(at) in ("and", "or") else None
    return first.first - 1 if first and not page.is_word(first.first) else at


def _is_small_change(page: TokenPage, draft: Draft) -> bool:
    """Return whether a plain number behind a verb is an amount: `rose 8 to 57`, not `dropped 12 charges`."""
    after, is_handled = page.low(draft.last), page.low(draft.first - 1) in HANDLED
    if (draft.unit in GAUGED or "/" in draft.unit) and not is_handled:
        return True
    return (
        after in ("to", "from", "points", "basis", "percentage", "places")
        or (not page.is_word(draft.last) and not (is_handled and draft.value == 1))
        or (after in ("in", "over", "during", "per"))
        or (not is_handled and _leads_to_level(page, draft.last))
    )


def _leads_to_level(page: TokenPage, at: int) -> bool:
    """Return whether a level follows behind what is counted: `fall 14 million bushels to 684 million`."""
    for spot in (at + 1, at + 2):
        if page.low(spot) in ("to", "from") and spot + 1 in page.numerals:
            return True
        if not page.is_word(spot) or page.low(spot) in STOPS:
            return False
    return False


def _adding(page: TokenPage, draft: Draft) -> str | None:
    """Read `adding £78.40 to the bill`."""
    if draft.kind not in ("money", "percent", "points"):
        return None
    if page.low(draft.first - 1) in ("adding", "adds", "added") and page.low(draft.last) == "to":
        return "up"
    return None
