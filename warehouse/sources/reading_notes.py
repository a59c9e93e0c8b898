"""Reading notes: when and where a row was read, if not on its vintage's day, in raw/<source>/readings.yaml.

A row that was read later than an edition's as-of date is hindsight: it may stand in a vintage of an earlier day only
with the reason why (`after_as_of`). Whether its edition may use it is decided with the edition.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from warehouse.definition_values import text
from warehouse.definitions import check_keys, items, mapping, read_yaml
from warehouse.errors import DefinitionError
from warehouse.identifiers import vintage_day
from warehouse.sources.accepted import ACCEPTED, Acceptance, load_accepted
from warehouse.sources.register import Source

READINGS = "readings.yaml"
_NOTED = ("vintage", "table", "read", "where")


@dataclass(frozen=True)
class ReadingNote:
    """When and where one row of a vintage was read.

    Attributes:
        vintage: The vintage that holds the row.
        table: The source's table.
        key: What names the row: column -> value.
        read: The day on which it was read.
        where: What was read: document and address.
        after_as_of: Why it may be used by an edition whose as-of date is earlier; empty where it may not.
    """

    vintage: str
    table: str
    key: Mapping[str, object]
    read: dt.date
    where: str
    after_as_of: str = ""


def load_notes(source: Source) -> tuple[ReadingNote, ...]:
    """Return the reading notes of a source, none when it has no readings.yaml.

    Raises:
        DefinitionError: A note names no registered vintage and table, no row, no place, or no day after the vintage's.
    """
    where = f"raw/{source.name}/{READINGS}"
    path = source.folder / READINGS
    if not path.is_file():
        return ()
    given = read_yaml(path, where)
    check_keys(given, required={"readings"}, where=where)
    return tuple(_note(item, source, where) for item in items(given["readings"], where))


def records_digest(source: Source, vintage: str) -> str:
    """Return the digest of what persons put on record of a vintage: acceptances and reading notes, in any order."""
    accepted = load_accepted(source.folder, f"raw/{source.name}/{ACCEPTED}")
    told: list[Acceptance | ReadingNote] = [*accepted, *load_notes(source)]
    lines = [
        json.dumps(asdict(one), sort_keys=True, default=str)
        for one in told
        if one.vintage == vintage
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode("ascii")).hexdigest()


def _note(given: object, source: Source, where: str) -> ReadingNote:
    values = mapping(given, where)
    check_keys(values, required={*_NOTED, "key"}, optional={"after_as_of"}, where=where)
    vintage, table, read, place = (text(values, key, where).strip() for key in _NOTED)
    key = mapping(values.get("key"), f"{where}, key")
    day, of = _day(read), vintage_day(vintage)
    registered = source.vintages.get(vintage)
    faults = {
        f"vintage {vintage} is not registered": registered is None,
        f"vintage {vintage} has no table {table}": registered is not None
        and not registered.files_of(table),
        "a note of no row": not key,
        "a note of no place": not place,
        f"read {read}": day is None,
        f"read {read}, before the vintage {vintage}": bool(day and of and day < of),
    }
    for fact, is_so in faults.items():
        if is_so:
            raise DefinitionError(
                fact,
                where=where,
                expected="a registered vintage and table, the key of one row, a day after the vintage's, YYYY-MM-DD",
                remedy="write {vintage, table, key: {COLUMN: VALUE}, read, where, after_as_of}",
            )
    assert day is not None  # noqa: S101 - refused above
    why = text(values, "after_as_of", where, "").strip()
    return ReadingNote(vintage, table, key, day, place, why)


def _day(given: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        return None
