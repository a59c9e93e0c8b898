"""Dates, times and intervals of a key, read as a type holds them; they come back as text in ISO 8601.

The engine knows years that Python does not: before the year 1 and beyond 9999, written as it shows them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from rowlineage.key_kinds import ColumnType

_INSTANT = "TIMESTAMP WITH TIME ZONE"
PLACES = {
    "DATE": 0,
    "TIMESTAMP_S": 0,
    "TIMESTAMP_MS": 3,
    "TIMESTAMP": 6,
    "TIMESTAMP_NS": 9,
    _INSTANT: 6,
}
"""Type of a moment -> decimal places of its seconds."""
TIMES = {"TIME": 6, "TIME_NS": 9, "TIME WITH TIME ZONE": 6}
"""Type of a time of day -> decimal places of its seconds."""

_OFFSET = r"(?P<offset>Z|[+-][0-9]{2}(:?[0-9]{2})?(:[0-9]{2})?)?"
_PART = r"(\.(?P<part>[0-9]{1,9}))?"
_MOMENT = re.compile(
    r"(?P<year>[0-9]{4,7})-(?P<day>[0-9]{2}-[0-9]{2})(?P<era> \(BC\))?"
    rf"([T ](?P<clock>[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}){_PART})?{_OFFSET}"
)
_TIME = re.compile(rf"(?P<clock>[0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}{_PART})?){_OFFSET}")
_INTERVAL = re.compile(
    r"(-?[0-9]{1,9} years? ?)?(-?[0-9]{1,9} months? ?)?(-?[0-9]{1,9} days? ?)?"
    r"(-?[0-9]{2,9}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?)?"
)
_ENDLESS = ("infinity", "-infinity")
# The calendar repeats itself after 400 years.
_CYCLE, _BASE = 400, 2000
_EPOCH = dt.datetime(1970, 1, 1)


@dataclass(frozen=True)
class _Written:
    """The parts of a moment or a time of day as they are written; empty where there is none."""

    clock: str
    part: str
    offset: str
    year: str = ""
    day: str = ""
    era: str = ""

    @property
    def fraction(self) -> str:
        """The decimal places without zeros at their end."""
        return self.part.rstrip("0")

    @property
    def astronomical(self) -> int | None:
        """The year, with a year 0 before the year 1; None for a year 0 before Christ, which there was not."""
        year = 1 - int(self.year) if self.era else int(self.year)
        return None if self.era and year > 0 else year


def shown(value: dt.date | dt.time | dt.timedelta) -> str:
    """Return a moment, a time or a length of time as text, to be read again."""
    if not isinstance(value, dt.timedelta):
        return value.isoformat()
    sign, size = ("-", -value) if value < dt.timedelta() else ("", value)
    minutes, seconds = divmod(size.seconds, 60)
    clock = f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{size.microseconds:06}"
    return f"{sign}{size.days} days {clock}" if size.days else clock


def moment(value: object, kind: ColumnType) -> str | None:
    """Return a date or a moment in ISO 8601, those with an offset in UTC; None where the type does not hold it."""
    text = value.isoformat() if isinstance(value, dt.date) else value
    if not isinstance(text, str) or text in _ENDLESS:
        return text if isinstance(text, str) else None
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    written = _Written(**match.groupdict(default=""))
    has_offset = kind.form == _INSTANT
    if bool(written.offset) != has_offset or len(written.fraction) > PLACES[kind.form]:
        return None
    return _on_calendar(written, kind)


def _on_calendar(written: _Written, kind: ColumnType) -> str | None:
    year, part = written.astronomical, written.fraction
    near = None if year is None else _near(year, written)
    if near is None or year is None:
        return None
    # An offset may lead into another year.
    year += near.year - (_BASE + year % _CYCLE)
    if kind.form == "TIMESTAMP_NS" and not _is_within_ns(year, near, part):
        return None
    if kind.form == "DATE":
        return _in_iso(year, near, "")[:-9] if near.time() == dt.time() else None
    return _in_iso(year, near, part) + ("+00:00" if kind.form == _INSTANT else "")


def _near(year: int, written: _Written) -> dt.datetime | None:
    """Return the moment in UTC, in a year of the same calendar that Python knows; None if there is none."""
    clock = f"{written.clock or '00:00:00'}{written.offset}"
    try:
        found = dt.datetime.fromisoformat(f"{_BASE + year % _CYCLE}-{written.day}T{clock}")
    except ValueError:
        return None
    return found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found


def _in_iso(year: int, near: dt.datetime, part: str) -> str:
    era = "" if year > 0 else " (BC)"
    shown_year = year if year > 0 else 1 - year
    return f"{shown_year:04}-{near:%m-%d}{era}T{near:%H:%M:%S}{_places(part)}"


def _is_within_ns(year: int, near: dt.datetime, part: str) -> bool:
    """Say whether 64 bits hold the nanoseconds since 1970."""
    if not 1600 < year < 2300:
        return False
    seconds = (near.replace(year=year) - _EPOCH) // dt.timedelta(seconds=1)
    return abs(seconds * 10**9 + int(part.ljust(9, "0"))) < 2**63 - 1


def time_of_day(value: object, kind: ColumnType) -> str | None:
    """Return a time of day in ISO 8601; None where the type does not hold it."""
    text = value.isoformat() if isinstance(value, dt.time) else value
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    written = _Written(**match.groupdict(default=""))
    part, clock = written.fraction, written.clock.partition(".")[0]
    has_offset = kind.form == "TIME WITH TIME ZONE"
    if bool(written.offset) != has_offset or len(part) > TIMES[kind.form]:
        return None
    is_end = clock in ("24:00", "24:00:00") and not part
    try:
        found = dt.time.fromisoformat(f"{'00:00' if is_end else clock}{written.offset}")
    except ValueError:
        return None
    hours = "24:00:00" if is_end else f"{found:%H:%M:%S}"
    return f"{hours}{_places(part)}{found.isoformat()[8:]}"


def _places(part: str) -> str:
    return f".{part.ljust(6 if len(part) <= 6 else 9, '0')}" if part else ""


def interval(value: object, _: ColumnType) -> str | None:
    """Return an interval as the engine shows one; None where it is written otherwise."""
    text = shown(value) if isinstance(value, dt.timedelta) else value
    return text if isinstance(text, str) and text and _INTERVAL.fullmatch(text) else None
