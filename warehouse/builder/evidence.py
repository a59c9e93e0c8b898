"""Evidence beside tables: the lineage columns of a model's rows, as Parquet with a manifest that says how to read them.

Writing it at build time and finding it again; what the columns mean belongs to `warehouse.lineage`.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from warehouse.connection import copy, literal
from warehouse.lineage.capture import Captured
from warehouse.lineage.graph import Evidence
from warehouse.lineage.manifest import Manifest

EVIDENCE = "evidence.parquet"
MANIFEST = "evidence.json"


def write_evidence(connection: duckdb.DuckDBPyConnection, captured: Captured, folder: Path) -> None:
    """Write the evidence of a captured model into a folder: the rows, each stage, and the manifest."""
    copy(connection, captured.evidence, folder / EVIDENCE)
    for stage, select in captured.stages.items():
        copy(connection, select, folder / _stage_file(stage))
    text = json.dumps(captured.manifest.as_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_evidence(folder: Path) -> Evidence | None:
    """Return the evidence kept in a folder, or None where the model is traced lazily."""
    if not (folder / MANIFEST).is_file():
        return None
    manifest = Manifest.from_json(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    stages = {stage: _relation(folder / _stage_file(stage)) for stage in manifest.stages}
    return Evidence(_relation(folder / EVIDENCE), stages, manifest)


def _stage_file(stage: str) -> str:
    return f"evidence-{stage}.parquet"


def _relation(path: Path) -> str:
    return f"read_parquet({literal(str(path))})"
