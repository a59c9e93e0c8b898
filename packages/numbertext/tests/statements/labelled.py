"""The labelled sentences: reading and checking of `develop*.jsonl` and `held_out*.jsonl`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from numbertext.statement import COMPARATORS, KINDS

FOLDER = Path(__file__).parent
REASONS = (
    "date",
    "time",
    "period",
    "age",
    "title",
    "reference",
    "telephone",
    "identifier",
    "confidence",
    "idiom",
)


@dataclass(frozen=True)
class Label:
    """What a reader takes from one phrase; `reason` is given for what is set aside."""

    start: int
    end: int
    kind: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    comparator: str
    reason: str | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence with its labels, in the order of the text."""

    id: str
    field: str
    text: str
    statements: tuple[Label, ...]
    set_aside: tuple[Label, ...]


def read_labelled(path: Path) -> list[Sentence]:
    """Return the sentences of a file.

    Raises:
        ValueError: If a label is wrong; names the sentence and the label.
    """
    return [_sentence(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def _sentence(given: dict[str, Any]) -> Sentence:
    text, where = given["text"], given["id"]
    statements = tuple(_statement(text, item, where) for item in given["statements"])
    aside = tuple(_aside(text, item, where) for item in given["set_aside"])
    ordered = sorted((*statements, *aside), key=lambda label: label.start)
    for before, after in pairwise(ordered):
        if before.end > after.start:
            raise ValueError(f"{where}: {text[after.start : after.end]!r} lies in another span")
    return Sentence(where, given["field"], text, statements, aside)


def _span(text: str, item: dict[str, Any], where: str) -> tuple[int, int]:
    start = -1
    for _ in range(item.get("nth", 1)):
        start = text.find(item["span"], start + 1)
        if start < 0:
            raise ValueError(f"{where}: {item['span']!r} is not in the text so many times")
    return start, start + len(item["span"])


def _statement(text: str, item: dict[str, Any], where: str) -> Label:
    if item["kind"] not in KINDS or item["comparator"] not in COMPARATORS:
        raise ValueError(f"{where}: kind or comparator of {item}")
    if (item["comparator"] == "between") != ("low" in item and "high" in item):
        raise ValueError(f"{where}: a range has low and high, and nothing else has: {item}")
    value, low, high = (
        Decimal(item[name]) if item.get(name) is not None else None
        for name in ("value", "low", "high")
    )
    start, end = _span(text, item, where)
    return Label(start, end, item["kind"], value, low, high, item["unit"], item["comparator"])


def _aside(text: str, item: dict[str, Any], where: str) -> Label:
    if item["reason"] not in REASONS:
        raise ValueError(f"{where}: reason of {item}")
    start, end = _span(text, item, where)
    return Label(start, end, "set_aside", None, None, None, "", "eq", item["reason"])
