"""The one grammar of ids: what sources, tables, models, figures, editions and vintages may be called.

An id becomes a file name, an address, a part of a rule's id and a name in SQL, on every system. So it is checked where
it is read, by a definition or from the command line, and nowhere else. Only the standard library is used.
"""

from __future__ import annotations

import datetime as dt
import re

from warehouse.errors import DefinitionError

LONGEST = 100
"""Characters of the longest id: with its ending it fits into a file name everywhere."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)
_EDITION = re.compile(r"[0-9]{4}")
_VINTAGE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_SHOWN = 60


def check_name(kind: str, given: object, where: str) -> str:
    """Return the name of a source, table or model.

    Args:
        kind: What it names, as the error says it.
        given: The name.
        where: File and key named in the error.

    Raises:
        DefinitionError: If it is not made of lower-case letters, digits and _, a letter first.
    """
    return _checked(_NAME, kind, given, where, "lower-case letters, digits and _, a letter first")


def check_id(kind: str, given: object, where: str) -> str:
    """Return the id of a figure; arguments and error as of `check_name`, with capitals and - allowed too."""
    return _checked(_ID, kind, given, where, "letters, digits, _ and -, a letter or digit first")


def check_edition(given: object, where: str = "") -> str:
    """Return the name of an edition; raises DefinitionError when it is no year of four digits."""
    if not isinstance(given, str) or not is_edition(given):
        raise _refused("edition", given, where, "a year of four digits, e.g. 2022")
    return given


def is_edition(name: str) -> bool:
    """Return whether a text can be the name of an edition."""
    return _EDITION.fullmatch(name) is not None


def check_vintage(given: object, where: str) -> str:
    """Return the id of a vintage; raises DefinitionError when it is no day or month that exists."""
    if not isinstance(given, str) or vintage_day(given) is None:
        raise _refused(
            "vintage id", given, where, "a day or month that exists, YYYY-MM-DD or YYYY-MM"
        )
    return given


def vintage_day(vintage_id: str) -> dt.date | None:
    """Return the day of a vintage, for `2021-12` the 28th; None where the id is no date."""
    day = vintage_id if len(vintage_id) > len("YYYY-MM") else f"{vintage_id}-28"
    try:
        return dt.date.fromisoformat(day) if _VINTAGE.fullmatch(vintage_id) else None
    except ValueError:
        return None


def check_fingerprint(given: object, where: str) -> str:
    """Return the fingerprint by which a decision on a statement is kept."""
    if not isinstance(given, str) or not _FINGERPRINT.fullmatch(given):
        raise _refused("fingerprint", given, where, "16 hexadecimal digits")
    return given


def _checked(grammar: re.Pattern[str], kind: str, given: object, where: str, expected: str) -> str:
    is_right = isinstance(given, str) and len(given) <= LONGEST and grammar.fullmatch(given)
    if not isinstance(given, str) or not is_right or _DEVICE.fullmatch(given):
        raise _refused(kind, given, where, f"{expected}; at most {LONGEST}, no name of a device")
    return given


def _refused(kind: str, given: object, where: str, expected: str) -> DefinitionError:
    shown = repr(given)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
    return DefinitionError(f"{kind} {shown}", where=where, expected=expected)
