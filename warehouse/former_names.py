"""Former import names of what became packages; they lead to the same modules until version 0.3."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

FORMER = {
    "warehouse.lineage": "rowlineage",
    "warehouse.auditing": "rowlineage.auditing",
    "warehouse.builder.evidence": "rowlineage.evidence_files",
    "warehouse.builder.traceable": "rowlineage.traceable",
    "report.reconcile.extraction": "numbertext.extraction",
    "report.reconcile.documents": "numbertext.documents",
    "report.reconcile.statement": "numbertext.statement",
    "report.reconcile.interval": "numbertext.interval",
    "report.reconcile.conditions": "numbertext.conditions",
}


class _Here:
    """Gives the module of the present name, which was run under that name and stays as it is."""

    def __init__(self, present: str) -> None:
        self.module = import_module(present)
        self.spec = self.module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec


class FormerNames:
    """Finds `warehouse.lineage.walk` where `rowlineage.walk` is, as the same module object."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module asked for by a former name; None for all others."""
        for former, present in FORMER.items():
            if fullname == former or fullname.startswith(f"{former}."):
                return ModuleSpec(fullname, _Here(present + fullname[len(former) :]))  # type: ignore[arg-type]
        return None


def keep_former_names() -> None:
    """Make the former names importable, once; before all other finders, which would load a second copy."""
    if FormerNames not in sys.meta_path:
        sys.meta_path.insert(0, FormerNames)
