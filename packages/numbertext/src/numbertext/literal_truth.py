"""Whether a statement is true of a value, exactly: its literal and its pragmatic interval against the value's own.

Which value a statement is about is for the caller to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from numbertext.condition_table import standard
from numbertext.conditions import COUNT, MEASURE, Conditions
from numbertext.interval import Interval, point
from numbertext.statement import Statement

TRUE, LOOSE, FALSE, OPEN = "true", "loose", "false", "open"
ABOVE, BELOW = "above", "below"
FALLING, RISING = "down", "up"
_ONE = Fraction(1)


@dataclass(frozen=True)
class Truth:
    """What a statement is, if it is about a value.

    Attributes:
        answer: `true`; `loose` (true, but a careful writer would say it otherwise); `false`; `open` where the value is
            known too coarsely to tell, where the statement says no number, or where it is not false and yet misleads
            (`fewer than 500` of 12).
        rule: Id of the row of the table of truth conditions that decided; empty for none.
        lies: Where the value lies: `above` or `below` all that a careful writer would say so of; empty for neither.
    """

    answer: str
    rule: str
    lies: str = ""

    @property
    def holds(self) -> bool:
        """Whether the statement is true, put well or not."""
        return self.answer in (TRUE, LOOSE)


def truth(
    statement: Statement,
    value: Interval | Decimal | Fraction | int,
    *,
    factor: Fraction = _ONE,
    conditions: Conditions | None = None,
    is_count: bool = True,
) -> Truth:
    """Return whether a statement is true of a value.

    Args:
        statement: The number said.
        value: What is known: a number, or the interval that it lies in (1.2 million to the nearest 0.1 million).
            A fall is negative; `fell by 5` is true of -5.
        factor: What the statement's number is multiplied by to stand in the value's unit; positive.
        conditions: The table of truth conditions; the standard one where none is given.
        is_count: Whether the value was counted. A mean, a rate or a share was not: a number without decimals that is
            printed for it is right within half a unit of its last place.

    Raises:
        TypeError: The value is a float, which is seldom the number that was meant.
    """
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float: give a Decimal, a Fraction or an int")
    found = (conditions or standard()).intervals(statement, COUNT if is_count else MEASURE)
    if found is None:
        return Truth(OPEN, "")
    known = value if isinstance(value, Interval) else point(value)
    known = _directed(known, statement)
    said, careful = found.literal.times(factor), found.pragmatic.times(factor)
    lies = "" if careful.meets(known) else BELOW if careful.is_above(known) else ABOVE
    if not said.meets(known):
        return Truth(FALSE, found.rule, lies)
    is_misleading = found.sayable is not None and not found.sayable.times(factor).meets(known)
    if is_misleading or not said.contains(known):
        return Truth(OPEN, found.rule, lies)
    return Truth(LOOSE if lies else TRUE, found.rule, lies)


def _directed(interval: Interval, statement: Statement) -> Interval:
    """Return a change's size when the statement says `fell by`: a fall of 5 is a change of -5."""
    if statement.direction == FALLING or (
        statement.kind == "change"
        and statement.direction != RISING
        and interval.high is not None
        and interval.high < 0
    ):
        return interval.negated()
    return interval
