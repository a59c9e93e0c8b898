"""Reading of the project's YAML definitions, with errors that name file, line and key.

Only the generic part: size limit, duplicate keys, required and unknown keys. What the keys mean belongs to
the module that owns the definition (register, editions, models, figures).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml

from warehouse.errors import DefinitionError
from warehouse.machine_faults import remedy_of

MAX_BYTES = 4 * 1024 * 1024
_DEEPEST = 50
"""Levels of lists and keys within each other; the parser itself ends the process at some thousands."""
_MOST = 1_000_000
"""Values that a definition may have once its aliases are written out."""
_DIGITS = 40


class _Loader(yaml.CSafeLoader):
    """The safe loader, refusing a key that is given twice (YAML would keep the last one silently).

    What is a number or a boolean here is the same in YAML 1.2, but fewer words are: a number is digits with at most a
    minus, a point and an exponent, and begins with no needless zero. So `on`, `no`, `1_000`, `1_000.5`, `12:30` and
    `12:30.5` are words, which YAML 1.1 would take for true, false, 1000, 1000.5, 750 and 750.5; and so are `010`,
    `01.11`, `+66`, `0x1F` and `1e5`, which YAML 1.2 would take for numbers, and which may be codes: as words they
    stay as they were written.
    """

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - as the loader has it, which passes it by place
    ) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key is a list", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} is given twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def _whole_number(loader: _Loader, node: yaml.ScalarNode) -> int:
    """Return an integer written in plain digits; what YAML 1.1 calls one besides, and what is too long, is refused."""
    text = str(loader.construct_scalar(node))
    if len(text) > _DIGITS or not _PLAIN_INTEGER.fullmatch(text):
        fact = f"a whole number of {len(text)} signs" if len(text) > _DIGITS else f"{text!r}"
        raise yaml.constructor.ConstructorError(
            None,
            None,
            f"{fact} is no plain whole number of at most {_DIGITS} digits",
            node.start_mark,
        )
    return int(text)


_PLAIN = r"-?(0|[1-9][0-9]*)"
_PLAIN_INTEGER = re.compile(rf"{_PLAIN}\Z")
_BOOLEAN, _INTEGER = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOLEAN, _INTEGER, _FLOAT)]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"(true|false)\Z"), list("tf"))
_Loader.add_implicit_resolver(_INTEGER, _PLAIN_INTEGER, list("-0123456789"))
_Loader.add_constructor(_INTEGER, _whole_number)
_Loader.add_implicit_resolver(
    _FLOAT,
    re.compile(
        rf"({_PLAIN}\.[0-9]*|-?\.[0-9]+)([eE][-+]?[0-9]+)?\Z|-?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z"
    ),
    list("-.0123456789"),
)


def parse_yaml(text: str, where: str) -> dict[str, Any]:
    """Return the mapping that a YAML text holds.

    Args:
        text: The YAML document.
        where: Path shown in errors.

    Raises:
        DefinitionError: If the text is not YAML, holds a key twice or is not a mapping.
    """
    try:
        _refuse_bombs(text, where)
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as error:
        raise DefinitionError(
            f"not readable as YAML: {_one_line(error)}", where=where, remedy="correct that line"
        ) from error
    except ValueError as error:
        # Python's own words for what looks like a day, a time or a number and is none, such as 2023-02-29.
        raise DefinitionError(
            f"not readable as YAML: {str(error)[:200]}",
            where=where,
            expected="days and times that exist",
            remedy="correct the date, or put it in quotes where it is a text",
        ) from error
    if not isinstance(loaded, dict):
        raise DefinitionError(
            "holds no mapping of keys",
            where=where,
            expected="lines of `key: value`",
            remedy="write the definition there, or take the file away",
        )
    return loaded


def _refuse_bombs(text: str, where: str) -> None:
    """Refuse a text that is deeper or, with its aliases, larger than any definition, or has tags; without recursion."""
    sizes: dict[str, int] = {}
    open_: list[tuple[str | None, int]] = []
    count = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            if anchor:
                sizes[anchor] = count - before
            continue
        _refuse_tag_or_loop(event, [anchor for anchor, _ in open_], where)
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, count))
        if isinstance(event, yaml.AliasEvent):
            count += sizes.get(str(event.anchor), 1)
        elif isinstance(event, yaml.NodeEvent):
            count += 1
        if len(open_) > _DEEPEST or count > _MOST:
            deep = f"values stand more than {_DEEPEST} levels within each other"
            many = f"more than {_MOST:,} values, aliases written out"
            raise DefinitionError(
                deep if len(open_) > _DEEPEST else many,
                where=where,
                expected="a definition as the documentation has them",
                remedy="write it as plain lists and keys, as in a definition that works",
            )


def _refuse_tag_or_loop(event: yaml.Event, within: Collection[str | None], where: str) -> None:
    if isinstance(event, yaml.AliasEvent):
        if event.anchor in within:
            raise DefinitionError(
                f"*{event.anchor} stands within itself",
                where=where,
                expected="values that end",
                remedy=f"write out what *{event.anchor} is to be there",
            )
    elif (tag := getattr(event, "tag", None)) is not None:
        raise DefinitionError(
            f"a value with the tag {str(tag)[:60]!r}",
            where=where,
            expected="values without `!`",
            remedy="take the tag away, or put the value in quotes where it is a text",
        )


def read_yaml(path: Path, where: str) -> dict[str, Any]:
    """Return the mapping in a YAML file of at most 4 MiB; see `parse_yaml` for the errors."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DefinitionError(
            f"cannot be read ({error.strerror})", where=where, remedy=remedy_of(error)
        ) from error
    if len(data) > MAX_BYTES:
        raise DefinitionError(
            f"{len(data)} bytes is too large for a definition",
            where=where,
            expected=f"at most {MAX_BYTES}",
            remedy="move data to files of raw/; a definition only names them",
        )
    try:
        return parse_yaml(data.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        raise DefinitionError(
            f"not UTF-8 at byte {error.start}", where=where, remedy="save the file as UTF-8"
        ) from error


def check_keys(
    given: Mapping[str, Any],
    *,
    required: Collection[str],
    optional: Collection[str] = (),
    where: str,
) -> None:
    """Raise DefinitionError when a required key is missing or a key is not known."""
    missing = sorted(set(required) - set(given))
    if missing:
        raise DefinitionError(
            f"key {missing[0]!r} is missing", where=where, remedy=f"add `{missing[0]}: ...`"
        )
    unknown = sorted(str(key) for key in set(given) - set(required) - set(optional))
    if unknown:
        raise DefinitionError(
            f"key {unknown[0]!r} is not known here",
            where=where,
            expected=", ".join(sorted({*required, *optional})),
            remedy="correct the spelling or remove the line",
        )


def mapping(value: object, where: str) -> dict[str, Any]:
    """Return the value as a mapping with text keys; nothing counts as an empty mapping."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DefinitionError(
            f"{repr(value)[:100]} is not a mapping",
            where=where,
            expected="`key: value` lines",
            remedy="write it as `key: value` lines, or as {key: value}",
        )
    return {str(key): item for key, item in value.items()}


def items(value: object, where: str) -> list[object]:
    """Return the value as a list; nothing counts as an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise DefinitionError(
            f"{repr(value)[:100]} is not a list",
            where=where,
            expected="lines of `- item`",
            remedy="write it as lines of `- item`, or as [item, item]",
        )
    return value


def _one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem} (line {mark.line + 1})" if mark else str(problem)
