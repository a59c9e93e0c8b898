"""What a number counts: the head of the noun group that follows it."""

from __future__ import annotations

from numbertext.extraction.brackets import behind_bracket, bracket_around
from numbertext.extraction.grammar import (
    ADVERBS,
    BASE_VERBS,
    DETERMINERS,
    INVARIANT_PLURALS,
    MEASURE_NOUNS,
    MEASURES,
    PAST_VERBS,
    PLAIN_PAST,
    STOPS,
    TIME_NOUNS,
    VERBS_IN_S,
    is_adjective,
    is_adverb,
    is_past,
    is_plural,
)
from numbertext.extraction.groups import noun_group
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

LICENSED = wordlist(
    "anniversary session meeting conference year decade place birthday edition time congress"
)
OF_WHOLE = wordlist("the its our their these those his her all whose")
WITHIN = wordlist(
    "world's country's region's last past previous first next largest biggest main poorest richest remaining top"
    " original existing current planned"
)
"""What may stand before the number of a whole: `14 of the last 20 years`."""
LONGEST_OWNER = 4
LENGTHS = wordlist("km kilometres kilometers ha hectares")
"""Measures that a noun may stand before: `7,188 route km`, `40 lane kilometres`."""
POWERED = wordlist("m km cm mm dm ft")
"""Lengths that a 2 or 3 may be glued to: `km2`, `µg/m3`."""
CHEMICAL = ("co", "ch", "no", "so")
"""What symbols end with before the digits of a formula: `tCO2e`, `kgCO2`."""
SEASONAL = wordlist("season night weekend term")
"""Times in the singular that only say which: `12,400 season tickets`, `three night shifts`."""
VERBAL = wordlist(
    "has is was does goes says comes remains becomes includes contains consists comprises requires receives allows"
    " enables involves keeps begins brings depends holds"
)
"""Verbs in -s that are no nouns; behind a number above one any other is a noun (`three reports`)."""


def unit_at(page: TokenPage, start: int, *, is_singular: bool) -> str:
    """Return the noun counted, in lower case; nothing where none directly follows.

    Args:
        page: The text.
        start: Index of the token after the number.
        is_singular: Whether a singular is expected (`one school`, `eighth conference`).
    """
    suspended = _suspended(page, start)
    if suspended:
        return suspended
    if page.is_hyphen(start) and page.is_word(start + 1):
        return "" if page.low(start + 1) in ("a", "per") else _compound(page, start + 1)
    start = _behind_brackets(page, start)
    if page.low(start) == "of":
        return _of_whole(page, start + 1)
    if page.low(start) == "out" and page.low(start + 1) == "of":
        return _of_whole(page, start + 2)
    return _directly(page, start, is_singular=is_singular)


def _suspended(page: TokenPage, start: int) -> str:
    """Return the noun of a hyphen that waits for its second number: `two- and ten-year notes`."""
    is_open = (
        page.low(start) == "-"
        and page.is_glued(start)
        and page.low(start + 1) in ("and", "or", "to")
    )
    other = page.numerals.get(start + 2) if is_open else None
    is_shared = other is not None and page.is_hyphen(other.last)
    return page.low(other.last + 1) if other is not None and is_shared else ""


def _behind_brackets(page: TokenPage, start: int) -> int:
    """Step over a bracket before the noun, from before it and from within: `5.9 (2022: 5.7) tonnes`."""
    if page.low(start) == "(":
        behind = behind_bracket(page, start)
        return behind if _is_counted(page, behind) else start
    opening = bracket_around(page, start) if page.low(start) == ")" else None
    is_of_number = opening is not None and page.numeral_ending(opening) is not None
    return start + 1 if is_of_number and _is_counted(page, start + 1) else start


def _is_counted(page: TokenPage, at: int) -> bool:
    """Return whether a noun or measure stands right here, that no verb follows as its own subject's."""
    word = page.low(at)
    if word in MEASURES or page.token(at).text == "°":
        return True
    return page.is_word(at) and word not in STOPS and not is_past(word) and not is_adverb(word)


def _directly(page: TokenPage, start: int, *, is_singular: bool) -> str:
    measure = _measure(page, start)
    if measure:
        return measure
    is_product = page.low(start) in ("×", "x") and start + 1 in page.numerals
    words = noun_group(page, start + is_product)
    first = page.low(words[0]) if words else ""
    is_comparing = len(words) == 1 and first in ("more", "less", "fewer", "other")
    is_subject = not is_singular or page.low(start - 2) in _OPENING
    is_verb = first in PLAIN_PAST or (first in _HOLDING and not is_singular)
    if not words or is_comparing or (is_subject and is_verb):
        return ""
    head = _singular_head(page, words) if is_singular else _plural_head(page, words)
    return "" if head is None or page.low(head) == "ones" else _compound(page, head)


