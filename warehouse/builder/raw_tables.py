"""Raw tables of a vintage: loaded from their registered file, checked, and compared with the vintage before.

The file is hashed whole whenever a table is asked for, also when the table itself is kept from an earlier build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.builder.content import columns_of
from warehouse.builder.digests import digest_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.outcome import Outcome, of_error, of_step
from warehouse.builder.record import TABLE, Record
from warehouse.builder.store import Step, Store
from warehouse.connection import connect
from warehouse.errors import DefinitionError, ReportError, SourceFileError
from warehouse.problems import COMPARISON, Problem
from warehouse.project import Project
from warehouse.row_ids import file_number
from warehouse.sources.accepted import Breach, load_accepted, stanza
from warehouse.sources.compare import Pair, compare
from warehouse.sources.files import check_file, locate
from warehouse.sources.load import FilePlace, LoadReport, load
from warehouse.sources.register import RawFile, Source, SourceTable, raw_table
from warehouse.sources.schema import load_schema, schema_fingerprint


@dataclass(frozen=True)
class RawTable:
    """One table of one vintage, as the register names it."""

    source: Source
    table: SourceTable
    vintage_id: str

    @property
    def name(self) -> str:
        """The table's name in the warehouse."""
        return raw_table(self.source.name, self.table.name)

    @property
    def file(self) -> RawFile:
        """The registered file; raises DefinitionError when the vintage has none for this table."""
        vintage = self.source.vintage(self.vintage_id)
        found = vintage.file_of(self.table.name)
        if found is None:
            raise DefinitionError(
                f"vintage {self.vintage_id} has no file for table {self.table.name}",
                where=f"raw/{self.source.name}/source.yaml",
                remedy="register the file, or pin a vintage that has it",
            )
        return found

    def place(self) -> FilePlace:
        """Return where its rows are, as problems and traces show it."""
        return FilePlace(
            source=self.source.name,
            table=self.name,
            vintage=self.vintage_id,
            file=f"raw/{self.source.name}/{self.vintage_id}/{self.file.path}",
            sheet=self.table.options.sheet or "",
        )


def checked_table(project: Project, store: Store, raw: RawTable) -> Outcome:
    """Return the table loaded, validated and compared; an unreadable file is an outcome, not an exception."""
    try:
        step = loaded(project, store, raw)
        if not step.record.passed:
            return of_step(step)
        return of_step(step, *_unaccepted_breaches(project, store, raw, step))
    except ReportError as error:
        file = (
            f"raw/{raw.source.name}/{raw.vintage_id}/{f.path}" if (f := _file_or_none(raw)) else ""
        )
        return of_error(raw.name, error, source=raw.source.name, vintage=raw.vintage_id, file=file)


def loaded(project: Project, store: Store, raw: RawTable) -> Step:
    """Return the step of a raw table, from the store when file, definition and engine are the same.

    Raises:
        SourceFileError: If the file is missing, altered, unsafe or unreadable.
        DefinitionError: If the schema or the reader's options are wrong.
    """
    place, file = raw.place(), raw.file
    path = locate(raw.source.folder / raw.vintage_id, file.path, place.file)
    check_file(path, file.sha256, file.size, place.file)
    identity = _identity(project, raw)
    key = digest_of({"engine": fingerprint(), **identity})
    found = store.find(raw.name, key)
    if found is not None:
        return found
    nature = raw.source.vintage(raw.vintage_id).nature
    schema = load_schema(project.root, raw.table.schema, place.file)
    with store.writing(raw.name) as work:
        report = load(
            path, work / TABLE, options=raw.table.options, schema=schema, place=place, nature=nature
        )
        return store.keep(work, _record(raw, key, identity, report, store, work))


def _identity(project: Project, raw: RawTable) -> dict[str, str]:
    return {
        "name": raw.name,
        "file": raw.place().file,
        "sha256": raw.file.sha256,
        "options": raw.table.options.fingerprint(),
        "schema": schema_fingerprint(project.root, raw.table.schema),
        "nature": raw.source.vintage(raw.vintage_id).nature,
    }


