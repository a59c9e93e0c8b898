"""Cell forms applied: the cells of a column as its form has them, to plain text of its type; what does not fit is told.

Works on the distinct cells of a batch. A flag, a per cent sign, brackets and a currency are taken off only where the
form declares them, so a cell that has another sign about it stays what it is and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

import pyarrow
import pyarrow.compute as pc

from warehouse.sources.cells import TypedCells, plain_numbers, typed_cells
from warehouse.sources.layouts.date_patterns import DatePattern, zone_of
from warehouse.sources.layouts.form_options import FRACTION, CellForm
from warehouse.sources.options import ReaderOptions

NOTHING = pyarrow.scalar(None, pyarrow.string())


@dataclass(frozen=True)
class SplitCells:
    """Cells without their flags, and the flags; null where a cell has none."""

    cells: pyarrow.StringArray
    flags: pyarrow.StringArray


def split_flags(texts: pyarrow.StringArray, form: CellForm, markers: Sequence[str]) -> SplitCells:
    """Return cells and the flags behind them; a cell that is nothing but a flag is blank.

    Args:
        texts: The cells as in the file.
        form: Their form.
        markers: What stands for blank or withheld cells, which may have flags too.
    """
    trimmed = pc.utf8_trim_whitespace(texts)
    if form.flags is None:
        return SplitCells(texts, pyarrow.nulls(len(texts), pyarrow.string()))
    known = pyarrow.array([marker.strip() for marker in markers], pyarrow.string())
    words = "|".join(
        re.escape(m.strip()) for m in sorted(markers, key=len, reverse=True) if m.strip()
    )
    spelled = "".join(f"|{re.escape(mark)}" for mark in form.currency)
    end = rf".*?(?:[\d.,)%]{spelled})" if form.flags_are_usual else r".*?\S"
    core = f"{end}|{words}" if words else end
    pattern = rf"(?s)^(?P<core>(?:{core})?)\s*(?P<flags>(?:{form.flags})(?:\s+(?:{form.flags}))*)$"
    found = pc.extract_regex(trimmed, pattern)
    cores, flags = (pc.struct_field(found, name) for name in ("core", "flags"))
    is_marker = pc.is_in(trimmed, value_set=known)
    # A digit right behind a number is a part of it, whatever a pattern says.
    is_split = pc.and_not(
        pc.and_(found.is_valid(), pc.invert(pc.match_substring_regex(flags.fill_null(""), r"^\d"))),
        is_marker,
    )
    return SplitCells(pc.if_else(is_split, cores, texts), pc.if_else(is_split, flags, NOTHING))


def formed_cells(
    text: pyarrow.StringArray, kind: pyarrow.DataType, form: CellForm, options: ReaderOptions
) -> tuple[TypedCells, pyarrow.StringArray]:
    """Return the values of some cells, and the marks of currency beside them.

    Args:
        text: Cells without flags; null where nothing is stated, which stays null.
        kind: Arrow type of the column.
        form: Their form.
        options: Marks of the file, for what the form does not say.
    """
    none = pyarrow.nulls(len(text), pyarrow.string())
    if pyarrow.types.is_string(kind):
        return typed_cells(text, kind, options), none
    trimmed = pc.utf8_trim_whitespace(text)
    if form.dates:
        return _rewritten(trimmed, kind, options, lambda cell: _day(cell, form)), none
    if form.true_words:
        return _rewritten(trimmed, kind, options, lambda cell: _word(cell, form)), none
    if not pyarrow.types.is_integer(kind) and not pyarrow.types.is_decimal(kind):
        return typed_cells(text, kind, options), none
    return _numbers(trimmed, kind, form, options)


def _rewritten(
    text: pyarrow.StringArray,
    kind: pyarrow.DataType,
    options: ReaderOptions,
    read: Callable[[str], str | None],
) -> TypedCells:
    """Return the values of cells that are read one by one; null of what is none of the form."""
    cells = text.to_pylist()
    plain = pyarrow.array([None if c is None else read(c) for c in cells], pyarrow.string())
    return _judged(text, plain, typed_cells(plain, kind, options))


def _judged(text: pyarrow.StringArray, plain: pyarrow.StringArray, typed: TypedCells) -> TypedCells:
    is_wrong = pc.or_(pc.and_(pc.is_valid(text), pc.is_null(plain)), typed.is_wrong)
    return TypedCells(typed.values, is_wrong, typed.is_too_large)


def _day(cell: str, form: CellForm) -> str | None:
    """Return the day of a cell, where all patterns that fit it agree."""
    days = {day for pattern in form.dates if (day := _day_of(cell, pattern, form)) is not None}
    return days.pop() if len(days) == 1 else None


def _day_of(cell: str, pattern: DatePattern, form: CellForm) -> str | None:
    moment = pattern.read(cell)
    if moment is not None and form.zone:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone_of(form.written_in))
        try:
            moment = moment.astimezone(zone_of(form.zone))
        except OverflowError:
            return None
    return None if moment is None else moment.date().isoformat()


def _word(cell: str, form: CellForm) -> str | None:
    word = cell.lower()
    return "true" if word in form.true_words else "false" if word in form.false_words else None


def _numbers(
    text: pyarrow.StringArray, kind: pyarrow.DataType, form: CellForm, options: ReaderOptions
) -> tuple[TypedCells, pyarrow.StringArray]:
    found = pc.extract_regex(text, _shape(form))
    part = _Dressed(*(pc.struct_field(found, name).fill_null("") for name in _Dressed._fields))
    currencies = pc.binary_join_element_wise(part.c1, part.c2, part.c3, part.c4, "")
    signs = pc.binary_join_element_wise(part.s1, part.s2, part.s3, "")
    percents = pc.binary_join_element_wise(part.p1, part.p2, "")
    is_open = pc.equal(part.open, "(")
    is_right = _all(
        found.is_valid(),
        pc.equal(is_open, pc.equal(part.close, ")")),
        pc.less_equal(pc.utf8_length(signs), pc.if_else(is_open, 0, 1)),
        pc.equal(percents, "%" if form.per_cent else ""),
        _is_currency(currencies, form),
    )
    marks = replace(
        options,
        thousands=options.thousands if form.thousands is None else form.thousands or None,
        decimal=form.decimal or options.decimal,
    )
    bare = pc.if_else(is_right, pc.utf8_trim_whitespace(part.number), NOTHING)
    plain = plain_numbers(bare, marks)
    sign = pc.if_else(is_open, "-", pc.replace_substring(signs, "+", ""))
    plain = pc.binary_join_element_wise(sign, plain, "")
    if form.per_cent == FRACTION:
        shifted = [None if p is None else _hundredth(p) for p in plain.to_pylist()]
        plain = pyarrow.array(shifted, pyarrow.string())
    typed = typed_cells(plain, kind, ReaderOptions())
    spelled = pc.if_else(pc.and_(is_right, pc.not_equal(currencies, "")), currencies, NOTHING)
    return _judged(text, plain, typed), spelled


class _Dressed(NamedTuple):
    """The parts of cells, by where they may stand: signs, currencies and per cent signs about a number."""

    s1: pyarrow.StringArray
    c1: pyarrow.StringArray
    open: pyarrow.StringArray
    s2: pyarrow.StringArray
    c2: pyarrow.StringArray
    s3: pyarrow.StringArray
    number: pyarrow.StringArray
    p1: pyarrow.StringArray
    c3: pyarrow.StringArray
    close: pyarrow.StringArray
    p2: pyarrow.StringArray
    c4: pyarrow.StringArray


def _shape(form: CellForm) -> str:
    """Return the pattern of a number with all that its form lets stand about it."""
    spelled = sorted(form.currency, key=len, reverse=True)
    marks = "|".join(map(re.escape, spelled))
    currency = rf"(?P<%s>(?:{marks})?)\s*" if marks else "(?P<%s>)"
    percent = r"\s*(?P<%s>%%?)" if form.per_cent else "(?P<%s>)"
    opened, closed = (r"\(?", r"\)?") if form.negative_brackets else ("", "")
    before = rf"(?P<s1>[+-]?){currency % 'c1'}(?P<open>{opened})\s*(?P<s2>[+-]?){currency % 'c2'}"
    number = r"(?P<s3>[+-]?)(?P<number>\pN.*?|[.,]\pN.*?)"
    behind = rf"{percent % 'p1'}\s*{currency % 'c3'}(?P<close>{closed}){percent % 'p2'}"
    return rf"^{before}{number}{behind}\s*{currency % 'c4'}$"


def _is_currency(found: pyarrow.StringArray, form: CellForm) -> pyarrow.BooleanArray:
    """Return whether a cell has at most one mark, and one where there are several to choose from."""
    allowed = [*form.currency, *([] if len(form.currency) > 1 else [""])]
    return pc.is_in(found, value_set=pyarrow.array(allowed, pyarrow.string()))


def _all(*masks: pyarrow.BooleanArray) -> pyarrow.BooleanArray:
    found = masks[0]
    for mask in masks[1:]:
        found = pc.and_(found, mask)
    return found


def _hundredth(number: str) -> str:
    """Return the hundredth part of a plain number, exactly."""
    sign, digits, exponent = Decimal(number).as_tuple()
    return format(Decimal((sign, digits, int(exponent) - 2)), "f")
