"""What the process of the second engine hands on, as files: one Arrow file a table, and one JSON file of states."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow
from pyarrow import ipc

from report.reperform.second.performed import TableState, perform
from report.reperform.transpile.unexpressed import Unexpressed
from warehouse.project import Project

_STATES = "states.json"


@dataclass(frozen=True)
class SecondResult:
    """The second engine's work, as the process that asked for it reads it.

    Attributes:
        version: Version of DataFusion.
        modules: Names of the top-level modules that were loaded in its process.
        states: Table -> what became of it.
        tables: Report tables that were computed.
        not_expressed: Constructs without a faithful counterpart.
    """

    version: str
    modules: tuple[str, ...]
    states: dict[str, TableState]
    tables: dict[str, pyarrow.Table]
    not_expressed: tuple[Unexpressed, ...]


def write(root: Path, edition: str, out: Path) -> None:
    """Compute an edition and write the result into a folder that exists."""
    done = perform(Project(root), edition)
    for name, table in done.tables.items():
        with ipc.new_file(out / f"{name}.arrow", table.schema) as writer:
            writer.write_table(table)
    document: dict[str, object] = {
        "version": done.version,
        "modules": sorted({name.partition(".")[0] for name in sys.modules}),
        "states": {name: asdict(state) for name, state in done.states.items()},
        "tables": sorted(done.tables),
        "not_expressed": [found.as_dict() for found in done.not_expressed],
    }
    (out / _STATES).write_text(json.dumps(document), encoding="utf-8")


def read(out: Path) -> SecondResult:
    """Return what was written into a folder."""
    given = json.loads((out / _STATES).read_text(encoding="utf-8"))
    tables = {}
    for name in given["tables"]:
        tables[name] = ipc.open_file((out / f"{name}.arrow").read_bytes()).read_all()
    states = {
        name: TableState(item["state"], item["why"], tuple(item["rules"]), tuple(item["shared"]))
        for name, item in given["states"].items()
    }
    return SecondResult(
        version=str(given["version"]),
        modules=tuple(given["modules"]),
        states=states,
        tables=tables,
        not_expressed=tuple(Unexpressed(**item) for item in given["not_expressed"]),
    )
