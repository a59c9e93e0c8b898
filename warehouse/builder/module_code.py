"""What a module does and what it imports, whatever its comments, docstrings and layout.

Two texts that differ in these only have one digest: `x = 1` and `x=1  # one`; a function with a docstring and without.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import NamedTuple

from warehouse.placing import write_text


class ModuleCode(NamedTuple):
    """A module as it counts: the digest of what it does, and every name that it imports which may be a module."""

    digest: str
    imports: tuple[str, ...]


def module_code(source: bytes) -> ModuleCode:
    """Return what a module's text does and imports."""
    tree = ast.parse(source)
    imports = tuple(sorted(set(_imported(tree))))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [part for part in node.body if not _is_text(part)]
    return ModuleCode(hashlib.sha256(ast.dump(tree).encode()).hexdigest(), imports)


class Remembered:
    """Remembers what modules do where Python keeps byte code, since parsing all of them takes a third of a second.

    An entry is found by the digest of the module's text, so that it cannot be out of date; all of them go when this
    module or Python changes. Where the place cannot be written to nothing is remembered.
    """

    def __init__(self, place: Path | None = None) -> None:
        self._place = place or Path(cache_from_source(__file__)).with_suffix(".json")
        self._by = [sys.version, hashlib.sha256(Path(__file__).read_bytes()).hexdigest()]
        self._before = self._read()
        self._now: dict[str, ModuleCode] = {}

    def of(self, source: bytes) -> ModuleCode:
        """Return what a module's text does and imports."""
        key = hashlib.sha256(source).hexdigest()
        self._now[key] = self._before.get(key) or module_code(source)
        return self._now[key]

    def keep(self) -> None:
        """Write down what was asked for, when anything of it is new."""
        if self._now.keys() <= self._before.keys():
            return
        with suppress(OSError):
            self._place.parent.mkdir(exist_ok=True)
            write_text(self._place, json.dumps({"by": self._by, "modules": self._now}))

    def _read(self) -> dict[str, ModuleCode]:
        try:
            given = json.loads(self._place.read_text(encoding="utf-8"))
            if given["by"] != self._by:
                return {}
            return {key: ModuleCode(str(d), tuple(i)) for key, (d, i) in given["modules"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that a module may import, within functions too, and each name that may be a module itself.

    Imports for annotations only (`if TYPE_CHECKING`) count as others do: one too many does no harm.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # The house has no relative imports; one of them must not be overlooked.
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _is_text(node: ast.stmt) -> bool:
    """Return whether a statement is a text alone: a docstring, or the note below a constant."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
