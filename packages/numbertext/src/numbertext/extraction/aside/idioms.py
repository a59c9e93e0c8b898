"""Number words that count nothing: pronouns, connectives, fixed phrases."""

from __future__ import annotations

from numbertext.extraction.aside.phrases import PHRASES
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import (
    AUXILIARIES,
    BASE_VERBS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    TIME_NOUNS,
    is_adjective,
    is_past,
    is_plural,
)
from numbertext.extraction.ordinals import ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import TIMES

PRONOUN_BEFORE = wordlist(
    "the this that another each every any which no new old single other right wrong good first last"
    " big latest everyone not neither either"
)
GENERAL = (AUXILIARIES - {"is", "was"}) | wordlist("that who which whose another where")
FREQUENT = TIME_NOUNS | wordlist("annum session reign lifetime term cycle shift summer winter")
CONNECTIVES = wordlist("first second third fourth fifth sixth firstly secondly thirdly")


QUALITIES = wordlist(
    "tier class rate hand line degree order string team choice person party country world aid past come"
    " served born name mover principles guess time timer timers timer's language home home's generation"
    " responder responders placed named mentioned floor nation nations sector chance flush refusal preference"
    " level round degree former formers guessed guessing guess"
    " preferences instance row string ballot look offender offenders"
)
"""What an ordinal qualifies with a hyphen without counting it."""
MEASURING = wordlist("many much few little high low")
SHAPES = wordlist(
    "tier tiered figure figures digit digits dimensional pronged sided nil wheel wheeled"
)
"""What a number before a hyphen only gives the form or size of: `a six-figure sum`, `a two-tier system`."""
STUDYING = wordlist(
    "student students pupil pupils undergraduate undergraduates apprentice apprentices trainee trainees resident"
    " residents course courses module modules class classes doctor doctors cadet cadets medic medics intake cohort"
    " curriculum syllabus exams retention"
)
"""Who and what is named after a year of study: `second-year students`."""
PLURAL_NUMBERS = wordlist("twos threes fours fives sixes sevens eights nines")
RANKING = wordlist(
    "placed placing places ranked ranking ranks rated rating finished finishing came coming put puts"
)
"""Verbs of which `first` is the place: `ranked first`, `placing us first among the region's universities`."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.replace("-", " - ").replace("/", " / ").replace(",", " ,").split())


_PHRASES = tuple(sorted(map(_split, PHRASES), key=lambda phrase: -len(phrase)))
_BY_WORD: dict[str, list[tuple[tuple[str, ...], int]]] = {}
for _phrase in _PHRASES:
    for _offset, _word in enumerate(_phrase):
        _BY_WORD.setdefault(_word, []).append((_phrase, _offset))


def fixed_phrase(page: TokenPage, index: int) -> Draft | None:
    """Claim a number word inside a fixed phrase."""
    for phrase, offset in _BY_WORD.get(page.low(index), ()):
        if page.matches(index - offset, phrase) and not _goes_on(page, index, phrase, offset):
            last = index - offset + len(phrase)
            is_whole = (offset == 0 or phrase[0] == "no") and phrase != ("one", "hand")
            first, end = (index - offset, last) if is_whole else (index, index + 1)
            if page.token(index).text[:1].isupper() and _is_name(page, index):
                return aside(index, index + 1, "identifier", "phrase")
            return aside(first, end, "idiom", "phrase")
    return None


def _is_name(page: TokenPage, index: int) -> bool:
    """Return whether a phrase is a name here, both words with capitals: `One Health`; no heading."""
    return page.token(index + 1).text[:1].isupper() and page.has_small_words(index)


PICTURES = wordlist(
    "video videos stream streams camera cameras screen screens resolution television footage display"
)


def compound(page: TokenPage, index: int) -> Draft | None:
    """Claim an ordinal that only says how good or far: `second-tier`, `third-rate`, `first-born`."""
    numeral = page.numerals.get(index)
    if numeral and page.is_hyphen(numeral.last) and page.low(numeral.last + 1) in SHAPES:
        return aside(index, numeral.last + 2, "idiom", "shape")
    if numeral and numeral.value > 1 and page.matches(numeral.last, ("-", "in", "-", "1")):
        return aside(index, numeral.last + 4, "idiom", "shape")
    if _is_shaped(page, index):
        return aside(index, _shape_end(page, index), "idiom", "shape")
    found = ordinal_at(page, index)
    if found is None or not page.is_hyphen(found.last):
        return None
    at = found.last + 1
    is_of_course = page.low(at) == "year" and page.low(at + 1) in STUDYING
    is_of_course = is_of_course or page.low(at) == "years"
    is_quality = page.low(at) in QUALITIES or is_of_course
    return aside(index, at + 1, "idiom", "compound") if is_quality else None


def _is_shaped(page: TokenPage, index: int) -> bool:
    """Return whether a number is part of a word: `twice-weekly`, `the 11-plus`, `1-in-100-year`, `4K video`."""
    if page.low(index) in ("once", "twice", "thrice"):
        return page.is_hyphen(index + 1) and page.is_word(index + 2)
    if page.low(index + 1) == "k" and page.is_glued(index + 1):
        return page.token(index).text in ("4", "5", "8") and page.low(index + 2) in PICTURES
    if not page.is_hyphen(index + 1):
        return False
    if page.low(index) in ("11", "eleven") and page.low(index + 2) == "plus":
        return page.low(index - 1) == "the"
    is_chance = page.low(index) in ("1", "one") and page.low(index + 2) == "in"
    return is_chance and page.is_hyphen(index + 3) and page.is_hyphen(index + 5)


def _shape_end(page: TokenPage, index: int) -> int:
    last = index + 1
    while page.is_glued(last) and page.token(last).kind in ("word", "number", "mark"):
        if page.token(last).kind == "mark" and not page.is_hyphen(last):
            break
        last += 1
    return last


def plural_number(page: TokenPage, index: int) -> Draft | None:
    """Claim `in twos and threes`."""
    return aside(index, index + 1, "idiom", "plural") if page.low(index) in PLURAL_NUMBERS else None


def half(page: TokenPage, index: int) -> Draft | None:
    """Claim `half-yearly`, `half-price`, `a quarter-final`: what the part belongs to is no whole that is counted."""
    is_part = page.low(index) in ("half", "quarter") and page.is_hyphen(index + 1)
    if not is_part or not page.is_word(index + 2):
        return None
    return aside(index, index + 3, "idiom", "half")


def _goes_on(page: TokenPage, index: int, phrase: tuple[str, ...], offset: int) -> bool:
    """Return whether the words belong to something else: `one day of training`, `one hand pump`, `101 schools`."""
    after = index - offset + len(phrase)
    if phrase == ("101",) or (
        phrase == ("as", "one") and page.low(index - offset - 1) in MEASURING
    ):
        return True
    if phrase == ("one", "day"):
        return page.low(after) in ("of", "per", "a", "each", "before", "after", "in", "later")
    if phrase in (("at", "first"), ("come", "first"), ("comes", "first"), ("came", "first")):
        return page.is_word(after) and page.low(after) not in STOPS
    if phrase == ("for", "one"):
        return page.is_word(after)
    if phrase == ("no", "one"):
        return False
    is_open = phrase[-1].isalpha() and "-" not in phrase
    return is_open and is_plural(page.low(after)) and phrase[0] in ("one", "no")


def once(page: TokenPage, index: int) -> Draft | None:
    """Claim `once` where it counts no times, as in `at least once`."""
    if page.low(index) != "once":
        return None
    before, after = page.low(index - 1), page.low(index + 1)
    if before == "least":
        return aside(index, index + 1, "idiom", "once")
    if after in ("a", "an", "per", "every", "each") or (after == "in" and before not in ("at",)):
        at = index + 2 + (page.low(index + 2) in ("a", "every", "the"))
        at += page.low(at) in ("calendar", "financial", "school", "working", "other")
        is_time = page.low(at) in FREQUENT or at in page.numerals or page.token(at).text.isdigit()
        is_dated = page.token(at).text[:1].isupper() or page.low(at).isdigit()
        if (is_time or (after == "in" and is_dated)) and page.low(index + 2) not in ("while",):
            return None
    return None if _is_final(page, index) else aside(index, index + 1, "idiom", "once")


def _is_final(page: TokenPage, index: int) -> bool:
    """Return whether `once` ends its clause behind a verb or a bound: `may be renewed once`, `more than once`."""
    before, after = page.low(index - 1), page.token(index + 1)
    if before in ("than", "least"):
        return False
    if before == "only":
        return True
    ends = after.text in (".", ",", ";", "") or after.low in ("and", "but", "or", "during", "since")
    is_verb = is_past(before) or before in BASE_VERBS
    return ends and is_verb


def one(page: TokenPage, index: int) -> Draft | None:
    """Claim `one` as a pronoun: `one of the`, `this one`, `the one that`."""
    numeral = page.numerals.get(index)
    if page.low(index) != "one" or numeral is None or numeral.last != index + 1:
        return None
    before, after = page.low(index - 1), page.low(index + 1)
    if after == "of":
        counts = _counts_out_of(page, index + 2) or _is_further(page, index)
        return None if counts else aside(index, index + 1, "idiom", "one_of")
    if page.is_hyphen(index + 1) or (after in ("in", "out") and _leads_to_number(page, index + 2)):
        return None
    is_named = _is_described(page, index) and not _has_noun(page, index + 1)
    is_general = after in GENERAL and before not in ("and", "or")
    return aside(index, index + 1, "idiom", "pronoun") if is_named or is_general else None


def _is_further(page: TokenPage, index: int) -> bool:
    """Return whether `one of` goes on with a count: `two counts of fraud and one of theft`."""
    near = range(max(0, index - 7), index)
    is_parallel = any(
        at in page.numerals and page.low(page.numerals[at].last + 1) == "of" for at in near
    )
    return page.low(index - 1) == "and" and is_parallel


def _is_described(page: TokenPage, index: int) -> bool:
    """Return whether a determiner and adjectives lead to a pronoun: `this one`, `the oldest pending one`."""
    if page.is_hyphen(index - 2) and page.numeral_ending(index - 2):
        return True
    if page.low(index - 1) in PRONOUN_BEFORE or page.matches(index - 2, ("the", "only")):
        return True
    for at in range(index - 1, index - 5, -1):
        word = page.low(at)
        if word in DETERMINERS - {"all", "any", "no"}:
            return at < index - 1
        is_gradable = word.endswith(("er", "est", "ing")) or is_past(word) or is_adjective(word)
        if not (page.is_word(at) and is_gradable) or word in STOPS:
            return False
    return False


def _leads_to_number(page: TokenPage, at: int) -> bool:
    return at in page.numerals or (page.low(at) in ("of", "every") and at + 1 in page.numerals)


def _counts_out_of(page: TokenPage, at: int) -> bool:
    if page.low(at) in ("them", "whom", "which"):
        return True
    at += page.low(at) in ("the", "its", "our", "their", "these", "those")
    return at in page.numerals or page.low(at) in ("every",)


def _has_noun(page: TokenPage, at: int) -> bool:
    return page.is_word(at) and page.low(at) not in STOPS and not is_past(page.low(at))


def connective(page: TokenPage, index: int) -> Draft | None:
    """Claim `First, …`, `Second, …`, `firstly`, and `first` as an adverb."""
    word, after = page.low(index), page.token(index + 1)
    if word.endswith("ly") and word in CONNECTIVES:
        return aside(index, index + 1, "idiom", "connective")
    found = ordinal_at(page, index)
    if found is None or page.token(index).kind != "word" or word in TIMES:
        return None
    after = page.token(found.last)
    opens = page.starts_sentence(index) or page.low(index - 1) in (
        ";",
        ":",
        "and",
        "—",
        "–",
        "(",
        "but",
    )
    if after.text == "," and opens:
        return aside(index, found.last, "idiom", "connective")
    if after.text in (",", ")", ":") and page.low(index - 1) == ",":
        return aside(index, found.last, "idiom", "connective")
    if found.value == 1 and (found.last in page.numerals or _is_adverb(page, index)):
        return aside(index, index + 1, "idiom", "adverb")
    return None


def _is_adverb(page: TokenPage, index: int) -> bool:
    after, before = page.low(index + 1), page.low(index - 1)
    if before == "a" and (after in PREPOSITIONS or not after.isalpha()):
        return True
    if page.is_hyphen(index + 1) or before in ("the", "its", "our", "their", "a", "his", "her"):
        return False
    if {before, page.low(index - 2)} & RANKING and page.low(index + 1) != "to":
        return False
    is_verbal = (
        is_past(after) or after in BASE_VERBS or after in PREPOSITIONS | PRONOUNS | {"the", "a"}
    )
    return is_verbal or before in AUXILIARIES or not after.isalpha()
