"""Cells under a declared form, read cell by cell: written apart from the build's reading, which works on Arrow arrays.

What a form takes off a cell is taken off here step by step, from outside in. Patterns of flags are the author's; they
are asked of Arrow, which looks for them in time that grows with the cell alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from report.reperform.second.raw_numbers import number
from warehouse.sources.layouts.date_patterns import zone_of
from warehouse.sources.layouts.declared import matches
from warehouse.sources.layouts.form_options import FRACTION, CellForm
from warehouse.sources.options import ReaderOptions

_MONTH = re.compile(r"[A-Za-z]{3,}")


@lru_cache(maxsize=1 << 16)
def without_flags(cell: str, form: CellForm, markers: frozenset[str]) -> tuple[str, str | None]:
    """Return a cell without the flags behind it, and these; the cell as it is where there are none."""
    text = cell.strip()
    if form.flags is None or text in markers or not text:
        return cell, None
    flag = form.flags
    whole = rf"(?:{flag})(?:\s+(?:{flag}))*"
    starts = [at for at in range(len(text)) if _may_end(text[:at], form, markers)]
    found = matches(whole, [text[at:] for at in starts])
    at = next((at for at, hit in zip(starts, found, strict=True) if hit), None)
    if at is None or text[at].isdigit():
        return cell, None
    return text[:at].rstrip(), text[at:]


def _may_end(head: str, form: CellForm, markers: frozenset[str]) -> bool:
    """Say whether a value can end here: with a digit or a sign of numbers, or any letter where a text is meant."""
    value = head.rstrip()
    if not value or value in markers or any(value.endswith(mark) for mark in form.currency):
        return True
    return not form.flags_are_usual or value[-1] in "0123456789.,)%"


def dressed_number(cell: str, form: CellForm, options: ReaderOptions) -> tuple[Decimal, str | None]:
    """Return the number that a cell states, and the mark of currency beside it.

    Raises:
        ValueError: It is no number of the form.
    """
    text, percents, currencies, sign, is_open = cell.strip(), 0, [], "", False
    shrinks = True
    while shrinks:
        before = text
        if text.endswith("%"):
            text, percents = text[:-1].rstrip(), percents + 1
        for mark in sorted(form.currency, key=len, reverse=True):
            if text.startswith(mark):
                text = text[len(mark) :].lstrip()
                currencies.append(mark)
            elif text.endswith(mark):
                text = text[: -len(mark)].rstrip()
                currencies.append(mark)
        if form.negative_brackets and text[:1] == "(" and text[-1:] == ")" and not is_open:
            text, is_open = text[1:-1].strip(), True
        if text[:1] in ("+", "-") and not sign:
            text, sign = text[1:], text[0]
        shrinks = text != before
    is_right = percents == bool(form.per_cent) and len(currencies) == 1 - (not currencies)
    is_chosen = bool(currencies) or len(form.currency) < 2
    if not is_right or not is_chosen or (is_open and sign):
        raise ValueError(cell)
    marks = replace(
        options,
        thousands=options.thousands if form.thousands is None else form.thousands or None,
        decimal=form.decimal or options.decimal,
    )
    value = number(text, marks)
    value = -value if is_open or sign == "-" else value
    value = value.scaleb(-2) if form.per_cent == FRACTION else value
    return value, currencies[0] if currencies else None


def day(cell: str, form: CellForm) -> dt.date:
    """Return the day that a cell states, where all patterns that fit it agree; raises ValueError where none does."""
    days = set()
    for pattern in form.dates:
        try:
            moment = dt.datetime.strptime(_in_english(cell.strip()), pattern.text)
        except ValueError:
            continue
        if form.zone:
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone_of(form.written_in))
            moment = moment.astimezone(zone_of(form.zone))
        days.add(moment.date())
    if len(days) != 1:
        raise ValueError(cell)
    return days.pop()


def _in_english(cell: str) -> str:
    return _MONTH.sub(lambda found: found[0].capitalize(), cell)


def word(cell: str, form: CellForm) -> bool:
    """Return what a word stands for; raises KeyError where it is none of those declared."""
    known = {**dict.fromkeys(form.true_words, True), **dict.fromkeys(form.false_words, False)}
    return known[cell.strip().lower()]
