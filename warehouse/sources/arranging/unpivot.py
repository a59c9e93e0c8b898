"""Columns that become rows: the years of a wide table, each cell a row that knows its line and its column."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow
import pyarrow.compute as pc

from warehouse.sources.arranging.columns import Columns
from warehouse.sources.faults import Rule
from warehouse.sources.layouts.arrangement import Unpivot

BLANK_CELL = "blank cell"
KEY = "key"


@dataclass(frozen=True)
class Wide:
    """Which columns become rows.

    Attributes:
        kept: Columns that each row keeps, by number.
        keys: What the new column says -> value column -> number of the column that its cells come from.
        twice: Headings that say the same of one value column.
    """

    kept: tuple[int, ...]
    keys: dict[str, dict[str, int]]
    twice: tuple[str, ...]


def wide_columns(columns: Columns, unpivot: Unpivot) -> Wide:
    """Return which of the columns become rows, in the order of the file."""
    numbers = sorted(columns.names)
    keys: dict[str, dict[str, int]] = {}
    used: set[int] = set()
    twice = []
    for number in numbers:
        for value, key in _keys_of(columns.names[number], unpivot):
            used.add(number)
            taken = keys.setdefault(key, {})
            if value in taken:
                twice.append(columns.names[number])
            taken.setdefault(value, number)
    return Wide(tuple(n for n in numbers if n not in used), keys, tuple(twice))


def _keys_of(heading: str, unpivot: Unpivot) -> list[tuple[str, str]]:
    """Return the value columns that a heading is of, each with what it says: its group `key`, or all of it."""
    return [
        (value, key)
        for value, pattern in unpivot.values
        if (key := _key_of(heading, pattern)) is not None
    ]


def _key_of(heading: str, pattern: str) -> str | None:
    texts = pyarrow.array([heading], pyarrow.string())
    (found,) = pc.extract_regex(texts, f"^(?P<whole>{pattern})$").to_pylist()
    return None if found is None else str(found.get(KEY) or heading)


def nothing_wide(unpivot: Unpivot) -> Rule:
    """Return the rule that a file breaks in which a value column has no columns."""
    patterns = ", ".join(f"{name}: {pattern}" for name, pattern in unpivot.values)
    return Rule(
        "file.unpivot",
        "",
        f"some headings match what `unpivot` takes ({patterns}), each once",
        "compare the headings with the patterns of `unpivot` in the reader options",
    )
