"""Words divided at the end of a line: whether their hyphen is part of the word.

Sources: the rest of the document, which may have the word undivided; the words of numbers, which keep their hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FIRST = re.compile(r"([^\W_]+)[-\u2010\u00ad]$")
NEXT = re.compile(r"[^\W\d_]+")
# After these a hyphen is the word's own: twenty-five, two-thirds, half-year, mid-March.
KEEPING_WORDS = """
    twenty thirty forty fifty sixty seventy eighty ninety one two three four five six seven eight nine ten half quarter
    non self mid all ex well
"""
KEEPING = frozenset(KEEPING_WORDS.split())
LONGEST = 60


class Words:
    """The words of a document.

    Args:
        texts: Its lines; words divided between two of them are not known from these.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: set[str] = set()
        for text in texts:
            self._known.update(word.lower() for word in WORD.findall(text))

    def linked(self, before: str, after: str) -> tuple[str, str]:
        """Return a line as it stands before the next one, and what comes between the two."""
        first = FIRST.search(before[-LONGEST:])
        if first is None:
            return before, " "
        if before.endswith("\u00ad"):
            return before[:-1], ""
        following = NEXT.match(after)
        if following is None or not following.group()[0].islower() or not first.group(1).isalpha():
            return before, ""
        head, tail = first.group(1).lower(), following.group().lower()
        is_compound = f"{head}-{tail}" in self._known and head + tail not in self._known
        return (before, "") if head in KEEPING or is_compound else (before[:-1], "")
