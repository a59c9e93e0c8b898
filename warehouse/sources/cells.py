"""Text to typed values, one Arrow type at a time, without a guess: what is not plainly a value of the type is refused.

Works on whole arrays of distinct texts. Which cells are blank or withheld is decided before, in `conform`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow
import pyarrow.compute as pc

from warehouse.sources.options import ReaderOptions

EXPONENT = re.compile(r"([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,3})")
YES, NO = ("yes", "true"), ("no", "false")
WIDE_BLANKS = "[\u00a0\u202f\u2009]"


@dataclass(frozen=True)
class TypedCells:
    """Values of a type, null where the text is none; the masks say why."""

    values: pyarrow.Array
    is_wrong: pyarrow.BooleanArray
    is_too_large: pyarrow.BooleanArray


def typed_cells(
    text: pyarrow.StringArray, kind: pyarrow.DataType, options: ReaderOptions
) -> TypedCells:
    """Return the values of some texts.

    Args:
        text: Cells; null where nothing is stated, which stays null.
        kind: Arrow type of the column: whole number, decimal, date, flag or text.
        options: Marks of the file.
    """
    if pyarrow.types.is_string(kind):
        return _judged(text, text, text)
    trimmed = pc.utf8_trim_whitespace(text)
    if pyarrow.types.is_date(kind):
        return _dates(trimmed)
    if pyarrow.types.is_boolean(kind):
        return _flags(trimmed)
    plain = plain_numbers(trimmed, options)
    if pyarrow.types.is_decimal(kind):
        return _decimals(trimmed, plain, kind)
    return _wholes(trimmed, plain, kind)


def _judged(text: pyarrow.Array, shaped: pyarrow.Array, values: pyarrow.Array) -> TypedCells:
    """Tell wrong cells (not of the shape) from those that the type has no room for."""
    is_wrong = pc.and_(pc.is_valid(text), pc.is_null(shaped))
    is_too_large = pc.and_(pc.is_valid(shaped), pc.is_null(values))
    return TypedCells(values, is_wrong, is_too_large)


def _only(text: pyarrow.Array, is_right: pyarrow.BooleanArray) -> pyarrow.Array:
    """Return the texts with null in place of those that are not right."""
    return pc.if_else(is_right, text, pyarrow.scalar(None, pyarrow.string()))


def _matching(text: pyarrow.Array, pattern: str) -> pyarrow.Array:
    return _only(text, pc.match_substring_regex(text, pattern))


def plain_numbers(text: pyarrow.StringArray, options: ReaderOptions) -> pyarrow.StringArray:
    """Return numbers as digits with a full stop before decimals; null for what is none.

    A mark between thousands counts only where it stands between groups of three: 1,5 is not 15.
    """
    stop = re.escape(options.decimal)
    shape = rf"^[+-]?(\d+({stop}\d*)?|{stop}\d+)$"
    if options.thousands:
        if options.thousands == " ":
            text = pc.replace_substring_regex(text, WIDE_BLANKS, " ")
        mark = re.escape(options.thousands)
        is_plain = pc.match_substring_regex(text, shape)
        grouped = rf"^[+-]?\d{{1,3}}({mark}\d{{3}})+({stop}\d*)?$"
        is_grouped = pc.match_substring_regex(text, grouped)
        bare = pc.replace_substring(text, options.thousands, "")
        numbers = _only(pc.if_else(is_grouped, bare, text), pc.or_(is_plain, is_grouped))
    else:
        numbers = _matching(text, shape)
    if options.decimal != ".":
        numbers = pc.replace_substring(numbers, options.decimal, ".")
    return _with_exponents(text, numbers, options)


def _with_exponents(
    text: pyarrow.Array, numbers: pyarrow.Array, options: ReaderOptions
) -> pyarrow.Array:
    """Fill in numbers with an exponent that hides no digit: 1.25e2 says 125, while 1E+05 may be anything near."""
    if options.decimal != ".":
        return numbers
    is_candidate = pc.and_(pc.is_null(numbers), pc.match_substring_regex(text, r"^[+-]?\d.*[eE]"))
    if not pc.any(is_candidate).as_py():
        return numbers
    written = [
        written_out(cell) if candidate else number
        for cell, number, candidate in zip(
            text.to_pylist(), numbers.to_pylist(), is_candidate.to_pylist(), strict=True
        )
    ]
    return pyarrow.array(written, pyarrow.string())


def written_out(text: str) -> str | None:
    """Return a number without its exponent, or None where the exponent stands for digits that are not stated."""
    match = EXPONENT.fullmatch(text)
    if not match:
        return None
    sign, whole, decimals, exponent = match[1], match[2], match[3] or "", int(match[4])
    if exponent > len(decimals):
        return None
    if exponent >= 0:
        return f"{sign}{whole}{decimals[:exponent]}.{decimals[exponent:]}"
    digits = whole.rjust(-exponent, "0")
    return f"{sign}{digits[:exponent]}.{digits[exponent:]}{decimals}"


def _wholes(text: pyarrow.Array, plain: pyarrow.Array, kind: pyarrow.DataType) -> TypedCells:
    whole = _matching(plain, r"^[+-]?\d+(\.0*)?$")
    digits = pc.replace_substring_regex(whole, r"^(\+|(-?))0*(\d+?)(\.0*)?$", r"\2\3")
    room = _matching(digits, r"^-?\d{1,18}$")
    longer = pc.and_(pc.is_valid(digits), pc.is_null(room))
    if pc.any(longer).as_py():
        room = pyarrow.array([_within_64_bits(d) for d in digits.to_pylist()], pyarrow.string())
    values = room.cast(pyarrow.int64())
    if kind != pyarrow.int64():
        bits = kind.bit_width - 1
        fits = pc.and_(pc.greater_equal(values, -(2**bits)), pc.less_equal(values, 2**bits - 1))
        values = pc.if_else(fits, values, pyarrow.scalar(None, pyarrow.int64())).cast(kind)
    return _judged(text, whole, values)


def _within_64_bits(digits: str | None) -> str | None:
    if digits is None or len(digits) > 20:
        return None
    return digits if -(2**63) <= int(digits) < 2**63 else None


def _decimals(
    text: pyarrow.Array, plain: pyarrow.Array, kind: pyarrow.Decimal128Type
) -> TypedCells:
    before, after = kind.precision - kind.scale, kind.scale
    fitting = _matching(plain, rf"^[+-]?0*\d{{0,{before}}}(\.\d{{0,{after}}}0*)?$")
    parts = rf"^([+-]?)0*(\d*)(?:\.(\d{{0,{after}}})0*)?$"
    short = pc.replace_substring_regex(fitting, parts, r"\10\2.\3" if after else r"\10\2")
    return _judged(text, plain, short.cast(kind))


def _dates(text: pyarrow.Array) -> TypedCells:
    shaped = _matching(text, r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
    moments = pc.strptime(shaped, format="%Y-%m-%d", unit="s", error_is_null=True)
    dates = moments.cast(pyarrow.date32())
    # strptime carries 30 February over into March: only a date that is written the same again was stated.
    is_same = pc.equal(dates.cast(pyarrow.string()), shaped)
    values = pc.if_else(is_same, dates, pyarrow.scalar(None, pyarrow.date32()))
    return _judged(text, _only(shaped, is_same), values)


def _flags(text: pyarrow.Array) -> TypedCells:
    lower = pc.utf8_lower(text)
    is_yes = pc.is_in(lower, value_set=pyarrow.array(YES))
    is_flag = pc.is_in(lower, value_set=pyarrow.array([*YES, *NO]))
    values = pc.if_else(is_flag, is_yes, pyarrow.scalar(None, pyarrow.bool_()))
    return _judged(text, _only(text, is_flag), values)
