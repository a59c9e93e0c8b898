"""A number in a text: the statement that it makes, or the reason why it makes none.

The record that extraction returns and everything after it reads. How text becomes a statement is
`extraction`; what makes it true is `conditions`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

KINDS = (
    "cardinal",
    "ordinal",
    "decade",
    "percent",
    "points",
    "rate",
    "ratio",
    "fraction",
    "money",
    "change",
    "occurrence",
    "vague",
)
COMPARATORS = ("eq", "gt", "ge", "lt", "le", "about", "almost", "between", "vague")
SET_ASIDE_KIND, UNRESOLVED_KIND = "set_aside", "unresolved"


@dataclass(frozen=True)
class Statement:
    """One number of a text.

    Attributes:
        start: Code point at which the phrase starts.
        end: Code point after its last one.
        text: The phrase as it stands in the text.
        kind: One of `KINDS`, or `set_aside`, or `unresolved`.
        value: The number said, scale applied; a share of one for ratios and fractions; None for ranges,
            vague amounts and whatever is no statement.
        low: Lower bound of the literal truth condition; None where there is none.
        high: Upper bound of it; None where there is none.
        low_open: Whether the lower bound itself is outside.
        high_open: Whether the upper bound itself is outside.
        unit: `per cent`, `percentage points`, `per 1,000`, `share`, `times`, an ISO 4217 code, or the noun counted
            in lower case; empty where the text names none.
        comparator: One of `COMPARATORS`.
        rule: Id of the rule that decided.
        set_aside: Reason why the number is no statement; None for statements.
        precision: Place value of the last written digit, scale applied.
        granularity: Place value of the last digit that is not zero, scale applied.
        hedge: The words of the comparison, in lower case (`just over`); empty for none.
        direction: `up` or `down` for changes.
        is_rounded: Whether it was written with decimals, a scale word or a percentage: read as a rounded number.
        ratio: Numerator and denominator where the value is a quotient.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    unit: str = ""
    comparator: str = "eq"
    rule: str = ""
    set_aside: str | None = None
    precision: Decimal | None = None
    granularity: Decimal | None = None
    hedge: str = ""
    direction: str = ""
    is_rounded: bool = False
    ratio: tuple[Decimal, Decimal] | None = None

    @property
    def is_statement(self) -> bool:
        """Whether the number says something that evidence can bear out or not."""
        return self.kind in KINDS

    def as_dict(self) -> dict[str, object]:
        """Return the fields for JSON; numbers as text, without exponents."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
