"""How a cell of a workbook shows its number: the number formats that are applied, and which are not.

Applied are digits, decimals, thousands, per cent and scaling by commas, with texts around them. Of any other format
(fractions, exponents, conditions) the number is given as it is stored.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "yyyy-mm-dd", 17: "yyyy-mm", 22: "yyyy-mm-dd",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 49: "@",
}  # fmt: skip
NOT_SHOWN = re.compile(r"_.|\*.|\[[A-Za-z]+\d*\]")
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
DIGITS = re.compile(
    r"(?P<whole>[#0?](?:[#0?,]*[#0?])?)(?P<scale>,*)(?:\.(?P<decimals>[#0?]+))?(?P<more>,*)"
)
DATE = re.compile(r"[dyhs]|mmm", re.I)
DAY_ZERO = dt.date(1899, 12, 30)
LATEST = 2_958_465
PRIVATE = 0xE000


def shown(value: str, code: str) -> tuple[str, bool]:
    """Return a number as its cell shows it, and whether its format was applied.

    Args:
        value: The number as it is stored.
        code: The format's code, such as `#,##0.0`.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value, False
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value, False
    section = _section(code, number)
    if section.lower() in ("general", "@"):
        return _general(number), True
    if DATE.search(LITERAL.sub("", section)):
        return _date(number)
    found = _formatted(number, section, has_sign=code.count(";") == 0 or number >= 0)
    return (found, True) if found is not None else (_general(number), False)


def _section(code: str, number: Decimal) -> str:
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    at = 1 if number < 0 and len(parts) > 1 else 2 if number == 0 and len(parts) > 2 else 0
    return (
        re.sub(r"\[\$([^\]-]*)(?:-[^\]]*)?\]", r'"\1"', NOT_SHOWN.sub("", parts[at])).strip()
        or '""'
    )


def _general(number: Decimal) -> str:
    """Return a number as cells without a format show it: of a binary fraction, fifteen digits."""
    digits = number.adjusted() + 1
    number = round(number, max(0, 15 - max(digits, 0)))
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _formatted(number: Decimal, section: str, *, has_sign: bool) -> str | None:
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] if found[1] is not None else found[2])
        return chr(PRIVATE + len(literals) - 1)

    plain = LITERAL.sub(keep, section)
    found = [match for match in DIGITS.finditer(plain) if match.group("whole")]
    rest = DIGITS.sub("", plain, count=1) if found else plain
    if len(found) > 1 or re.search(r"[A-DF-Za-z?#0/@\[\]]|E[+-]", rest):
        return None
    if not found:
        return "".join(literals[ord(c) - PRIVATE] if ord(c) >= PRIVATE else c for c in plain)
    said = _digits(number, found[0], plain.count("%"), has_sign=has_sign)
    whole = plain[: found[0].start()] + said + plain[found[0].end() :]
    return "".join(
        literals[ord(c) - PRIVATE] if PRIVATE <= ord(c) < PRIVATE + len(literals) else c
        for c in whole
    )


def _digits(number: Decimal, pattern: re.Match[str], percents: int, *, has_sign: bool) -> str:
    scale = len(pattern.group("scale")) + len(pattern.group("more"))
    number = number.scaleb(2 * percents - 3 * scale)
    decimals = pattern.group("decimals") or ""
    comma = "," if "," in pattern.group("whole") else ""
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        text = format(abs(number), f"{comma}.{len(decimals)}f")
    is_negative = number < 0 and has_sign and any(c in "123456789" for c in text)
    optional = len(decimals) - len(decimals.rstrip("#"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    whole, point, rest = text.partition(".")
    least = pattern.group("whole").count("0")
    whole = "" if whole == "0" and not least else whole.rjust(least, "0")
    return ("-" if is_negative else "") + whole + (point + rest if rest else "")


def _date(number: Decimal) -> tuple[str, bool]:
    if not 60 < number < LATEST:
        return _general(number), False
    return (DAY_ZERO + dt.timedelta(days=int(number))).isoformat(), True
