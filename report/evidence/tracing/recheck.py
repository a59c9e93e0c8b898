"""The re-adding of a figure from the raw rows of its evidence, as releases and books quote it for whoever checks it.

The rows that feed the value are added or counted in exact numbers, and neither a query nor a database is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from report.evidence.tracing.cell_evidence import (
    AddedRow,
    AddedRows,
    CellEvidence,
    FileRows,
    Readded,
    place_of,
)
from report.figures.plain import Plain
from report.figures.published import PublishedFigure
from report.figures.recheck import CountedRows, Recheck, parse_recheck
from warehouse.errors import DefinitionError
from warehouse.folders import CATALOGUE

_TOLERANCE = Fraction(1, 10**12)
_PER = re.compile(r"per ([\d,]+)")


def recheck(
    known_sources: Collection[str], figure: PublishedFigure, evidence: CellEvidence
) -> Readded | None:
    """Return how a figure is added up again from its raw rows.

    None where its catalogue entry declares nothing, and where the evidence does not show all the rows or their values.

    Args:
        known_sources: Names of the edition's sources.
        figure: The figure.
        evidence: Its evidence, with all rows that feed the value.

    Raises:
        DefinitionError: If the declaration is wrong, or the rows do not add up to the value.
    """
    where = f"{CATALOGUE}, figure {figure.id}"
    declared = parse_recheck(figure.recheck, where)
    if declared is None:
        return None
    for part in declared.parts:
        if part.source and part.source not in known_sources:
            expected = ", ".join(sorted(known_sources))
            raise DefinitionError(f"recheck of {part.source!r}", where=where, expected=expected)
    if not all(_is_shown(part, evidence) for part in declared.parts):
        return None
    found, result = _added(declared, figure.unit, evidence)
    if not _agrees(declared, result, figure.value):
        raise DefinitionError(
            f"its {figure.recheck} over the raw rows is {found.result}",
            where=where,
            expected=f"{figure.value}, the figure",
            remedy="correct the recheck, or leave it out where the figure is no such sum",
        )
    return found


def _added(declared: Recheck, unit: str, evidence: CellEvidence) -> tuple[Readded, Fraction | None]:
    parts = tuple(_quoted(part, evidence) for part in declared.parts)
    totals = [_total(declared, part.rows) for part in parts]
    if declared.kind != "share":
        total = declared.times * totals[0]
        return Readded(declared.kind, declared.times, parts, _text(total)), total
    times = _times(unit)
    result = times * totals[0] / totals[1] if totals[1] else None
    text = _text(result) if result is not None else "a share of nothing"
    return Readded("share", times, parts, text), result


def _quoted(part: CountedRows, evidence: CellEvidence) -> AddedRows:
    """Return file, line and value of each raw row that feeds the figure and states one of the columns."""
    rows = tuple(
        AddedRow(place_of(file, row), row.line, _value(part, row.values))
        for file in _files(part, evidence)
        for row in file.rows_that_feed()
        if not part.columns or any(row.values.get(name) is not None for name in part.columns)
    )
    return AddedRows(" + ".join(part.columns), rows)


def _files(part: CountedRows, evidence: CellEvidence) -> list[FileRows]:
    # The edition's own definition (it has no source) feeds a year into many values; it is no record of anything.
    return [f for f in evidence.files if f.source and part.source in ("", f.source)]


def _is_shown(part: CountedRows, evidence: CellEvidence) -> bool:
    """Return whether all rows of a part are listed, and with their values where these are needed."""
    for file in _files(part, evidence):
        listed = len(file.rows_that_feed())
        if listed != file.by_role.get("value", 0):
            return False
        if listed and part.columns and file.is_withheld:
            return False
    return True


def _value(part: CountedRows, values: Mapping[str, Plain]) -> str:
    stated = [values[name] for name in part.columns if values.get(name) is not None]
    if len(part.columns) <= 1:
        return str(stated[0]) if stated else ""
    return _text(sum((Fraction(Decimal(str(value))) for value in stated), Fraction(0)))


def _total(declared: Recheck, rows: Sequence[AddedRow]) -> Fraction:
    if declared.kind == "count":
        is_distinct = bool(declared.parts[0].columns)
        return Fraction(len({row.value for row in rows}) if is_distinct else len(rows))
    return sum((Fraction(Decimal(row.value)) for row in rows), Fraction(0))


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


def _agrees(declared: Recheck, result: Fraction | None, value: Plain) -> bool:
    """Return whether a result is the figure; a share is compared as the double that the build divides in."""
    if result is None or isinstance(value, bool) or not isinstance(value, int | float):
        return False
    wanted = Fraction(Decimal(str(value)))
    if declared.kind == "share":
        return abs(result - wanted) <= abs(wanted) * _TOLERANCE
    return result == wanted or float(result) == value
