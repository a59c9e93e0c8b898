"""What a rebuild of the edition needs, in the project's own layout; and what is withheld, by its digest.

Withheld are the files of a source whose licence forbids to pass them on, and any file with a column marked personal.

Besides the pinned vintage of a source stands the one before it, which the build compares it with.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from report.evidence.withholding import withheld_sources
from report.publish.files import write_json
from report.reconcile.bindings import SUFFIX
from report.reconcile.registered import document_file
from report.release.bag import DATA, name_of, payload_of
from report.release.verify.verify import definitions_of
from warehouse.builder.plan import Plan
from warehouse.errors import DefinitionError
from warehouse.listing import listed
from warehouse.project import Project
from warehouse.sources.accepted import ACCEPTED
from warehouse.sources.files import locate, sha256_of
from warehouse.sources.reading_notes import READINGS
from warehouse.sources.register import Source, Vintage
from warehouse.sources.schema import is_personal, load_schema

SCHEMA = "annual-report/withheld/1"
LICENCE, PERSONAL = "its licence", "its personal columns"
PROJECT, WITHHELD_FILES, LOCK = "project", "withheld.json", "lock"
_PUBLISHER = "whoever published this release"
_ENGINE = Path(__file__).resolve().parents[2]


def write_rebuild_files(project: Project, plan: Plan, data: Path) -> None:
    """Write `project/`, `withheld.json` and `lock/` into a payload.

    Raises:
        DefinitionError: If the project has no lock of its dependencies.
        SourceFileError: If a registered path leads out of its folder.
    """
    for path in sorted(_files(project, plan)):
        _copy(path, data / PROJECT / path.relative_to(project.root))
    write_json(data / WITHHELD_FILES, {"schema": SCHEMA, "files": list(_withheld(project, plan))})
    for name in ("requirements.lock", "pyproject.toml"):
        _copy(_lock(project, name), data / LOCK / name)


def definitions(data: Path) -> str:
    """Return the digest of the list of what a rebuild is made from, which is in a payload."""
    names = {name_of(data.parent, path): path for path in payload_of(data.parent)}
    parts = tuple(f"{DATA}/{part}/" for part in (PROJECT, LOCK))
    files = {name: path for name, path in names.items() if name.startswith(parts)}
    return definitions_of({name: sha256_of(path) for name, path in files.items()})


def _files(project: Project, plan: Plan) -> Iterator[Path]:
    edition = plan.edition
    optional = [project.editions / f"{edition.name}{SUFFIX}", project.figures, project.conditions]
    optional += [
        source.folder / name
        for source in plan.sources.values()
        for name in (ACCEPTED, READINGS)
        if source.name not in withheld_sources(plan)
    ]
    yield project.editions / f"{edition.name}.yaml"
    yield from (path for path in optional if path.is_file())
    for layer in listed(project.models):
        yield from (path for path in listed(layer, ".sql") if path.is_file())
    yield from listed(project.schemas, ".py")
    for document in (d for d in edition.documents if d.path):
        inside = document_file(project, document).relative_to(project.root.resolve())
        yield project.root / inside
    for source in plan.sources.values():
        yield source.folder / "source.yaml"
        for vintage in _vintages(plan, source):
            closed = _closed(project, plan, source, vintage)
            yield from (
                _place(source, vintage, f.path) for f in vintage.files if f.path not in closed
            )


def _withheld(project: Project, plan: Plan) -> Iterator[dict[str, object]]:
    withheld = withheld_sources(plan)
    for _, source in sorted(plan.sources.items()):
        for vintage in _vintages(plan, source):
            closed = _closed(project, plan, source, vintage)
            for file in (file for file in vintage.files if file.path in closed):
                path = f"{vintage.id}/{file.path}"
                because = closed[file.path]
                yield _entry(source, vintage, path, file.sha256, file.size, because)
        # What was accepted of a vintage, or noted of a reading, quotes what was seen in its files.
        for name in (ACCEPTED, READINGS):
            record = source.folder / name
            if source.name in withheld and record.is_file():
                pinned = source.vintage(plan.edition.pins[source.name].vintage)
                size = record.stat().st_size
                entry = _entry(source, pinned, name, sha256_of(record), size, LICENCE)
                # The provider never had it.
                yield {**entry, "where_to_get_it": "", "contact": _PUBLISHER}


def _entry(
    source: Source, vintage: Vintage, path: str, sha256: str, size: int, because: str
) -> dict[str, object]:
    """Return what is said of a file that is not passed on; its path is told from the source's folder."""
    return {
        "path": f"raw/{source.name}/{path}",
        "sha256": sha256,
        "bytes": size,
        "source": source.name,
        "vintage": vintage.id,
        "release": vintage.release,
        "published": vintage.published,
        "citation": source.citation,
        "licence": source.licence,
        "licence_note": source.licence_note,
        "where_to_get_it": source.landing_url,
        "contact": source.contact,
        "because": because,
    }


def _closed(project: Project, plan: Plan, source: Source, vintage: Vintage) -> dict[str, str]:
    """Return the files of a vintage that are not passed on, by path, each with the reason."""
    if source.name in withheld_sources(plan):
        return {file.path: LICENCE for file in vintage.files}
    where = f"raw/{source.name}/source.yaml"
    schemas = {
        name: load_schema(project.root, source.laid_out(table, vintage.id).schema, where)
        for name, table in source.tables.items()
    }
    return {
        file.path: PERSONAL
        for file in vintage.files
        if any(is_personal(c) for name in file.tables for c in schemas[name].columns.values())
    }


def _vintages(plan: Plan, source: Source) -> list[Vintage]:
    """Return the pinned vintage of a source, and those that it is compared with."""
    pinned = plan.edition.pins[source.name].vintage
    return [source.vintage(name) for name in (*source.compared(pinned), pinned)]


def _place(source: Source, vintage: Vintage, path: str) -> Path:
    return locate(source.folder / vintage.id, path, f"raw/{source.name}/source.yaml")


def _lock(project: Project, name: str) -> Path:
    """Return the project's own file, else that of the engine that it runs on."""
    for folder in (project.root, _ENGINE):
        if (folder / name).is_file():
            return folder / name
    raise DefinitionError(
        f"{name} is not there",
        where=name,
        expected="the versions that a rebuild needs, beside raw/ and warehouse/",
        remedy=f"copy {name} of the engine into the project",
    )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
