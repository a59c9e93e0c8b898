"""What is declared of a layout, read from YAML: each value in its type, or an error that says where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

from warehouse.errors import DefinitionError

REMEDY = "correct the reader options in source.yaml"


def wrong(fact: str, expected: str, where: str) -> DefinitionError:
    """Return the error that refuses a reader option."""
    return DefinitionError(f"reader option: {fact}", where=where, expected=expected, remedy=REMEDY)


def likely(name: str, known: Iterable[str]) -> str:
    """Return a question after the name that was likely meant, or nothing where none is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f": is {near[0]!r} meant?" if near else ""


def keyed(value: object, what: str, known: Iterable[str], where: str) -> dict[str, object]:
    """Return a mapping whose keys are all known; raises DefinitionError, with the key that was likely meant."""
    given = named(value, what, where)
    allowed = list(known)
    for key in given:
        if key not in allowed:
            fact = f"{what} has the unknown key {key!r}{likely(key, allowed)}"
            raise wrong(fact, f"one of {', '.join(allowed)}", where)
    return given


def named(value: object, what: str, where: str) -> dict[str, object]:
    """Return a mapping by texts."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise wrong(f"{what} is {repr(value)[:80]}", "a mapping, `key: value`", where)
    return dict(value)


def a_text(value: object, what: str, where: str) -> str:
    """Return a text that says something."""
    if not isinstance(value, str) or not value:
        raise wrong(f"{what} is {repr(value)[:80]}", "a text, in quotes", where)
    return value


def some_texts(value: object, what: str, where: str) -> tuple[str, ...]:
    """Return one or several texts; a single one may stand by itself."""
    found = value if isinstance(value, list | tuple) else [value]
    if not found or not all(isinstance(item, str) and item for item in found):
        raise wrong(f"{what} is {repr(value)[:80]}", "a text or a list of texts, in quotes", where)
    return tuple(str(item) for item in found)


def one_of(value: object, allowed: tuple[str, ...], what: str, where: str) -> str:
    """Return one of some words."""
    if not isinstance(value, str) or value not in allowed:
        raise wrong(f"{what} is {repr(value)[:80]}", " or ".join(allowed), where)
    return value


def a_pattern(value: object, what: str, where: str) -> str:
    """Return a pattern that can be looked for in time that grows with the text alone (RE2)."""
    import pyarrow
    import pyarrow.compute as pc

    text = a_text(value, what, where)
    try:
        pc.extract_regex(pyarrow.array([""]), f"(?P<whole>{text})")
    except pyarrow.ArrowInvalid as error:
        fact = f"{what} is no pattern: {str(error).splitlines()[0][:120]}"
        expected = (
            "a regular expression as RE2 reads it, its groups written (?:...) or (?P<name>...)"
        )
        raise wrong(fact, expected, where) from error
    return text


def matches(pattern: str, texts: Iterable[str]) -> list[bool]:
    """Return for each text whether a pattern matches the whole of it."""
    import pyarrow
    import pyarrow.compute as pc

    array = pyarrow.array(list(texts), pyarrow.string())
    found: list[bool] = pc.match_substring_regex(array, f"^(?:{pattern})$").to_pylist()
    return found


def fitting(patterns: Sequence[str], texts: Sequence[str]) -> list[bool]:
    """Return for each text whether it is one of some texts, or a pattern among them matches the whole of it."""
    found = [text in patterns for text in texts]
    for pattern in patterns:
        found = [hit or other for hit, other in zip(found, matches(pattern, texts), strict=True)]
    return found
