"""Cell forms as declared: how the cells of one column are written. Applying them belongs to `cell_forms`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from warehouse.sources.layouts.date_patterns import DatePattern, check_zone, read_patterns
from warehouse.sources.layouts.declared import (
    a_pattern,
    a_text,
    keyed,
    matches,
    named,
    one_of,
    some_texts,
    wrong,
)

NOTE_MARKS = (
    r"[*†‡§¶#]+|[a-z]{1,2}|(?:\([a-z]{1,3}\))+|(?:\[[a-z]{1,3}\])+"
    r"|[\x{00b9}\x{00b2}\x{00b3}\x{2070}-\x{2079}]+"
)
"""What marks a note behind a number, unless a pattern says otherwise: `*`, `p`, `(a)`, `[x]`, a raised digit."""
_Parts = dict[str, object]
POINTS, FRACTION = "points", "fraction"
_NO_FLAG = ("0", "7", "12", "120", "1203", "1.5", ".5", ",500", "1,234", "-3", "+3", "-", "+", "%")


@dataclass(frozen=True)
class CellForm:
    """How the cells of one column are written.

    Attributes:
        thousands: Mark between groups of three digits; None for that of the file, empty for none.
        decimal: Mark before decimals; None for that of the file.
        flags: Pattern of the flags and note marks behind a value, or nothing.
        flags_are_usual: Whether the pattern is the usual one, which is for numbers.
        flags_into: Column of the schema that they are put into.
        per_cent: `points` reads 5.82% as 5.82, `fraction` as 0.0582; empty where no per cent sign stands.
        negative_brackets: Whether a number in brackets is negative.
        currency: Marks of currency of which one may stand beside a number.
        currency_into: Column of the schema that the mark is put into, or nothing.
        dates: Patterns of dates or timestamps, tried in turn.
        zone: Time zone whose day is meant, where timestamps are dated.
        written_in: Time zone of timestamps that do not state one.
        true_words: What stands for yes, in lower case.
        false_words: What stands for no, in lower case.
    """

    thousands: str | None = None
    decimal: str | None = None
    flags: str | None = None
    flags_are_usual: bool = False
    flags_into: str = ""
    per_cent: str = ""
    negative_brackets: bool = False
    currency: tuple[str, ...] = ()
    currency_into: str = ""
    dates: tuple[DatePattern, ...] = ()
    zone: str = ""
    written_in: str = ""
    true_words: tuple[str, ...] = ()
    false_words: tuple[str, ...] = ()

    @property
    def is_of_numbers(self) -> bool:
        """Whether it says how numbers are written."""
        marks = bool(self.thousands or self.decimal)
        return marks or bool(self.per_cent or self.negative_brackets or self.currency)

    @property
    def in_words(self) -> str:
        """What a cell of this form is."""
        if self.dates:
            return f"a date written {' or '.join(pattern.text for pattern in self.dates)}"
        if self.true_words:
            return f"one of {', '.join((*self.true_words, *self.false_words))}"
        said = [
            ("with a per cent sign", bool(self.per_cent)),
            ("in brackets where negative", self.negative_brackets),
            (f"with {' or '.join(self.currency)}", bool(self.currency)),
            ("with flags behind it as declared", self.flags is not None),
        ]
        words = [" ".join(["a number", *(word for word, holds in said[:1] if holds)])]
        return ", ".join([*words, *(word for word, holds in said[1:] if holds)])

    @property
    def into(self) -> tuple[str, ...]:
        """The columns that it fills beside its own."""
        return tuple(name for name in (self.flags_into, self.currency_into) if name)


def read_forms(value: object, where: str) -> tuple[tuple[str, CellForm], ...]:
    """Return the cell forms of a table by column, as under `cells`.

    Raises:
        DefinitionError: A key is unknown, of another type than allowed, or contradicts another one.
    """
    forms = tuple(
        (name, _form(item, name, where)) for name, item in named(value, "cells", where).items()
    )
    filled = [into for _, form in forms for into in form.into]
    for name in filled:
        if filled.count(name) > 1 or name in dict(forms):
            fact = f"cells puts two things into the column {name}"
            raise wrong(fact, "a column of its own for each", where)
    return forms


def _form(value: object, column: str, where: str) -> CellForm:
    what = f"cells of {column}"
    parts: dict[str, object] = {}
    for key, item in keyed(value, what, _READ, where).items():
        parts |= _READ[key](item, key, f"{key} of {what}", where)
    form = CellForm(**parts)  # type: ignore[arg-type]
    _check(form, what, where)
    return form


def _mark(value: object, key: str, what: str, where: str) -> _Parts:
    is_none = key == "thousands" and value in (None, "")
    if not is_none and (not isinstance(value, str) or len(value) != 1 or value.isalnum()):
        raise wrong(f"{what} is {value!r}", "one character that is no digit or letter", where)
    return {key: "" if is_none else str(value)}


def _per_cent(value: object, key: str, what: str, where: str) -> _Parts:
    return {key: one_of(value, (POINTS, FRACTION), what, where)}


def _brackets(value: object, _: str, what: str, where: str) -> _Parts:
    one_of(value, ("negative",), what, where)
    return {"negative_brackets": True}


def _words(value: object, key: str, what: str, where: str) -> _Parts:
    return {key: tuple(word.strip().lower() for word in some_texts(value, what, where))}


def _dates(value: object, key: str, what: str, where: str) -> _Parts:
    return {key: read_patterns(some_texts(value, what, where), what, where)}


def _zone(value: object, key: str, what: str, where: str) -> _Parts:
    name = a_text(value, what, where)
    check_zone(name, what, where)
    return {key: name}


def _flags(value: object, _: str, what: str, where: str) -> _Parts:
    given = keyed(value, what, ("are", "into"), where)
    if "into" not in given:
        raise wrong(f"{what} does not say into", "the column that they are put into", where)
    pattern = a_pattern(given.get("are", NOTE_MARKS), f"are of {what}", where)
    taken = [text for text, hit in zip(_NO_FLAG, matches(pattern, _NO_FLAG), strict=True) if hit]
    if taken or matches(pattern, [""])[0]:
        fact = f"are of {what} takes {taken[0] if taken else 'nothing'!r} for a flag"
        raise wrong(fact, "a pattern that no part of a number fits", where)
    into = a_text(given.get("into"), f"into of {what}", where)
    return {"flags": pattern, "flags_are_usual": "are" not in given, "flags_into": into}


def _currency(value: object, key: str, what: str, where: str) -> _Parts:
    parts: _Parts = {}
    marks = value
    if not isinstance(value, str | list | tuple):
        given = keyed(value, what, ("marks", "into"), where)
        marks = given.get("marks")
        parts = {"currency_into": a_text(given.get("into"), f"into of {what}", where)}
    found = some_texts(marks, what, where)
    bad = [mark for mark in found if any(c.isdigit() or c in "()%+-,. " for c in mark.strip())]
    if bad:
        raise wrong(f"{what} has {bad[0]!r}", "marks without digits and signs of numbers", where)
    if len(found) > 1 and not parts:
        fact = (
            f"{what} names {len(found)} marks: amounts of several currencies are not one quantity"
        )
        raise wrong(fact, "one mark, or `{marks: [...], into: COLUMN}`", where)
    return {**parts, key: tuple(mark.strip() for mark in found)}


_READ: Mapping[str, Callable[[object, str, str, str], _Parts]] = {
    "thousands": _mark,
    "decimal": _mark,
    "flags": _flags,
    "per_cent": _per_cent,
    "brackets": _brackets,
    "currency": _currency,
    "dates": _dates,
    "zone": _zone,
    "written_in": _zone,
    "true_words": _words,
    "false_words": _words,
}


def _check(form: CellForm, what: str, where: str) -> None:
    """Refuse what contradicts itself."""
    for fact, is_wrong in _contradictions(form):
        if is_wrong:
            raise wrong(f"{what}: {fact}", "", where)


def _contradictions(form: CellForm) -> Iterator[tuple[str, bool]]:
    dates, words = form.dates or form.zone or form.written_in, form.true_words or form.false_words
    kinds = [form.is_of_numbers, bool(dates), bool(words)]
    yield "it is a number, a date or a yes and no, and only one of them", sum(kinds) > 1
    yield "it says nothing", not any(kinds) and form.flags is None
    yield (
        "decimal and thousands are the same",
        bool(form.decimal) and form.decimal == form.thousands,
    )
    yield "true_words and false_words go together", bool(form.true_words) != bool(form.false_words)
    yield "a word stands for yes and for no", bool({*form.true_words} & {*form.false_words})
    yield "zone needs dates", bool(form.zone or form.written_in) and not form.dates
    yield "written_in needs zone", bool(form.written_in) and not form.zone
    stating = [pattern.states_zone for pattern in form.dates]
    timed = all(pattern.has_time for pattern in form.dates)
    yield (
        "a pattern states an offset (%z), so zone must say whose day is meant",
        any(stating) and not form.zone,
    )
    yield (
        "zone needs timestamps: patterns with hours, and with %z or written_in",
        bool(form.zone) and not (timed and (all(stating) or bool(form.written_in))),
    )
    yield (
        "a number in brackets is negative and a flag",
        form.negative_brackets
        and form.flags is not None
        and any(matches(form.flags, ("(1)", "(12)", "(12.0)"))),
    )
    yield (
        "a mark of currency is a flag",
        form.flags is not None and any(matches(form.flags, form.currency)),
    )
