"""What the standard formats share: the payload as they read it, names and addresses, JSON of the same bytes."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from report.evidence.tracing.cell_evidence import CellEvidence
from report.evidence.tracing.evidence_json import from_json
from report.figures.published import FIGURES_FILE, PublishedFigure, released
from report.publish.release_statement import RELEASE, ReleaseStatement
from report.reconcile.finding import NEAR
from warehouse.builder.kept import Kept, KeptModel
from warehouse.builder.kept_catalog import RawFilePlace
from warehouse.edition import Edition, load_edition
from warehouse.model import Model, parse_model
from warehouse.project import Project
from warehouse.records import read_record
from warehouse.sources.files import sha256_of
from warehouse.sources.register import Source, load_source, source_names
from warehouse.visible import escaped

T = TypeVar("T")

CRATE = "ro-crate-metadata.json"
DATAPACKAGE = "datapackage.json"
PROV = "prov.json"
OPENLINEAGE = "openlineage.ndjson"

_RUNS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:annual-report:run")
# Half of a pair of UTF-16 is no character: JSON can spell it, but no file of UTF-8 can hold it.
_HALVES = re.compile("[\ud800-\udfff]")
_UNKNOWN = "\ufffd"
_ENDS_A_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".lock": "text/plain",
    ".md": "text/markdown",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".py": "text/x-python",
    ".sql": "application/sql",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".zip": "application/zip",
}
PROJECT = "project"
_REPORT_LAYER = "report"


def encoded(text: str) -> str:
    """Return text as one segment of a URI."""
    return quote(text, safe="-._~", errors="replace")


def file_id(path: str) -> str:
    """Return the relative URI of a file of the payload."""
    return quote(path, safe="/-._~", errors="replace")


def local_id(kind: str, *parts: object) -> str:
    """Return the URI of something that is no file, within the document that describes it."""
    return "#" + "/".join(encoded(str(part)) for part in (kind, *parts))


def run_id(content: str, model: str, sql: str) -> str:
    """Return the id of a model's run: the same content by the same text has the same id everywhere."""
    return str(uuid.uuid5(_RUNS, f"{content}\n{model}\n{sql}"))


def json_text(value: object) -> str:
    """Return a value as a JSON document with sorted keys; controls of the writing direction stand as escapes."""
    return _dumped(value, indent=1) + "\n"


def json_lines(values: Iterable[object]) -> str:
    """Return values as JSON, one a line."""
    return "".join(_dumped(value, indent=None) + "\n" for value in values)


def json_in_html(value: object) -> str:
    """Return a value as JSON that can stand inside a `<script>` element without ending it."""
    return _dumped(value, indent=1).translate(_ENDS_A_SCRIPT)


def _dumped(value: object, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True, allow_nan=False)
    return escaped(_HALVES.sub(_UNKNOWN, text))


@dataclass(frozen=True)
class PayloadFile:
    """A file of the payload: its path with forward slashes, size and digest."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PublishedStatement:
    """A number of a published text with its verdict.

    Attributes:
        document: The document's place in verdicts.json, from 1.
        number: The statement's place in the document, from 1; what was set aside counts too.
        figure: Id of the figure that it was held against; empty for none.
    """

    document: int
    number: int
    text: str
    verdict: str
    figure: str
    why: str


class DescribedPayload:
    """A payload folder, filled.

    Args:
        data: The folder.
        kept: The generation that it was filled from.
    """

    def __init__(self, data: Path, kept: Kept) -> None:
        self.data = data
        self.kept = kept

    @cached_property
    def release(self) -> ReleaseStatement:
        """What release.json says."""
        return self._record(RELEASE, ReleaseStatement.from_json)

    @cached_property
    def figures(self) -> list[PublishedFigure]:
        """The figures, in their order."""
        return [figure.published for figure in self._record(FIGURES_FILE, released)]

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        """The reconciled documents; none where the release holds no verdicts."""
        path = "statements/verdicts.json"
        return list(self._json(path)["documents"]) if (self.data / path).is_file() else []

    @cached_property
    def statements(self) -> list[PublishedStatement]:
        """The numbers of all documents that are statements."""
        return [
            statement
            for place, document in enumerate(self.documents, 1)
            for statement in _statements(place, document)
        ]

    @cached_property
    def edition(self) -> Edition:
        """The edition as the payload's own copy of its definition says it."""
        return load_edition(self._project, self.release.edition)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources that the payload describes, by name."""
        return {name: load_source(self._project, name) for name in source_names(self._project)}

    @cached_property
    def files(self) -> dict[str, PayloadFile]:
        """Every file by its path, sorted."""
        found = sorted(p for p in self.data.rglob("*") if p.is_file())
        described = [
            PayloadFile(p.relative_to(self.data).as_posix(), p.stat().st_size, sha256_of(p))
            for p in found
        ]
        return {file.path: file for file in described}

    @cached_property
    def models(self) -> dict[str, KeptModel]:
        """The models, each after those that it reads."""
        return {name: self.kept.model(name) for name in self.kept.order()}

    @cached_property
    def heads(self) -> dict[str, Model]:
        """What the models' own texts say of key, columns and units."""
        return {
            model.name: parse_model(model.sql, Path(f"{model.name}.sql"), model.layer, model.name)
            for model in self.models.values()
        }

    @cached_property
    def raw_files(self) -> dict[str, list[RawFilePlace]]:
        """The raw files of each raw table, the edition's own definition included."""
        found: dict[str, list[RawFilePlace]] = {}
        for place in sorted(self.kept.places.values(), key=lambda p: (p.table, p.file, p.sheet)):
            found.setdefault(place.table, []).append(place)
        return found

    def is_published(self, table: str) -> bool:
        """Return whether a table is one of the report's."""
        return table in self.models and self.models[table].layer == _REPORT_LAYER

    def raw_path(self, place: RawFilePlace) -> str:
        """Return a raw file's path in the payload, or an empty text where it is withheld."""
        path = f"{PROJECT}/{place.file}"
        return path if path in self.files else ""

    def source_of(self, path: str) -> Source | None:
        """Return the source that a file of the payload is a raw file of; None for any other file."""
        folder, raw, name, *inside = [*path.split("/"), "", ""][:4]
        is_raw = (folder, raw) == (PROJECT, "raw") and any(inside)
        return self.sources.get(name) if is_raw else None

    def evidence(self, figure: str) -> CellEvidence | None:
        """Return the evidence of a figure; None where the payload has none."""
        path = f"evidence/{figure}.json"
        return self._record(path, from_json) if path in self.files else None

    @property
    def _project(self) -> Project:
        return Project(self.data / PROJECT)

    def _record(self, path: str, read: Callable[[object], T]) -> T:
        remedy = f"annual-report release {self.kept.catalog.edition}"
        return read_record(self.data / path, read, where=f"data/{path}", remedy=remedy)

    def _json(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON gives
        return json.loads((self.data / path).read_text(encoding="utf-8"))


def _statements(place: int, document: dict[str, Any]) -> Iterator[PublishedStatement]:
    for number, found in enumerate(document["statements"], 1):
        if found["set_aside"] is None:
            yield PublishedStatement(
                document=place,
                number=number,
                text=found["text"],
                verdict=found["verdict"],
                figure="" if found["verdict"] == NEAR else found["figure"] or "",
                why=found["why"],
            )
