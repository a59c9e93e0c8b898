"""PIVOT and UNPIVOT statements as plain SELECTs."""

from __future__ import annotations

from sqlglot import exp

from warehouse.lineage.catalog import Catalog


def as_select(tree: exp.Expr) -> exp.Query:
    """Return a statement as a query: a bare PIVOT stands for `SELECT *` from it."""
    assert isinstance(tree, exp.Query)
    return tree


def expand(tree: exp.Query, catalog: Catalog, model: str) -> exp.Query:
    """Replace every PIVOT and UNPIVOT."""
    return tree
