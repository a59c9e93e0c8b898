"""The runs of the models as actions of a crate: what each read, the engine that ran it, and what it made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.standards.crate_figures import figure_id
from report.standards.crate_files import withheld_id
from report.standards.crate_sources import publisher_id
from report.standards.entity import Entity, entity, refs
from report.standards.names import file_id, local_id
from report.standards.payload import PROJECT, Payload
from warehouse.builder.kept import KeptModel

ENGINE = "https://duckdb.org/"
_LOCK = "lock/requirements.lock"
_PINNED = re.compile(r"^duckdb==([^\s;\\]+)", re.MULTILINE)


def runs(payload: Payload) -> Iterator[Entity]:
    """Yield an action for each model, the tables that no file shows, and the engine."""
    yield _engine(payload)
    for model in payload.models.values():
        if not payload.is_published(model.name):
            yield entity(_table_id(model.name), "CreativeWork", name=model.title)
        yield _run(payload, model)


def _run(payload: Payload, model: KeptModel) -> Entity:
    text = f"{PROJECT}/warehouse/models/{model.layer}/{model.name}.sql"
    read = [file_id(text)] if text in payload.files else []
    for name in model.upstream:
        read += _tables(payload, name)
    return entity(
        local_id("run", model.name),
        "CreateAction",
        name=f"Building {model.name}",
        description=f"One SELECT: {model.title}",
        # The date that the release speaks of: when it was run, and by whom, stands outside the payload.
        endTime=payload.release.as_of,
        agent={"@id": publisher_id(payload.release.publisher)},
        instrument={"@id": ENGINE},
        object=refs(read),
        result=refs(_results(payload, model.name)),
    )


def _tables(payload: Payload, name: str) -> list[str]:
    """Return the entities of a table that a model reads."""
    if payload.is_published(name):
        return [file_id(f"tables/{name}.csv")]
    if name in payload.models:
        return [_table_id(name)]
    places = payload.raw_files.get(name, [])
    paths = [(place, payload.raw_path(place)) for place in places]
    return [file_id(path) if path else withheld_id(place.file) for place, path in paths]


def _results(payload: Payload, name: str) -> list[str]:
    if not payload.is_published(name):
        return [_table_id(name)]
    shown = [p for p in (f"tables/{name}.csv", f"tables/{name}.parquet") if p in payload.files]
    figures = [figure_id(figure.id) for figure in payload.figures if figure.table == name]
    return [*map(file_id, shown), *figures]


def _table_id(name: str) -> str:
    return local_id("table", name)


def _engine(payload: Payload) -> Entity:
    lock = payload.data / _LOCK
    pinned = _PINNED.search(lock.read_text(encoding="utf-8")) if lock.is_file() else None
    version = pinned[1] if pinned else None
    return entity(ENGINE, "SoftwareApplication", name="DuckDB", url=ENGINE, softwareVersion=version)
