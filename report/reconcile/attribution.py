"""Which source a sentence credits a number to: names of registered sources where they stand as an attribution."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from report.reconcile.context import Context

_BEFORE = re.compile(
    r"(?:\(|(?:according to|source:|data (?:from|of|by)|figures (?:from|of|by)|estimates (?:from|of|by)|reported by"
    r"|estimated by|published by|as per|cited by)\s+)(?:the\s+)?(?:\d{4}\s+)?$",
    re.I,
)
_AFTER = re.compile(
    r"^(?:['’]s?)?\s*(?:\(?\d{4}\)?\s+)?(?:(?:annual|latest|own|global)\s+)?"
    r"(?:shows?|estimat\w+|report\w*|finds?|found|says?|said|put|puts|counts?|counted|record\w*|data|figures?|numbers?"
    r"|statistics|reveals?|indicates?|suggests?|states?|stated|publish\w+|calculat\w+)\b",
    re.I,
)


@dataclass(frozen=True)
class Names:
    """Names by which texts know the sources.

    Attributes:
        sources: Name -> the sources that it may mean.
    """

    sources: Mapping[str, frozenset[str]]

    def credited(self, context: Context) -> tuple[str, frozenset[str]] | None:
        """Return the name that the sentence credits the number to and its sources; None where it credits nobody.

        The nearest attribution before the number counts, else the nearest after it.
        """
        start, end = context.sentence
        at = context.statement.start
        found = [
            (place < at, -abs(place - at), name)
            for place, name in _attributions(tuple(self.sources), context.text, start, end)
        ]
        if not found:
            return None
        # Of names that overlap (`Walk Free`, `Walk Free Foundation`) the longest says most.
        _, _, name = max(found, key=lambda item: (item[0], item[1], len(item[2])))
        return name, self.sources[name]


@lru_cache(maxsize=64)
def _attributions(
    names: tuple[str, ...], text: str, start: int, end: int
) -> tuple[tuple[int, str], ...]:
    """Return where in a sentence a name stands as an attribution; its numbers come one after the other."""
    return tuple(
        (found.start(), name)
        for name in names
        for found in _mention(name).finditer(text, start, end)
        if _AFTER.search(text[found.end() : min(end, found.end() + 40)])
        or _BEFORE.search(text[max(start, found.start() - 40) : found.start()])
    )


@lru_cache(maxsize=1_000)
def _mention(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + re.escape(name).replace(r"\ ", r"\s+") + r"(?!\w)")