def _measure(page: TokenPage, at: int) -> str:
    """Read `km`, `°C`, `m³`, `µg/m³`, `mg/l`, `sq km`, `months' notice`."""
    token = page.token(at)
    if token.text == "°":
        letter = page.low(at + 1)
        return f"°{letter}" if letter in ("c", "f", "k") and page.is_glued(at + 1) else "°"
    if token.low in TIME_NOUNS and not page.is_hyphen(at + 1):
        return "" if token.low in SEASONAL and is_plural(page.low(at + 1)) else token.low
    if page.is_hyphen(at + 1) and page.low(at + 2) in MEASURES and token.low in _PHYSICAL:
        return f"{token.low}-{page.low(at + 2)}"
    if token.low in MEASURE_NOUNS and page.is_word(at + 1) and page.low(at + 1) not in STOPS:
        return token.low
    if token.text.islower() and page.low(at + 1) in LENGTHS and token.low not in STOPS | MEASURES:
        return page.low(at + 1)
    return _symbol(page, at) if token.kind == "word" else ""


def _symbol(page: TokenPage, at: int) -> str:
    token = page.token(at)
    last = at + 1
    while (
        page.is_glued(last)
        and last < at + 6
        and (
            page.token(last).text in "/²³·"
            or (page.token(last - 1).text == "/" and page.is_word(last))
            or (page.token(last).text in ("2", "3") and page.low(last - 1) in POWERED)
            or (token.low.endswith(CHEMICAL) and page.token(last).kind in ("number", "word"))
        )
    ):
        last += 1
    if last > at + 1 or (token.low in MEASURES and not page.is_hyphen(at + 1)):
        if token.low in ("sq", "cubic", "square") and page.is_word(last):
            return page.low(last)
        if page.token(last - 1).text == "/":
            return token.low
        return "".join(page.low(spot) for spot in range(at, last))
    return ""


def _of_whole(page: TokenPage, at: int) -> str:
    """Read `of the 40 countries` and `of its members`; `of whom` and `of rice` name nothing counted."""
    begins = at
    while page.low(at) in OF_WHOLE:
        at += 1
    at = _after_owner(page, at)
    at += 2 * (page.low(at) in ("a", "an") and at + 2 in page.numerals)
    at += page.low(at) in WITHIN
    numeral = page.numerals.get(at)
    if numeral:
        last = page.follows(numeral.last, (("or", "so"), ("-", "odd"), ("or", "more")))
        return _directly(page, last, is_singular=False)
    if at == begins:
        return ""
    words = noun_group(page, at)
    head = _plural_head(page, words) if words else None
    return "" if head is None or not is_plural(page.low(head)) else _compound(page, head)


def _after_owner(page: TokenPage, at: int) -> int:
    """Step over whose the whole is, right before its number: `four of South Korea's 26 reactors`."""
    for end in range(at, at + LONGEST_OWNER):
        if not page.is_word(end):
            return at
        if page.low(end).endswith("'s") and end + 1 in page.numerals:
            return end + 1
    return at


def _compound(page: TokenPage, head: int) -> str:
    """Return a head noun with what is hyphenated before it (`tonne-kilometres`), unless it is an adjective."""
    word = page.low(head)
    if page.is_hyphen(head - 1) and page.low(head - 2) in _PHYSICAL:
        return f"{page.low(head - 2)}-{word}"
    return word.removesuffix("'s")


def _plural_head(page: TokenPage, words: list[int]) -> int | None:
    """Return the first plural, or the last of several that follow one another (`women leaders`)."""
    head: int | None = None
    for position, at in enumerate(words):
        word = page.low(at)
        if head is not None:
            leads = page.low(head) in _MODIFYING or page.low(head) in INVARIANT_PLURALS
            is_set = word == "sets" and page.low(head) in ("data", "media")
            is_next = at == head + 1 and leads and is_plural(word) and word not in VERBS_IN_S
            is_named = page.token(head).text[:1].isupper() and page.token(at).text[:1].isupper()
            is_next = is_next or (at == head + 1 and (is_set or (is_named and is_plural(word))))
            is_pair = head == words[0] and page.low(head + 1) == "and"
            is_more = at > head + 1 and (page.is_hyphen(at - 1) or is_pair)
            if not (is_next or is_more or _leads_on(page, words, position, head)):
                return head
        if page.low(at + 1) == "'" and page.is_glued(at + 1) and position + 1 < len(words):
            continue
        is_noun = is_plural(word) or _is_noun_in_s(page, words, position)
        is_noun = is_noun or (head is not None and word == "sets")
        is_adverbial = page.is_hyphen(at - 1) and page.low(at - 2) in STOPS
        if is_adverbial and position + 1 < len(words):
            continue
        if is_noun and not page.is_hyphen(at + 1):
            head = at
    return head if head is not None else _uninflected(page, words)


