"""What a rule claims: a stretch of tokens and what is known of it so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from numbertext.extraction.numerals import Numeral
from numbertext.extraction.page import TokenPage
from numbertext.statement import SET_ASIDE_KIND


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim on tokens; the fields are those of `Statement` before positions are known.

    Attributes:
        first: Index of the first token.
        last: Index after the last one.
        kind: Kind of the statement, or `set_aside`.
        rule: Id of the rule that claimed.
        noun_at: Where the noun counted may begin; None where the unit is settled.
        is_singular: Whether the noun is expected in the singular (ordinals, `one`, `three-year`).
        is_of: Whether `of` leads to the noun (`hundreds of delegates`).
    """

    first: int
    last: int
    kind: str
    rule: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    comparator: str = "eq"
    reason: str | None = None
    precision: Decimal | None = None
    granularity: Decimal | None = None
    hedge: str = ""
    direction: str = ""
    is_rounded: bool = False
    ratio: tuple[Decimal, Decimal] | None = None
    noun_at: int | None = None
    is_singular: bool = False
    is_of: bool = False

    @property
    def is_statement(self) -> bool:
        """Whether it says something."""
        return self.reason is None and self.kind != "unresolved"


Rule = Callable[[TokenPage, int], Draft | None]
"""Claims the number word at an index, or leaves it to the next rule."""


def aside(first: int, last: int, reason: str, rule: str) -> Draft:
    """Return a claim that the tokens make no statement."""
    return Draft(first, last, SET_ASIDE_KIND, f"aside.{reason}.{rule}", reason=reason)


def counted(numeral: Numeral, kind: str, rule: str, **fields: object) -> Draft:
    """Return a claim for a numeral: its value and how it was written, with other fields as given."""
    draft = Draft(
        first=numeral.first,
        last=numeral.last,
        kind=kind,
        rule=rule,
        value=numeral.value,
        precision=numeral.precision,
        granularity=numeral.granularity,
        is_rounded=numeral.is_rounded,
    )
    return replace(draft, **fields)  # type: ignore[arg-type]
