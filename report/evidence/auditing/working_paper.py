"""A sample of cells as a working paper: what was published, the raw rows behind it, and room for the auditor's word.

Three files: `working-paper.csv` with one line a cell, `raw-rows.csv` with one line for every raw row of every cell, and
`working-paper.html` to be printed. The same generation, size and seed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet

from report.evidence.auditing.edition import AuditedEdition, outcome, row_keys
from report.evidence.auditing.sample import Cell, all_cells, draw
from report.evidence.auditing.withholding import withhold_audit
from report.evidence.tracing.raw_rows import RawRow, raw_rows
from report.evidence.withholding import Closed
from report.figures.plain import Plain, plain
from report.publish.files import write_csv
from report.publish.tables import PublishedTable, published
from report.templates import environment
from rowlineage.auditing.audit import Audit
from rowlineage.auditing.nodes import Asked, need_of
from rowlineage.evidence import STRENGTH
from rowlineage.graph import GraphWalk
from warehouse.bounds import bounded
from warehouse.builder.cell_natures import CellNatures
from warehouse.builder.kept import Kept
from warehouse.model import parse_model

SHOWN_ROWS = 20
FOR_THE_AUDITOR = ("conclusion", "auditor", "date")
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class SampledCell:
    """One sampled cell.

    Attributes:
        number: Its number in the sample, from 1.
        key: The row's key.
        label: The column's title and unit.
        value: The cell as it is in the table, unrounded.
        display: The cell as readers see it.
        state: `verified`, `not_reproduced` or `refused`.
        why: Where it is not verified, why.
        rows: The raw rows behind it.
    """

    number: int
    cell: Cell
    title: str
    key: Mapping[str, Plain]
    label: str
    value: Plain
    display: str
    state: str
    why: str
    rows: Sequence[RawRow]

    @property
    def key_wording(self) -> str:
        """The row's key in one line."""
        return ", ".join(f"{name}={'' if v is None else v}" for name, v in self.key.items())


def write_working_paper(
    kept: Kept, audit: Audit, folder: Path, *, size: int, seed: int, closed: Closed
) -> AuditedEdition:
    """Audit an edition, draw a sample of its cells and write it as a working paper.

    Args:
        kept: The generation.
        audit: An audit that has not run yet.
        folder: Where the files go; made if missing.
        size: Number of cells.
        seed: Seed of the sample.
        closed: What is not shown: of rows of such sources the place stays, and not what they say.
    """
    audited = withhold_audit(outcome(kept, audit), closed)
    sample = draw(all_cells(kept, audited.tables), size, seed)
    entries = [_without_values(e, closed) for e in _entries(kept, audit, audited, sample)]
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "working-paper.csv", _COLUMNS, [_line(entry) for entry in entries])
    write_csv(
        folder / "raw-rows.csv", _ROW_COLUMNS, [line for e in entries for line in _row_lines(e)]
    )
    page = _page(audited, entries, size=size, seed=seed, generation=kept.folder.name)
    (folder / "working-paper.html").write_bytes(page.encode("utf-8"))
    return audited


def _entries(
    kept: Kept, audit: Audit, audited: AuditedEdition, sample: Sequence[Cell]
) -> list[SampledCell]:
    findings = {t.table: t.by_cell() for t in audited.tables}
    keys = cache(lambda table: row_keys(kept, audit.con, table))
    shown = cache(lambda table: _shown(kept, table))
    entries = []
    for number, cell in enumerate(sample, 1):
        publication, values = shown(cell.table)
        place = values["_row"].index(cell.row)
        index = publication.arrow.column_names.index(cell.column)
        column = publication.columns[index]
        finding = findings[cell.table].get((cell.row, cell.column))
        asked = audit.nodes.cell(cell.table, cell.column)
        entries.append(
            SampledCell(
                number=number,
                cell=cell,
                title=publication.model.title,
                key=plain(keys(cell.table)[cell.row]),
                label=f"{column.title} ({column.unit})" if column.unit else column.title,
                value=plain(values[cell.column][place]),
                display=publication.shown_rows()[place][index],
                state=finding.state if finding else "verified",
                why=str(finding.fault) if finding else "",
                rows=_raw_rows(kept, audit.con, cell.table, cell.row, asked),
            )
        )
    return entries


def _without_values(entry: SampledCell, closed: Closed) -> SampledCell:
    rows = [
        replace(row, values={}, is_withheld=True) if row.source.source in closed.sources else row
        for row in entry.rows
    ]
    return replace(entry, rows=rows)


def _shown(kept: Kept, table: str) -> tuple[PublishedTable, dict[str, list[Any]]]:
    """Return a table as it is published, and its unrounded values by column."""
    path, sql = kept.tables[table], kept.model(table).sql
    model = parse_model(sql, path, "report", table)
    values: dict[str, list[Any]] = pyarrow.parquet.read_table(path).to_pydict()
    return published(model, path, natures=CellNatures({}, {}), sources=[], content=""), values


_COLUMNS = (
    "number",
    "table",
    "title",
    "row",
    "column",
    "column_title",
    "value",
    "display",
    "nature",
    "replay",
    "why",
    "raw_rows",
    "rests_on",
    *FOR_THE_AUDITOR,
)


def _line(entry: SampledCell) -> list[Any]:
    cell, rows = entry.cell, entry.rows
    places = [
        f"{row.source.source} {row.source.vintage}: {row.place}: {row.wording}"
        for row in rows[:SHOWN_ROWS]
    ]
    if len(rows) > SHOWN_ROWS:
        places.append(f"and {len(rows) - SHOWN_ROWS} more in raw-rows.csv")
    head = [entry.number, cell.table, entry.title, entry.key_wording, cell.column, entry.label]
    state = [entry.value, entry.display, cell.nature, entry.state, entry.why]
    return [*head, *state, len(rows), "\n".join(places), *("" for _ in FOR_THE_AUDITOR)]


_ROW_COLUMNS = (
    "number",
    "table",
    "row",
    "column",
    "role",
    "source",
    "vintage",
    "file",
    "sha256",
    "sheet",
    "line",
    "nature",
    "values",
)


def _row_lines(entry: SampledCell) -> list[list[Any]]:
    head = [entry.number, entry.cell.table, entry.key_wording, entry.cell.column]
    return [[*head, row.role, *_place(row), row.nature, row.wording] for row in entry.rows]


def _place(row: RawRow) -> list[Any]:
    of = row.source
    return [of.source, of.vintage, of.file, of.sha256, of.sheet, row.line]


def _raw_rows(
    kept: Kept, connection: duckdb.DuckDBPyConnection, table: str, row: int, asked: Asked
) -> list[RawRow]:
    """Return the raw rows that a cell rests on: those that feed it first, then by file and line."""
    walk = GraphWalk(connection, kept, bounds=bounded)
    path = walk.trace(table, [row], need_of(asked))
    found = [raw for part in path.rows for raw in raw_rows(kept, connection, part)]
    return sorted(
        found,
        key=lambda r: (
            STRENGTH.index(r.role),
            r.source.source,
            r.source.file,
            r.source.sheet,
            r.line,
        ),
    )


def _page(
    audited: AuditedEdition,
    entries: Sequence[SampledCell],
    *,
    size: int,
    seed: int,
    generation: str,
) -> str:
    return (
        environment(_TEMPLATES)
        .get_template("working_paper.html")
        .render(
            audited=audited,
            entries=entries,
            size=size,
            seed=seed,
            generation=generation,
            shown=SHOWN_ROWS,
        )
    )
