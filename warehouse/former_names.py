"""Former import names of what became packages; they lead to the same modules until version 0.3."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any

FORMER = {
    "warehouse.lineage": "rowlineage",
    "warehouse.auditing": "rowlineage.auditing",
    "warehouse.builder.evidence": "rowlineage.evidence_files",
    "warehouse.builder.traceable": "rowlineage.traceable",
    "report.reconcile.extraction": "numbertext.extraction",
    "report.reconcile.documents": "numbertext.documents",
    "report.reconcile.statement": "numbertext.statement",
    "report.reconcile.interval": "numbertext.interval",
}


class _Here:
    """Gives the module of the present name, which is loaded as ever and stays as it is, for a former one.

    A loader by what it does: `importlib.abc` would make every command start later.
    """

    def __init__(self, present: ModuleSpec) -> None:
        self.present = present

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the present module: an empty one, replaced later, might be what another thread has got hold of."""
        return import_module(self.present.name)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module back the spec that it has by its present name."""
        module.__spec__ = self.present

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code of the present module: `python -m` runs it under a former name as well."""
        loader: Any = self.present.loader
        code: CodeType | None = loader.get_code(self.present.name)
        return code


class FormerNames:
    """Finds `warehouse.lineage.walk` where `rowlineage.walk` is, as the same module object."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module asked for by a former name, without loading it; None for all others."""
        for former, name in FORMER.items():
            if fullname == former or fullname.startswith(f"{former}."):
                present = _find(name + fullname[len(former) :])
                return None if present is None else _spec(fullname, present)
        return None


def _find(name: str) -> ModuleSpec | None:
    """Return the spec of a module; nothing is imported, not even what it stands in.

    Up to Python 3.11 the lock of all imports is held meanwhile: whoever waits here for a module that another thread is
    loading, as `importlib.util.find_spec` does, waits for ever.
    """
    found: ModuleSpec | None = None
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        path = found.submodule_search_locations if found is not None else None
        found = _by_others(".".join(parts[:depth]), path)
        if found is None:
            return None
    return found


def _by_others(name: str, path: Sequence[str] | None) -> ModuleSpec | None:
    for finder in sys.meta_path:
        if finder is not FormerNames:
            spec = finder.find_spec(name, path)
            if spec is not None:
                return spec
    return None


def _spec(fullname: str, present: ModuleSpec) -> ModuleSpec:
    loader: Any = _Here(present)
    spec = ModuleSpec(fullname, loader, origin=present.origin)
    spec.submodule_search_locations = present.submodule_search_locations
    return spec


def keep_former_names() -> None:
    """Make the former names importable, once; before all other finders, which would load a second copy."""
    if FormerNames not in sys.meta_path:
        sys.meta_path.insert(0, FormerNames)
