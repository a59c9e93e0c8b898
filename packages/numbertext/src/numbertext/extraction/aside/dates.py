"""Days, months, years, fiscal years and decades by their number."""

from __future__ import annotations

import re

from numbertext.extraction.aside.nouns import DOCUMENTS, TITLES
from numbertext.extraction.currencies import SIGNS
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import DETERMINERS, STOPS, is_plural
from numbertext.extraction.ordinals import ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import ORDINAL_SUFFIXES

MONTHS = wordlist(
    "january february march april may june july august september october november december jan feb mar"
    " apr jun jul aug sep sept oct nov dec"
)
WEEKDAYS = wordlist(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"
)
JOINERS = frozenset(("-", "–", "—", "to", "and", "/", "&", "or", ","))
NUMERIC = re.compile(
    r"(?:(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T[\d:.]{2,15}Z?)?"
    r"|(?:0?[1-9]|[12]\d|3[01])(?P<mark>[/.-])(?:0?[1-9]|[12]\d|3[01])(?P=mark)(?:(?:19|20)\d\d|\d\d)"
    r"|(?:0[1-9]|1[0-2])/(?:19|20)\d\d)(?![\w/])"
)
YEAR_CONTEXT = wordlist(
    "in since until till during early late mid end year years fiscal financial calendar academic school"
    " circa"
)
"""What stands before a year and hardly ever before an amount."""
NAMED = DETERMINERS | {"than", "vs", "versus", "'"}
AMOUNTS = wordlist("% percent per million billion thousand")
PUBLISHED = wordlist("report index survey yearbook outlook edition review")
LINKING = wordlist("of on and for the to in & - with from")
"""Small words inside the name of a document."""
YEARLY = wordlist(
    "levels figures targets elections goals data estimates prices results accounts statistics values"
    " terms numbers rates standards projections forecasts commitments baselines plans reports surveys"
    " census conferences rules regulations guidelines reforms amendments protests floods earthquakes"
    " olympics games sales exports imports events activities priorities achievements highlights outcomes"
    " totals averages findings budgets negotiations returns harvests outbreaks cohorts graduates appeals"
    " deliverables talks crops scores awards"
)
ERAS = wordlist("bc bce ad ce")
APPROXIMATES = wordlist("some about nearly almost than approximately roughly least over exceeded")


def numeric_date(page: TokenPage, index: int) -> Draft | None:
    """Claim `2023-07-10`, `10/07/2023`, `10.07.2023`, `07/2023`."""
    if page.token(index).kind != "number" or page.token(index - 1).text in ("/", "$", "€", "£"):
        return None
    found = NUMERIC.match(page.text, page.token(index).start)
    is_numbered = page.low(index - 1) in TITLES and page.token(index + 1).text == "/"
    if is_numbered and page.token(index + 3).text != "/":
        return None
    if not found or not _has_month(found.group()):
        return None
    return aside(index, page.until(found.end()), "date", "numeric")


def _has_month(written: str) -> bool:
    """Return whether a day and a month are possible: `15-15-15` is none."""
    parts = [int(part) for part in re.split(r"[-/.]", written)[:2] if part.isdigit()]
    return any(part <= 12 for part in parts) or written[:4].isdigit()


GLUED_QUARTER = re.compile(
    r"(?:(?:19|20)\d\d[ -]?(?:Q[1-4]|H[12])|(?:[1-4]Q|[12]H)[ -]?(?:FY)?(?:(?:19|20)?\d\d)"
    r"(?:[/–-]\d\d)?)(?!\w)"
)


def quarter(page: TokenPage, index: int) -> Draft | None:
    """Claim `Q3 2023` and `H1 2022`, `1H 2023`, `2022Q4`."""
    found = GLUED_QUARTER.match(page.text, page.token(index).start)
    if found and page.token(index).kind == "number" and not page.is_glued(index):
        return aside(index, page.until(found.end()), "date", "quarter")
    before, text = page.low(index - 1), page.token(index).text
    if (
        before in ("q", "h")
        and page.is_glued(index)
        and text in "1234"
        and not page.is_glued(index - 1)
        and not (page.is_glued(index + 1) and page.is_word(index + 1))
    ):
        last = index + 1
        if page.token(last).text in ("-", "–", "/") and page.low(last + 1) == before:
            last += 3
        last += page.low(last) == "of" and is_year(page, last + 1)
        return aside(
            index - 1,
            _span_of_years(page, last) if is_year(page, last) else last,
            "date",
            "quarter",
        )
    return None


