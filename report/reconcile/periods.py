"""Reference periods as texts and the catalogue say them: `end of 2022`, `May 2023`, `2019 to 2020`."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:to|and|[-–—/])\s*((?:19|20)\d\d|\d\d)(?!\d)", re.I)
_MONTH = re.compile(r"\b(" + "|".join(f"{m}|{m[:3]}" for m in MONTHS) + r")\b\.?", re.I)
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_END = re.compile(r"\bend\b", re.I)
_MID = re.compile(r"\bmid[- ]|middle of", re.I)


@dataclass(frozen=True)
class Period:
    """A year, its end, or a month of it; `since` is the first year where it is a span of years."""

    year: int
    month: int | None = None
    since: int | None = None
    at_end: bool = False

    @property
    def order(self) -> str:
        """Text that sorts periods by their end."""
        return f"{self.year:04}-{self.month or 12:02}"

    def names(self, other: Period) -> bool:
        """Return whether words that say this period can mean the other."""
        if self.at_end and other.month not in (None, 12):
            months_agree = False
        elif self.month is None or other.month is None:
            months_agree = self.month is None or not other.at_end or self.month == 12
        else:
            months_agree = self.month == other.month
        return self.year == other.year and self.since == other.since and months_agree


def period_of(words: str) -> Period | None:
    """Return the period that words say, or None where they name no year."""
    span = _SPAN.search(words)
    if span:
        first = int(span[1])
        last = int(span[2]) if len(span[2]) == 4 else first // 100 * 100 + int(span[2])
        return Period(last, since=first)
    years = _YEAR.findall(words)
    if not years:
        return None
    month = _MONTH.search(words)
    number = MONTHS.index(_full(month[1])) + 1 if month else 6 if _MID.search(words) else None
    return Period(int(years[-1]), number, at_end=number is None and bool(_END.search(words)))


def spoken(at: str) -> str:
    """Return a period as it stands in a table's key (`2022-12-31`, `2023-05`, `2020`) in words."""
    iso = _ISO.fullmatch(at)
    if not iso:
        return at
    year, month, day = iso[1], int(iso[2]), iso[3]
    if day and month == 12:
        return f"end of {year}"
    return f"{MONTHS[month - 1].capitalize()} {year}"


def when(words: str) -> str:
    """Return a period as it follows a number in a sentence: `at end-2022`, `in 2020`, `by May 2023`."""
    if words.startswith("end of "):
        return "at end-" + words.removeprefix("end of ")
    if _MONTH.match(words):
        return f"by {words}"
    if words.startswith("any given day"):
        return f"on {words}"
    if _SPAN.match(words):
        return f"from {words}"
    return f"in {words}" if words else ""


def _full(month: str) -> str:
    return next(name for name in MONTHS if name.startswith(month.lower()[:3]))
