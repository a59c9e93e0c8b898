"""Rows of a pinned vintage that were read after the edition's as-of date, by the reading notes of their source."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.builder.outcome import Outcome, of_error
from warehouse.builder.raw_tables import RawTable
from warehouse.builder.store import Step, Store
from warehouse.connection import connect
from warehouse.edition import Edition
from warehouse.errors import DefinitionError, ReportError
from warehouse.find_row import find_row, keyed_table
from warehouse.problems import Problem, in_order
from warehouse.row_ids import line_of
from warehouse.sources.reading_notes import READINGS, ReadingNote, load_notes, records_digest

RULE = "reading.after_as_of"


def with_readings(outcome: Outcome, store: Store, raw: RawTable, edition: Edition) -> Outcome:
    """Return the outcome of a raw table with what its reading notes mean for an edition.

    A row read later blocks unless the note says why it is used, and is then a warning. What persons put on record of
    the vintage must be what the edition pins, where it pins it.
    """
    if outcome.step is None:
        return outcome
    try:
        _refuse_other_records(raw, edition)
        notes = [
            note
            for note in load_notes(raw.source)
            if (note.vintage, note.table) == (raw.vintage_id, raw.table.name)
        ]
        more = list(_later(store, raw, outcome.step, notes, edition)) if notes else []
    except ReportError as error:
        place = raw.place()
        failed = of_error(
            raw.name, error, source=place.source, vintage=place.vintage, file=error.where
        )
        more = list(failed.problems)
    return Outcome(
        outcome.name,
        outcome.step,
        tuple(in_order([*outcome.problems, *more])),
        outcome.blocked_by,
    )


def _refuse_other_records(raw: RawTable, edition: Edition) -> None:
    pinned = edition.pins[raw.source.name].records
    found = records_digest(raw.source, raw.vintage_id) if pinned else pinned
    if found != pinned:
        raise DefinitionError(
            f"what is on record of {raw.source.name} {raw.vintage_id} is {found}, the edition pins {pinned}",
            where=edition.where,
            expected="the acceptances and reading notes that the edition was built with",
            remedy="take back what was changed in accepted.yaml or readings.yaml, or pin the new digest",
        )


def _later(
    store: Store, raw: RawTable, step: Step, notes: list[ReadingNote], edition: Edition
) -> Iterator[Problem]:
    with connect(store.root, {"noted": step.table}) as connection:
        table = keyed_table(connection, "noted", where=f"raw/{raw.source.name}/{READINGS}")
        for note in notes:
            # Every note names one row, also where its day is no hindsight for this edition.
            row = find_row(table, note.key)
            if note.read > edition.as_of:
                yield _problem(raw, note, line_of(int(row.get("_row", 0))), edition)


def _problem(raw: RawTable, note: ReadingNote, line: int, edition: Edition) -> Problem:
    place = raw.place()
    told = ", ".join(f"{name}={value}" for name, value in note.key.items())
    return Problem(
        source=place.source,
        table=place.table,
        vintage=place.vintage,
        file=place.file,
        sheet=place.sheet,
        line=line,
        column="",
        value=f"{told}: read in {note.where}",
        rule=f"a row is read by the as-of date {edition.as_of}; this one was read on {note.read}",
        remedy="say in a text that rests on it that it was read later"
        if note.after_as_of
        else f"write in raw/{place.source}/{READINGS} why it is used (after_as_of), or leave the row out",
        severity="warning" if note.after_as_of else "error",
        rule_id=f"{place.table}.{RULE}",
    )
