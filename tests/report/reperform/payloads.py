"""Payloads as `release` lays them out, made from a project's content and from what its build says of itself."""

import json
import shutil

import pyarrow.parquet

from report.edition import publish
from report.figures.published import ReleasedFigure, document, figures_of
from report.publish.files import write_json, write_table
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.manifest import read_manifest
from warehouse.project import Project
from warehouse.sources.files import sha256_of

CONTENT = ("raw", "warehouse/models", "warehouse/sources/schemas")


def make_payload(project, edition, target):
    """Build an edition and lay out its payload below `target/data`; return `target`."""
    place, _ = publish(EditionBuild(project, edition))
    return lay_out(project, place, target)


def lay_out(project, place, target):
    """Lay out the payload of a generation that was built from a project's content."""
    data, manifest = target / "data", read_manifest(place)
    for part in CONTENT:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(project.root / part, data / "project" / part, ignore=ignored)
    (data / "project" / "report").mkdir()
    shutil.copyfile(project.figures, Project(data / "project").figures)
    statement = {
        "schema": "annual-report/release/1",
        "edition": manifest.edition,
        "revision": 1,
        "content_sha256": manifest.content_sha256,
    }
    write_json(data / "release.json", statement)
    figures = [ReleasedFigure(f, None, f"evidence/{f.id}.json") for f in figures_of(manifest)]
    write_json(data / "figures.json", document(manifest.schema, figures))
    for table in manifest.tables:
        path = place / "tables" / f"{table.id}.parquet"
        rows = pyarrow.parquet.ParquetFile(path).read().drop_columns(["_row"])
        write_table(data / "tables", table.id, rows)
    return target


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
