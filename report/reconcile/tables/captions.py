"""What the caption of a table says that the report table which it is taken for does not: then it may be another."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from numbertext.tables import SCALE
from report.reconcile.neutral import is_neutral
from report.reconcile.tables.report_table import ReportTable
from report.reconcile.words import raw_words, root_of, roots

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERED = re.compile(r"^\W*(?:table|figure|annex|box)\s+[\w.]+\W*", re.I)
_UNNAMED_SHEET = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|planilha)\s?\d*", re.I)
"""What spreadsheet programs call a sheet that nobody has named."""
_NEUTRAL = roots(
    "table number numbers total per cent percentage year years end at selected edition report unit units"
)


class LeftOver(NamedTuple):
    """What is left of a caption.

    Attributes:
        words: Words that are none of the report table's and narrow it or make it another.
        other_years: Years that the report table is not of.
    """

    words: tuple[str, ...]
    other_years: tuple[str, ...]


def left_over(caption: str, of: ReportTable, years: Collection[str]) -> LeftOver:
    """Return what a caption says that a report table does not.

    Args:
        caption: The text right before the table, or its caption.
        of: The report table.
        years: Years that a report table without years is of.
    """
    named = "" if _UNNAMED_SHEET.fullmatch(caption.strip()) else caption
    said = SCALE.sub(" ", _NUMBERED.sub("", named))
    cells = {str(value) for row in of.rows.values() for value in row.values() if value is not None}
    known = _YEAR.findall(" ".join((of.title, *cells))) + list(years)
    other = tuple(year for year in dict.fromkeys(_YEAR.findall(said)) if year not in known)
    heads = (f"{column.title} {column.unit} {name}" for name, column in of.columns.items())
    own = roots(" ".join((of.title, *heads, *cells)).replace("_", " ")) | _NEUTRAL
    words = (word for _, word in raw_words(said, 0, len(said)))
    left = [
        word
        for word in words
        if root_of(word) not in own and not is_neutral(word, is_change=False, has_period=True)
    ]
    return LeftOver(tuple(dict.fromkeys(left)), other)
