"""Where an impact begins: a source, a vintage, a file, or one line; and its raw rows in a generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from warehouse.builder.kept import Kept
from warehouse.builder.kept_catalog import RawFilePlace
from warehouse.connection import quoted
from warehouse.errors import DefinitionError
from warehouse.project import Project
from warehouse.sources.register import load_source, source_names


@dataclass(frozen=True)
class Origin:
    """What may have changed; empty texts and 0 stand for all.

    Attributes:
        file: Path in the project, or its last parts.
        line: Line of the file, as a text editor or spreadsheet counts.
    """

    source: str
    vintage: str = ""
    file: str = ""
    sheet: str = ""
    line: int = 0

    def places(self, kept: Kept) -> dict[int, RawFilePlace]:
        """Return the files of a generation that it means, by file number."""
        return {
            number: place
            for number, place in kept.places.items()
            if place.source == self.source
            and self.vintage in ("", place.vintage)
            and (not self.file or f"/{place.file}".endswith(f"/{self.file}"))
            and self.sheet in ("", place.sheet)
        }

    def rows(self, kept: Kept, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
        """Return, by raw table of a generation, the SELECT of the row ids that it means.

        Raises:
            DefinitionError: If it means one line of several files, or a line that holds no row.
        """
        places = self.places(kept)
        if self.line and len(places) > 1:
            raise DefinitionError(
                f"line {self.line} of {len(places)} files",
                where=self.source,
                expected="one of: " + ", ".join(_named(place) for place in places.values()),
                remedy="name it by --file, and --sheet",
            )
        found: dict[str, str] = {}
        for number, place in places.items():
            rows = f"SELECT _row FROM {quoted(place.table)} WHERE _row >> 32 = {number}"
            if self.line:
                self._check_line(connection, place, rows)
                rows += f" AND _row & 4294967295 = {self.line}"
            found[place.table] = (
                f"{found[place.table]} UNION ALL {rows}" if place.table in found else rows
            )
        return found

    def _check_line(
        self, connection: duckdb.DuckDBPyConnection, place: RawFilePlace, rows: str
    ) -> None:
        lines = f"SELECT _row & 4294967295 AS line FROM ({rows})"
        select = f"SELECT min(line), max(line), bool_or(line = {self.line}) FROM ({lines})"
        first, last, is_there = connection.execute(select).fetchall()[0]
        if not is_there:
            raise DefinitionError(
                f"line {self.line} holds no row",
                where=_named(place),
                expected=f"a row between lines {first} and {last}",
            )


def parse_origin(words: str, file: str, sheet: str, line: int) -> Origin:
    """Return the origin that `SOURCE[@VINTAGE]` and the options name."""
    source, _, vintage = words.partition("@")
    return Origin(source, vintage, file, sheet, line)


def check_origin(project: Project, origin: Origin, generations: Mapping[str, Kept]) -> None:
    """Refuse an origin that neither the register nor a generation knows.

    Raises:
        DefinitionError: Names what there is instead.
    """
    places = [place for kept in generations.values() for place in kept.places.values()]
    registered = source_names(project)
    known = sorted({*registered, *(place.source for place in places if place.source)})
    if origin.source not in known:
        raise DefinitionError(f"source {origin.source!r} does not exist", expected=", ".join(known))
    vintages = {place.vintage for place in places if place.source == origin.source}
    if origin.vintage and origin.vintage not in vintages and origin.source in registered:
        load_source(project, origin.source).vintage(origin.vintage)
    pinned = [Origin(origin.source, origin.vintage).places(kept) for kept in generations.values()]
    asked = [origin.places(kept) for kept in generations.values()]
    if any(pinned) and not any(asked):
        files = {_named(place) for each in pinned for place in each.values()}
        raise DefinitionError(
            f"no file {' sheet '.join(filter(None, (origin.file, origin.sheet)))!r}",
            where=origin.source,
            expected=", ".join(sorted(files)),
        )


def pins(source: str, generations: Mapping[str, Kept]) -> dict[str, Sequence[str]]:
    """Return the vintages of a source that each generation was built from, by edition."""
    return {
        edition: sorted({p.vintage for p in kept.places.values() if p.source == source})
        for edition, kept in generations.items()
    }


def _named(place: RawFilePlace) -> str:
    return f"{place.file}, sheet {place.sheet}" if place.sheet else place.file
