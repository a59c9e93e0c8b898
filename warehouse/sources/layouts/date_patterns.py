"""Dates and timestamps by pattern: the directives of strptime that leave nothing to guess, names of months in English.

Independent of the machine's language and of its time zones: these come from the package tzdata.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from warehouse.errors import DefinitionError
from warehouse.sources.layouts.declared import wrong

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT = "|".join(month[:3] for month in MONTHS)
_DIRECTIVES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "m": r"(?P<m>1[0-2]|0?[1-9])",
    "d": r"(?P<d>3[01]|[12][0-9]|0?[1-9])",
    "B": rf"(?P<B>{'|'.join(MONTHS)})",
    "b": rf"(?P<b>{_SHORT})",
    "H": r"(?P<H>2[0-3]|[01]?[0-9])",
    "M": r"(?P<M>[0-5]?[0-9])",
    "S": r"(?P<S>[0-5]?[0-9])",
    "f": r"(?P<f>[0-9]{1,6})",
    "z": r"(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
}
_PARTS = re.compile(r"%(.)|\s+|[^%]|%$")
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")


@dataclass(frozen=True)
class DatePattern:
    """One pattern of strptime."""

    text: str

    @property
    def has_time(self) -> bool:
        """Whether it states the hour."""
        return "%H" in self.text

    @property
    def states_zone(self) -> bool:
        """Whether it states the offset from UTC."""
        return "%z" in self.text

    def read(self, cell: str) -> dt.datetime | None:
        """Return the moment that a cell states, or None where it is not of the pattern or no such day exists."""
        found = _compiled(self.text).fullmatch(cell)
        if found is None:
            return None
        given = found.groupdict()
        month = given.get("m") or _month(given.get("B") or str(given.get("b")))
        try:
            return dt.datetime(
                int(found.group("Y")),
                int(month),
                int(found.group("d")),
                int(given.get("H") or 0),
                int(given.get("M") or 0),
                int(given.get("S") or 0),
                int((given.get("f") or "0").ljust(6, "0")),
                tzinfo=zone_of(found.group("z")) if "z" in given else None,
            )
        except ValueError:
            return None


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower()))


@cache
def _compiled(text: str) -> re.Pattern[str]:
    parts = []
    for part in _PARTS.finditer(text):
        if part[1] == "%":
            parts.append("%")
        elif part[1]:
            parts.append(_DIRECTIVES[part[1]])
        else:
            parts.append(r"\s+" if part[0].isspace() else re.escape(part[0]))
    return re.compile("".join(parts), re.IGNORECASE)


def read_patterns(texts: tuple[str, ...], what: str, where: str) -> tuple[DatePattern, ...]:
    """Return patterns as declared.

    Raises:
        DefinitionError: One has a directive that is not known, twice, or not enough of them for a day.
    """
    for text in texts:
        used = [part[1] or "%" for part in _PARTS.finditer(text) if part[0].startswith("%")]
        used = [name for name in used if name != "%"] if "%%" in text else used
        known = (
            f"strptime with {', '.join('%' + name for name in _DIRECTIVES)}; a year has four digits"
        )
        if any(name not in _DIRECTIVES for name in used) or len(set(used)) < len(used):
            raise wrong(f"{what} has {text!r}", known, where)
        months = len({"m", "b", "B"} & {*used})
        if months != 1 or not {"Y", "d"} <= {*used}:
            raise wrong(f"{what} has {text!r}, which states no day", known, where)
        if "H" not in used and {"M", "S", "f", "z"} & {*used}:
            raise wrong(f"{what} has {text!r}, a time without hours", known, where)
    return tuple(map(DatePattern, texts))


def check_zone(name: str, what: str, where: str) -> None:
    """Refuse a time zone that is not known; raises DefinitionError."""
    try:
        zone_of(name)
    except DefinitionError as error:
        raise wrong(f"{what} is {name!r}", error.expected, where) from error


@cache
def zone_of(name: str) -> dt.tzinfo:
    """Return a time zone by its name in the IANA database, or by its offset, as `+07:00`."""
    if name.upper() in ("Z", "UTC"):
        return dt.UTC
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3])
        if minutes < 24 * 60:
            return dt.timezone(dt.timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if re.fullmatch(r"[A-Za-z]\w*(/[A-Za-z][\w+-]*){1,2}", name):
        place = files(tzdata).joinpath("zoneinfo", *name.split("/"))
        if place.is_file():
            with place.open("rb") as handle:
                return ZoneInfo.from_file(handle, key=name)
    raise DefinitionError(
        f"the time zone {name!r} is unknown",
        expected="a name of the IANA database such as Asia/Bangkok, UTC, or an offset such as +07:00",
    )
