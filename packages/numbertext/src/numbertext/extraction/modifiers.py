"""Words of comparison around a number, and the comparator that each says."""

from __future__ import annotations

from dataclasses import replace

from numbertext.extraction.comparisons import (
    DURATIVE,
    LEFT,
    OCCASIONS,
    PARTICLES,
    PASSING,
    RIGHT,
    SLIGHT,
    SPANNED,
    SPREAD,
    STRENGTHENING,
    TOPICS,
)
from numbertext.extraction.currencies import CODES, SIGNS
from numbertext.extraction.draft import Draft
from numbertext.extraction.grammar import LONG_TIMES, MEASURES, STOPS, is_past, is_plural
from numbertext.extraction.movement import direction_of
from numbertext.extraction.negation import negated
from numbertext.extraction.page import TokenPage

_LEFT = sorted(
    ((tuple(key.split()), value) for key, value in LEFT.items() if value),
    key=lambda item: -len(item[0]),
)
_RIGHT = sorted(
    ((tuple(key.split()), value) for key, value in RIGHT.items()), key=lambda item: -len(item[0])
)
_RIGHT_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _comparator in _RIGHT:
    _RIGHT_BY_FIRST.setdefault(_phrase[0], []).append((_phrase, _comparator))
_LEFT_BY_LAST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _comparator in _LEFT:
    _LEFT_BY_LAST.setdefault(_phrase[-1], []).append((_phrase, _comparator))


_TRAILING = (("-", "odd"), ("or", "so"), ("or", "thereabouts"))
"""What may stand behind a number though words of comparison stand before it (`some 20 or so`)."""


def modified(page: TokenPage, draft: Draft, taken: set[int]) -> Draft:
    """Return a claim with the words of comparison around it."""
    if draft.kind in ("ordinal", "decade", "occurrence", "vague") and draft.kind != "occurrence":
        return draft
    if draft.kind == "occurrence":
        return _inner(page, draft)
    draft = _left(page, draft, taken)
    is_free = not draft.hedge or any(page.matches(draft.last, item) for item in _TRAILING)
    return _right(page, draft, taken) if is_free else draft


def _inner(page: TokenPage, draft: Draft) -> Draft:
    """Read the comparison inside `first time in more than 20 years`."""
    for at in range(draft.first + 1, draft.last):
        for phrase, comparator in _LEFT_BY_LAST.get(page.low(at), ()):
            start = at - len(phrase) + 1
            if start > draft.first and page.matches(start, phrase) and _counts(page, at + 1):
                return replace(draft, comparator=comparator, hedge=" ".join(phrase))
    return draft


def _counts(page: TokenPage, at: int) -> bool:
    return at in page.numerals or (page.low(at) in ("a", "an") and page.low(at + 1) in LONG_TIMES)


def _left(page: TokenPage, draft: Draft, taken: set[int]) -> Draft:
    found = _phrase_before(page, draft.first, draft)
    if found is None:
        return draft
    start, comparator = found
    outer = _phrase_before(page, start, draft)
    if outer and comparator != "gt" and outer[1] != "lt":
        start, comparator = outer[0], outer[1] if comparator == "about" else comparator
    if any(at in taken for at in range(start, draft.first)):
        return draft
    hedge = " ".join(page.low(at) for at in range(start, draft.first))
    if comparator == "eq":
        return replace(draft, hedge=hedge) if draft.comparator == "eq" else draft
    start, comparator, negation = negated(page, start, comparator)
    hedge = f"{negation} {hedge}".strip()
    kept = "between" if draft.comparator == "between" else comparator
    if draft.kind == "vague":
        kept = draft.comparator
    return replace(draft, first=start, comparator=kept, hedge=hedge)


def _phrase_before(page: TokenPage, end: int, draft: Draft) -> tuple[int, str] | None:
    for phrase, comparator in _LEFT_BY_LAST.get(page.low(end - 1), ()):
        start = end - len(phrase)
        if start < 0 or not page.matches(start, phrase) or not page.same_sentence(start, end):
            continue
        if _is_particle(page, start, phrase, draft):
            return None
        return _with_intensifier(page, start, comparator, phrase)
    return None


def _with_intensifier(
    page: TokenPage, start: int, comparator: str, phrase: tuple[str, ...]
) -> tuple[int, str]:
    slight = page.precedes(start, SLIGHT)
    if (slight < start and comparator in ("gt", "lt", "almost")) or (
        slight < start and phrase == ("about",)
    ):
        return slight, "almost" if comparator == "lt" else comparator
    strong = page.precedes(start, STRENGTHENING)
    if (
        strong < start
        and comparator in ("gt", "lt")
        and page.low(strong) not in ("only", "even", "still")
    ):
        return strong, comparator
    if strong < start and page.low(strong) == "very" and comparator == "almost":
        return strong, comparator
    return start, comparator


