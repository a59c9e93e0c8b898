"""OpenLineage 2-0-2: one run event a model, with what it read, what it made and which columns rest on which.

The events tell what was done for the release, not when: their time is the as-of date, and a run's id follows from
the content and the model's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow.parquet

from report.publish.addresses import web_address
from report.standards.column_facet import column_facet
from report.standards.facets import PRODUCER, facet
from report.standards.names import run_id
from report.standards.payload import Payload
from rowlineage.catalog import ConnectionCatalog
from rowlineage.columns import column_lineage
from warehouse.builder.kept import KeptModel
from warehouse.sources.schema import RESERVED

_EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"


def run_events(payload: Payload) -> Iterator[dict[str, Any]]:
    """Yield an event for each model, in the order in which they are built."""
    with payload.kept.connection() as connection:
        catalog = ConnectionCatalog(connection, is_closed=True)
        for model in payload.models.values():
            links = column_lineage(connection, model.sql, model=model.name, catalog=catalog)
            yield _event(payload, model, column_facet(namespace(payload), links))


def namespace(payload: Payload) -> str:
    """Return the namespace of the release's tables and jobs."""
    return f"annual-report/{payload.release.edition}/r{payload.release.revision}"


def _event(payload: Payload, model: KeptModel, lineage: dict[str, Any]) -> dict[str, Any]:
    release = payload.release
    output = _dataset(payload, model.name)
    output["facets"]["columnLineage"] = lineage
    rows = pyarrow.parquet.read_metadata(payload.kept.tables[model.name]).num_rows
    output["outputFacets"] = {"outputStatistics": facet("outputStatistics", rowCount=rows)}
    return {
        "eventType": "COMPLETE",
        "eventTime": f"{release.as_of}T00:00:00Z",
        "producer": PRODUCER,
        "schemaURL": _EVENT,
        "run": {"runId": run_id(release.content_sha256, model.name, model.sql)},
        "job": _job(payload, model),
        "inputs": [_dataset(payload, name) for name in model.upstream],
        "outputs": [output],
    }


def _job(payload: Payload, model: KeptModel) -> dict[str, Any]:
    facets = {
        "documentation": facet("documentation", description=model.title),
        "jobType": facet(
            "jobType", processingType="BATCH", integration="ANNUAL_REPORT", jobType="MODEL"
        ),
        "sql": facet("sql", query=model.sql, dialect="duckdb"),
    }
    return {"namespace": namespace(payload), "name": model.name, "facets": facets}


def _dataset(payload: Payload, table: str) -> dict[str, Any]:
    facets = {"schema": facet("schema", fields=_fields(payload, table)), **_origin(payload, table)}
    return {"namespace": namespace(payload), "name": table, "facets": facets}


def _fields(payload: Payload, table: str) -> list[dict[str, Any]]:
    kinds = pyarrow.parquet.read_schema(payload.kept.tables[table])
    columns = payload.heads[table].columns or {} if table in payload.heads else {}
    shown = [field for field in kinds if field.name not in RESERVED]
    return [
        {
            "name": field.name,
            "type": str(field.type),
            "ordinal_position": place,
            **({"description": columns[field.name].title} if field.name in columns else {}),
        }
        for place, field in enumerate(shown, 1)
    ]


def _origin(payload: Payload, table: str) -> dict[str, Any]:
    """Return where a table's rows come from: a source's files, or a model."""
    places = payload.raw_files.get(table, [])
    if not places:
        return {"dataSource": facet("dataSource", name=namespace(payload))}
    source = payload.sources.get(places[0].source)
    address = web_address(source.landing_url) if source else ""
    files = [{"namespace": "file", "name": p.file, "type": "FILE"} for p in places]
    return {
        "dataSource": facet(
            "dataSource",
            name=source.title if source else places[0].file,
            **({"uri": address} if address else {}),
        ),
        "symlinks": facet("symlinks", identifiers=files),
        "version": facet("version", datasetVersion=places[0].vintage),
    }
