"""Whether a statement's unit is a figure's, and what the statement's numbers are to be multiplied by."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from numbertext.conditions import amount_word
from numbertext.statement import Statement
from report.figures.catalogue import Figure
from report.reconcile.words import stem_of, stems

_CURRENCIES = {
    "australian dollars": "AUD",
    "us dollars": "USD",
    "united states dollars": "USD",
    "dollars": "USD",
    "euros": "EUR",
    "pounds": "GBP",
    "pounds sterling": "GBP",
    "yen": "JPY",
    "rupees": "INR",
    "swiss francs": "CHF",
    "canadian dollars": "CAD",
    "new zealand dollars": "NZD",
    "singapore dollars": "SGD",
}
_AND = re.compile(r",|\s(?:and|or)\s", re.I)
_TAIL = re.compile(
    r"\s(?:of|at|in|across|with|by|per|from|under|on|for|to|who|that|which|as|over|since|aged|dead|held)\b",
    re.I,
)
_AFTER_NOUN = re.compile(r"(?:ed|ing|dead|run|held|born|lost)\s*$", re.I)
PER_CENT, POINTS, SHARE, TIMES = "per cent", "percentage points", "share", "times"
_BASES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ONE, _HUNDRED = Fraction(1), Fraction(100)
_ORDER = frozenset({"rank", "place", "position", "decad", "anniversary"})
"""Nouns, reduced, of what has a place in an order."""
_MEANS = frozenset(map(stem_of, ("average", "mean", "median")))
_COUNTED = ("cardinal", "ordinal", "decade", "occurrence", "vague", "change")


@lru_cache(maxsize=1_000)
def normal_unit(unit: str) -> str:
    """Return a catalogue's unit in the form that statements have: `AUD`, `per 1,000`, `per cent`."""
    low = " ".join(unit.lower().split())
    if low.startswith("per ") and low[4:].replace(",", "").isdigit():
        return f"per {int(low[4:].replace(',', '')):,}"
    return _CURRENCIES.get(low, unit if unit.isupper() and len(unit) == 3 else low)


def _in_digits(unit: str) -> str:
    """Return a rate's unit with its base in digits: `per million` as `per 1,000,000`."""
    base = _BASES.get(unit.removeprefix("per "))
    return f"per {base:,}" if base and unit.startswith("per ") else unit


def is_measure(unit: str) -> bool:
    """Return whether a unit is a share, a rate, a multiple or a currency, not a noun that is counted."""
    return unit in (PER_CENT, POINTS, SHARE, TIMES) or unit.startswith("per ") or unit.isupper()


def factor(statement: Statement, figure: Figure) -> Fraction | None:
    """Return what a statement's number is multiplied by to stand in a figure's unit; None where the units differ."""
    said, meant = _in_digits(statement.unit), normal_unit(figure.unit)
    if said == meant and is_measure(said):
        return _ONE
    if said == SHARE and meant == PER_CENT:
        return _HUNDRED
    if said == SHARE and meant.startswith("per "):
        return Fraction(meant.removeprefix("per ").replace(",", ""))
    if said == "per mille" and meant == "per 1,000":
        return _ONE
    is_counted = statement.kind in _COUNTED and not is_most(statement)
    if is_measure(said) or is_measure(meant) or not is_counted:
        return None
    return _ONE if _same_noun(statement, figure) else None


def is_most(statement: Statement) -> bool:
    """Return whether a statement says most of something: more than half of it, so that no one figure says it."""
    return statement.kind == "vague" and amount_word(statement.text) in ("most", "majority")


def is_worked_out(figure: Figure) -> bool:
    """Return whether a figure is a mean, a rate or a share by its catalogue entry, not a count.

    Its unit says so (`per cent`, `per 1,000`, `people per month`), its recheck divides, or its words say a mean.
    """
    unit = normal_unit(figure.unit)
    if unit in (PER_CENT, POINTS, SHARE, TIMES) or "per" in unit.split():
        return True
    return figure.recheck.startswith("share ") or any(
        not _MEANS.isdisjoint(stems(words)) for words in (figure.label, *figure.terms)
    )


def is_order(figure: Figure) -> bool:
    """Return whether a figure is a place in an order (a rank, a running decade), not a count."""
    return stems(figure.unit)[-1:] in {(noun,) for noun in _ORDER}


def counted_nouns(figure: Figure) -> frozenset[str]:
    """Return the nouns, reduced, of what a figure counts."""
    return _nouns(figure.unit, figure.label, figure.terms, figure.place)


def _same_noun(statement: Statement, figure: Figure) -> bool:
    noun = stems(statement.unit)[-1:]
    if statement.kind == "occurrence":
        # The time since something last was: no word of a label stands for it.
        return noun == stems(figure.unit)[-1:]
    if statement.kind in ("ordinal", "decade"):
        return _same_order(noun, figure)
    if is_order(figure):
        # `rank 2`: the noun stands before the number.
        return not noun or noun == stems(figure.unit)[-1:]
    # Without a noun it is for the sentence to say what is counted.
    return not noun or noun[0] in counted_nouns(figure)


def _same_order(noun: tuple[str, ...], figure: Figure) -> bool:
    """Return whether an ordinal is of a figure: a place in an order, or the anniversary that its years are called."""
    if is_order(figure):
        own = stems(figure.unit)[-1]
        # What is ranked stands after the ordinal (`the second busiest line`): no unit.
        return (own == "rank" and not set(noun) & _ORDER) or noun == (own,)
    return bool(set(noun) & _ORDER & counted_nouns(figure)) or is_of_series(noun, figure)


def is_of_series(noun: tuple[str, ...], figure: Figure) -> bool:
    """Return whether an ordinal names one of those that a figure counts: the *eighth* conference, of eight."""
    return noun == stems(figure.unit)[-1:] and not set(noun) & _ORDER


@lru_cache(maxsize=1_000)
def _nouns(
    unit: str, label: str, terms: tuple[str, ...], places: tuple[str, ...]
) -> frozenset[str]:
    """Return the nouns that a figure counts.

    What is counted in a term that says the unit (`delegates across Member States`) is the unit; a place that is a word
    of a term (`hosted by Member States`) is not counted.
    """
    own = [set(stems(place)) for place in places]
    counted = set(stems(unit.partition(" per ")[0])[-1:])
    named = [
        term
        for term in terms
        if not counted & set(stems(term)) and not any(place <= set(stems(term)) for place in own)
    ]
    return frozenset(counted.union(*map(_heads, (label, *named))))


def _heads(text: str) -> set[str]:
    """Return the nouns that a phrase is about: the last word of each part before its first preposition.

    The last two where a participle follows the noun (`officers trained`, `Rohingya dead or missing`).
    """
    parts = _AND.split(_TAIL.split(text, maxsplit=1)[0])
    return {
        stem for part in parts for stem in stems(part)[-2 if _AFTER_NOUN.search(part) else -1 :]
    }
