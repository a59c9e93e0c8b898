"""The catalogue's `recheck`: how a figure is added up again from its raw rows with pencil and paper.

The syntax only. Adding up belongs to `report.evidence.tracing.recheck`, and to `verify.py` in a release.

    count                                  raw rows that feed the value
    count of SOURCE                        those of one source, where several feed it
    count distinct COLUMN [of SOURCE]      different values in a column of them
    sum COLUMN [+ COLUMN ...] [of SOURCE]  the columns of them, added up
    sum COLUMN times 1000000               the same, where the source counts in millions
    share SUM / SUM                        one sum by another, times what the unit says (per cent, per 1000)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from warehouse.errors import DefinitionError

SYNTAX = (
    "count [distinct COLUMN] [of SOURCE], sum COLUMN [+ COLUMN] [of SOURCE] [times NUMBER], "
    "or share COLUMNS [of SOURCE] / COLUMNS [of SOURCE]"
)
_COLUMNS = r"(?P<columns>\w+(?:\s*\+\s*\w+)*)"
_SOURCE = r"(?:\s+of\s+(?P<source>\w+))?"
_COUNT = re.compile(rf"count(?:\s+distinct\s+(?P<columns>\w+))?{_SOURCE}")
_SUM = re.compile(rf"{_COLUMNS}{_SOURCE}")
_TIMES = re.compile(r"(?P<sum>.+?)\s+times\s+(?P<times>[1-9]\d{0,11})")

Kind = Literal["count", "sum", "share"]


@dataclass(frozen=True)
class CountedRows:
    """Raw rows that feed a value, and what of them is counted or added.

    Attributes:
        columns: Columns that are added, or whose different values are counted; empty to count rows.
        source: Source of the rows; empty for every one that feeds the value.
    """

    columns: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Recheck:
    """A figure's declaration: a kind with one part, or a share with two.

    Attributes:
        kind: What is done with the rows.
        parts: What is counted or added; of a share the part and the whole.
        times: What a sum is multiplied by; what a share is multiplied by is told by the figure's unit.
    """

    kind: Kind
    parts: tuple[CountedRows, ...]
    times: int = 1


def parse_recheck(text: str, where: str) -> Recheck | None:
    """Return what a figure's `recheck` says, or None when it says nothing.

    Args:
        text: The declaration.
        where: The figure, for errors.

    Raises:
        DefinitionError: If it is not in the syntax.
    """
    if not text.strip():
        return None
    kind, _, rest = text.strip().partition(" ")
    if kind == "count" and (counted := _COUNT.fullmatch(text.strip())):
        return Recheck("count", (_part(counted),))
    multiplied = _TIMES.fullmatch(rest.strip())
    times = int(multiplied["times"]) if multiplied else 1
    added = _SUM.fullmatch(multiplied["sum"] if multiplied else rest.strip())
    if kind == "sum" and added:
        return Recheck("sum", (_part(added),), times)
    if kind == "share":
        both = [_SUM.fullmatch(part.strip()) for part in rest.split("/")]
        parts = tuple(_part(part) for part in both if part)
        if len(both) == len(parts) == 2:
            return Recheck("share", parts)
    raise DefinitionError(
        f"recheck {text!r}", where=where, expected=SYNTAX, remedy="correct it, or leave it out"
    )


def _part(match: re.Match[str]) -> CountedRows:
    columns = [name.strip() for name in (match["columns"] or "").split("+")]
    return CountedRows(tuple(name for name in columns if name), match["source"] or "")
