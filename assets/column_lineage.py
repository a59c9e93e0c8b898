"""Column lineage for the UI: which upstream columns each column rests on, and in which role.

Dagster's own type has no place for a role; the roles (projection, filter, join, group, order, absence) stand in a
table of the asset's own metadata.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from rowlineage.columns import ColumnLink, column_lineage
from warehouse.builder.store import Step, Store
from warehouse.connection import connect
from warehouse.model import Model


def column_metadata(store: Store, model: Model, inputs: Mapping[str, Step]) -> dict[str, Any]:
    """Return the metadata with the column lineage of a model.

    Args:
        store: Where the steps are kept.
        model: The model.
        inputs: Upstream table name -> its step.
    """
    tables = {name: step.table for name, step in inputs.items()}
    with connect(store.root, tables) as connection:
        links = column_lineage(connection, model.sql, model=model.where)
    return {"dagster/column_lineage": _lineage(links), "column_roles": _roles(links)}


def _lineage(links: list[ColumnLink]) -> dg.TableColumnLineage:
    deps: dict[str, list[dg.TableColumnDep]] = {}
    for link in links:
        if link.upstream != "*":
            dep = dg.TableColumnDep(asset_key=dg.AssetKey(link.table), column_name=link.upstream)
            if dep not in deps.setdefault(link.column, []):
                deps[link.column].append(dep)
    return dg.TableColumnLineage(deps_by_column=deps)


def _roles(links: list[ColumnLink]) -> dg.MetadataValue[Any]:
    names = ("column", "table", "upstream", "role")
    records = [dg.TableRecord({name: getattr(link, name) for name in names}) for link in links]
    schema = dg.TableSchema(columns=[dg.TableColumn(name=name, type="string") for name in names])
    return dg.MetadataValue.table(records, schema=schema)
