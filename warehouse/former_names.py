"""Former import names of what became packages; they lead to the same modules until version 0.3."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
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
    """Puts the module of the present name, which is loaded as ever and stays as it is, in the place of a former one.

    A loader by what it does: `importlib.abc` would make every command start later.
    """

    def __init__(self, present: ModuleSpec) -> None:
        self.present = present

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        """Leave making an empty module to the import system."""

    def exec_module(self, module: ModuleType) -> None:
        """Let the import system find the present module where it put an empty one."""
        sys.modules[module.__name__] = import_module(self.present.name)

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
                present = find_spec(name + fullname[len(former) :])
                return None if present is None else _spec(fullname, present)
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
