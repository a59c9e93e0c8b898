"""A vintage as it comes in: its files copied to where they are checked, and what can be said before they are read."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import DefinitionError
from warehouse.sources.files import sha256_of
from warehouse.sources.register import RawFile, Source, Vintage, parse_vintage

REGISTER = "source.yaml"


@dataclass(frozen=True)
class Arrival:
    """A vintage as it comes in.

    Attributes:
        source: The source's name.
        date: The provider's release date, which becomes the vintage's id.
        files: Table name (empty where the source has one table) and path of each file.
        release: Title of the release; empty for the date.
        nature: Nature of the rows; empty for that of the vintage before.
        form: `as received` or `transcribed`; empty for that of the vintage before.
        note: What there is to say of it.
        retrieved: Day on which the files were fetched or handed in, YYYY-MM-DD; empty for today.
    """

    source: str
    date: str
    files: Sequence[tuple[str, Path]]
    release: str = ""
    nature: str = ""
    form: str = ""
    note: str = ""
    retrieved: str = ""


def refuse_known(source: Source, date: str) -> None:
    """Refuse a date that the register has, or whose folder is there; raises DefinitionError."""
    if date in source.vintages:
        raise DefinitionError(
            f"vintage {date} exists already",
            where=f"raw/{source.name}",
            expected="a new date: a registered vintage is never changed",
            remedy=f"annual-report withdraw-vintage {source.name} {date}, if no release holds it",
        )
    if (source.folder / date).exists():
        raise DefinitionError(
            f"raw/{source.name}/{date} is there, but source.yaml does not register it",
            where=f"raw/{source.name}/{REGISTER}",
            remedy="register it by hand, or move the folder out of raw/ and run this again",
        )


def staged_vintage(source: Source, arrival: Arrival) -> Vintage:
    """Copy the files to the source's folder, which is one beside the builds, and return the vintage that they make.

    Raises:
        DefinitionError: If a file is missing or for no table, a table has none, or another vintage has the same bytes.
    """
    place = source.folder / arrival.date
    place.mkdir()
    files = [_copy(source, table, path, place) for table, path in arrival.files]
    _refuse_half(source, arrival, files)
    _refuse_again(source, files)
    before = source.vintages[source.ordered_vintages[-1]] if source.vintages else None
    retrieved = _day(arrival.retrieved) if arrival.retrieved else dt.datetime.now(dt.UTC).date()
    entry = {
        "release": arrival.release or arrival.date,
        "published": arrival.date,
        "retrieved": retrieved.isoformat(),
        "nature": arrival.nature or (before.nature if before else "measured"),
        "form": arrival.form or (before.form if before else "as received"),
        **({"note": arrival.note} if arrival.note else {}),
        "compared_with": _neighbours(source, arrival.date),
        "files": [
            {"table": f.table, "path": f.path, "sha256": f.sha256, "bytes": f.size} for f in files
        ],
    }
    return parse_vintage(arrival.date, entry, source.tables, f"raw/{source.name}/{REGISTER}")


def _copy(source: Source, table: str, path: Path, place: Path) -> RawFile:
    name = table or (next(iter(source.tables)) if len(source.tables) == 1 else "")
    if name not in source.tables:
        raise DefinitionError(
            f"file {path.name} is for table {table or '?'}",
            where=f"raw/{source.name}/{REGISTER}",
            expected=" | ".join(source.tables),
            remedy="say which table a file is for: TABLE=FILE",
        )
    if not path.is_file():
        raise DefinitionError("the file does not exist", where=str(path))
    target = place / path.name
    if target.exists():
        raise DefinitionError(f"two files named {path.name}", remedy="rename one of them")
    shutil.copyfile(path, target)
    return RawFile(name, path.name, sha256_of(target), target.stat().st_size)


def _refuse_half(source: Source, arrival: Arrival, files: Sequence[RawFile]) -> None:
    """Refuse a vintage without a file for each table: it could be used by no edition, and not be completed."""
    lacking = [name for name in source.tables if name not in {file.table for file in files}]
    if lacking:
        raise DefinitionError(
            f"vintage {arrival.date} of {source.name} has no file for {', '.join(lacking)}",
            where=f"raw/{source.name}/{REGISTER}",
            expected=f"a file for each table: {' '.join(f'{n}=FILE' for n in source.tables)}",
            remedy="give all files of the release in one command",
        )


def _refuse_again(source: Source, files: Sequence[RawFile]) -> None:
    """Refuse the very bytes of an earlier vintage: the provider's file has not changed, or it is the wrong one."""
    given = {(file.table, file.sha256) for file in files}
    for name in reversed(source.ordered_vintages):
        if given == {(file.table, file.sha256) for file in source.vintages[name].files}:
            raise DefinitionError(
                f"the files are those of vintage {name}, byte for byte",
                where=f"raw/{source.name}/{REGISTER}",
                expected="another release than one that is registered",
                remedy=f"if nothing new was published, vintage {name} is still the newest; else fetch the new file",
            )


def _neighbours(source: Source, date: str) -> list[str]:
    """Return the vintages that one is held against as it comes in: the one before it, and the one after it."""
    earlier = [v for v in source.ordered_vintages if v < date]
    later = [v for v in source.ordered_vintages if v > date]
    return [*earlier[-1:], *later[:1]]


def _day(given: str) -> dt.date:
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise DefinitionError(
            f"retrieved {given[:40]!r}", expected="a day that exists, YYYY-MM-DD"
        ) from error
