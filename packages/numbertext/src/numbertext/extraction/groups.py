"""The words of a noun group behind a number, up to the function word that ends it; its head is for `units`."""

from __future__ import annotations

from numbertext.extraction.grammar import (
    INVARIANT_PLURALS,
    MEASURE_NOUNS,
    MEASURES,
    STOPS,
    TIME_NOUNS,
    VERBS_IN_S,
    is_adjective,
    is_past,
    is_plural,
)
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

LONGEST_GROUP = 10
_COMPARING = wordlist("more less fewer other")


def noun_group(page: TokenPage, start: int) -> list[int]:
    """Return the words of the noun group, without the function words that end it."""
    words: list[int] = []
    at = start
    while at < start + LONGEST_GROUP and at < len(page):
        token = page.token(at)
        if at in page.numerals or token.kind == "number":
            after = _after_attribute(page, at)
            if after == at:
                break
            at = after
            continue
        after_name = _after_name(page, at) if token.text[:1].isupper() else at
        if after_name > at:
            at = after_name
            continue
        if words and (token.low in _COMPARING or page.low(at + 1) == "than"):
            break
        is_roman = token.text == "I" and bool(words) and page.token(at - 1).text[:1].isupper()
        if token.kind == "word" and (
            token.low not in STOPS or is_roman or _is_compounded(page, at)
        ):
            words.append(at)
        elif not (_is_inside(page, at, words) or _is_joint(page, at, words)):
            break
        at += 1
    return words


def _is_compounded(page: TokenPage, at: int) -> bool:
    """Return whether a function word is a part of a compound: `nine in-house lawyers`, `out-of-hours services`."""
    return page.is_hyphen(at + 1) or page.is_hyphen(at - 1)


def _after_attribute(page: TokenPage, at: int) -> int:
    """Step over a size or model inside a group: `12 new 40 MW turbines`, `three 5-year loans`, `four 787-9 jets`."""
    numeral = page.numerals.get(at)
    if numeral is None:
        return at
    end = numeral.last
    if page.low(at - 1) in ("×", "x") and page.is_word(end) and page.low(end) not in MEASURES:
        return end
    is_compound = page.is_hyphen(end) and page.is_word(end + 1)
    is_measure = page.low(end) in MEASURES | MEASURE_NOUNS
    is_model = page.is_hyphen(end) and page.token(end + 1).kind == "number"
    if is_model and page.is_word(end + 2):
        return end + 2
    after = end + 1 + is_compound
    goes_on = page.is_word(after) and page.low(after) not in STOPS
    return after if (is_compound or is_measure) and goes_on else at


def _after_name(page: TokenPage, at: int) -> int:
    """Step over a name with its number inside a group: `12 Tier 1 suppliers`, `44 F-16 jets`, `nine Boeing 787-9s`."""
    end = at + 1 + page.is_hyphen(at + 1)
    if page.token(end).kind != "number" or not page.is_word(at):
        return at
    end += 1
    while page.is_glued(end) and end < at + 8 and page.token(end).text not in ",.;:)":
        end += 1
    is_free = page.is_word(end) and page.low(end) not in STOPS
    return end if is_free else at


def _is_inside(page: TokenPage, at: int, words: list[int]) -> bool:
    """Return whether a token goes on with a group: a hyphen, `and` between adjectives, quotes, `more`."""
    token = page.token(at)
    if page.is_hyphen(at) or (token.text in "/+" and page.is_glued(at) and bool(words)):
        return bool(words) and page.is_word(at + 1)
    if token.text in ("'", '"') and page.is_word(at + 1):
        return (token.text == '"' and not words) or (
            bool(words) and token.text == "'" and page.is_glued(at)
        )
    if token.low in (
        "much",
        "very",
        "later",
        "earlier",
        "more",
        "less",
        "fewer",
        "rather",
        "such",
        "near",
        "outside",
    ):
        return not words and (_has_plural(page, at + 1) or token.low == "more")
    if token.low in ("and", "or", ",", "&") and words:
        last = page.low(words[-1])
        nothing_yet = not any(is_plural(page.low(word)) for word in words)
        opens = page.is_word(at + 1) and page.low(at + 1) not in STOPS
        adjectival = (
            is_adjective(last)
            or last.endswith(("ed", "ing"))
            or page.is_hyphen(words[-1] - 1)
            or page.token(at - 1).text == "-"
        )
        is_body = len(words) == 1 and page.low(words[0]) in INVARIANT_PLURALS
        is_alone = token.low == "and" and (nothing_yet or is_body) and len(words) == 1
        if token.low == "&" or (is_alone and _is_pair(page, words[0], at)):
            return opens
        return opens and nothing_yet and adjectival and _has_plural(page, at + 1)
    return False


def _is_pair(page: TokenPage, first: int, at: int) -> bool:
    """Return whether two nouns that belong together lead to the one counted: `46 fire and rescue stations`."""
    one, other = page.low(first), page.low(at + 1)
    is_noun = page.is_word(at + 1) and other not in STOPS and not is_plural(other)
    is_noun = is_noun and not is_past(other) and page.token(first).text.islower()
    is_free = one not in MEASURES | MEASURE_NOUNS | TIME_NOUNS and at + 1 not in page.numerals
    is_head = is_plural(page.low(at + 2)) or page.low(at + 2).endswith("s")
    behind = at + 2 + (not is_head and page.low(at + 2) not in STOPS)
    is_last = is_plural(page.low(behind)) or page.low(behind) in VERBS_IN_S
    return is_noun and is_free and is_last


def _is_joint(page: TokenPage, at: int, words: list[int]) -> bool:
    """Return whether the hyphen of `low- and middle-income`, a closing quote or the `of` of a name goes on."""
    text = page.token(at).text
    if not words or any(is_plural(page.low(word)) for word in words):
        return False
    if text == "-" and page.is_glued(at) and page.low(at + 1) in ("and", "or", "to"):
        return page.is_hyphen(at + 3) and _has_plural(page, at + 2)
    if text == '"' and page.is_glued(at):
        return _has_plural(page, at + 1)
    return text == "of" and _is_name_of(page, at)


def _is_name_of(page: TokenPage, at: int) -> bool:
    """Return whether `of` joins a name before the noun counted: `the 46 Council of Europe member states`."""
    is_name = page.token(at - 1).text[:1].isupper() and page.token(at + 1).text[:1].isupper()
    after = at + 2
    while page.token(after).text[:1].isupper():
        after += 1
    return is_name and _has_plural(page, after)


def _has_plural(page: TokenPage, start: int) -> bool:
    at, last = start, start + 4
    while at < last:
        if page.is_hyphen(at):
            at, last = at + 1, last + 2
            continue
        if is_plural(page.low(at)):
            return True
        if not page.is_word(at) or page.low(at) in STOPS:
            return False
        at += 1
    return False
