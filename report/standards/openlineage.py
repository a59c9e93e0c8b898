"""OpenLineage 2-0-2: one run event a model, with what it read, what it made and which columns rest on which.

The events tell what was done for the release, not when: their time is the as-of date, and a run's id follows from
the content and the model's text. A column's lineage is DIRECT where a value is made of a column, INDIRECT where that
decides on rows; what decides on all columns alike (filters, joins) stands once for the whole table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow.parquet

from report.publish.addresses import web_address
from report.standards.payload import DescribedPayload, run_id
from rowlineage.catalog import ConnectionCatalog
from rowlineage.column_roles import ColumnRole
from rowlineage.columns import ColumnLink, column_lineage
from warehouse.builder.kept import KeptModel
from warehouse.sources.schema import RESERVED

_PRODUCER = "urn:annual-report:pipeline"
_FACETS = "https://openlineage.io/spec/facets"
_SCHEMAS = {
    "columnLineage": "1-2-0/ColumnLineageDatasetFacet",
    "dataSource": "1-0-1/DatasourceDatasetFacet",
    "documentation": "1-1-0/DocumentationJobFacet",
    "jobType": "2-0-4/JobTypeJobFacet",
    "outputStatistics": "1-0-2/OutputStatisticsOutputDatasetFacet",
    "schema": "1-2-0/SchemaDatasetFacet",
    "sql": "1-1-0/SQLJobFacet",
    "symlinks": "1-0-1/SymlinksDatasetFacet",
    "version": "1-0-1/DatasetVersionDatasetFacet",
}
_EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
_Input = tuple[str, str]
_DIRECT: ColumnRole = "projection"
_SUBTYPES: dict[ColumnRole, str] = {
    "filter": "FILTER",
    "join": "JOIN",
    "group": "GROUP_BY",
    "order": "SORT",
    "absence": "FILTER",
}
_COUNTED = "*"
_ABSENT = "rows that must not be there"


def _facet(name: str, /, **values: object) -> dict[str, object]:
    """Return a facet.

    Args:
        name: Under which name it stands in an event.
        **values: What it says.
    """
    version, _, definition = _SCHEMAS[name].partition("/")
    schema = f"{_FACETS}/{version}/{definition}.json#/$defs/{definition}"
    return {"_producer": _PRODUCER, "_schemaURL": schema, **values}


def run_events(payload: DescribedPayload) -> Iterator[dict[str, Any]]:
    """Yield an event for each model, in the order in which they are built."""
    with payload.kept.connection() as connection:
        catalog = ConnectionCatalog(connection, is_closed=True)
        for model in payload.models.values():
            links = column_lineage(connection, model.sql, model=model.name, catalog=catalog)
            yield _event(payload, model, _column_facet(_namespace(payload), links))


def _namespace(payload: DescribedPayload) -> str:
    """Return the namespace of the release's tables and jobs."""
    return f"annual-report/{payload.release.edition}/r{payload.release.revision}"


def _event(payload: DescribedPayload, model: KeptModel, lineage: dict[str, Any]) -> dict[str, Any]:
    release = payload.release
    output = _dataset(payload, model.name)
    output["facets"]["columnLineage"] = lineage
    rows = pyarrow.parquet.read_metadata(payload.kept.tables[model.name]).num_rows
    output["outputFacets"] = {"outputStatistics": _facet("outputStatistics", rowCount=rows)}
    return {
        "eventType": "COMPLETE",
        "eventTime": f"{release.as_of}T00:00:00Z",
        "producer": _PRODUCER,
        "schemaURL": _EVENT,
        "run": {"runId": run_id(release.content_sha256, model.name, model.sql)},
        "job": _job(payload, model),
        "inputs": [_dataset(payload, name) for name in model.upstream],
        "outputs": [output],
    }


def _job(payload: DescribedPayload, model: KeptModel) -> dict[str, Any]:
    facets = {
        "documentation": _facet("documentation", description=model.title),
        "jobType": _facet(
            "jobType", processingType="BATCH", integration="ANNUAL_REPORT", jobType="MODEL"
        ),
        "sql": _facet("sql", query=model.sql, dialect="duckdb"),
    }
    return {"namespace": _namespace(payload), "name": model.name, "facets": facets}


def _dataset(payload: DescribedPayload, table: str) -> dict[str, Any]:
    facets = {"schema": _facet("schema", fields=_fields(payload, table)), **_origin(payload, table)}
    return {"namespace": _namespace(payload), "name": table, "facets": facets}


def _fields(payload: DescribedPayload, table: str) -> list[dict[str, Any]]:
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


def _origin(payload: DescribedPayload, table: str) -> dict[str, Any]:
    """Return where a table's rows come from: a source's files, or a model."""
    places = payload.raw_files.get(table, [])
    if not places:
        return {"dataSource": _facet("dataSource", name=_namespace(payload))}
    source = payload.sources.get(places[0].source)
    address = web_address(source.landing_url) if source else ""
    files = [{"namespace": "file", "name": p.file, "type": "FILE"} for p in places]
    return {
        "dataSource": _facet(
            "dataSource",
            name=source.title if source else places[0].file,
            **({"uri": address} if address else {}),
        ),
        "symlinks": _facet("symlinks", identifiers=files),
        "version": _facet("version", datasetVersion=places[0].vintage),
    }


def _column_facet(namespace: str, links: Iterable[ColumnLink]) -> dict[str, object]:
    """Return the facet of a table.

    Args:
        namespace: Namespace of the tables that it rests on.
        links: Its column lineage. Where rows are counted the upstream field is `*`.
    """
    by_column: dict[str, set[tuple[_Input, ColumnRole]]] = {}
    for link in links:
        entry = ((link.table, link.upstream), link.role)
        by_column.setdefault(link.column, set()).add(entry)
    indirect = [{e for e in found if e[1] != _DIRECT} for found in by_column.values()]
    shared = set.intersection(*indirect) if indirect else set()
    fields = {
        column: {"inputFields": _inputs(namespace, found - shared)}
        for column, found in by_column.items()
    }
    return _facet("columnLineage", fields=fields, dataset=_inputs(namespace, shared))


def _inputs(namespace: str, found: set[tuple[_Input, ColumnRole]]) -> list[dict[str, object]]:
    roles: dict[_Input, list[ColumnRole]] = {}
    for place, role in sorted(found):
        roles.setdefault(place, []).append(role)
    return [
        {
            "namespace": namespace,
            "name": table,
            "field": field,
            "transformations": [_transformation(field, role) for role in given],
        }
        for (table, field), given in roles.items()
    ]


def _transformation(field: str, role: ColumnRole) -> dict[str, str]:
    if role == _DIRECT:
        counted = {"subtype": "AGGREGATION", "description": "its rows are counted"}
        return {"type": "DIRECT", **(counted if field == _COUNTED else {})}
    described = {"description": _ABSENT} if role == "absence" else {}
    return {"type": "INDIRECT", "subtype": _SUBTYPES[role], **described}
