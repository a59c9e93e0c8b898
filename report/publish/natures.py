"""How natures are shown: a letter at each cell that is less good than the table's best, and a list beside its files.

A letter with words below the table, not a colour alone: it is read aloud and survives a black-and-white print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from report.publish.tables import PublishedTable
from warehouse.builder.cell_natures import CellNatures
from warehouse.natures import NATURES
from warehouse.sources.register import FORMS

LETTERS = {"estimate": "e", "provisional": "p", "stated": "s", "synthetic": "x"}
MEANINGS = {
    "measured": "a number that its publisher counted or measured",
    "estimate": "a number that its publisher estimated",
    "provisional": "a number that may still be replaced by its publisher, or has not been confirmed",
    "stated": "a number that somebody wrote, with no rows behind it",
    "synthetic": "a made-up number, for tests",
}
RUN_COLUMNS = ("column", "nature", "form", "rows")


def marks(table: PublishedTable, shown: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the nature to be marked at each cell as readers see it; empty where there is nothing to mark.

    Args:
        table: The table.
        shown: Its cells as texts; a blank one is not marked.
    """
    best, names = table.natures.best, [column.name for column in table.columns]
    natures = [
        [table.natures.nature(number, name) for name in names]
        for number in range(1, len(shown) + 1)
    ]
    return [
        [nature if text and nature != best else "" for nature, text in zip(*row, strict=True)]
        for row in zip(natures, shown, strict=True)
    ]


def legend(marked: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return the letters that a table uses, with the nature that each stands for, from the best to the weakest."""
    used = {nature for row in marked for nature in row}
    return [(LETTERS[nature], nature) for nature in NATURES if nature in used]


def nature_runs(natures: CellNatures) -> Iterator[tuple[str, str, str, str]]:
    """Yield column, nature, form and the table's rows with it, e.g. `1-12 15`, counted from 1 after the header."""
    for column, codes in natures.natures.items():
        pairs = list(zip(codes.tolist(), natures.forms[column].tolist(), strict=True))
        for nature, form in sorted(set(pairs)):
            rows = [number for number, pair in enumerate(pairs, 1) if pair == (nature, form)]
            yield column, NATURES[nature], FORMS[form], " ".join(_stretches(rows))


def _stretches(numbers: Sequence[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(numbers), lambda item: item[1] - item[0]):
        stretch = [number for _, number in run]
        yield str(stretch[0]) if len(stretch) == 1 else f"{stretch[0]}-{stretch[-1]}"
