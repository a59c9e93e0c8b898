"""How single values are shown in the book: numbers in full, long texts cut."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from report.figures.rounding import is_number

CELL_CHARACTERS = 400


def cut(text: object, most: int = CELL_CHARACTERS) -> str:
    """Return a text, or its beginning and how long it is."""
    whole = value_text(text)
    if len(whole) <= most:
        return whole
    return f"{whole[:most]}… ({len(whole):,} characters)"


def value_text(value: object) -> str:
    """Return a value as it stands in its file: no marks for thousands, nothing for what is not stated."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def exact_text(value: object) -> str:
    """Return the unrounded value of a figure with all its digits, marks for thousands in its whole part."""
    if not is_number(value):
        return value_text(value) or "not stated"
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    text = f"{number:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "\N{MINUS SIGN}")


def number_text(text: str) -> str:
    """Return a number that is given as text with marks for thousands; any other text as it is, cut."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return cut(text)
    return exact_text(number) if number.is_finite() else cut(text)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, e.g. `1 row` or `5,433 cells`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def replay_words(state: str) -> str:
    """Return the outcome of a replay in the book's words, in which what is verified is reproduced."""
    return "reproduced" if state == "verified" else state.replace("_", " ")
