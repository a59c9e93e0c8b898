"""The standard formats of a release: RO-Crate, Data Package, PROV, OpenLineage and schema.org, each valid by itself.

Written from the payload's own files and the generation that they come from, so that they say nothing that is not
there. Filling the payload belongs to the writer of a release, checking it to `verify`.
"""

from __future__ import annotations

from pathlib import Path

from report.standards.crate import crate as _crate
from report.standards.datapackage import datapackage as _datapackage
from report.standards.markup import dataset_markup
from report.standards.openlineage import run_events
from report.standards.payload import (
    CRATE,
    DATAPACKAGE,
    OPENLINEAGE,
    PROV,
    DescribedPayload,
    json_lines,
    json_text,
)
from report.standards.provenance import provenance as _provenance
from warehouse.builder.kept import Kept

__all__ = ["dataset_markup", "write_standards"]


def write_standards(data: Path, kept: Kept) -> None:
    """Write `datapackage.json`, `prov.json`, `openlineage.ndjson` and `ro-crate-metadata.json` into a payload.

    The crate lists every file with its digest: all others must be there, `index.html` included.

    Args:
        data: The payload folder of a release.
        kept: The generation that the payload was filled from.
    """
    for name in (CRATE, DATAPACKAGE, OPENLINEAGE, PROV):
        (data / name).unlink(missing_ok=True)
    payload = DescribedPayload(data, kept)
    _write(data / DATAPACKAGE, json_text(_datapackage(payload)))
    _write(data / PROV, json_text(_provenance(payload)))
    _write(data / OPENLINEAGE, json_lines(run_events(payload)))
    _write(data / CRATE, json_text(_crate(DescribedPayload(data, kept))))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