def _is_particle(page: TokenPage, at: int, phrase: tuple[str, ...], draft: Draft) -> bool:
    """Return whether words of comparison belong to something else: `handed over 50`, `add up to 50`."""
    word, before = page.low(at), page.low(at - 1)
    if before in PARTICLES.get(" ".join(phrase), ()):
        return True
    if len(phrase) > 1 or (word == "near" and draft.kind == "cardinal"):
        return len(phrase) == 1 and not page.starts_sentence(at)
    if word == "c":
        return page.low(at + 1) != "." and not page.is_glued(at + 1)
    if word == "under" and draft.kind == "cardinal":
        return any(page.low(spot) in TOPICS for spot in range(draft.last, draft.last + 4))
    if word == "minimum" or word in PASSING:
        return before not in ("a", "the") and (word == "minimum" or _is_handled(page, draft))
    return word == "over" and _is_repayment(page, at, draft)


def _is_handled(page: TokenPage, draft: Draft) -> bool:
    """Return whether what is passed or crossed is a thing and no bound: `passed 12 laws`."""
    is_counted = page.is_word(draft.last) and page.low(draft.last) not in STOPS | MEASURES
    if draft.kind == "percent" and page.low(draft.last) == "of":
        return page.low(draft.first - 1).startswith("pass")
    return draft.kind == "cardinal" and (is_counted or (draft.value or 0) < 100)


def _is_repayment(page: TokenPage, at: int, draft: Draft) -> bool:
    """Return whether `over` gives the time that something took: `written off over four years`, `fell over a week`."""
    before = page.low(at - 1)
    is_strong = page.precedes(at, STRENGTHENING) < at or page.precedes(at, SLIGHT) < at
    if draft.kind != "cardinal" or page.low(draft.last) not in LONG_TIMES | OCCASIONS or is_strong:
        return False
    if page.token(at - 1).kind == "number" or before == "%":
        return True
    if before in DURATIVE or not page.is_word(at - 1):
        return False
    if is_past(before):
        return before in SPREAD or direction_of(before) is not None
    if before == "and":
        return page.low(draft.last + 1) in ("on", "for")
    return before in SPANNED or before not in STOPS


def _right(page: TokenPage, draft: Draft, taken: set[int]) -> Draft:
    for offset in (0, 1, 3):
        at = draft.last + offset
        if offset == 3 and not _is_rate(page, draft.last + 1):
            break
        is_noun = is_plural(page.low(draft.last)) or page.low(draft.last) in MEASURES
        if offset and not (draft.kind == "cardinal" and is_noun):
            break
        for phrase, comparator in _RIGHT_BY_FIRST.get(page.low(at), ()):
            if page.matches(at, phrase) and _is_suffix(page, at, phrase, offset):
                last = at + len(phrase)
                if any(spot in taken for spot in range(draft.last, last)):
                    return draft
                _, turned, negation = negated(page, draft.first, comparator)
                kept = "between" if draft.comparator == "between" else turned
                hedge = " ".join(word for word in (negation, *phrase) if word not in ("-", ""))
                return replace(
                    draft,
                    last=last,
                    comparator=kept,
                    hedge=hedge,
                    noun_at=draft.noun_at
                    if offset
                    else (last if draft.noun_at is not None else None),
                )
    return draft


def _is_rate(page: TokenPage, at: int) -> bool:
    """Return whether `a week`, `per month` stands here: `20 hours a week or less`."""
    return page.low(at) in ("a", "an", "per") and page.low(at + 1) in LONG_TIMES


def _begins_amount(page: TokenPage, at: int) -> bool:
    """Return whether the next amount begins here: `43 firearms and over 6,000 rounds`."""
    is_money = page.token(at).text in SIGNS or page.token(at).text in CODES
    return at in page.numerals or (is_money and any(at + step in page.numerals for step in (1, 2)))


def _is_suffix(page: TokenPage, at: int, phrase: tuple[str, ...], offset: int) -> bool:
    after = page.low(at + len(phrase))
    if phrase[0] in ("and", "or") and _begins_amount(page, at + len(phrase)):
        return phrase in (("or", "so"), ("or", "thereabouts"))
    if phrase in (("+",), ("-", "odd"), ("-", "plus")):
        return page.is_glued(at) and not offset
    if phrase == ("plus",):
        return not offset and is_plural(after)
    if phrase[0] == "at":
        return (not offset and (after in (",", ".", ";", ")") or not after)) or (
            offset == 1 and not after.isalnum()
        )
    if phrase == ("odd",):
        return is_plural(after) and not offset
    return phrase not in (("or", "more"), ("or", "less")) or after != "than"
