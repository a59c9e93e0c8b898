"""Everything that an edition brings to the reading of a text: quantities, places, sources' names and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow.parquet

from numbertext.conditions import Conditions
from report.figures.catalogue import Figure, load_catalogue, load_places
from report.reconcile.attribution import Names
from report.reconcile.bindings import Decision, load_classes, load_decisions, load_tables
from report.reconcile.cells.families import families_of
from report.reconcile.cells.scene import Pool, pool_of
from report.reconcile.classes import WaivedClass
from report.reconcile.own_conditions import conditions_of
from report.reconcile.place_names import Places, is_place_name
from report.reconcile.readings import Quantity, quantities_of
from warehouse.builder.kept import Kept
from warehouse.edition import Edition, load_edition
from warehouse.project import Project
from warehouse.sources.register import Source, load_source


@dataclass(frozen=True)
class Knowledge:
    """What texts are held against.

    Attributes:
        edition: The edition.
        quantities: The catalogue's quantities with their readings.
        places: Names of places.
        names: Names of sources.
        decisions: Bindings and waivers by fingerprint.
        tables: Report tables that tables of documents are, as a person decided, by document and number.
        classes: Classes of numbers that are waived.
        conditions: The table of truth conditions.
        titles: Source -> publisher and title, for readers.
        superseded: Source -> a vintage that was out at the as-of date and is newer than the pinned one.
        pool: The cells that claims over several may be of.
    """

    edition: Edition
    quantities: Sequence[Quantity]
    places: Places
    names: Names
    decisions: Mapping[str, Decision]
    tables: Mapping[tuple[str, int], str]
    classes: Sequence[WaivedClass]
    conditions: Conditions
    titles: Mapping[str, str]
    superseded: Mapping[str, str]
    pool: Pool


def knowledge_of(project: Project, kept: Kept, edition: str) -> Knowledge:
    """Return what an edition knows, read from the generation and the project's catalogue.

    Raises:
        DefinitionError: If the edition, the catalogue, a source or a decision is wrong.
    """
    found = load_edition(project, edition)
    catalogue = load_catalogue(project)
    sources = {name: load_source(project, name) for name in found.pins}
    quantities = quantities_of(kept, found, catalogue)
    places = Places(_places(project, kept, catalogue))
    families = families_of(kept, found, catalogue, quantities, load_places(project))
    return Knowledge(
        edition=found,
        quantities=quantities,
        places=places,
        pool=pool_of(quantities, families, places),
        names=Names(_names(sources)),
        decisions=load_decisions(project, edition, catalogue),
        tables=load_tables(project, edition, kept.tables),
        classes=load_classes(project, edition),
        conditions=conditions_of(project),
        titles={name: f"{s.publisher}, {s.title}" for name, s in sources.items()},
        superseded=_superseded(found, sources),
    )


def _places(project: Project, kept: Kept, catalogue: Sequence[Figure]) -> tuple[str, ...]:
    names = {name for figure in catalogue for name in figure.place}
    for table, column in load_places(project).items():
        if table in kept.tables:
            cells = pyarrow.parquet.read_table(kept.tables[table], columns=[column])
            names.update(filter(is_place_name, cells.column(0).to_pylist()))
    return tuple(sorted(names))


def _names(sources: Mapping[str, Source]) -> dict[str, frozenset[str]]:
    by_name: dict[str, set[str]] = {}
    for source in sources.values():
        for name in source.names:
            by_name.setdefault(name, set()).add(source.name)
    return {name: frozenset(found) for name, found in by_name.items()}


def _superseded(edition: Edition, sources: Mapping[str, Source]) -> dict[str, str]:
    as_of = edition.as_of.isoformat()
    newest = {
        name: max((v.id for v in source.vintages.values() if v.published <= as_of), default="")
        for name, source in sources.items()
    }
    return {name: newest[name] for name, pin in edition.pins.items() if newest[name] > pin.vintage}
