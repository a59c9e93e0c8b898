"""Changes to a YAML file that a person keeps: one entry at a time, every other sign of it as it was, comments included.

The places are those of the parser's own marks, and what comes out is parsed again by whoever asked for the change.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from warehouse.errors import DefinitionError


def put_value(text: str, path: Sequence[str], value: str, where: str) -> str:
    """Return a file with the value of a key replaced by another, written on one line.

    Args:
        text: The file.
        path: Keys that lead to the value through mappings.
        value: The value, as YAML in flow style.
        where: The file named in errors.

    Raises:
        DefinitionError: If the path leads nowhere.
    """
    _, found = _entry(text, path, where)
    end = _end_of_block(text, found)
    start = found.start_mark.index
    lead = text[text.rindex(":", 0, start) + 1 : start]
    # A block begins on a line of its own: the value stands beside the key.
    start -= len(lead) if "\n" in lead else 0
    return f"{text[:start]}{' ' if chr(10) in lead else ''}{value}{text[end:]}"


def take_out(text: str, path: Sequence[str], where: str) -> str:
    """Return a file without an entry of a mapping in block style; arguments and errors as of `put_value`."""
    key, found = _entry(text, path, where)
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    end = _end_of_block(text, found)
    following = text.find("\n", end)
    return text[:start] + (text[following + 1 :] if following >= 0 else "")


def put_before(text: str, path: Sequence[str], block: str, where: str) -> str:
    """Return a file with whole lines put before those of an entry; arguments and errors as of `put_value`."""
    key, _ = _entry(text, path, where)
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    return text[:start] + block + text[start:]


def append_item(text: str, path: Sequence[str], item: str, where: str) -> str:
    """Return a file with one more item, written on one line, at the end of a list in block style."""
    _, found = _entry(text, path, where)
    if not isinstance(found, yaml.SequenceNode) or found.flow_style:
        raise DefinitionError(
            f"{'.'.join(path)} is no list of lines", where=where, expected="one item a line"
        )
    last = found.value[-1]
    indent = last.start_mark.column - len("- ")
    end = _end_of_block(text, last)
    return f"{text[:end]}\n{' ' * indent}- {item}{text[end:]}"


def _entry(text: str, path: Sequence[str], where: str) -> tuple[yaml.Node, yaml.Node]:
    """Return the nodes of a key and of its value."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    key: yaml.Node | None = None
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = [pair for pair in pairs if pair[0].value == name]
        if len(found) != 1:
            raise DefinitionError(
                f"no single entry {'.'.join(path)}",
                where=where,
                remedy="change the file by hand",
            )
        key, node = found[0]
    if key is None or node is None:
        raise DefinitionError("no entry is named", where=where)
    return key, node


def _end_of_block(text: str, node: yaml.Node) -> int:
    """Return where a node's last sign stands: its mark lies behind the comments and blank lines that follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of_block(text, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip("\n"))
    return end