def day_and_month(page: TokenPage, index: int) -> Draft | None:
    """Claim `10 July 2023`, `5 to 7 May`, `1st of June`, `July 10, 2023`."""
    day = _day(page, index)
    if day is None:
        return None
    if is_month(page, index - 1) or (page.low(index - 1) == "." and is_month(page, index - 2)):
        first = index - 1 - (page.low(index - 1) == ".")
        last = _days(page, day)
        comma = last + (page.low(last) == ",")
        last = comma + 1 if is_year(page, comma) else last
        return aside(first, last, "date", "month_day")
    if _is_bare_day(page, index, day):
        return aside(index, day, "date", "day")
    last = _days(page, day)
    last += page.low(last) == "of"
    if not is_month(page, last):
        return None
    first = index - (page.low(index - 1) in WEEKDAYS)
    first -= 2 * (page.low(index - 1) == "," and page.low(index - 2) in WEEKDAYS)
    return aside(first, _after_month(page, last), "date", "day_month")


def _is_bare_day(page: TokenPage, index: int, last: int) -> bool:
    """Return whether a day of the month stands without it (`arrived on the 14th`)."""
    is_day = page.low(index - 1) == "the" and page.low(index - 2) in WEEKDAYS | {"on"}
    is_day = is_day or page.low(index - 1) in WEEKDAYS or page.matches(last, ("of", "the", "month"))
    is_suffixed = last == index + 2 and is_day
    is_free = not page.is_word(last) or page.low(last) in STOPS
    return is_suffixed and is_free and not page.is_hyphen(last)


def _days(page: TokenPage, last: int) -> int:
    """Read the days that follow: `-7`, ` and 6`, `, 6 and 7`."""
    for _ in range(6):
        if page.low(last) not in JOINERS:
            return last
        following = _day(page, last + 1)
        if following is None or (is_year(page, last + 1)):
            return last
        last = following
    return last


def _day(page: TokenPage, index: int) -> int | None:
    token = page.token(index)
    if token.kind != "number" or not token.text.isdigit() or not 1 <= int(token.text[:4]) <= 31:
        found = ordinal_at(page, index) if token.kind == "word" else None
        return found.last if found and found.value <= 31 else None
    suffixed = page.low(index + 1) in ORDINAL_SUFFIXES and page.is_glued(index + 1)
    return index + 1 + suffixed


def _after_month(page: TokenPage, month: int) -> int:
    last = month + 1
    last += page.low(last) == "." and (is_year(page, last + 1) or page.low(last + 1).islower())
    last += page.low(last) == "," and is_year(page, last + 1)
    return last + 1 if is_year(page, last) else last


def is_month(page: TokenPage, index: int) -> bool:
    """Return whether a token is the name of a month."""
    token = page.token(index)
    return token.low in MONTHS and token.text[:1].isupper()


LATEST = "2060"
"""A later year is one only behind a word that says so."""


def is_year(page: TokenPage, index: int) -> bool:
    """Return whether a token has the form of a year."""
    text = page.token(index).text
    return len(text) == 4 and text.isdigit() and 1800 <= int(text) <= 2100


def decade_of_years(page: TokenPage, index: int) -> Draft | None:
    """Claim `1990s`, `mid-1990s`, `'90s`, and `21st century`."""
    suffix = page.low(index + 1)
    if page.token(index).kind == "number" and suffix in ("s", "'s") and page.is_glued(index + 1):
        text = page.token(index).text
        if is_year(page, index) or (
            len(text) == 2 and text.endswith("0") and page.low(index - 1) == "'"
        ):
            return aside(index, index + 2, "date", "decade")
    found = ordinal_at(page, index)
    noun = found.last + page.is_hyphen(found.last) if found else index
    is_numbered = found and (found.value > 3 or page.low(noun + 1) in ERAS)
    if is_numbered and page.low(noun) in ("century", "centuries", "century's"):
        return aside(index, noun + 1, "date", "century")
    return None


def year(page: TokenPage, index: int) -> Draft | None:
    """Claim years and spans of years: `2022`, `2015–2020`, `2021/22`, `FY22`, `July 2023`, `Q1 2022`."""
    if page.low(index - 1) in ("fy", "fye") and page.token(index).text.isdigit():
        return aside(index - 1, _span_of_years(page, index), "date", "fiscal")
    if _is_early_year(page, index) or _is_short_year(page, index):
        return aside(index, index + 1, "date", "early_year")
    return _modern_year(page, index) if is_year(page, index) else None