def _is_noun_in_s(page: TokenPage, words: list[int], position: int) -> bool:
    """Return whether what may be a verb is the plural counted: `three reports`, `two annual reports`."""
    word = page.low(words[position])
    if word not in VERBS_IN_S - VERBAL:
        return False
    is_pair = position > 1 and page.low(words[0] + 1) == "and"
    return is_pair or all(
        is_adjective(page.low(at)) or is_past(page.low(at)) for at in words[:position]
    )


def _leads_on(page: TokenPage, words: list[int], position: int, head: int) -> bool:
    """Return whether a plural only begins a compound: `sports development officers`, `people smuggling cases`."""
    if head == words[0] and page.low(head) not in _MODIFYING:
        return False
    if page.low(head) not in _MODIFYING and page.low(head) not in INVARIANT_PLURALS:
        return False
    if page.low(head) not in _MODIFYING:
        return False
    return any(is_plural(page.low(at)) for at in words[position : position + 2])


def _uninflected(page: TokenPage, words: list[int]) -> int | None:
    """Return the head where no word is a plural: a singular measure or a name; verbs and adjectives are none."""
    first = page.low(words[0])
    if first in BASE_VERBS or is_past(first) or is_adverb(first) or first.endswith("ing"):
        return None
    if page.token(words[-1] + 1).kind == "number":
        return None
    if not all(
        is_adjective(page.low(at)) or page.token(at).text[:1].isupper() for at in words[:-1]
    ):
        return None
    last = page.low(words[-1])
    if first in ADVERBS or first in VERBS_IN_S or (last.endswith("est") and len(last) > 5):
        return None
    return _singular_head(page, words, is_strict=True)


def _singular_head(page: TokenPage, words: list[int], *, is_strict: bool = False) -> int | None:
    """Return the last word before a verb; a licensing noun ends the group of an ordinal at once."""
    head: int | None = None
    for position, at in enumerate(words):
        word = page.low(at)
        if head is not None and _is_verb(page, words, position):
            break
        if page.low(at + 1) == "'" and page.is_glued(at + 1):
            continue
        head = at
        if word in LICENSED and not page.is_hyphen(at + 1) and not is_strict:
            break
    if head is None:
        return None
    word = page.low(head)
    is_done = is_past(word) and not (word in _DEEDS and page.low(words[0] - 2) in DETERMINERS)
    is_lone = head == words[0] and (
        is_done or is_adverb(word) or word in (BASE_VERBS & PAST_VERBS) | VERBS_IN_S
    )
    if is_lone or (is_strict and (is_adjective(word) or is_past(word) or word in BASE_VERBS)):
        return None
    return head


def _is_verb(page: TokenPage, words: list[int], position: int) -> bool:
    """Return whether a word behind a noun is a verb or adverb and no part of the group."""
    at = words[position]
    word, before = page.low(at), page.low(words[position - 1])
    if page.is_hyphen(at - 1) or is_adverb(before) or before in ("more", "other"):
        return False
    is_behind_noun = not is_adjective(before) and not is_past(before)
    ends = position + 1 == len(words)
    if word in PAST_VERBS or (word.endswith("ed") and is_past(word)):
        return is_behind_noun
    if word.endswith("ing") and is_behind_noun:
        return (
            word == "running"
            or not ends
            or page.low(at + 1) in ("in", "to", "from", "with", "the", "at", "a")
        )
    if is_adverb(word):
        return is_behind_noun
    return (
        word in VERBS_IN_S or (word.endswith("s") and word[:-1] in BASE_VERBS)
    ) and is_behind_noun


_MODIFYING = wordlist(
    "sports arms operations savings sales goods rights communications systems human customs works"
    " services materials parks roads careers assets benefits claims admissions examinations corrections"
    " elections bonds securities futures awards honours proceeds civilians farmers member victims workers"
    " students teachers sanctions"
)
_DEEDS = wordlist("cut run set hit read cost split spread bid draw left shot cast")
"""Nouns that are past tenses too; behind `the third` they are counted."""
_HOLDING = wordlist(
    "hold own have live say lack receive attend remain speak include belong come go become keep take give earn depend"
    " exist require know think believe seem tend"
)
"""Verbs without a noun of the same form, right behind their subject: `two hold doctorates`."""
_OPENING = wordlist("and only but while just") | {";", ","}
"""What a lone `one` stands behind as the subject of a verb: `only one kept records`."""
_PHYSICAL = wordlist(
    "tonne passenger vehicle person kilowatt megawatt gigawatt man seat bed train ton"
)
