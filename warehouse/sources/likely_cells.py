"""How the cells of a column are written that are not of its type: worked out from them all, to be proposed.

Seventeen thousand cells `<5` are one cause. What is proposed reads every cell that was found wrong; where nothing does,
nothing is proposed, and what a value means is left to the person who knows the source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyarrow

from warehouse.sources.faults import Fault
from warehouse.sources.layout import Field, Layout

_NUMBER = r"[+-]?\d+(?:[ .,'\u00a0\u202f]\d+)*"
_CURRENCY = r"[$€£¥₹]|US\$|A\$|[A-Z]{3}"
_FLAG = r"[*†‡§]+|[a-z]{1,2}|\([a-z]{1,3}\)|\[[a-z]{1,3}\]"
_WRITTEN = re.compile(
    rf"(?P<open>\()?\s*(?P<currency>{_CURRENCY})?\s*(?P<number>{_NUMBER})\s*(?P<per_cent>%)?\s*"
    rf"(?P<after>{_CURRENCY})?\s*(?P<flag>{_FLAG})?(?P<close>\))?"
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ .,'\u00a0\u202f])\d{3})+(?:([.,])\d+)?")
_DECIMAL = re.compile(r"[+-]?\d+([.,])\d+")
_WITHHELD = re.compile(r"[<>≤≥]\s?\d{1,4}")
_NOT_STATED = frozenset(
    (
        "..",
        ":",
        "\u2013",
        "\u2014",
        "n/a",
        "na",
        "n.a.",
        "nan",
        "null",
        "none",
        "nil",
        "x",
        "[x]",
        "c",
        "[c]",
    )
)
"""What statistical offices write for what is not stated or not told: nothing that only one file says."""
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_MOST = 5


def with_proposals(faults: Iterable[Fault], layout: Layout) -> list[Fault]:
    """Return the faults of a file, those of cells that are not of their type with what would read them.

    Args:
        faults: The faults.
        layout: The columns; of a file with persons nothing is proposed, as that would quote it.
    """
    found = list(faults)
    if layout.has_personal:
        return found
    fields = {f"{field.name}.type": field for field in layout.fields if field.form is None}
    cells: dict[str, list[str]] = {}
    for fault in found:
        if fault.rule.id in fields and fault.value:
            cells.setdefault(fault.rule.id, []).append(fault.value)
    proposals = {id: proposal(fields[id], values) for id, values in cells.items()}
    return [
        replace(fault, remedy=f"{said}; else {fault.remedy or fault.rule.remedy}")
        if (said := proposals.get(fault.rule.id, ""))
        else fault
        for fault in found
    ]


def proposal(field: Field, values: Sequence[str]) -> str:
    """Return the reader options that read cells as values of a column, in words; empty where none do.

    Args:
        field: The column.
        values: The cells that are not of its type.
    """
    texts = [value.strip() for value in dict.fromkeys(values)]
    if pyarrow.types.is_date(field.kind):
        return _of_dates(field, texts)
    if not (pyarrow.types.is_integer(field.kind) or pyarrow.types.is_decimal(field.kind)):
        return ""
    markers = [text for text in texts if text.lower() in _NOT_STATED]
    withheld = [text for text in texts if _WITHHELD.fullmatch(text)]
    others = [text for text in texts if text not in markers and text not in withheld]
    form = _form(others)
    if others and form is None:
        return ""
    return _told(field, form or [], withheld, markers)


def _told(field: Field, form: list[str], withheld: list[str], markers: list[str]) -> str:
    said = []
    if form:
        said.append(f"`cells: {{{field.name}: {{{', '.join(form)}}}}}`")
    if withheld:
        shown = json.dumps(withheld[:_MOST], ensure_ascii=False)
        said.append(f"`suppressed: {{columns: [{field.name}], markers: {shown}}}`")
    if markers:
        shown = json.dumps(markers[:_MOST], ensure_ascii=False)
        said.append(
            f"{shown} among `null_markers`, or among those of `suppressed` if it is not told"
        )
    return f"if the provider writes so, declare under `reader`: {' and '.join(said)}"


def _form(texts: Sequence[str]) -> list[str] | None:
    """Return the keys of a cell form that reads all of these numbers; None where there is none, empty for no text."""
    matches = [_WRITTEN.fullmatch(text) for text in texts]
    if not all(m and bool(m.group("open")) == bool(m.group("close")) for m in matches):
        return None
    found = [m for m in matches if m]
    marks = _marks([m.group("number") for m in found])
    if marks is None:
        return None
    return [*marks, *_beside(found)]


def _beside(found: Sequence[re.Match[str]]) -> Iterator[str]:
    """Yield what stands beside the numbers."""
    if any(m.group("per_cent") for m in found):
        yield "per_cent: points"
    if any(m.group("open") for m in found):
        yield "brackets: negative"
    if currency := sorted({m[name] for m in found for name in ("currency", "after") if m[name]}):
        yield f"currency: {json.dumps(currency[0] if len(currency) == 1 else currency, ensure_ascii=False)}"
    if any(m.group("flag") for m in found):
        yield "flags: {into: A_TEXT_COLUMN}"


def _marks(numbers: Sequence[str]) -> list[str] | None:
    """Return the marks within numbers; None where one contradicts another, or a number is written in neither way."""
    thousands: set[str] = set()
    decimal: set[str] = set()
    for number in numbers:
        if grouped := _GROUPED.fullmatch(number):
            thousands.add(grouped[1])
            decimal |= {grouped[2]} - {None}
        elif single := _DECIMAL.fullmatch(number):
            decimal.add(single[1])
        elif not number.lstrip("+-").isdigit():
            return None
    if len(thousands) > 1 or len(decimal) > 1 or thousands & decimal:
        return None
    said = [f"thousands: {json.dumps(mark, ensure_ascii=False)}" for mark in thousands]
    return said + [f"decimal: {json.dumps(mark)}" for mark in decimal if mark != "."]


def _of_dates(field: Field, texts: Sequence[str]) -> str:
    matches = [_DAY.fullmatch(text) for text in texts]
    if not texts or not all(matches):
        return ""
    found = [m for m in matches if m]
    mark = found[0][2]
    if any(m[2] != mark for m in found):
        return ""
    orders = {
        f"%d{mark}%m{mark}%Y": all(int(m[3]) <= 12 for m in found),
        f"%m{mark}%d{mark}%Y": all(int(m[1]) <= 12 for m in found),
    }
    fitting = [pattern for pattern, fits in orders.items() if fits]
    if not fitting:
        return ""
    said = [f'`cells: {{{field.name}: {{dates: "{pattern}"}}}}`' for pattern in fitting]
    asked = ", whichever the provider means" if len(said) > 1 else ""
    return f"if the provider writes so, declare under `reader`: {' or '.join(said)}{asked}"
