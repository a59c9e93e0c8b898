"""The heart of what a sentence says of a number: what stands between the number and the words that name its subject.

A long sentence may say much besides; what could make the subject another one (`newly displaced`, `refugee children`)
stands here, within the heart or right beside it.
"""

from __future__ import annotations

import re

from report.reconcile.context import Context
from report.reconcile.naming import subject_span
from report.reconcile.readings import Quantity

_NEXT = re.compile(
    r"[\s-]+(?:(?:by|of|from|among|under|aged)\s+(?:(?:the|a|an|all|its|their)\s+)?)?[^\W\d_]+",
    re.I,
)
_PREVIOUS = re.compile(r"[^\W\d_]+[\s-]+$")


def core(context: Context, quantity: Quantity) -> tuple[int, int]:
    """Return start and end of a sentence's heart, with what is beside it.

    Beside it are the word right after it (or the preposition with its noun: `displaced by disasters`) and the one right
    before its subject.
    """
    statement = context.statement
    subject = subject_span(context, quantity) or (statement.start, statement.end)
    start, end = min(subject[0], statement.start), max(subject[1], statement.end)
    if start == subject[0]:
        before = _PREVIOUS.search(context.text, context.sentence[0], start)
        start = before.start() if before else start
    after = _NEXT.match(context.text, end, context.sentence[1])
    return start, after.end() if after else end
