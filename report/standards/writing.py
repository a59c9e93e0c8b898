"""Writing the standard formats into a payload, the description of all its files last."""

from __future__ import annotations

from pathlib import Path

from report.standards.crate import crate
from report.standards.datapackage import datapackage
from report.standards.json_text import json_lines, json_text
from report.standards.names import CRATE, DATAPACKAGE, OPENLINEAGE, PROV
from report.standards.openlineage import run_events
from report.standards.payload import Payload
from report.standards.provenance import provenance
from warehouse.builder.kept import Kept


def write_standards(data: Path, kept: Kept) -> None:
    """Write `datapackage.json`, `prov.json`, `openlineage.ndjson` and `ro-crate-metadata.json` into a payload.

    The crate lists every file with its digest: all others must be there, `index.html` included.

    Args:
        data: The payload folder of a release.
        kept: The generation that the payload was filled from.
    """
    for name in (CRATE, DATAPACKAGE, OPENLINEAGE, PROV):
        (data / name).unlink(missing_ok=True)
    payload = Payload(data, kept)
    _write(data / DATAPACKAGE, json_text(datapackage(payload)))
    _write(data / PROV, json_text(provenance(payload)))
    _write(data / OPENLINEAGE, json_lines(run_events(payload)))
    _write(data / CRATE, json_text(crate(Payload(data, kept))))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
