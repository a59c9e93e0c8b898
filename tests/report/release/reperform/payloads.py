"""Payloads as `release` lays them out, made from a project's content and from what its build says of itself."""

import json
import shutil

from report.edition import publish
from report.publish.files import write_json, write_table
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import read_manifest
from warehouse.project import Project
from warehouse.sources.files import sha256_of

CONTENT = ("raw", "warehouse/models", "warehouse/sources/schemas", "report")


def make_payload(project, edition, target):
    """Build an edition and lay out its payload below `target/data`; return `target`."""
    place, parts = publish(EditionBuild(project, edition))
    data = target / "data"
    for part in CONTENT:
        ignored = shutil.ignore_patterns("__pycache__", "build")
        shutil.copytree(project.root / part, data / "project" / part, ignore=ignored)
    manifest = read_manifest(place)
    statement = {
        "schema": "annual-report/release/1",
        "edition": edition,
        "revision": 1,
        "content_sha256": manifest["content_sha256"],
    }
    write_json(data / "release.json", statement)
    write_json(data / "figures.json", {"figures": manifest["figures"]})
    for table in parts.tables:
        path = place / "tables" / f"{table.model.name}.parquet"
        write_table(data / "tables", table.model.name, _rows(path))
    return target


def _rows(path):
    import pyarrow.parquet

    return pyarrow.parquet.ParquetFile(path).read().drop_columns(["_row"])


def content_of(release):
    """Return the project inside a payload, to be altered."""
    return Project(release / "data" / "project")


def withhold(release, path, away):
    """Take a raw file out of a payload as a licence would, and keep it in a folder of its own."""
    file = release / "data" / "project" / path
    entry = {"path": path, "sha256": sha256_of(file), "bytes": file.stat().st_size}
    away.mkdir(exist_ok=True)
    shutil.move(file, away / file.name)
    listed = release / "data" / "withheld.json"
    earlier = json.loads(listed.read_text())["files"] if listed.is_file() else []
    more = {"citation": "The Board", "where_to_get_it": "https://orchards.example/harvest"}
    write_json(listed, {"files": [*earlier, {**entry, **more}]})
    return away / file.name
