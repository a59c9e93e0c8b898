"""The re-adding of a figure from the raw rows of its evidence, as releases and books quote it for whoever checks it.

The rows that feed the value are added or counted in exact numbers, and neither a query nor a database is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from report.figures.published import PublishedFigure
from report.figures.recheck import Part, Recheck, parse_recheck
from warehouse.builder.kept import Kept
from warehouse.errors import DefinitionError

_TOLERANCE = Fraction(1, 10**12)
_PER = re.compile(r"per ([\d,]+)")


def recheck_entry(
    kept: Kept, figure: PublishedFigure, document: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return how a figure is added up again from its raw rows.

    None where its catalogue entry declares nothing, and where the document does not show all the rows or their values.

    Args:
        kept: The generation, for the sources that it knows.
        figure: The figure.
        document: Its trace as plain data, with all rows that feed the value.

    Raises:
        DefinitionError: If the declaration is wrong, or the rows do not add up to the value.
    """
    where = f"report/figures.yaml, figure {figure.id}"
    declared = parse_recheck(figure.recheck, where)
    if declared is None:
        return None
    for part in declared.parts:
        if part.source and part.source not in kept.catalog.sources:
            expected = ", ".join(sorted(kept.catalog.sources))
            raise DefinitionError(f"recheck of {part.source!r}", where=where, expected=expected)
    if not all(_is_shown(part, document) for part in declared.parts):
        return None
    entry, result = _added(declared, figure.unit, document)
    if not _agrees(declared, result, figure.value):
        raise DefinitionError(
            f"its {figure.recheck} over the raw rows is {entry['result']}",
            where=where,
            expected=f"{figure.value}, the figure",
            remedy="correct the recheck, or leave it out where the figure is no such sum",
        )
    return entry


def _added(
    declared: Recheck, unit: str, document: Mapping[str, Any]
) -> tuple[dict[str, Any], Fraction | None]:
    parts = [_quoted(part, document) for part in declared.parts]
    totals = [_total(declared, rows) for rows in parts]
    quoted = [
        {"column": " + ".join(part.columns), "rows": rows}
        for part, rows in zip(declared.parts, parts, strict=True)
    ]
    if declared.kind != "share":
        total = declared.times * totals[0]
        return {
            "kind": declared.kind,
            "times": declared.times,
            **quoted[0],
            "result": _text(total),
        }, total
    times = _times(unit)
    result = times * totals[0] / totals[1] if totals[1] else None
    both = {"part": quoted[0], "whole": quoted[1]}
    text = _text(result) if result is not None else "a share of nothing"
    return {"kind": "share", "times": times, **both, "result": text}, result


def _quoted(part: Part, document: Mapping[str, Any]) -> list[list[Any]]:
    """Return file, line and value of each raw row that feeds the figure and states one of the columns."""
    return [
        [place_of(source, row), row["line"], _value(part, row["values"])]
        for source, row in _feeding(part, document)
        if not part.columns or any(row["values"].get(name) is not None for name in part.columns)
    ]


def place_of(source: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Return the file of a raw row, with its sheet where it has one."""
    return f"{source['file']}#{row['sheet']}" if row["sheet"] else str(source["file"])


def _is_shown(part: Part, document: Mapping[str, Any]) -> bool:
    """Return whether all rows of a part are listed, and with their values where these are needed."""
    for source in document["sources"]:
        if source["source"] and part.source in ("", source["source"]):
            listed = sum(row["role"] == "value" for row in source["rows"])
            if listed != source["by_role"].get("value", 0):
                return False
            if listed and part.columns and source.get("values_withheld"):
                return False
    return True


def _feeding(part: Part, document: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    # The edition's own definition (it has no source) feeds a year into many values; it is no record of anything.
    for source in document["sources"]:
        if source["source"] and part.source in ("", source["source"]):
            yield from ((source, row) for row in source["rows"] if row["role"] == "value")


def _value(part: Part, values: Mapping[str, Any]) -> str:
    stated = [values[name] for name in part.columns if values.get(name) is not None]
    if len(part.columns) <= 1:
        return str(stated[0]) if stated else ""
    return _text(sum((Fraction(Decimal(str(value))) for value in stated), Fraction(0)))


def _total(declared: Recheck, rows: list[list[Any]]) -> Fraction:
    if declared.kind == "count":
        is_distinct = bool(declared.parts[0].columns)
        return Fraction(len({row[2] for row in rows}) if is_distinct else len(rows))
    return sum((Fraction(Decimal(value)) for _, _, value in rows), Fraction(0))


def _times(unit: str) -> int:
    if unit in ("per cent", "percent", "%"):
        return 100
    per = _PER.fullmatch(unit)
    return int(per[1].replace(",", "")) if per else 1


def _text(number: Fraction) -> str:
    """Return a number in full, or where its decimals do not end to 17 significant digits."""
    if number.denominator == 1:
        return str(number.numerator)
    decimals = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{decimals:.17g}" if Fraction(decimals) != number else f"{decimals:f}"


def _agrees(declared: Recheck, result: Fraction | None, value: Any) -> bool:
    """Return whether a result is the figure; a share is compared as the double that the build divides in."""
    if result is None or isinstance(value, bool) or not isinstance(value, int | float):
        return False
    wanted = Fraction(Decimal(str(value)))
    if declared.kind == "share":
        return abs(result - wanted) <= abs(wanted) * _TOLERANCE
    return result == wanted or float(result) == value
