"""Powers of ten: `3.2 x 10^6`, `3.2 × 10⁶`, `10^-12`."""

from __future__ import annotations

import re
from decimal import Decimal

from numbertext.extraction.draft import Draft
from numbertext.extraction.page import TokenPage

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
EXPONENT = r"(?:\^\(?(?P<plain>[-–+]?\d{1,2})\)?|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))"
LONGEST = 18
POWER = re.compile(
    rf"(?:(?P<factor>\d{{1,6}}(?:\.\d{{1,6}})?)[ ]?[x×·*][ ]?)?10{EXPONENT}(?![\w^])"
)


def power(page: TokenPage, index: int) -> Draft | None:
    """Claim a power of ten, with the number that it is multiplied by."""
    token = page.token(index)
    is_possible = token.kind == "number" and "10" in page.text[token.start : token.start + LONGEST]
    found = POWER.match(page.text, token.start) if is_possible else None
    if found is None:
        return None
    written = (found["plain"] or found["raised"]).translate(RAISED).replace("–", "-")
    scale = Decimal(1).scaleb(int(written))
    factor = Decimal(found["factor"] or 1)
    exponent = factor.as_tuple().exponent
    place = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * scale
    last = page.until(found.end())
    return Draft(
        index,
        last,
        "cardinal",
        "cardinal.power",
        value=Decimal(f"{factor * scale:f}"),
        precision=place,
        granularity=place,
        is_rounded=True,
        noun_at=last,
    )
