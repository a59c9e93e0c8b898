"""Facets of OpenLineage events: each names who made it and the schema that it follows."""

from __future__ import annotations

PRODUCER = "urn:annual-report:pipeline"
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


def facet(name: str, /, **values: object) -> dict[str, object]:
    """Return a facet.

    Args:
        name: Under which name it stands in an event.
        **values: What it says.
    """
    version, _, definition = _SCHEMAS[name].partition("/")
    schema = f"{_FACETS}/{version}/{definition}.json#/$defs/{definition}"
    return {"_producer": PRODUCER, "_schemaURL": schema, **values}
