"""A number as a cell states it, with the marks of its file, by Python's decimal module."""

from __future__ import annotations

import re
from decimal import Decimal

from warehouse.sources.options import ReaderOptions

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_WIDE_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))


def number(cell: str, options: ReaderOptions) -> Decimal:
    """Return the number; raises ValueError where the cell is none."""
    text = cell.strip()
    if options.thousands == " ":
        text = text.translate(_WIDE_BLANKS)
    if options.thousands:
        text = text.replace(options.thousands, "")
    if options.decimal != ".":
        text = text.replace(".", "?").replace(options.decimal, ".")
    if not _NUMBER.fullmatch(text):
        raise ValueError(cell)
    return Decimal(text)
