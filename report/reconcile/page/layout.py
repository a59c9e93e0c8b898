"""The blocks of a document as a reader would see them: tables and lists put together again, pages marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from numbertext.documents import Block
from report.reconcile.page.passages import MarkedText, NumberedFinding, pieces

_CELL = re.compile(r"table (\d+), row (\d+), column (\d+)")
_PAGE = re.compile(r"page \d+")
_OWN_BULLET = re.compile(r"[-*\u2022\u2023\u2013]|\(?\w{1,4}[.)]\s")
_GAPS = 4


@dataclass(frozen=True)
class Passage:
    """A block with its text in pieces."""

    block: Block
    pieces: Sequence[MarkedText]

    @property
    def part(self) -> str:
        """The part that it is in, where a reader would not expect it; empty for the body and for pages."""
        part = self.block.part
        return "" if part == "body" or _PAGE.fullmatch(part) else part

    @property
    def has_own_bullet(self) -> bool:
        """Whether the item of a list brings its own bullet or number."""
        return _OWN_BULLET.match(self.block.text) is not None


@dataclass(frozen=True)
class Stretch:
    """Blocks that belong together.

    Attributes:
        kind: `table`, `list` or `prose`.
        page: The page that begins with it; None where the page stays the same, or none is known.
        passages: The blocks of a list or of prose.
        number: The number of a table.
        rows: The rows of a table: cells, each with its blocks.
    """

    kind: str
    page: int | None
    passages: Sequence[Passage] = ()
    number: str = ""
    rows: Sequence[Sequence[Sequence[Passage]]] = ()


def stretches(
    blocks: Iterable[Block], entries: Mapping[int, Sequence[NumberedFinding]]
) -> list[Stretch]:
    """Return the blocks of a document put together.

    Args:
        blocks: The blocks in the order of the text.
        entries: The findings by the start of their block.
    """
    found: list[Stretch] = []
    page: int | None = None
    for (kind, number, at), group in groupby(blocks, key=_kind):
        passages = [Passage(b, pieces(b, entries.get(b.start, ()))) for b in group]
        new, page = at if at != page else None, at
        if kind == "table":
            found.append(Stretch(kind, new, number=number, rows=_rows(passages)))
        else:
            found.append(Stretch(kind, new, passages))
    return found


def _kind(block: Block) -> tuple[str, str, int | None]:
    cell = _CELL.fullmatch(block.part)
    if cell:
        return "table", cell[1], block.page
    return "list" if block.style == "list" else "prose", "", block.page


def _rows(passages: Sequence[Passage]) -> list[list[list[Passage]]]:
    """Return the cells of a table in its rows, each under its column."""
    rows: dict[int, dict[int, list[Passage]]] = {}
    for passage in passages:
        cell = _CELL.fullmatch(passage.block.part)
        if cell:
            row, column = int(cell[2]), int(cell[3])
            rows.setdefault(row, {}).setdefault(column, []).append(passage)
    columns = sorted({column for row in rows.values() for column in row})
    # A table like a staircase would be mostly gaps, of the size of its blocks squared: it is not aligned.
    if len(rows) * len(columns) > _GAPS * len(passages) + 100:
        return [list(row.values()) for row in rows.values()]
    return [[row.get(column, []) for column in columns] for row in rows.values()]
