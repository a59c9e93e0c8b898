"""Stored numbers and days to text, exactly or not at all: digits as they are stored, serials as the days they mean.

Which cells are days is told by their number format; what a format shows on the screen plays no other part.
"""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal, InvalidOperation
from enum import Enum

KEPT_DIGITS = 15
FLOAT_DIGITS = 17
MILLISECONDS = 86_400_000
LEAP_THAT_NEVER_WAS = 60
LAST_SERIAL = 2_958_466
EPOCH_1904 = datetime.date(1904, 1, 1)
NOT_A_FIELD = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
SECONDS_PART = re.compile(r"s[.,]0+")
ELAPSED = re.compile(r"\[(h+|m+|s+)\]")
BUILT_IN_DAYS = {*range(14, 18), *range(27, 32), 34, *range(35, 37), *range(50, 59)}
BUILT_IN_TIMES = {*range(18, 22), 32, 33, 45, 47}


class NumberFormat(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    ELAPSED = "elapsed"


def built_in_format(number: int) -> NumberFormat:
    """Return what one of the formats without a code of its own shows."""
    if number in BUILT_IN_DAYS or number == 22:
        return NumberFormat.DAY
    if number in BUILT_IN_TIMES:
        return NumberFormat.TIME
    return NumberFormat.ELAPSED if number == 46 else NumberFormat.NUMBER


def format_of(code: str) -> NumberFormat:
    """Return what a number format shows, from its code for positive numbers, e.g. `dd/mm/yyyy`."""
    first = _first_section(code).lower()
    if ELAPSED.search(first):
        return NumberFormat.ELAPSED
    fields = NOT_A_FIELD.sub("", first)
    if fields.strip() == "general":
        return NumberFormat.NUMBER
    if re.search(r"[yd]|e{4}|g{2}", fields) or ("m" in fields and not re.search("[hs]", fields)):
        return (
            NumberFormat.NUMBER
            if re.search("[0#?]", SECONDS_PART.sub("s", fields))
            else NumberFormat.DAY
        )
    return NumberFormat.TIME if re.search("[hs]", fields) else NumberFormat.NUMBER


def _first_section(code: str) -> str:
    """Return a format code up to the first semicolon that is not part of a text."""
    return re.match(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[]|["\\\[])*', code)[0]  # type: ignore[index]


def number_text(stored: str) -> str | None:
    """Return a stored number in digits, without exponent, or None where its digits are not all kept.

    A spreadsheet keeps 15 digits of a number. What it writes beyond them is noise of its arithmetic in a fraction,
    which the shortest writing of the same number leaves out, and an invention in a whole number with an exponent.
    """
    try:
        number = Decimal(stored.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or number.adjusted() > 308:
        return None
    digits = len(number.normalize().as_tuple().digits)
    if digits > KEPT_DIGITS:
        if number == number.to_integral_value():
            if "e" in stored.lower():
                return None
        elif digits <= FLOAT_DIGITS:
            number = Decimal(repr(float(number)))
    return _written(number)


def float_text(number: float) -> str | None:
    """Return a stored double in digits, or None where it is a whole number beyond what a double keeps."""
    if not math.isfinite(number):
        return None
    exact = Decimal(repr(number))
    is_long = len(exact.normalize().as_tuple().digits) > KEPT_DIGITS
    return None if is_long and number.is_integer() else _written(exact)


def _written(number: Decimal) -> str:
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def serial_text(stored: str, shown: NumberFormat, *, is_1904: bool) -> str | None:
    """Return the day, the time or the duration that a stored number means, or None where it means none.

    Args:
        stored: The number as stored: days since the epoch.
        shown: What the cell's number format makes of it.
        is_1904: Whether the workbook counts from 1904 and not from 1900.

    Returns:
        `YYYY-MM-DD`, followed by the time where the number has one; `HH:MM:SS` for a time, with more than 24 hours
        where the format counts on. Days before the epoch, 29 February 1900 and times of more than a day mean nothing.
    """
    try:
        serial = Decimal(stored.strip())
    except InvalidOperation:
        return None
    if not serial.is_finite() or abs(serial) > LAST_SERIAL:
        return None
    days, moment = divmod(round(serial * MILLISECONDS), MILLISECONDS)
    if shown is NumberFormat.ELAPSED:
        return _elapsed(days * MILLISECONDS + moment)
    if shown is NumberFormat.TIME:
        return _elapsed(moment) if days == 0 else None
    day = _day(days, is_1904=is_1904)
    if day is None:
        return None
    return f"{day} {_elapsed(moment)}" if moment else str(day)


def serial_fault(stored: str, shown: NumberFormat) -> str:
    """Return why a number in a format of days or times means none."""
    if shown is NumberFormat.TIME:
        return f"{stored} is formatted as a time of day and is more than one, or less"
    if stored.strip() == str(LEAP_THAT_NEVER_WAS):
        return "60 is formatted as a date: 29 February 1900, a day that never was"
    return f"{stored} is formatted as a date and is none"


def _day(days: int, *, is_1904: bool) -> datetime.date | None:
    try:
        if is_1904:
            return EPOCH_1904 + datetime.timedelta(days) if days >= 0 else None
        if days < 1 or days == LEAP_THAT_NEVER_WAS:
            return None
        before = datetime.date(1899, 12, 31 if days < LEAP_THAT_NEVER_WAS else 30)
        return before + datetime.timedelta(days)
    except OverflowError:
        return None


def _elapsed(milliseconds: int) -> str:
    sign = "-" if milliseconds < 0 else ""
    seconds, rest = divmod(abs(milliseconds), 1000)
    decimals = f".{rest:03}" if rest else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{decimals}"


def moment_text(stored: str) -> tuple[str, str]:
    """Return a day or moment that is stored as text, as `YYYY-MM-DD` and the time; or why it is none."""
    try:
        moment = datetime.datetime.fromisoformat(stored.removesuffix("Z"))
    except ValueError:
        return stored, f"{stored} is marked as a date and is none"
    is_day = moment.time() == moment.time().min
    return (str(moment.date()) if is_day else moment.isoformat(" ")), ""
