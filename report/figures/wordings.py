"""Further wordings of a figure: its number in words, as an ordinal, or rounded further, each under a name.

    wordings:
      ordinal: "{ordinal} decade"                                                    second decade
      words: "{words} members"                                                       nine members
      rounded: {display: "more than {value} million", decimals: 0, rounding: down}   more than 108 million

No wording says more digits than the figure's display, and none that is not true of its value: it is read again by the
rules that texts are read by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from numbertext import TextError, extract, truth
from numbertext.interval import point
from numbertext.literal_truth import FALSE
from numbertext.spelled import in_words, ordinal_in_words
from report.figures.rounding import (
    MODES,
    SCALES,
    Number,
    as_text,
    exact,
    round_value,
)
from warehouse.definition_values import MOST_DECIMALS, choice, integer, text
from warehouse.definitions import check_keys, mapping
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_name

VALUE = "value"
"""The name under which every figure has its bare number."""
_SLOT = re.compile(r"\{(value|words|ordinal)\}")
_SPELLED = {"words": in_words, "ordinal": ordinal_in_words}


class Rounded(Protocol):
    """What rounds a figure: its own entry, or one of its wordings."""

    @property
    def decimals(self) -> int:
        """Places after the point once divided by the scale."""

    @property
    def scale(self) -> str:
        """What the value is divided by first."""

    @property
    def rounding(self) -> str:
        """How it is rounded."""


@dataclass(frozen=True)
class Wording:
    """One further way to say a figure.

    Attributes:
        display: The words, with `{value}`, `{words}` or `{ordinal}` where the number stands.
        decimals: Places after the point once divided by `scale`.
        scale: As of the figure, if it is not given.
        rounding: As of the figure, if it is not given.
    """

    display: str
    decimals: int
    scale: str
    rounding: str

    def said(self, value: Number, where: str) -> str:
        """Return the text for a value.

        Raises:
            DefinitionError: If the number cannot be written so, or the text would not be true of the value.
        """
        rounded = round_value(value, self.decimals, self.rounding, self.scale)
        said = _SLOT.sub(lambda slot: self._number(slot[1], rounded, where), self.display)
        _hold(said, rounded * SCALES[self.scale], exact(value), where)
        return said

    def _number(self, slot: str, rounded: Decimal, where: str) -> str:
        if slot == VALUE:
            return as_text(rounded, self.decimals)
        try:
            if rounded != rounded.to_integral_value():
                raise TextError(f"{rounded} is not written in words", expected="a whole number")
            return _SPELLED[slot](int(rounded))
        except TextError as error:
            raise DefinitionError(
                error.fact, where=where, expected=error.expected, remedy="take {value}"
            ) from error


def parse_wordings(given: object, figure: Rounded, where: str) -> Mapping[str, Wording]:
    """Return what a figure's `wordings` say, by name; raises DefinitionError where one is wrong."""
    return {
        _name(name, where): _wording(spec, figure, f"{where}, wording {name}")
        for name, spec in mapping(given or {}, where).items()
    }


def _name(given: object, where: str) -> str:
    name = check_name("wording", given, where)
    if name == VALUE:
        raise DefinitionError(
            "a wording is called value",
            where=where,
            expected="another name",
            remedy="{{figure:ID.value}} is the bare number of the display",
        )
    return name


def _wording(given: object, figure: Rounded, where: str) -> Wording:
    values = {"display": given} if isinstance(given, str) else mapping(given, where)
    optional = {"decimals", "scale", "rounding"}
    check_keys(values, required={"display"}, optional=optional, where=where)
    for key, allowed in (("scale", SCALES), ("rounding", MODES)):
        if key in values:
            choice(values, key, allowed, where)
    wording = Wording(
        display=text(values, "display", where),
        decimals=integer(values, "decimals", where, figure.decimals, MOST_DECIMALS),
        scale=text(values, "scale", where, figure.scale),
        rounding=text(values, "rounding", where, figure.rounding),
    )
    if len(_SLOT.findall(wording.display)) != 1:
        raise DefinitionError(
            f"display {wording.display!r}",
            where=where,
            expected="one of {value}, {words} and {ordinal}, once",
            remedy="write it where the number stands",
        )
    if last_place(wording) < last_place(figure):
        raise DefinitionError(
            "the wording has more digits than the figure publishes",
            where=where,
            expected=f"{figure.decimals} decimals by the {figure.scale}, or fewer",
            remedy="round it as far as the figure, or give the figure more decimals",
        )
    return wording


def last_place(rounded: Rounded) -> Fraction:
    """Return what the last digit of a number so rounded is worth."""
    return Fraction(SCALES[rounded.scale]) / Fraction(10) ** rounded.decimals


def _hold(said: str, number: Decimal, value: Decimal, where: str) -> None:
    """Refuse a text that is not read as its number, or that its comparison makes untrue of the value."""
    found = next((s for s in extract(said) if s.value is not None), None)
    if found is None or found.value is None or found.value != abs(number):
        read = "no number" if found is None else repr(found.text)
        raise DefinitionError(
            f"{said!r} is read as {read}, not as {number:,f}",
            where=where,
            expected="a wording whose number can be read again",
            remedy="word it more plainly",
        )
    if found.comparator == "eq" or found.direction:
        return
    if truth(found, point(abs(value))).answer == FALSE:
        raise DefinitionError(
            f"{said!r} is not true of {value:,f}",
            where=where,
            expected="a rounding that goes with its words: down for more than, up for fewer than",
            remedy="set rounding, or leave the comparison out",
        )
