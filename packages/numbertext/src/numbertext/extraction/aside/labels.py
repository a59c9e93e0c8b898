"""Numbers behind a noun that takes a number as its name: sections, laws, goals, cases, rooms, phases."""

from __future__ import annotations

from numbertext.extraction.aside.counting import counts_a_noun, is_amount
from numbertext.extraction.aside.dates import is_year
from numbertext.extraction.aside.nouns import (
    IDENTIFIERS,
    IMPERATIVES,
    LAWS,
    LOWER_IDENTIFIERS,
    LOWER_TITLES,
    ORDERED,
    PAPERS,
    PRODUCTS,
    REFERENCES,
    SERIAL,
    STATUTORY,
    STRONG,
    TITLES,
    singular,
)
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import (
    BASE_VERBS,
    DETERMINERS,
    MEASURES,
    STOPS,
    is_plural,
)
from numbertext.extraction.numerals import Numeral
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

NOT_LABELS = DETERMINERS | wordlist("a an the of in for some about nearly over only just all")
SEPARATORS = ("–", "-", "—", "and", "to", "or", ",", "&", "/", "through")
BARE = wordlist("in at from to on of for with into near outside inside through and or between")
"""Prepositions that a noun follows without an article only where it has a number as its name (`in ward 7`)."""
MASSES = wordlist(
    "number numbers key line code codes serial track form camp ref reference group type class order case"
    " project bus train file water company charity site list call cell court jury model loan"
    " vat id option question grant contract version window tranche activity"
)
SPACED = wordlist("isbn issn ismn")
LENGTHS = (8, 10, 13)
"""Digits of an ISSN, and of a former and a present ISBN."""
AROUND = frozenset((",", ";", "(", "but", "while", "by", "since", "until", "after", "before"))
TIMED = wordlist("week day month year round")
QUANTITIES = wordlist("most many few several more fewer other these those such")
OBLIGING = wordlist("under by breach violation contravention with pursuant")


def label(page: TokenPage, index: int) -> Draft | None:
    """Claim the number behind a word that takes a number as its name: `Table 3`, `Article 12`, `Case 7`."""
    if page.token(index).kind != "number" and not (
        index in page.numerals and page.token(index - 1).text[:1].isupper()
    ):
        return None
    if page.token(index - 1).text in ("§", "¶"):
        return aside(index, label_end(page, index), "reference", "after_sign")
    at = _labelling(page, index)
    has_number_word = at < index - 1 and _is_number_sign(page, index)
    word = page.token(at)
    reason = _reason(page, at, index, has_number_word=has_number_word)
    if page.low(at) == "of" and is_year(page, index) and _is_law(page, at - 1):
        return aside(index, index + 1, "title", "law_of_year")
    is_colon = page.token(index - 1).text == ":"
    is_apart = is_colon and (word.text.islower() or _is_counting(page, index))
    if reason is None or page.token(index - 1).text == "(" or not word.low or is_apart:
        return None
    first = at if word.low in PRODUCTS else index
    last = label_end(page, index)
    reason = _precise(page, at, last, reason)
    return aside(first, _after_year(page, last, reason), reason, f"after_{_name(word.low)}")


def _is_counting(page: TokenPage, index: int) -> bool:
    """Return whether a number behind a colon counts what follows: `Line: 41 passengers`, `Quay: 12 boats a day`."""
    return counts_a_noun(page, index) or is_plural(page.low(index + 1))


def _after_year(page: TokenPage, last: int, reason: str) -> int:
    """Read on through the year of a resolution: `2331 (2016)`."""
    is_dated = page.token(last).text == "(" and is_year(page, last + 1)
    is_closed = page.token(last + 2).text == ")"
    return last + 3 if reason == "title" and is_dated and is_closed else last


def _labelling(page: TokenPage, index: int) -> int:
    """Return the index of the word that a number may be the name of, behind `No.`, brackets and marks."""
    at = index - 1
    at -= page.token(at).text in ("(", "#", ".", "-", ":") and at > 0
    at -= page.low(at) == "."
    at = _before_brackets(page, at)
    is_sign = page.low(at) in ("no", "nos", "nr") or page.token(at).text in ("Number", "Numbers")
    if is_sign and page.low(at - 1) not in NOT_LABELS and page.is_word(at - 1):
        at -= 1
    if is_sign and page.token(at - 1).text == ")":
        at = _before_brackets(page, at - 1)
    if page.low(at) in ("eu", "ec", "eec", "uk") and page.is_word(at - 1):
        at -= 1
    return at


def _is_number_sign(page: TokenPage, index: int) -> bool:
    return any(
        page.low(at) in ("no", "nos", "nr") or page.token(at).text in ("Number", "Numbers")
        for at in range(index - 3, index)
    )


