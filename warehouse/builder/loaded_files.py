"""The raw files that a kept raw table was read from, as its record tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from warehouse.builder.record import Record

LOADED = "files"


@dataclass(frozen=True)
class LoadedFile:
    """One raw file that rows of a table come from.

    Attributes:
        place: Source, table, vintage, file and sheet, as problems and traces show them.
        number: Its number, see `warehouse.row_ids`.
        sha256: Digest of the file; empty for the edition's own definition.
    """

    place: Mapping[str, str]
    number: int
    sha256: str

    def to_json(self) -> dict[str, object]:
        """Return it as a record's details hold it."""
        return asdict(self)


def loaded_files(record: Record) -> list[LoadedFile]:
    """Return the raw files of a raw table's record."""
    return [LoadedFile(**file) for file in record.details.get(LOADED, ())]
