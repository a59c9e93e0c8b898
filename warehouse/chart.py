"""The chart that a report table's head asks for: read and checked, so that a slip is told before anything is built.

What a declaration may say. How it is drawn belongs to `report.publish.charts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from warehouse.definitions import check_keys, mapping
from warehouse.errors import DefinitionError

REQUIRED = {
    "lines": {"x", "value"},
    "bars": {"label", "value"},
    "tiles": {"label", "value", "name", "grid", "breaks"},
}
OPTIONAL = {
    "lines": {"series"},
    "bars": {"most", "order", "words"},
    "tiles": set[str](),
}
OF_ALL = {"title", "where", "scale", "decimals", "note"}
COLUMNS = ("x", "label", "value", "series", "name", "words")
SCALES = ("one", "thousand", "million", "billion")
ORDERS = ("value", "table")
EMPTY = "."
_MOST_BREAKS = 4


@dataclass(frozen=True)
class ChartHead:
    """What a table's chart shows.

    Attributes:
        kind: `lines` over time, ranked `bars`, or `tiles`, one for each place.
        label: Column along the axis: the year of lines, the text at a bar, the code in a tile.
        value: Column of the numbers.
        title: Title; the table's own where it is empty.
        series: For lines: column that tells them apart; one line without it.
        name: For tiles: column of the places' names, for those who do not see the codes.
        words: For bars: column of words that stand before the number.
        where: Column -> the cells as readers see them; other rows are left out.
        scale: `one`, `thousand`, `million` or `billion`, by which values are divided.
        decimals: Places after the point; None leaves those of the column.
        most: For bars: how many are shown at most.
        order: For bars: by `value`, or as the `table` has them.
        grid: For tiles: rows of codes, an empty text where no tile stands.
        breaks: For tiles: where one class of values ends and the next begins.
        note: What a reader should know besides the table's natures and sources.
    """

    kind: str
    label: str
    value: str
    title: str = ""
    series: str = ""
    name: str = ""
    words: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scale: str = "one"
    decimals: int | None = None
    most: int | None = None
    order: str = "value"
    grid: tuple[tuple[str, ...], ...] = ()
    breaks: tuple[Decimal, ...] = ()
    note: str = ""


def chart_head(given: object, columns: Mapping[str, int | None], where: str) -> ChartHead | None:
    """Return the chart of a table, or None where its head asks for none.

    Args:
        given: What stands under `chart` in the head.
        columns: The columns that the head describes, with the decimals that they are rounded to.
        where: File named in errors.

    Raises:
        DefinitionError: If a key is missing or unknown, or a column is not described in the head.
    """
    if given is None:
        return None
    where = f"{where}, chart"
    values = mapping(given, where)
    kind = _one_of(values, "kind", tuple(REQUIRED), where)
    check_keys(
        values, required={"kind", *REQUIRED[kind]}, optional=OPTIONAL[kind] | OF_ALL, where=where
    )
    for key in sorted(REQUIRED[kind]):
        if values.get(key) is None:
            raise DefinitionError(f"{key} says nothing", where=where, remedy=f"add `{key}: ...`")
    rows = mapping(values.get("where"), where)
    _refuse_unknown(
        {*(str(values[key]) for key in COLUMNS if values.get(key) is not None), *rows},
        columns,
        where,
    )
    texts = {key: " ".join(str(values.get(key) or "").split()) for key in ("title", "note")}
    return ChartHead(
        kind=kind,
        label=str(values["x"] if kind == "lines" else values["label"]),
        **{key: str(values.get(key) or "") for key in ("value", "series", "name", "words")},
        **texts,
        where={column: _cells(cells) for column, cells in rows.items()},
        scale=_one_of(values, "scale", SCALES, where),
        decimals=_decimals(values, columns[str(values["value"])], where),
        most=_whole(values, "most", 1, where),
        order=_one_of(values, "order", ORDERS, where),
        grid=_grid(values.get("grid"), where),
        breaks=_breaks(values.get("breaks"), where),
    )


def _one_of(values: Mapping[str, object], key: str, known: tuple[str, ...], where: str) -> str:
    given = values.get(key)
    value = ("" if key == "kind" else known[0]) if given is None else str(given)
    if value not in known:
        raise DefinitionError(f"{key} {value!r}", where=where, expected=" | ".join(known))
    return value


def _refuse_unknown(named: set[str], columns: Collection[str], where: str) -> None:
    for name in sorted(named - set(columns)):
        raise DefinitionError(
            f"column {name!r} is not described in the head",
            where=where,
            expected=", ".join(columns),
            remedy=f"correct the name, or add `{name}: {{title: ...}}` under `columns`",
        )


def _cells(given: object) -> tuple[str, ...]:
    """Return cells as readers see them, from one or from a list."""
    shown = {True: "yes", False: "no"}
    listed = given if isinstance(given, list) else [given]
    return tuple(shown[cell] if isinstance(cell, bool) else str(cell) for cell in listed)


def _decimals(values: Mapping[str, object], published: int | None, where: str) -> int | None:
    """Return the places of a chart's numbers; what the column rounds is not rounded again."""
    if published is not None and ("decimals" in values or "scale" in values):
        raise DefinitionError(
            f"column {values['value']!r} is rounded to {published} decimals already",
            where=where,
            remedy="leave `scale` and `decimals` out: a number that is rounded twice may come out wrong",
        )
    if "scale" in values and "decimals" not in values:
        raise DefinitionError(
            "a scale without a stated precision", where=where, remedy="add `decimals: N`"
        )
    return _whole(values, "decimals", 0, where)


def _whole(values: Mapping[str, object], key: str, least: int, where: str) -> int | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise DefinitionError(
            f"{key} {value!r}", where=where, expected=f"a whole number of at least {least}"
        )
    return value


def _grid(given: object, where: str) -> tuple[tuple[str, ...], ...]:
    lines = [line.split() for line in str(given or "").splitlines() if line.strip()]
    counted = Counter(code for line in lines for code in line if code != EMPTY)
    twice = [code for code, times in counted.items() if times > 1]
    if twice:
        raise DefinitionError(
            f"{twice[0]} stands twice in the grid", where=where, expected="one tile a place"
        )
    return tuple(tuple("" if code == EMPTY else code for code in line) for line in lines)


def _breaks(given: object, where: str) -> tuple[Decimal, ...]:
    try:
        breaks = tuple(Decimal(str(value)) for value in (given if isinstance(given, list) else ()))
        rising = all(low < high for low, high in pairwise(breaks))
    except (InvalidOperation, TypeError):
        breaks, rising = (), False
    if given is not None and not (rising and 0 < len(breaks) <= _MOST_BREAKS):
        raise DefinitionError(
            f"breaks {given!r}",
            where=where,
            expected=f"a list of 1 to {_MOST_BREAKS} rising numbers, e.g. [5, 10, 20]",
        )
    return breaks
