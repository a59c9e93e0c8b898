"""The plan of an edition: which raw tables, models and checks it consists of, and what must be good before what.

Worked out from the definitions alone; nothing is read or built here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.builder.edition_table import NAME as EDITION_TABLE
from warehouse.builder.gates import ancestors, waits_for
from warehouse.builder.raw_tables import RawTable
from warehouse.edition import Edition, load_edition
from warehouse.errors import DefinitionError
from warehouse.model import Model, in_order, load_models
from warehouse.project import Project
from warehouse.sources.register import Source, load_source, raw_table, source_names


@dataclass(frozen=True)
class Plan:
    """Everything that an edition's build consists of.

    Attributes:
        edition: The edition.
        sources: Pinned sources by name.
        raw: Raw tables by warehouse name, `raw_edition` apart.
        models: Models by name, checks apart, in the order they are built.
        checks: Checks by name.
    """

    edition: Edition
    sources: Mapping[str, Source]
    raw: Mapping[str, RawTable]
    models: Mapping[str, Model]
    checks: Mapping[str, Model]

    @property
    def report_tables(self) -> list[Model]:
        """The tables of the report, by number."""
        return sorted(
            (m for m in self.models.values() if m.layer == "report"),
            key=lambda m: (m.number or 0, m.name),
        )

    def gates(self, name: str) -> list[str]:
        """Return the checks that must pass before a model may read its inputs; checks themselves wait for none."""
        if name in self.checks:
            return []
        return [
            check.name
            for check in self.checks.values()
            if waits_for(self.models[name], check, self.models)
        ]

    def ancestors(self, name: str) -> set[str]:
        """Return every table that a model or check reads, at any depth."""
        model = self.models.get(name) or self.checks.get(name)
        return ancestors(model, self.models) if model else set()

    def sources_of(self, name: str) -> list[str]:
        """Return the sources whose raw tables a table rests on, sorted."""
        tables = self.ancestors(name) | {name}
        return sorted({self.raw[t].source.name for t in tables if t in self.raw})


def make_plan(project: Project, edition_name: str) -> Plan:
    """Return the plan of an edition.

    Raises:
        DefinitionError: If a definition is wrong, a pin names no registered vintage, or a model reads an unknown table.
    """
    edition = load_edition(project, edition_name)
    sources = {name: _pinned(project, edition, name) for name in edition.pins}
    raw = {
        raw_table(source.name, table.name): RawTable(
            source, table, edition.pins[source.name].vintage
        )
        for source in sources.values()
        for table in source.tables.values()
    }
    every = load_models(project)
    models = {m.name: m for m in in_order({k: v for k, v in every.items() if v.layer != "checks"})}
    checks = {k: v for k, v in every.items() if v.layer == "checks"}
    _check_tables(edition, raw, models, checks)
    return Plan(edition, sources, raw, models, checks)


def _pinned(project: Project, edition: Edition, name: str) -> Source:
    if name not in source_names(project):
        raise DefinitionError(
            f"source {name!r} is not registered",
            where=edition.where,
            expected=", ".join(source_names(project)),
            remedy=f"add raw/{name}/source.yaml, or take the pin out",
        )
    source = load_source(project, name)
    source.vintage(edition.pins[name].vintage)
    return source


def _check_tables(
    edition: Edition,
    raw: Mapping[str, RawTable],
    models: Mapping[str, Model],
    checks: Mapping[str, Model],
) -> None:
    known = {EDITION_TABLE, *raw, *models}
    for model in (*models.values(), *checks.values()):
        named = [*model.upstream, *([model.on] if model.on else [])]
        for table in named:
            if table not in known:
                raise DefinitionError(
                    f"reads {table}, which is neither a raw table of edition {edition.name} nor a model",
                    where=model.where,
                    expected=", ".join(sorted(known)),
                    remedy=f"pin its source in {edition.where}, or correct the name",
                )
