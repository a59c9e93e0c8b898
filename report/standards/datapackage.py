"""The Data Package (version 2): every CSV file of the payload with its types, units, keys, size and digest."""

from __future__ import annotations

import csv
import re

from report.publish.addresses import licence_address, web_address
from report.standards.payload import Payload, PayloadFile
from report.standards.table_schema import listing_schema, table_schema

_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_DIALECT = {
    "delimiter": ",",
    "doubleQuote": True,
    "header": True,
    "lineTerminator": "\n",
    "quoteChar": '"',
}
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9._-]+")
_TABLES = "tables/"


def datapackage(payload: Payload) -> dict[str, object]:
    """Return the description of the payload's CSV files."""
    release = payload.release
    files = [file for path, file in payload.files.items() if _is_described(path)]
    names = _names([file.path for file in files])
    described = {
        "$schema": _PACKAGE,
        "name": f"annual-report-{release.edition}-r{release.revision}",
        "id": f"sha256:{release.content_sha256}",
        "title": release.title,
        "created": f"{release.as_of}T00:00:00Z",
        "version": str(release.revision),
        "contributors": [{"title": release.publisher, "roles": ["publisher"]}],
        "sources": _sources(payload),
        "licenses": _licences(payload),
        "resources": [_resource(payload, file, names[file.path]) for file in files],
    }
    return {name: value for name, value in described.items() if value != []}


def _is_described(path: str) -> bool:
    """Return whether a file is a table of the release; the raw files are described by their sources."""
    return path.endswith(".csv") and not path.startswith("project/")


def _resource(payload: Payload, file: PayloadFile, name: str) -> dict[str, object]:
    return {
        "$schema": _RESOURCE,
        "name": name,
        "type": "table",
        "path": file.path,
        "title": _title(payload, file.path),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "dialect": _DIALECT,
        "schema": _schema(payload, file.path),
    }


def _schema(payload: Payload, path: str) -> dict[str, object]:
    table = path.removeprefix(_TABLES).removesuffix(".csv")
    if path.startswith(_TABLES) and payload.is_published(table):
        return table_schema(payload, table)
    with (payload.data / path).open(encoding="utf-8", newline="") as text:
        return listing_schema(next(csv.reader(text), []), is_figures=path == "figures.csv")


def _title(payload: Payload, path: str) -> str:
    folder, _, name = path.removesuffix(".csv").rpartition("/")
    if folder == "tables" and name in payload.models:
        return payload.models[name].title
    labels = {figure.id: figure.label for figure in payload.figures}
    if folder == "evidence":
        return f"Raw rows behind: {labels.get(name, name)}"
    if folder == "natures" and name in payload.models:
        return f"Nature and form of the cells: {payload.models[name].title}"
    return {"figures": "Figures", "problems": "What the checks found"}.get(name, name)


def _names(paths: list[str]) -> dict[str, str]:
    """Return a name for each path; where two come out alike, the later one is numbered."""
    names: dict[str, str] = {}
    for path in paths:
        stem = path.removesuffix(".csv").removeprefix(_TABLES).replace("/", ".").lower()
        name = first = _NOT_IN_A_NAME.sub("-", stem)
        number = 2
        while name in names.values():
            name, number = f"{first}-{number}", number + 1
        names[path] = name
    return names


def _sources(payload: Payload) -> list[dict[str, str]]:
    return [
        {"title": f"{source.publisher}: {source.title}", **_if("path", source.landing_url)}
        for source in payload.sources.values()
    ]


def _licences(payload: Payload) -> list[dict[str, str]]:
    """Return the licences of the sources that may be passed on, each once."""
    found: dict[str, dict[str, str]] = {}
    for source in payload.sources.values():
        address = licence_address(source.licence)
        if source.redistribute and address:
            is_spdx = address.startswith("https://spdx.org/")
            found[address] = {"path": address, **({"name": source.licence} if is_spdx else {})}
    return [found[address] for address in sorted(found)]


def _if(key: str, text: str) -> dict[str, str]:
    address = web_address(text)
    return {key: address} if address else {}
