"""Random changes of true sentences, with an oracle of its own that says which of them are false."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from numbertext.condition_table import standard
from numbertext.extraction import extract
from numbertext.interval import Interval, point
from numbertext.statement import Statement
from report.reconcile.readings import Quantity
from report.reconcile.units import factor

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SCALES = ("thousand", "million", "billion")
_OPPOSITE = {
    "more than": "fewer than",
    "over": "under",
    "at least": "at most",
    "up to": "at least",
    "almost": "more than",
    "nearly": "more than",
    "just under": "just over",
    "just over": "just under",
    "fewer than": "more than",
    "less than": "more than",
}
_UNITS = {"per cent": "per 1,000", "%": " per 1,000", "percent": "per 1,000"}


@dataclass(frozen=True)
class Sentence:
    """A true sentence: its text, the number in it and the figure that bears it out."""

    id: str
    text: str
    number: str
    figure: str

    @property
    def at(self) -> int:
        return self.text.index(self.number)

    def with_number(self, number: str) -> Sentence:
        text = self.text[: self.at] + number + self.text[self.at + len(self.number) :]
        return replace(self, text=text, number=number)


def statement_of(sentence: Sentence) -> Statement | None:
    """Return the statement at the sentence's number."""
    start, end = sentence.at, sentence.at + len(sentence.number)
    found = [s for s in extract(sentence.text) if s.start < end and s.end > start]
    return found[0] if len(found) == 1 and found[0].is_statement else None


def digit(sentence: Sentence, chance: random.Random) -> Sentence | None:
    places = [m.start() for m in re.finditer(r"\d", sentence.number)]
    if not places:
        return None
    at = chance.choice(places)
    old = sentence.number[at]
    new = chance.choice([d for d in "123456789" if d != old])
    return sentence.with_number(sentence.number[:at] + new + sentence.number[at + 1 :])


def magnitude(sentence: Sentence, chance: random.Random) -> Sentence | None:
    said = next((scale for scale in _SCALES if scale in sentence.number), None)
    if said:
        other = chance.choice([scale for scale in _SCALES if scale != said])
        return sentence.with_number(sentence.number.replace(said, other))
    digits = re.search(r"\d[\d,]*(?!\.)", sentence.number)
    if not digits or "." in sentence.number:
        return None
    number = f"{int(digits[0].replace(',', '')) * 10:,}"
    return sentence.with_number(sentence.number.replace(digits[0], number))


def unit(sentence: Sentence, chance: random.Random) -> Sentence | None:
    said = next((name for name in _UNITS if name in sentence.number), None)
    return sentence.with_number(sentence.number.replace(said, _UNITS[said])) if said else None


def year(sentence: Sentence, chance: random.Random) -> Sentence | None:
    years = _YEAR.findall(sentence.text)
    if len(years) != 1 or years[0] in sentence.number:
        return None
    other = str(int(years[0]) - chance.choice([1, 2, 3]))
    return replace(sentence, text=sentence.text.replace(years[0], other))


def comparison(sentence: Sentence, chance: random.Random) -> Sentence | None:
    low = sentence.number.lower()
    said = next((words for words in _OPPOSITE if low.startswith(words + " ")), None)
    if said:
        return sentence.with_number(_OPPOSITE[said] + sentence.number[len(said) :])
    if not re.match(r"[\d$A]", sentence.number):
        return None
    return sentence.with_number(f"{chance.choice(['more than', 'fewer than'])} {sentence.number}")


KINDS = (digit, magnitude, unit, year, comparison)


def changed(
    sentences: list[Sentence], count: int, seed: int
) -> list[tuple[str, Sentence, Sentence]]:
    """Return random changes: what was changed, the true sentence and the changed one."""
    chance = random.Random(seed)
    found: list[tuple[str, Sentence, Sentence]] = []
    while len(found) < count:
        kind, sentence = chance.choice(KINDS), chance.choice(sentences)
        other = kind(sentence, chance)
        if other is not None and other.text != sentence.text:
            found.append((kind.__name__, sentence, other))
    return found


def is_false(kind: str, sentence: Sentence, quantity: Quantity) -> bool | None:
    """Say whether a changed sentence is false of its figure; None where the evidence cannot tell.

    It cannot where the tables hold nothing for the year that it names, or the value is too coarse; a sentence that has
    become true of an earlier year is stale, not false.
    """
    if kind == "unit":
        return True
    statement = statement_of(sentence)
    by = statement and factor(statement, quantity.figure)
    intervals = statement and standard().intervals(statement)
    value = _value(sentence, quantity)
    if statement is None or by is None or intervals is None or value is None:
        return None
    said = intervals[0].times(by)
    if not said.meets(value):
        return None if _holds_earlier(sentence, said, quantity) else True
    return False if said.contains(value) else None


def _holds_earlier(sentence: Sentence, said: Interval, quantity: Quantity) -> bool:
    named = _YEAR.search(sentence.text.replace(sentence.number, ""))
    return not named and any(said.contains(reading.interval) for reading in quantity.earlier)


def _value(sentence: Sentence, quantity: Quantity) -> Interval | None:
    """Look the value up by the year in the text, without the binder."""
    years = [int(y) for y in _YEAR.findall(sentence.text.replace(sentence.number, ""))]
    readings = [r for r in quantity.readings if r.period and years and r.period.year == max(years)]
    if years and quantity.present.period and not readings:
        return None
    reading = readings[-1] if readings else quantity.present
    if reading.rounded_to or reading.is_part:
        return reading.interval
    return point(Fraction(abs(Decimal(reading.value))))
