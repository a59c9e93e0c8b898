"""A copy of a release to seed an error into: what it holds is read and replaced, and its manifests are made anew.

Files are hard links to a first copy, so that a seed costs no more than what it changes; they are replaced, never
written into.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from report.publish.files import csv_text
from report.release.bag import DATA, INFO, listed, name_of, payload_of, write_bag
from report.release.revisions import BAG, BAG_MANIFEST, TAG_MANIFEST
from report.release.verify.verify import CsvGrid
from report.standards.payload import CRATE, DATAPACKAGE, file_id
from warehouse.sources.files import sha256_of


class NotApplicable(Exception):
    """A release has nothing that an error of this kind could be seeded into."""


def copy_plainly(release: Path, folder: Path) -> None:
    """Copy the files of a release into a folder that is made, as files of one's own that may be written.

    Neither modes nor owners are taken over: a release that is read-only is copied all the same. Nothing is linked.

    Raises:
        OSError: If something in it is neither file nor folder, or cannot be read.
    """
    folder.mkdir()
    for path in sorted(release.iterdir()):
        if path.is_dir() and not path.is_symlink():
            copy_plainly(path, folder / path.name)
        else:
            shutil.copyfile(path, folder / path.name, follow_symlinks=False)


class SeededCopy:
    """One copy.

    Args:
        pristine: The release, copied from where it is kept.
        folder: Where this copy goes.
    """

    def __init__(self, pristine: Path, folder: Path) -> None:
        shutil.copytree(pristine, folder, symlinks=True, copy_function=os.link)
        self.folder = folder

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return (self.folder / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Put a file in the place of another, or where none was."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content)

    def replace(self, name: str, old: bytes, new: bytes) -> None:
        """Replace the first occurrence of some bytes in a file.

        Raises:
            NotApplicable: If there is none.
        """
        content = self.read(name)
        if old not in content:
            raise NotApplicable(f"{name} does not hold {old!r}")
        self.write(name, content.replace(old, new, 1))

    def json(self, name: str) -> Any:  # noqa: ANN401 - an error is seeded into any part of it
        """Return a JSON file of the payload."""
        return json.loads(self.read(f"{DATA}/{name}"))

    def write_json(self, name: str, value: object) -> None:
        """Put a JSON file of the payload in the place of another."""
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        self.write(f"{DATA}/{name}", text.encode("utf-8"))

    def write_cell(self, figure: Mapping[str, Any], value: object) -> None:
        """Put another value in the cell of a table that a figure is.

        Raises:
            NotApplicable: If no row of the table has the figure's key, or several have it.
        """
        path = f"{DATA}/tables/{figure['table']}.csv"
        header, *rows = csv.reader(io.StringIO(self.read(path).decode("utf-8"), newline=""))
        key = json.loads(json.dumps(figure["key"]), parse_float=Decimal, parse_int=Decimal)
        found = CsvGrid(header, rows).find(key)
        if len(found) != 1:
            raise NotApplicable(f"{len(found)} rows of {path} are that of {figure['id']}")
        rows[found[0] - 1][header.index(figure["column"])] = str(value)
        self.write(path, csv_text([header, *rows]).encode("utf-8"))

    def describe(self) -> None:
        """Put sizes and digests of the files as they are into the crate and the data package."""
        files = {name_of(self.folder / DATA, path): path for path in payload_of(self.folder)}
        package = self.json(DATAPACKAGE)
        for resource in package.get("resources"):
            path = files.get(resource.get("path"))
            if path:
                resource.update(bytes=path.stat().st_size, hash=f"sha256:{sha256_of(path)}")
        self.write_json(DATAPACKAGE, package)
        crate = self.json(CRATE)
        named = {entity.get("@id"): entity for entity in crate.get("@graph")}
        gone = [name for name, told in named.items() if told.get("@type") == "File"]
        for name in (name for name in gone if name not in map(file_id, files)):
            crate.get("@graph").remove(named[name])
        for name, path in ((file_id(name), path) for name, path in files.items() if name != CRATE):
            if name not in named:
                named[name] = {"@id": name, "@type": "File"}
                crate.get("@graph").append(named[name])
            named[name].update(contentSize=str(path.stat().st_size), sha256=sha256_of(path))
        self.write_json(CRATE, crate)

    def rehash(self, *, described: bool = True) -> None:
        """Make the manifests anew, so that only what the content says can give a change away.

        Args:
            described: Whether what the payload's descriptions say of its files is made anew too.
        """
        if described:
            # A description that was changed stays as it is.
            with suppress(OSError, ValueError, AttributeError):
                self.describe()
        lines = self.read(INFO).decode("utf-8").splitlines()
        info = dict(line.split(": ", 1) for line in lines if not line.startswith("Payload-Oxum"))
        own = {BAG, INFO, BAG_MANIFEST}
        tags = [name for name in listed(self.folder, TAG_MANIFEST) if name not in own]
        for name in (*own, TAG_MANIFEST):
            (self.folder / name).unlink()
        write_bag(self.folder, info, tags)

    def figure(self, *, is_rechecked: bool = False) -> Mapping[str, Any]:
        """Return a figure with a number for its value that a raw CSV file feeds.

        Args:
            is_rechecked: Whether it must be one that is added up again.

        Raises:
            NotApplicable: If there is none.
        """
        for figure in self.json("figures.json")["figures"]:
            is_number = isinstance(figure["value"], int | float)
            if is_number and (not is_rechecked or figure["recheck"]) and self._is_quoted(figure):
                found: Mapping[str, Any] = figure
                return found
        raise NotApplicable("no figure has a number that rows of a raw CSV file feed")

    def _is_quoted(self, figure: Mapping[str, Any]) -> bool:
        sources = self.json(figure["evidence"])["sources"]
        return any(self.is_open_csv(source) for source in sources)

    def is_open_csv(self, source: Mapping[str, Any]) -> bool:
        """Return whether the file of a part of the evidence is a raw CSV file that is there."""
        path = self.folder / DATA / "project" / source["file"]
        return bool(source["source"]) and path.suffix == ".csv" and path.is_file()
