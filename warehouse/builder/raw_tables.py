"""Raw tables of a vintage: loaded from their registered file, checked, and compared with the vintage before.

The file is hashed whole whenever a table is asked for, also when the table itself is kept from an earlier build.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandera.pandas as pa

from warehouse.builder.accepted_problems import with_rows_accepted
from warehouse.builder.content import columns_of
from warehouse.builder.digests import digest_of
from warehouse.builder.fingerprint import fingerprint
from warehouse.builder.loaded_files import LOADED, LoadedFile
from warehouse.builder.outcome import Outcome, of_error, of_step
from warehouse.builder.record import TABLE, Record
from warehouse.builder.store import Step, Store
from warehouse.connection import connect
from warehouse.errors import DefinitionError, ReportError, SourceFileError
from warehouse.problems import COMPARISON, Problem, in_order
from warehouse.project import Project
from warehouse.row_ids import file_number
from warehouse.sources.accepted import (
    ACCEPTED,
    Breach,
    covering,
    covers_breach,
    load_accepted,
    stanza,
)
from warehouse.sources.compare.comparing import compare
from warehouse.sources.compare.pair import Pair
from warehouse.sources.compare.settings import check_settings
from warehouse.sources.files import check_file, locate
from warehouse.sources.load import FilePlace, LoadReport, RawPart, load_files
from warehouse.sources.originals import check_original
from warehouse.sources.register import RawFile, Source, SourceTable, raw_table
from warehouse.sources.schema import kept_columns, load_schema, schema_fingerprint, units_of


@dataclass(frozen=True)
class RawTable:
    """One table of one vintage, as the register names it.

    Attributes:
        source: The source.
        of_source: The table as the source describes it.
        vintage_id: The vintage.
    """

    source: Source
    of_source: SourceTable
    vintage_id: str

    @property
    def table(self) -> SourceTable:
        """The table as the vintage reads it."""
        return self.source.laid_out(self.of_source, self.vintage_id)

    @property
    def name(self) -> str:
        """The table's name in the warehouse."""
        return raw_table(self.source.name, self.of_source.name)

    @property
    def files(self) -> tuple[RawFile, ...]:
        """The registered files; raises DefinitionError when the vintage has none for this table."""
        found = self.source.vintage(self.vintage_id).files_of(self.of_source.name)
        if not found:
            raise DefinitionError(
                f"vintage {self.vintage_id} has no file for table {self.of_source.name}",
                where=f"raw/{self.source.name}/source.yaml",
                remedy="register the file, or pin a vintage that has it",
            )
        return found

    @property
    def file(self) -> RawFile:
        """The first of its files."""
        return self.files[0]

    def place(self, file: RawFile | None = None) -> FilePlace:
        """Return where the rows of a file are, by default of the first, as problems and traces show it."""
        path = (file or self.file).path
        return FilePlace(
            source=self.source.name,
            table=self.name,
            vintage=self.vintage_id,
            file=f"raw/{self.source.name}/{self.vintage_id}/{path}",
            sheet=self.table.options.sheet or "",
        )

    def number(self, file: RawFile) -> int:
        """Return the number of a file; where it holds several tables, each has its own."""
        place = self.place(file)
        return file_number(place.file, place.sheet, self.of_source.name if file.also else "")

    def checked_path(self, file: RawFile) -> Path:
        """Return a file's path once it was hashed; raises SourceFileError where it is not the registered one."""
        where = self.place(file).file
        path = locate(self.source.folder / self.vintage_id, file.path, where)
        check_file(path, file.sha256, file.size, where)
        check_original(self.source.folder / self.vintage_id, file, where)
        return path


def checked_table(project: Project, store: Store, raw: RawTable) -> Outcome:
    """Return the table loaded, validated and compared; an unreadable file is an outcome, not an exception."""
    try:
        _check_comparison(project, raw)
        step = loaded(project, store, raw)
        own = with_rows_accepted(of_step(step), raw.source)
        if not own.passed:
            return own
        found = _unaccepted_breaches(project, store, raw, step)
        return replace(own, problems=tuple(in_order([*own.problems, *found])))
    except ReportError as error:
        # What is wrong of a definition stands in it, and not in the file that it is about.
        is_said = isinstance(error, DefinitionError) and error.where
        file = error.where if is_said else raw.place().file if _has_file(raw) else ""
        return of_error(raw.name, error, source=raw.source.name, vintage=raw.vintage_id, file=file)


def loaded(project: Project, store: Store, raw: RawTable) -> Step:
    """Return the step of a raw table, from the store when file, definition and engine are the same.

    Raises:
        SourceFileError: If the file is missing, altered, unsafe or unreadable.
        DefinitionError: If the schema or the reader's options are wrong.
    """
    parts = [RawPart(raw.checked_path(f), raw.place(f), raw.number(f)) for f in raw.files]
    identity = _identity(project, raw)
    key = digest_of({"engine": fingerprint(), **identity})
    found = store.find(raw.name, key)
    if found is not None:
        return found
    nature = raw.source.vintage(raw.vintage_id).nature
    schema = load_schema(project.root, raw.table.schema, parts[0].place.file)
    with store.writing(raw.name) as work:
        report = load_files(
            parts, work / TABLE, options=raw.table.options, schema=schema, nature=nature
        )
        return store.keep(work, _record(raw, key, identity, report, store, work))


