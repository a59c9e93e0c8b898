"""Numbers that are said for each of something: `15,136 a month`, `17.5 tonnes a hectare`, `4 per journey`.

A rate is no count, and a count no rate: where the text says the one and the figure is the other, they do not meet.
"""

from __future__ import annotations

import re

from numbertext.statement import Statement
from report.reconcile.context import Context
from report.reconcile.words import root_of

_ADJOINING = re.compile(
    r"(?:\s+[^\W\d_][\w-]*){0,2}?\s+(?:a|an|per|each|every)\s+(?P<base>[^\W\d_][\w-]*)", re.I
)
_PER = re.compile(r"\b(?:per|every|each)\s+$", re.I)
_LATER = re.compile(r"\s+(?:ago|earlier|before|later|after|on\b|old)", re.I)
_SAME = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}


def base_said(context: Context) -> str:
    """Return what a number is said for each of, as the text has it (`month`); empty for a plain number."""
    statement = context.statement
    if statement.kind == "rate":
        return ""
    for other in context.others:
        if _in_clause(context, other) and _PER.search(
            context.text[max(0, other.start - 12) : other.start]
        ):
            return other.text
    found = _ADJOINING.match(context.text, statement.end, context.clause[1])
    if found is None or _LATER.match(context.text, found.end()):
        return ""
    between = found[0].lower().split()
    article = between[-2]
    base = found["base"]
    if article in ("per", "each", "every"):
        return base
    # `a` may begin anything: it is a rate right after the number or its noun (`17.5 tonnes a hectare`).
    noun = statement.unit.lower().split()[-1:]
    return base if between[:-2] in ([], noun) else ""


def _in_clause(context: Context, other: Statement) -> bool:
    start, end = context.clause
    return other is not context.statement and start <= other.start < end and other.is_statement


def base_of_unit(unit: str) -> str:
    """Return what a figure's unit is for each of (`month` of `submissions per month`); empty for a plain unit."""
    head, per, base = unit.lower().partition(" per ")
    return base if per and head else ""


def same_base(said: str, meant: str) -> bool:
    """Return whether two bases are one: `month` and `months`, `annually` and `year`."""
    one, other = (root_of(_SAME.get(base.lower(), base).split()[-1]) for base in (said, meant))
    return one == other
