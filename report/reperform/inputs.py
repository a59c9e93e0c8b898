"""The raw files that an edition rests on, as they are found: there and registered, altered, or missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from report.reperform.workspace import Missing
from warehouse.builder.plan import Plan
from warehouse.builder.raw_tables import RawTable
from warehouse.errors import ReportError
from warehouse.sources.accepted import ACCEPTED
from warehouse.sources.files import check_file, locate

MISSING, ALTERED = "missing", "altered"


@dataclass(frozen=True)
class FileFault:
    """A registered raw file, or what was accepted of a source, that is not there as it was.

    Attributes:
        path: Its path in the project.
        state: `missing` or `altered`.
        table: The raw table that rests on it.
        sha256: The registered digest.
        why: What is wrong with it.
    """

    path: str
    state: str
    table: str
    sha256: str
    why: str


def file_faults(plan: Plan) -> list[FileFault]:
    """Return the faults of the files that a build of the edition needs, the vintages before included."""
    return [fault for raw in plan.raw.values() for fault in _faults(raw)]


def acceptances_missing(plan: Plan, missing: Iterable[Missing]) -> list[FileFault]:
    """Return the faults of withheld files that are no raw table's own: each holds up all tables of its source.

    Without its accepted.yaml a build refuses the tables of a source that somebody accepted a breach of.
    """
    raw = {f"raw/{table.source.name}/{ACCEPTED}": table.source.name for table in plan.raw.values()}
    return [
        FileFault(item.file.path, MISSING, table.name, item.file.sha256, item.why)
        for item in missing
        for table in plan.raw.values()
        if table.source.name == raw.get(item.file.path)
    ]


def faults_below(plan: Plan, faults: list[FileFault], table: str) -> list[FileFault]:
    """Return the faulty files that a table rests on."""
    below = plan.ancestors(table) | {table}
    return [fault for fault in faults if fault.table in below]


def _faults(raw: RawTable) -> Iterator[FileFault]:
    for vintage in (raw.vintage_id, *raw.source.compared(raw.vintage_id)):
        for file in raw.source.vintage(vintage).files_of(raw.of_source.name):
            where = f"raw/{raw.source.name}/{vintage}/{file.path}"
            try:
                path = locate(raw.source.folder / vintage, file.path, where)
                check_file(path, file.sha256, file.size, where)
            except ReportError as error:
                state = ALTERED if _exists(raw, vintage, file.path) else MISSING
                yield FileFault(where, state, raw.name, file.sha256, error.fact)


def _exists(raw: RawTable, vintage: str, path: str) -> bool:
    return (raw.source.folder / vintage / path).exists()
