"""The edition as a table of its own: `raw_edition`, one row that models read the year and the as-of date from.

So an edition's definition is evidence like any other file, and no model holds a year.
"""

from __future__ import annotations

from warehouse.builder.content import columns_of
from warehouse.builder.digests import digest_of
from warehouse.builder.loaded_files import LOADED, LoadedFile
from warehouse.builder.outcome import Outcome, of_step
from warehouse.builder.record import TABLE, Record
from warehouse.builder.store import Store
from warehouse.connection import connect, literal
from warehouse.edition import Edition
from warehouse.row_ids import file_number, file_of, row_of

NAME = "raw_edition"


def edition_table(store: Store, edition: Edition) -> Outcome:
    """Return the one-row table of an edition: edition, year, period_start, period_end, as_of."""
    dates = {"period_start": edition.start, "period_end": edition.end, "as_of": edition.as_of}
    identity = {
        "edition": edition.name,
        "where": edition.where,
        **{k: str(v) for k, v in dates.items()},
    }
    key = digest_of({"name": NAME, **identity})
    found = store.find(NAME, key)
    if found is not None:
        return of_step(found)
    row = row_of(file_number(edition.where, ""), 1)
    select = (
        f"SELECT {row}::BIGINT AS _row, 'measured' AS _nature, {literal(edition.name)} AS edition, "
        f"{edition.year}::INTEGER AS year"
    )
    select += "".join(f", DATE {literal(str(value))} AS {name}" for name, value in dates.items())
    with store.writing(NAME) as work, connect(store.root) as connection:
        connection.execute(f"CREATE TEMP TABLE made AS {select}")
        connection.execute(f"COPY made TO {literal(str(work / TABLE))} (FORMAT parquet)")
        place = {
            "source": "",
            "table": NAME,
            "vintage": edition.name,
            "file": edition.where,
            "sheet": "",
        }
        files = [LoadedFile(place, file_of(row), "").to_json()]
        details = {LOADED: files, "natures": ["measured"]}
        columns = tuple(columns_of(connection, "made"))
        record = Record(NAME, "raw", key, digest_of(identity), 1, columns, details=details)
        return of_step(store.keep(work, record))
