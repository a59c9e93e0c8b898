"""Tables of a document as tables: the grid of cells with their places in the text, and the numbers that cells say.

What a cell is about (row, column, scale) is told by the cells around it; binding tables to values belongs to others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from numbertext.documents.document import Block, Document

PLACE = re.compile(r"table (\d+), row (\d+), column (\d+)")
SCALES = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "000": 3,
    "k": 3,
    "mn": 6,
    "m": 6,
    "bn": 9,
}
_SCALE = r"(?:thousand|million|billion|trillion)s?|['\u2019]?000(?:['\u2019]?s)?|mn|bn"
SCALE = re.compile(
    rf"(?<![\w,.])(?:in\s+|(?:[A-Z]{{0,2}}[$€£]|[A-Z]{{3}})\s?)?(?P<scale>{_SCALE}|(?<=[$€£])\s?[km])(?!\w)",
    re.I,
)
_RAISED = "[¹²³⁴⁵⁶⁷⁸⁹⁰]+"
NOTE = re.compile(
    rf"(?:\s*(?:[*†‡§#]+|\([a-z]{{1,2}}\)|\[[a-z0-9]{{1,2}}\]|{_RAISED}(?:,{_RAISED})*|(?<=\d)\s[a-fpr]))+$"
)
NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+\u2212\u2013]\s?)?(?P<money>(?:[A-Z]{0,3}[$€£]|[A-Z]{3}\s))?\s?"
    r"(?P<whole>\d{1,3}(?:(?P<gap>[,\u00a0\u202f\u2009 ])\d{3})(?:(?P=gap)\d{3})*|\d+)(?:\.(?P<decimals>\d+))?"
    r"\s?(?P<percent>%|per cent)?(?(open)\))"
)
BLANK = re.compile(r"|[-\u2010-\u2015\u2212]+|\.{2,3}|…|n/?a\.?|n\.a\.?|nil|x|:|\.", re.I)


@dataclass(frozen=True)
class TableCell:
    """A cell.

    Attributes:
        text: Its text; paragraphs of it with a line end between them.
        blocks: The blocks that it is made of.
        rows: Over how many rows it goes.
        columns: Over how many columns.
        is_head: Whether the document says that it is a head.
    """

    text: str
    blocks: tuple[Block, ...]
    rows: int = 1
    columns: int = 1
    is_head: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a document.

    Attributes:
        number: Its number in the document.
        caption: The text right before it, where that is a caption, a heading or a short line.
        cells: Its cells by row and column, both from 1; where a cell goes over others, it stands at each place.
        height: Its last row.
        width: Its last column.
    """

    number: int
    caption: str
    cells: Mapping[tuple[int, int], TableCell]
    height: int
    width: int

    def text(self, row: int, column: int) -> str:
        """Return the text of a place; empty where there is none."""
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    @cached_property
    def filled_rows(self) -> tuple[int, ...]:
        """The rows that have a cell; a sheet may have one a million rows below the others."""
        return tuple(sorted({row for row, _ in self.cells}))

    @cached_property
    def filled_columns(self) -> tuple[int, ...]:
        """The columns that have a cell."""
        return tuple(sorted({column for _, column in self.cells}))

    def turned(self) -> Table:
        """Return the table with its rows for columns."""
        cells = {(c, r): cell for (r, c), cell in self.cells.items()}
        return replace(self, cells=cells, height=self.width, width=self.height)


@dataclass(frozen=True)
class CellNumber:
    """A number that is all that a cell says, marks of notes aside.

    Attributes:
        start: Where it starts in the cell's text.
        end: Where it ends.
        value: As written, no scale applied; negative in brackets.
        place: Place value of the last written digit.
        is_percent: Whether a sign of per cent stands with it.
    """

    start: int
    end: int
    value: Decimal
    place: Decimal
    is_percent: bool


def tables_of(document: Document) -> list[Table]:
    """Return the tables of a document in the order of their numbers."""
    found: dict[int, dict[tuple[int, int], list[Block]]] = {}
    captions: dict[int, str] = {}
    before: Block | None = None
    for block in document.blocks:
        place = PLACE.fullmatch(block.part)
        if place is None:
            before = block
            continue
        number, row, column = map(int, place.groups())
        if number not in found:
            captions[number] = _caption(before)
        found.setdefault(number, {}).setdefault((row, column), []).append(block)
    return [_table(number, captions[number], cells) for number, cells in sorted(found.items())]


def _caption(block: Block | None) -> str:
    is_caption = block is not None and (
        block.style in ("caption", "heading") or len(block.text) < 200
    )
    return block.text if is_caption and block else ""


def _table(number: int, caption: str, blocks: Mapping[tuple[int, int], list[Block]]) -> Table:
    cells: dict[tuple[int, int], TableCell] = {}
    for (row, column), parts in sorted(blocks.items()):
        (rows, columns), text = parts[0].span, "\n".join(part.text for part in parts)
        cell = TableCell(text, tuple(parts), rows, columns, parts[0].is_head)
        for r in range(row, row + min(rows, 50)):
            for c in range(column, column + min(columns, 50)):
                if (r, c) == (row, column) or (r, c) not in blocks:
                    cells[r, c] = cell
    height = max(row for row, _ in cells)
    return Table(number, caption, cells, height, max(column for _, column in cells))


def is_blank(text: str) -> bool:
    """Return whether a cell says that there is no value: nothing, a dash, `n/a`, `..`; none of these is nought."""
    return BLANK.fullmatch(NOTE.sub("", text).strip()) is not None


def number_of(text: str) -> CellNumber | None:
    """Return the number that is all a cell says; None for any other text, and for none."""
    plain = NOTE.sub("", text).rstrip()
    start = len(plain) - len(plain.lstrip())
    found = NUMBER.fullmatch(plain.lstrip())
    if found is None:
        return None
    whole = re.sub(r"\D", "", found.group("whole"))
    decimals = found.group("decimals") or ""
    value = Decimal(f"{whole}.{decimals or '0'}")
    is_negative = bool(found.group("open")) or (found.group("sign") or "+").strip() != "+"
    return CellNumber(
        start,
        len(plain),
        -value if is_negative else value,
        Decimal(1).scaleb(-len(decimals)),
        bool(found.group("percent")),
    )


def scale_of(text: str) -> Decimal | None:
    """Return what the words of a head or caption scale numbers by: 1000000 for `(millions)`; None where they do not."""
    found = {_factor(match.group("scale")) for match in SCALE.finditer(text)}
    return found.pop() if len(found) == 1 else None


def scale_spans(text: str) -> list[tuple[int, int]]:
    """Return where words that scale stand in a head."""
    return [match.span() for match in SCALE.finditer(text)]


def _factor(word: str) -> Decimal:
    name = re.sub(r"[\W_]", "", word).lower()
    name = "000" if name.startswith("000") else name.removesuffix("s")
    return Decimal(1).scaleb(SCALES[name])