def _before_brackets(page: TokenPage, at: int) -> int:
    """Step over `(EU)` in `Regulation (EU) 2019/1896`."""
    if page.token(at).text == ")" and page.token(at - 2).text == "(":
        return at - 3
    return at


def _name(word: str) -> str:
    return word if word.isascii() and word.isalpha() else "sign"


def _is_law(page: TokenPage, at: int) -> bool:
    return page.low(at) in LAWS and page.token(at).text[:1].isupper()


def _precise(page: TokenPage, at: int, last: int, reason: str) -> str:
    """Tell the section of a law and the number of a paper from places in the text."""
    low = page.low(at)
    if reason != "reference":
        return reason
    if low in PAPERS and page.token(at).text[:1].isupper() and _is_named(page, at - 1):
        return "title"
    if low not in STATUTORY or "." in page.token(last - 1).text:
        return reason
    behind = range(last + 1, last + 12) if page.low(last) in ("of", "to") else ()
    is_of_law = any(_is_law(page, spot) for spot in behind if page.same_sentence(at, spot))
    return "title" if is_of_law or page.low(at - 1) in OBLIGING else reason


def _is_named(page: TokenPage, at: int) -> bool:
    """Return whether a word in the middle of a sentence is capitalised: `Guidance` in `Guidance Note 7`."""
    token = page.token(at)
    is_capital = token.kind == "word" and token.text[:1].isupper() and token.low not in STOPS
    return is_capital and token.low not in BASE_VERBS | {"see"}


def reason_of(page: TokenPage, at: int, index: int) -> str | None:
    """Return why a number is none to count behind the word at an index; None where it may be counted."""
    reason = _reason(page, at, index, has_number_word=False)
    return _precise(page, at, index + 1, reason) if reason else None


def _reason(page: TokenPage, at: int, index: int, *, has_number_word: bool) -> str | None:
    word = page.token(at)
    if has_number_word and word.kind == "word" and word.low not in REFERENCES | TITLES:
        return "identifier"
    is_end = page.low(index + 1) in ("to", "-", "–") and page.token(index + 2).kind == "number"
    low = singular(word.low)
    is_measure = low in MEASURES and page.numeral_ending(at) is not None
    if is_measure or (not has_number_word and is_amount(page, index + 2 * is_end)):
        return None
    counts = not (has_number_word or is_year(page, index)) and counts_a_noun(page, index)
    is_capital = word.text[:1].isupper()
    if low == "box" and is_postal(page, at, index):
        return "identifier"
    if low in REFERENCES and not (low == "line" and is_capital):
        return _reference(page, at, index, is_counting=counts and not is_capital)
    if low in TITLES:
        return _title(page, at, is_capital=is_capital or has_number_word, is_counting=counts)
    is_named = low in IDENTIFIERS or word.text == "#"
    return "identifier" if is_named and _is_identified(page, at, low, is_counting=counts) else None


def is_postal(page: TokenPage, at: int, index: int) -> bool:
    """Return whether a box is one for letters: `P.O. Box 90`, `Box 1450`."""
    plain = page.token(index).text.replace(" ", "")
    is_office = page.low(at - 1) in ("po", "postal", "mail", "private", "bag")
    return (
        is_office
        or page.matches(at - 4, ("p", ".", "o", "."))
        or (plain.isdigit() and len(plain) > 2)
    )


def _reference(page: TokenPage, at: int, index: int, *, is_counting: bool) -> str | None:
    word = page.token(at)
    abbreviated = page.low(index - 1) == "."
    if is_counting and not abbreviated and word.low not in STRONG:
        return None
    is_page = word.low != "p" or page.is_glued(index) or abbreviated
    return "reference" if is_page else None


def _title(page: TokenPage, at: int, *, is_capital: bool, is_counting: bool) -> str | None:
    low = singular(page.low(at))
    if is_capital:
        return None if is_counting and not _is_bare(page, at, low) else "title"
    fits = low in LOWER_TITLES or _is_serial_paper(page, at)
    return "title" if fits and (not is_counting or page.low(at) in STRONG) else None


def _is_identified(page: TokenPage, at: int, low: str, *, is_counting: bool) -> bool:
    """Return whether a noun has the number as its name though a noun may follow."""
    word = page.token(at)
    if word.text == "number" and _is_verb(page, at):
        return False
    if word.text[:1].isupper():
        return not is_counting or _is_bare(page, at, low)
    if _is_row(page, at) or (low == "code" and page.token(at - 1).text.isupper()):
        return True
    is_bare = page.low(at - 1) in BARE and low not in MASSES
    is_bare = is_bare or (low in TIMED and page.low(at - 1) in AROUND)
    return (low in LOWER_IDENTIFIERS or is_bare or word.text == "#") and not is_counting


