"""The words as read against the value beside them: a row whose text has another number than its cell.

Which column the words speak of is not said anywhere: it is seen in the older vintage, where nearly every row has its
value in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from warehouse.connection import quoted
from warehouse.sources.accepted import Breach
from warehouse.sources.compare.frame import Frame
from warehouse.sources.compare.moves import listed, plain, value
from warehouse.sources.compare.pair import shown_key

WORDS = "as_read"
_HELD_PCT = 90
_NUMBER = re.compile(r"\d+(?:[.,'\u2019\s]\d+)*")
_SIGNS = re.compile(r"[.,'\u2019\s]")
_POWERS = (0, 2, 3, 5, 6, 7, 9)
"""Powers of ten that a word of the text may stand for (hundred to billion, lakh and crore)."""


def differs_from_words(frame: Frame) -> Iterator[Breach]:
    """Yield the cells of the newer vintage that are not in the words that they were read in."""
    if WORDS not in frame.common or frame.new[WORDS] != "VARCHAR":
        return
    for measure in frame.measures:
        before, rows_before = _unheard(frame, "old", measure)
        after, _ = _unheard(frame, "new", measure)
        if len(before) * 100 > (100 - _HELD_PCT) * rows_before:
            continue
        found = [told for told in after if told not in set(before)]
        if found:
            yield frame.pair.breach(WORDS, measure, f"{len(found)} not as read: {listed(found)}")


def _unheard(frame: Frame, view: str, measure: str) -> tuple[list[str], int]:
    """Return the cells that are not in their words, told with them, and the number of cells that have words."""
    row = view[0]
    places = ", ".join(f"{row}.{quoted(name)}" for name in frame.places)
    rows = frame.pair.rows(
        f"SELECT {places + ', ' if places else ''}{row}.{quoted(measure)}, {row}.{WORDS} FROM {view} AS {row} "
        f"WHERE {row}.{quoted(measure)} IS NOT NULL AND {row}.{WORDS} IS NOT NULL ORDER BY ALL"
    )
    found = []
    for *place, cell, words in rows:
        number = value(cell)
        assert number is not None  # noqa: S101 - the query leaves blanks out
        if not holds(str(words), number):
            found.append(f"{shown_key(place)} {plain(number)} beside {str(words)[:80]!r}".lstrip())
    return found, len(rows)


def holds(words: str, number: Decimal) -> bool:
    """Return whether a number stands in some words, in digits, as it is or with a word for its scale."""
    found = list(_NUMBER.finditer(words))
    return not found or any(
        said * Decimal(10) ** power == abs(number)
        for match in found
        for said in readings(match[0])
        for power in (_POWERS if _is_scaled(words, match.end()) else (0,))
    )


def _is_scaled(words: str, end: int) -> bool:
    """Return whether a word follows a number."""
    return bool(re.match(r"[\s-]*[^\W\d_]", words[end:]))


def readings(text: str) -> set[Decimal]:
    """Return what some digits with signs among them may say: with the last sign for a decimal point, or with none."""
    plainly = Decimal(_SIGNS.sub("", text))
    signs = list(_SIGNS.finditer(text))
    if not signs:
        return {plainly}
    last = signs[-1].start()
    return {plainly, Decimal(f"{_SIGNS.sub('', text[:last])}.{text[last + 1 :]}")}