def _record(
    raw: RawTable,
    key: str,
    identity: dict[str, str],
    report: LoadReport,
    store: Store,
    work: Path,
) -> Record:
    columns, natures = _describe(store, work)
    details = {
        "place": asdict(raw.place()),
        "file_number": file_number(raw.place().file, raw.place().sheet),
        "rows_read": report.rows_read,
        "rows_rejected": len(report.rejected_lines),
        "physical_lines": report.physical_lines,
        "natures": natures,
        "sha256": raw.file.sha256,
    }
    return Record(
        name=raw.name,
        kind="raw",
        key=key,
        content_sha256=digest_of(identity),
        rows=report.rows_written,
        columns=tuple(columns),
        problems=report.problems,
        details=details,
    )


def _describe(store: Store, work: Path) -> tuple[list[tuple[str, str]], list[str]]:
    with connect(store.root, {"loaded": store.root / str(work) / TABLE}) as connection:
        natures = connection.execute("SELECT DISTINCT _nature FROM loaded ORDER BY 1").fetchall()
        return columns_of(connection, "loaded"), [row[0] for row in natures]


def _unaccepted_breaches(
    project: Project, store: Store, raw: RawTable, step: Step
) -> Iterator[Problem]:
    for other_id in raw.source.compared(raw.vintage_id):
        if raw.source.vintage(other_id).file_of(raw.table.name) is None:
            continue
        other = loaded(project, store, RawTable(raw.source, raw.table, other_id))
        if not other.record.passed:
            raise SourceFileError(
                f"vintage {other_id}, which it is compared with, has problems of its own",
                where=raw.place().file,
                remedy=f"register its corrected file: annual-report add-vintage {raw.source.name} DATE FILE",
            )
        yield from _breaches(project, store, raw, {raw.vintage_id: step, other_id: other})


def _breaches(
    project: Project, store: Store, raw: RawTable, steps: dict[str, Step]
) -> Iterator[Problem]:
    """Yield what is not accepted of the differences between two vintages: of the newer one against the older."""
    where = f"raw/{raw.source.name}/accepted.yaml"
    accepted = {a.breach for a in load_accepted(raw.source.folder, where)}
    schema = load_schema(project.root, raw.table.schema, raw.place().file)
    unique = tuple(schema.unique or ()) if not isinstance(schema.unique, str) else (schema.unique,)
    older, newer = sorted(steps)
    with connect(store.root, {"old": steps[older].table, "new": steps[newer].table}) as connection:
        place = f"raw/{raw.source.name}/source.yaml, table {raw.table.name}, comparison"
        pair = Pair(connection, raw.table.name, newer, older, place)
        for breach in compare(pair, raw.table.comparison, unique):
            if breach not in accepted:
                yield _problem(raw, breach, where)


def _problem(raw: RawTable, breach: Breach, where: str) -> Problem:
    place = raw.place()
    return Problem(
        source=place.source,
        table=place.table,
        vintage=place.vintage,
        file=place.file,
        sheet=place.sheet,
        line=0,
        column=breach.subject,
        value=breach.observed,
        rule=f"{breach.rule} of vintage {breach.vintage} against {breach.against} within the source's limits",
        remedy=f"correct the file, or a named person accepts it in {where}: {stanza(breach)}",
        rule_id=rule_of_comparison(place.table, breach),
    )


def rule_of_comparison(table: str, breach: Breach) -> str:
    """Return the id of the rule that a breach is of: what is compared, and the columns concerned."""
    subject = breach.subject.replace(", ", "+")
    return ".".join(filter(None, (table, COMPARISON, breach.rule, subject)))


def _file_or_none(raw: RawTable) -> RawFile | None:
    try:
        return raw.file
    except ReportError:
        return None
