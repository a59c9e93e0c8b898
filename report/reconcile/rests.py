"""Numbers said of several together, of the rest, or of another year: no one figure speaks against them."""

from __future__ import annotations

import re

from report.reconcile.context import Context
from report.reconcile.readings import Quantity
from report.reconcile.words import roots

_REST = re.compile(
    r"\b(?:remaining|remainder|rest|other|balance)\b(?:\s+(?:of|the|is|was|were|being|some|about))*\s*$",
    re.I,
)
_TOGETHER = re.compile(
    # Who works or comes together is no sum.
    r"(?<!work )(?<!works )(?<!worked )(?<!working )(?<!come )(?<!came )(?<!comes )(?<!act )(?<!acting )"
    r"(?<!bring )(?<!brings )(?<!brought )(?<!meet )(?<!met )(?<!live )(?<!living )"
    r"\b(?:together|combined|between them|jointly|taken as one)\b",
    re.I,
)
_IN_ALL = re.compile(r"(?:\s+[^\W\d_][\w-]*){0,3},?\s+(?:in all|altogether|in total)\b", re.I)
_SET_AGAINST = re.compile(r"\b(?:after|following|against|from|than|versus|with)\s+$", re.I)
_YEAR_BEFORE = re.compile(
    r"[^,;.]*?\b(?:(?:the|a|one) (?:year|decade|month) (?:before|earlier|ago)|(?:the )?previous year|last year)\b",
    re.I,
)
_OF_THEM = re.compile(r",\s+(?:[\w.,-]+\s+){1,4}of\s+(?:them|whom|which|these)\b", re.I)
_LEAST = 2


def not_of_one(context: Context, quantity: Quantity) -> list[str]:
    """Return what keeps a number from being of one figure alone, in words for the author."""
    me, (start, end) = context.statement, context.clause
    found: list[str] = []
    before, known = context.text[start : me.start], roots(quantity.own_text)
    if _REST.search(before) and known.isdisjoint(roots("rest other remaining")):
        found.append("the number itself, not what is left of it")
    said = _TOGETHER.search(context.text, start, end)
    if said and known.isdisjoint(roots(said[0])):
        found.append(f"one figure, not several “{said[0].lower()}”")
    numbers = [other for other in context.others if other.is_statement and other is not me]
    if len(numbers) >= _LEAST and _IN_ALL.match(context.text, me.end):
        found.append("one figure, not several in all")
    part = _OF_THEM.search(context.text, me.end, context.sentence[1])
    whole = context.text[
        context.sentence[0] : part.start() if part else context.sentence[1]
    ].lower()
    places = quantity.figure.place
    if part and places and not any(name.lower() in whole for name in (*places, "world")):
        found.append(f"“{places[0]}” of the whole, not of a part")
    if _SET_AGAINST.search(before) and _YEAR_BEFORE.match(context.text, me.end):
        found.append("its year, in digits")
    return found
