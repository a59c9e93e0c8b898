"""Computing an edition's report tables in the second engine, as far as files and constructs allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow

from report.reperform.second.engine import Engine
from report.reperform.second.raw_tables import (
    EDITION_TABLE,
    edition_table,
    raw_entries,
    read_table,
    shared_file,
)
from report.reperform.transpile.unexpressed import NotExpressed, Unexpressed
from warehouse.edition import load_edition
from warehouse.errors import ReportError
from warehouse.model import Model, in_order, load_models
from warehouse.project import Project

DONE, NOT_EXPRESSED, NOT_PERFORMED = "done", "not expressed", "not re-performed"


@dataclass(frozen=True)
class TableState:
    """What became of one table.

    Attributes:
        state: `done`, `not expressed` or `not re-performed`.
        why: What stood in the way, at this table or before it.
        rules: Rules by which the SQL of the table, and of what it rests on, was rewritten.
        shared: Raw files that it rests on and that were read with the build's own reader.
    """

    state: str
    why: str = ""
    rules: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass
class Performed:
    """An edition in the second engine: every table's state, and the report tables that could be computed."""

    version: str
    states: dict[str, TableState] = field(default_factory=dict)
    tables: dict[str, pyarrow.Table] = field(default_factory=dict)
    not_expressed: list[Unexpressed] = field(default_factory=list)


def perform(project: Project, edition_name: str) -> Performed:
    """Compute every model of an edition from the raw files.

    Raises:
        DefinitionError: If the edition, the register or a model cannot be read at all.
    """
    engine = Engine()
    done = Performed(engine.version)
    edition = load_edition(project, edition_name)
    engine.add(EDITION_TABLE, edition_table(edition))
    done.states[EDITION_TABLE] = TableState(DONE)
    for entry in raw_entries(project, edition):
        try:
            engine.add(entry.name, read_table(project, entry))
            done.states[entry.name] = TableState(DONE, shared=shared_file(entry))
        except ReportError as error:
            done.states[entry.name] = TableState(NOT_PERFORMED, _first_line(error))
    models = {k: m for k, m in load_models(project).items() if m.layer != "checks"}
    for model in in_order(models):
        done.states[model.name] = _model(engine, model, done)
    return done


def _model(engine: Engine, model: Model, done: Performed) -> TableState:
    held_up = _held_up(model, done.states)
    if held_up is not None:
        return held_up
    try:
        table, used = engine.run(model)
    except NotExpressed as error:
        done.not_expressed += error.found
        return TableState(NOT_EXPRESSED, error.fact)
    except ReportError as error:
        return TableState(NOT_PERFORMED, _first_line(error))
    engine.add(model.name, table)
    if model.layer == "report":
        done.tables[model.name] = table
    below = [done.states[name] for name in model.upstream]
    rules = dict.fromkeys((*(rule for state in below for rule in state.rules), *used))
    shared = {file for state in below for file in state.shared}
    return TableState(DONE, rules=tuple(rules), shared=tuple(sorted(shared)))


def _held_up(model: Model, states: Mapping[str, TableState]) -> TableState | None:
    """Return the state of a model that cannot be computed for what it reads, the worst reason first."""
    unknown = TableState(NOT_PERFORMED, f"{model.where} reads a table that does not exist")
    found = [states.get(name, unknown) for name in model.upstream]
    waiting = [s for s in found if s.state != DONE]
    return next((s for s in waiting if s.state == NOT_PERFORMED), next(iter(waiting), None))


def _first_line(error: ReportError) -> str:
    return str(error).splitlines()[0]
