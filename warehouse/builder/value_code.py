"""The code that makes values: the modules that making a step imports, directly or not."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from warehouse.builder.module_code import Remembered

STARTS = (
    "warehouse.builder.edition_table",
    "warehouse.builder.raw_tables",
    "warehouse.builder.run_check",
    "warehouse.builder.run_model",
)
"""The modules that make steps."""
HOUSES = ("warehouse", "rowlineage")
"""Packages whose modules are followed; all others are libraries."""
LEFT_OUT = {
    "numbertext": "texts; only the base of its errors is named",
    "warehouse.chart": "what a table's head says of its chart, which no step draws",
    "warehouse.folders": "names of places, and no step knows where it is",
    "warehouse.former_names": "former names of modules, for those who import them",
}
"""What is imported on the way and makes no value, with the reason."""


@dataclass(frozen=True)
class ValueCode:
    """The code that makes values.

    Attributes:
        digests: Module -> digest of what it does.
        libraries: Import names of the libraries that it uses, the standard library apart.
    """

    digests: Mapping[str, str]
    libraries: frozenset[str]


def value_code(
    folders: Mapping[str, Path] | None = None,
    starts: Iterable[str] = STARTS,
    memory: Remembered | None = None,
) -> ValueCode:
    """Return some modules and what they import, directly or not.

    Args:
        folders: Where each of the packages is that are followed; by default those that run.
        starts: The modules to begin with.
        memory: Where what modules do is remembered.
    """
    folders = folders or {house: _folder(house) for house in HOUSES}
    memory = memory or Remembered()
    digests: dict[str, str] = {}
    libraries: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        file = _file(name, folders)
        if name in digests or name in LEFT_OUT or file is None:
            continue
        code = memory.of(file.read_bytes())
        digests[name] = code.digest
        # The packages that a module is in are run before it.
        waiting += [name.rpartition(".")[0], *code.imports]
        libraries.update(imported.partition(".")[0] for imported in code.imports)
    memory.keep()
    known = {*folders, *LEFT_OUT, *sys.stdlib_module_names}
    return ValueCode(digests, frozenset(libraries - known))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0])


def _file(name: str, folders: Mapping[str, Path]) -> Path | None:
    """Return the file of a module, or None where the name is none of a followed package, or no module."""
    top, *inside = name.split(".")
    if top not in folders:
        return None
    path = folders[top].joinpath(*inside)
    files = (path / "__init__.py", path.with_name(f"{path.name}.py"))
    return next((file for file in files if file.is_file()), None)
