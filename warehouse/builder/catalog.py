"""The catalogue of a generation: what readers need to know of models, raw files and sources, beside the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.builder.generation import link_or_copy
from warehouse.builder.kept import CATALOG, EVIDENCE, MODELS
from warehouse.builder.record import TABLE
from warehouse.model import Model


def write_catalog(build: EditionBuild, folder: Path) -> None:
    """Write the catalogue, the models' texts and their evidence into a generation's folder."""
    catalog = {
        "edition": build.plan.edition.name,
        "as_of": build.plan.edition.as_of.isoformat(),
        "order": list(build.plan.models),
        "models": {model.name: _model_entry(model) for model in build.plan.models.values()},
        "checks": {c.name: {"upstream": list(c.upstream)} for c in build.plan.checks.values()},
        "files": dict(_files(build)),
        "sources": {name: _source_entry(build, name) for name in build.plan.sources},
    }
    text = json.dumps(catalog, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CATALOG).write_text(text + "\n", encoding="utf-8")
    (folder / MODELS).mkdir()
    for model in build.plan.models.values():
        (folder / MODELS / f"{model.name}.sql").write_text(model.sql, encoding="utf-8")
        _keep_evidence(build, model.name, folder / EVIDENCE / model.name)


def _model_entry(model: Model) -> dict[str, Any]:
    columns = model.columns or {}
    return {
        "layer": model.layer,
        "title": model.title,
        "unit": model.unit,
        "key": list(model.key),
        "upstream": list(model.upstream),
        "decimals": {name: c.decimals for name, c in columns.items() if c.decimals is not None},
    }


def _files(build: EditionBuild) -> Iterator[tuple[str, dict[str, str]]]:
    for name in (EDITION_TABLE, *build.plan.raw):
        step = build.outcome(name).step
        if step is None:
            continue
        details = step.record.details
        raw = build.plan.raw.get(name)
        vintage = raw.source.vintage(raw.vintage_id) if raw else None
        yield (
            str(details["file_number"]),
            {
                **details["place"],
                "sha256": details.get("sha256", ""),
                "nature": vintage.nature if vintage else "measured",
                "form": vintage.form if vintage else "as received",
            },
        )


def _source_entry(build: EditionBuild, name: str) -> dict[str, str]:
    source = build.plan.sources[name]
    fields = ("title", "publisher", "citation", "licence", "landing_url", "contact")
    return {field: getattr(source, field) for field in fields}


def _keep_evidence(build: EditionBuild, name: str, target: Path) -> None:
    step = build.outcome(name).step
    if step is not None:
        for file in sorted(set(step.record.files) - {TABLE}):
            link_or_copy(step.path / file, target / file)
