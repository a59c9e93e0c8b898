"""Number words that count nothing: pronouns, connectives, fixed phrases."""

from __future__ import annotations

from report.reconcile.extraction.draft import Draft, aside
from report.reconcile.extraction.grammar import (
    AUXILIARIES,
    BASE_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    is_past,
    is_plural,
)
from report.reconcile.extraction.ordinals import ordinal_at
from report.reconcile.extraction.page import Page
from report.reconcile.extraction.wordlist import wordlist
from report.reconcile.extraction.words import TIMES

PHRASES = (
    "one another",
    "no one",
    "on the one hand",
    "one hand",
    "one by one",
    "one or another",
    "one way or another",
    "one or other",
    "one and the same",
    "one thing",
    "at one time",
    "one such",
    "one-off",
    "one-offs",
    "one-stop",
    "one-on-one",
    "one-to-one",
    "one to one",
    "one-time",
    "one-sided",
    "one-size-fits-all",
    "one size fits all",
    "one-way",
    "one day",
    "one side",
    "one end",
    "one voice",
    "one roof",
    "one stop",
    "one step",
    "one health",
    "square one",
    "day one",
    "number one",
    "for one",
    "year one",
    "two-way",
    "two-fold",
    "two-thirds majority",
    "three-dimensional",
    "two-dimensional",
    "four-wheel",
    "zero tolerance",
    "zero-tolerance",
    "zero-sum",
    "zero-hours",
    "zero hours",
    "zero-emission",
    "zero-emissions",
    "zero-rated",
    "zero hunger",
    "zero waste",
    "zero-waste",
    "zero-carbon",
    "zero carbon",
    "net zero",
    "net-zero",
    "ground zero",
    "first and foremost",
    "first of all",
    "first aid",
    "first-aid",
    "first-aiders",
    "first aiders",
    "first step",
    "first steps",
    "first-hand",
    "first hand",
    "at first hand",
    "first-class",
    "first class",
    "first-rate",
    "first responder",
    "first responders",
    "first-line",
    "first line",
    "first-time",
    "first place",
    "first instance",
    "first name",
    "first names",
    "first language",
    "first languages",
    "first lady",
    "first minister",
    "first nations",
    "first nation",
    "first glance",
    "first sight",
    "first principles",
    "first point of contact",
    "first come",
    "first served",
    "first-come",
    "first-served",
    "first refusal",
    "first thing",
    "first among equals",
    "first floor",
    "first and last",
    "at first",
    "come first",
    "comes first",
    "came first",
    "put first",
    "safety first",
    "second to none",
    "second-hand",
    "second hand",
    "second nature",
    "second thoughts",
    "second thought",
    "second language",
    "second home",
    "second homes",
    "second chance",
    "third party",
    "third-party",
    "third parties",
    "third sector",
    "third-sector",
    "third world",
    "third country",
    "third-country",
    "third countries",
    "third person",
    "fourth estate",
    "fifth column",
    "seventh heaven",
    "eleventh hour",
    "eleventh-hour",
    "second world war",
    "first world war",
    "two-stroke",
    "one on one",
    "one-party",
    "twenty-four seven",
    "nine-to-five",
    "one in particular",
    "at once",
    "once again",
    "once and for all",
    "once more",
    "all at once",
    "half-hearted",
    "half-life",
    "half way",
    "six of one",
    "at sixes and sevens",
    "forty winks",
    "24/7",
    "24-7",
    "50/50",
    "50-50",
    "fifty-fifty",
    "360-degree",
    "9/11",
    "101",
    "a thousand words",
    "one of a kind",
    "million-dollar",
    "one too many",
)
PRONOUN_BEFORE = wordlist(
    "the this that another each every any which no new old single other right wrong good first last"
    " big latest everyone not"
)
CONNECTIVES = wordlist("first second third fourth fifth sixth firstly secondly thirdly")


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.replace("-", " - ").replace("/", " / ").split())


