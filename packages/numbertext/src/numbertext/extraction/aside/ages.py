"""Ages of persons: `aged 5 to 17`, `under 18`, `over-65s`, `15-year-olds`, `children under five`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import PERSONS, POSSESSIVES, STOPS, is_plural
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

AGED = wordlist("aged age ages")
GROUPS = wordlist("group groups bracket brackets band bands range cohort")
BOUNDS = wordlist("under over above below")
JOINERS = ("to", "-", "–", "and", "—", "or")
BEHIND = (
    ("and", "over"),
    ("and", "older"),
    ("and", "above"),
    ("and", "under"),
    ("and", "younger"),
    ("and", "below"),
    ("or", "over"),
    ("or", "older"),
    ("or", "above"),
    ("or", "under"),
    ("or", "younger"),
    ("or", "below"),
    ("plus",),
    ("+",),
)
YEARS = ("years", "year", "months", "yrs", "weeks")
OLD = (
    ("old",),
    ("olds",),
    ("of", "age"),
    ("and", "over"),
    ("and", "older"),
    ("or", "older"),
    ("and", "under"),
)


def age(page: TokenPage, index: int) -> Draft | None:
    """Claim the age of persons."""
    numeral = page.numerals.get(index)
    fives = page.low(index) in ("fives", "threes", "twos", "fours", "sixes", "tens", "ones")
    if not (numeral and numeral.value <= 110 and numeral.is_whole) and not fives:
        return None
    last = numeral.last if numeral else index + 1
    for rule in (
        _year_old,
        _aged,
        _of_group,
        _over_65s,
        _under_18,
        _bracketed,
        _apposed,
        _or_older,
        _threshold,
        _open_ended,
    ):
        found = rule(page, index, last)
        if found:
            return found
    return None


def _range_end(page: TokenPage, last: int) -> int:
    """Read the second number of `5 to 17`."""
    if page.low(last) == "-" and page.low(last + 1) in ("to", "and", "or"):
        last += 1
    second = page.numerals.get(last + 1 + page.is_hyphen(last + 1))
    if page.low(last) in JOINERS and second and second.value <= 110:
        return second.last
    return last


def _aged(page: TokenPage, index: int, last: int) -> Draft | None:
    start = page.precedes(index, BEFORE_AGE)
    if start == index or {page.low(at) for at in range(start - 3, start)} & STATISTICS:
        return None
    if page.low(start) in AGED and page.low(index - 1) == "of" and page.low(start) == "ages":
        start = index
    end = _range_end(page, last)
    if page.low(end) in ("%", "per", "percent"):
        return None
    end = page.follows(end, BEHIND) if end == last else end
    first = index - (page.low(index - 1) in BOUNDS and page.low(start) == "aged")
    return aside(first, end, "age", "aged")


def _of_group(page: TokenPage, index: int, last: int) -> Draft | None:
    """Read `the 18-49 age group`, `the 25 to 34 age bracket`."""
    end = _range_end(page, last)
    is_group = page.low(end) == "age" and page.low(end + 1) in GROUPS
    return aside(index, end, "age", "of_group") if end > last and is_group else None


def _year_old(page: TokenPage, index: int, last: int) -> Draft | None:
    end = _range_end(page, last)
    at = end + (page.low(end) == "-")
    at += page.low(at) == "to" and page.low(at + 1) == "-"
    if page.low(at) not in YEARS:
        return None
    dash = at + 1 + (page.low(at + 1) == "-")
    if page.low(dash) == "old" and at == end and dash == at + 1 and _is_of_things(page, index):
        return None
    if page.low(dash) in ("old", "olds"):
        return aside(index, dash + 1, "age", "year_old")
    if page.matches(at + 1, ("of", "age")) and not _is_statistic(page, index):
        return aside(index, end, "age", "of_age")
    return None


def _is_of_things(page: TokenPage, index: int) -> bool:
    """Return whether no person is near who could be so old: `the bridges are over 50 years old`."""
    before = {page.low(at) for at in range(index - 9, index)}
    return bool(before & {"is", "are", "was", "were"}) and not before & PERSONS


def _over_65s(page: TokenPage, index: int, last: int) -> Draft | None:
    end = _range_end(page, last)
    if end > last and page.is_hyphen(last) and page.low(end) == "s" and page.is_glued(end):
        return aside(index, end + 1, "age", "over_65s")
    before = index - 1 - page.is_hyphen(index - 1)
    if page.low(before) not in BOUNDS:
        return None
    if page.low(last) == "s" and page.is_glued(last):
        return aside(before, last + 1, "age", "over_65s")
    if before == index - 2 or (last == index + 1 and page.low(index) in ("fives", "threes")):
        return aside(before, last, "age", "under_five")
    return None


def _under_18(page: TokenPage, index: int, last: int) -> Draft | None:
    before = index - 1
    if page.low(before) not in BOUNDS and page.low(before) != "than":
        return None
    start = before - 1 if page.low(before) == "than" else before
    if page.low(before) == "than" and page.low(start) not in ("older", "younger"):
        return None
    person = start - 1 - (page.low(start - 1) == "those")
    has_person = (
        _is_person(page.low(person))
        or _is_share_of_persons(page, start)
        or (page.low(person) in ("is", "are", "were", "aged") and page.low(person - 1) in PERSONS)
    )
    if page.low(before) == "than" and not has_person and _is_noun(page, start - 1):
        return None
    after = page.low(last)
    is_free = (
        not is_plural(after) and after not in ("%", "per", "percent", "of")
    ) or after == "years"
    if (has_person or page.low(before) == "than") and is_free:
        return aside(start, last, "age", "under_18")
    return None


def _is_share_of_persons(page: TokenPage, start: int) -> bool:
    """Return whether a share of persons stands before a bound: `1.4 million people, a third under 18`."""
    near = {page.low(at) for at in range(start - 16, start)}
    return page.low(start - 1) in SHARES and bool(near & PERSONS)


def _bracketed(page: TokenPage, index: int, last: int) -> Draft | None:
    """Read the ages behind persons: `adults (15–49)`, `children (0 to 4)`."""
    end = _range_end(page, last)
    is_range = end > last and page.low(index - 1) == "(" and page.low(end) == ")"
    return (
        aside(index, end, "age", "bracketed")
        if is_range and page.low(index - 2) in PERSONS
        else None
    )


def _apposed(page: TokenPage, index: int, last: int) -> Draft | None:
    """Claim the age behind a person between commas: `The appellant, 43, was sentenced`."""
    is_between = page.low(index - 1) == "," and page.low(last) == ","
    is_person = is_between and page.low(index - 2) in ONE_PERSON
    return aside(index, last, "age", "apposed") if is_person else None


def _is_noun(page: TokenPage, at: int) -> bool:
    """Return whether what is older or younger is a thing: `vessels older than 25 years`."""
    word = page.low(at)
    return page.is_word(at) and word not in STOPS | AGED and not word.endswith(("ly", "ed"))


def _is_person(word: str) -> bool:
    """Return whether a word is one for persons, or the plural of one who does something (`callers`)."""
    is_agent = word.endswith(("ers", "ors", "ists", "ees", "ians")) and word not in THINGS
    return word in PERSONS or (is_agent and len(word) > 5)


def decade_of_life(page: TokenPage, index: int) -> Draft | None:
    """Claim `in their seventies`, `in his 50s` as ages and `in the nineties`, `the 90s` as dates."""
    is_digits = (
        page.token(index).text in TENS and page.low(index + 1) == "s" and page.is_glued(index + 1)
    )
    if page.low(index) not in TENS_PLURAL and not is_digits:
        return None
    near = {page.low(at) for at in range(max(0, index - 6), index) if page.same_sentence(at, index)}
    is_age = bool(near & POSSESSIVES)
    if is_digits and not is_age and page.low(index - 1) not in ("the", "mid", "late", "early"):
        return None
    return aside(index, index + 1 + is_digits, "age" if is_age else "date", "decade")


def _or_older(page: TokenPage, index: int, last: int) -> Draft | None:
    end = _range_end(page, last)
    at = end + (page.low(end) in YEARS)
    behind = page.follows(at, (*OLD[2:], ("or", "over"), ("or", "younger"), ("and", "younger")))
    if behind > at and page.low(behind - 1) in ("older", "younger"):
        return aside(index, end, "age", "or_older")
    has_person = {page.low(start) for start in range(index - 3, index)} & PERSONS
    if behind > at and has_person and page.low(behind - 1) == "over":
        return aside(index, behind, "age", "and_over")
    return None


BOUNDED = wordlist(
    "those anyone everyone people them children persons women men residents adults girls boys whom"
)
"""Who is over or under an age: `16 of them under 18`."""


def _threshold(page: TokenPage, index: int, last: int) -> Draft | None:
    """Read the age at which something begins or ends: `retire at 65`, `a pension age of 67`, `those over 75`."""
    before, after = page.low(index - 1), page.low(last)
    is_free = after in STOPS | {"years"} or not (
        page.is_word(last) or after in ("%", "-", "°", ":")
    )
    numeral = page.numerals.get(index)
    if not is_free or numeral is None or not 4 < numeral.value <= 110:
        return None
    if before in BOUNDS and page.low(index - 2) in BOUNDED:
        return aside(index - 1, last, "age", "threshold")
    if before in BOUNDS and page.low(index - 2) in ("is", "are", "was", "were"):
        has_persons = any(_is_person(page.low(at)) for at in range(index - 20, index))
        return (
            aside(index - 1, last, "age", "threshold") if has_persons and numeral.is_whole else None
        )
    if before not in AT_AGE:
        return None
    near = [
        page.low(at) for at in range(max(0, index - 10), index) if page.same_sentence(at, index)
    ]
    if set(near) & STATISTICS or (after == "years" and page.low(last + 1) != "of"):
        return None
    is_ending = (before in ("at", "before", "until") and set(near[-4:]) & ENDING) or (
        before == "by" and set(near[-4:]) & ENDED
    )
    return aside(index, last, "age", "threshold") if is_ending or _is_of_age(near) else None


def _open_ended(page: TokenPage, index: int, last: int) -> Draft | None:
    """Read `65+` where ages are spoken of: `the population aged 0–14 and that of 65+`."""
    is_open = page.low(last) == "+" and page.is_glued(last) and not is_plural(page.low(last + 1))
    numeral = page.numerals.get(index)
    if not is_open or numeral is None or not 10 <= numeral.value <= 100:
        return None
    near = {page.low(at) for at in range(index - 16, index)}
    is_of_age = bool(near & {"aged", "age", "ages", "population"}) and not near & STATISTICS
    return aside(index, last + 1, "age", "open_ended") if is_of_age else None


def _is_of_age(near: list[str]) -> bool:
    """Return whether the age of a law is spoken of: `the pension age rises to`, `the age of consent from`."""
    return any(
        word == "age" and (one in AGES_OF_LAW or (other == "of" and begun in LAWFUL))
        for one, word, other, begun in zip(
            near, near[1:], [*near[2:], ""], [*near[3:], "", ""], strict=False
        )
    )


def _is_statistic(page: TokenPage, index: int) -> bool:
    return bool({page.low(at) for at in range(index - 6, index)} & STATISTICS)


ONE_PERSON = wordlist(
    "appellant defendant claimant plaintiff applicant respondent accused victim man woman boy girl driver teacher nurse"
    " doctor farmer worker student pupil patient mother father husband wife widow son daughter officer soldier prisoner"
    " resident pensioner deceased suspect witness complainant petitioner"
)
SHARES = wordlist(
    "third half quarter fifth tenth thirds quarters fifths cent % most majority them whom mostly"
)
TENS = wordlist("20 30 40 50 60 70 80 90")
TENS_PLURAL = wordlist("twenties thirties forties fifties sixties seventies eighties nineties")
THINGS = wordlist(
    "numbers orders offers centers papers letters waters rivers powers towers quarters layers chapters matters"
    " transfers tenders shelters containers computers clusters meters printers trailers factors sectors"
    " doors floors errors reactors tractors corridors monitors indicators vectors motors generators"
    " committees fees trees degrees guarantees lists markers filters routers servers freighters tankers"
    " fibres figures others covers dollars timers registers boilers charters ledgers counters corners"
    " borders buffers trustees refineries levers razors sensors processors"
)
"""Plurals that end like those of persons and are none."""
AT_AGE = wordlist("at to from of before until by is was and between")
ENDING = wordlist(
    "retire retires retired retiring retirement marry married pension pensions die died school vote"
)
ENDED = wordlist("retire retires retired marry married die died")
"""What happens by an age; `by 12` behind other words is an amount: `the vote was carried by 12 to 3`."""
AGES_OF_LAW = wordlist(
    "pension retirement pensionable minimum maximum voting school-leaving leaving legal drinking marriage"
    " eligibility working entry eligible marriageable consent"
)
LAWFUL = wordlist(
    "criminal consent retirement majority entry marriage admission eligibility candidacy"
)
"""What begins at an age that a law sets."""
STATISTICS = wordlist("average mean median typical expectancy modal")
BEFORE_AGE = (
    ("aged",),
    ("age",),
    ("ages",),
    ("aged", "between"),
    ("ages", "between"),
    ("age", "of"),
    ("ages", "of"),
    ("aged", "from"),
    ("aged", "under"),
    ("aged", "over"),
    ("aged", "at", "least"),
    ("age", "group"),
    ("ages", "from"),
    ("under", "age"),
    ("over", "age"),
)
