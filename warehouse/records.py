"""JSON that the project wrote itself, read back as records: every part by its name and type, or refused as damaged.

Only the standard library is used: a build with nothing changed reads its manifest before anything heavy is imported.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from warehouse.errors import DamagedFileError

Scalar: TypeAlias = str | int | float | bool | None
"""A value as JSON holds it where it is neither a list nor an object."""
JsonObject: TypeAlias = dict[str, object]

T = TypeVar("T")


class RecordError(ValueError):
    """A part of a record is missing or of another type than it was written in.

    Args:
        place: The part, from the outermost name, e.g. `tables[3].rows`; empty for the whole.
        found: What is there.
        expected: What was expected.
    """

    def __init__(self, place: str, found: str, expected: str) -> None:
        super().__init__(f"{place or 'the whole'} is {found}")
        self.place, self.found, self.expected = place, found, expected

    def within(self, outer: str) -> RecordError:
        """Return the error as it is told of what holds the record: `rows` within `tables[3]` is `tables[3].rows`."""
        place = f"{outer}.{self.place}" if self.place else outer
        return RecordError(place, self.found, self.expected)


class Fields:
    """The parts of a JSON object, each asked for by its name and type.

    A default stands for a part that is missing, as files of earlier versions have not all of them; it never stands for
    one of another type.

    Args:
        given: What JSON gave; refused with RecordError where it is no object.
    """

    def __init__(self, given: object) -> None:
        if not isinstance(given, dict):
            raise RecordError("", _shown(given), "an object")
        self._given: JsonObject = given

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text."""
        return self.part(name, as_text, default)

    def texts(self, *names: str) -> dict[str, str]:
        """Return several texts by their names, for a record whose parts are called the same."""
        return {name: self.text(name) for name in names}

    def integer(self, name: str, default: int | None = None) -> int:
        """Return an integer; true and false are none."""
        return self.part(name, as_integer, default)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        return self.part(name, as_flag)

    def each(self, name: str, read: Callable[[object], T]) -> tuple[T, ...]:
        """Return the items of a list, each as `read` gives it."""
        found = self.part(name, as_list)
        return tuple(_within(f"{name}[{n}]", item, read) for n, item in enumerate(found))

    def named(self, name: str, read: Callable[[object], T]) -> dict[str, T]:
        """Return the parts of an object within, by name and each as `read` gives it."""
        found = self.part(name, as_object)
        return {key: _within(f"{name}.{key}", item, read) for key, item in found.items()}

    def part(self, name: str, read: Callable[[object], T], default: T | None = None) -> T:
        """Return a part as `read` gives it."""
        if name in self._given:
            return _within(name, self._given[name], read)
        if default is None:
            raise RecordError(name, "missing", "what the build writes")
        return default

    def has(self, name: str) -> bool:
        """Return whether a part is there, null or not."""
        return name in self._given


def as_text(given: object) -> str:
    """Return a text; refused with RecordError where it is none."""
    if not isinstance(given, str):
        raise RecordError("", _shown(given), "a text")
    return given


def as_integer(given: object) -> int:
    """Return an integer; refused with RecordError where it is none."""
    if not isinstance(given, int) or isinstance(given, bool):
        raise RecordError("", _shown(given), "an integer")
    return given


def as_flag(given: object) -> bool:
    """Return true or false; refused with RecordError where it is neither."""
    if not isinstance(given, bool):
        raise RecordError("", _shown(given), "true or false")
    return given


def as_list(given: object) -> Sequence[object]:
    """Return a JSON list as it stands; refused with RecordError where it is none."""
    if not isinstance(given, list):
        raise RecordError("", _shown(given), "a list")
    return given


def as_scalar(given: object) -> Scalar:
    """Return a value that is neither a list nor an object; refused with RecordError where it is one."""
    if not isinstance(given, str | int | float | None):
        raise RecordError("", _shown(given), "a text, a number, true, false or null")
    return given


def one_of(allowed: Collection[str]) -> Callable[[object], str]:
    """Return what reads a text that is one of some, and refuses any other with RecordError."""

    def read(given: object) -> str:
        if as_text(given) not in allowed:
            raise RecordError("", _shown(given), " | ".join(allowed))
        return as_text(given)

    return read


def as_object(given: object) -> Mapping[str, object]:
    """Return a JSON object as it stands; refused with RecordError where it is none."""
    if not isinstance(given, dict):
        raise RecordError("", _shown(given), "an object")
    return given


def read_record(path: Path, read: Callable[[object], T], *, where: str, remedy: str) -> T:
    """Return the record in a JSON file.

    Args:
        path: The file.
        read: Makes the record of what JSON gives; raises RecordError.
        where: How the file is named in an error.
        remedy: What to do when it is damaged.

    Raises:
        DamagedFileError: If the file is not there, is no JSON, or holds another record.
    """
    try:
        return read(json.loads(path.read_text(encoding="utf-8")))
    except RecordError as error:
        raise damaged(path.name, error, where=where, remedy=remedy) from error
    except (OSError, ValueError, RecursionError) as error:
        raise DamagedFileError(
            f"{path.name} cannot be read: {error}",
            where=where,
            expected="the JSON that was written there",
            remedy=remedy,
        ) from error


def damaged(name: str, error: RecordError, *, where: str, remedy: str) -> DamagedFileError:
    """Return the error that says which part of a file is not as it was written."""
    return DamagedFileError(
        f"{name} is damaged: {error}", where=where, expected=error.expected, remedy=remedy
    )


def by_name(value: object) -> object:
    """Return plain data with the parts of every object sorted by name, as files that are written so give it back."""
    if isinstance(value, Mapping):
        return {name: by_name(value[name]) for name in sorted(value)}
    return [by_name(item) for item in value] if isinstance(value, list | tuple) else value


def _within(place: str, given: object, read: Callable[[object], T]) -> T:
    try:
        return read(given)
    except RecordError as error:
        raise error.within(place) from error


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