def _modern_year(page: TokenPage, index: int) -> Draft | None:
    if page.low(index + 1) == "=" and page.token(index + 2).kind == "number":
        return aside(index, index + 3, "date", "base")
    last = _span_of_years(page, index)
    if page.token(index).text > LATEST and not _is_told_as_year(page, index):
        return None
    if last == index + 1 and _names_document(page, index):
        return aside(index, index + 1, "title", "year")
    if last == index + 1 and not _is_meant_as_year(page, index):
        return None
    return aside(_before_year(page, index), last, "date", "year")


def _is_told_as_year(page: TokenPage, index: int) -> bool:
    """Return whether a far year is told as one: `by 2100`; `biology (2093)` counts."""
    return page.low(index - 1) in (
        "in",
        "by",
        "until",
        "to",
        "before",
        "after",
        "of",
        "year",
        "end",
        "and",
        "-",
        "–",
    )


def _is_short_year(page: TokenPage, index: int) -> bool:
    """Return whether two digits behind an apostrophe are a year: `the class of '98`."""
    mark, text = page.token(index - 1), page.token(index).text
    is_two = len(text) == 2 and text.isdigit() and page.is_glued(index)
    is_halved = page.low(index - 3) in ("mid", "early", "late") and page.low(index - 2) == "-"
    is_open = mark.text == "'" and (not mark.is_glued or is_halved)
    return is_two and is_open and page.token(index + 1).text != "'"


def _is_early_year(page: TokenPage, index: int) -> bool:
    """Return whether four digits are a year before 1800: `in 1618`, `since 1745`."""
    text = page.token(index).text
    is_four = len(text) == 4 and text.isdigit() and 1000 <= int(text) < 1800
    is_named = page.low(index - 1) == "of" and page.token(index - 2).text[:1].isupper()
    if not is_four or not (is_named or page.low(index - 1) in ("in", "since", "until", "circa")):
        return False
    after = page.low(index + 1)
    return after in STOPS or not page.is_word(index + 1) or (is_named and not is_plural(after))


def _names_document(page: TokenPage, index: int) -> bool:
    """Return whether a year opens the name of a document: `the 2022 Annual Report`, `the 2018 Code`."""
    if page.low(index - 1) in ("in", "since", "by", "during", "until", "before", "after"):
        return False
    if page.low(index + 1) in PUBLISHED and page.token(index - 1).text[:1].isupper():
        return page.low(index - 1) not in STOPS
    at, end = index + 1, index + 9
    while at < end and (page.token(at).text[:1].isupper() or (at > index + 1 and _links(page, at))):
        if page.token(at).text in DOCUMENTS:
            return True
        at += 1
    return False


def _links(page: TokenPage, at: int) -> bool:
    return page.low(at) in LINKING


def _span_of_years(page: TokenPage, index: int) -> int:
    joined = page.low(index + 1) in ("-", "–", "/", "—")
    text = page.token(index + 2).text
    is_second = is_year(page, index + 2) or (
        len(text) == 2 and text.isdigit() and page.is_glued(index + 2)
    )
    if joined and is_second and not (page.low(index + 3) == "," and page.low(index + 1) == "—"):
        return index + 3
    return index + 1


def _before_year(page: TokenPage, index: int) -> int:
    before = index - 1
    if is_month(page, before):
        return before
    if page.low(before) == "." and is_month(page, before - 1) and page.is_glued(before):
        return before - 1
    if page.low(before) == "," and is_month(page, before - 1):
        return before - 1
    return index


def _is_meant_as_year(page: TokenPage, index: int) -> bool:
    """Tell `in 2022` and `the 2022 elections` from `2000 refugees`."""
    before, following = page.low(index - 1), page.low(index + 1)
    if following in AMOUNTS or page.token(index - 1).text in SIGNS:
        return False
    if before == "-" and page.is_glued(index) and not page.is_glued(index - 1):
        return False
    if before in YEAR_CONTEXT:
        return True
    is_counted = is_plural(following) and following not in YEARLY
    if before in APPROXIMATES:
        return not (is_counted or page.token(index).text.endswith("00"))
    return not is_counted or before in NAMED or page.token(index - 1).text.endswith("'s")
