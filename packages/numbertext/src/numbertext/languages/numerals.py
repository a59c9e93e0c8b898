"""Every number written in digits, of any script, in a text whose language is not read.

"5,6 % de 300.000"  ->  5,6 and 300.000, without a value
"""

from __future__ import annotations

import re
from collections.abc import Iterator

DIGITS = re.compile(
    r"\d+(?:[.,'’٫٬\u00a0\u2009\u202f ]\d+)*|[〇零一二三四五六七八九十百千万萬亿億兆]{2,}"
)
SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|[^ ]+")


def numerals(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of every number in digits between two code points of a text; `12 345` is one, `12 3` two."""
    for found in DIGITS.finditer(text, start, end):
        for part in SPACED.finditer(found[0]):
            yield found.start() + part.start(), found.start() + part.end()