def _is_row(page: TokenPage, at: int) -> bool:
    """Return whether a plural has its numbers behind it: `divisions 10 to 33`, `wards 3 and 4`."""
    word, low, index = page.low(at), singular(page.low(at)), at + 1
    is_plural_name = word != low and low in IDENTIFIERS and low not in MASSES
    second = page.numerals.get(index + 2)
    if not is_plural_name or page.low(index + 1) not in SEPARATORS or second is None:
        return False
    is_free = not counts_a_noun(page, index + 2) and not is_amount(page, index + 2)
    return is_free and page.low(at - 1) not in NOT_LABELS | QUANTITIES


def _is_serial_paper(page: TokenPage, at: int) -> bool:
    return page.low(at) in ("bulletin", "circular") and page.is_word(at - 1)


def spelled(page: TokenPage, index: int) -> Draft | None:
    """Claim the spelled number of a year or day of something: `in year two`, `by day three`."""
    numeral = page.numerals.get(index)
    if numeral is None or not numeral.is_words or numeral.value > 12 or not numeral.is_whole:
        return None
    is_timed = page.low(index - 1) in TIMED and page.low(index - 2) in BARE | AROUND
    if not is_timed or counts_a_noun(page, index) or page.is_hyphen(numeral.last):
        return None
    return aside(index, numeral.last, "identifier", "spelled")


def _is_bare(page: TokenPage, at: int, low: str) -> bool:
    """Tell `Level 3 hospitals` and `Group 2 countries` from `in the Eastern Region 12 schools`."""
    if page.starts_sentence(at) and low in IMPERATIVES:
        return False
    if low in ORDERED or low in STRONG:
        return True
    before = page.token(at - 1)
    return before.low not in DETERMINERS and not before.text[:1].isupper()


def _is_verb(page: TokenPage, at: int) -> bool:
    """Return whether `number` is a verb: `the parties now number 97`."""
    before = page.low(at - 1)
    return before in STOPS - {"the", "a"} or is_plural(before)


def label_end(page: TokenPage, index: int) -> int:
    """Read on through what belongs to a name: `12–15`, `3.2.1`, `2331 (2016)`, `12(b)`, `2016/679`."""
    last = index + 1
    numeral: Numeral | None = page.numerals.get(index)
    if numeral and numeral.is_words:
        return numeral.last
    while page.is_glued(last) and last - index < 12 and _continues(page, last):
        last += 1
    return _behind_groups(page, index, last) if page.low(index - 1) in SPACED else last


def _behind_groups(page: TokenPage, index: int, last: int) -> int:
    """Read on through the groups of the number of a book: `ISBN 978 1 920899 45 6`."""
    digits = 0
    end = index
    while (
        page.token(end).text.replace("-", "x").replace("x", "").isdigit() or page.low(end) in "-x"
    ):
        digits += sum(map(str.isalnum, page.token(end).text))
        end += 1
        if digits in LENGTHS and page.token(end).kind != "number":
            return max(last, end)
    return last


def _continues(page: TokenPage, at: int) -> bool:
    token, after = page.token(at), page.token(at + 1)
    if token.kind == "number" or (token.kind == "word" and len(token.text) <= 3):
        return True
    if token.text in "-–/.:(":
        return after.is_glued and (
            after.kind == "number" or (after.kind == "word" and len(after.text) <= 3)
        )
    return token.text == ")" and page.token(at - 2).text == "("


def series(page: TokenPage, index: int) -> Draft | None:
    """Claim the further numbers of `Tables 3 and 4`, `Articles 12, 13 and 14`, `Zones 4 and 5`."""
    if page.token(index).kind != "number" or page.low(index - 1) not in SEPARATORS:
        return None
    at = index - 1
    while at > max(0, index - 16) and (
        page.low(at) in SEPARATORS
        or page.token(at).kind == "number"
        or page.low(at) in "()"
        or (len(page.low(at)) == 1 and page.is_glued(at) and page.token(at - 1).kind == "number")
    ):
        at -= 1
    at -= page.low(at) == "." and page.low(at - 1) in REFERENCES
    word, start = page.token(at), at + 1 + (page.low(at + 1) == ".")
    is_relabelled = page.token(index + 1).text == word.text
    if page.token(start).kind != "number" or is_amount(page, index) or is_relabelled:
        return None
    reason = _reason(page, at, start, has_number_word=False)
    if word.low in ("pp", "nos", "figs", "paras"):
        reason = "reference" if word.low != "nos" else "identifier"
    if word.low in SERIAL and word.text[:1].isupper():
        reason = reason or "identifier"
    is_row = word.low.endswith("s") or word.low == "pp" or word.low in SERIAL
    is_ordered = singular(word.low) in ORDERED and word.text[:1].isupper()
    is_dotted = "." in page.token(start).text and "." in page.token(index).text
    counts = counts_a_noun(page, index) and not (is_ordered or is_dotted)
    if reason is None or not is_row or counts:
        return None
    last = _after_year(page, label_end(page, index), reason)
    return aside(index, last, reason, f"after_{_name(word.low)}")
