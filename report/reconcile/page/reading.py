"""How a number was read, in words: what it says, and for which values that is true."""

from __future__ import annotations

from decimal import Decimal

from numbertext.statement import Statement
from report.reconcile.finding import Finding


def place(finding: Finding) -> str:
    """Return where a number stands: `¶12 p.3`, with its part where that is neither the body nor a page."""
    block = finding.block
    where = f"¶{block.paragraph}"
    if block.page is not None:
        where += f" p.{block.page}"
    is_usual = block.part == "body" or block.part.startswith("page ")
    return where if is_usual else f"{where}, {block.part}"


def read_as(statement: Statement) -> str:
    """Return how a number was read; empty for what is no statement."""
    if not statement.is_statement:
        return ""
    # The unit of some kinds is their name: `decade 2 decade` says it twice.
    words = [statement.kind] if statement.kind != statement.unit else []
    if statement.value is not None:
        words.append(_number(statement))
    if statement.unit:
        words.append(statement.unit)
    truth = _truth(statement)
    return " ".join(words) + (f"; literally true of values {truth}" if truth else "")


def _number(statement: Statement) -> str:
    if statement.ratio:
        return "/".join(_plain(part) for part in statement.ratio)
    return "" if statement.value is None else _plain(statement.value)


def _truth(statement: Statement) -> str:
    low, high = statement.low, statement.high
    if low is not None and low == high:
        return f"equal to {_plain(low)}"
    bounds = []
    if low is not None:
        bounds.append(f"{'above' if statement.low_open else 'from'} {_plain(low)}")
    if high is not None:
        bounds.append(f"{'below' if statement.high_open else 'up to'} {_plain(high)}")
    return " and ".join(bounds)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
