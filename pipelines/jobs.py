"""Jobs: the whole of one edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

if TYPE_CHECKING:
    from dagster._core.definitions.unresolved_asset_job_definition import (
        UnresolvedAssetJobDefinition,
    )

EDITION_JOB = "edition"


def edition_job() -> UnresolvedAssetJobDefinition:
    """Return the job that builds every table, figure and page of one edition (its partition)."""
    return dg.define_asset_job(
        EDITION_JOB,
        selection=dg.AssetSelection.all(),
        description="Reads, checks, aggregates and publishes one edition.",
    )
