"""Column lineage as OpenLineage says it: DIRECT where a value is made of a column, INDIRECT where it decides on rows.

What decides on all columns alike (filters, joins) stands once for the whole table.
"""

from __future__ import annotations

from collections.abc import Iterable

from report.standards.facets import facet
from rowlineage.columns import ColumnLink, ColumnRole

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


def column_facet(namespace: str, links: Iterable[ColumnLink]) -> dict[str, object]:
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
    return facet("columnLineage", fields=fields, dataset=_inputs(namespace, shared))


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