_PHRASES = tuple(_split(phrase) for phrase in PHRASES)
_BY_WORD: dict[str, list[tuple[tuple[str, ...], int]]] = {}
for _phrase in _PHRASES:
    for _offset, _word in enumerate(_phrase):
        _BY_WORD.setdefault(_word, []).append((_phrase, _offset))


def fixed_phrase(page: Page, index: int) -> Draft | None:
    """Claim a number word inside a fixed phrase."""
    for phrase, offset in _BY_WORD.get(page.low(index), ()):
        if page.matches(index - offset, phrase) and not _goes_on(page, index, phrase, offset):
            last = index - offset + len(phrase)
            is_whole = (offset == 0 or phrase[0] == "no") and phrase != ("one", "hand")
            first, end = (index - offset, last) if is_whole else (index, index + 1)
            return aside(first, end, "idiom", "phrase")
    return None


def _goes_on(page: Page, index: int, phrase: tuple[str, ...], offset: int) -> bool:
    """Return whether the words belong to something else: `one day of training`, `one hand pump`, `101 schools`."""
    after = index - offset + len(phrase)
    if phrase == ("101",):
        return True
    if phrase == ("one", "day"):
        return page.low(after) in ("of", "per", "a", "each", "before", "after", "in", "later")
    if phrase in (("at", "first"), ("come", "first"), ("comes", "first"), ("came", "first")):
        return page.is_word(after) and page.low(after) not in STOPS
    if phrase == ("for", "one"):
        return page.is_word(after)
    if phrase == ("no", "one"):
        return False
    return phrase[-1].isalpha() and is_plural(page.low(after)) and phrase[0] in ("one", "no")


def once(page: Page, index: int) -> Draft | None:
    """Claim `once` where it counts no times."""
    if page.low(index) != "once":
        return None
    counted = page.low(index + 1) in ("a", "per", "every", "each", "in") or page.low(index - 1) in (
        "than",
        "least",
        "only",
    )
    return (
        None
        if counted and page.low(index + 2) not in ("the", "while")
        else aside(index, index + 1, "idiom", "once")
    )


def one(page: Page, index: int) -> Draft | None:
    """Claim `one` as a pronoun: `one of the`, `this one`, `the one that`."""
    if page.low(index) not in ("one", "ones") or (
        index not in page.numerals and page.low(index) == "one"
    ):
        return None
    if page.low(index) == "one" and page.numerals[index].last != index + 1:
        return None
    after = page.low(index + 1)
    if after == "of" and _counts_out_of(page, index + 2):
        return None
    if page.low(index - 1) in PRONOUN_BEFORE and not _has_noun(page, index + 1):
        return aside(index, index + 1, "idiom", "pronoun")
    if after == "of":
        return (
            None if _counts_out_of(page, index + 2) else aside(index, index + 1, "idiom", "one_of")
        )
    if after in (
        "that",
        "who",
        "which",
        "whose",
        "another",
        "where",
        "in",
    ) or after in AUXILIARIES - {"is", "was"}:
        return (
            None
            if page.low(index - 1) in ("and", "or") or after == "in"
            else aside(index, index + 1, "idiom", "pronoun")
        )
    return None


def _counts_out_of(page: Page, at: int) -> bool:
    if page.low(at) in ("them", "whom", "which"):
        return True
    at += page.low(at) in ("the", "its", "our", "their", "these", "those")
    return at in page.numerals or page.low(at) in ("every",)


def _has_noun(page: Page, at: int) -> bool:
    return page.is_word(at) and page.low(at) not in STOPS and not is_past(page.low(at))


def connective(page: Page, index: int) -> Draft | None:
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


def _is_adverb(page: Page, index: int) -> bool:
    after, before = page.low(index + 1), page.low(index - 1)
    if before == "a" and (after in PREPOSITIONS or not after.isalpha()):
        return True
    if page.is_hyphen(index + 1) or before in ("the", "its", "our", "their", "a", "his", "her"):
        return False
    is_verbal = (
        is_past(after) or after in BASE_VERBS or after in PREPOSITIONS | PRONOUNS | {"the", "a"}
    )
    return is_verbal or before in AUXILIARIES or not after.isalpha()
