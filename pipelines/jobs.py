"""Jobs: the whole of one edition."""

from __future__ import annotations

from typing import Any

import dagster as dg

EDITION_JOB = "edition"


def edition_job() -> Any:
    """Return the job that builds every table, figure and page of one edition (its partition)."""
    return dg.define_asset_job(
        EDITION_JOB,
        selection=dg.AssetSelection.all(),
        description="Reads, checks, aggregates and publishes one edition.",
    )