def _identity(project: Project, raw: RawTable) -> dict[str, object]:
    more = [{"file": raw.place(f).file, "sha256": f.sha256} for f in raw.files[1:]]
    return {
        # Said where there is something to say, so that what was built before keeps its name.
        **({"more": more} if more else {}),
        **({"part": raw.of_source.name} if any(file.also for file in raw.files) else {}),
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
    identity: dict[str, object],
    report: LoadReport,
    store: Store,
    work: Path,
) -> Record:
    columns, natures = _describe(store, work)
    details = {
        LOADED: [
            LoadedFile(asdict(raw.place(f)), raw.number(f), f.sha256).to_json() for f in raw.files
        ],
        "rows_read": report.rows_read,
        "rows_rejected": len(report.rejected_lines),
        "rows_set_apart": len(report.set_apart),
        "set_apart": runs_by_reason(report.set_apart),
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


def runs_by_reason(apart: Sequence[tuple[int, str]]) -> dict[str, str]:
    """Return the lines that are set apart by reason, as runs such as `5 9-12`."""
    lines: dict[str, list[int]] = {}
    for line, reason in apart:
        lines.setdefault(reason, []).append(line)
    return {reason: _runs(sorted({*found})) for reason, found in sorted(lines.items())}


def _runs(lines: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return " ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)


def _describe(store: Store, work: Path) -> tuple[list[tuple[str, str]], list[str]]:
    with connect(store.root, {"loaded": store.root / str(work) / TABLE}) as connection:
        natures = connection.execute("SELECT DISTINCT _nature FROM loaded ORDER BY 1").fetchall()
        return columns_of(connection, "loaded"), [row[0] for row in natures]


def without_comparison(outcome: Outcome) -> Outcome:
    """Return the outcome of a raw table as if it had been compared with nothing."""
    start = f"{outcome.name}.{COMPARISON}."
    own = (p for p in outcome.problems if not p.rule_id.startswith(start))
    return replace(outcome, problems=tuple(own))


def _unaccepted_breaches(
    project: Project, store: Store, raw: RawTable, step: Step
) -> list[Problem]:
    """Return what nobody accepted of the differences to the vintages that one is compared with."""
    accepted = load_accepted(raw.source.folder, _accepted_in(raw))
    found = [
        _problem(raw, breach, _accepted_in(raw))
        for other_id in raw.source.compared(raw.vintage_id)
        if raw.source.vintage(other_id).files_of(raw.of_source.name)
        for breach in _breaches(project, store, raw, step, other_id)
        if not covers_breach(accepted, breach)
    ]
    return [problem for problem in found if covering(accepted, problem, found) is None]


def _accepted_in(raw: RawTable) -> str:
    return f"raw/{raw.source.name}/{ACCEPTED}"


def _breaches(
    project: Project, store: Store, raw: RawTable, step: Step, other_id: str
) -> list[Breach]:
    """Return the differences between a vintage and another: those of the newer one against the older."""
    other = loaded(project, store, RawTable(raw.source, raw.of_source, other_id))
    if not with_rows_accepted(of_step(other), raw.source).passed:
        raise SourceFileError(
            f"vintage {other_id}, which it is compared with, has problems of its own",
            where=raw.place().file,
            remedy=f"register its corrected file: annual-report add-vintage {raw.source.name} DATE FILE",
        )
    schema = load_schema(project.root, raw.table.schema, raw.place().file)
    steps = {raw.vintage_id: step, other_id: other}
    older, newer = sorted(steps)
    with connect(store.root, {"old": steps[older].table, "new": steps[newer].table}) as connection:
        place, units = _comparison_place(raw), units_of(schema)
        pair = Pair(connection, raw.table.name, newer, older, place, units)
        return list(compare(pair, raw.table.comparison, _unique(schema)))


def _check_comparison(project: Project, raw: RawTable) -> None:
    """Refuse settings that would compare nothing, at the first vintage already."""
    schema = load_schema(project.root, raw.table.schema, raw.place().file)
    check_settings(
        raw.table.comparison, _unique(schema), kept_columns(schema), _comparison_place(raw)
    )


def _comparison_place(raw: RawTable) -> str:
    return f"raw/{raw.source.name}/source.yaml, table {raw.table.name}, comparison"


def _unique(schema: pa.DataFrameSchema) -> tuple[str, ...]:
    return (schema.unique,) if isinstance(schema.unique, str) else tuple(schema.unique or ())


def _problem(raw: RawTable, breach: Breach, where: str) -> Problem:
    place = raw.place()
    found = Problem(
        source=place.source,
        table=place.table,
        vintage=place.vintage,
        file=place.file,
        sheet=place.sheet,
        line=0,
        column=breach.subject,
        value=breach.observed,
        rule=f"{breach.rule} of vintage {breach.vintage} against {breach.against} within the source's limits",
        remedy="",
        severity=breach.severity,
        rule_id=rule_of_comparison(place.table, breach),
    )
    remedy = f"correct the file, or a named person accepts it in {where}, with others if the reason is the same: "
    said = "see whether the source meant it; there is nothing to accept"
    return replace(found, remedy=said if breach.severity == "warning" else remedy + stanza(found))


def rule_of_comparison(table: str, breach: Breach) -> str:
    """Return the id of the rule that a breach is of: what is compared, and the columns concerned."""
    subject = breach.subject.replace(", ", "+")
    return ".".join(filter(None, (table, COMPARISON, breach.rule, subject)))


def _has_file(raw: RawTable) -> bool:
    try:
        return bool(raw.files)
    except ReportError:
        return False
