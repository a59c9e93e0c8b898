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


_BOOLEAN, _INTEGER = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOLEAN, _INTEGER, _FLOAT)]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"(true|false)\Z"), list("tf"))
_DIGITS = r"-?(0|[1-9][0-9]*)"
_Loader.add_implicit_resolver(_INTEGER, re.compile(rf"{_DIGITS}\Z"), list("-0123456789"))
_Loader.add_implicit_resolver(
    _FLOAT,
    re.compile(
        rf"({_DIGITS}\.[0-9]*|-?\.[0-9]+)([eE][-+]?[0-9]+)?\Z|-?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z"
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
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as error:
        raise DefinitionError(
            f"not readable as YAML: {_one_line(error)}", where=where, remedy="correct that line"
        ) from error
    except (
        ValueError
    ) as error:  # what looks like a day or a time that does not exist, such as 2023-02-29
        raise DefinitionError(
            f"not readable as YAML: {error}",
            where=where,
            expected="days and times that exist",
            remedy="correct the date, or put it in quotes where it is a text",
        ) from error
    if not isinstance(loaded, dict):
        raise DefinitionError(
            "holds no mapping of keys", where=where, expected="lines of `key: value`"
        )
    return loaded


def read_yaml(path: Path, where: str) -> dict[str, Any]:
    """Return the mapping in a YAML file of at most 4 MiB; see `parse_yaml` for the errors."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DefinitionError(
            f"cannot be read ({error.strerror})", where=where, remedy=remedy_of(error)
        ) from error
    if len(data) > MAX_BYTES:
        raise DefinitionError(f"{len(data)} bytes is too large for a definition", where=where)
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
            f"{value!r} is not a mapping", where=where, expected="`key: value` lines"
        )
    return {str(key): item for key, item in value.items()}


def _one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{problem} (line {mark.line + 1})" if mark else str(problem)
