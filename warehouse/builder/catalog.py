"""The catalogue of a generation: what readers need to know of models, raw files and sources, beside the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.builder.generation import link_or_copy
from warehouse.builder.kept import EVIDENCE, KEPT_MODELS
from warehouse.builder.kept_catalog import (
    CATALOG,
    Catalog,
    CatalogModel,
    RawFilePlace,
    SourceCredit,
)
from warehouse.builder.loaded_files import loaded_files
from warehouse.builder.record import TABLE
from warehouse.model import Model
from warehouse.sources.register import Source


def write_catalog(build: EditionBuild, folder: Path) -> None:
    """Write the catalogue, the models' texts and their evidence into a generation's folder."""
    plan = build.plan
    catalog = Catalog(
        edition=plan.edition.name,
        as_of=plan.edition.as_of.isoformat(),
        order=tuple(plan.models),
        models={model.name: _model_entry(model) for model in plan.models.values()},
        checks={check.name: check.upstream for check in plan.checks.values()},
        files=dict(_files(build)),
        sources={name: _credit(source) for name, source in plan.sources.items()},
    )
    text = json.dumps(catalog.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CATALOG).write_text(text + "\n", encoding="utf-8")
    (folder / KEPT_MODELS).mkdir()
    for model in build.plan.models.values():
        (folder / KEPT_MODELS / f"{model.name}.sql").write_text(model.sql, encoding="utf-8")
        _keep_evidence(build, model.name, folder / EVIDENCE / model.name)


def _model_entry(model: Model) -> CatalogModel:
    columns = model.columns or {}
    return CatalogModel(
        layer=model.layer,
        title=model.title,
        unit=model.unit,
        key=model.key,
        upstream=model.upstream,
        decimals={name: c.decimals for name, c in columns.items() if c.decimals is not None},
    )


def _files(build: EditionBuild) -> Iterator[tuple[int, RawFilePlace]]:
    for name in (EDITION_TABLE, *build.plan.raw):
        step = build.outcome(name).step
        if step is None:
            continue
        raw = build.plan.raw.get(name)
        vintage = raw.source.vintage(raw.vintage_id) if raw else None
        for file in loaded_files(step.record):
            yield (
                file.number,
                RawFilePlace(
                    **file.place,
                    sha256=file.sha256,
                    nature=vintage.nature if vintage else "measured",
                    form=vintage.form if vintage else "as received",
                ),
            )


def _credit(source: Source) -> SourceCredit:
    return SourceCredit(
        title=source.title,
        publisher=source.publisher,
        citation=source.citation,
        licence=source.licence,
        landing_url=source.landing_url,
        contact=source.contact,
        redistribute=source.redistribute,
    )


def _keep_evidence(build: EditionBuild, name: str, target: Path) -> None:
    step = build.outcome(name).step
    if step is not None:
        for file in sorted(set(step.record.files) - {TABLE}):
            link_or_copy(step.path / file, target / file)
